//! Do neighbours that ought to share a boundary leave a strip between them?

use super::case::Case;
use super::plane::{apart_m, holds, nearest, samples, sides};
use super::rule::{Check, Rule};
use super::subject::Subject;
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};
use geo::{Coord, Intersects, Line, MultiPolygon};

const BEYOND: Rule = Rule {
    code: "gap",
    severity: Severity::Warning,
    title: ["Bande sans maître entre deux parcelles", "Strip of nobody between two parcels"],
    why: [
        "Une bande plus étroite que tout passage, et plus large que l'erreur des levés, n'est à personne : l'une des \
         limites est fausse, ou un passage manque au registre.",
        "A strip narrower than any way, and wider than the surveys err, belongs to nobody: one of the boundaries is \
         wrong, or a way is missing from the register.",
    ],
    advice: [
        "Vérifiez la limite avec les deux voisins ; s'il y a un passage, notez-le.",
        "Check the boundary with both neighbours; if there is a passage, record it.",
    ],
};

const WITHIN: Rule = Rule {
    code: "gap_within_uncertainty",
    severity: Severity::Note,
    title: [
        "Écart dans l'incertitude entre deux parcelles",
        "Gap within the uncertainty between two parcels",
    ],
    why: [
        "Deux levés d'une même limite laissent aussi souvent un écart qu'un chevauchement.",
        "Two surveys of one boundary leave a gap as often as an overlap.",
    ],
    advice: [
        "S'il n'y a pas de passage, la limite est sans doute commune.",
        "If there is no passage, the boundary is probably common.",
    ],
};

pub(super) const CHECK: Check =
    Check { rules: &[BEYOND, WITHIN], collections: &[Collection::Parcels], judge };

/// A strip between two parcels.
struct Gap {
    width_m: f64,
    length_m: f64,
    /// On the subject's boundary, and across.
    ends: [Coord; 2],
}

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let limits = case.limits();
    let Some(own) = case.subject.area() else { return };
    // No neighbour's survey is much worse than one's own and the usual one together.
    let reach_m = limits.gap_max_m.max(case.own_doubt_m() + limits.confidence_sigmas * limits.sigma_survey_m);
    for other in case.rivals(Collection::Parcels, reach_m) {
        let Some(area) = other.area() else { continue };
        let doubt_m = case.doubt_m(other);
        let Some(gap) = measured(case, own, area, limits.gap_max_m.max(doubt_m)) else { continue };
        let side_m = case.subject.area_m2().unwrap_or(0.0).min(other.area_m2().unwrap_or(0.0)).sqrt();
        if gap.length_m < limits.gap_facing_share * side_m || is_taken(case, other, &gap) {
            continue;
        }
        let rule = if gap.width_m <= doubt_m { WITHIN } else { BEYOND };
        let finding = rule.finding(&strip(other, &gap, &case.side(gap.ends[0]), doubt_m)).measuring(
            gap.width_m,
            Some(doubt_m),
            Unit::Metre,
        );
        findings.push(case.about(finding, other, gap.ends[0]));
    }
}

/// The strip between two boundaries where they face each other, no wider than that.
fn measured(case: &Case<'_>, own: &MultiPolygon, other: &MultiPolygon, width_max_m: f64) -> Option<Gap> {
    let limits = case.limits();
    let theirs: Vec<Line> = sides(other).collect();
    let mut facing: Vec<(f64, [Coord; 2])> = Vec::new();
    for ring in own.iter().map(geo::Polygon::exterior) {
        for (at, direction) in samples(ring, limits.sample_m) {
            let Some((distance_m, there, _)) = nearest(theirs.iter().copied(), at) else { continue };
            if distance_m <= limits.contact_m || distance_m > width_max_m || holds(other, at) {
                continue;
            }
            // Across the boundary, not along it to the next corner.
            let across = (there - at) / distance_m;
            if (across.x * direction.x + across.y * direction.y).abs() < 0.5 {
                facing.push((distance_m, [at, there]));
            }
        }
    }
    facing.sort_by(|(one_m, _), (other_m, _)| one_m.total_cmp(other_m));
    let (width_m, ends) = *facing.get(facing.len() / 2)?;
    Some(Gap { width_m, length_m: count(facing.len()) * limits.sample_m, ends })
}

