//! Is the line of a road one, and the only one of its road, and part of a network?

use super::case::Case;
use super::plane::{gap, nearest, samples, self_touch};
use super::rule::{Check, Rule};
use super::subject::Subject;
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};
use geo::{Coord, Euclidean, Length, Line, LineString};

const CROSSES: Rule = Rule {
    code: "road_crosses_itself",
    severity: Severity::Note,
    title: ["Voie qui se croise elle-même", "Road that crosses itself"],
    why: [
        "Une boucle dans un tronçon est en général un demi-tour du relevé ; les points kilométriques y sont ambigus.",
        "A loop within a road is usually a turn of the survey; chainages are ambiguous there.",
    ],
    advice: [
        "Ôtez la boucle, ou coupez la voie au croisement.",
        "Remove the loop, or cut the road at the crossing.",
    ],
};

const TINY: Rule = Rule {
    code: "road_too_short",
    severity: Severity::Warning,
    title: ["Tronçon trop court", "Road too short"],
    why: [
        "Un tronçon plus court que quelques mètres est un reste de découpe.",
        "A road of less than some metres is a remnant of cutting.",
    ],
    advice: ["Fusionnez-le avec son voisin, ou ôtez-le.", "Merge it with its neighbour, or remove it."],
};

const DUPLICATE: Rule = Rule {
    code: "duplicate_road",
    severity: Severity::Warning,
    title: ["Voie levée deux fois", "Road surveyed twice"],
    why: [
        "Deux lignes parallèles, plus proches que deux chaussées et dans l'incertitude, sont une seule voie.",
        "Two parallel lines, nearer than two carriageways are and within the uncertainty, are one road.",
    ],
    advice: [
        "Rattachez ce levé à la voie existante (nouveau levé), ou retirez l'une des deux.",
        "Attach this survey to the existing road (a re-survey), or withdraw one of the two.",
    ],
};

const ALONE: Rule = Rule {
    code: "unconnected_road",
    severity: Severity::Note,
    title: ["Voie sans raccordement", "Road without connection"],
    why: [
        "Là où d'autres voies sont au registre, une voie qui n'en touche aucune n'est accessible à personne.",
        "Where other roads are in the register, one that meets none of them can be reached by nobody.",
    ],
    advice: [
        "Levez la voie qui la rejoint, ou raccordez-la.",
        "Survey the road that leads to it, or connect it.",
    ],
};

pub(super) const CHECK: Check =
    Check { rules: &[CROSSES, TINY, DUPLICATE, ALONE], collections: &[Collection::Roads], judge };

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(lines) = case.subject.line() else { return };
    for at in lines.iter().filter_map(self_touch).take(1) {
        let what = Text::new(
            "La voie se croise ou revient sur elle-même.",
            "The road crosses itself or turns back on itself.",
        );
        findings.push(case.at(CROSSES.finding(&what), at));
    }
    let length_m = Euclidean.length(lines);
    let limit_m = case.limits().road_length_min_m;
    if length_m < limit_m {
        let what = both(|language| {
            let length = language.figure(length_m, 1);
            language.pick("Le tronçon a {} m.", "The road has {} m.").replace("{}", &length)
        });
        let finding = TINY.finding(&what).measuring(length_m, Some(limit_m), Unit::Metre);
        findings.push(case.at(finding, case.subject.middle()));
    }
    duplicates(case, findings);
    alone(case, findings);
}

fn duplicates(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let limits = case.limits();
    for other in case.rivals(Collection::Roads, limits.road_apart_max_m) {
        let within_m = case.doubt_m(other).clamp(limits.junction_contact_m, limits.road_apart_max_m);
        let (share, at) = common_share(case, other, within_m);
        if share < limits.road_duplicate_share {
            continue;
        }
        let what = both(|language| {
            let (label, percent) = (other.label(), language.figure(share * 100.0, 0));
            let within = language.figure(within_m, 1);
            match language {
                Language::French => {
                    format!("Suit la voie {label} à moins de {within} m sur {percent} % de sa longueur.")
                }
                Language::English => {
                    format!("Follows road {label} within {within} m over {percent} % of its length.")
                }
            }
        });
        let finding =
            DUPLICATE.finding(&what).measuring(share, Some(limits.road_duplicate_share), Unit::Share);
        findings.push(case.about(finding, other, at));
    }
}

