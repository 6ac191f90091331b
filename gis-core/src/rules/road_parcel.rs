//! Does a road run through a parcel, and deeper than both surveys err?

use super::case::Case;
use super::plane::{gap, holds, nearest, samples, sides};
use super::rule::{Check, Rule};
use super::subject::Subject;
use super::words::noun;
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};
use geo::{Coord, Line, LineString, MultiLineString, MultiPolygon, Rect};

const ACROSS: Rule = Rule {
    code: "road_across_parcel",
    severity: Severity::Warning,
    title: ["Voie à travers une parcelle", "Road across a parcel"],
    why: [
        "Une voie publique n'est pas sur le sol d'un tiers : le tracé, la limite ou le droit (emprise, servitude) est \
         à éclaircir.",
        "A public way does not lie on somebody's land: its line, the boundary or the right (right-of-way, easement) \
         wants clearing up.",
    ],
    advice: [
        "Vérifiez le tracé et la limite ; sinon, notez l'emprise ou la servitude.",
        "Check the line and the boundary; else record the right-of-way or easement.",
    ],
};

const ENDS: Rule = Rule {
    code: "road_ends_in_parcel",
    severity: Severity::Note,
    title: ["Voie qui finit dans une parcelle", "Road that ends in a parcel"],
    why: [
        "Une voie qui entre dans une parcelle sans en sortir est en général un accès privé.",
        "A road that enters a parcel and does not leave it is usually a private drive.",
    ],
    advice: [
        "Coupez la voie à la limite, ou notez un accès privé.",
        "Cut the road at the boundary, or record a private access.",
    ],
};

const ALONG: Rule = Rule {
    code: "road_on_parcel_edge",
    severity: Severity::Note,
    title: ["Voie dans une parcelle, dans l'incertitude", "Road in a parcel, within the uncertainty"],
    why: [
        "L'axe d'une voie levée au GPS tombe souvent de quelques mètres dans les parcelles qui la bordent.",
        "The centreline of a road surveyed by GPS often falls some metres into the parcels along it.",
    ],
    advice: [
        "Rien à corriger si la voie longe la parcelle.",
        "Nothing to correct if the road runs along the parcel.",
    ],
};

const WIDE: Rule = Rule {
    code: "carriageway_in_parcel",
    severity: Severity::Note,
    title: ["Chaussée qui mord sur une parcelle", "Carriageway that cuts into a parcel"],
    why: [
        "L'axe est dehors, mais la moitié de la largeur de la chaussée entre dans la parcelle au-delà de \
         l'incertitude.",
        "The centreline is outside, but half the width of the carriageway reaches into the parcel beyond the \
         uncertainty.",
    ],
    advice: ["Vérifiez la largeur et la limite.", "Check the width and the boundary."],
};

pub(super) const CHECK: Check = Check {
    rules: &[ACROSS, ENDS, ALONG, WIDE],
    collections: &[Collection::Parcels, Collection::Roads],
    judge,
};

/// How a road lies in a parcel.
struct Within {
    depth_m: f64,
    length_m: f64,
    at: Coord,
    ends_there: bool,
}

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let subject = case.subject;
    let other = if subject.collection == Collection::Roads { Collection::Parcels } else { Collection::Roads };
    // Half the widest carriageway reaches this far from the centreline.
    for other in case.rivals(other, case.limits().road_width_max_m / 2.0) {
        let (road, parcel) = if subject.line().is_some() { (subject, other) } else { (other, subject) };
        let Some((lines, area)) = road.line().zip(parcel.area()) else { continue };
        if let Some(found) = of_pair(case, road, lines, parcel, area) {
            let (finding, at) = found;
            findings.push(case.about(finding, other, at));
        }
    }
}

fn of_pair(
    case: &Case<'_>,
    road: &Subject,
    lines: &MultiLineString,
    parcel: &Subject,
    area: &MultiPolygon,
) -> Option<(Finding, Coord)> {
    let other = if case.subject.id == road.id { parcel } else { road };
    let doubt_m = case.doubt_m(other);
    let Some(within) = within(case, lines, parcel, area) else {
        return reaching(case, road, lines, parcel, area, doubt_m);
    };
    let rule = match (within.depth_m > doubt_m, within.ends_there) {
        (false, _) => ALONG,
        (true, true) => ENDS,
        (true, false) => ACROSS,
    };
    let what = inside(case, other, &within, doubt_m);
    Some((rule.finding(&what).measuring(within.depth_m, Some(doubt_m), Unit::Metre), within.at))
}

/// How deep and how long a road lies in a parcel; `None` when it does not.
fn within(case: &Case<'_>, lines: &MultiLineString, parcel: &Subject, area: &MultiPolygon) -> Option<Within> {
    let limits = case.limits();
    let boundary: Vec<Line> = sides(area).collect();
    let (mut deepest, mut count) = (None::<(f64, Coord)>, 0_u32);
    for piece in pieces(lines, parcel.envelope()) {
        let line = LineString::from(vec![piece.start, piece.end]);
        for (at, _) in samples(&line, limits.sample_m) {
            if !holds(area, at) {
                continue;
            }
            let Some((depth_m, ..)) = nearest(boundary.iter().copied(), at) else { continue };
            if depth_m > limits.contact_m {
                count += 1;
                deepest = deepest.filter(|(found_m, _)| *found_m >= depth_m).or(Some((depth_m, at)));
            }
        }
    }
    let (depth_m, at) = deepest?;
    let mut ends = lines.iter().flat_map(|line| [line.0.first(), line.0.last()]).flatten();
    let ends_there = ends.any(|end| holds(area, *end));
    Some(Within { depth_m, length_m: f64::from(count) * limits.sample_m, at, ends_there })
}

