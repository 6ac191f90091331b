//! The style of the map, for the web app and for any MapLibre client.

use crate::extract::BaseUrl;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// `{base}` stands where the server's own address belongs.
const STYLE: &str = include_str!("../../style.json");

/// `GET /style.json`
pub(crate) async fn get(BaseUrl(base): BaseUrl) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], STYLE.replace("{base}", &base)).into_response()
}
