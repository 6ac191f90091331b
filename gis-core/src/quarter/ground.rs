//! From the plan's own metres to degrees: turned a little, moved to the centre, unprojected and rounded.

use super::QuarterRequest;
use super::random::{Purpose, Random};
use crate::crs::CrsError;
use crate::{LonLat, Projected, Projector};
use geo::{Coord, LineString, Point, Polygon};

/// Where the plan lies on Earth.
pub(super) struct Ground {
    projector: Projector,
    centre: Projected,
    along: Coord,
}

impl Ground {
    pub(super) fn new(request: &QuarterRequest) -> Result<Self, CrsError> {
        let projector = Projector::new(request.utm)?;
        let centre = projector.project(request.centre)?;
        let mut random = Random::at(request.seed, Purpose::Outline, [0, 0]);
        let turn_deg = random.between(5.0, 17.0) * random.any(&[-1.0, 1.0]);
        let (sin, cos) = turn_deg.to_radians().sin_cos();
        Ok(Self { projector, centre, along: Coord { x: cos, y: sin } })
    }

    pub(super) fn polygon(&self, ring: &[Coord]) -> Result<Polygon, CrsError> {
        // `Polygon::new` closes the ring.
        Ok(Polygon::new(self.line(ring)?, vec![]))
    }

    pub(super) fn line(&self, coords: &[Coord]) -> Result<LineString, CrsError> {
        coords.iter().map(|&at| self.degrees(at)).collect()
    }

    pub(super) fn point(&self, at: Coord) -> Result<Point, CrsError> {
        self.degrees(at).map(Point)
    }

    fn degrees(&self, at: Coord) -> Result<Coord, CrsError> {
        let turned = Projected {
            easting_m: self.centre.easting_m + at.x * self.along.x - at.y * self.along.y,
            northing_m: self.centre.northing_m + at.x * self.along.y + at.y * self.along.x,
        };
        self.projector.unproject(turned).map(rounded)
    }
}

/// To 10⁻⁷ degrees, about a centimetre.
fn rounded(position: LonLat) -> Coord {
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    Coord { x: round(position.lon_deg()), y: round(position.lat_deg()) }
}
