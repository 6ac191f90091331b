//! Documents and photos: the file is the body, what it is about stands in the query.

use super::parties::private;
use super::record::created;
use crate::App;
use crate::error::{ApiError, Problem, not_found, unprocessable};
use crate::extract::{BaseUrl, Caller, IdPath, QueryPairs, malformed};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::{Collection, Text};
use gis_store::document::{
    About, BYTES_MAX, Document, NewDocument, get_content, get_document, get_thumbnail, insert_document,
    list_documents, withdraw_document,
};
use serde::Serialize;

#[derive(Serialize)]
struct Documents {
    documents: Vec<Document>,
}

/// `GET /documents?about=…`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    query: QueryPairs,
) -> Result<Response, ApiError> {
    query.only(&["about"])?;
    let about = query.id("about")?.ok_or_else(|| about_wanted("about"))?;
    let documents = list_documents(&mut *app.acquire().await?, caller.scope(), about).await?;
    Ok(private(Json(Documents { documents })))
}

/// `POST /documents?title=…&source=…`: the body is the file.
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    query: QueryPairs,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, ApiError> {
    query.only(&["title", "collection", "feature", "source", "party"])?;
    let new = NewDocument {
        about: about(&query)?,
        title: query.get("title").unwrap_or_default().to_owned(),
        bytes: body.map_err(|_| too_long())?.to_vec(),
    };
    let document = insert_document(&mut *app.acquire().await?, caller.scope(), new).await?;
    Ok(private(created(&base, &format!("/documents/{}", document.id), document)))
}

fn about(query: &QueryPairs) -> Result<About, ApiError> {
    let feature = match (query.get("collection"), query.id("feature")?) {
        (Some(name), Some(id)) => {
            let wrong = || {
                malformed("collection", name, "une couche de /collections", "a collection of /collections")
            };
            Some(About::Feature(Collection::from_name(name).ok_or_else(wrong)?, id))
        }
        (None, None) => None,
        _ => return Err(about_wanted("feature").into()),
    };
    let source = query.id("source")?.map(About::Source);
    let party = query.id("party")?.map(About::Party);
    let mut given = [feature, source, party].into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(about), None) => Ok(about),
        _ => Err(about_wanted("feature").into()),
    }
}

fn about_wanted(field: &str) -> Problem {
    unprocessable(
        "about-wanted",
        "Dites à quoi le document se rapporte : collection et feature, ou source, ou party ; une seule chose.",
        "Say what the document is about: collection and feature, or source, or party; one of them.",
    )
    .in_field(field)
}

fn too_long() -> Problem {
    let megabytes = BYTES_MAX / (1024 * 1024);
    let message = Text::new(
        format!("Le fichier dépasse {megabytes} Mo ; rien n'a été enregistré."),
        format!("The file is longer than {megabytes} MB; nothing was stored."),
    );
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "document-too-long", message)
}

/// `GET /documents/{id}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    let document = get_document(&mut *app.acquire().await?, caller.scope(), id).await?;
    Ok(private(Json(document.ok_or_else(no_such_document)?)))
}

/// `DELETE /documents/{id}`
pub(crate) async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<StatusCode, ApiError> {
    withdraw_document(&mut *app.acquire().await?, caller.scope(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /documents/{id}/content`
pub(crate) async fn content(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    let content = get_content(&mut *app.acquire().await?, caller.scope(), id).await?;
    let content = content.ok_or_else(no_such_document)?;
    Ok(file(id, &content.media_type, content.bytes))
}

/// `GET /documents/{id}/thumbnail`
pub(crate) async fn thumbnail(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    let jpeg = get_thumbnail(&mut *app.acquire().await?, caller.scope(), id).await?;
    let none =
        || not_found("no-thumbnail", "Ce document n'a pas de vignette.", "This document has no thumbnail.");
    Ok(file(id, "image/jpeg", jpeg.ok_or_else(none)?))
}

/// A file that no browser takes for a page of ours.
fn file(id: uuid::Uuid, media_type: &str, bytes: Vec<u8>) -> Response {
    let ending = match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        _ => "pdf",
    };
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{id}.{ending}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    private((headers, bytes).into_response())
}

fn no_such_document() -> Problem {
    not_found("no-such-document", "Ce document n'existe pas.", "There is no such document.")
}
