//! What to do next with a draft, by its grade and kind.

use gis_core::survey::{Draft, DraftKind, Grade};
use gis_core::{Severity, Text};

use crate::words::{Language, both};

/// How a grade is called.
pub(super) fn grade_name(grade: Grade, language: Language) -> &'static str {
    match grade {
        Grade::A => language.pick("A (très bonne)", "A (very good)"),
        Grade::B => language.pick("B (bonne)", "B (good)"),
        Grade::C => language.pick("C (passable)", "C (fair)"),
        Grade::Rejected => language.pick("rejeté", "rejected"),
    }
}

/// What to do next with a draft.
pub(super) fn next_step(draft: &Draft) -> Text {
    let warnings = draft.findings.iter().filter(|finding| finding.severity >= Severity::Warning).count();
    match (draft.grading.grade, warnings) {
        (Grade::A | Grade::B, 0) => Text::new("Prêt pour la vérification.", "Ready for review."),
        (Grade::A | Grade::B, 1) => {
            Text::new("Lisez la remarque, puis faites vérifier.", "Read the remark, then have it reviewed.")
        }
        (Grade::A | Grade::B, _) => both(|language| {
            language
                .pick(
                    "Lisez les {} remarques, puis faites vérifier.",
                    "Read the {} remarks, then have it reviewed.",
                )
                .replace("{}", &language.count(warnings as u64))
        }),
        (Grade::C, _) => survey_again(draft.kind),
        (Grade::Rejected, _) => {
            let again = survey_again(draft.kind);
            Text::new(
                format!("N'entre pas au registre. {}", again.fr),
                format!("Cannot enter the register. {}", again.en),
            )
        }
    }
}

fn survey_again(kind: DraftKind) -> Text {
    match kind {
        DraftKind::Parcel => Text::new(
            "Mieux vaut la lever à nouveau, un autre jour, en restant une minute à chaque borne.",
            "Better surveyed again, on another day, with a minute at each corner.",
        ),
        DraftKind::Road => Text::new(
            "Mieux vaut repasser, à une autre heure, et envoyer les journaux ensemble.",
            "Better driven again, at another hour; send the logs together.",
        ),
        DraftKind::MarketAsset => Text::new(
            "Mieux vaut revenir sur le point, à une autre heure, et y rester une minute.",
            "Better visited again, at another hour, for a minute.",
        ),
    }
}
