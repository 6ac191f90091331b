//! Uploads: logs in, their state and their very bytes out.

mod ending;
mod form;
mod picture;
mod receive;

pub(crate) use picture::get_picture;

use super::drafts::unknown_department;
use super::paging::{next_address, page};
use crate::App;
use crate::error::{ApiError, Problem, not_found};
use crate::extract::{BaseUrl, Caller, IdPath, QueryPairs};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ending::ending;
use gis_core::Scope;
use gis_core::id::UploadId;
use gis_core::scope::Action;
use gis_store::department::find_department;
use gis_store::draft::{Draft, list_drafts_of_upload};
use gis_store::upload::{
    NewUpload, Stored, Upload, get_upload, get_upload_log, get_upload_report, get_upload_track,
    insert_upload, list_upload_pictures, list_uploads,
};
use picture::PictureLink;
use serde::Serialize;
use serde_json::value::RawValue;

#[derive(Serialize)]
pub(crate) struct UploadPage {
    uploads: Vec<Upload>,
    next: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct UploadDetail {
    #[serde(flatten)]
    upload: Upload,
    report: Option<Box<RawValue>>,
    track: Option<Box<RawValue>>,
    drafts: Vec<Draft>,
    pictures: Vec<PictureLink>,
}

/// `GET /uploads`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    query: QueryPairs,
) -> Result<Json<UploadPage>, ApiError> {
    query.only(&["limit", "before"])?;
    let page = page(&query)?;
    let uploads = list_uploads(&mut *app.acquire().await?, caller.scope(), page).await?;
    let last = uploads.last().map(|upload| upload.id);
    Ok(Json(UploadPage {
        next: next_address(&format!("{base}/uploads"), page, uploads.len(), last),
        uploads,
    }))
}

/// `POST /uploads`: answers when the bytes are committed, and not before.
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    query: QueryPairs,
    request: Request,
) -> Result<Response, ApiError> {
    let received = receive::receive(request, &query, app.settings.max_upload_bytes).await?;
    let form = &received.form;
    let scope = caller.scope();
    let mut conn = app.acquire().await?;
    if let Some(pcode) = &form.department
        && find_department(&mut conn, pcode)
            .await?
            .is_none_or(|known| !scope.may(Action::Survey, &known.pcode))
    {
        return Err(unknown_department(pcode).into());
    }
    let upload = NewUpload {
        bytes: &received.bytes,
        file_name: form.file_name.as_deref(),
        kind: form.kind,
        department: form.department.as_deref(),
        recorded_on: form.recorded_on,
        note: form.note.as_deref(),
    };
    let stored = insert_upload(&mut conn, scope, &upload).await?;
    drop(conn);
    let status = match stored {
        Stored::New(_) => StatusCode::CREATED,
        Stored::Known(_) => StatusCode::OK,
    };
    let location = [(header::LOCATION, format!("{base}/uploads/{}", stored.id()))];
    Ok((status, location, Json(detail(&app, scope, &base, stored.id()).await?)).into_response())
}

/// `GET /uploads/{id}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    IdPath(id): IdPath,
) -> Result<Json<UploadDetail>, ApiError> {
    Ok(Json(detail(&app, caller.scope(), &base, UploadId(id)).await?))
}

/// `GET /uploads/{id}/log`
pub(crate) async fn get_log(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    let bytes = get_upload_log(&mut *app.acquire().await?, caller.scope(), UploadId(id)).await?;
    let bytes = bytes.ok_or_else(no_such_upload)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{id}.{}\"", ending(&bytes))),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

async fn detail(app: &App, scope: &Scope, base: &str, id: UploadId) -> Result<UploadDetail, ApiError> {
    let mut conn = app.acquire().await?;
    let upload = get_upload(&mut conn, scope, id).await?.ok_or_else(no_such_upload)?;
    Ok(UploadDetail {
        upload,
        report: get_upload_report(&mut conn, scope, id).await?,
        track: get_upload_track(&mut conn, scope, id).await?,
        drafts: list_drafts_of_upload(&mut conn, scope, id).await?,
        pictures: list_upload_pictures(&mut conn, scope, id)
            .await?
            .into_iter()
            .map(|picture| PictureLink::new(base, id, picture))
            .collect(),
    })
}

fn no_such_upload() -> Problem {
    not_found("no-such-upload", "Cet envoi n'existe pas.", "There is no such upload.")
}
