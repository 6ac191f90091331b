//! Do the ends of a road meet the network, or just not?

use super::case::Case;
use super::plane::{apart_m, crossing, nearest};
use super::rule::{Check, Rule};
use super::subject::Subject;
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};
use geo::{Coord, Intersects, Line, LineString};

const SHORT: Rule = Rule {
    code: "road_end_short",
    severity: Severity::Warning,
    title: ["Voie qui n'atteint pas sa voisine", "Road that stops short of another"],
    why: [
        "Un bout de voie à quelques mètres d'une autre coupe le réseau : itinéraires et points kilométriques s'y \
         arrêtent.",
        "The end of a road some metres from another breaks the network: routes and chainages stop there.",
    ],
    advice: ["Raccordez la voie, ou notez l'impasse.", "Connect the road, or record the dead end."],
};

const NEAR: Rule = Rule {
    code: "road_end_within_uncertainty",
    severity: Severity::Note,
    title: ["Bout de voie à raccorder", "Road end to connect"],
    why: [
        "Deux levés d'un carrefour diffèrent : un écart dans l'incertitude est sans doute un raccordement.",
        "Two surveys of a junction differ: a gap within the uncertainty is probably a connection.",
    ],
    advice: ["Raccordez le bout à l'autre voie.", "Connect the end to the other road."],
};

const OVER: Rule = Rule {
    code: "road_end_over",
    severity: Severity::Note,
    title: ["Voie qui dépasse sa voisine", "Road that overshoots another"],
    why: [
        "Un bout qui dépasse un carrefour de moins que l'incertitude est un reste de levé, non une impasse.",
        "An end that overshoots a junction by less than the uncertainty is a remnant of the survey, no dead end.",
    ],
    advice: ["Coupez la voie au carrefour.", "Cut the road at the junction."],
};

pub(super) const CHECK: Check =
    Check { rules: &[SHORT, NEAR, OVER], collections: &[Collection::Roads], judge };

/// Cosine of 75°: whoever turns more to reach a road was not on the way to it.
const LEAST_COSINE: f64 = 0.26;

/// What the end of a road has before or behind it.
enum Fate {
    /// A road that it does not reach.
    Short,
    /// A road that it has just crossed.
    Over,
}

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let reach_m = case.limits().junction_reach_m;
    let others: Vec<&Subject> = case.near(Collection::Roads, reach_m).collect();
    for line in case.subject.line().into_iter().flatten().filter(|line| !line.is_closed()) {
        for tail in tails(line, reach_m) {
            findings.extend(of_end(case, &tail, &others));
        }
    }
}

/// What is to be said of an end, given as the sides that lead to it, the last one first.
fn of_end(case: &Case<'_>, tail: &[Line], others: &[&Subject]) -> Option<Finding> {
    let limits = case.limits();
    let last = *tail.first()?;
    let end = last.end;
    let to_others = others.iter().filter_map(|other| {
        let (distance_m, at, _) = nearest(lines(other), end)?;
        Some((distance_m, at, *other))
    });
    let (distance_m, at, other) = to_others.min_by(|one, other| one.0.total_cmp(&other.0))?;
    if distance_m <= limits.junction_contact_m || distance_m > limits.junction_reach_m {
        return None;
    }
    let doubt_m = case.doubt_m(other);
    match overshoot_m(tail, other) {
        Some(over_m) if over_m <= doubt_m => Some(finding(case, &OVER, &Fate::Over, other, over_m, end)),
        Some(_) => None,
        None if !heads_for(last, at) => None,
        None => {
            let rule = if distance_m <= doubt_m { NEAR } else { SHORT };
            Some(finding(case, &rule, &Fate::Short, other, distance_m, at))
        }
    }
}

/// Whether a side goes on towards a place, rather than past it or away from it.
fn heads_for(side: Line, place: Coord) -> bool {
    let (along, ahead) = (side.end - side.start, place - side.end);
    let lengths = along.x.hypot(along.y) * ahead.x.hypot(ahead.y);
    along.x * ahead.x + along.y * ahead.y > LEAST_COSINE * lengths
}

