//! What can be wrong with a step of a draft, as problem documents.

use crate::error::{ApiError, Problem, not_found, unprocessable};
use crate::extract::changed_since;
use axum::http::StatusCode;
use gis_core::{Finding, Text};
use gis_store::StoreError;
use gis_store::draft::{DraftError, DraftState};

pub(super) fn no_such_draft() -> Problem {
    not_found("no-such-draft", "Ce brouillon n'existe pas.", "There is no such draft.")
}

pub(super) fn no_such_feature() -> Problem {
    not_found(
        "no-such-feature",
        "Cet objet n'existe pas, ou rien en lui ne se compare au brouillon.",
        "There is no such feature, or nothing in it compares with the draft.",
    )
}

pub(super) fn no_such_collection(name: &str) -> Problem {
    unprocessable(
        "no-such-collection",
        format!("Couche inconnue « {name} » ; voyez /collections."),
        format!("Unknown collection “{name}”; see /collections."),
    )
    .in_field("collection")
}

/// A P-code that names no department, or none for the caller.
pub(crate) fn unknown_department(pcode: &str) -> Problem {
    unprocessable(
        "unknown-department",
        format!("Département inconnu « {pcode} ». Un code P est attendu, comme SN1302 ; voyez /collections/departments/items."),
        format!("Unknown department “{pcode}”. A P-code is wanted, such as SN1302; see /collections/departments/items."),
    )
    .in_field("department")
}

impl From<DraftError> for ApiError {
    fn from(error: DraftError) -> Self {
        let problem = match error {
            DraftError::Store(error) if error.is_refusal() => refused(&error),
            DraftError::Store(error) => return error.into(),
            DraftError::NotFound => no_such_draft(),
            DraftError::WrongState { state } => wrong_state(state),
            DraftError::Changed { version } => changed_since(Some(version)),
            DraftError::Stale { target, current } => {
                stale(&target.collection, current).in_field(format!("targets.{}", target.id))
            }
            DraftError::Own => own(),
            DraftError::Rejected { grading } => rejected(&grading.reason),
            DraftError::Blocked { findings } => blocked(&findings),
            DraftError::Unanswered { findings } => unanswered(&findings),
            DraftError::Field { field, reason } => {
                let message =
                    Text::new(format!("{field} : {}.", reason.fr), format!("{field}: {}.", reason.en));
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unusable-field", message).in_field(field)
            }
        };
        problem.into()
    }
}

fn conflict(kind: &str, fr: impl Into<String>, en: impl Into<String>) -> Problem {
    Problem::new(StatusCode::CONFLICT, kind, Text::new(fr, en))
}

/// What the rules of the tables do not take: a number that somebody else has by now, a shape without area.
fn refused(error: &StoreError) -> Problem {
    tracing::warn!(error = error as &dyn std::error::Error, "the register refused a draft");
    unprocessable(
        "refused",
        "Le registre refuse ces données : un numéro déjà pris, ou une géométrie sans étendue. Rien n'a été écrit ; renvoyez le brouillon ou corrigez-le.",
        "The register refuses these data: a number that is taken, or a geometry without extent. Nothing was written; return the draft or correct it.",
    )
}

fn wrong_state(state: DraftState) -> Problem {
    match state {
        DraftState::Approved | DraftState::Returned | DraftState::Withdrawn => conflict(
            "already-decided",
            "Une décision a déjà été prise sur ce brouillon. Rechargez la page.",
            "This draft was decided on already. Reload the page.",
        ),
        DraftState::Draft => conflict(
            "not-submitted",
            "Ce brouillon n'est pas soumis : il est encore entre les mains de son auteur.",
            "This draft is not submitted: it is still in the hands of whoever proposes it.",
        ),
        DraftState::Submitted => conflict(
            "already-submitted",
            "Ce brouillon est soumis et attend une décision. Retirez-le d'abord pour le corriger.",
            "This draft is submitted and waits for a decision. Withdraw it first to correct it.",
        ),
    }
}

fn stale(collection: &str, current: Option<i32>) -> Problem {
    match current {
        Some(version) => conflict(
            "changed-since",
            format!(
                "L'objet visé ({collection}) a été modifié depuis la proposition : il en est à la version {version}. Renvoyez le brouillon, ou proposez de nouveau à partir de l'état actuel."
            ),
            format!(
                "The feature ({collection}) was changed since this was proposed: it is at version {version} now. Return the draft, or propose again from what it is now."
            ),
        ),
        None => conflict(
            "changed-since",
            format!(
                "L'objet visé ({collection}) n'est plus au registre, ou pas pour vous. Renvoyez le brouillon."
            ),
            format!(
                "The feature ({collection}) is not in the register any more, or not for you. Return the draft."
            ),
        ),
    }
}

fn own() -> Problem {
    let message = Text::new(
        "Vous avez proposé, corrigé ou soumis ce brouillon : c'est à quelqu'un d'autre de décider.",
        "You proposed, corrected or submitted this draft: somebody else has to decide.",
    );
    Problem::new(StatusCode::FORBIDDEN, "own-draft", message)
}

fn rejected(reason: &Text) -> Problem {
    conflict(
        "draft-rejected",
        format!(
            "La qualité de ce levé ne permet pas de l'inscrire au registre : {} Renvoyez-le à l'agent.",
            sentence(&reason.fr)
        ),
        format!(
            "The quality of this survey does not let it enter the register: {} Return it to the surveyor.",
            sentence(&reason.en)
        ),
    )
}

/// The text with a full stop at its end, if it has none.
fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

fn blocked(findings: &[Finding]) -> Problem {
    let Text { fr, en } = listed(findings);
    unprocessable(
        "blocked",
        format!("Ce brouillon ne peut pas être approuvé : {fr}"),
        format!("This draft cannot be approved: {en}"),
    )
    .about(findings)
}

fn unanswered(findings: &[Finding]) -> Problem {
    let Text { fr, en } = listed(findings);
    let codes: Vec<_> = findings.iter().map(|finding| finding.code.as_str()).collect();
    let codes = codes.join(", ");
    unprocessable(
        "answers-wanted",
        format!("Répondez à chaque avertissement avant d'approuver (answers : {codes}). {fr}"),
        format!("Answer each warning before approving (answers: {codes}). {en}"),
    )
    .in_field("answers")
    .about(findings)
}

fn listed(findings: &[Finding]) -> Text {
    let list = |text: fn(&Text) -> &str| {
        findings.iter().map(|finding| text(&finding.message)).collect::<Vec<_>>().join(" ")
    };
    Text::new(list(|text| &text.fr), list(|text| &text.en))
}
