//! Without what is too small to see.
//!
//! A line or ring that is less than a tile unit both wide and high goes; of the others, vertices that lie
//! within half a unit of the line without them (Douglas and Peucker's method). With the rounding that follows,
//! what is drawn stays within 1.3 units (a sixth of a pixel) of the truth. A ring may come to cross itself;
//! [`super::quantise()`] mends that.

use super::{Parts, TileId};
use geo::{BoundingRect, LineString, Polygon};
use gis_core::simplify::simplify_line;

/// How far a line may move, in tile units.
const TOLERANCE_UNITS: f64 = 0.5;

/// The parts without what is too small to see in a tile of that zoom.
#[must_use]
pub fn simplify(parts: Parts, id: TileId) -> Parts {
    let unit_steps = id.unit_steps();
    let tolerance_steps = TOLERANCE_UNITS * unit_steps;
    let seen = |line: &LineString| is_seen(line, unit_steps);
    let lines = parts.lines.iter().filter(|line| seen(line)).map(|line| simplify_line(line, tolerance_steps));
    let polygons = parts.polygons.into_iter().filter(|polygon| seen(polygon.exterior())).map(|polygon| {
        let (exterior, mut holes) = polygon.into_inner();
        holes.retain(seen);
        let thin = |ring: &LineString| simplify_line(ring, tolerance_steps);
        Polygon::new(thin(&exterior), holes.iter().map(thin).collect())
    });
    Parts { lines: lines.collect(), polygons: polygons.collect(), points: parts.points }
}

fn is_seen(line: &LineString, unit_steps: f64) -> bool {
    line.bounding_rect().is_some_and(|rect| rect.width().max(rect.height()) >= unit_steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{line_string, polygon};

    /// Units of this zoom are 64 steps long.
    fn id() -> TileId {
        TileId::new(14, 7_421, 7_511).expect("exists")
    }

    #[test]
    fn a_wiggle_of_less_than_half_a_unit_is_straightened_and_a_wider_one_stays() {
        let line = |wiggle: f64| line_string![(x: 0.0, y: 0.0), (x: 500.0, y: wiggle), (x: 1000.0, y: 0.0)];
        let parts = Parts { lines: vec![line(31.0), line(33.0)], ..Parts::default() };
        let counts: Vec<_> = simplify(parts, id()).lines.iter().map(|line| line.0.len()).collect();
        assert_eq!(counts, [2, 3]);
    }

    #[test]
    fn a_hole_or_line_smaller_than_a_unit_goes_and_a_long_thin_one_stays() {
        let thin = line_string![(x: 100.0, y: 100.0), (x: 100.0, y: 170.0)];
        let short = line_string![(x: 100.0, y: 100.0), (x: 163.0, y: 163.0)];
        let yard = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 900.0, y: 0.0), (x: 900.0, y: 900.0), (x: 0.0, y: 900.0)],
            interiors: [[(x: 10.0, y: 10.0), (x: 10.0, y: 70.0), (x: 70.0, y: 10.0)]],
        );
        let parts = Parts { lines: vec![thin.clone(), short], polygons: vec![yard], ..Parts::default() };
        let simplified = simplify(parts, id());
        assert_eq!(simplified.lines, [thin]);
        assert!(simplified.polygons[0].interiors().is_empty());
    }
}
