//! Can a parcel be reached?

use super::case::Case;
use super::plane::{gap, sides};
use super::rule::{Check, Rule};
use super::subject::Subject;
use crate::words::both;
use crate::{Collection, Finding, Severity};
use geo::{Intersects, Line, LineString, Rect};

const RULE: Rule = Rule {
    code: "landlocked",
    severity: Severity::Note,
    title: ["Parcelle sans accès", "Parcel without access"],
    why: [
        "Une parcelle que ne borde aucune voie n'est accessible que par une servitude de passage, à noter comme telle. \
         Là où aucune voie n'est levée, la règle se tait.",
        "A parcel along no way can be reached by an easement of passage only, which wants recording. Where no way has \
         been surveyed the rule is silent.",
    ],
    advice: [
        "Levez la voie qui y mène, ou notez la servitude de passage.",
        "Survey the way that leads there, or record the easement of passage.",
    ],
};

pub(super) const CHECK: Check = Check { rules: &[RULE], collections: &[Collection::Parcels], judge };

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let limits = case.limits();
    let Some(area) = case.subject.area() else { return };
    let boundary: Vec<Line> = sides(area).collect();
    let has_access = |road: &Subject| {
        let half_m = road.facts.road().and_then(|road| road.width_m).unwrap_or(0.0) / 2.0;
        let reach_m = limits.access_reach_m.max(half_m + case.doubt_m(road));
        let window = expanded(case.subject.envelope(), reach_m);
        let lines = road.line().into_iter().flatten().flat_map(LineString::lines);
        let near: Vec<Line> =
            lines.filter(|line| Rect::new(line.start, line.end).intersects(&window)).collect();
        gap(&boundary, &near).is_some_and(|(distance_m, _)| distance_m <= reach_m)
    };
    let reach_m = limits.access_reach_m + case.own_doubt_m() + limits.road_width_max_m / 2.0;
    if case.near(Collection::Roads, reach_m).any(has_access) {
        return;
    }
    if case.near(Collection::Roads, limits.mapped_reach_m).next().is_none() {
        return;
    }
    let what = both(|language| {
        let reach = language.figure(limits.access_reach_m, 0);
        language
            .pick("Aucune voie du registre à moins de {} m.", "No way of the register within {} m.")
            .replace("{}", &reach)
    });
    findings.push(case.at(RULE.finding(&what), case.subject.middle()));
}

fn expanded(rect: Rect, by_m: f64) -> Rect {
    let by = geo::coord! { x: by_m, y: by_m };
    Rect::new(rect.min() - by, rect.max() + by)
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};

    #[test]
    fn a_parcel_behind_another_has_no_access_where_ways_are_mapped() {
        let picture = Picture::of(
            10.0,
            "
a....b
.    .
c....d
.    .
e....f
r....s
",
        );
        let road = picture.road("rs");
        assert!(judged(&picture.parcel("abdc"), [&road]).has("landlocked"));
        assert!(!judged(&picture.parcel("cdfe"), [&road]).has("landlocked"));
        assert!(!judged(&picture.parcel("abdc"), []).has("landlocked"));
    }
}
