//! A ring within a rectangle, by Sutherland and Hodgman's method: cut by one border after the other.

use geo::{Coord, LineString};
use gis_core::index::WorldRect;

/// A border of the rectangle, with its x or y in steps.
#[derive(Clone, Copy)]
enum Border {
    West(f64),
    East(f64),
    North(f64),
    South(f64),
}

impl Border {
    /// Whether a position lies on the rectangle's side of the border, or on it.
    fn keeps(self, at: Coord) -> bool {
        match self {
            Self::West(x) => at.x >= x,
            Self::East(x) => at.x <= x,
            Self::North(y) => at.y >= y,
            Self::South(y) => at.y <= y,
        }
    }

    /// Where an edge crosses the border. Taken from the vertex inside, so that neighbours that share the edge
    /// cross at the very same position.
    fn crossing(self, inside: Coord, outside: Coord) -> Coord {
        let way = outside - inside;
        match self {
            Self::West(x) | Self::East(x) => {
                let y = inside.y + (x - inside.x) / way.x * way.y;
                Coord { x, y: y.clamp(inside.y.min(outside.y), inside.y.max(outside.y)) }
            }
            Self::North(y) | Self::South(y) => {
                let x = inside.x + (y - inside.y) / way.y * way.x;
                Coord { x: x.clamp(inside.x.min(outside.x), inside.x.max(outside.x)), y }
            }
        }
    }
}

/// What of a closed ring lies within a rectangle, closed; `None` when that is no area at all.
pub(super) fn clip_ring(ring: &LineString, rect: WorldRect) -> Option<LineString> {
    let WorldRect { min, max } = rect;
    let (_, open) = ring.0.split_last()?;
    let mut vertices = open.to_vec();
    for border in [Border::West(min[0]), Border::East(max[0]), Border::North(min[1]), Border::South(max[1])] {
        vertices = cut(&vertices, border);
    }
    let mut clipped = LineString::new(vertices);
    clipped.close();
    (clipped.0.len() > 3).then_some(clipped)
}

fn cut(ring: &[Coord], border: Border) -> Vec<Coord> {
    let Some(&last) = ring.last() else { return Vec::new() };
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let mut previous = last;
    for &vertex in ring {
        match (border.keeps(previous), border.keeps(vertex)) {
            (true, true) => kept.push(vertex),
            (true, false) => kept.push(border.crossing(previous, vertex)),
            (false, true) => kept.extend([border.crossing(vertex, previous), vertex]),
            (false, false) => {}
        }
        previous = vertex;
    }
    kept
}
