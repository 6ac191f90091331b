//! Is the number of a road one, and does it fit its class, its region and the other pieces of the road?

use super::case::Case;
use super::facts::RoadFacts;
use super::rule::{Check, Rule};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text};

const FORMAT: Rule = Rule {
    code: "road_number_format",
    severity: Severity::Error,
    title: ["Forme du numéro de route", "Form of the road number"],
    why: [
        "Le réseau classé est numéroté par une lettre de classe (A, N, R, D, P), un à trois chiffres et parfois une \
         lettre, comme N2 ou D710B.",
        "The classified network is numbered by a letter of class (A, N, R, D, P), one to three digits and sometimes a \
         letter, such as N2 or D710B.",
    ],
    advice: ["Écrivez le numéro sous cette forme, ou laissez-le vide.", "Write it so, or leave it empty."],
};

const CLASS: Rule = Rule {
    code: "road_number_class",
    severity: Severity::Warning,
    title: ["Numéro et classe de la route", "Number and class of the road"],
    why: [
        "La première lettre du numéro dit la classe (loi 74-20, décret 74-718) : elle décide qui gère la route.",
        "The first letter of the number tells the class (law 74-20, décret 74-718), which decides who manages the \
         road.",
    ],
    advice: ["Corrigez la classe ou le numéro.", "Correct the class or the number."],
};

const REGION: Rule = Rule {
    code: "road_number_region",
    severity: Severity::Note,
    title: ["Numéro d'une autre région", "Number of another region"],
    why: [
        "Le premier chiffre d'une route R, D ou P est celui de l'ancienne région ; la règle est tirée des données et \
         vaut pour les six départements pilotes.",
        "The first digit of an R, D or P road is that of the old region; the rule is drawn from data and holds in the \
         six pilot departments.",
    ],
    advice: ["Vérifiez le numéro.", "Check the number."],
};

const CLASSES: Rule = Rule {
    code: "road_number_two_classes",
    severity: Severity::Warning,
    title: ["Deux classes pour un numéro", "Two classes for one number"],
    why: [
        "Tous les tronçons d'une route portent le même numéro et sont de la même classe.",
        "All pieces of a road bear the same number and are of the same class.",
    ],
    advice: ["Mettez la classe d'accord sur tous les tronçons.", "Make all pieces agree on the class."],
};

pub(super) const CHECK: Check =
    Check { rules: &[FORMAT, CLASS, REGION, CLASSES], collections: &[Collection::Roads], judge };

/// Whether a text is such a number: `^(A|N|R|D|P)\d{1,3}[A-Z]?$`, as the network of Senegal numbers its motorways,
/// national, regional and departmental roads and listed tracks.
///
/// # Examples
/// ```
/// use gis_core::rules::is_road_number;
/// assert!(is_road_number("N2") && is_road_number("D710B"));
/// assert!(!is_road_number("RN 2"));
/// ```
#[must_use]
pub fn is_road_number(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['A', 'N', 'R', 'D', 'P']) else { return false };
    let digits = rest.strip_suffix(|letter: char| letter.is_ascii_uppercase()).unwrap_or(rest);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The class that the letter of a number tells of.
fn class_of(number: &str) -> Option<&'static str> {
    match number.as_bytes().first()? {
        b'A' => Some("motorway"),
        b'N' => Some("national"),
        b'R' => Some("regional"),
        b'D' => Some("departmental"),
        b'P' => Some("listed_track"),
        _ => None,
    }
}

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(road) = case.subject.facts.road() else { return };
    let Some(number) = road.number.as_deref() else { return };
    let middle = case.subject.middle();
    let mut add = |rule: &Rule, what: &Text| findings.push(case.at(rule.finding(what), middle));
    if !is_road_number(number) {
        return add(&FORMAT, &format(number));
    }
    let class = road.class.as_deref();
    if let Some((class, told)) = class.zip(class_of(number)).filter(|(class, told)| class != told) {
        add(&CLASS, &disagrees(number, told, class));
    }
    if let Some(digits) = strange_region(case, number) {
        add(&REGION, &region(number, &digits));
    }
    let with_class = |other: &RoadFacts| other.class.is_some() && other.class.as_deref() != class;
    let mut namesakes = case.around.namesakes(case.subject);
    let other = namesakes.find(|other| class.is_some() && other.facts.road().is_some_and(with_class));
    if let Some(other) = other {
        let finding = CLASSES.finding(&two_classes(number));
        findings.push(case.about(finding, other, middle));
    }
}

