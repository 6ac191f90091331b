//! Polygons made valid on the grid of tile units: the second half of [`super::quantise()`].
//!
//! Rounding, and clipping and simplifying before it, may make a ring touch or cross itself or another one. On
//! whole numbers an overlay is exact, so what comes out is valid in OGC's sense, as MVT 2.1 §4.3.4.4 demands.

use gis_core::TilePx;
use gis_core::rings::{begin_westernmost, doubled_area};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::i_float::int::point::IntPoint;

/// A ring without its closing vertex.
pub(super) type Ring = Vec<TilePx>;

/// What lies within the exteriors and not within their own holes, as valid polygons: the exterior with positive
/// area, then its holes with negative area. Each polygon given is a list of rings, exterior first.
pub(super) fn mend(polygons: &[Vec<Ring>]) -> Vec<Vec<Ring>> {
    let mended: Vec<_> = polygons.iter().flat_map(|rings| without_holes(rings)).collect();
    if polygons.len() > 1 { united(&mended) } else { mended }
}

/// Whatever the exterior goes round, even where it crosses itself or goes round twice, less the holes.
fn without_holes(rings: &[Ring]) -> Vec<Vec<Ring>> {
    let kinds = std::iter::once(ShapeType::Subject).chain(std::iter::repeat(ShapeType::Clip));
    overlay(rings.iter().zip(kinds), OverlayRule::Difference, FillRule::NonZero)
}

/// Valid polygons, which may touch or overlap each other, as one. A polygon in the hole of another stays.
fn united(polygons: &[Vec<Ring>]) -> Vec<Vec<Ring>> {
    let rings = polygons.iter().flatten().map(|ring| (ring, ShapeType::Subject));
    overlay(rings, OverlayRule::Subject, FillRule::Positive)
}

fn overlay<'r>(
    rings: impl Iterator<Item = (&'r Ring, ShapeType)>,
    rule: OverlayRule,
    fill: FillRule,
) -> Vec<Vec<Ring>> {
    let options = IntOverlayOptions { ogc: true, ..IntOverlayOptions::default() };
    let mut overlay = Overlay::new_custom(0, options, Solver::default());
    for (ring, kind) in rings {
        overlay.add_path_iter(ring.iter().map(|at| IntPoint::new(at.x, at.y)), kind);
    }
    overlay.overlay(rule, fill).into_iter().map(wound).collect()
}

/// Wound as MVT wants it, and each ring from its westernmost vertex on (of those the northernmost), so that nobody need
/// know how the overlay goes about it. The overlay says of itself that it winds so, but holes that touch their exterior
/// come the other way round.
fn wound(rings: Vec<Vec<IntPoint>>) -> Vec<Ring> {
    let signs = std::iter::once(1).chain(std::iter::repeat(-1));
    let ring = |(ring, sign): (Vec<IntPoint>, i64)| {
        let mut ring: Ring = ring.into_iter().map(|at| TilePx { x: at.x, y: at.y }).collect();
        if doubled_area(&ring) * sign < 0 {
            ring.reverse();
        }
        begin_westernmost(&mut ring, |at| (at.x, at.y));
        ring
    };
    rings.into_iter().zip(signs).map(ring).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::rings::make_simple;
    use proptest::prelude::*;

    fn ring(vertices: &[(i32, i32)]) -> Ring {
        vertices.iter().map(|&(x, y)| TilePx { x, y }).collect()
    }

    fn square(from: i32, to: i32) -> Ring {
        ring(&[(from, from), (to, from), (to, to), (from, to)])
    }

    fn doubled_areas(polygons: &[Vec<Ring>]) -> Vec<Vec<i64>> {
        polygons.iter().map(|rings| rings.iter().map(|ring| doubled_area(ring)).collect()).collect()
    }

    #[test]
    fn a_walk_that_crosses_itself_keeps_both_its_lobes() {
        let bow_tie = vec![ring(&[(0, 0), (10, 10), (10, 0), (0, 10)])];
        assert_eq!(doubled_areas(&mend(&[bow_tie])), [[50], [50]]);
    }

    #[test]
    fn a_walk_that_goes_round_twice_is_drawn_once() {
        let twice = vec![[square(0, 10), square(0, 10)].concat()];
        assert_eq!(doubled_areas(&mend(&[twice])), [[200]]);
    }

    #[test]
    fn an_island_in_a_lake_stays() {
        let island = vec![square(8, 12)];
        let land = vec![square(0, 20), square(5, 15)];
        assert_eq!(doubled_areas(&mend(&[land, island])), [vec![800, -200], vec![32]]);
    }

    #[test]
    fn parts_that_touch_along_a_line_become_one() {
        let east = vec![ring(&[(10, 0), (20, 0), (20, 10), (10, 10)])];
        assert_eq!(doubled_areas(&mend(&[vec![square(0, 10)], east])), [[400]]);
    }

    #[test]
    fn a_hole_reaching_outside_takes_away_only_what_is_inside() {
        assert_eq!(doubled_areas(&mend(&[vec![square(0, 10), square(5, 15)]])), [[150]]);
        assert!(mend(&[vec![square(0, 10), square(-5, 15)]]).is_empty());
    }

    #[test]
    fn a_ring_without_area_is_nothing() {
        assert!(mend(&[vec![ring(&[(0, 0), (10, 5), (0, 0)])], vec![Ring::new()]]).is_empty());
    }

    proptest! {
        #[test]
        fn what_is_simple_is_what_the_overlay_makes_of_it(
            ring in prop::collection::vec((-6..7_i32, -6..7_i32), 3..8),
        ) {
            let ring: Ring = ring.into_iter().map(|(x, y)| TilePx { x, y }).collect();
            let mut simple = ring.clone();
            if let Some(length) = make_simple(&mut simple) {
                simple.truncate(length);
                prop_assert_eq!(mend(&[vec![ring]]), [vec![simple]]);
            }
        }
    }
}
