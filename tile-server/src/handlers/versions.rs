//! The states that an object had: which, one of them, and what changed between two.

use super::items::{GeoJsonFeature, geojson, no_such_feature};
use super::link::{GEOJSON, JSON, Link};
use crate::App;
use crate::error::{ApiError, Problem, bad_request, not_found};
use crate::extract::{BaseUrl, Caller, IdPath, ItemPath, QueryPairs, VersionPath, malformed};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use gis_core::Collection;
use gis_store::version::{
    AttributeChange, Comparison, GeometryChange, Lineage, Version, VersionSummary, compare_versions,
    get_lineage, get_version, list_versions,
};
use serde::Serialize;
use serde_json::value::to_raw_value;
use uuid::Uuid;

#[derive(Serialize)]
pub(crate) struct VersionList {
    versions: Vec<VersionSummary>,
    links: Vec<Link>,
}

/// A state as GeoJSON, with who made it and when beside.
#[derive(Serialize)]
pub(crate) struct VersionFeature {
    #[serde(flatten)]
    feature: GeoJsonFeature,
    version: VersionSummary,
}

#[derive(Serialize)]
pub(crate) struct ComparisonAnswer {
    from: VersionFeature,
    to: VersionFeature,
    attributes: Vec<AttributeChange>,
    geometry: Option<GeometryChange>,
}

/// `GET /collections/{collection}/items/{id}/versions`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    ItemPath(collection, id): ItemPath,
) -> Result<Json<VersionList>, ApiError> {
    let versions = list_versions(&mut *app.acquire().await?, caller.scope(), collection, id).await?;
    if versions.is_empty() {
        return Err(no_such_feature(collection, id).into());
    }
    let item = format!("{base}/collections/{collection}/items/{id}");
    let links = vec![
        Link::new(format!("{item}/versions"), "self", JSON, "The versions of this feature"),
        Link::new(item, "latest-version", GEOJSON, "The feature"),
    ];
    Ok(Json(VersionList { versions, links }))
}

/// `GET /collections/{collection}/items/{id}/versions/{number}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    VersionPath(collection, id, number): VersionPath,
) -> Result<Response, ApiError> {
    let found = get_version(&mut *app.acquire().await?, caller.scope(), collection, id, number).await?;
    let version = found.ok_or_else(|| no_such_version(collection, id, number))?;
    Ok(geojson(&version_feature(&base, collection, id, version)?))
}

/// `GET /collections/parcels/items/{id}/lineage`
pub(crate) async fn lineage(
    State(app): State<App>,
    caller: Caller,
    IdPath(parcel): IdPath,
) -> Result<Json<Lineage>, ApiError> {
    Ok(Json(get_lineage(&mut *app.acquire().await?, caller.scope(), parcel).await?))
}

/// `GET /collections/{collection}/items/{id}/comparison`
pub(crate) async fn compare(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    ItemPath(collection, id): ItemPath,
    query: QueryPairs,
) -> Result<Json<ComparisonAnswer>, ApiError> {
    query.only(&["from", "to"])?;
    let (from, to) = (number(&query, "from")?, number(&query, "to")?);
    let mut conn = app.acquire().await?;
    let found = compare_versions(&mut conn, caller.scope(), collection, id, (from, to)).await?;
    let Some(Comparison { from: first, to: second, attributes, geometry }) = found else {
        let missing =
            get_version(&mut conn, caller.scope(), collection, id, from).await?.map_or(from, |_| to);
        return Err(no_such_version(collection, id, missing).into());
    };
    Ok(Json(ComparisonAnswer {
        from: version_feature(&base, collection, id, first)?,
        to: version_feature(&base, collection, id, second)?,
        attributes,
        geometry,
    }))
}

fn version_feature(
    base: &str,
    collection: Collection,
    id: Uuid,
    version: Version,
) -> Result<VersionFeature, ApiError> {
    let item = format!("{base}/collections/{collection}/items/{id}");
    let number = version.summary.number;
    let feature = GeoJsonFeature {
        kind: "Feature",
        id,
        bbox: version.bbox_deg,
        geometry: version.geojson,
        properties: to_raw_value(&version.properties)?,
        links: vec![
            Link::new(format!("{item}/versions/{number}"), "self", GEOJSON, "This version"),
            Link::new(format!("{item}/versions"), "version-history", JSON, "All versions"),
        ],
    };
    Ok(VersionFeature { feature, version: version.summary })
}

fn number(query: &QueryPairs, field: &str) -> Result<i32, ApiError> {
    let Some(text) = query.get(field) else {
        let problem = bad_request(
            "version-missing",
            format!("Dites quelle version comparer : {field}=1, par exemple."),
            format!("Say which version to compare: {field}=1, for example."),
        );
        return Err(problem.in_field(field).into());
    };
    let number = text.parse::<i32>().ok().filter(|number| *number >= 1);
    number.ok_or_else(|| {
        malformed(field, text, "un numéro de version à partir de 1", "a version number from 1").into()
    })
}

fn no_such_version(collection: Collection, id: Uuid, number: i32) -> Problem {
    not_found(
        "no-such-version",
        format!("L'objet {id} de la collection {collection} n'a pas de version {number}."),
        format!("The feature {id} of the collection {collection} has no version {number}."),
    )
}