/// Whether something lies in the strip: a way, or a third parcel.
fn is_taken(case: &Case<'_>, other: &Subject, gap: &Gap) -> bool {
    let across = Line::new(gap.ends[0], gap.ends[1]);
    let reach_m = apart_m(gap.ends[0], gap.ends[1]);
    let has_way = case.near(Collection::Roads, reach_m).any(|road| {
        let lines = road.line();
        lines.is_some_and(|lines| {
            lines.iter().flat_map(geo::LineString::lines).any(|line| line.intersects(&across))
        })
    });
    let middle = (gap.ends[0] + gap.ends[1]) / 2.0;
    let mut parcels = case.near(Collection::Parcels, reach_m).filter(|third| third.id != other.id);
    has_way || parcels.any(|third| third.area().is_some_and(|area| holds(area, middle)))
}

fn strip(other: &Subject, gap: &Gap, side: &Text, doubt_m: f64) -> Text {
    both(|language| {
        let (label, side) = (other.label(), language.of(side));
        let (width, length) = (language.figure(gap.width_m, 1), language.figure(gap.length_m, 0));
        let doubt = language.figure(doubt_m, 1);
        match language {
            Language::French => format!(
                "Une bande de {width} m sur {length} m sépare de la parcelle {label} {side} ; incertitude combinée \
                 {doubt} m."
            ),
            Language::English => format!(
                "A strip of {width} m by {length} m lies between this and parcel {label} {side}; combined uncertainty \
                 {doubt} m."
            ),
        }
    })
}

#[expect(clippy::cast_precision_loss, reason = "some thousands of samples")]
fn count(samples: usize) -> f64 {
    samples as f64
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};

    fn apart() -> Picture {
        Picture::of(
            1.0,
            "
a...................b.c...................d
.                   . .                   .
.                   . .                   .
.                   x.y                   .
.                   . .                   .
.                   . .                   .
.                   . .                   .
.                   . .                   .
.                   . .                   .
e...................f.g...................h
",
        )
    }

    #[test]
    fn a_strip_is_a_note_within_the_uncertainty_and_a_warning_beyond_it() {
        let picture = apart();
        let (west, east) = (picture.parcel("abfe"), picture.parcel("cdhg"));
        let sharp = judged(&west.clone().sigma(0.2), [&east.clone().sigma(0.2)]);
        assert!((sharp.figure("gap") - 2.0).abs() < 1e-6);
        assert!(sharp.only("gap").message.en.contains("to the east"));
        let blurred = judged(&west.sigma(2.0), [&east.sigma(2.0)]);
        assert!(blurred.has("gap_within_uncertainty") && !blurred.has("gap"));
    }

    #[test]
    fn a_way_between_two_parcels_is_no_gap() {
        let picture = Picture::of(
            1.0,
            "
a...................b.r.c...................d
.                   . . .                   .
.                   . . .                   .
.                   . . .                   .
.                   . . .                   .
e...................f.s.g...................h
",
        );
        let parcels = (picture.parcel("abfe").sigma(2.0), picture.parcel("cdhg").sigma(2.0));
        let told = judged(&parcels.0, [&parcels.1, &picture.road("rs")]);
        assert!(!told.has("gap") && !told.has("gap_within_uncertainty"), "{:?}", told.codes());
        assert!(judged(&parcels.0, [&parcels.1]).has("gap_within_uncertainty"));
    }

    #[test]
    fn neighbours_along_a_common_boundary_and_at_a_corner_leave_no_gap() {
        let picture = Picture::of(
            5.0,
            "
a....b....c
.    .    .
d....e....f
.    .    .
g....h....i
",
        );
        let subject = picture.parcel("abed").sigma(1.0);
        let told = judged(&subject, [&picture.parcel("bcfe").sigma(1.0), &picture.parcel("efih").sigma(1.0)]);
        assert!(!told.has("gap") && !told.has("gap_within_uncertainty"), "{:?}", told.codes());
    }
}
