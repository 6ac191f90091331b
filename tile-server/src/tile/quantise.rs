//! Fourth stage: whole tile units, and polygons that are valid in them.
//!
//! Rounding (and clipping and simplifying before it) may make a ring touch or cross itself or another one. So
//! all rings of a feature are overlaid once more on the grid of tile units, where this is exact: what is wound
//! round more often by exteriors than by holes is inside. Rings come out valid in OGC's sense, as MVT 2.1
//! §4.3.4.4 demands.

use super::{EXTENT, Parts, TileId};
use geo::{Coord, LineString};
use gis_core::{TilePx, index::WorldRect};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;

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
    let mut polygons = overlay(&grid, parts);
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
}

/// The nearest whole unit; halves go up on both sides of zero, so that neighbouring tiles round alike.
#[expect(clippy::cast_possible_truncation, reason = "clipped to the buffered tile before")]
fn nearest(units: f64) -> i32 {
    (units + 0.5).floor() as i32
}

/// The polygons of all parts as valid polygons on the grid.
fn overlay(grid: &Grid, parts: &Parts) -> Vec<Vec<Vec<TilePx>>> {
    if parts.polygons.is_empty() {
        return Vec::new();
    }
    let options = IntOverlayOptions { ogc: true, ..IntOverlayOptions::default() };
    let mut overlay =
        Overlay::new_custom(2 * EXTENT as usize, options, i_overlay::core::solver::Solver::default());
    for polygon in &parts.polygons {
        let exterior = wound(grid.pxs(polygon.exterior()), 1);
        let holes = polygon.interiors().iter().map(|hole| wound(grid.pxs(hole), -1));
        for ring in std::iter::once(exterior).chain(holes) {
            let ring = ring.into_iter().map(|at| IntPoint::new(at.x, at.y));
            overlay.add_path_iter(ring, ShapeType::Subject);
        }
    }
    let shapes = overlay.overlay(OverlayRule::Subject, FillRule::Positive);
    shapes.into_iter().map(polygon).collect()
}

/// A shape of the overlay, exterior first. A hole that touches its exterior may come wound as the exterior is
/// (seen with `i_overlay` 4.5.2), hence [`wound`] once more.
fn polygon(rings: Vec<Vec<IntPoint>>) -> Vec<Vec<TilePx>> {
    let px = |at: IntPoint| TilePx { x: at.x, y: at.y };
    let signs = std::iter::once(1).chain(std::iter::repeat(-1));
    rings.into_iter().zip(signs).map(|(ring, sign)| wound(ring.into_iter().map(px).collect(), sign)).collect()
}

/// A ring with the sign of its area made `sign`.
fn wound(mut ring: Vec<TilePx>, sign: i64) -> Vec<TilePx> {
    if doubled_area(&ring) * sign < 0 {
        ring.reverse();
    }
    ring
}

/// Twice the area of a ring by the surveyor's formula, in square units; positive for exteriors (MVT 2.1
/// §4.3.4.4). A closing vertex may be there or not.
pub(super) fn doubled_area(ring: &[TilePx]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(from, to)| i64::from(from.x) * i64::from(to.y) - i64::from(to.x) * i64::from(from.y))
        .sum()
}
