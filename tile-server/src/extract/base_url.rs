//! The address under which the caller reached us, for absolute links.

use crate::App;
use axum::extract::FromRequestParts;
use axum::http::{header, request::Parts};
use std::convert::Infallible;

/// Scheme and authority without a final slash, such as `http://127.0.0.1:8080`.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl(pub(crate) String);

impl FromRequestParts<App> for BaseUrl {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        if let Some(public) = &app.settings.public_url {
            return Ok(Self(public.as_str().to_owned()));
        }
        let text_of = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let scheme = match text_of("x-forwarded-proto") {
            Some("https") => "https",
            _ => "http",
        };
        let host = text_of(header::HOST.as_str())
            .or_else(|| parts.uri.authority().map(axum::http::uri::Authority::as_str));
        Ok(Self(format!("{scheme}://{}", host.unwrap_or("localhost"))))
    }
}
