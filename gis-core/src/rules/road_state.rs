//! Do surface, condition, passability, width and manager of a road fit its class?

use super::case::Case;
use super::facts::RoadFacts;
use super::rule::{Check, Rule};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};

const SURFACE: Rule = Rule {
    code: "road_surface_class",
    severity: Severity::Warning,
    title: ["Route principale non revêtue", "Main road unpaved"],
    why: [
        "Autoroutes et routes nationales sont revêtues, à de rares tronçons près ; sinon la classe est fausse.",
        "Motorways and national roads are paved, but for rare stretches; else the class is wrong.",
    ],
    advice: ["Vérifiez la classe et le revêtement.", "Check the class and the surface."],
};

const PASSABILITY: Rule = Rule {
    code: "road_passability",
    severity: Severity::Warning,
    title: ["Praticabilité contredite par l'état", "Passability against condition"],
    why: [
        "Une route coupée n'est pas en bon état, et une route impraticable n'est pas ouverte en toute saison.",
        "A road that is cut is not in good condition, and one that is impassable is not open in all seasons.",
    ],
    advice: ["Corrigez l'état ou la praticabilité.", "Correct the condition or the passability."],
};

const WIDTH: Rule = Rule {
    code: "road_width",
    severity: Severity::Note,
    title: ["Largeur de chaussée invraisemblable", "Implausible width of the carriageway"],
    why: [
        "Une chaussée a de 2 à 40 m ; au-delà, l'emprise a été saisie pour la chaussée, ou des pieds pour des mètres.",
        "A carriageway has 2 to 40 m; beyond, the right-of-way was entered for it, or feet for metres.",
    ],
    advice: ["Vérifiez la largeur.", "Check the width."],
};

const MANAGER: Rule = Rule {
    code: "road_manager",
    severity: Severity::Warning,
    title: ["Gestionnaire et classe de la route", "Manager and class of the road"],
    why: [
        "L'AGEROUTE gère le réseau classé, la commune le réseau non classé : le gestionnaire décide qui intervient.",
        "AGEROUTE manages the classified network, the commune the unclassified one: the manager decides who acts.",
    ],
    advice: ["Corrigez le gestionnaire ou la classe.", "Correct the manager or the class."],
};

pub(super) const CHECK: Check =
    Check { rules: &[SURFACE, PASSABILITY, WIDTH, MANAGER], collections: &[Collection::Roads], judge };

/// Surfaces that are not paved.
const UNPAVED: [&str; 5] = ["unpaved", "laterite", "improved_track", "earth_sand", "shell"];
/// Classes whose roads are paved.
const PAVED_CLASSES: [&str; 2] = ["motorway", "national"];
/// Classes of the network that AGEROUTE manages; urban roads are managed by either.
const CLASSIFIED: [&str; 5] = ["motorway", "national", "regional", "departmental", "listed_track"];

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(road) = case.subject.facts.road() else { return };
    let middle = case.subject.middle();
    let found = [surface(road), passability(road), manager(road)].into_iter().flatten();
    findings.extend(found.map(|finding| case.at(finding, middle)));
    let limits = case.limits();
    let range = limits.road_width_min_m..=limits.road_width_max_m;
    if let Some(width_m) = road.width_m.filter(|width_m| !range.contains(width_m)) {
        let limit_m = if width_m < *range.start() { range.start() } else { range.end() };
        let finding = WIDTH.finding(&width(width_m)).measuring(width_m, Some(*limit_m), Unit::Metre);
        findings.push(case.at(finding, middle));
    }
}

fn surface(road: &RoadFacts) -> Option<Finding> {
    let class = road.class.as_deref().filter(|class| PAVED_CLASSES.contains(class))?;
    let surface = road.surface.as_deref().filter(|surface| UNPAVED.contains(surface))?;
    let what = both(|language| match language {
        Language::French => format!("Route de classe {class}, revêtement {surface}."),
        Language::English => format!("Road of class {class}, surface {surface}."),
    });
    Some(SURFACE.finding(&what))
}

fn passability(road: &RoadFacts) -> Option<Finding> {
    let (condition, passability) = (road.condition.as_deref()?, road.passability.as_deref()?);
    let contradicts = match passability {
        "cut" => condition == "good",
        "all_season" => ["very_poor", "ruined"].contains(&condition),
        _ => false,
    };
    let what = Text::new(
        format!("État {condition}, mais praticabilité {passability}."),
        format!("Condition {condition}, but passability {passability}."),
    );
    contradicts.then(|| PASSABILITY.finding(&what))
}

fn manager(road: &RoadFacts) -> Option<Finding> {
    let (class, manager) = (road.class.as_deref()?, road.managing_authority.as_deref()?);
    let wanted = if CLASSIFIED.contains(&class) {
        "ageroute"
    } else if class == "unclassified" {
        "commune"
    } else {
        return None;
    };
    let what = both(|language| match language {
        Language::French => format!("Route de classe {class} gérée par {manager} ; la règle veut {wanted}."),
        Language::English => format!("Road of class {class} managed by {manager}; the rule is {wanted}."),
    });
    (manager != wanted).then(|| MANAGER.finding(&what))
}

fn width(width_m: f64) -> Text {
    both(|language| {
        let width = language.figure(width_m, 1);
        match language {
            Language::French => format!("Chaussée de {width} m."),
            Language::English => format!("A carriageway of {width} m."),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, Told, judged};
    use serde_json::{Value, json};

    fn told(facts: &Value) -> Told {
        judged(&Picture::of(10.0, "a.........b").road("ab").with(facts), [])
    }

    #[test]
    fn a_national_road_of_earth_is_doubted() {
        assert!(told(&json!({ "class": "national", "surface": "laterite" })).has("road_surface_class"));
        assert!(!told(&json!({ "class": "national", "surface": "asphalt" })).has("road_surface_class"));
        assert!(!told(&json!({ "class": "listed_track", "surface": "laterite" })).has("road_surface_class"));
    }

    #[test]
    fn condition_and_passability_agree() {
        assert!(told(&json!({ "condition": "good", "passability": "cut" })).has("road_passability"));
        assert!(
            told(&json!({ "condition": "very_poor", "passability": "all_season" })).has("road_passability")
        );
        assert!(!told(&json!({ "condition": "poor", "passability": "dry_season" })).has("road_passability"));
    }

    #[test]
    fn the_manager_follows_from_the_class_but_in_towns() {
        let managed = |class: &str, by: &str| told(&json!({ "class": class, "managing_authority": by }));
        assert!(managed("departmental", "commune").has("road_manager"));
        assert!(managed("unclassified", "ageroute").has("road_manager"));
        assert!(!managed("unclassified", "commune").has("road_manager"));
        assert!(!managed("urban", "commune").has("road_manager"));
    }

    #[test]
    fn a_carriageway_is_neither_a_path_nor_a_square() {
        assert!((told(&json!({ "width_m": 60 })).figure("road_width") - 60.0).abs() < 1e-9);
        assert!(told(&json!({ "width_m": 1 })).has("road_width"));
        assert!(!told(&json!({ "width_m": 7 })).has("road_width"));
    }
}
