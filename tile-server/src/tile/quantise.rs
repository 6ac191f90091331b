//! Whole tile units, and polygons that are valid in them.

use super::mend::{Ring, mend};
use super::{Fine, MAX_ZOOM, Paths, TileId};
use gis_core::TilePx;
use gis_core::index::PathKind;
use gis_core::rings::{doubled_area, make_simple};

/// A feature's geometry as a tile draws it, in tile units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// Points.
    pub points: Vec<TilePx>,
    /// Lines of two vertices or more, no vertex equal to the one before.
    pub lines: Vec<Vec<TilePx>>,
    /// Polygons: the exterior with positive area (y southwards: clockwise as seen), then its holes with
    /// negative area. No ring repeats its first vertex.
    pub polygons: Vec<Vec<Vec<TilePx>>>,
}

impl Drawing {
    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty() && self.lines.is_empty() && self.polygons.is_empty()
    }
}

/// Below this zoom a polygon of less than one square unit is not drawn. From it on, where such a polygon is
/// less than half a metre wide, whatever has an area is.
const EVERY_POLYGON_FROM_ZOOM: u8 = 14;

/// What lies within the buffered tile, in whole units: points, then lines, then polygons. What collapses is left
/// out: lines to a point, polygons to a line, and, at low zooms, polygons of less than one square unit.
pub fn quantise(within: &Paths<Fine>, id: TileId, drawn: &mut Paths<TilePx>) {
    drawn.clear();
    let grid = Grid { bits: u32::from(MAX_ZOOM - id.z()) };
    let min_doubled_area = if id.z() < EVERY_POLYGON_FROM_ZOOM { 2 } else { 1 };
    // Most of what is cut is one short ring that is valid once rounded. The overlay that mends the others would say the
    // same of it.
    if let Some(ring) = lone_ring(within) {
        drawn.push(PathKind::Exterior, ring.iter().map(|&at| grid.px(at)));
        let mut is_simple = false;
        drawn.edit_last(|ring| make_simple(ring).inspect(|_| is_simple = true).unwrap_or_default());
        let is_drawn = drawn.last().is_some_and(|(_, ring)| doubled_area(ring) >= min_doubled_area);
        if !is_drawn {
            drawn.clear();
        }
        if is_simple {
            return;
        }
    }
    let mut points = Vec::new();
    let mut polygons: Vec<Vec<Ring>> = Vec::new();
    for (kind, vertices) in within.iter() {
        match (kind, polygons.last_mut()) {
            (PathKind::Points, _) => points.extend(vertices.iter().map(|&at| grid.px(at))),
            (PathKind::Hole, Some(polygon)) => polygon.push(grid.pxs(vertices)),
            (PathKind::Exterior | PathKind::Hole, _) => polygons.push(vec![grid.pxs(vertices)]),
            (PathKind::Line, _) => {}
        }
    }
    points.dedup();
    if !points.is_empty() {
        drawn.push(PathKind::Points, points);
    }
    for (_, line) in within.iter().filter(|(kind, _)| *kind == PathKind::Line) {
        let line = grid.pxs(line);
        if line.len() > 1 {
            drawn.push(PathKind::Line, line);
        }
    }
    for rings in mend(&polygons) {
        if rings.first().is_some_and(|exterior| doubled_area(exterior) >= min_doubled_area) {
            let kinds = std::iter::once(PathKind::Exterior).chain(std::iter::repeat(PathKind::Hole));
            rings.into_iter().zip(kinds).for_each(|(ring, kind)| drawn.push(kind, ring));
        }
    }
}

/// The outline of a geometry that is nothing else.
fn lone_ring(within: &Paths<Fine>) -> Option<&[Fine]> {
    let mut paths = within.iter();
    match (paths.next(), paths.next()) {
        (Some((PathKind::Exterior, ring)), None) => Some(ring),
        _ => None,
    }
}

/// The grid of a tile's units, each of two to the power of `bits` quarter steps.
struct Grid {
    bits: u32,
}

impl Grid {
    /// The nearest whole unit; halves go up on both sides of zero, so that neighbouring tiles round alike.
    fn px(&self, at: Fine) -> TilePx {
        let half = 1_i64 << self.bits >> 1;
        #[expect(clippy::cast_possible_truncation, reason = "is clipped to the buffered tile")]
        let [x, y] = at.map(|along| ((along + half) >> self.bits) as i32);
        TilePx { x, y }
    }

    fn pxs(&self, vertices: &[Fine]) -> Vec<TilePx> {
        let mut pxs: Vec<_> = vertices.iter().map(|&at| self.px(at)).collect();
        pxs.dedup();
        pxs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(z: u8, kind: PathKind, vertices: &[Fine]) -> Drawing {
        let mut within = Paths::default();
        within.push(kind, vertices.iter().copied());
        let mut drawn = Paths::default();
        quantise(&within, TileId::new(z, 0, 0).expect("exists"), &mut drawn);
        Drawing::from(&drawn)
    }

    #[test]
    fn halves_go_up_on_both_sides_of_the_tile_s_border() {
        let grid = Grid { bits: 1 };
        assert_eq!([-3, -1, 1, 3].map(|at| grid.px([at, 0]).x), [-1, 0, 1, 2]);
        let finest = Grid { bits: 0 };
        assert_eq!([-3, 0, 3].map(|at| finest.px([0, at]).y), [-3, 0, 3]);
    }

    #[test]
    fn lines_that_collapse_to_a_point_are_left_out() {
        let line = |to: i64| drawn(10, PathKind::Line, &[[0, 0], [to, 0]]).lines;
        assert_eq!(line(1_600), Vec::<Vec<TilePx>>::new());
        assert_eq!(line(8_192), [[TilePx { x: 0, y: 0 }, TilePx { x: 2, y: 0 }]]);
    }

    #[test]
    fn half_a_square_unit_is_drawn_from_zoom_14_on() {
        let half = |z: u8| {
            let unit = 1 << (22 - z);
            drawn(z, PathKind::Exterior, &[[0, 0], [unit, 0], [0, unit]])
        };
        assert!(half(13).is_empty());
        assert_eq!(half(14).polygons.len(), 1);
    }
}
