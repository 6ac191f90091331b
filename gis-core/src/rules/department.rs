//! Does a feature lie in the department that keeps it?

use super::case::Case;
use super::frame::Outline;
use super::rule::{Check, Rule};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};
use geo::Coord;

const OUTSIDE: Rule = Rule {
    code: "outside_department",
    severity: Severity::Warning,
    title: ["Hors du département", "Outside the department"],
    why: [
        "Le département qui tient l'objet est celui où il se trouve. L'objet est gardé et signalé : le levé peut être \
         juste et le formulaire faux.",
        "The department that keeps a feature is the one in which it lies. The feature is kept and flagged: the survey \
         may be right and the form wrong.",
    ],
    advice: ["Vérifiez le département ou le levé.", "Check the department or the survey."],
};

const ACROSS: Rule = Rule {
    code: "across_departments",
    severity: Severity::Warning,
    title: ["À cheval sur la limite du département", "Across the boundary of the department"],
    why: [
        "Une parcelle ou une place relève d'un seul département ; ce qui déborde au-delà de l'incertitude est à \
         couper, ou la limite est à revoir.",
        "A parcel or pitch belongs to one department; what reaches out beyond the uncertainty is to be cut, or the \
         boundary to be looked at.",
    ],
    advice: [
        "Vérifiez la limite du département et celle de l'objet.",
        "Check the boundary of the department and that of the feature.",
    ],
};

/// Roads go from one department to the next.
const BOUND: [Collection; 4] =
    [Collection::Parcels, Collection::Markets, Collection::MarketAssets, Collection::Facilities];

pub(super) const OUTSIDE_CHECK: Check = Check {
    rules: &[OUTSIDE],
    collections: &[
        Collection::Parcels,
        Collection::Roads,
        Collection::Markets,
        Collection::MarketAssets,
        Collection::Facilities,
    ],
    judge: judge_outside,
};

pub(super) const ACROSS_CHECK: Check = Check { rules: &[ACROSS], collections: &BOUND, judge: judge_across };

/// The vertices of a subject that lie outside an outline.
pub(super) struct Outside {
    /// Whether all do.
    pub(super) is_whole: bool,
    /// How far out the farthest is.
    pub(super) distance_m: f64,
    /// Where that one is.
    pub(super) at: Coord,
}

impl Outside {
    /// How a subject lies outside an outline; `None` when it does not.
    pub(super) fn of(case: &Case<'_>, outline: &Outline) -> Option<Self> {
        let reach_m = case.limits().frame_reach_m;
        let mut is_whole = true;
        let mut farthest: Option<(f64, Coord)> = None;
        for at in case.subject.shape.vertices() {
            if outline.holds(at) {
                is_whole = false;
                continue;
            }
            let distance_m = outline.distance_m(at).map_or(reach_m, |distance_m| distance_m.min(reach_m));
            if farthest.is_none_or(|(found_m, _)| distance_m > found_m) {
                farthest = Some((distance_m, at));
            }
        }
        farthest.map(|(distance_m, at)| Self { is_whole, distance_m, at })
    }
}

fn judge_outside(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let frame = &case.around.frame;
    let Some(pcode) = case.subject.department.as_deref() else {
        let middle = case.subject.middle();
        if !frame.departments.iter().any(|department| department.nearly_holds(middle, case.own_doubt_m())) {
            findings.push(case.at(OUTSIDE.finding(&nowhere()), middle));
        }
        return;
    };
    let Some(own) = frame.department(pcode) else { return };
    let Some(outside) = Outside::of(case, own) else { return };
    if outside.is_whole && outside.distance_m > case.own_doubt_m() {
        let lies_in = frame.departments.iter().find(|department| department.holds(outside.at));
        let what = whole(own, lies_in, &outside, case.limits().frame_reach_m);
        findings.push(case.at(measured(case, OUTSIDE.finding(&what), &outside), outside.at));
    }
}

fn judge_across(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let pcode = case.subject.department.as_deref().unwrap_or_default();
    let Some(own) = case.around.frame.department(pcode) else { return };
    let Some(outside) = Outside::of(case, own) else { return };
    if !outside.is_whole && outside.distance_m > case.own_doubt_m() {
        let what = partly(own, &outside, &case.side(outside.at), case.limits().frame_reach_m);
        findings.push(case.at(measured(case, ACROSS.finding(&what), &outside), outside.at));
    }
}

