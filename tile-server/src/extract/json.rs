//! A JSON body.

use super::nul_character;
use crate::error::{ApiError, bad_request};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
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
        let bytes =
            Bytes::from_request(request, state).await.map_err(|error| unreadable(error.body_text()))?;
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        let value: Value = serde_json::from_slice(bytes).map_err(|error| unreadable(error.to_string()))?;
        if let Some(field) = field_with_nul(&value, "body") {
            return Err(nul_character(field).into());
        }
        serde_json::from_value(value).map(Self).map_err(|error| unreadable(error.to_string()).into())
    }
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
