//! A JSON body.

use crate::error::{ApiError, bad_request};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

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
        serde_json::from_slice(bytes).map(Self).map_err(|error| unreadable(error.to_string()).into())
    }
}
