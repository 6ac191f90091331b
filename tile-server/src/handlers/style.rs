//! The style of the map, for the web app and for any MapLibre client.

use super::etag;
use crate::App;
use crate::error::{ApiError, bad_request};
use crate::extract::{BaseUrl, QueryPairs};
use crate::style::{Theme, document, document_over, for_qgis};
use crate::web_files::ASK_FIRST;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// `GET /style.json`
pub(crate) async fn get(
    State(app): State<App>,
    BaseUrl(base): BaseUrl,
    headers: HeaderMap,
    query: QueryPairs,
) -> Result<Response, ApiError> {
    query.only(&["theme", "for"])?;
    let name = query.get("theme").unwrap_or(Theme::default().name());
    let theme = Theme::from_name(name).ok_or_else(|| unknown_theme(name))?;
    let style = match (query.get("for"), &app.settings.basemap) {
        (Some("qgis"), _) => for_qgis(&base, theme),
        (Some(other), _) => return Err(unknown_reader(other)),
        (None, Some(basemap)) => document_over(basemap, &base, theme),
        (None, None) => document(&base, theme),
    };
    let etag = etag::of_body(style.as_bytes());
    let is_known = etag::is_known(&headers, &etag);
    let basics = ([(header::CACHE_CONTROL, ASK_FIRST)], [(header::ETAG, etag)]);
    Ok(if is_known {
        (StatusCode::NOT_MODIFIED, basics).into_response()
    } else {
        (basics, [(header::CONTENT_TYPE, "application/json")], style).into_response()
    })
}

fn unknown_theme(name: &str) -> ApiError {
    let known = Theme::ALL.map(Theme::name).join(", ");
    bad_request(
        "unknown-theme",
        format!("Thème inconnu « {name} ». Les thèmes sont : {known}."),
        format!("Unknown theme “{name}”. The themes are: {known}."),
    )
    .in_field("theme")
    .into()
}

fn unknown_reader(name: &str) -> ApiError {
    bad_request(
        "unknown-reader",
        format!("Logiciel inconnu « {name} ». Seul qgis a un style à lui."),
        format!("Unknown software “{name}”. Only qgis has a style of its own."),
    )
    .in_field("for")
    .into()
}
