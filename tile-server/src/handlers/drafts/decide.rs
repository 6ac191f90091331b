//! Approving and returning.

use super::shown;
use crate::App;
use crate::error::{ApiError, unprocessable};
use crate::extract::{BaseUrl, Caller, IdPath, JsonBody, SeenVersion};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::id::{DraftId, FeatureRef};
use gis_store::draft::{Approval, approve_draft, return_draft};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Longest reason for returning a draft, and longest answer to a warning, in characters.
const WORDS_LENGTH: usize = 2000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalBody {
    department: Option<String>,
    #[serde(default)]
    attributes: Map<String, Value>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Approved {
    #[serde(flatten)]
    feature: FeatureRef,
    href: String,
}

/// `POST /drafts/{id}/approval`: answered when the feature is in the register and in the next tile.
pub(crate) async fn approve(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    IdPath(id): IdPath,
    SeenVersion(version): SeenVersion,
    JsonBody(body): JsonBody<ApprovalBody>,
) -> Result<Response, ApiError> {
    if let Some((code, _)) = body.answers.iter().find(|(_, words)| words.chars().count() > WORDS_LENGTH) {
        return Err(words_wanted("answers").in_field(format!("answers.{code}")).into());
    }
    let approval =
        Approval { department: body.department, attributes: body.attributes, answers: body.answers, version };
    let feature = approve_draft(&mut *app.acquire().await?, caller.scope(), DraftId(id), &approval).await?;
    app.map.show_commits().await;
    let href = format!("{base}/collections/{}/items/{}", feature.collection, feature.id);
    let location = [(header::LOCATION, href.clone())];
    Ok((StatusCode::CREATED, location, Json(Approved { feature, href })).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnBody {
    #[serde(default)]
    reason: String,
}

/// `POST /drafts/{id}/return`
pub(crate) async fn return_(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(version): SeenVersion,
    JsonBody(body): JsonBody<ReturnBody>,
) -> Result<Response, ApiError> {
    let reason = body.reason.trim();
    if reason.is_empty() || reason.chars().count() > WORDS_LENGTH {
        return Err(words_wanted("reason").into());
    }
    let mut conn = app.acquire().await?;
    let draft = return_draft(&mut conn, caller.scope(), DraftId(id), version, reason).await?;
    // Whoever shows commits may want a connection too.
    drop(conn);
    app.map.show_commits().await;
    Ok(shown(StatusCode::OK, draft))
}

fn words_wanted(field: &str) -> crate::error::Problem {
    unprocessable(
        "reason-wanted",
        format!("{field} : dites pourquoi, en {WORDS_LENGTH} caractères au plus."),
        format!("{field}: say why, in {WORDS_LENGTH} characters at most."),
    )
    .in_field(field)
}
