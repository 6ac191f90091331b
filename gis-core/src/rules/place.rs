//! Does a place lie in its market, under a code of its own?

use super::case::Case;
use super::plane::{holds, nearest, sides};
use super::rule::{Check, Rule};
use super::subject::Subject;
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Unit};
use geo::Coord;

const OUTSIDE: Rule = Rule {
    code: "place_outside_market",
    severity: Severity::Warning,
    title: ["Place hors de son marché", "Pitch outside its market"],
    why: [
        "Une place se compte et se loue dans les limites de son marché ; autour des marchés, les places informelles \
         ont leur propre régime.",
        "A pitch is counted and let within the limits of its market; informal pitches around it are another matter.",
    ],
    advice: [
        "Vérifiez le marché, la limite du marché ou la position.",
        "Check the market, its limits or the position.",
    ],
};

const NONE: Rule = Rule {
    code: "place_without_market",
    severity: Severity::Note,
    title: ["Place sans marché, dans un marché", "Pitch without market, in a market"],
    why: [
        "Une place dans les limites d'un marché lui appartient : sans ce lien elle manque à ses comptes.",
        "A pitch within the limits of a market belongs to it: without that link it is missing from its accounts.",
    ],
    advice: ["Rattachez la place au marché.", "Assign the pitch to the market."],
};

const CODE: Rule = Rule {
    code: "duplicate_place_code",
    severity: Severity::Warning,
    title: ["Code de place porté deux fois", "Code of a pitch borne twice"],
    why: [
        "Contrats, tarifs et quittances nomment la place par son code : il est unique dans un marché.",
        "Contracts, tariffs and receipts name a pitch by its code, which is unique within a market.",
    ],
    advice: ["Corrigez l'un des deux codes.", "Correct one of the two codes."],
};

pub(super) const CHECK: Check =
    Check { rules: &[OUTSIDE, NONE, CODE], collections: &[Collection::MarketAssets], judge };

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(place) = case.subject.facts.place() else { return };
    match place.market.and_then(|id| case.around.market(id)) {
        Some(market) => findings.extend(outside(case, market)),
        None if place.market.is_none() => findings.extend(without(case)),
        None => {}
    }
    for other in case.around.namesakes(case.subject) {
        let what = both(|language| {
            let code = other.label();
            match language {
                Language::French => format!("Une autre place du marché porte le code {code}."),
                Language::English => format!("Another pitch of the market bears the code {code}."),
            }
        });
        findings.push(case.about(CODE.finding(&what), other, case.subject.middle()));
    }
}

fn outside(case: &Case<'_>, market: &Subject) -> Option<Finding> {
    let area = market.area()?;
    let out = |at: Coord| (!holds(area, at)).then(|| nearest(sides(area), at)).flatten();
    let vertices = case.subject.shape.vertices();
    let outside = vertices.filter_map(|at| out(at).map(|(distance_m, ..)| (distance_m, at)));
    let (distance_m, at) = outside.max_by(|one, other| one.0.total_cmp(&other.0))?;
    let doubt_m = case.doubt_m(market);
    if distance_m <= doubt_m {
        return None;
    }
    let what = both(|language| {
        let (label, distance) = (market.label(), language.figure(distance_m, 1));
        match language {
            Language::French => format!("À {distance} m hors du marché {label}."),
            Language::English => format!("{distance} m outside the market {label}."),
        }
    });
    let finding = OUTSIDE.finding(&what).measuring(distance_m, Some(doubt_m), Unit::Metre);
    Some(case.about(finding, market, at))
}

fn without(case: &Case<'_>) -> Option<Finding> {
    let middle = case.subject.middle();
    let mut markets = case.near(Collection::Markets, 0.0);
    let market = markets.find(|market| market.area().is_some_and(|area| holds(area, middle)))?;
    let what = both(|language| {
        let label = market.label();
        match language {
            Language::French => format!("La place est dans le marché {label}, sans y être rattachée."),
            Language::English => {
                format!("The pitch lies in the market {label} without being assigned to it.")
            }
        }
    });
    Some(case.about(NONE.finding(&what), market, middle))
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};
    use super::*;
    use serde_json::json;

    fn picture() -> Picture {
        Picture::of(
            2.0,
            "
a...........b
.           .
.   p   q   .     r
.           .
c...........d
",
        )
    }

    #[test]
    fn a_place_lies_in_its_market_as_far_as_the_uncertainty_goes() {
        let picture = picture();
        let market = picture.market("abdc").with(&json!({ "name": "Marché central" }));
        let place = |letter| picture.spot(letter).with(&json!({ "market": market.id }));
        assert!(!judged(&place('p'), [&market]).has("place_outside_market"));
        let told = judged(&place('r'), [&market]);
        assert!((told.figure("place_outside_market") - 12.0).abs() < 1e-6);
        assert!(told.only("place_outside_market").message.fr.contains("Marché central"));
        assert!(!judged(&place('r').sigma(7.0), [&market]).has("place_outside_market"));
    }

    #[test]
    fn a_place_in_a_market_that_is_not_assigned_to_it_is_noted() {
        let picture = picture();
        assert!(judged(&picture.spot('p'), [&picture.market("abdc")]).has("place_without_market"));
        assert!(!judged(&picture.spot('r'), [&picture.market("abdc")]).has("place_without_market"));
    }

    #[test]
    fn a_code_is_borne_once_in_a_market_and_as_often_as_there_are_markets() {
        let picture = picture();
        let market = |number| uuid::Uuid::from_u128(number);
        let place =
            |letter, number| picture.spot(letter).with(&json!({ "market": market(number), "code": "A-012" }));
        let told = judged(&place('p', 1), [&place('q', 1)]);
        assert_eq!(told.only("duplicate_place_code").severity, Severity::Warning);
        assert!(!judged(&place('p', 1), [&place('q', 2)]).has("duplicate_place_code"));
    }
}
