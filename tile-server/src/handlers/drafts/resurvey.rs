//! A surveyed draft against what is registered already.

use super::problem::{no_such_draft, no_such_feature};
use super::shown;
use crate::App;
use crate::error::ApiError;
use crate::extract::{Caller, IdPath, JsonBody, QueryPairs, SeenVersion};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use gis_core::id::DraftId;
use gis_core::resurvey::Comparison;
use gis_store::draft::{Blend, Target, collection_of, compare_draft, get_draft};
use serde::Deserialize;
use uuid::Uuid;

/// `GET /drafts/{id}/comparison?with=…`
pub(crate) async fn compare(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    query: QueryPairs,
) -> Result<Json<Comparison>, ApiError> {
    query.only(&["with"])?;
    let feature = query.id("with")?.ok_or_else(no_such_feature)?;
    let comparison = compare_draft(&mut *app.acquire().await?, caller.scope(), DraftId(id), feature).await?;
    Ok(Json(comparison.ok_or_else(no_such_feature)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TargetBody {
    id: Uuid,
    version: i32,
    blend: Blend,
}

/// `PUT /drafts/{id}/target`
pub(crate) async fn set_target(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(version): SeenVersion,
    JsonBody(body): JsonBody<TargetBody>,
) -> Result<Response, ApiError> {
    let id = DraftId(id);
    let mut conn = app.acquire().await?;
    let draft = get_draft(&mut conn, caller.scope(), id).await?.ok_or_else(no_such_draft)?;
    let collection = collection_of(&draft.kind).map(gis_core::Collection::name).unwrap_or_default();
    let target = Target { collection: collection.to_owned(), id: body.id, version: body.version };
    let draft =
        gis_store::draft::set_target(&mut conn, caller.scope(), id, version, &target, body.blend).await?;
    Ok(shown(StatusCode::OK, draft))
}

/// `DELETE /drafts/{id}/target`
pub(crate) async fn clear_target(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(version): SeenVersion,
) -> Result<Response, ApiError> {
    let mut conn = app.acquire().await?;
    let draft = gis_store::draft::clear_target(&mut conn, caller.scope(), DraftId(id), version).await?;
    Ok(shown(StatusCode::OK, draft))
}
