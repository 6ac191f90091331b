//! Makes a ring valid: small loops that noise draws are cut off, a figure of eight is refused.

use geo::{Area, BooleanOps, LineString, MultiPolygon, Polygon};
use gis_core::{Finding, Text};

use crate::settings::Thresholds;

/// The polygon of a ring, in metres.
///
/// # Errors
/// The finding, when the ring crosses itself in a way that noise does not explain.
pub(super) fn repair(
    ring: LineString,
    limits: &Thresholds,
    findings: &mut Vec<Finding>,
) -> Result<Polygon, Finding> {
    let drawn = Polygon::new(ring, vec![]);
    // The union of a polygon with nothing is the same area without crossings.
    let MultiPolygon(mut pieces) = drawn.union(&Polygon::new(LineString::new(vec![]), vec![]));
    pieces.sort_by(|one, other| other.unsigned_area().total_cmp(&one.unsigned_area()));
    let mut pieces = pieces.into_iter();
    let Some(whole) = pieces.next() else { return Err(no_area()) };
    let (exterior, holes) = whole.into_inner();
    let loops_m2: Vec<f64> = pieces
        .map(|piece| piece.unsigned_area())
        .chain(holes.into_iter().map(|hole| Polygon::new(hole, vec![]).unsigned_area()))
        .collect();
    if loops_m2.iter().any(|&area_m2| area_m2 > limits.loop_max_m2) {
        return Err(self_crossing());
    }
    if !loops_m2.is_empty() {
        findings.push(loops_removed(loops_m2.len()));
    }
    Ok(Polygon::new(exterior, vec![]))
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
        repair(ring.to_vec().into(), &Thresholds::default(), &mut findings)
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
    fn a_small_loop_at_a_corner_is_cut_off_with_a_note() {
        let ring = [
            (0.0, 0.0),
            (50.0, 0.0),
            (50.0, 53.0),
            (47.0, 53.0),
            (47.0, 50.0),
            (53.0, 50.0),
            (53.0, 52.0),
            (0.0, 52.0),
        ];
        let (polygon, findings) = repaired(&ring).expect("repairable");
        assert!((polygon.unsigned_area() - 2550.0).abs() < 60.0);
        assert_eq!(findings, 1);
    }

    #[test]
    fn a_figure_of_eight_and_a_line_are_refused() {
        let eight = [(0.0, 0.0), (50.0, 50.0), (50.0, 0.0), (0.0, 50.0)];
        assert_eq!(repaired(&eight).err().as_deref(), Some("self_crossing"));
        let line = [(0.0, 0.0), (50.0, 0.0), (0.0, 0.0)];
        assert_eq!(repaired(&line).err().as_deref(), Some("no_area"));
    }
}
