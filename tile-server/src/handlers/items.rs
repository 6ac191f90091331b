//! Features of a collection as GeoJSON.

use super::link::{GEOJSON, JSON, Link};
use crate::App;
use crate::error::{ApiError, Problem, not_found};
use crate::extract::{BaseUrl, Caller, CollectionPath, ItemPath, QueryPairs, as_of, etag, malformed};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use gis_core::{Collection, LonLat};
use gis_store::feature::{BoundingBox, Feature, FeaturePage, count_features, get_feature, list_features};
use gis_store::version::{get_feature_as_of, is_kept, list_features_as_of};
use serde::Serialize;
use serde_json::value::RawValue;
use uuid::Uuid;

const DEFAULT_LIMIT: i64 = 100;
const MOST: i64 = 10_000;

#[derive(Serialize)]
pub(super) struct GeoJsonFeature {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bbox: Option<Vec<f64>>,
    pub(super) geometry: Option<Box<RawValue>>,
    pub(super) properties: Box<RawValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<Link>,
}

impl From<Feature> for GeoJsonFeature {
    fn from(feature: Feature) -> Self {
        Self {
            kind: "Feature",
            id: feature.id,
            bbox: feature.bbox_deg,
            geometry: feature.geometry.map(|geometry| geometry.0),
            properties: feature.properties.0,
            links: Vec::new(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GeoJsonPage {
    #[serde(rename = "type")]
    kind: &'static str,
    number_returned: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_matched: Option<i64>,
    time_stamp: String,
    links: Vec<Link>,
    features: Vec<GeoJsonFeature>,
}

/// `GET /collections/{collection}/items`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    CollectionPath(collection): CollectionPath,
    query: QueryPairs,
) -> Result<Response, ApiError> {
    query.only(&["bbox", "datetime", "recorded", "limit", "after", "skipGeometry", "f"])?;
    let page = FeaturePage {
        limit: query.limit(DEFAULT_LIMIT, MOST)?,
        after: query.id("after")?,
        bbox: bbox(&query)?,
        skip_geometry: query.flag("skipGeometry")?,
    };
    format(&query)?;
    let as_of = as_of(&query)?.filter(|_| is_kept(collection));
    let scope = caller.scope();
    let mut conn = app.acquire().await?;
    // One more than wanted tells whether there is a next page.
    let wanted = FeaturePage { limit: page.limit + 1, ..page };
    let mut features = match as_of {
        None => list_features(&mut conn, scope, collection, wanted).await?,
        Some(as_of) => list_features_as_of(&mut conn, scope, collection, wanted, as_of).await?,
    };
    let number_matched = if page.bbox.is_none() && as_of.is_none() {
        let counts = count_features(&mut conn, scope).await?;
        counts.into_iter().find(|(known, _)| *known == collection).map(|(_, count)| count)
    } else {
        None
    };
    let has_next = i64::try_from(features.len()).is_ok_and(|count| count > page.limit);
    if has_next {
        features.pop();
    }
    let last = features.last().map(|feature| feature.id).filter(|_| has_next);
    Ok(geojson(&GeoJsonPage {
        kind: "FeatureCollection",
        number_returned: features.len(),
        number_matched,
        time_stamp: now(),
        links: page_links(&base, collection, &query, page.limit, last),
        features: features.into_iter().map(GeoJsonFeature::from).collect(),
    }))
}

/// `GET /collections/{collection}/items/{id}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    ItemPath(collection, id): ItemPath,
    query: QueryPairs,
) -> Result<Response, ApiError> {
    query.only(&["datetime", "recorded", "f"])?;
    format(&query)?;
    let as_of = as_of(&query)?.filter(|_| is_kept(collection));
    let (mut conn, scope) = (app.acquire().await?, caller.scope());
    let feature = match as_of {
        None => get_feature(&mut conn, scope, collection, id).await?,
        Some(as_of) => get_feature_as_of(&mut conn, scope, collection, id, as_of).await?,
    };
    let feature = feature.ok_or_else(|| no_such_feature(collection, id))?;
    let version = feature.version.filter(|_| is_kept(collection));
    let address = format!("{base}/collections/{collection}");
    let links = vec![
        Link::new(format!("{address}/items/{id}"), "self", GEOJSON, "This feature"),
        Link::new(address, "collection", JSON, &collection.title().en),
    ];
    let mut response = geojson(&GeoJsonFeature { links, ..feature.into() });
    if let Some(version) = version {
        let tag = HeaderValue::from_str(&etag(version)).expect("a version tag is plain ASCII");
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// There is no such feature, or not for this caller, or not then.
pub(super) fn no_such_feature(collection: Collection, id: Uuid) -> Problem {
    not_found(
        "no-such-feature",
        format!("La collection {collection} n'a pas d'objet {id}."),
        format!("The collection {collection} has no feature {id}."),
    )
}

pub(super) fn geojson(body: &impl Serialize) -> Response {
    ([(header::CONTENT_TYPE, GEOJSON)], Json(body)).into_response()
}

fn page_links(
    base: &str,
    collection: Collection,
    query: &QueryPairs,
    limit: i64,
    last: Option<Uuid>,
) -> Vec<Link> {
    let kept = ["bbox", "skipGeometry", "datetime", "recorded"].map(|name| match query.get(name) {
        Some(value) => format!("&{name}={}", value.replace('+', "%2B")),
        None => String::new(),
    });
    let address = format!("{base}/collections/{collection}/items?limit={limit}{}", kept.concat());
    let here = query.get("after").map_or_else(|| address.clone(), |after| format!("{address}&after={after}"));
    let mut links = vec![
        Link::new(here, "self", GEOJSON, "This page"),
        Link::new(format!("{base}/collections/{collection}"), "collection", JSON, &collection.title().en),
    ];
    if let Some(last) = last {
        links.push(Link::new(format!("{address}&after={last}"), "next", GEOJSON, "Next page"));
    }
    links
}

/// Everything is GeoJSON, whether asked for by this name or not.
fn format(query: &QueryPairs) -> Result<(), ApiError> {
    match query.get("f") {
        None | Some("json" | "geojson") => Ok(()),
        Some(other) => Err(malformed("f", other, "json ou geojson", "json or geojson").into()),
    }
}

/// West, south, east, north; with six numbers the third and the last are heights, which nothing here has.
fn bbox(query: &QueryPairs) -> Result<Option<BoundingBox>, ApiError> {
    let Some(text) = query.get("bbox") else { return Ok(None) };
    let wrong = || {
        malformed(
            "bbox",
            text,
            "ouest,sud,est,nord en degrés, comme -17.0,14.7,-16.9,14.8,",
            "west,south,east,north in degrees, such as -17.0,14.7,-16.9,14.8,",
        )
    };
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|number| number.trim().parse::<f64>()).collect();
    let Ok(&([west_deg, south_deg, east_deg, north_deg] | [west_deg, south_deg, _, east_deg, north_deg, _])) =
        numbers.as_deref()
    else {
        return Err(wrong().into());
    };
    let on_earth = LonLat::new(west_deg, south_deg).is_some() && LonLat::new(east_deg, north_deg).is_some();
    if on_earth && south_deg <= north_deg {
        Ok(Some(BoundingBox { west_deg, south_deg, east_deg, north_deg }))
    } else {
        Err(wrong().into())
    }
}

fn now() -> String {
    let now: DateTime<Utc> = Utc::now();
    now.to_rfc3339_opts(SecondsFormat::Secs, true)
}
