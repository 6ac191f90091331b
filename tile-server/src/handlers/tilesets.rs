//! Tiles as OGC API Tiles (OGC 20-057) names them: one tileset a collection, in the one tiling scheme that there is.
//!
//! Its addresses have the row before the column, other than `/tiles`. The bytes are the same.

use super::collections::{CRS84, degrees};
use super::link::{JSON, Link, MVT};
use super::tiles;
use crate::App;
use crate::error::ApiError;
use crate::extract::{BaseUrl, Caller, QueryPairs, TilesetPath, TilesetTilePath};
use crate::tile::MAX_ZOOM;
use crate::tileset::{self, VectorLayer};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gis_core::coordinates::WORLD_STEPS;
use gis_core::index::{Index, WorldRect};
use gis_core::layer::Layer;
use serde::Serialize;
use serde_json::{Map, Value, json};

const SCHEME: &str = "WebMercatorQuad";
const SCHEME_TITLE: &str = "Google Maps Compatible for the World";
const SCHEME_URI: &str = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
const WEB_MERCATOR: &str = "http://www.opengis.net/def/crs/EPSG/0/3857";
const TILING_SCHEME: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";

/// Half of the width of the world in Web Mercator metres.
const HALF_WORLD_M: f64 = 20_037_508.342_789_244;

/// Of zoom 0, where a pixel is taken to be 0.28 mm wide (OGC 17-083r4, 6.2).
const SCALE_DENOMINATOR: f64 = 559_082_264.028_717_8;

