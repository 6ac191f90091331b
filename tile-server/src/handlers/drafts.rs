//! Drafts: what is proposed to the register, the way that it goes, and the decision.

mod change;
mod decide;
mod problem;
mod resurvey;

pub(crate) use change::{correct, create, submit, withdraw};
pub(crate) use decide::{approve, return_};
pub(crate) use problem::unknown_department;
pub(crate) use resurvey::{clear_target, compare, set_target};

use super::paging::{next_address, page};
use crate::App;
use crate::error::ApiError;
use crate::extract::{BaseUrl, Caller, IdPath, QueryPairs, etag, malformed};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::id::DraftId;
use gis_store::check::judge_rivals;
use gis_store::draft::{Draft, DraftEvent, DraftState, get_draft, list_drafts, list_events};
use problem::no_such_draft;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct DraftPage {
    drafts: Vec<Draft>,
    next: Option<String>,
}

/// `GET /drafts`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    query: QueryPairs,
) -> Result<Json<DraftPage>, ApiError> {
    query.only(&["state", "limit", "before"])?;
    let state = state(&query)?;
    let page = page(&query)?;
    let drafts = list_drafts(&mut *app.acquire().await?, caller.scope(), state, page).await?;
    let filter = query.get("state").map_or_else(String::new, |name| format!("?state={name}"));
    let last = drafts.last().map(|draft| draft.id);
    Ok(Json(DraftPage {
        next: next_address(&format!("{base}/drafts{filter}"), page, drafts.len(), last),
        drafts,
    }))
}

fn state(query: &QueryPairs) -> Result<Option<DraftState>, ApiError> {
    let Some(name) = query.get("state") else { return Ok(None) };
    let all = DraftState::ALL.map(DraftState::name);
    let wrong = || {
        let (last, others) = all.split_last().expect("there are states");
        let others = others.join(", ");
        malformed("state", name, &format!("{others} ou {last}"), &format!("{others} or {last}"))
    };
    Ok(Some(DraftState::from_name(name).ok_or_else(wrong)?))
}

/// `GET /drafts/{id}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    let mut conn = app.acquire().await?;
    let mut draft = get_draft(&mut conn, caller.scope(), DraftId(id)).await?.ok_or_else(no_such_draft)?;
    draft.findings.extend(judge_rivals(&mut conn, caller.scope(), DraftId(id)).await?);
    Ok(shown(StatusCode::OK, draft))
}

/// A draft with its version as the entity tag.
fn shown(status: StatusCode, draft: Draft) -> Response {
    (status, [(header::ETAG, etag(draft.version))], Json(draft)).into_response()
}

#[derive(Serialize)]
pub(crate) struct Events {
    events: Vec<DraftEvent>,
}

/// `GET /drafts/{id}/events`
pub(crate) async fn events(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Json<Events>, ApiError> {
    let events = list_events(&mut *app.acquire().await?, caller.scope(), DraftId(id)).await?;
    Ok(Json(Events { events: events.ok_or_else(no_such_draft)? }))
}