/// How far an end lies beyond the last crossing with another road, along the road.
fn overshoot_m(tail: &[Line], other: &Subject) -> Option<f64> {
    let mut beyond_m = 0.0;
    for side in tail {
        let crossings = lines(other).filter(|line| line.intersects(side)).map(|line| crossing(*side, line));
        if let Some(last_m) = crossings.map(|at| apart_m(at, side.end)).min_by(f64::total_cmp) {
            return Some(beyond_m + last_m);
        }
        beyond_m += apart_m(side.start, side.end);
    }
    None
}

/// The sides that lead to either end, the last one first, for as long as the reach.
fn tails(line: &LineString, reach_m: f64) -> [Vec<Line>; 2] {
    let within = |sides: &mut dyn Iterator<Item = Line>| {
        let mut length_m = 0.0;
        let mut tail = Vec::new();
        for side in sides {
            tail.push(side);
            length_m += apart_m(side.start, side.end);
            if length_m >= reach_m {
                break;
            }
        }
        tail
    };
    let turned = |side: Line| Line::new(side.end, side.start);
    let sides: Vec<Line> = line.lines().collect();
    [within(&mut sides.iter().copied().map(turned)), within(&mut sides.iter().rev().copied())]
}

fn lines(road: &Subject) -> impl Iterator<Item = Line> {
    road.line().into_iter().flatten().flat_map(LineString::lines)
}

fn finding(
    case: &Case<'_>,
    rule: &Rule,
    fate: &Fate,
    other: &Subject,
    distance_m: f64,
    at: Coord,
) -> Finding {
    let finding = rule.finding(&told(fate, other, distance_m, &case.side(at)));
    let finding = finding.measuring(distance_m, Some(case.doubt_m(other)), Unit::Metre);
    case.about(finding, other, at)
}

fn told(fate: &Fate, other: &Subject, distance_m: f64, side: &Text) -> Text {
    both(|language| {
        let (label, side) = (other.label(), language.of(side));
        let distance = language.figure(distance_m, 1);
        match (fate, language) {
            (Fate::Short, Language::French) => {
                format!("Un bout, {side}, s'arrête à {distance} m de la voie {label}.")
            }
            (Fate::Short, Language::English) => {
                format!("An end, {side}, stops {distance} m from road {label}.")
            }
            (Fate::Over, Language::French) => {
                format!("Un bout, {side}, dépasse la voie {label} de {distance} m.")
            }
            (Fate::Over, Language::English) => {
                format!("An end, {side}, overshoots road {label} by {distance} m.")
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};

    fn picture() -> Picture {
        Picture::of(
            2.0,
            "
x..............................y
       d
       b              f
       .
                      .
                      .
a                     e
",
        )
    }

    #[test]
    fn an_end_short_of_a_road_is_a_note_within_the_uncertainty_and_a_warning_beyond() {
        let picture = picture();
        let sharp = judged(&picture.road("ef"), [&picture.road("xy")]);
        assert!((sharp.figure("road_end_short") - 4.0).abs() < 1e-6, "{:?}", sharp.codes());
        let blurred = judged(&picture.road("ef").sigma(2.0), [&picture.road("xy").sigma(2.0)]);
        assert!(blurred.has("road_end_within_uncertainty") && !blurred.has("road_end_short"));
    }

    #[test]
    fn an_end_that_meets_a_road_is_no_finding() {
        let picture = Picture::of(
            2.0,
            "
x......j.......y
       .
       .
       a
",
        );
        let told = judged(&picture.road("aj"), [&picture.road("xjy")]);
        assert!(!told.has("road_end_short") && !told.has("road_end_over"), "{:?}", told.codes());
    }

    #[test]
    fn an_end_just_beyond_a_road_overshoots_it() {
        let picture = Picture::of(
            1.0,
            "
          t
          .
x.........j..........y
          .
          .
          .
          .
          .
          .
          .
          .
          a
",
        );
        let told = judged(&picture.road("at").sigma(1.5), [&picture.road("xy").sigma(1.5)]);
        assert!((told.figure("road_end_over") - 2.0).abs() < 1e-6, "{:?}", told.codes());
        // Two metres beyond, surveyed to the decimetre, are a stub that is there.
        assert!(!judged(&picture.road("at"), [&picture.road("xy")]).has("road_end_over"));
    }
}
