//! Third stage: without what is too small to see.
//!
//! A line or ring that is less than a tile unit both wide and high goes; of the others, vertices that lie
//! within half a unit of the line without them (Douglas and Peucker's method). With the rounding that follows,
//! what is drawn stays within 1.3 units (a sixth of a pixel) of the truth. A ring may come to cross itself;
//! [`super::quantise()`] mends that.

use super::{Parts, TileId};
use geo::{BoundingRect, LineString, Polygon, Simplify};

/// How far a line may move, in tile units.
const TOLERANCE_UNITS: f64 = 0.5;

/// The parts without what is too small to see in a tile of that zoom.
#[must_use]
pub fn simplify(parts: Parts, id: TileId) -> Parts {
    let unit_steps = id.unit_steps();
    let tolerance_steps = TOLERANCE_UNITS * unit_steps;
    let seen = |line: &LineString| is_seen(line, unit_steps);
    let lines = parts.lines.iter().filter(|line| seen(line)).map(|line| line.simplify(tolerance_steps));
    let polygons = parts.polygons.into_iter().filter(|polygon| seen(polygon.exterior())).map(|polygon| {
        let (exterior, mut holes) = polygon.into_inner();
        holes.retain(seen);
        Polygon::new(exterior, holes).simplify(tolerance_steps)
    });
    Parts { lines: lines.collect(), polygons: polygons.collect(), points: parts.points }
}

fn is_seen(line: &LineString, unit_steps: f64) -> bool {
    line.bounding_rect().is_some_and(|rect| rect.width().max(rect.height()) >= unit_steps)
}
