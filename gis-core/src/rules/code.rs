//! Are the codes of a feature those of the lists?

use super::case::Case;
use super::facts::Facts;
use super::rule::{Check, Rule};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity};

const RULE: Rule = Rule {
    code: "unknown_code",
    severity: Severity::Warning,
    title: ["Code inconnu", "Unknown code"],
    why: [
        "Les listes de codes sont la langue commune des services : ce qu'elles ne contiennent pas n'est compté nulle \
         part.",
        "Code lists are what all services have in common: what they do not hold is counted nowhere.",
    ],
    advice: [
        "Choisissez un code de la liste, ou faites compléter la liste.",
        "Choose a code of the list, or have the list completed.",
    ],
};

pub(super) const CHECK: Check = Check {
    rules: &[RULE],
    collections: &[Collection::Parcels, Collection::Roads, Collection::Markets, Collection::MarketAssets],
    judge,
};

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for (list, code) in codes(&case.subject.facts) {
        let Some(code) = code.filter(|code| case.judge.is_unknown(list, code)) else { continue };
        let what = both(|language| match language {
            Language::French => format!("« {code} » n'est pas dans la liste {list}."),
            Language::English => format!("“{code}” is not in the list {list}."),
        });
        findings.push(case.at(RULE.finding(&what), case.subject.middle()));
    }
}

/// The codes of a feature by the name of their list.
fn codes(facts: &Facts) -> Vec<(&'static str, Option<&str>)> {
    match facts {
        Facts::Parcel(parcel) => {
            vec![("land_use", parcel.land_use.as_deref()), ("tenure", parcel.tenure.as_deref())]
        }
        Facts::Road(road) => vec![
            ("road_class", road.class.as_deref()),
            ("road_surface", road.surface.as_deref()),
            ("condition", road.condition.as_deref()),
            ("passability", road.passability.as_deref()),
            ("managing_authority", road.managing_authority.as_deref()),
        ],
        Facts::Market(market) => vec![("market_kind", market.kind.as_deref())],
        Facts::Place(place) => {
            vec![("asset_kind", place.kind.as_deref()), ("condition", place.condition.as_deref())]
        }
        Facts::Other(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};
    use serde_json::json;

    #[test]
    fn a_code_is_held_against_its_list_and_a_list_that_is_not_known_against_nothing() {
        let picture = Picture::of(
            10.0,
            "
a...b
c...d
",
        );
        let told = judged(&picture.parcel("abdc").with(&json!({ "land_use": "maïs", "tenure": "x" })), []);
        assert!(told.only("unknown_code").message.fr.contains("« maïs » n'est pas dans la liste land_use"));
        assert!(
            !judged(&picture.parcel("abdc").with(&json!({ "land_use": "housing" })), []).has("unknown_code")
        );
    }
}
