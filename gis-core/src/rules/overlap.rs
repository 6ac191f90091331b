//! Do two features cover the same ground, and by more than their surveys err?
//!
//! The boundary between two neighbours is surveyed once for each. Its two images differ by the error of both, so that
//! true neighbours overlap as often as they leave a gap. The width of an overlap is therefore held against the
//! standard deviation of that difference; its area says nothing, because it grows with the boundary's length.

use super::case::Case;
use super::plane::{self, apart_m, holds, inner, nearest, sides, width_m};
use super::rule::{Check, Rule};
use super::subject::Subject;
use super::words::noun;
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};
use geo::{Area, Centroid, Coord, Intersects, Line, MultiPolygon, Rect};

const BEYOND: Rule = Rule {
    code: "overlap",
    severity: Severity::Warning,
    title: ["Chevauchement au-delà de l'incertitude", "Overlap beyond the uncertainty"],
    why: [
        "Deux parcelles ou deux places ne couvrent pas le même sol. Un chevauchement plus large que ce que les erreurs \
         des deux levés expliquent est un fait à éclaircir, jamais à corriger en silence (LADM ; DOMAIN §10).",
        "Two parcels or two pitches do not cover the same ground. An overlap wider than the errors of both surveys \
         explain is a fact to be cleared up, never to be snapped away silently (LADM; DOMAIN §10).",
    ],
    advice: [
        "Faites reconnaître la limite par les deux voisins, ou levez-la de nouveau ; sinon, notez un litige.",
        "Have both neighbours acknowledge the boundary, or survey it again; else record a dispute.",
    ],
};

const WITHIN: Rule = Rule {
    code: "overlap_within_uncertainty",
    severity: Severity::Note,
    title: ["Chevauchement dans l'incertitude", "Overlap within the uncertainty"],
    why: [
        "Deux levés d'une même limite diffèrent toujours : un chevauchement plus étroit que leur incertitude combinée \
         ne dit rien contre une limite commune.",
        "Two surveys of one boundary always differ: an overlap narrower than their combined uncertainty says nothing \
         against a common boundary.",
    ],
    advice: [
        "Rien à corriger : la limite est sans doute commune.",
        "Nothing to correct: the boundary is probably common.",
    ],
};

const TWICE: Rule = Rule {
    code: "duplicate_ground",
    severity: Severity::Warning,
    title: ["Même sol levé deux fois", "The same ground surveyed twice"],
    why: [
        "Deux features qui couvrent presque le même sol sont un doublon : un second levé, ou un import répété.",
        "Two features that cover nearly the same ground are a duplicate: a second survey, or a repeated import.",
    ],
    advice: [
        "Rattachez ce levé à l'objet existant (nouveau levé), ou retirez l'un des deux.",
        "Attach this survey to the existing object (a re-survey), or withdraw one of the two.",
    ],
};

pub(super) const CHECK: Check = Check {
    rules: &[BEYOND, WITHIN, TWICE],
    collections: &[Collection::Parcels, Collection::MarketAssets],
    judge,
};

/// What two areas share.
pub(super) struct Overlap {
    /// All of it.
    pub(super) area_m2: f64,
    /// Width of the widest part.
    pub(super) width_m: f64,
    /// A place in the widest part.
    pub(super) at: Coord,
}

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(own) = case.subject.area() else { return };
    for other in case.rivals(case.subject.collection, 0.0) {
        let Some(area) = other.area() else { continue };
        let Some(overlap) = measured(own, area, case.limits().contact_m) else { continue };
        let limit_m = case.doubt_m(other);
        let share = overlap.area_m2 / (plane::area_m2(own) + plane::area_m2(area) - overlap.area_m2);
        let finding = if is_one_ground(case, own, area, share, limit_m) {
            TWICE.finding(&twice(other, share)).measuring(share, None, Unit::Share)
        } else {
            let rule = if overlap.width_m > limit_m { BEYOND } else { WITHIN };
            let side = case.side(overlap.at);
            rule.finding(&crossing(other, &overlap, &side, limit_m)).measuring(
                overlap.width_m,
                Some(limit_m),
                Unit::Metre,
            )
        };
        findings.push(case.about(finding, other, overlap.at));
    }
}

