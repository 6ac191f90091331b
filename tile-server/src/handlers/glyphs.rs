//! The letters and icons of the map.

use crate::error::{ApiError, not_found};
use crate::extract::{GlyphPath, QueryPairs, SpritePath};
use crate::map_assets::{glyph_path, glyph_version, no_glyphs};
use crate::web_files::{ASK_FIRST, FOR_EVER, answer};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

/// `GET /glyphs/{fontstack}/{range}`
pub(crate) async fn get_range(
    headers: HeaderMap,
    GlyphPath(font, start): GlyphPath,
    query: QueryPairs,
) -> Result<Response, ApiError> {
    query.only(&["v"])?;
    let cache = if query.get("v") == Some(glyph_version()) { FOR_EVER } else { ASK_FIRST };
    let found = glyph_path(&font, start).and_then(|path| answer(&headers, &path, cache.clone()));
    Ok(found.unwrap_or_else(|| {
        let basics = [(header::CONTENT_TYPE, "application/x-protobuf")];
        (basics, [(header::CACHE_CONTROL, cache)], no_glyphs(&font, start)).into_response()
    }))
}

/// `GET /sprites/{file}`
pub(crate) async fn get_sprite(
    headers: HeaderMap,
    SpritePath(file): SpritePath,
) -> Result<Response, ApiError> {
    let made = answer(&headers, &format!("sprites/{file}"), ASK_FIRST);
    made.ok_or_else(|| {
        not_found(
            "no-icons",
            "L'application web n'est pas dans ce programme : lancez script/server.",
            "The web app is not in this binary: run script/server.",
        )
        .into()
    })
}
