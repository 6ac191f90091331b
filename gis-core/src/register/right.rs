//! Rights, restrictions and responsibilities: their kinds, how strong they are, and what they must rest on.
//!
//! The kinds are data (`data/code_lists.json`), with their place on the STDM continuum; this is the rule over them.

use super::Misfit;
use serde::{Deserialize, Serialize};

/// What a party has to do with land, in LADM's three classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RightClass {
    /// What a party may do (LA_Right).
    Right,
    /// What a party may not do, or must suffer (LA_Restriction).
    Restriction,
    /// What a party must do (LA_Responsibility).
    Responsibility,
}

impl RightClass {
    /// The name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Restriction => "restriction",
            Self::Responsibility => "responsibility",
        }
    }

    /// The code list that holds its kinds.
    #[must_use]
    pub fn code_list(self) -> &'static str {
        match self {
            Self::Right => "right_kind",
            Self::Restriction => "restriction_kind",
            Self::Responsibility => "responsibility_kind",
        }
    }
}

/// A kind of right as its code list describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightKind {
    /// Its code.
    pub code: String,
    /// Place on the STDM continuum, from 1 (de facto) to 9 (land title); none for what has no place there.
    pub strength: Option<u8>,
    /// Kinds of sources of which one must be shown; empty when none is needed.
    pub evidence: Vec<String>,
}

/// Kind of source that is a document and founds nothing.
const ATTESTATION: &str = "attestation";

/// Refuses what would make an attestation a right, and a right without the document that it rests on.
///
/// An attestation of a mayor founds no right: on national domain the municipal council allots, by a deliberation
/// (CGCL, art. 81 al. 3); Cour suprême n° 13 of 14 May 2020 holds such attestations void.
///
/// # Errors
/// Names `kind` or `source`.
pub fn check_evidence(asked: &str, kind: Option<&RightKind>, source: Option<&str>) -> Result<(), Misfit> {
    if asked.starts_with(ATTESTATION) {
        return Err(attestation("kind"));
    }
    let Some(kind) = kind else {
        return Err(Misfit::new(
            "kind",
            format!("type de droit inconnu « {asked} » : choisissez dans les listes de /code-lists"),
            format!("unknown kind of right “{asked}”: choose from the lists of /code-lists"),
        ));
    };
    let is_shown = source.is_some_and(|source| kind.evidence.iter().any(|wanted| wanted == source));
    if kind.evidence.is_empty() || is_shown {
        return Ok(());
    }
    if source == Some(ATTESTATION) {
        return Err(attestation("source"));
    }
    let wanted = kind.evidence.join(", ");
    Err(Misfit::new(
        "source",
        format!(
            "ce droit ({}) repose sur un document que le registre n'a pas : enregistrez d'abord la source ({wanted})",
            kind.code
        ),
        format!(
            "this right ({}) rests on a document that the register does not have: record the source first ({wanted})",
            kind.code
        ),
    ))
}

fn attestation(field: &str) -> Misfit {
    Misfit::new(
        field,
        "une attestation est un document présenté, jamais un droit : sur le domaine national, c'est le conseil municipal \
         qui affecte, par délibération (CGCL, art. 81 al. 3 ; Cour suprême n° 13 du 14 mai 2020). Joignez-la comme \
         document et enregistrez le droit par la délibération, ou l'occupation de fait",
        "an attestation is a document that was shown, never a right: on national domain the municipal council allots, by \
         a deliberation (CGCL, art. 81 al. 3; Cour suprême no. 13 of 14 May 2020). Attach it as a document and record \
         the right by the deliberation, or the de facto occupation",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: &str, evidence: &[&str]) -> RightKind {
        let evidence = evidence.iter().map(|source| (*source).to_owned()).collect();
        RightKind { code: code.to_owned(), strength: None, evidence }
    }

    #[test]
    fn an_attestation_is_never_a_right() {
        for asked in ["attestation", "attestation_presented"] {
            let refused = check_evidence(asked, None, None).expect_err("refused");
            assert_eq!(refused.field, "kind");
            assert!(refused.reason.fr.contains("Cour suprême n° 13"), "{refused}");
        }
        let allocation = kind("allocation", &["council_deliberation"]);
        let refused =
            check_evidence("allocation", Some(&allocation), Some("attestation")).expect_err("refused");
        assert_eq!(refused.field, "source");
        assert!(refused.reason.fr.contains("jamais un droit"), "{refused}");
    }

    #[test]
    fn a_lease_rests_on_a_lease_and_an_occupation_on_nothing() {
        let lease = kind("lease", &["lease"]);
        assert!(check_evidence("lease", Some(&lease), Some("lease")).is_ok());
        assert!(check_evidence("lease", Some(&lease), Some("testimony")).is_err());
        assert!(check_evidence("lease", Some(&lease), None).is_err());
        assert!(check_evidence("de_facto_occupation", Some(&kind("de_facto_occupation", &[])), None).is_ok());
    }

    #[test]
    fn a_kind_that_no_list_has_is_refused_by_name() {
        let refused = check_evidence("kingship", None, None).expect_err("refused");
        assert!(refused.reason.en.contains("kingship"));
    }
}
