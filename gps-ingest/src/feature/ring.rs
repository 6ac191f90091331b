//! Makes a ring valid: small loops that noise draws are cut off, a figure of eight or a scribble is refused.
//!
//! What is walked twice in the same direction counts once (the non-zero rule), so several laps are one parcel.

use geo::{Area, ConvexHull, Euclidean, Length, LineString, Polygon};
use gis_core::{Finding, Text};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::solver::Solver;
use i_overlay::float::overlay::OverlayOptions;
use i_overlay::float::simplify::SimplifyShape;

use crate::settings::BoundaryLimits;
use crate::words::both;

/// The polygon of a simplified ring, in metres.
///
/// # Errors
/// The finding, when the ring crosses itself in a way that noise does not explain.
pub(super) fn repair(
    ring: &LineString,
    limits: &BoundaryLimits,
    findings: &mut Vec<Finding>,
) -> Result<Polygon, Finding> {
    check_effort(ring, limits)?;
    let mut pieces = without_crossings(ring);
    pieces.sort_by(|one, other| other.unsigned_area().total_cmp(&one.unsigned_area()));
    let mut pieces = pieces.into_iter();
    let Some(whole) = pieces.next() else { return Err(no_area()) };
    let (exterior, holes) = whole.into_inner();
    let whole = Polygon::new(exterior, vec![]);
    let loops_m2: Vec<f64> = pieces
        .map(|piece| piece.unsigned_area())
        .chain(holes.into_iter().map(|hole| Polygon::new(hole, vec![]).unsigned_area()))
        .collect();
    if loops_m2.iter().any(|&area_m2| area_m2 > limits.loop_max_m2)
        || loops_m2.iter().sum::<f64>() > limits.loops_max_share * whole.unsigned_area()
    {
        return Err(self_crossing());
    }
    if !loops_m2.is_empty() {
        findings.push(loops_removed(loops_m2.len()));
    }
    Ok(whole)
}

/// What a ring goes round, as polygons that are valid in OGC's sense.
fn without_crossings(ring: &LineString) -> Vec<Polygon> {
    let drawn: Vec<[f64; 2]> = ring.coords().map(|coord| [coord.x, coord.y]).collect();
    let shapes = drawn.simplify_shape_custom(FillRule::NonZero, OverlayOptions::ogc(), Solver::default());
    let polygon = |shape: Vec<Vec<[f64; 2]>>| {
        let mut rings = shape.into_iter().map(LineString::from);
        Some(Polygon::new(rings.next()?, rings.collect()))
    };
    shapes.into_iter().filter_map(polygon).collect()
}

/// Refuses what is no walk round anything, before time is spent on its crossings.
///
/// The order matters: the hull is taken of a bounded number of vertices only.
fn check_effort(ring: &LineString, limits: &BoundaryLimits) -> Result<(), Finding> {
    if ring.0.len() > limits.ring_vertices_max {
        return Err(too_many_corners(ring.0.len()));
    }
    let length_m = Euclidean.length(ring);
    let hull_m = Euclidean.length(ring.convex_hull().exterior());
    if length_m > limits.ring_length_max_hulls * hull_m {
        return Err(tangled(length_m, hull_m));
    }
    Ok(())
}

fn no_area() -> Finding {
    Finding::warning(
        "no_area",
        Text::new(
            "Le tour n'enferme aucune surface : aller et retour sur la même ligne ? Pas de parcelle proposée.",
            "The walk encloses no area: out and back along one line? No parcel is proposed.",
        ),
    )
}

fn self_crossing() -> Finding {
    Finding::warning(
        "self_crossing",
        Text::new(
            "Le tour se croise lui-même (huit ou détour). Pas de parcelle proposée ; refaites le tour sans couper.",
            "The walk crosses itself (a figure of eight or a side trip). No parcel is proposed; walk it again \
             without crossing.",
        ),
    )
}

fn tangled(length_m: f64, hull_m: f64) -> Finding {
    Finding::warning(
        "walk_tangled",
        both(|language| {
            language
                .pick(
                    "Le déplacement ({walked}) est trop long pour le tour d'un terrain de {round} : il va et vient \
                     au lieu de suivre une limite. Pas de parcelle proposée ; marchez une seule fois le long de la \
                     limite.",
                    "The movement ({walked}) is too long for a walk round a place of {round}: it goes to and fro \
                     instead of following a boundary. No parcel is proposed; walk along the boundary once.",
                )
                .replace("{walked}", &language.length(length_m))
                .replace("{round}", &language.length(hull_m))
        }),
    )
}

fn too_many_corners(count: usize) -> Finding {
    Finding::warning(
        "walk_tangled",
        both(|language| {
            language
                .pick(
                    "Le tour a {} sommets : trop pour la limite d'une parcelle. Pas de parcelle proposée ; levez le \
                     terrain en plusieurs journaux.",
                    "The walk has {} corners: too many for the boundary of a parcel. No parcel is proposed; survey \
                     the place in several logs.",
                )
                .replace("{}", &language.count(count as u64))
        }),
    )
}

