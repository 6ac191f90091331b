//! Rings that need no mending once they are rounded: known when a feature comes in, so that nobody asks again tile by tile.
//!
//! Where a vertex comes to lie among the units of a zoom is the same in every tile that holds it: the corners of tiles
//! are whole units. So is all that the rounded ring is like.

use super::Extent;
use super::outline::{FINEST_ZOOM, Outline, PathKind};
use crate::TilePx;
use crate::rings::{doubled_area, is_simple};

/// What is above every zoom.
const NEVER: u8 = u8::MAX;

/// Below this zoom no ring is taken to be plain: whatever has many rings is not drawn there.
const COARSEST: u8 = 13;

/// At this zoom a tile unit is one step of the world grid.
const STEP_ZOOM: u8 = 20;

/// Longer rings lie in no tile of the zoom.
const MOST_UNITS: u32 = 2 * 4096;

/// Steps of the world grid from the corner of a tile, as the nearest whole units of its zoom; halves go up.
#[must_use]
#[inline]
pub fn to_units(steps: i32, zoom: u8) -> i32 {
    match STEP_ZOOM.checked_sub(zoom) {
        Some(halvings) => (steps + (1 << halvings >> 1)) >> halvings,
        None => steps << (zoom - STEP_ZOOM),
    }
}

/// The lowest zoom from which on the outline of a geometry that is nothing else is plain, wherever a tile holds it whole.
pub(super) fn plain_from(paths: &[Outline], zooms: &[u8]) -> u8 {
    let [Outline { kind: PathKind::Exterior, vertices }] = paths else { return NEVER };
    let mut units = Vec::with_capacity(vertices.len());
    let plain =
        (COARSEST..=FINEST_ZOOM).rev().take_while(|&zoom| is_plain(vertices, zooms, zoom, &mut units));
    plain.last().unwrap_or(NEVER)
}

/// Whether a ring, without the vertices that do not matter at a zoom and in its units, is valid, large enough to be seen
/// and without vertices that say nothing.
fn is_plain(vertices: &[[u32; 2]], zooms: &[u8], zoom: u8, units: &mut Vec<TilePx>) -> bool {
    let kept = vertices.iter().zip(zooms).filter(|(_, from)| **from <= zoom).map(|(vertex, _)| *vertex);
    let extent = kept.clone().fold(Extent::EMPTY, Extent::with);
    let side = extent.length_steps();
    let unit_steps = 1 << STEP_ZOOM.saturating_sub(zoom);
    if side / unit_steps > MOST_UNITS >> zoom.saturating_sub(STEP_ZOOM) {
        return true;
    }
    let corner = extent.least().map(|least| least / unit_steps * unit_steps);
    let unit = |axis: usize, at: u32| to_units((at - corner[axis]).cast_signed(), zoom);
    units.clear();
    units.extend(kept.map(|[x, y]| TilePx { x: unit(0, x), y: unit(1, y) }));
    // Below zoom 14 no ring of less than a square unit is drawn; the few of half a unit are left to mending at all zooms.
    side >= unit_steps && is_simple(units) && doubled_area(units) > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Geometry, polygon};

    fn of(geometry: impl Into<Geometry>) -> u8 {
        let paths = Outline::all_of(&geometry.into());
        let zooms: Vec<_> = paths.iter().flat_map(Outline::zooms).collect();
        plain_from(&paths, &zooms)
    }

    #[test]
    fn a_ring_is_plain_from_where_it_is_large_enough_and_valid() {
        // Units of zoom 14 are 64 steps long.
        let square =
            |side: f64| polygon![(x: 0., y: 0.), (x: side, y: 0.), (x: side, y: side), (x: 0., y: side)];
        assert_eq!([5_000.0, 64.0, 1.0].map(|side| of(square(side))), [COARSEST, 14, 20]);
        let bow_tie = polygon![(x: 0., y: 0.), (x: 900., y: 900.), (x: 900., y: 0.), (x: 0., y: 700.)];
        let with_hole = polygon!(
            exterior: [(x: 0., y: 0.), (x: 900., y: 0.), (x: 900., y: 900.)],
            interiors: [[(x: 10., y: 10.), (x: 60., y: 10.), (x: 60., y: 60.)]],
        );
        assert_eq!([of(bow_tie), of(with_hole), of(geo::Point::new(3.0, 4.0))], [NEVER; 3]);
    }

    #[test]
    fn halves_go_up_on_both_sides_of_a_tile_s_corner() {
        assert_eq!([-3, -1, 1, 3].map(|steps| to_units(steps, 19)), [-1, 0, 1, 2]);
        assert_eq!([20, 22].map(|zoom| to_units(-3, zoom)), [-3, -12]);
    }
}
