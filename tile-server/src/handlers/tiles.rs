//! Vector tiles and their TileJSON.

use super::collections::degrees;
use super::etag::is_known;
use super::link::MVT;
use crate::App;
use crate::access::PUBLIC;
use crate::cache::EncodedTile;
use crate::encoding::Encoding;
use crate::error::{ApiError, Problem, bad_request};
use crate::extract::{BaseUrl, Caller, LayersPath, QueryPairs, TilePath, malformed};
use crate::tile::{self, Filter, MAX_ZOOM, TileId};
use crate::tileset::{self, VectorLayer};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::Text;
use gis_core::index::Index;
use gis_core::layer::Layer;
use serde::Serialize;

/// The layers of which a tile does not show everything, as a structured list (RFC 9651).
const THINNED: HeaderName = HeaderName::from_static("suuf-thinned");

/// What a register without features shows: Senegal.
const SENEGAL_DEG: [f64; 4] = [-17.6, 12.3, -11.3, 16.7];

#[derive(Serialize)]
pub(crate) struct TileJson {
    tilejson: &'static str,
    name: &'static str,
    attribution: String,
    scheme: &'static str,
    tiles: [String; 1],
    vector_layers: Vec<VectorLayer>,
    bounds: [f64; 4],
    minzoom: u8,
    maxzoom: u8,
}

/// `GET /tiles/{layers}`
pub(crate) async fn get_tilejson(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    query: QueryPairs,
    LayersPath(layers): LayersPath,
) -> Result<Json<TileJson>, ApiError> {
    // What is asked of all tiles is asked of each.
    let query = filter(&query, &layers)?.and(query.get("filter")).map_or_else(String::new, |filter| {
        format!("?{}", form_urlencoded::Serializer::new(String::new()).append_pair("filter", filter).finish())
    });
    let names: Vec<_> = layers.iter().map(|layer| layer.name()).collect();
    let vector_layers = tileset::vector_layers(&layers, &(0..=MAX_ZOOM));
    let scope = caller.into_scope();
    let seen =
        move |index: &Index| (tileset::bounds(index, &layers, &scope), tileset::attribution(index, &scope));
    let (bounds, attribution) = app.map.loaded()?.read(seen).await?;
    Ok(Json(TileJson {
        tilejson: "3.0.0",
        name: "Suuf",
        attribution,
        scheme: "xyz",
        tiles: [format!("{base}/tiles/{}/{{z}}/{{x}}/{{y}}{query}", names.join(","))],
        bounds: bounds.map_or(SENEGAL_DEG, degrees),
        minzoom: vector_layers.iter().map(|layer| layer.minzoom).min().unwrap_or(0),
        maxzoom: MAX_ZOOM,
        vector_layers,
    }))
}

/// `GET /tiles/{layers}/{z}/{x}/{y}`
pub(crate) async fn get_tile(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    query: QueryPairs,
    TilePath(layers, id): TilePath,
) -> Result<Response, ApiError> {
    answer_tile(&app, caller, &headers, &query, layers, id).await
}

/// A tile of the features that the query's filter admits.
pub(super) async fn answer_tile(
    app: &App,
    caller: Caller,
    headers: &HeaderMap,
    query: &QueryPairs,
    layers: Vec<Layer>,
    id: TileId,
) -> Result<Response, ApiError> {
    let encoding = Encoding::wanted(headers).ok_or_else(no_such_coding)?;
    let live = app.map.loaded()?;
    let tile = match filter(query, &layers)? {
        None => live.tile(&layers, id, caller.scope(), encoding).await?,
        Some(filter) => live.filtered_tile(layers, id, caller.into_scope(), encoding, filter).await?,
    };
    Ok(answer(tile, headers))
}

/// A tile, or that it has nothing in it, or that the caller has it already. A committed change must show in the next
/// request, so whoever keeps it has to ask before using it; if it has not changed, that costs a few bytes.
fn answer(tile: Option<EncodedTile>, asked: &HeaderMap) -> Response {
    let mut headers = HeaderMap::from_iter([
        (header::CACHE_CONTROL, PUBLIC),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ]);
    let Some(tile) = tile else { return (StatusCode::NO_CONTENT, headers).into_response() };
    let is_known = tile.etag.to_str().is_ok_and(|etag| is_known(asked, etag));
    headers.insert(header::ETAG, tile.etag);
    // What a cache on the way takes from a 304 is what it tells of the tile that it keeps.
    headers.extend(tile.thinned.map(|thinned| (THINNED, thinned)));
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MVT));
    let coding = tile.encoding.name().map(HeaderValue::from_static);
    headers.extend(coding.map(|coding| (header::CONTENT_ENCODING, coding)));
    (headers, tile.body).into_response()
}

fn no_such_coding() -> Problem {
    let message = Text::new(
        "Accept-Encoding n'admet ni zstd, ni br, ni gzip, ni identity : admettez-en un.",
        "Accept-Encoding takes none of zstd, br, gzip and identity: take one of them.",
    );
    Problem::new(StatusCode::NOT_ACCEPTABLE, "no-such-coding", message).in_field("Accept-Encoding")
}

/// The filter that a query asks for.
fn filter(query: &QueryPairs, layers: &[Layer]) -> Result<Option<Filter>, ApiError> {
    query.only(&["filter", "filter-lang"])?;
    if let Some(language) = query.get("filter-lang").filter(|language| *language != "cql2-text") {
        return Err(malformed("filter-lang", language, "cql2-text", "cql2-text").into());
    }
    let Some(text) = query.get("filter") else { return Ok(None) };
    let refused = |error: tile::FilterError| {
        let message = error.message();
        bad_request("malformed-filter", message.fr, message.en).in_field("filter")
    };
    Ok(Some(Filter::parse(text, layers).map_err(refused)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tile::{Thinned, Tile};
    use gis_core::Collection;

    #[test]
    fn who_has_a_thinned_tile_already_is_told_again_that_it_is() {
        let thinned = Thinned { layer: Layer::Collection(Collection::Parcels), shown: 1200, all: 3400 };
        let tile = Tile { bytes: b"a tile".to_vec(), thinned: vec![thinned] };
        let tile = EncodedTile::new(tile, Encoding::Gzip);
        let known = HeaderMap::from_iter([(header::IF_NONE_MATCH, tile.etag.clone())]);
        let whole = answer(Some(tile.clone()), &HeaderMap::new());
        let again = answer(Some(tile), &known);
        assert_eq!((whole.status(), again.status()), (StatusCode::OK, StatusCode::NOT_MODIFIED));
        assert_eq!(whole.headers()[THINNED], "parcels;shown=1200;all=3400");
        for name in [THINNED, header::ETAG, header::CACHE_CONTROL, header::VARY] {
            assert_eq!(again.headers()[&name], whole.headers()[&name], "{name}");
        }
        for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING] {
            assert!(!again.headers().contains_key(&name), "{name} is of a body");
        }
    }
}
