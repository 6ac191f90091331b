//! Disputes over features of the register.

use super::paging::{next_address, page};
use crate::App;
use crate::error::{ApiError, Problem, not_found, unprocessable};
use crate::extract::{
    BaseUrl, Caller, IdPath, JsonBody, QueryPairs, SeenVersion, changed_since, etag, malformed,
};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::{Collection, Text};
use gis_store::dispute::{
    Dispute, DisputeChange, DisputeError, DisputeFilter, DisputeParty, DisputeState, NewDispute,
    change_dispute, get_dispute, list_disputes, open_dispute,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest statement and longest resolution, in characters.
const WORDS_LENGTH: usize = 4000;

/// Most parties to one dispute.
const PARTIES_MAX: usize = 50;

#[derive(Serialize)]
pub(crate) struct DisputePage {
    disputes: Vec<Dispute>,
    next: Option<String>,
}

/// `GET /disputes`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    query: QueryPairs,
) -> Result<Json<DisputePage>, ApiError> {
    query.only(&["feature", "state", "limit", "before"])?;
    let filter = DisputeFilter { feature: query.id("feature")?, state: state(&query)? };
    let page = page(&query)?;
    let disputes = list_disputes(&mut *app.acquire().await?, caller.scope(), filter, page).await?;
    let kept = [("feature", query.get("feature")), ("state", query.get("state"))];
    let kept: Vec<_> =
        kept.iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}"))).collect();
    let filter = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    let last = disputes.last().map(|dispute| dispute.id);
    Ok(Json(DisputePage {
        next: next_address(&format!("{base}/disputes{filter}"), page, disputes.len(), last),
        disputes,
    }))
}

fn state(query: &QueryPairs) -> Result<Option<DisputeState>, ApiError> {
    let Some(name) = query.get("state") else { return Ok(None) };
    let wrong = || {
        let states = "open, mediation, resolved";
        malformed("state", name, &format!("{states} ou dismissed"), &format!("{states} or dismissed"))
    };
    Ok(Some(DisputeState::from_name(name).ok_or_else(wrong)?))
}

/// `GET /disputes/{id}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    let dispute = get_dispute(&mut *app.acquire().await?, caller.scope(), id).await?;
    Ok(shown(StatusCode::OK, dispute.ok_or_else(no_such_dispute)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBody {
    collection: String,
    feature_id: Uuid,
    nature: String,
    statement: String,
    #[serde(default)]
    parties: Vec<DisputeParty>,
}

/// `POST /disputes`
pub(crate) async fn open(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    JsonBody(body): JsonBody<NewBody>,
) -> Result<Response, ApiError> {
    let collection = Collection::from_name(&body.collection).ok_or_else(|| {
        unprocessable(
            "no-such-collection",
            format!("Couche inconnue « {} » ; voyez /collections.", body.collection),
            format!("Unknown collection “{}”; see /collections.", body.collection),
        )
        .in_field("collection")
    })?;
    let new = NewDispute {
        collection,
        feature: body.feature_id,
        nature: body.nature,
        statement: words("statement", &body.statement)?,
        parties: few(body.parties)?,
    };
    let dispute = open_dispute(&mut *app.acquire().await?, caller.scope(), &new).await?;
    let address = format!("{base}/disputes/{}", dispute.id);
    let mut response = shown(StatusCode::CREATED, dispute);
    response
        .headers_mut()
        .insert(header::LOCATION, HeaderValue::try_from(address).expect("an address is a header"));
    Ok(response)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeBody {
    state: Option<DisputeState>,
    statement: Option<String>,
    parties: Option<Vec<DisputeParty>>,
    resolution: Option<String>,
}

/// `PATCH /disputes/{id}`
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(version): SeenVersion,
    JsonBody(body): JsonBody<ChangeBody>,
) -> Result<Response, ApiError> {
    let change = DisputeChange {
        state: body.state,
        statement: body.statement.map(|text| words("statement", &text)).transpose()?,
        parties: body.parties.map(few).transpose()?,
        resolution: body.resolution.map(|text| words("resolution", &text)).transpose()?,
    };
    let dispute = change_dispute(&mut *app.acquire().await?, caller.scope(), id, version, &change).await?;
    Ok(shown(StatusCode::OK, dispute))
}

fn shown(status: StatusCode, dispute: Dispute) -> Response {
    (status, [(header::ETAG, etag(dispute.version))], Json(dispute)).into_response()
}

fn words(field: &str, text: &str) -> Result<String, ApiError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > WORDS_LENGTH {
        let problem = unprocessable(
            "words-wanted",
            format!("{field} : un texte de 1 à {WORDS_LENGTH} caractères est attendu."),
            format!("{field}: a text of 1 to {WORDS_LENGTH} characters is wanted."),
        );
        return Err(problem.in_field(field).into());
    }
    Ok(text.to_owned())
}

fn few(parties: Vec<DisputeParty>) -> Result<Vec<DisputeParty>, ApiError> {
    if parties.len() > PARTIES_MAX {
        let problem = unprocessable(
            "too-many-parties",
            format!("Un litige a {PARTIES_MAX} parties au plus."),
            format!("A dispute has {PARTIES_MAX} parties at most."),
        );
        return Err(problem.in_field("parties").into());
    }
    Ok(parties)
}

fn no_such_dispute() -> Problem {
    not_found("no-such-dispute", "Ce litige n'existe pas.", "There is no such dispute.")
}

impl From<DisputeError> for ApiError {
    fn from(error: DisputeError) -> Self {
        match error {
            DisputeError::Store(error) => error.into(),
            DisputeError::NotFound => no_such_dispute().into(),
            DisputeError::Changed { version } => changed_since(Some(version)).into(),
            DisputeError::Field { field, reason } => {
                let message =
                    Text::new(format!("{field} : {}.", reason.fr), format!("{field}: {}.", reason.en));
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unusable-field", message)
                    .in_field(field)
                    .into()
            }
        }
    }
}