fn measured(case: &Case<'_>, finding: Finding, outside: &Outside) -> Finding {
    finding.measuring(outside.distance_m, Some(case.own_doubt_m()), Unit::Metre)
}

fn nowhere() -> Text {
    Text::new(
        "La géométrie est hors de tous les départements connus.",
        "The geometry lies outside every known department.",
    )
}

fn whole(own: &Outline, lies_in: Option<&Outline>, outside: &Outside, reach_m: f64) -> Text {
    both(|language| {
        let (name, sketch) = (&own.name, sketched(own, language));
        let distance = distance(outside.distance_m, reach_m, language);
        let other = lies_in.map(|other| match language {
            Language::French => format!(" et se trouve dans celui de {}", other.name),
            Language::English => format!(" and lies in {}", other.name),
        });
        let other = other.unwrap_or_default();
        match language {
            Language::French => {
                format!("La géométrie est hors du département déclaré ({name}{sketch}), à {distance}{other}.")
            }
            Language::English => {
                format!(
                    "The geometry lies outside the declared department ({name}{sketch}), by {distance}{other}."
                )
            }
        }
    })
}

fn partly(own: &Outline, outside: &Outside, side: &Text, reach_m: f64) -> Text {
    both(|language| {
        let (name, sketch, side) = (&own.name, sketched(own, language), language.of(side));
        let distance = distance(outside.distance_m, reach_m, language);
        match language {
            Language::French => format!("Déborde du département {name}{sketch} de {distance}, {side}."),
            Language::English => format!("Reaches {distance} out of the department {name}{sketch}, {side}."),
        }
    })
}

fn sketched(outline: &Outline, language: Language) -> &'static str {
    if outline.is_sketch { language.pick(", limite esquissée", ", boundary only sketched") } else { "" }
}

fn distance(distance_m: f64, reach_m: f64, language: Language) -> String {
    if distance_m >= reach_m {
        let reach = language.length(reach_m);
        match language {
            Language::French => format!("plus de {reach}"),
            Language::English => format!("more than {reach}"),
        }
    } else {
        format!("{} m", language.figure(distance_m, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::Frame;
    use super::super::picture::{Picture, judged_in};

    fn picture() -> Picture {
        Picture::of(
            10.0,
            "
A.............B..............C
.             .              .
.   a...b     .   c...d      .
.   .   .   e.....f   .      .
.   g...h   . .   i...j      .
.           k.....l          .
D.............E..............F
",
        )
    }

    fn frame(picture: &Picture) -> Frame {
        let departments = vec![
            picture.outline("SN1302", "Thiès", "072", "ABED"),
            picture.outline("SN0101", "Dakar", "011", "BCFE"),
        ];
        Frame { departments, communes: Vec::new() }
    }

    #[test]
    fn a_parcel_in_its_department_is_not_flagged() {
        let picture = picture();
        let told = judged_in(frame(&picture), &picture.parcel("abhg"), []);
        assert!(!told.has("outside_department") && !told.has("across_departments"));
    }

    #[test]
    fn a_parcel_elsewhere_is_flagged_with_both_names() {
        let picture = picture();
        let told = judged_in(frame(&picture), &picture.parcel("cdji"), []);
        let finding = told.only("outside_department");
        assert!(finding.message.fr.contains("Thiès") && finding.message.en.contains("lies in Dakar"));
        assert!((told.figure("outside_department") - 80.0).abs() < 1e-6);
    }

    #[test]
    fn a_parcel_across_the_boundary_is_told_by_how_much_and_on_which_side() {
        let picture = picture();
        let told = judged_in(frame(&picture), &picture.parcel("eflk"), []);
        assert!((told.figure("across_departments") - 40.0).abs() < 1e-6);
        assert!(told.only("across_departments").message.en.contains("east"));
        let unsure = judged_in(frame(&picture), &picture.parcel("eflk").sigma(30.0), []);
        assert!(!unsure.has("across_departments"));
    }

    #[test]
    fn a_draft_of_no_department_is_flagged_only_where_there_is_none() {
        let picture = picture();
        let told = |departments| {
            let frame = Frame { departments, communes: Vec::new() };
            judged_in(frame, &picture.parcel("abhg").kept_by(None), [])
        };
        assert!(told(Vec::new()).has("outside_department"));
        assert!(!told(frame(&picture).departments).has("outside_department"));
    }
}
