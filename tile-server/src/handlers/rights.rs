//! Rights on parcels, their sources, and neighbours as they were declared.

use super::paging::{next_address, page};
use super::parties::private;
use super::record::{EndBody, created};
use crate::App;
use crate::error::ApiError;
use crate::extract::{BaseUrl, Caller, IdPath, JsonBody, QueryPairs, SeenVersion, etag};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use gis_core::Finding;
use gis_store::neighbour::{Neighbours, get_neighbours, set_neighbours};
use gis_store::right::{
    NewRight, NewUnitParcels, Right, Unit, end_right, get_unit, insert_right, list_rights, set_unit_parcels,
};
use gis_store::source::{NewSource, Source, insert_source, list_sources};
use serde::Serialize;

#[derive(Serialize)]
struct Rights {
    rights: Vec<Right>,
}

#[derive(Serialize)]
struct RightRecorded {
    #[serde(flatten)]
    right: Right,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
pub(crate) struct SourcePage {
    sources: Vec<Source>,
    next: Option<String>,
}

/// `GET /collections/parcels/items/{id}/rights`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    IdPath(parcel): IdPath,
) -> Result<Response, ApiError> {
    let rights = list_rights(&mut *app.acquire().await?, caller.scope(), parcel).await?;
    Ok(private(Json(Rights { rights })))
}

/// `POST /collections/parcels/items/{id}/rights`
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    IdPath(parcel): IdPath,
    JsonBody(new): JsonBody<NewRight>,
) -> Result<Response, ApiError> {
    let (right, findings) = insert_right(&mut *app.acquire().await?, caller.scope(), parcel, &new).await?;
    let path = format!("/collections/parcels/items/{parcel}/rights");
    Ok(private(created(&base, &path, RightRecorded { right, findings })))
}

/// `POST /rights/{id}/end`
pub(crate) async fn end(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    JsonBody(body): JsonBody<EndBody>,
) -> Result<Response, ApiError> {
    let mut conn = app.acquire().await?;
    Ok(private(Json(end_right(&mut conn, caller.scope(), id, body.ends_on, &body.reason).await?)))
}

/// `GET /ba-units/{id}/parcels`
pub(crate) async fn unit(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    Ok(shown(get_unit(&mut *app.acquire().await?, caller.scope(), id).await?))
}

/// `PUT /ba-units/{id}/parcels`
pub(crate) async fn change_unit(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(seen): SeenVersion,
    JsonBody(new): JsonBody<NewUnitParcels>,
) -> Result<Response, ApiError> {
    Ok(shown(set_unit_parcels(&mut *app.acquire().await?, caller.scope(), (id, seen), &new).await?))
}

fn shown(unit: Unit) -> Response {
    private(([(header::ETAG, etag(unit.revision))], Json(unit)))
}

/// `GET /collections/parcels/items/{id}/neighbours`
pub(crate) async fn neighbours(
    State(app): State<App>,
    caller: Caller,
    IdPath(parcel): IdPath,
) -> Result<Response, ApiError> {
    Ok(private(Json(get_neighbours(&mut *app.acquire().await?, caller.scope(), parcel).await?)))
}

/// `PUT /collections/parcels/items/{id}/neighbours`
pub(crate) async fn declare_neighbours(
    State(app): State<App>,
    caller: Caller,
    IdPath(parcel): IdPath,
    JsonBody(body): JsonBody<Neighbours>,
) -> Result<Response, ApiError> {
    let mut conn = app.acquire().await?;
    set_neighbours(&mut conn, caller.scope(), parcel, &body).await?;
    Ok(private(Json(get_neighbours(&mut conn, caller.scope(), parcel).await?)))
}

/// `GET /sources`
pub(crate) async fn sources(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    query: QueryPairs,
) -> Result<Json<SourcePage>, ApiError> {
    query.only(&["department", "limit", "before"])?;
    let (page, department) = (page(&query)?, query.get("department"));
    let mut conn = app.acquire().await?;
    let sources = list_sources(&mut conn, caller.scope(), department, page.limit, page.before).await?;
    let filter = department.map_or_else(String::new, |pcode| {
        let pcode: String = form_urlencoded::byte_serialize(pcode.as_bytes()).collect();
        format!("?department={pcode}")
    });
    let last = sources.last().map(|source| source.id);
    let next = next_address(&format!("{base}/sources{filter}"), page, sources.len(), last);
    Ok(Json(SourcePage { sources, next }))
}

/// `POST /sources`
pub(crate) async fn create_source(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    JsonBody(new): JsonBody<NewSource>,
) -> Result<Response, ApiError> {
    let source = insert_source(&mut *app.acquire().await?, caller.scope(), &new).await?;
    Ok(created(&base, "/sources", source))
}
