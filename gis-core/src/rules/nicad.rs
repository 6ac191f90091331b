//! Is a NICAD one, does it belong here, and does nothing else bear it?

use super::case::Case;
use super::rule::{Check, Rule};
use crate::words::both;
use crate::{Collection, Finding, Language, Severity, Text};

/// Digits of a NICAD.
const DIGITS: usize = 16;
/// Those of the commune: region 2, department 1, arrondissement 3, commune 2.
const COMMUNE_DIGITS: usize = 8;
/// Those of the department.
const DEPARTMENT_DIGITS: usize = 3;

const FORMAT: Rule = Rule {
    code: "nicad_format",
    severity: Severity::Error,
    title: ["Forme du NICAD", "Form of the NICAD"],
    why: [
        "Un NICAD a 16 chiffres, RR D AAA CC SSS PPPPP (décret 2012-396) ; il est relevé tel quel, jamais complété.",
        "A NICAD has 16 digits, RR D AAA CC SSS PPPPP (décret 2012-396); it is recorded as it is, never completed.",
    ],
    advice: [
        "Reprenez-le du certificat (CIC), ou laissez-le vide.",
        "Take it from the certificate (CIC), or leave it empty.",
    ],
};

const ELSEWHERE: Rule = Rule {
    code: "nicad_elsewhere",
    severity: Severity::Warning,
    title: ["NICAD d'une autre commune", "NICAD of another commune"],
    why: [
        "Les 8 premiers chiffres sont ceux de la commune. Avertir sans bloquer : des limites ont changé depuis 2012.",
        "The first 8 digits are those of the commune. Warn and do not block: boundaries have changed since 2012.",
    ],
    advice: [
        "Vérifiez le NICAD sur le certificat, et la position de la parcelle.",
        "Check the NICAD against the certificate, and the position of the parcel.",
    ],
};

const DUPLICATE: Rule = Rule {
    code: "duplicate_nicad",
    severity: Severity::Warning,
    title: ["NICAD porté deux fois", "NICAD borne twice"],
    why: [
        "Un NICAD désigne une seule parcelle ; morcellement et fusion l'annulent et en créent d'autres.",
        "A NICAD names one parcel; splitting and merging cancel it and create others.",
    ],
    advice: [
        "Cherchez laquelle des parcelles le porte à tort ; seul le Cadastre attribue un NICAD.",
        "Find out which of the parcels bears it wrongly; only the Cadastre allots a NICAD.",
    ],
};

pub(super) const CHECK: Check =
    Check { rules: &[FORMAT, ELSEWHERE, DUPLICATE], collections: &[Collection::Parcels], judge };

/// Whether a text is a NICAD (numéro d'identification cadastral): 16 digits as the Cadastre allotted them. Nobody
/// else makes or alters one, so that only the form can be checked.
///
/// # Examples
/// ```
/// use gis_core::rules::is_nicad;
/// assert!(is_nicad("0722010100100001"));
/// assert!(!is_nicad("TF 638/MB"));
/// ```
#[must_use]
pub fn is_nicad(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What two parcels of the same NICAD have in common.
pub(super) fn same_parcel_key(nicad: &str) -> Option<String> {
    is_nicad(nicad).then(|| nicad.to_owned())
}

fn judge(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(nicad) = case.subject.facts.parcel().and_then(|parcel| parcel.nicad.as_deref()) else { return };
    let middle = case.subject.middle();
    if !is_nicad(nicad) {
        findings.push(case.at(FORMAT.finding(&format(nicad)), middle));
        return;
    }
    if let Some((own, wanted)) = elsewhere(case, nicad) {
        findings.push(case.at(ELSEWHERE.finding(&strange(own, &wanted)), middle));
    }
    for other in case.around.namesakes(case.subject) {
        findings.push(case.about(DUPLICATE.finding(&twice(nicad, &other.label())), other, middle));
    }
}

/// The leading digits that do not fit, and the codes that would: those of the communes where the parcel may lie; where
/// none of them has a known code, that of the department.
fn elsewhere<'n>(case: &Case<'_>, nicad: &'n str) -> Option<(&'n str, Vec<String>)> {
    let (frame, middle) = (&case.around.frame, case.subject.middle());
    let here = frame.communes.iter().filter(|commune| commune.nearly_holds(middle, case.own_doubt_m()));
    let codes: Vec<_> = here.filter_map(|commune| commune.ansd_code.clone()).collect();
    if !codes.is_empty() {
        let own = &nicad[..COMMUNE_DIGITS];
        return (!codes.iter().any(|code| code == own)).then_some((own, codes));
    }
    let department = frame.department(case.subject.department.as_deref()?)?;
    let code = department.ansd_code.clone()?;
    let own = &nicad[..DEPARTMENT_DIGITS];
    (code != own).then(|| (own, vec![code]))
}

