//! Does the area that a document states agree with the one that was measured?

use super::case::Case;
use super::plane::perimeter_m;
use super::rule::{Check, Rule};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Unit};

const RULE: Rule = Rule {
    code: "declared_area_differs",
    severity: Severity::Warning,
    title: ["Surface déclarée et surface mesurée", "Declared and measured area"],
    why: [
        "Une surface déclarée qui s'écarte de la surface mesurée de plus que l'erreur de celle-ci montre une limite \
         mal levée, ou un document qui parle d'un autre terrain.",
        "A declared area that differs from the measured one by more than the latter errs shows a boundary that was \
         surveyed wrongly, or a document about other land.",
    ],
    advice: ["Vérifiez le document et la limite.", "Check the document and the boundary."],
};

pub(super) const CHECK: Check = Check { rules: &[RULE], collections: &[Collection::Parcels], judge };

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(parcel) = case.subject.facts.parcel() else { return };
    let Some((declared_m2, area_m2)) = parcel.declared_area_m2.zip(case.subject.area_m2()) else { return };
    let limits = case.limits();
    let sd_m2 = parcel.area_sd_m2.unwrap_or_else(|| area_sd_m2(case));
    let limit_m2 = (limits.area_sigmas * sd_m2).max(limits.area_share_min * area_m2);
    let difference_m2 = (declared_m2 - area_m2).abs();
    if difference_m2 <= limit_m2 {
        return;
    }
    let what = both(|language| {
        let (declared, area) = (language.area(declared_m2), language.area(area_m2));
        let percent = language.figure(difference_m2 / area_m2 * 100.0, 0);
        let margin = language.margin(area_m2, limit_m2);
        match language {
            Language::French => {
                format!("Déclarée {declared}, mesurée {area} : {percent} % d'écart, au-delà de {margin}.")
            }
            Language::English => {
                format!("Declared {declared}, measured {area}: {percent} % apart, beyond {margin}.")
            }
        }
    });
    let finding = RULE.finding(&what).measuring(difference_m2, Some(limit_m2), Unit::SquareMetre);
    findings.push(case.at(finding, case.subject.middle()));
}

/// The standard deviation of an area whose corners err independently, exactly so for a square: σ · perimeter · √2 / 4.
fn area_sd_m2(case: &Case<'_>) -> f64 {
    let perimeter_m: f64 = case.subject.area().into_iter().flatten().map(perimeter_m).sum();
    case.subject.sigma_m * perimeter_m * std::f64::consts::SQRT_2 / 4.0
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};
    use serde_json::json;

    #[test]
    fn a_declared_area_is_held_against_the_error_of_the_measured_one() {
        let picture = Picture::of(
            10.0,
            "
a....b
.    .
.    .
.    .
.    .
c....d
",
        );
        let declared = |area_m2: f64, sigma_m: f64| {
            let parcel = picture.parcel("abdc").with(&json!({ "declared_area_m2": area_m2 })).sigma(sigma_m);
            judged(&parcel, [])
        };
        // 2500 m² measured; σ 0.5 m gives 35 m² of deviation, σ 3 m gives 212 m².
        assert!(!declared(2540.0, 0.5).has("declared_area_differs"));
        assert!((declared(2700.0, 0.5).figure("declared_area_differs") - 200.0).abs() < 1e-6);
        assert!(!declared(2700.0, 3.0).has("declared_area_differs"));
        assert!(declared(2000.0, 3.0).only("declared_area_differs").message.fr.contains("20 % d'écart"));
    }

    #[test]
    fn the_deviation_that_the_survey_states_counts() {
        let picture = Picture::of(
            10.0,
            "
a....b
.    .
c....d
",
        );
        let parcel = picture.parcel("abdc").sigma(0.1);
        let unsure = json!({ "declared_area_m2": 1200, "area_sd_m2": 150 });
        assert!(!judged(&parcel.with(&unsure), []).has("declared_area_differs"));
    }
}
