//! Proposing, correcting, submitting and taking back.

use super::problem::no_such_collection;
use super::shown;
use crate::App;
use crate::error::{ApiError, unprocessable};
use crate::extract::{BaseUrl, Caller, IdPath, IfMatch, JsonBody, SeenVersion};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use chrono::Utc;
use geo::{Geometry, LineString};
use gis_core::{Collection, id::DraftId};
use gis_store::Moment;
use gis_store::draft::{
    Correction, DraftAction, NOTE_LENGTH, Part, Proposal, Target, correct_draft, get_draft, propose,
    submit_draft, withdraw_draft,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalBody {
    action: DraftAction,
    collection: String,
    #[serde(default)]
    targets: Vec<TargetBody>,
    department: Option<String>,
    geometry: Option<geojson::Geometry>,
    #[serde(default)]
    attributes: Map<String, Value>,
    #[serde(default)]
    parts: Vec<PartBody>,
    cut: Option<geojson::Geometry>,
    restored_version: Option<i32>,
    valid_from: Option<Moment>,
    note: Option<String>,
    /// Whether to submit it at once.
    #[serde(default)]
    submit: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetBody {
    id: Uuid,
    version: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartBody {
    geometry: geojson::Geometry,
    #[serde(default)]
    attributes: Map<String, Value>,
}

/// `POST /drafts`
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    JsonBody(body): JsonBody<ProposalBody>,
) -> Result<Response, ApiError> {
    let (submit, proposal) = (body.submit, proposal(body)?);
    let mut conn = app.acquire().await?;
    let id = propose(&mut conn, caller.scope(), &proposal, Utc::now()).await?;
    let draft = if submit {
        submit_draft(&mut conn, caller.scope(), id, None).await?
    } else {
        get_draft(&mut conn, caller.scope(), id).await?.ok_or_else(super::no_such_draft)?
    };
    // Whoever shows commits may want a connection too.
    drop(conn);
    app.map.show_commits().await;
    let mut response = shown(StatusCode::CREATED, draft);
    let location = HeaderValue::try_from(format!("{base}/drafts/{id}")).expect("an address is a header");
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

fn proposal(body: ProposalBody) -> Result<Proposal, ApiError> {
    let collection =
        Collection::from_name(&body.collection).ok_or_else(|| no_such_collection(&body.collection))?;
    let target = |target: TargetBody| Target {
        collection: collection.name().to_owned(),
        id: target.id,
        version: target.version,
    };
    let part = |part: PartBody| {
        Ok(Part { geometry: geometry("parts", part.geometry)?, attributes: part.attributes })
    };
    Ok(Proposal {
        action: body.action,
        collection,
        targets: body.targets.into_iter().map(target).collect(),
        department: body.department,
        geometry: body.geometry.map(|shape| geometry("geometry", shape)).transpose()?,
        attributes: body.attributes,
        parts: body.parts.into_iter().map(part).collect::<Result<_, ApiError>>()?,
        cut: body.cut.map(line).transpose()?,
        restored_version: body.restored_version,
        valid_from: body.valid_from,
        note: note(body.note)?,
    })
}

fn geometry(field: &str, shape: geojson::Geometry) -> Result<Geometry, ApiError> {
    Geometry::try_from(shape).map_err(|error| {
        unprocessable(
            "unusable-geometry",
            format!("{field} : ce GeoJSON n'est pas une géométrie ({error})."),
            format!("{field}: this GeoJSON is no geometry ({error})."),
        )
        .in_field(field)
        .into()
    })
}

fn line(shape: geojson::Geometry) -> Result<LineString, ApiError> {
    match geometry("cut", shape)? {
        Geometry::LineString(line) => Ok(line),
        _ => Err(unprocessable(
            "line-wanted",
            "cut : une ligne (LineString) qui traverse la parcelle est attendue.",
            "cut: a line (LineString) that crosses the parcel is wanted.",
        )
        .in_field("cut")
        .into()),
    }
}

fn note(note: Option<String>) -> Result<Option<String>, ApiError> {
    let note = note.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if note.as_ref().is_some_and(|text| text.chars().count() > NOTE_LENGTH) {
        let problem = unprocessable(
            "note-too-long",
            format!("La note a {NOTE_LENGTH} caractères au plus."),
            format!("The note has {NOTE_LENGTH} characters at most."),
        );
        return Err(problem.in_field("note").into());
    }
    Ok(note)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionBody {
    department: Option<String>,
    geometry: Option<geojson::Geometry>,
    #[serde(default)]
    attributes: Map<String, Value>,
    valid_from: Option<Moment>,
    note: Option<String>,
}

/// `PATCH /drafts/{id}`
pub(crate) async fn correct(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(version): SeenVersion,
    JsonBody(body): JsonBody<CorrectionBody>,
) -> Result<Response, ApiError> {
    let correction = Correction {
        department: body.department,
        geometry: body.geometry.map(|shape| geometry("geometry", shape)).transpose()?,
        attributes: body.attributes,
        valid_from: body.valid_from,
        note: note(body.note)?,
    };
    let mut conn = app.acquire().await?;
    let draft =
        correct_draft(&mut conn, caller.scope(), DraftId(id), version, &correction, Utc::now()).await?;
    Ok(shown(StatusCode::OK, draft))
}

/// `POST /drafts/{id}/submission`
pub(crate) async fn submit(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    IfMatch(version): IfMatch,
) -> Result<Response, ApiError> {
    let draft = submit_draft(&mut *app.acquire().await?, caller.scope(), DraftId(id), version).await?;
    app.map.show_commits().await;
    Ok(shown(StatusCode::OK, draft))
}

/// `POST /drafts/{id}/withdrawal`
pub(crate) async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    IfMatch(version): IfMatch,
) -> Result<Response, ApiError> {
    let draft = withdraw_draft(&mut *app.acquire().await?, caller.scope(), DraftId(id), version).await?;
    app.map.show_commits().await;
    Ok(shown(StatusCode::OK, draft))
}
