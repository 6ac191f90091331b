//! The web app's page and its files.

use crate::web_files::{ASK_FIRST, FOR_EVER, answer};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// Same-origin everything; the map's worker is a script of ours, its images are made in memory.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// The page itself.
pub(crate) fn index(headers: &HeaderMap) -> Response {
    let Some(mut response) = answer(headers, "index.html", ASK_FIRST) else {
        return (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response();
    };
    let policy = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Suuf</title><p lang=fr>L'application web n'est pas dans ce programme : lancez <code>script/server</code>.<p lang=en>The web app is not in this binary: run <code>script/server</code>.";

/// `GET /assets/{*path}`: names of assets hold a digest of their content.
pub(crate) async fn get_asset(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    answer(request.headers(), path, FOR_EVER).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}
