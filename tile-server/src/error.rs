//! Errors as callers meet them: RFC 9457 problem documents in both languages.
//!
//! What the caller did wrong says what, where and what to do. What we did wrong is one constant text; its cause
//! is logged, once, here at the border.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::{Finding, Text};
use gis_store::StoreError;
use serde::Serialize;
use std::sync::Arc;

/// An answer that is no success.
#[derive(Debug)]
pub enum ApiError {
    /// The caller's doing.
    Caller(Box<Problem>),
    /// Ours; the cause goes to the log only.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// A problem document.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// Stable path that names the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// Standard phrase of the status.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// What, where and what to do, in English.
    pub detail: String,
    /// The same in both languages.
    pub message: Text,
    /// The field of the request that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The findings that stand in the way, or want an answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// After how many seconds the same may be tried again, as a header.
    #[serde(skip)]
    pub retry_after_s: Option<u64>,
}

impl Problem {
    /// A problem of that kind (`kebab-case`).
    #[must_use]
    pub fn new(status: StatusCode, kind: &str, message: Text) -> Self {
        Self {
            kind: format!("/problems/{kind}"),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: message.en.clone(),
            message,
            field: None,
            findings: Vec::new(),
            retry_after_s: None,
        }
    }

    /// The same, with the findings that it is about.
    #[must_use]
    pub fn about(mut self, findings: &[Finding]) -> Self {
        self.findings = findings.to_vec();
        self
    }

    /// The same, pointing at a field of the request.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, to be tried again after so many seconds.
    #[must_use]
    pub fn to_be_retried_after(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self::Caller(Box::new(problem))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<Arc<StoreError>> for ApiError {
    fn from(error: Arc<StoreError>) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<tokio::task::JoinError> for ApiError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

/// The request is malformed.
pub(crate) fn bad_request(kind: &str, fr: impl Into<String>, en: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, kind, Text::new(fr, en))
}

/// There is no such thing, or not for this caller.
pub(crate) fn not_found(kind: &str, fr: impl Into<String>, en: impl Into<String>) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, kind, Text::new(fr, en))
}

/// The request is well-formed and its content cannot be taken.
pub(crate) fn unprocessable(kind: &str, fr: impl Into<String>, en: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, kind, Text::new(fr, en))
}

/// Our own failure, without its cause.
pub(crate) fn internal() -> Problem {
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        Text::new(
            "Une erreur est survenue sur le serveur ; rien de ce qui avait été confirmé n'est perdu. Réessayez.",
            "The server failed; nothing that was confirmed is lost. Try again.",
        ),
    )
}

/// A query took longer than requests may.
fn took_too_long() -> Problem {
    let message = Text::new(
        "La base de données n'a pas répondu à temps : rien n'a été changé. Réessayez dans un moment, ou demandez moins à la fois (bbox, limit).",
        "The database did not answer in time: nothing was changed. Try again in a while, or ask for less at once (bbox, limit).",
    );
    let pause_s = 10;
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "took-too-long", message).to_be_retried_after(pause_s)
}

fn gave_way() -> Problem {
    let message = Text::new(
        "Une autre écriture sur les mêmes objets a eu la priorité : rien n'a été changé. Réessayez dans un moment.",
        "Another writing of the same features went first: nothing was changed. Try again in a while.",
    );
    let pause_s = 2;
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "gave-way", message).to_be_retried_after(pause_s)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after_s = self.retry_after_s;
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().extend(retry_after_s.map(|seconds| (header::RETRY_AFTER, seconds.into())));
        let problem_json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, problem_json);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::Caller(problem) => problem.into_response(),
            Self::Internal(error) if StoreError::is_cut_off(&*error) => {
                tracing::warn!("a query of a request took too long and was cut off");
                took_too_long().into_response()
            }
            Self::Internal(error) if StoreError::gave_way(&*error) => {
                tracing::info!("a request gave way to another transaction");
                gave_way().into_response()
            }
            Self::Internal(error) => {
                tracing::error!(error = &*error as &dyn std::error::Error, "a request failed");
                internal().into_response()
            }
        }
    }
}