/// Over which share of the shorter of two roads both run side by side, and a place where they do.
pub(super) fn common_share(case: &Case<'_>, other: &Subject, within_m: f64) -> (f64, Coord) {
    let limits = case.limits();
    let length_m = |road: &Subject| road.line().map_or(0.0, |lines| Euclidean.length(lines));
    let (mine_m, theirs_m) = (length_m(case.subject), length_m(other));
    let (short, long) = if mine_m <= theirs_m { (case.subject, other) } else { (other, case.subject) };
    // Two hundred places tell a share well enough.
    let step_m = limits.sample_m.max(mine_m.min(theirs_m) / 200.0);
    let long: Vec<Line> = sides(long).collect();
    let (mut beside, mut all, mut place) = (0_u32, 0_u32, case.subject.middle());
    for (at, direction) in short.line().into_iter().flatten().flat_map(|line| samples(line, step_m)) {
        all += 1;
        let found = nearest(long.iter().copied(), at).filter(|(distance_m, ..)| *distance_m <= within_m);
        if found.is_some_and(|(_, _, line)| is_parallel(direction, line, limits.road_turn_max_deg)) {
            beside += 1;
            place = at;
        }
    }
    (f64::from(beside) / f64::from(all.max(1)), place)
}

fn is_parallel(direction: Coord, line: Line, turn_max_deg: f64) -> bool {
    let along = line.end - line.start;
    let length_m = along.x.hypot(along.y);
    let cosine = (along.x * direction.x + along.y * direction.y).abs() / length_m;
    cosine >= turn_max_deg.to_radians().cos()
}

fn alone(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let limits = case.limits();
    let mine: Vec<Line> = sides(case.subject).collect();
    let meets = |other: &Subject| {
        let theirs: Vec<Line> = sides(other).collect();
        gap(&mine, &theirs).is_some_and(|(distance_m, _)| distance_m <= limits.junction_reach_m)
    };
    let is_mapped = || case.near(Collection::Roads, limits.mapped_reach_m).next().is_some();
    if case.near(Collection::Roads, limits.junction_reach_m).any(meets) || !is_mapped() {
        return;
    }
    let what = both(|language| {
        let reach = language.figure(limits.junction_reach_m, 0);
        language
            .pick("Aucune autre voie à moins de {} m.", "No other road within {} m.")
            .replace("{}", &reach)
    });
    findings.push(case.at(ALONE.finding(&what), case.subject.middle()));
}

fn sides(road: &Subject) -> impl Iterator<Item = Line> {
    road.line().into_iter().flatten().flat_map(LineString::lines)
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};

    #[test]
    fn a_loop_in_a_road_is_noted() {
        let picture = Picture::of(
            5.0,
            "
      d.....c
      .     .
a.....x.....b
      .
      e
",
        );
        assert!(judged(&picture.road("abcde"), []).has("road_crosses_itself"));
        assert!(!judged(&picture.road("abcd"), []).has("road_crosses_itself"));
    }

    #[test]
    fn a_road_of_a_few_metres_is_a_remnant() {
        assert!(judged(&Picture::of(1.0, "a..b").road("ab"), []).has("road_too_short"));
        assert!(!judged(&Picture::of(10.0, "a..b").road("ab"), []).has("road_too_short"));
    }

    #[test]
    fn a_road_beside_another_is_a_duplicate_as_far_as_the_uncertainty_goes() {
        let picture = Picture::of(
            2.0,
            "
a..............................b
c..............................d



e..............................f
",
        );
        let near = judged(&picture.road("ab").sigma(1.5), [&picture.road("dc").sigma(1.5)]);
        assert!((near.figure("duplicate_road") - 1.0).abs() < 0.02);
        let sharp = judged(&picture.road("ab"), [&picture.road("dc")]);
        assert!(!sharp.has("duplicate_road"));
        let carriageways = judged(&picture.road("ab").sigma(5.0), [&picture.road("ef").sigma(5.0)]);
        assert!(!carriageways.has("duplicate_road"));
    }

    #[test]
    fn a_crossing_road_is_no_duplicate() {
        let picture = Picture::of(
            1.0,
            "
    c
    .
a...x...b
    .
    d
",
        );
        let told = judged(&picture.road("cd").sigma(3.0), [&picture.road("ab").sigma(3.0)]);
        assert!(!told.has("duplicate_road"), "{:?}", told.codes());
    }

    #[test]
    fn a_road_that_meets_none_is_noted_only_where_roads_are_mapped() {
        let picture = Picture::of(
            10.0,
            "
a........b
.
.
.
c........d


e........f
",
        );
        assert!(judged(&picture.road("ab"), [&picture.road("cd")]).has("unconnected_road"));
        assert!(!judged(&picture.road("ab"), [&picture.road("ac")]).has("unconnected_road"));
        assert!(!judged(&picture.road("ab"), []).has("unconnected_road"));
    }
}
