//! Vector tiles and their TileJSON.

use super::collections::degrees;
use super::etag::{self, is_known};
use super::link::MVT;
use crate::App;
use crate::error::{ApiError, bad_request};
use crate::extract::{BaseUrl, Caller, LayersPath, QueryPairs, TilePath, malformed};
use crate::tile::{self, Filter, MAX_ZOOM, Thinned, TileId};
use crate::tileset::{self, VectorLayer};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::index::Index;
use gis_core::layer::Layer;
use serde::Serialize;
use std::sync::Arc;

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
    let filter = filter(query, &layers)?;
    let scope = caller.into_scope();
    let metrics = Arc::clone(&app.metrics);
    let draw = move |index: &Index| {
        let draw = || tile::filtered_tile(index, &layers, id, &scope, filter.as_ref());
        metrics.timed(&layers, id.z(), draw)
    };
    let tile = app.map.loaded()?.read(draw).await?;
    // A committed change must show in the next request, so whoever keeps a tile has to ask before using it; if it
    // has not changed, the answer is a few bytes.
    let cache = [(header::CACHE_CONTROL, "no-cache")];
    let Some(tile) = tile else { return Ok((cache, StatusCode::NO_CONTENT).into_response()) };
    let etag = etag::of_body(&tile.bytes);
    let is_known = is_known(headers, &etag);
    let validator = [(header::ETAG, etag)];
    Ok(if is_known {
        (StatusCode::NOT_MODIFIED, cache, validator).into_response()
    } else {
        (cache, validator, [(header::CONTENT_TYPE, MVT)], thinned(&tile.thinned), tile.bytes).into_response()
    })
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

/// Such as `parcels;shown=1200;all=3400`; nothing where nothing had to be left out.
fn thinned(layers: &[Thinned]) -> HeaderMap {
    let told = |thinned: &Thinned| {
        let Thinned { layer, shown, all } = thinned;
        format!("{};shown={shown};all={all}", layer.name())
    };
    let list = layers.iter().map(told).collect::<Vec<_>>().join(", ");
    let value = HeaderValue::try_from(list).expect("names of layers and numbers are ASCII");
    if layers.is_empty() { HeaderMap::new() } else { HeaderMap::from_iter([(THINNED, value)]) }
}