fn format(nicad: &str) -> Text {
    both(|language| match language {
        Language::French => format!("« {nicad} » n'est pas un NICAD : il faut 16 chiffres."),
        Language::English => format!("“{nicad}” is no NICAD: it takes 16 digits."),
    })
}

fn strange(own: &str, wanted: &[String]) -> Text {
    both(|language| {
        let wanted = wanted.join(language.pick(" ou ", " or "));
        match language {
            Language::French => format!("Le NICAD commence par {own} ; à cet endroit le code est {wanted}."),
            Language::English => format!("The NICAD begins with {own}; in this place the code is {wanted}."),
        }
    })
}

fn twice(nicad: &str, label: &str) -> Text {
    both(|language| match language {
        Language::French => format!("La parcelle {label} porte aussi le NICAD {nicad}."),
        Language::English => format!("Parcel {label} bears the NICAD {nicad} too."),
    })
}

#[cfg(test)]
mod tests {
    use super::super::frame::Frame;
    use super::super::picture::{Picture, judged, judged_in};
    use super::*;
    use serde_json::json;

    fn picture() -> Picture {
        Picture::of(
            20.0,
            "
A.........B.........C
.  a...b  .  c...d  .
.  .   .  .  .   .  .
.  e...f  .  g...h  .
D.........E.........F
",
        )
    }

    #[test]
    fn a_nicad_is_sixteen_digits_and_nothing_else() {
        assert!(is_nicad("0722010100100001"));
        for text in ["", "072201010010001", "07220101001000012", "07220101001OOO01", "07 22010100100001"] {
            assert!(!is_nicad(text), "{text}");
        }
        let parcel = picture().parcel("abfe").with(&json!({ "nicad": "638/MB" }));
        assert_eq!(judged(&parcel, []).only("nicad_format").severity, Severity::Error);
    }

    #[test]
    fn a_nicad_is_held_against_the_commune_and_else_against_the_department() {
        let picture = picture();
        let frame = |communes: bool| Frame {
            departments: vec![picture.outline("SN1302", "Thiès", "072", "ACFD")],
            communes: if communes {
                vec![
                    picture.outline("SN1302", "Fandène", "07220101", "ABED"),
                    picture.outline("SN1302", "Pout", "07220102", "BCFE"),
                ]
            } else {
                Vec::new()
            },
        };
        let parcel = |nicad: &str| picture.parcel("abfe").with(&json!({ "nicad": nicad }));
        assert!(!judged_in(frame(true), &parcel("0722010100100001"), []).has("nicad_elsewhere"));
        let told = judged_in(frame(true), &parcel("0722010200100001"), []);
        assert!(
            told.only("nicad_elsewhere").message.fr.contains("07220102 ; à cet endroit le code est 07220101")
        );
        // With 60 m of doubt it may lie in the other commune.
        assert!(!judged_in(frame(true), &parcel("0722010200100001").sigma(60.0), []).has("nicad_elsewhere"));
        assert!(!judged_in(frame(false), &parcel("0729999900100001"), []).has("nicad_elsewhere"));
        assert!(judged_in(frame(false), &parcel("0119999900100001"), []).has("nicad_elsewhere"));
    }

    #[test]
    fn a_nicad_on_two_parcels_is_told_wherever_the_other_lies() {
        let picture = picture();
        let with = |words: &str| {
            picture.parcel(words).with(&json!({ "nicad": "0722010100100001", "number": words }))
        };
        let told = judged(&with("abfe"), [&with("cdhg")]);
        assert!(told.only("duplicate_nicad").message.en.contains("Parcel cdhg"));
    }
}
