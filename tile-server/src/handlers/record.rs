//! What all records beside the features have in common over HTTP.

use crate::error::{ApiError, Problem, not_found};
use crate::extract::{BaseUrl, changed_since};
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use gis_core::Text;
use gis_store::record::RecordError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why something is done to personal data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    #[serde(default)]
    reason: String,
}

/// Longest reason, in characters.
const REASON_LENGTH: usize = 500;

impl ReasonBody {
    /// The reason, which nobody is spared.
    pub(crate) fn checked(&self) -> Result<&str, ApiError> {
        let reason = self.reason.trim();
        if (1..=REASON_LENGTH).contains(&reason.chars().count()) {
            return Ok(reason);
        }
        let message = Text::new(
            format!(
                "Dites pourquoi, en {REASON_LENGTH} caractères au plus, sans nom de personne : le motif est journalisé."
            ),
            format!(
                "Say why, in {REASON_LENGTH} characters at most and without names: the reason is logged."
            ),
        );
        Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "reason-wanted", message)
            .in_field("reason")
            .into())
    }
}

/// The end of a right or an occupancy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndBody {
    pub(crate) ends_on: NaiveDate,
    #[serde(default)]
    pub(crate) reason: String,
}

/// The identifier of what was recorded.
#[derive(Serialize)]
pub(crate) struct Recorded {
    pub(crate) id: Uuid,
}

/// An answer with the address of what was recorded.
pub(crate) fn created(base: &BaseUrl, path: &str, body: impl Serialize) -> Response {
    let location = [(header::LOCATION, format!("{}{path}", base.0))];
    (StatusCode::CREATED, location, Json(body)).into_response()
}

impl From<RecordError> for ApiError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Store(error) => error.into(),
            RecordError::Vault(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "an identity number cannot be opened"
                );
                key_missing().into()
            }
            RecordError::NotFound => {
                not_found("not-on-record", "Cela n'est pas enregistré.", "This is not on record.").into()
            }
            RecordError::Misfit(misfit) => {
                let (field, reason) = (misfit.field, misfit.reason);
                let message =
                    Text::new(format!("{field} : {}.", reason.fr), format!("{field}: {}.", reason.en));
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "misfit", message).in_field(field).into()
            }
            RecordError::Known { id } => {
                let message = Text::new(
                    format!("Cette personne est déjà enregistrée dans ce département : {id}."),
                    format!("This person is on record in this department already: {id}."),
                );
                let problem = Problem::new(StatusCode::CONFLICT, "known-person", message);
                problem.in_field("person.identity.number").into()
            }
            RecordError::Stale { revision } => changed_since(Some(revision)).into(),
        }
    }
}

fn key_missing() -> Problem {
    let message = Text::new(
        "Ce numéro a été chiffré avec une autre clé : remettez le fichier persons.key d'origine (docs/backup.md).",
        "This number was sealed under another key: put the original file persons.key back (docs/backup.md).",
    );
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "key-missing", message)
}
