//! Linear referencing: places along a road by their distance from its start (*point kilométrique*, PK).
//!
//! Chainage runs through the parts of a centreline in their order; gaps between parts are not counted. What was
//! observed keeps the line that it was measured on, and its place on today's line is worked out from it
//! ([`transfer`]): nothing that was recorded is ever rewritten by a re-survey.

mod transfer;

pub use transfer::{Transferred, transfer};

use crate::Metres;
use geo::{Coord, Distance, Geodesic, InterpolatePoint, MultiLineString, Point};

/// A centreline with the distance of each vertex from the start, in metres on the ellipsoid.
#[derive(Debug, Clone)]
pub struct Centreline {
    vertices: Vec<Vertex>,
    length_m: f64,
}

#[derive(Debug, Clone, Copy)]
struct Vertex {
    at: Point,
    chainage_m: f64,
    /// Whether a stretch leads here from the vertex before.
    is_joined: bool,
}

/// Where a place lies along a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    /// Distance from the start of the line.
    pub chainage: Metres,
    /// Distance of the place from the line.
    pub offset: Metres,
    /// The place on the line, in degrees.
    pub at: Point,
}

impl Centreline {
    /// A centreline from degrees; none when it has no length.
    #[must_use]
    pub fn new(lines: &MultiLineString) -> Option<Self> {
        let mut vertices = Vec::new();
        let mut chainage_m = 0.0;
        for line in lines {
            for (index, point) in line.points().enumerate() {
                if index > 0 {
                    let before: &Vertex = vertices.last()?;
                    chainage_m += Geodesic.distance(before.at, point);
                }
                vertices.push(Vertex { at: point, chainage_m, is_joined: index > 0 });
            }
        }
        (chainage_m > 0.0 && chainage_m.is_finite()).then_some(Self { vertices, length_m: chainage_m })
    }

    /// Length of all parts.
    #[must_use]
    pub fn length(&self) -> Metres {
        Metres(self.length_m)
    }

    /// The place at a chainage; before the start the start, beyond the end the end.
    #[must_use]
    pub fn at(&self, chainage: Metres) -> Point {
        let wanted_m = chainage.get().clamp(0.0, self.length_m);
        let beyond = self.vertices.partition_point(|vertex| vertex.chainage_m < wanted_m);
        let after = self.vertices[beyond.min(self.vertices.len() - 1)];
        let Some(before) = beyond.checked_sub(1).map(|index| self.vertices[index]) else { return after.at };
        let span_m = after.chainage_m - before.chainage_m;
        if !after.is_joined || span_m <= 0.0 {
            return after.at;
        }
        Geodesic.point_at_ratio_between(before.at, after.at, (wanted_m - before.chainage_m) / span_m)
    }

    /// The nearest place on the line.
    #[must_use]
    pub fn project(&self, place: Point) -> Projection {
        let start = self.vertices[0];
        let mut best =
            Projection { chainage: Metres::ZERO, offset: metres_between(place, start.at), at: start.at };
        for pair in self.vertices.windows(2) {
            let [before, after] = pair else { continue };
            if !after.is_joined {
                continue;
            }
            let ratio = ratio_of_foot(before.at, after.at, place);
            let at = Geodesic.point_at_ratio_between(before.at, after.at, ratio);
            let offset = metres_between(place, at);
            if offset < best.offset {
                let chainage_m = before.chainage_m + ratio * (after.chainage_m - before.chainage_m);
                best = Projection { chainage: Metres(chainage_m), offset, at };
            }
        }
        best
    }
}

fn metres_between(one: Point, other: Point) -> Metres {
    Metres(Geodesic.distance(one, other))
}

/// How far along a stretch the foot of a perpendicular stands, from 0 to 1: in the plane that touches the earth there,
/// which over the length of a stretch of road is right to the centimetre.
fn ratio_of_foot(start: Point, end: Point, place: Point) -> f64 {
    let narrowing = place.y().to_radians().cos();
    let flat = |point: Point| Coord { x: (point.x() - start.x()) * narrowing, y: point.y() - start.y() };
    let (along, to) = (flat(end), flat(place));
    let length2 = along.x * along.x + along.y * along.y;
    if length2 <= 0.0 {
        return 0.0;
    }
    ((to.x * along.x + to.y * along.y) / length2).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests;
