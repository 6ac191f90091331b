//! Whole tile units, and polygons that are valid in them.

use super::mend::{Ring, doubled_area, mend};
use super::{Parts, TileId};
use geo::{Coord, LineString, Polygon};
use gis_core::{TilePx, index::WorldRect};

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

/// The parts in whole units of a tile. What collapses is left out: lines to a point, polygons to a line, and,
/// at low zooms, polygons of less than one square unit.
#[must_use]
pub fn quantise(parts: &Parts, id: TileId) -> Drawing {
    let grid = Grid { origin: id.rect(), unit_steps: id.unit_steps() };
    let mut points: Vec<_> = parts.points.iter().map(|&at| grid.px(at)).collect();
    points.dedup();
    let lines = parts.lines.iter().map(|line| grid.pxs(line)).filter(|line| line.len() > 1).collect();
    let polygons: Vec<_> = parts.polygons.iter().map(|polygon| grid.rings(polygon)).collect();
    let mut polygons = mend(&polygons);
    let min_doubled_area = if id.z() < EVERY_POLYGON_FROM_ZOOM { 2 } else { 1 };
    polygons.retain(|rings| rings.first().is_some_and(|exterior| doubled_area(exterior) >= min_doubled_area));
    Drawing { points, lines, polygons }
}

/// The grid of a tile's units.
struct Grid {
    origin: WorldRect,
    unit_steps: f64,
}

impl Grid {
    fn px(&self, at: Coord) -> TilePx {
        let [west, north] = self.origin.min;
        TilePx { x: nearest((at.x - west) / self.unit_steps), y: nearest((at.y - north) / self.unit_steps) }
    }

    fn pxs(&self, line: &LineString) -> Vec<TilePx> {
        let mut pxs: Vec<_> = line.coords().map(|&at| self.px(at)).collect();
        pxs.dedup();
        pxs
    }

    fn rings(&self, polygon: &Polygon) -> Vec<Ring> {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(|ring| self.pxs(ring)).collect()
    }
}

/// The nearest whole unit; halves go up on both sides of zero, so that neighbouring tiles round alike.
#[expect(clippy::cast_possible_truncation, reason = "clipped to the buffered tile before")]
fn nearest(units: f64) -> i32 {
    (units + 0.5).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn parts_of(polygon: Polygon) -> Parts {
        Parts { polygons: vec![polygon], ..Parts::default() }
    }

    #[test]
    fn halves_go_up_on_both_sides_of_the_tile_s_border() {
        assert_eq!([-1.5, -0.5, 0.5, 1.5].map(nearest), [-1, 0, 1, 2]);
    }

    #[test]
    fn lines_that_collapse_to_a_point_are_left_out() {
        let id = TileId::new(10, 0, 0).expect("exists");
        let lines =
            [[(0.0, 0.0), (400.0, 0.0)], [(0.0, 0.0), (2048.0, 0.0)]].map(|line| line.to_vec().into());
        let drawing = quantise(&Parts { lines: lines.to_vec(), ..Parts::default() }, id);
        assert_eq!(drawing.lines, [[TilePx { x: 0, y: 0 }, TilePx { x: 2, y: 0 }]]);
    }

    #[test]
    fn half_a_square_unit_is_drawn_from_zoom_14_on() {
        let id = |z| TileId::new(z, 0, 0).expect("exists");
        let half = |z| {
            let unit = id(z).unit_steps();
            parts_of(polygon![(x: 0.0, y: 0.0), (x: unit, y: 0.0), (x: 0.0, y: unit)])
        };
        assert!(quantise(&half(13), id(13)).is_empty());
        assert_eq!(quantise(&half(14), id(14)).polygons.len(), 1);
    }
}
