//! Is the geometry of an area valid? If not, what would make it so?

use super::case::Case;
use super::repair::{Repair, repair};
use super::rule::{Check, Rule};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};
use geo::{Area, Coord};

const INVALID: Rule = Rule {
    code: "geometry_invalid",
    severity: Severity::Error,
    title: ["Géométrie invalide", "Invalid geometry"],
    why: [
        "Un contour qui se croise n'a ni surface ni intérieur sûrs (OGC Simple Features, ISO 19125) ; la réparation \
         est proposée, jamais faite en silence.",
        "An outline that crosses itself has no certain area or interior (OGC Simple Features, ISO 19125); a repair is \
         proposed, never made silently.",
    ],
    advice: [
        "Acceptez la réparation proposée, ou redessinez la limite.",
        "Accept the repair that is proposed, or draw the boundary again.",
    ],
};

const UNTIDY: Rule = Rule {
    code: "geometry_untidy",
    severity: Severity::Note,
    title: ["Géométrie à nettoyer", "Untidy geometry"],
    why: [
        "Des sommets répétés et des pointes sans largeur ne changent pas la surface, mais troublent les voisins.",
        "Repeated vertices and needles without width do not change the area, but trouble the neighbours.",
    ],
    advice: ["Acceptez la géométrie nettoyée.", "Accept the tidied geometry."],
};

pub(super) const CHECK: Check = Check {
    rules: &[INVALID, UNTIDY],
    collections: &[
        Collection::Parcels,
        Collection::Markets,
        Collection::MarketAssets,
        Collection::Facilities,
    ],
    judge,
};

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(area) = case.subject.area() else { return };
    let repaired = repair(area, case.limits().contact_m);
    if repaired.repairs.is_empty() {
        return;
    }
    let is_grave = repaired.repairs.iter().any(|repair| repair.is_grave());
    let rule = if is_grave { INVALID } else { UNTIDY };
    let area_m2 = repaired.area.unsigned_area();
    let finding = rule.finding(&proposal(&repaired.repairs, repaired.area.0.len(), area_m2));
    let finding = finding.measuring(area_m2, None, Unit::SquareMetre);
    let at = repaired.repairs.iter().find_map(|repair| place(*repair));
    findings.push(case.at(finding, at.unwrap_or_else(|| case.subject.middle())));
}

fn place(repair: Repair) -> Option<Coord> {
    match repair {
        Repair::Spikes(_, at) | Repair::SelfCrossing(at) => Some(at),
        _ => None,
    }
}

fn proposal(repairs: &[Repair], parts: usize, area_m2: f64) -> Text {
    both(|language| {
        let mut done: Vec<String> = repairs.iter().map(|repair| told(*repair, language)).collect();
        done.dedup();
        let (done, area) = (done.join(", "), language.area(area_m2));
        match language {
            Language::French => format!("Réparation proposée : {done}. Il reste {parts} partie(s), {area}."),
            Language::English => format!("Proposed repair: {done}. {parts} part(s) are left, {area}."),
        }
    })
}

fn told(repair: Repair, language: Language) -> String {
    let counted = |count: usize, fr: &str, en: &str| format!("{count} {}", language.pick(fr, en));
    match repair {
        Repair::RepeatedPoints(count) => {
            counted(count, "sommet(s) répété(s) ôté(s)", "repeated vertices removed")
        }
        Repair::Spikes(count, _) => counted(count, "pointe(s) coupée(s)", "needle(s) cut off"),
        Repair::SelfCrossing(_) => {
            language.pick("croisement résolu en boucles", "self-crossing resolved into loops").to_owned()
        }
        Repair::HolesOutside(count) => {
            counted(count, "trou(s) hors du contour ôté(s)", "hole(s) outside cut off")
        }
        Repair::PartsUnited => {
            language.pick("parties superposées réunies", "overlapping parts united").to_owned()
        }
        Repair::NoArea(count) => {
            counted(count, "contour(s) sans surface ôté(s)", "ring(s) without area removed")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, judged};
    use crate::Severity;

    fn picture() -> Picture {
        Picture::of(
            5.0,
            "
a.....b......s
.     .
c.....d
",
        )
    }

    #[test]
    fn a_bow_tie_stands_in_the_way_and_its_repair_is_told() {
        let told = judged(&picture().parcel("adbc"), []);
        let finding = told.only("geometry_invalid");
        assert_eq!(finding.severity, Severity::Error);
        assert!(finding.message.fr.contains("croisement résolu en boucles. Il reste 2 partie(s)"));
        assert!(finding.at.is_some());
    }

    #[test]
    fn repeated_vertices_and_needles_are_notes() {
        let told = judged(&picture().parcel("abbsbdc"), []);
        assert!(
            told.only("geometry_untidy").message.en.contains("1 needle(s) cut off"),
            "{:?}",
            told.codes()
        );
        assert!(!told.has("geometry_invalid"));
        assert!(!judged(&picture().parcel("abdc"), []).has("geometry_untidy"));
    }
}