/// The carriageway of a road that runs beside a parcel, where it reaches into it.
fn reaching(
    case: &Case<'_>,
    road: &Subject,
    lines: &MultiLineString,
    parcel: &Subject,
    area: &MultiPolygon,
    doubt_m: f64,
) -> Option<(Finding, Coord)> {
    let half_m =
        road.facts.road()?.width_m.filter(|width_m| *width_m <= case.limits().road_width_max_m)? / 2.0;
    let envelope = parcel.envelope();
    let reach = geo::coord! { x: half_m, y: half_m };
    let pieces: Vec<_> = pieces(lines, Rect::new(envelope.min() - reach, envelope.max() + reach)).collect();
    let boundary: Vec<Line> = sides(area).collect();
    let (distance_m, at) = gap(&boundary, &pieces)?;
    let depth_m = half_m - distance_m;
    if depth_m <= doubt_m {
        return None;
    }
    let what = both(|language| {
        let (label, width) = (road.label(), language.figure(half_m * 2.0, 1));
        let (depth, own) = (language.figure(depth_m, 1), parcel.label());
        match language {
            Language::French => {
                format!(
                    "La chaussée de {label}, large de {width} m, entre de {depth} m dans la parcelle {own}."
                )
            }
            Language::English => {
                format!("The carriageway of {label}, {width} m wide, reaches {depth} m into parcel {own}.")
            }
        }
    });
    Some((WIDE.finding(&what).measuring(depth_m, Some(doubt_m), Unit::Metre), at))
}

/// The pieces of lines that lie within a rectangle.
fn pieces(lines: &MultiLineString, within: Rect) -> impl Iterator<Item = Line> {
    lines.iter().flat_map(LineString::lines).filter_map(move |line| clipped(line, within))
}

/// What of a line lies within a rectangle (Liang and Barsky).
fn clipped(line: Line, within: Rect) -> Option<Line> {
    let (min, max, along) = (within.min(), within.max(), line.end - line.start);
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    let bounds = [
        (along.x, min.x - line.start.x, max.x - line.start.x),
        (along.y, min.y - line.start.y, max.y - line.start.y),
    ];
    for (step, low, high) in bounds {
        if step == 0.0 {
            if low > 0.0 || high < 0.0 {
                return None;
            }
            continue;
        }
        let (first, second) = (low / step, high / step);
        enters = enters.max(first.min(second));
        leaves = leaves.min(first.max(second));
    }
    (enters <= leaves).then(|| Line::new(line.start + along * enters, line.start + along * leaves))
}

fn inside(case: &Case<'_>, other: &Subject, within: &Within, doubt_m: f64) -> Text {
    both(|language| {
        let (noun, label, side) = (noun(other.collection, language), other.label(), case.side(within.at));
        let (depth, doubt) = (language.figure(within.depth_m, 1), language.figure(doubt_m, 1));
        let (length, side) = (language.figure(within.length_m, 0), language.of(&side).to_owned());
        match language {
            Language::French => format!(
                "Partage le sol avec {noun} {label} {side}, sur {length} m et jusqu'à {depth} m de la limite ; \
                 incertitude {doubt} m."
            ),
            Language::English => format!(
                "Shares ground with {noun} {label} {side}, over {length} m and up to {depth} m from the boundary; \
                 uncertainty {doubt} m."
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};
    use serde_json::json;

    fn picture() -> Picture {
        Picture::of(
            2.0,
            "
    a.............b
    .             .
x...............z.....y
    .             .
    .             .
    .             .
    c.............d
u.....................v
",
        )
    }

    #[test]
    fn a_road_through_a_parcel_is_a_warning_from_either_side() {
        let picture = picture();
        let (parcel, road) = (picture.parcel("abdc"), picture.road("xy"));
        for told in [judged(&parcel, [&road]), judged(&road, [&parcel])] {
            assert!((told.figure("road_across_parcel") - 4.0).abs() < 0.1, "{:?}", told.codes());
        }
    }

    #[test]
    fn a_road_that_ends_in_a_parcel_is_noted_as_that() {
        let picture = picture();
        let told = judged(&picture.parcel("abdc"), [&picture.road("xz")]);
        assert!(told.has("road_ends_in_parcel") && !told.has("road_across_parcel"));
    }

    #[test]
    fn a_road_within_the_uncertainty_of_the_boundary_is_a_note() {
        let picture = picture();
        let told = judged(&picture.parcel("abdc").sigma(2.0), [&picture.road("xy").sigma(2.0)]);
        assert!(told.has("road_on_parcel_edge") && !told.has("road_across_parcel"), "{:?}", told.codes());
    }

    #[test]
    fn a_road_beside_a_parcel_is_wide_at_most_as_there_is_room() {
        let picture = picture();
        let of = |width_m: f64| {
            judged(&picture.parcel("abdc"), [&picture.road("uv").with(&json!({ "width_m": width_m }))])
        };
        assert!((of(7.0).figure("carriageway_in_parcel") - 1.5).abs() < 1e-6);
        assert!(!of(4.0).has("carriageway_in_parcel"));
    }
}
