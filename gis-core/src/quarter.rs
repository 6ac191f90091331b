//! A small Senegalese town quarter that never was: parcels, streets, a market and facilities from one seed.
//!
//! It fills a register for demonstrations and for measuring; the same request gives the same quarter.
//! The plan is drawn in metres on the UTM plane and comes out in EPSG:4326, rounded to 10⁻⁷ degrees (1 cm).
//!
//! Invariants: neighbours share their boundary vertex by vertex, so parcels never overlap; no parcel reaches a
//! carriageway; exteriors are closed and counter-clockwise; the work grows with the number of parcels.

mod block;
mod ground;
mod lot;
mod market;
mod plan;
mod random;
mod street;
#[cfg(test)]
mod tests;
mod town;

pub use town::{QUARTER_PARCELS, TownRequest, quarter_count, town_quarter};

use crate::crs::CrsError;
use crate::{Epsg, LonLat};
use geo::{Geometry, LineString, Polygon};
use ground::Ground;
use plan::Plan;

/// What quarter to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuarterRequest {
    /// Where the market square and the main avenue meet.
    pub centre: LonLat,
    /// The UTM zone whose metres the plan is drawn in.
    pub utm: Epsg,
    /// How many parcels, exactly.
    pub parcels: usize,
    /// Decides everything that chance decides.
    pub seed: u64,
}

/// A town quarter, in EPSG:4326.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Quarter {
    /// As many as were asked for, block by block.
    pub parcels: Vec<QuarterParcel>,
    /// The avenue, the streets and the road out of town, by their centrelines.
    pub roads: Vec<QuarterRoad>,
    /// One from 50 parcels on, then one more every 2000.
    pub markets: Vec<QuarterMarket>,
    /// Schools, mosques, health posts, boreholes, street lights and transformers.
    pub facilities: Vec<QuarterFacility>,
}

/// One parcel.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterParcel {
    /// Such as `P-0001`; unique within the quarter.
    pub number: String,
    /// Such as `Îlot 12`.
    pub block: String,
    /// Code of the list `land_use`.
    pub land_use: &'static str,
    /// Code of the list `tenure`.
    pub tenure: &'static str,
    /// What the holder's paper says, in square metres; not always the truth.
    pub declared_area_m2: Option<f64>,
    /// Boundary in EPSG:4326.
    pub geometry: Polygon,
}

/// One road, by its centreline.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterRoad {
    /// Such as `Rue 12`.
    pub name: String,
    /// Number in the classified network, such as `D701`.
    pub number: Option<String>,
    /// Code of the list `road_class`.
    pub class: &'static str,
    /// Code of the list `road_surface`.
    pub surface: &'static str,
    /// Code of the list `condition`.
    pub condition: &'static str,
    /// Width of the carriageway in metres.
    pub width_m: f64,
    /// Code of the list `managing_authority`.
    pub managing_authority: &'static str,
    /// Centreline in EPSG:4326.
    pub geometry: LineString,
}

/// One market on a block of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterMarket {
    /// Name as people use it.
    pub name: String,
    /// Code of the list `market_kind`.
    pub kind: &'static str,
    /// Outline in EPSG:4326.
    pub geometry: Polygon,
    /// Its stalls, stands and shared buildings, all within the outline.
    pub assets: Vec<QuarterAsset>,
}

/// One asset of a market.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterAsset {
    /// Such as `A-012`; unique within the market.
    pub code: String,
    /// Code of the list `asset_kind`.
    pub kind: &'static str,
    /// Code of the list `condition`.
    pub condition: &'static str,
    /// What is sold or done there, in French.
    pub activity: &'static str,
    /// Outline of what is built, point of a stand, in EPSG:4326.
    pub geometry: Geometry,
}

/// One facility.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterFacility {
    /// Code of the list `facility_kind`.
    pub kind: &'static str,
    /// Name as people use it.
    pub name: Option<String>,
    /// Outline of a building, point of anything smaller, in EPSG:4326.
    pub geometry: Geometry,
}

/// Draws the quarter of a request.
///
/// # Errors
/// When PROJ does not know the UTM zone, or the quarter would lie outside it.
///
/// # Examples
/// ```
/// use gis_core::quarter::{QuarterRequest, quarter};
/// use gis_core::{Epsg, LonLat};
/// let thies = LonLat::new(-16.926, 14.791).unwrap();
/// let request = QuarterRequest { centre: thies, utm: Epsg::UTM_28N, parcels: 60, seed: 1 };
/// let town = quarter(&request).unwrap();
/// assert_eq!(town.parcels.len(), 60);
/// assert_eq!(town.parcels[0].number, "P-0001");
/// ```
pub fn quarter(request: &QuarterRequest) -> Result<Quarter, CrsError> {
    let ground = Ground::new(request)?;
    let plan = Plan::for_parcels(request.parcels, request.seed);
    let blocks = block::blocks(&plan, request.parcels);
    let mut quarter = Quarter::default();
    for (block, number) in blocks.iter().zip(1..) {
        if let block::Use::Market { number } = block.use_ {
            quarter.markets.push(market::market(&plan, block, number, &ground)?);
        } else {
            lot::add_lots(&plan, block, number, &ground, &mut quarter)?;
        }
    }
    street::add_streets(&plan, &blocks, &ground, &mut quarter)?;
    Ok(quarter)
}
