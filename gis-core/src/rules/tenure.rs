//! Is what is known of the right to a parcel consistent, and who approves an allocation of that size?

use super::case::Case;
use super::rule::{Check, Rule};
use crate::register::approving_authority;
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text, Unit};

const TITLE: Rule = Rule {
    code: "title_without_nicad",
    severity: Severity::Note,
    title: ["Titre foncier sans NICAD", "Land title without NICAD"],
    why: [
        "Une parcelle immatriculée est connue du Cadastre, qui lui attribue un NICAD (décret 2012-396).",
        "Titled land is known to the Cadastre, which allots it a NICAD (décret 2012-396).",
    ],
    advice: [
        "Demandez le certificat (CIC, gratuit) et relevez le NICAD.",
        "Ask for the certificate (CIC, free) and record the NICAD.",
    ],
};

const ATTESTATION: Rule = Rule {
    code: "attestation_as_right",
    severity: Severity::Note,
    title: ["Attestation notée comme un droit", "Attestation recorded as a right"],
    why: [
        "Sur le domaine national, le conseil affecte, non le maire : une « attestation de propriété » est sans valeur \
         (Cour suprême n° 13, 14 mai 2020). Elle est un document présenté.",
        "On national domain the council allots, not the mayor: an “attestation of ownership” is void (Supreme Court \
         no. 13, 14 May 2020). It is a document that was presented.",
    ],
    advice: [
        "Rangez-la parmi les documents et notez le droit réel, à défaut l'occupation de fait.",
        "File it among the documents and record the actual right, failing that de facto occupation.",
    ],
};

const APPROVAL: Rule = Rule {
    code: "approval_authority",
    severity: Severity::Note,
    title: ["Autorité qui approuve l'affectation", "Authority that approves the allocation"],
    why: [
        "Une délibération d'affectation est approuvée selon la surface (décret 72-1288 modifié par 2020-1773) ; les \
         seuils de 2022 restent à vérifier.",
        "A deliberation that allots land is approved according to the area (décret 72-1288 as amended by 2020-1773); \
         the thresholds of 2022 are still to be verified.",
    ],
    advice: [
        "Vérifiez que l'approbation vient de cette autorité.",
        "Check that the approval comes from this authority.",
    ],
};

pub(super) const CHECK: Check =
    Check { rules: &[TITLE, ATTESTATION, APPROVAL], collections: &[Collection::Parcels], judge };

/// Codes of the list `tenure` that say an allocation.
const ALLOCATIONS: [&str; 2] = ["council_deliberation", "approved_deliberation"];

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(parcel) = case.subject.facts.parcel() else { return };
    let middle = case.subject.middle();
    let tenure = parcel.tenure.as_deref().unwrap_or_default();
    if tenure == "land_title" && parcel.nicad.is_none() {
        let what = Text::new("Titre foncier, mais pas de NICAD.", "A land title, but no NICAD.");
        findings.push(case.at(TITLE.finding(&what), middle));
    }
    if tenure == "attestation_presented" {
        let what =
            Text::new("Le droit noté est une attestation.", "The right that is recorded is an attestation.");
        findings.push(case.at(ATTESTATION.finding(&what), middle));
    }
    if ALLOCATIONS.contains(&tenure) {
        findings.extend(approval(case).map(|finding| case.at(finding, middle)));
    }
}

/// Who approves, when it is not the ordinary case of the smallest areas, which several authorities may approve.
fn approval(case: &Case<'_>) -> Option<Finding> {
    let area_m2 = case.subject.area_m2()?;
    let step = approving_authority(&case.judge.settings().approval, area_m2 / 10_000.0, case.judge.today())?;
    let [authority] = step.authorities.as_slice() else { return None };
    let what = both(|language| {
        let (area, authority, basis) =
            (language.area(area_m2), named(authority, language), &step.legal_basis);
        match language {
            Language::French => format!("Affectation de {area} : {authority} approuve ({basis})."),
            Language::English => format!("Allocation of {area}: {authority} approves ({basis})."),
        }
    });
    let limit_m2 = step.up_to_ha.map(|up_to_ha| up_to_ha * 10_000.0);
    Some(APPROVAL.finding(&what).measuring(area_m2, limit_m2, Unit::SquareMetre))
}

fn named(authority: &str, language: Language) -> &str {
    match authority {
        "prefect" => language.pick("le préfet", "the prefect"),
        "sub_prefect" => language.pick("le sous-préfet", "the sub-prefect"),
        "governor" => {
            language.pick("le gouverneur (enregistrement au SGG)", "the governor (registered at the SGG)")
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Picture, Told, judged};
    use serde_json::json;

    fn told(cell_m: f64, tenure: &str) -> Told {
        let picture = Picture::of(
            cell_m,
            "
a...b
.   .
c...d
",
        );
        judged(&picture.parcel("abdc").with(&json!({ "tenure": tenure })), [])
    }

    #[test]
    fn a_title_wants_a_nicad_and_an_attestation_is_no_right() {
        assert!(told(10.0, "land_title").has("title_without_nicad"));
        assert!(told(10.0, "attestation_presented").has("attestation_as_right"));
        assert!(!told(10.0, "customary").has("attestation_as_right"));
    }

    #[test]
    fn an_allocation_is_approved_by_who_the_area_says() {
        // 4 × 2 cells: 8 ha, 12.5 ha, 72 ha.
        assert!(!told(100.0, "council_deliberation").has("approval_authority"));
        let told_of =
            |cell_m: f64| told(cell_m, "approved_deliberation").only("approval_authority").message.fr.clone();
        assert!(told_of(125.0).contains("12,50 ha : le préfet"), "{}", told_of(125.0));
        assert!(told_of(300.0).contains("72,00 ha : le gouverneur"));
        assert!(!told(300.0, "lease").has("approval_authority"));
    }
}