/// What two areas share, if it is wider than what only touches.
pub(super) fn measured(one: &MultiPolygon, other: &MultiPolygon, contact_m: f64) -> Option<Overlap> {
    if !may_overlap(one, other, contact_m) {
        return None;
    }
    let mut parts = plane::shared(one, other);
    parts.retain(|part| width_m(part) > contact_m);
    let area_m2 = parts.iter().map(Area::unsigned_area).sum();
    let widest = parts.iter().max_by(|one, other| width_m(one).total_cmp(&width_m(other)))?;
    Some(Overlap { area_m2, width_m: width_m(widest), at: inner(widest) })
}

/// Whether it is worth to overlay two areas: neighbours that share their boundary, vertex by vertex or nearly so, are
/// told apart at a glance. Either side of a true overlap reaches into the other area.
fn may_overlap(one: &MultiPolygon, other: &MultiPolygon, contact_m: f64) -> bool {
    let (mine, theirs): (Vec<Line>, Vec<Line>) = (sides(one).collect(), sides(other).collect());
    let deep = |at: Coord, area: &MultiPolygon, sides: &[Line]| {
        holds(area, at) && nearest(sides.iter().copied(), at).is_some_and(|(depth_m, ..)| depth_m > contact_m)
    };
    let reaches = |sides: &[Line], into: &MultiPolygon, its: &[Line]| {
        sides.iter().any(|side| along(*side).into_iter().any(|at| deep(at, into, its)))
    };
    let middle_in = |area: &MultiPolygon, into: &MultiPolygon, its: &[Line]| {
        area.iter().any(|polygon| deep(inner(polygon), into, its))
    };
    reaches(&mine, other, &theirs)
        || reaches(&theirs, one, &mine)
        || crosses(&mine, &theirs, contact_m)
        || middle_in(one, other, &theirs)
        || middle_in(other, one, &mine)
}

/// The start of a side and three places along it.
fn along(side: Line) -> [Coord; 4] {
    let way = side.end - side.start;
    [0.0, 0.25, 0.5, 0.75].map(|share| side.start + way * share)
}

/// Whether a side runs right through one of the others, no end of either near the crossing.
fn crosses(ones: &[Line], others: &[Line], contact_m: f64) -> bool {
    ones.iter().any(|one| {
        let reach = Rect::new(one.start, one.end);
        others.iter().any(|other| {
            reach.intersects(&Rect::new(other.start, other.end)) && one.intersects(other) && {
                let at = plane::crossing(*one, *other);
                [one.start, one.end, other.start, other.end].iter().all(|end| apart_m(*end, at) > contact_m)
            }
        })
    })
}

/// Whether two areas are one ground: they cover nearly the same, or as nearly as their uncertainty lets them.
pub(super) fn is_one_ground(
    case: &Case<'_>,
    one: &MultiPolygon,
    other: &MultiPolygon,
    share: f64,
    doubt_m: f64,
) -> bool {
    let limits = case.limits();
    let middles = one.centroid().zip(other.centroid());
    let is_in_place = middles.is_some_and(|(one, other)| apart_m(one.0, other.0) <= doubt_m);
    share >= limits.duplicate_share || (share >= limits.duplicate_uncertain_share && is_in_place)
}

fn twice(other: &Subject, share: f64) -> Text {
    both(|language| {
        let (noun, label) = (noun(other.collection, language), other.label());
        let percent = language.figure(share * 100.0, 0);
        match language {
            Language::French => {
                format!(
                    "Le même sol est au registre : {noun} {label} et celle-ci ont {percent} % de surface commune."
                )
            }
            Language::English => {
                format!(
                    "The same ground is in the register: {noun} {label} and this one share {percent} % of their area."
                )
            }
        }
    })
}

