//! Is a parcel or pitch of a size and form that such things have?

use super::case::Case;
use super::plane::{inner, width_m};
use super::rule::{Check, Rule};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Unit};

const SMALL: Rule = Rule {
    code: "parcel_too_small",
    severity: Severity::Warning,
    title: ["Parcelle trop petite", "Parcel too small"],
    why: [
        "Les plus petits lots des lotissements ont 150 m² ; bien en dessous, c'est un reste de découpe ou une faute \
         d'unité.",
        "The smallest lots of subdivisions have 150 m²; far below, it is a remnant of cutting or a wrong unit.",
    ],
    advice: ["Vérifiez la limite.", "Check the boundary."],
};

const LARGE: Rule = Rule {
    code: "parcel_too_large",
    severity: Severity::Warning,
    title: ["Parcelle trop grande", "Parcel too large"],
    why: [
        "Au-delà de 1 000 ha, ce n'est plus une parcelle, mais plusieurs, ou une erreur de coordonnées.",
        "Beyond 1,000 ha it is no parcel, but several, or an error of coordinates.",
    ],
    advice: [
        "Vérifiez la limite et le système de coordonnées.",
        "Check the boundary and the reference system.",
    ],
};

const SLIVER: Rule = Rule {
    code: "sliver_shape",
    severity: Severity::Warning,
    title: ["Forme plus étroite que l'incertitude", "Form narrower than the uncertainty"],
    why: [
        "Une surface plus étroite que l'erreur de son levé peut ne pas exister du tout.",
        "An area narrower than its survey errs may not be there at all.",
    ],
    advice: ["Levez-la avec un récepteur plus précis.", "Survey it with a better receiver."],
};

const PLACE: Rule = Rule {
    code: "place_too_large",
    severity: Severity::Warning,
    title: ["Place de marché trop grande", "Pitch too large"],
    why: [
        "Une place, une cantine ou un étal a quelques mètres carrés ; les plus grandes halles, un demi-hectare.",
        "A pitch, a lock-up stall or a stand has some square metres; the largest halls, half a hectare.",
    ],
    advice: ["Vérifiez la limite, ou saisissez un marché.", "Check the boundary, or enter a market."],
};

const PARTS: Rule = Rule {
    code: "several_parts",
    severity: Severity::Note,
    title: ["Parcelle en plusieurs parties", "Parcel in several parts"],
    why: [
        "Un NICAD désigne une parcelle d'un seul tenant ; plusieurs parties sont en général plusieurs parcelles.",
        "A NICAD names a parcel of one piece; several parts are usually several parcels.",
    ],
    advice: ["Morcelez-la, si elle n'est pas d'un seul tenant.", "Split it, if it is not of one piece."],
};

pub(super) const PARCEL_CHECK: Check =
    Check { rules: &[SMALL, LARGE, PARTS], collections: &[Collection::Parcels], judge: judge_parcel };

pub(super) const PLACE_CHECK: Check =
    Check { rules: &[PLACE], collections: &[Collection::MarketAssets], judge: judge_place };

pub(super) const SLIVER_CHECK: Check =
    Check { rules: &[SLIVER], collections: &[Collection::Parcels, Collection::Markets], judge: judge_sliver };

fn judge_parcel(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(area_m2) = case.subject.area_m2() else { return };
    let limits = case.limits();
    if area_m2 < limits.parcel_area_min_m2 {
        findings.push(of_area(case, &SMALL, area_m2, limits.parcel_area_min_m2));
    }
    if area_m2 > limits.parcel_area_max_m2 {
        findings.push(of_area(case, &LARGE, area_m2, limits.parcel_area_max_m2));
    }
    let parts = case.subject.area().map_or(1, |area| area.0.len());
    if parts > 1 {
        let what = both(|language| match language {
            Language::French => format!("La parcelle a {parts} parties séparées."),
            Language::English => format!("The parcel has {parts} separate parts."),
        });
        findings.push(case.at(PARTS.finding(&what), case.subject.middle()));
    }
}

fn judge_place(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let limit_m2 = case.limits().place_area_max_m2;
    if let Some(area_m2) = case.subject.area_m2().filter(|area_m2| *area_m2 > limit_m2) {
        findings.push(of_area(case, &PLACE, area_m2, limit_m2));
    }
}

fn judge_sliver(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let limit_m = case.own_doubt_m();
    for part in case.subject.area().into_iter().flatten() {
        let width_m = width_m(part);
        if width_m >= limit_m {
            continue;
        }
        let what = both(|language| {
            let (width, limit) = (language.figure(width_m, 1), language.figure(limit_m, 1));
            match language {
                Language::French => {
                    format!("Large de {width} m en moyenne, pour une incertitude de {limit} m.")
                }
                Language::English => format!("{width} m wide on average, with an uncertainty of {limit} m."),
            }
        });
        let finding = SLIVER.finding(&what).measuring(width_m, Some(limit_m), Unit::Metre);
        findings.push(case.at(finding, inner(part)));
    }
}

fn of_area(case: &Case<'_>, rule: &Rule, area_m2: f64, limit_m2: f64) -> Finding {
    let what = both(|language| {
        let (area, limit) = (language.area(area_m2), language.area(limit_m2));
        match language {
            Language::French => format!("Surface mesurée {area} ; limite {limit}."),
            Language::English => format!("Measured area {area}; limit {limit}."),
        }
    });
    let finding = rule.finding(&what).measuring(area_m2, Some(limit_m2), Unit::SquareMetre);
    case.at(finding, case.subject.middle())
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};
    use serde_json::json;

    const SQUARE: &str = "
a...b
.   .
c...d
";

    #[test]
    fn a_parcel_has_an_area_such_as_parcels_have() {
        let of = |cell_m: f64| judged(&Picture::of(cell_m, SQUARE).parcel("abdc"), []);
        assert!(of(1.0).has("parcel_too_small"));
        assert!((of(1.0).figure("parcel_too_small") - 8.0).abs() < 1e-6);
        assert!(!of(10.0).has("parcel_too_small") && !of(10.0).has("parcel_too_large"));
        assert!(of(1200.0).has("parcel_too_large"));
    }

    #[test]
    fn the_area_that_the_register_states_counts_before_that_of_the_plane() {
        let parcel = Picture::of(10.0, SQUARE).parcel("abdc").with(&json!({ "area_m2": 12.0 }));
        assert!(judged(&parcel, []).has("parcel_too_small"));
    }

    #[test]
    fn a_strip_is_a_sliver_when_its_survey_errs_by_more_than_its_width() {
        let strip = Picture::of(
            2.0,
            "
a.........................b
c.........................d
",
        );
        let told = judged(&strip.parcel("abdc").sigma(1.5), []);
        assert!((told.figure("sliver_shape") - 2.0).abs() < 1e-6);
        assert!(!judged(&strip.parcel("abdc").sigma(0.5), []).has("sliver_shape"));
    }

    #[test]
    fn a_pitch_is_no_field() {
        assert!(judged(&Picture::of(40.0, SQUARE).stall("abdc"), []).has("place_too_large"));
        assert!(!judged(&Picture::of(1.0, SQUARE).stall("abdc"), []).has("place_too_large"));
    }

    #[test]
    fn a_parcel_in_two_parts_is_noted() {
        let picture = Picture::of(
            5.0,
            "
a...b   e...f
.   .   .   .
c...d   g...h
",
        );
        assert!(
            judged(&picture.parcel("abdc efhg"), []).only("several_parts").message.fr.contains("2 parties")
        );
    }
}
