//! A town larger than a quarter: quarters of a bounded size side by side, drawn one at a time, so that memory does not
//! grow with the town.

use super::{Quarter, QuarterRequest, QuarterRoad, quarter};
use crate::crs::CrsError;
use crate::{Projected, Projector};
use geo::LineString;

/// Parcels of one quarter; a larger request is several.
pub const QUARTER_PARCELS: usize = 2000;

/// From the middle of a quarter to that of the next: a full one reaches some 850 m.
const SPACING_M: f64 = 1900.0;

/// What town to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TownRequest {
    /// Where it begins, in which zone, how many parcels in all, and its seed.
    pub all: QuarterRequest,
    /// How many pieces its streets are cut into at crossings, in all; as they are when not given. No street is left
    /// out, and none is cut between crossings.
    pub road_pieces: Option<usize>,
    /// At most how many places its markets have, in all.
    pub places: Option<usize>,
}

/// How many quarters make up a town of so many parcels.
#[must_use]
pub fn quarter_count(parcels: usize) -> usize {
    parcels.div_ceil(QUARTER_PARCELS).max(1)
}

/// Draws one quarter of a town, the one at its beginning first.
///
/// # Errors
/// When PROJ does not know the UTM zone, or the quarter would lie outside it.
pub fn town_quarter(request: &TownRequest, index: usize) -> Result<Quarter, CrsError> {
    let quarters = quarter_count(request.all.parcels);
    let share = |whole: usize| whole * (index + 1) / quarters - whole * index / quarters;
    let parcels = share(request.all.parcels);
    let seed = request.all.seed.wrapping_add(1_000_003_u64.wrapping_mul(index as u64));
    let centre = centre(&request.all, index)?;
    let mut drawn = quarter(&QuarterRequest { centre, parcels, seed, ..request.all })?;
    if quarters > 1 {
        // A road out of one quarter would run across the next.
        drawn.roads.retain(|road| road.number.is_none());
    }
    if let Some(pieces) = request.road_pieces {
        drawn.roads = cut(drawn.roads, share(pieces));
    }
    if let Some(places) = request.places {
        keep_places(&mut drawn, share(places));
    }
    Ok(drawn)
}

/// The middle of a quarter: they lie in rows of a square, eastwards, then northwards.
fn centre(request: &QuarterRequest, index: usize) -> Result<crate::LonLat, CrsError> {
    if index == 0 {
        return Ok(request.centre);
    }
    let columns = quarter_count(request.parcels).isqrt().max(1);
    let steps = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX)) * SPACING_M;
    let projector = Projector::new(request.utm)?;
    let origin = projector.project(request.centre)?;
    projector.unproject(Projected {
        easting_m: origin.easting_m + steps(index % columns),
        northing_m: origin.northing_m + steps(index / columns),
    })
}

/// Cuts streets at their crossings into so many pieces, the longer ones into more.
fn cut(roads: Vec<QuarterRoad>, pieces: usize) -> Vec<QuarterRoad> {
    let edges = |road: &QuarterRoad| road.geometry.0.len().saturating_sub(1).max(1);
    let edges_in_all: usize = roads.iter().map(edges).sum();
    let further = pieces.saturating_sub(roads.len()).min(edges_in_all - roads.len());
    let cuts_in_all = (edges_in_all - roads.len()).max(1);
    let (mut out, mut passed) = (Vec::with_capacity(roads.len() + further), 0);
    for road in roads {
        let inner = edges(&road) - 1;
        let cuts = (passed + inner) * further / cuts_in_all - passed * further / cuts_in_all;
        passed += inner;
        let coords = &road.geometry.0;
        for piece in 0..=cuts {
            let at = |piece: usize| (coords.len() - 1) * piece / (cuts + 1);
            let geometry = LineString::new(coords[at(piece)..=at(piece + 1)].to_vec());
            out.push(QuarterRoad { geometry, ..road.clone() });
        }
    }
    out
}

fn keep_places(quarter: &mut Quarter, mut places: usize) {
    for market in &mut quarter.markets {
        market.assets.truncate(places);
        places -= market.assets.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Epsg, LonLat};
    use geo::{BoundingRect, Intersects, Rect};

    fn request(parcels: usize) -> TownRequest {
        let centre = LonLat::new(-16.926, 14.791).expect("Thiès is on Earth");
        let all = QuarterRequest { centre, utm: Epsg::UTM_28N, parcels, seed: 3 };
        TownRequest { all, road_pieces: Some(parcels / 25), places: Some(parcels / 25) }
    }

    fn quarters(request: &TownRequest) -> Vec<Quarter> {
        (0..quarter_count(request.all.parcels))
            .map(|index| town_quarter(request, index).expect("Thiès is in the zone"))
            .collect()
    }

    #[test]
    fn a_small_town_is_its_one_quarter() {
        let small = TownRequest { road_pieces: None, places: None, ..request(300) };
        assert_eq!(quarters(&small), [quarter(&small.all).expect("in the zone")]);
    }

    #[test]
    fn a_large_town_has_exactly_what_was_asked_for() {
        let town = quarters(&request(9001));
        assert_eq!(town.len(), 5);
        assert_eq!(town.iter().map(|quarter| quarter.parcels.len()).sum::<usize>(), 9001);
        assert_eq!(town.iter().map(|quarter| quarter.roads.len()).sum::<usize>(), 360);
        let places: usize =
            town.iter().flat_map(|quarter| &quarter.markets).map(|market| market.assets.len()).sum();
        assert_eq!(places, 360);
    }

    #[test]
    fn quarters_do_not_reach_each_other() {
        let extents: Vec<Rect> = quarters(&request(8000))
            .iter()
            .map(|quarter| {
                let all: geo::MultiPolygon =
                    quarter.parcels.iter().map(|parcel| parcel.geometry.clone()).collect();
                all.bounding_rect().expect("it has parcels")
            })
            .collect();
        for (index, extent) in extents.iter().enumerate() {
            assert!(extents[..index].iter().all(|other| !other.intersects(extent)), "quarter {index}");
        }
    }

    #[test]
    fn pieces_of_a_street_meet_where_it_was_cut() {
        let whole = quarter(&request(1000).all).expect("in the zone").roads;
        let pieces = cut(whole.clone(), 200);
        assert_eq!(pieces.len(), 200);
        let joints = pieces.windows(2).filter(|pair| pair[0].geometry.0.last() == pair[1].geometry.0.first());
        assert!(joints.count() >= 200 - whole.len());
        assert_eq!(cut(whole.clone(), 1).len(), whole.len(), "no street is left out");
    }
}
