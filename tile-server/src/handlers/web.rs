//! The web app's files, embedded and compressed beforehand.

use super::etag::is_known;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;

/// What `npm run build` left in `web/dist`.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Dist;

/// Names of assets hold a digest of their content, so they never change.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Same-origin everything; the map's worker is a script of ours, its images are made in memory.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// The page itself.
pub(crate) fn index(headers: &HeaderMap) -> Response {
    let Some(mut response) = file(headers, "index.html") else {
        return (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response();
    };
    let policy = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Suuf</title><p lang=fr>L'application web n'est pas dans ce programme : lancez <code>script/server</code>.<p lang=en>The web app is not in this binary: run <code>script/server</code>.";

/// `GET /assets/{*path}`
pub(crate) async fn get_asset(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    match file(request.headers(), path) {
        Some(mut response) => {
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
            response
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file in the best encoding that the caller takes and the build made.
fn file(headers: &HeaderMap, path: &str) -> Option<Response> {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |encoding: &str| {
        accepted.split(',').any(|one| one.split(';').next().unwrap_or_default().trim() == encoding)
    };
    let plain = Dist::get(path)?;
    let media_type = media_type(path);
    let etag = etag(&plain);
    if is_known(headers, &etag) {
        return Some((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let compressed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| takes(encoding))
        .find_map(|(encoding, suffix)| Some((encoding, Dist::get(&format!("{path}.{suffix}"))?)));
    let basics = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::ETAG, etag),
        (header::VARY, "accept-encoding".to_owned()),
    ];
    Some(match compressed {
        Some((encoding, file)) => {
            (basics, [(header::CONTENT_ENCODING, encoding)], bytes(file.data)).into_response()
        }
        None => (basics, bytes(plain.data)).into_response(),
    })
}

fn bytes(data: Cow<'static, [u8]>) -> axum::body::Bytes {
    match data {
        Cow::Borrowed(borrowed) => axum::body::Bytes::from_static(borrowed),
        Cow::Owned(owned) => owned.into(),
    }
}

/// The first half of the digest that the build made; weak, because the file goes out in several encodings.
fn etag(file: &EmbeddedFile) -> String {
    let digest = file.metadata.sha256_hash();
    let (half, _) = digest.split_first_chunk::<16>().expect("a SHA-256 has 32 bytes");
    format!("W/\"{:032x}\"", u128::from_be_bytes(*half))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "map" | "webmanifest") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
