//! Roads over time: inspections, and events at a chainage.

use super::record::{Recorded, created};
use crate::App;
use crate::error::ApiError;
use crate::extract::{BaseUrl, Caller, IdPath, JsonBody, SeenVersion, etag};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use gis_store::road_record::{
    self, NewInspection, NewRoadEvent, RoadEvent, RoadInspection, correct_road_event, insert_inspection,
    insert_road_event, list_inspections, list_road_events, resolve_road_event,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub(crate) struct Inspections {
    inspections: Vec<RoadInspection>,
}

#[derive(Serialize)]
pub(crate) struct Events {
    events: Vec<RoadEvent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResolutionBody {
    resolved_on: NaiveDate,
}

/// `GET /collections/roads/items/{id}/inspections`
pub(crate) async fn inspections(
    State(app): State<App>,
    caller: Caller,
    IdPath(road): IdPath,
) -> Result<Json<Inspections>, ApiError> {
    let inspections = list_inspections(&mut *app.acquire().await?, caller.scope(), road).await?;
    Ok(Json(Inspections { inspections }))
}

/// `POST /collections/roads/items/{id}/inspections`
pub(crate) async fn inspect(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    IdPath(road): IdPath,
    JsonBody(new): JsonBody<NewInspection>,
) -> Result<Response, ApiError> {
    let inspection = insert_inspection(&mut *app.acquire().await?, caller.scope(), road, &new).await?;
    let path = format!("/collections/roads/items/{road}/inspections");
    Ok(([(header::ETAG, etag(inspection.version))], created(&base, &path, inspection)).into_response())
}

/// `PUT /road-inspections/{id}`
pub(crate) async fn correct_inspection(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(seen): SeenVersion,
    JsonBody(new): JsonBody<NewInspection>,
) -> Result<Response, ApiError> {
    let mut conn = app.acquire().await?;
    let inspection = road_record::correct_inspection(&mut conn, caller.scope(), (id, seen), &new).await?;
    Ok(([(header::ETAG, etag(inspection.version))], Json(inspection)).into_response())
}

/// `GET /collections/roads/items/{id}/events`
pub(crate) async fn events(
    State(app): State<App>,
    caller: Caller,
    IdPath(road): IdPath,
) -> Result<Json<Events>, ApiError> {
    let events = list_road_events(&mut *app.acquire().await?, caller.scope(), road).await?;
    Ok(Json(Events { events }))
}

/// `POST /collections/roads/items/{id}/events`
pub(crate) async fn record_event(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    IdPath(road): IdPath,
    JsonBody(new): JsonBody<NewRoadEvent>,
) -> Result<Response, ApiError> {
    let id = insert_road_event(&mut *app.acquire().await?, caller.scope(), road, &new).await?;
    let path = format!("/collections/roads/items/{road}/events");
    Ok(([(header::ETAG, etag(1))], created(&base, &path, Recorded { id })).into_response())
}

/// `PUT /road-events/{id}`
pub(crate) async fn correct_event(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(seen): SeenVersion,
    JsonBody(new): JsonBody<NewRoadEvent>,
) -> Result<StatusCode, ApiError> {
    correct_road_event(&mut *app.acquire().await?, caller.scope(), (id, seen), &new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /road-events/{id}/resolution`
pub(crate) async fn resolve_event(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    JsonBody(body): JsonBody<ResolutionBody>,
) -> Result<StatusCode, ApiError> {
    resolve_road_event(&mut *app.acquire().await?, caller.scope(), id, body.resolved_on).await?;
    Ok(StatusCode::NO_CONTENT)
}
