//! Metres east and north of a centre, on the plane that touches the ellipsoid there.

use geo::Coord;
use gis_core::LonLat;

pub(super) struct LocalPlane {
    centre: LonLat,
    metres_per_lon_deg: f64,
    metres_per_lat_deg: f64,
}

impl LocalPlane {
    pub(super) fn at(centre: LonLat) -> Self {
        /// WGS 84.
        const SEMI_MAJOR_M: f64 = 6_378_137.0;
        const ECCENTRICITY_2: f64 = 0.006_694_379_990_14;
        let (sin, cos) = centre.lat_deg().to_radians().sin_cos();
        let bend = 1.0 - ECCENTRICITY_2 * sin * sin;
        Self {
            centre,
            metres_per_lon_deg: (SEMI_MAJOR_M / bend.sqrt() * cos).to_radians(),
            metres_per_lat_deg: (SEMI_MAJOR_M * (1.0 - ECCENTRICITY_2) / bend.powf(1.5)).to_radians(),
        }
    }

    pub(super) fn to_degrees(&self, metres: Coord) -> Coord {
        Coord {
            x: self.centre.lon_deg() + metres.x / self.metres_per_lon_deg,
            y: self.centre.lat_deg() + metres.y / self.metres_per_lat_deg,
        }
    }
}