fn loops_removed(count: usize) -> Finding {
    Finding::note(
        "loops_removed",
        Text::new(
            format!("Petites boucles dues au bruit, enlevées : {count}."),
            format!("Small loops made by noise, removed: {count}."),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(ring: &[(f64, f64)]) -> Result<(Polygon, usize), String> {
        let mut findings = Vec::new();
        repair(&ring.to_vec().into(), &BoundaryLimits::default(), &mut findings)
            .map(|polygon| (polygon, findings.len()))
            .map_err(|finding| finding.code)
    }

    #[test]
    fn a_plain_ring_stays_as_it_is() {
        let (polygon, findings) =
            repaired(&[(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 50.0)]).expect("valid");
        assert!((polygon.unsigned_area() - 2500.0).abs() < 1e-6);
        assert_eq!(findings, 0);
    }

    #[test]
    fn a_ring_drawn_up_to_four_times_is_still_the_whole_of_it() {
        let square = [(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 50.0)];
        for laps in 1..=4 {
            let (polygon, _) = repaired(&square.repeat(laps)).expect("valid");
            assert!((polygon.unsigned_area() - 2500.0).abs() < 1e-6, "{laps} laps");
        }
    }

    #[test]
    fn a_small_loop_at_a_corner_is_cut_off_with_a_note() {
        let ring = [
            (0.0, 0.0),
            (50.0, 0.0),
            (50.0, 53.0),
            (53.0, 53.0),
            (53.0, 50.0),
            (47.0, 50.0),
            (47.0, 52.0),
            (0.0, 52.0),
        ];
        let (polygon, findings) = repaired(&ring).expect("repairable");
        assert!((polygon.unsigned_area() - 2550.0).abs() < 60.0, "{}", polygon.unsigned_area());
        assert_eq!(findings, 1);
    }

    #[test]
    fn a_figure_of_eight_and_a_line_are_refused() {
        let eight = [(0.0, 0.0), (50.0, 50.0), (50.0, 0.0), (0.0, 50.0)];
        assert_eq!(repaired(&eight).err().as_deref(), Some("self_crossing"));
        let line = [(0.0, 0.0), (50.0, 0.0), (0.0, 0.0)];
        assert_eq!(repaired(&line).err().as_deref(), Some("no_area"));
    }

    #[test]
    fn a_short_scribble_on_a_grid_is_refused_and_stops_nothing() {
        // `i_overlay` 4.5.2 panicked on it.
        let steps: [(f64, f64); 24] = [
            (1, 8),
            (10, 1),
            (1, 6),
            (0, 2),
            (3, 1),
            (1, 5),
            (1, 7),
            (5, 2),
            (1, 0),
            (0, 2),
            (8, 2),
            (4, 2),
            (1, 6),
            (2, 2),
            (1, 2),
            (1, 0),
            (4, 6),
            (1, 0),
            (6, 3),
            (5, 5),
            (3, 0),
            (0, 3),
            (3, 3),
            (4, 2),
        ]
        .map(|(x, y): (i16, i16)| (f64::from(x), f64::from(y)));
        let ring = steps.map(|(x, y)| (290_999.45 + 1.85 * x, 1_635_000.4 + 1.85 * y));
        assert_eq!(repaired(&ring).err().as_deref(), Some("self_crossing"));
    }

    #[test]
    fn many_small_loops_together_are_refused() {
        // A plot of 14 m × 8 m with four bows along one side that each leave 4.5 m² outside: more than a tenth.
        let bows = (0..4).flat_map(|bow| {
            let x = 14.0 * f64::from(bow) / 4.0;
            [(x, 0.0), (x + 3.0, -6.0), (x, -6.0), (x + 3.0, 0.0)]
        });
        let ring: Vec<(f64, f64)> = bows.chain([(14.0, 8.0), (0.0, 8.0)]).collect();
        assert_eq!(repaired(&ring).err().as_deref(), Some("self_crossing"));
    }

    #[test]
    fn a_scribble_and_a_ring_without_end_are_refused_before_their_crossings_are_sought() {
        let spoke = |index: u32| {
            let (sin, cos) = (2.4 * f64::from(index)).sin_cos();
            (50.0 * cos, 50.0 * sin)
        };
        let scribble: Vec<(f64, f64)> = (0..60).map(spoke).collect();
        assert_eq!(repaired(&scribble).err().as_deref(), Some("walk_tangled"));
        let endless: Vec<(f64, f64)> = (0..5000).map(spoke).collect();
        assert_eq!(repaired(&endless).err().as_deref(), Some("walk_tangled"));
    }
}
