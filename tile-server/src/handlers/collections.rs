//! The collections: what there is, where it lies, how much of it the caller may see.

use super::link::{GEOJSON, JSON, Link};
use crate::App;
use crate::error::ApiError;
use crate::extract::{BaseUrl, Caller, CollectionPath};
use axum::Json;
use axum::extract::State;
use gis_core::index::{Index, WorldRect};
use gis_core::layer::Layer;
use gis_core::{Collection, Scope, Text};
use gis_store::feature::count_features;
use serde::Serialize;

/// Longitude before latitude on WGS 84, as OGC names it.
pub(crate) const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// What a list of vector tilesets is to a collection (OGC API Tiles).
const TILESETS: &str = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";

#[derive(Serialize)]
pub(crate) struct Collections {
    links: Vec<Link>,
    collections: Vec<CollectionInfo>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CollectionInfo {
    id: &'static str,
    title: String,
    titles: Text,
    item_type: &'static str,
    item_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    extent: Option<Extent>,
    crs: [&'static str; 1],
    links: Vec<Link>,
}

#[derive(Serialize)]
struct Extent {
    spatial: SpatialExtent,
}

#[derive(Serialize)]
struct SpatialExtent {
    bbox: [[f64; 4]; 1],
    crs: &'static str,
}

/// `GET /collections`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
) -> Result<Json<Collections>, ApiError> {
    let scope = caller.into_scope();
    let counts = count_features(&mut *app.acquire().await?, &scope).await?;
    let links = vec![Link::new(format!("{base}/collections"), "self", JSON, "Collections")];
    let infos = move |index: &Index| {
        let info = |(collection, count)| info(&base, index, &scope, collection, count);
        counts.into_iter().map(info).collect()
    };
    Ok(Json(Collections { links, collections: app.map.loaded()?.read(infos).await? }))
}

/// `GET /collections/{collection}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    CollectionPath(collection): CollectionPath,
) -> Result<Json<CollectionInfo>, ApiError> {
    let scope = caller.into_scope();
    let counts = count_features(&mut *app.acquire().await?, &scope).await?;
    let count = counts.iter().find(|(known, _)| *known == collection).map_or(0, |(_, count)| *count);
    let info = move |index: &Index| info(&base, index, &scope, collection, count);
    Ok(Json(app.map.loaded()?.read(info).await?))
}

fn info(base: &str, index: &Index, scope: &Scope, collection: Collection, item_count: i64) -> CollectionInfo {
    let address = format!("{base}/collections/{collection}");
    let titles = collection.title();
    let bounds = index.bounds(Layer::Collection(collection), scope);
    let tilesets = Link::new(format!("{address}/tiles"), TILESETS, JSON, &titles.en);
    let tilesets = Layer::from_name(collection.name()).map(|_| tilesets);
    CollectionInfo {
        id: collection.name(),
        title: titles.fr.clone(),
        item_type: "feature",
        item_count,
        extent: bounds.map(|rect| Extent { spatial: SpatialExtent { bbox: [degrees(rect)], crs: CRS84 } }),
        crs: [CRS84],
        links: [
            Link::new(address.clone(), "self", JSON, &titles.en),
            Link::new(format!("{address}/items"), "items", GEOJSON, &titles.en),
        ]
        .into_iter()
        .chain(tilesets)
        .collect(),
        titles,
    }
}

/// West, south, east, north.
pub(crate) fn degrees(rect: WorldRect) -> [f64; 4] {
    let north_west = gis_core::coordinates::world_to_lonlat(rect.min);
    let south_east = gis_core::coordinates::world_to_lonlat(rect.max);
    [north_west.lon_deg(), south_east.lat_deg(), south_east.lon_deg(), north_west.lat_deg()]
}
