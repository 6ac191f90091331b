//! The rules, and what they have to say of a feature.

use crate::App;
use crate::error::{ApiError, not_found};
use crate::extract::{Caller, ItemPath};
use axum::Json;
use axum::extract::State;
use gis_core::Finding;
use gis_core::rules::{RuleText, table};
use gis_store::check::judge_feature;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Rules {
    rules: Vec<RuleText>,
}

#[derive(Serialize)]
pub(crate) struct Findings {
    findings: Vec<Finding>,
}

/// `GET /rules`
pub(crate) async fn list() -> Json<Rules> {
    Json(Rules { rules: table() })
}

/// `GET /collections/{collection}/items/{id}/findings`
pub(crate) async fn get_findings(
    State(app): State<App>,
    caller: Caller,
    ItemPath(collection, id): ItemPath,
) -> Result<Json<Findings>, ApiError> {
    let findings = judge_feature(&mut *app.acquire().await?, caller.scope(), collection, id).await?;
    let findings = findings.ok_or_else(|| {
        not_found(
            "no-such-feature",
            format!("La collection {collection} n'a pas d'objet {id}."),
            format!("The collection {collection} has no feature {id}."),
        )
    })?;
    Ok(Json(Findings { findings }))
}