const TILE_SIDE_PX: u32 = 256;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TileSets {
    links: Vec<Link>,
    tilesets: [TileSetItem; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TileSetItem {
    title: String,
    data_type: &'static str,
    crs: &'static str,
    tile_matrix_set_id: &'static str,
    #[serde(rename = "tileMatrixSetURI")]
    tile_matrix_set_uri: &'static str,
    links: Vec<Link>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TileSet {
    #[serde(flatten)]
    item: TileSetItem,
    attribution: String,
    tile_matrix_set_limits: Vec<Limits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bounding_box: Option<BoundingBox>,
    layers: Vec<LayerInfo>,
}

/// The tiles of a zoom that may have something in them.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Limits {
    tile_matrix: String,
    min_tile_row: u32,
    max_tile_row: u32,
    min_tile_col: u32,
    max_tile_col: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BoundingBox {
    lower_left: [f64; 2],
    upper_right: [f64; 2],
    crs: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LayerInfo {
    id: &'static str,
    title: String,
    data_type: &'static str,
    min_tile_matrix: String,
    max_tile_matrix: String,
    properties_schema: Value,
}

/// `GET /tileMatrixSets`
pub(crate) async fn list_schemes(BaseUrl(base): BaseUrl) -> Json<Value> {
    let link = Link::new(format!("{base}/tileMatrixSets/{SCHEME}"), "self", JSON, SCHEME_TITLE);
    let scheme =
        json!({"id": SCHEME, "title": SCHEME_TITLE, "uri": SCHEME_URI, "crs": WEB_MERCATOR, "links": [link]});
    Json(json!({ "tileMatrixSets": [scheme] }))
}

/// `GET /tileMatrixSets/WebMercatorQuad`
pub(crate) async fn get_scheme() -> Json<Value> {
    let matrix = |z: u8| {
        let tiles = 1_u32 << z;
        let cells = f64::from(tiles) * f64::from(TILE_SIDE_PX);
        json!({
            "id": z.to_string(),
            "scaleDenominator": SCALE_DENOMINATOR / f64::from(tiles),
            "cellSize": 2.0 * HALF_WORLD_M / cells,
            "cornerOfOrigin": "topLeft",
            "pointOfOrigin": [-HALF_WORLD_M, HALF_WORLD_M],
            "tileWidth": TILE_SIDE_PX,
            "tileHeight": TILE_SIDE_PX,
            "matrixWidth": tiles,
            "matrixHeight": tiles,
        })
    };
    Json(json!({
        "id": SCHEME,
        "title": SCHEME_TITLE,
        "uri": SCHEME_URI,
        "crs": WEB_MERCATOR,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": (0..=MAX_ZOOM).map(matrix).collect::<Vec<_>>(),
    }))
}

/// `GET /collections/{collection}/tiles`
pub(crate) async fn list(BaseUrl(base): BaseUrl, TilesetPath(layer): TilesetPath) -> Json<TileSets> {
    let title = layer.title().fr;
    let links = vec![Link::new(address(&base, layer), "self", JSON, &title)];
    Json(TileSets { links, tilesets: [item(&base, layer)] })
}

/// `GET /collections/{collection}/tiles/WebMercatorQuad`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    TilesetPath(layer): TilesetPath,
) -> Result<Json<TileSet>, ApiError> {
    let scope = caller.into_scope();
    let seen = move |index: &Index| (index.bounds(layer, &scope), tileset::attribution(index, &scope));
    let (bounds, attribution) = app.map.loaded()?.read(seen).await?;
    let layers = tileset::vector_layers(&[layer], &(0..=MAX_ZOOM));
    let mut item = item(&base, layer);
    let tiles = format!("{}/{SCHEME}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", address(&base, layer));
    item.links.push(Link::new(tiles, "item", MVT, &item.title).templated());
    Ok(Json(TileSet {
        item,
        attribution,
        tile_matrix_set_limits: bounds.map_or_else(Vec::new, |bounds| limits(&layers, bounds)),
        bounding_box: bounds.map(|bounds| {
            let [west, south, east, north] = degrees(bounds);
            BoundingBox { lower_left: [west, south], upper_right: [east, north], crs: CRS84 }
        }),
        layers: layers.into_iter().map(layer_info).collect(),
    }))
}

/// `GET /collections/{collection}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}`
pub(crate) async fn get_tile(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    query: QueryPairs,
    TilesetTilePath(layer, id): TilesetTilePath,
) -> Result<Response, ApiError> {
    tiles::answer_tile(&app, caller, &headers, &query, vec![layer], id).await
}

fn address(base: &str, layer: Layer) -> String {
    format!("{base}/collections/{}/tiles", layer.name())
}

fn item(base: &str, layer: Layer) -> TileSetItem {
    let title = layer.title().fr;
    let links = vec![
        Link::new(format!("{}/{SCHEME}", address(base, layer)), "self", JSON, &title),
        Link::new(format!("{base}/tileMatrixSets/{SCHEME}"), TILING_SCHEME, JSON, SCHEME_TITLE),
    ];
    TileSetItem {
        title,
        data_type: "vector",
        crs: WEB_MERCATOR,
        tile_matrix_set_id: SCHEME,
        tile_matrix_set_uri: SCHEME_URI,
        links,
    }
}

fn layer_info(layer: VectorLayer) -> LayerInfo {
    // TileJSON names the types of JSON with a capital.
    let property = |(name, kind): (&str, &str)| (name.to_owned(), json!({ "type": kind.to_lowercase() }));
    let properties: Map<_, _> = layer.fields.into_iter().map(property).collect();
    LayerInfo {
        id: layer.id,
        title: layer.description,
        data_type: "vector",
        min_tile_matrix: layer.minzoom.to_string(),
        max_tile_matrix: layer.maxzoom.to_string(),
        properties_schema: json!({ "type": "object", "properties": properties }),
    }
}

/// At each zoom with tiles of these layers, those that meet the bounds.
fn limits(layers: &[VectorLayer], bounds: WorldRect) -> Vec<Limits> {
    let is_drawn = |z: &u8| layers.iter().any(|layer| (layer.minzoom..=layer.maxzoom).contains(z));
    let of_zoom = |z: u8| {
        let [west, north] = bounds.min.map(|steps| tile_at(steps, z));
        let [east, south] = bounds.max.map(|steps| tile_at(steps, z));
        Limits {
            tile_matrix: z.to_string(),
            min_tile_row: north,
            max_tile_row: south,
            min_tile_col: west,
            max_tile_col: east,
        }
    };
    (0..=MAX_ZOOM).filter(is_drawn).map(of_zoom).collect()
}

/// The column or row that a position lies in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds lie on the world grid")]
fn tile_at(steps: f64, z: u8) -> u32 {
    (steps / (WORLD_STEPS / f64::from(1_u32 << z))) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::Collection;

    #[test]
    fn limits_are_the_tiles_of_the_bounds_at_the_zooms_with_features() {
        let markets = tileset::vector_layers(&[Layer::Collection(Collection::Markets)], &(0..=MAX_ZOOM));
        let place =
            WorldRect { min: [1_945_395_000.0, 1_969_000_000.0], max: [1_945_500_000.0, 1_969_000_000.0] };
        let limits = limits(&markets, place);
        assert_eq!((limits.len(), limits[0].tile_matrix.as_str()), (15, "8"), "from zoom 8 to 22");
        let Limits { min_tile_row, max_tile_row, min_tile_col, max_tile_col, .. } = limits[6];
        assert_eq!([min_tile_row, max_tile_row, min_tile_col, max_tile_col], [7_511, 7_511, 7_421, 7_421]);
        assert!(limits[14].max_tile_col > limits[14].min_tile_col);
    }
}
