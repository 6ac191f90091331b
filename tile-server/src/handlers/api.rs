//! What the interface is made of: the OpenAPI document and the code lists.

use crate::App;
use crate::error::ApiError;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use gis_store::code_list::{Code, list_code_lists};
use std::collections::BTreeMap;

const DOCUMENT: &str = include_str!("../../openapi.json");

/// `GET /api`
pub(crate) async fn get_document() -> Response {
    ([(header::CONTENT_TYPE, "application/vnd.oai.openapi+json;version=3.1")], DOCUMENT).into_response()
}

/// `GET /code-lists`
pub(crate) async fn get_code_lists(
    State(app): State<App>,
) -> Result<Json<BTreeMap<String, Vec<Code>>>, ApiError> {
    let mut conn = app.acquire().await?;
    Ok(Json(list_code_lists(&mut conn).await?))
}
