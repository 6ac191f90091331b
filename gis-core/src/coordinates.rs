//! The four spaces a position can be in, each its own type: degrees, metres, world grid, tile units.
//!
//! Invariant: longitude comes before latitude, easting before northing, x before y, everywhere.
//! NMEA's latitude-first order is turned round in one place, the decoder of `gps-ingest`.

use serde::{Deserialize, Serialize};

/// A position in degrees on WGS 84 (EPSG:4326), longitude first.
///
/// # Units
/// Decimal degrees; finite; |longitude| ≤ 180, |latitude| ≤ 90.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    lon_deg: f64,
    lat_deg: f64,
}

impl LonLat {
    /// A position, or `None` when a coordinate is not finite or out of range.
    ///
    /// # Examples
    /// ```
    /// use gis_core::LonLat;
    /// assert!(LonLat::new(-16.926, 14.791).is_some());
    /// assert!(LonLat::new(250.0, 14.791).is_none());
    /// ```
    #[must_use]
    pub fn new(lon_deg: f64, lat_deg: f64) -> Option<Self> {
        let in_range = lon_deg.abs() <= 180.0 && lat_deg.abs() <= 90.0;
        in_range.then_some(Self { lon_deg, lat_deg })
    }

    /// Longitude in degrees east of Greenwich.
    #[must_use]
    pub fn lon_deg(self) -> f64 {
        self.lon_deg
    }

    /// Latitude in degrees north of the equator.
    #[must_use]
    pub fn lat_deg(self) -> f64 {
        self.lat_deg
    }
}

impl From<LonLat> for geo::Coord {
    fn from(position: LonLat) -> Self {
        geo::Coord { x: position.lon_deg, y: position.lat_deg }
    }
}

/// A position in metres on a projected plane (UTM), easting first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projected {
    /// Metres east of the zone's false origin.
    pub easting_m: f64,
    /// Metres north of the equator (northern hemisphere).
    pub northing_m: f64,
}

impl Projected {
    /// Straight-line distance on the plane.
    #[must_use]
    pub fn distance_m(self, other: Self) -> f64 {
        (self.easting_m - other.easting_m).hypot(self.northing_m - other.northing_m)
    }
}

impl From<Projected> for geo::Coord {
    fn from(position: Projected) -> Self {
        geo::Coord { x: position.easting_m, y: position.northing_m }
    }
}

impl From<geo::Coord> for Projected {
    fn from(coord: geo::Coord) -> Self {
        Self { easting_m: coord.x, northing_m: coord.y }
    }
}

/// A position on the world grid of web maps: spherical Web Mercator (EPSG:3857) cut into 2³² steps each way,
/// origin at the north-west corner, y southwards. One step is 9 mm at the equator.
///
/// For drawing only: lengths and areas are never taken from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct World {
    /// Steps east of the antimeridian.
    pub x: u32,
    /// Steps south of 85.05° N.
    pub y: u32,
}

/// Steps across the world grid, each way.
pub const WORLD_STEPS: f64 = 4_294_967_296.0;

impl World {
    /// The grid step that holds a position; latitudes beyond ±85.05° fall on the first or last row.
    ///
    /// # Examples
    /// ```
    /// use gis_core::{LonLat, World};
    /// let null_island = LonLat::new(0.0, 0.0).unwrap();
    /// assert_eq!(World::from_lonlat(null_island), World { x: 1 << 31, y: 1 << 31 });
    /// ```
    #[must_use]
    pub fn from_lonlat(position: LonLat) -> Self {
        let sin_lat = position.lat_deg.to_radians().sin();
        let x = position.lon_deg / 360.0 + 0.5;
        let y = 0.5 - sin_lat.atanh() / std::f64::consts::TAU;
        Self { x: step(x), y: step(y) }
    }

    /// The position of a grid step's corner.
    #[must_use]
    pub fn to_lonlat(self) -> LonLat {
        let lon_deg = (f64::from(self.x) / WORLD_STEPS - 0.5) * 360.0;
        let mercator = (0.5 - f64::from(self.y) / WORLD_STEPS) * std::f64::consts::TAU;
        LonLat { lon_deg, lat_deg: mercator.sinh().atan().to_degrees() }
    }
}

/// The position of a point of the world grid between steps; beyond the grid falls on its border.
#[must_use]
pub fn world_to_lonlat([x, y]: [f64; 2]) -> LonLat {
    World { x: step(x / WORLD_STEPS), y: step(y / WORLD_STEPS) }.to_lonlat()
}

/// A share of the world's width as a grid step; out of range clamps to the border.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to u32 first")]
fn step(share: f64) -> u32 {
    (share * WORLD_STEPS).round().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// A position inside one vector tile, in tile units, origin at the tile's north-west corner, y southwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TilePx {
    /// Units east; negative or beyond the extent inside the tile's buffer.
    pub x: i32,
    /// Units south.
    pub y: i32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_world_grid_gives_back_a_position_within_a_step(
            lon in -179.9..179.9_f64,
            lat in -85.0..85.0_f64,
        ) {
            let position = LonLat::new(lon, lat).expect("in range");
            let back = World::from_lonlat(position).to_lonlat();
            prop_assert!((back.lon_deg() - lon).abs() < 1e-7);
            prop_assert!((back.lat_deg() - lat).abs() < 1e-7);
        }
    }

    #[test]
    fn a_position_that_is_not_on_earth_is_none() {
        for (lon, lat) in [(0.0, 95.0), (181.0, 0.0), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(LonLat::new(lon, lat), None, "{lon} {lat}");
        }
    }

    #[test]
    fn the_poles_fall_on_the_border_rows() {
        let north = LonLat::new(0.0, 90.0).expect("in range");
        assert_eq!(World::from_lonlat(north).y, 0);
        let south = LonLat::new(0.0, -90.0).expect("in range");
        assert_eq!(World::from_lonlat(south).y, u32::MAX);
    }
}
