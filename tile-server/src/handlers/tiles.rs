//! Vector tiles and their TileJSON.

use super::collections::degrees;
use super::etag::{self, is_known};
use crate::App;
use crate::error::ApiError;
use crate::extract::{BaseUrl, Caller, LayersPath, TilePath};
use crate::tile::{self, MAX_ZOOM};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::index::{Index, ValueRef, WorldRect};
use gis_core::layer::Layer;
use gis_core::{Collection, Scope};
use serde::Serialize;
use std::collections::BTreeMap;

const MVT: &str = "application/vnd.mapbox-vector-tile";

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

#[derive(Serialize)]
struct VectorLayer {
    id: &'static str,
    description: String,
    minzoom: u8,
    maxzoom: u8,
    fields: BTreeMap<&'static str, &'static str>,
}

/// `GET /tiles/{layers}`
pub(crate) async fn get_tilejson(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    LayersPath(layers): LayersPath,
) -> Result<Json<TileJson>, ApiError> {
    let names: Vec<_> = layers.iter().map(|layer| layer.name()).collect();
    let vector_layers: Vec<_> = layers.iter().copied().map(vector_layer).collect();
    let scope = caller.into_scope();
    let seen = move |index: &Index| (bounds(index, &layers, &scope), attribution(index, &scope));
    let (bounds, attribution) = app.map.read(seen).await?;
    Ok(Json(TileJson {
        tilejson: "3.0.0",
        name: "Suuf",
        attribution,
        scheme: "xyz",
        tiles: [format!("{base}/tiles/{}/{{z}}/{{x}}/{{y}}", names.join(","))],
        bounds,
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
    TilePath(layers, id): TilePath,
) -> Result<Response, ApiError> {
    let scope = caller.into_scope();
    let tile = app.map.read(move |index| tile::tile(index, &layers, id, &scope)).await?;
    // A committed change must show in the next request, so whoever keeps a tile has to ask before using it; if it
    // has not changed, the answer is a few bytes.
    let cache = [(header::CACHE_CONTROL, "no-cache")];
    let Some(bytes) = tile else { return Ok((cache, StatusCode::NO_CONTENT).into_response()) };
    let etag = etag::of_body(&bytes);
    let is_known = is_known(&headers, &etag);
    let validator = [(header::ETAG, etag)];
    Ok(if is_known {
        (StatusCode::NOT_MODIFIED, cache, validator).into_response()
    } else {
        (cache, validator, [(header::CONTENT_TYPE, MVT)], bytes).into_response()
    })
}

fn vector_layer(layer: Layer) -> VectorLayer {
    VectorLayer {
        id: layer.name(),
        description: layer.title().fr,
        minzoom: tile::min_zoom(layer),
        maxzoom: MAX_ZOOM,
        fields: layer.fields().iter().map(|field| (field.name, field.kind.name())).collect(),
    }
}

/// Suuf, and whoever the boundaries come from: their licences want to be credited.
fn attribution(index: &Index, scope: &Scope) -> String {
    let departments = index.all(Layer::Collection(Collection::Departments), scope);
    let mut credits = vec!["Suuf"];
    for department in departments {
        if let Some(ValueRef::Text(source)) = department.attribute("boundary_source")
            && !source.starts_with("Suuf")
            && !credits.contains(&source)
        {
            credits.push(source);
        }
    }
    credits.join(" · ")
}

fn bounds(index: &Index, layers: &[Layer], scope: &Scope) -> [f64; 4] {
    let all = layers.iter().filter_map(|&layer| index.bounds(layer, scope)).reduce(WorldRect::merged);
    all.map_or(SENEGAL_DEG, degrees)
}
