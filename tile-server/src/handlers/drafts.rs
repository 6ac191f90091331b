//! Drafts: what waits for a decision, and the decision.

use super::paging::{next_address, page};
use crate::App;
use crate::error::{ApiError, Problem, not_found, unprocessable};
use crate::extract::{BaseUrl, Caller, IdPath, JsonBody, QueryPairs, malformed};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::Text;
use gis_core::id::DraftId;
use gis_store::draft::{
    Approval, DecisionError, Draft, DraftState, FeatureRef, approve_draft, get_draft, list_drafts,
    return_draft,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Longest reason for returning a draft, in characters.
const REASON_LENGTH: usize = 2000;

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
    let wrong =
        || malformed("state", name, "proposed, approved ou returned", "proposed, approved or returned");
    Ok(Some(DraftState::from_name(name).ok_or_else(wrong)?))
}

/// `GET /drafts/{id}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Json<Draft>, ApiError> {
    let draft = get_draft(&mut *app.acquire().await?, caller.scope(), DraftId(id)).await?;
    Ok(Json(draft.ok_or_else(no_such_draft)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalBody {
    department: Option<String>,
    #[serde(default)]
    attributes: Map<String, Value>,
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
    JsonBody(body): JsonBody<ApprovalBody>,
) -> Result<Response, ApiError> {
    let approval = Approval { department: body.department, attributes: body.attributes };
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
    JsonBody(body): JsonBody<ReturnBody>,
) -> Result<Json<Draft>, ApiError> {
    let reason = body.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_LENGTH {
        let problem = unprocessable(
            "reason-wanted",
            format!("Dites à l'agent de collecte pourquoi, en {REASON_LENGTH} caractères au plus."),
            format!("Tell the surveyor why, in {REASON_LENGTH} characters at most."),
        );
        return Err(problem.in_field("reason").into());
    }
    let draft = return_draft(&mut *app.acquire().await?, caller.scope(), DraftId(id), reason).await?;
    app.map.show_commits().await;
    Ok(Json(draft))
}

fn no_such_draft() -> Problem {
    not_found("no-such-draft", "Ce brouillon n'existe pas.", "There is no such draft.")
}

impl From<DecisionError> for ApiError {
    fn from(error: DecisionError) -> Self {
        let problem = match error {
            DecisionError::Store(error) => return error.into(),
            DecisionError::NotFound => no_such_draft(),
            DecisionError::AlreadyDecided { .. } => Problem::new(
                StatusCode::CONFLICT,
                "already-decided",
                Text::new(
                    "Une décision a déjà été prise sur ce brouillon. Rechargez la page.",
                    "This draft was decided on already. Reload the page.",
                ),
            ),
            DecisionError::Rejected { grading } => rejected(&grading.reason),
            DecisionError::Blocked { findings } => blocked(&findings),
            DecisionError::NoDepartment => unprocessable(
                "department-wanted",
                "Ce brouillon est hors de tous les départements : indiquez celui qui le tiendra (department).",
                "This draft lies in no department: give the one that shall keep it (department).",
            )
            .in_field("department"),
            DecisionError::UnknownDepartment { pcode } => unknown_department(&pcode),
            DecisionError::Attribute { field, reason } => {
                let message = Text::new(format!("{field} : {}.", reason.fr), format!("{field}: {}.", reason.en));
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "attribute", message)
                    .in_field(format!("attributes.{field}"))
            }
        };
        problem.into()
    }
}

/// A P-code that names no department, or none for the caller.
pub(crate) fn unknown_department(pcode: &str) -> Problem {
    unprocessable(
        "unknown-department",
        format!("Département inconnu « {pcode} ». Un code P est attendu, comme SN1302 ; voyez /collections/departments/items."),
        format!("Unknown department “{pcode}”. A P-code is wanted, such as SN1302; see /collections/departments/items."),
    )
    .in_field("department")
}

fn rejected(reason: &Text) -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "draft-rejected",
        Text::new(
            format!(
                "La qualité de ce levé ne permet pas de l'inscrire au registre : {} Renvoyez-le à l'agent.",
                sentence(&reason.fr)
            ),
            format!(
                "The quality of this survey does not let it enter the register: {} Return it to the surveyor.",
                sentence(&reason.en)
            ),
        ),
    )
}

/// The text with a full stop at its end, if it has none.
fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

fn blocked(findings: &[gis_core::Finding]) -> Problem {
    let list = |text: fn(&Text) -> &str| {
        findings.iter().map(|finding| text(&finding.message)).collect::<Vec<_>>().join(" ")
    };
    unprocessable(
        "blocked",
        format!("Ce brouillon ne peut pas être approuvé : {}", list(|text| &text.fr)),
        format!("This draft cannot be approved: {}", list(|text| &text.en)),
    )
}