fn crossing(other: &Subject, overlap: &Overlap, side: &Text, limit_m: f64) -> Text {
    both(|language| {
        let (noun, label, side) = (noun(other.collection, language), other.label(), language.of(side));
        let (width, limit) = (language.figure(overlap.width_m, 1), language.figure(limit_m, 1));
        let area = language.area(overlap.area_m2);
        match language {
            Language::French => format!(
                "Chevauche {noun} {label} {side} : {width} m de large, {area} ; incertitude combinée {limit} m."
            ),
            Language::English => format!(
                "Overlaps {noun} {label} {side}: {width} m wide, {area}; combined uncertainty {limit} m."
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};
    use super::*;

    fn neighbours() -> Picture {
        // c and b lie two metres (two cells) apart: the second parcel reaches over the boundary of the first.
        Picture::of(
            1.0,
            "
a..................c.b..................d
.                  . .                  .
.                  . .                  .
.                  . .                  .
.                  . .                  .
.                  . .                  .
.                  . .                  .
.                  . .                  .
.                  . .                  .
.                  . .                  .
e..................g.f..................h
",
        )
    }

    #[test]
    fn an_overlap_is_a_note_within_the_uncertainty_and_a_warning_beyond_it() {
        let picture = neighbours();
        let (west, east) = (picture.parcel("abfe"), picture.parcel("cdhg"));
        let sharp = judged(&west.clone().sigma(0.3), [&east.clone().sigma(0.3)]);
        assert!((sharp.figure("overlap") - 2.0).abs() < 0.01);
        let finding = sharp.only("overlap");
        assert_eq!(
            (finding.severity, finding.other.as_ref().map(|other| other.id)),
            (Severity::Warning, Some(east.id))
        );
        assert!(finding.message.fr.contains("à l'est : 2,0 m de large, 20 m²"), "{}", finding.message.fr);
        let blurred = judged(&west.sigma(2.0), [&east.sigma(2.0)]);
        assert_eq!(blurred.only("overlap_within_uncertainty").severity, Severity::Note);
        assert!(!blurred.has("overlap"));
    }

    #[test]
    fn neighbours_that_share_their_boundary_do_not_overlap() {
        let picture = neighbours();
        let told = judged(&picture.parcel("abfe"), [&picture.parcel("bdhf")]);
        assert!(!told.has("overlap") && !told.has("overlap_within_uncertainty"), "{:?}", told.codes());
    }

    #[test]
    fn an_overlap_whose_corners_all_lie_on_boundaries_is_seen() {
        // The western and the eastern one both cover b c g f, and no corner of either lies inside the other.
        let picture = Picture::of(
            5.0,
            "
a...b...c...d
.   .   .   .
e...f...g...h
",
        );
        let told = judged(&picture.parcel("acge"), [&picture.parcel("bdhf")]);
        assert!((told.figure("overlap") - 10.0).abs() < 0.2, "{:?}", told.codes());
    }

    #[test]
    fn the_same_ground_twice_is_told_as_that_and_as_nothing_else() {
        let picture = Picture::of(
            2.0,
            "
a.c............b.d
.                .
.                .
.                .
.                .
e.g............f.h
",
        );
        let (first, second) = (picture.parcel("abfe").sigma(1.5), picture.parcel("cdhg").sigma(1.5));
        let told = judged(&first, [&second, &picture.parcel("bafe")]);
        assert_eq!(told.all("duplicate_ground").len(), 2, "{:?}", told.codes());
        assert!(!told.has("overlap"));
    }

    #[test]
    fn stalls_overlap_as_parcels_do() {
        let picture = Picture::of(
            1.0,
            "
a..c.b..d
.  . .  .
.  . .  .
e..g.f..h
",
        );
        assert!(judged(&picture.stall("abfe"), [&picture.stall("cdhg")]).has("overlap"));
    }
}
