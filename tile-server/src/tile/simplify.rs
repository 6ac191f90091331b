//! Without what is too small to see.
//!
//! The index knows from which zoom each vertex matters: where the line without it would be more than half a unit
//! off (Douglas and Peucker's method). So this is a filter, and every tile of a zoom sees the same line, whatever
//! it cuts off it. A line or ring that is less than a tile unit both wide and high goes. With the rounding that
//! follows, what is drawn stays within 1.3 units (a sixth of a pixel) of the truth. A ring may come to cross itself;
//! [`super::quantise()`] mends that.

use super::{Fine, FineRect, Paths, TileId};
use gis_core::index::{Found, PathKind};

/// What of a feature's geometry is large enough to be seen in a tile, in the frame of that tile.
pub fn simplify(feature: Found<'_>, id: TileId, seen: &mut Paths<Fine>) {
    seen.clear();
    let (corner, unit) = (id.corner_fine(), id.unit_fine());
    let frame = |&[x, y]: &[u32; 2]| [(i64::from(x) << 2) - corner[0], (i64::from(y) << 2) - corner[1]];
    let mut is_exterior_seen = false;
    for path in feature.paths() {
        if path.kind == PathKind::Hole && !is_exterior_seen {
            continue;
        }
        if path.zooms.iter().all(|zoom| *zoom <= id.z()) {
            seen.push(path.kind, path.vertices.iter().map(frame));
        } else {
            let kept = path.vertices.iter().zip(path.zooms).filter(|(_, zoom)| **zoom <= id.z());
            seen.push(path.kind, kept.map(|(vertex, _)| frame(vertex)));
        }
        let is_seen = seen.last().is_some_and(|(kind, vertices)| is_seen(kind, vertices, unit));
        if !is_seen {
            seen.pop();
        }
        if path.kind == PathKind::Exterior {
            is_exterior_seen = is_seen;
        }
    }
}

/// A point in the frame of a tile.
pub fn simplify_point([x, y]: [u32; 2], id: TileId, seen: &mut Paths<Fine>) {
    let corner = id.corner_fine();
    seen.clear();
    seen.push(PathKind::Points, [[(i64::from(x) << 2) - corner[0], (i64::from(y) << 2) - corner[1]]]);
}

fn is_seen(kind: PathKind, vertices: &[Fine], unit: i64) -> bool {
    let least = match kind {
        PathKind::Points => return !vertices.is_empty(),
        PathKind::Line => 2,
        PathKind::Exterior | PathKind::Hole => 3,
    };
    let FineRect { min, max } = FineRect::around(vertices);
    vertices.len() >= least && (max[0] - min[0] >= unit || max[1] - min[1] >= unit)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{feature, index_of};
    use super::*;
    use geo::{Geometry, line_string, polygon};
    use gis_core::{Scope, layer::Layer};

    /// Units of this zoom are 64 steps long.
    fn id() -> TileId {
        TileId::new(14, 0, 0).expect("exists")
    }

    fn simplified(geometry: impl Into<Geometry>) -> Vec<(PathKind, usize)> {
        let index = index_of(Layer::Drafts, [feature(1, geometry)]);
        let mut seen = Paths::default();
        simplify(index.all(Layer::Drafts, &Scope::operator())[0], id(), &mut seen);
        seen.iter().map(|(kind, vertices)| (kind, vertices.len())).collect()
    }

    #[test]
    fn a_wiggle_of_less_than_half_a_unit_is_straightened_and_a_wider_one_stays() {
        let line = |wiggle: f64| line_string![(x: 0.0, y: 0.0), (x: 500.0, y: wiggle), (x: 1000.0, y: 0.0)];
        assert_eq!(simplified(line(31.0)), [(PathKind::Line, 2)]);
        assert_eq!(simplified(line(33.0)), [(PathKind::Line, 3)]);
    }

    #[test]
    fn a_hole_or_line_smaller_than_a_unit_goes_and_a_long_thin_one_stays() {
        let thin = line_string![(x: 100.0, y: 100.0), (x: 100.0, y: 170.0)];
        let short = line_string![(x: 100.0, y: 100.0), (x: 163.0, y: 163.0)];
        let yard = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 900.0, y: 0.0), (x: 900.0, y: 900.0), (x: 0.0, y: 900.0)],
            interiors: [[(x: 10.0, y: 10.0), (x: 10.0, y: 70.0), (x: 70.0, y: 10.0)]],
        );
        assert_eq!(simplified(thin), [(PathKind::Line, 2)]);
        assert_eq!(simplified(short), []);
        assert_eq!(simplified(yard), [(PathKind::Exterior, 4)]);
    }
}
