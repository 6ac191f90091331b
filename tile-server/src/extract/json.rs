//! A JSON body.

use super::nul_character;
use crate::error::{ApiError, Problem, bad_request};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use gis_core::Text;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A body read as JSON; an empty body is read as `{}`.
#[derive(Debug)]
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let unreadable = |why: String| {
            bad_request(
                "malformed-json",
                format!("Le corps de la requête n'est pas le JSON attendu ({why}). Voyez /api."),
                format!("The body of the request is not the JSON that is wanted ({why}). See /api."),
            )
        };
        let is_json = is_json(request.headers());
        let bytes =
            Bytes::from_request(request, state).await.map_err(|error| unreadable(error.body_text()))?;
        if !bytes.is_empty() && !is_json {
            return Err(json_wanted().into());
        }
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        let value: Value = serde_json::from_slice(bytes).map_err(|error| unreadable(error.to_string()))?;
        if let Some(field) = field_with_nul(&value, "body") {
            return Err(nul_character(field).into());
        }
        serde_path_to_error::deserialize(value).map(Self).map_err(|error| {
            let field = error.path().to_string();
            let problem = unreadable(error.into_inner().to_string());
            if field == "." { problem.into() } else { problem.in_field(field).into() }
        })
    }
}

/// A page from elsewhere can have a browser send text or a form without asking us first, but not JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn json_wanted() -> Problem {
    let message = Text::new(
        "Un corps JSON est attendu : content-type application/json.",
        "A JSON body is wanted: content-type application/json.",
    );
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type", message)
}

/// The innermost field whose name or text holds a NUL character.
fn field_with_nul<'a>(value: &'a Value, field: &'a str) -> Option<&'a str> {
    match value {
        Value::String(text) => text.contains('\0').then_some(field),
        Value::Array(values) => values.iter().find_map(|value| field_with_nul(value, field)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            if name.contains('\0') { Some(field) } else { field_with_nul(value, name) }
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}
