//! The pictures of a report: drawn when the log was processed, shown as they are stored.

use crate::App;
use crate::error::ApiError;
use crate::extract::{Caller, PicturePath, QueryPairs, malformed, no_such_picture};
use crate::handlers::etag;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::Text;
use gis_core::id::UploadId;
use gis_store::upload::{PictureTitle, get_upload_picture};
use serde::Serialize;

/// A drawing that is opened as a page of its own may style itself, and nothing else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// A picture by its name, with the address of the drawing.
#[derive(Serialize)]
pub(super) struct PictureLink {
    name: String,
    title: Text,
    href: String,
}

impl PictureLink {
    pub(super) fn new(base: &str, upload: UploadId, picture: PictureTitle) -> Self {
        let PictureTitle { name, title } = picture;
        Self { href: format!("{base}/uploads/{upload}/pictures/{name}"), name, title: title.0 }
    }
}

/// `GET /uploads/{id}/pictures/{name}`
pub(crate) async fn get_picture(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    PicturePath(id, name): PicturePath,
    query: QueryPairs,
) -> Result<Response, ApiError> {
    query.only(&["lang"])?;
    let language = match query.get("lang") {
        None | Some("fr") => "fr",
        Some("en") => "en",
        Some(other) => return Err(malformed("lang", other, "fr ou en", "fr or en").into()),
    };
    let mut conn = app.acquire().await?;
    let svg = get_upload_picture(&mut conn, caller.scope(), UploadId(id), &name, language).await?;
    let svg = svg.ok_or_else(no_such_picture)?;
    let etag = etag::of_body(svg.as_bytes());
    let is_known = etag::is_known(&headers, &etag);
    // The log may be processed anew under the same address.
    let validators = [(header::CACHE_CONTROL, "no-cache".to_owned()), (header::ETAG, etag)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, validators).into_response());
    }
    let content = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((validators, content, svg).into_response())
}