/// The digits that the region's roads begin with, when this one begins with another.
fn strange_region(case: &Case<'_>, number: &str) -> Option<String> {
    if !number.starts_with(['R', 'D', 'P']) {
        return None;
    }
    let region = case.subject.department.as_deref()?.get(..4)?;
    let digits = case.judge.settings().road_digits.get(region)?;
    let first = number.chars().nth(1)?;
    (!digits.contains(first)).then(|| digits.clone())
}

fn format(number: &str) -> Text {
    both(|language| match language {
        Language::French => format!("« {number} » n'est pas un numéro du réseau classé."),
        Language::English => format!("“{number}” is no number of the classified network."),
    })
}

fn disagrees(number: &str, told: &str, class: &str) -> Text {
    both(|language| match language {
        Language::French => {
            format!("Le numéro {number} est d'une classe ({told}), la route d'une autre ({class}).")
        }
        Language::English => {
            format!("The number {number} is of one class ({told}), the road of another ({class}).")
        }
    })
}

fn region(number: &str, digits: &str) -> Text {
    let listed = |and: &str| digits.chars().map(String::from).collect::<Vec<_>>().join(and);
    both(|language| match language {
        Language::French => {
            format!("Le numéro {number} ne commence pas par le chiffre de la région ({}).", listed(" ou "))
        }
        Language::English => {
            format!("The number {number} does not begin with the digit of the region ({}).", listed(" or "))
        }
    })
}

fn two_classes(number: &str) -> Text {
    both(|language| match language {
        Language::French => format!("Un autre tronçon de {number} est d'une autre classe."),
        Language::English => format!("Another piece of {number} is of another class."),
    })
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, Told, judged};
    use super::*;
    use serde_json::json;

    fn told(number: &str, class: &str) -> Told {
        let picture = Picture::of(10.0, "a.......b");
        judged(&picture.road("ab").with(&json!({ "number": number, "class": class })), [])
    }

    #[test]
    fn road_numbers_are_those_of_the_classified_network() {
        for number in ["N2", "R70", "D610B", "P702", "A1"] {
            assert!(is_road_number(number), "{number}");
        }
        for number in ["", "N", "VU2", "N1234", "n2", "N2bb", "N2BB", "D-12", "NB", "N2 ", "N２", "N2É"] {
            assert!(!is_road_number(number), "{number}");
        }
        assert!(told("RN 2", "national").has("road_number_format"));
    }

    #[test]
    fn a_number_of_another_class_is_told() {
        assert!(!told("N2", "national").has("road_number_class"));
        assert!(told("N2", "departmental").only("road_number_class").message.fr.contains("N2"));
    }

    #[test]
    fn the_first_digit_tells_the_old_region_of_all_but_national_roads() {
        assert!(!told("D701", "departmental").has("road_number_region"));
        assert!(told("D610B", "departmental").has("road_number_region"));
        assert!(!told("N6", "national").has("road_number_region"));
    }

    #[test]
    fn two_pieces_of_one_road_are_of_one_class() {
        let picture = Picture::of(10.0, "a.......b.......c");
        let piece =
            |words: &str, class: &str| picture.road(words).with(&json!({ "number": "D701", "class": class }));
        let told = judged(&piece("ab", "departmental"), [&piece("bc", "urban")]);
        assert!(told.has("road_number_two_classes"));
        assert!(!judged(&piece("ab", "urban"), [&piece("bc", "urban")]).has("road_number_two_classes"));
    }
}
