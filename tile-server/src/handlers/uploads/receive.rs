//! Reading the body of an upload, as a form or as it is. Up to a limit it is held in memory; what comes beyond is read
//! and thrown away.

use super::form::{FIELDS, Form};
use crate::error::{ApiError, Problem, bad_request, unprocessable};
use crate::extract::QueryPairs;
use axum::body::{Body, BodyDataStream};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use futures_util::StreamExt;
use gis_core::Text;

/// How much of a body that is too long is read and thrown away, so that the sender hears the answer instead of a
/// closed connection.
const DISCARD_BYTES: usize = 1 << 30;

/// A log with the fields beside it.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) form: Form,
    pub(super) bytes: Vec<u8>,
}

/// Reads a log from a request, as a multipart form or as the bare bytes.
pub(super) async fn receive(
    request: Request,
    query: &QueryPairs,
    limit_bytes: usize,
) -> Result<Received, ApiError> {
    let mut form = Form::default();
    query.only(&FIELDS)?;
    for name in FIELDS {
        form.set(name, query.get(name).unwrap_or_default())?;
    }
    let bytes = match body_kind(&request) {
        Ok(BodyKind::Form) => read_form(request, &mut form, limit_bytes).await?,
        Ok(BodyKind::Bare) => read_bare(request.into_body(), limit_bytes).await?,
        Err(refused) => {
            discard(request.into_body().into_data_stream()).await;
            return Err(refused);
        }
    };
    if bytes.is_empty() {
        return Err(empty_log().into());
    }
    Ok(Received { form, bytes })
}

enum BodyKind {
    Form,
    Bare,
}

/// Content types of a log that is the whole body; what it really is, its bytes tell.
const BARE: [&str; 7] = [
    "application/octet-stream",
    "text/plain",
    "application/gpx+xml",
    "application/gzip",
    "application/x-gzip",
    "application/zip",
    "application/x-zip-compressed",
];

fn body_kind(request: &Request) -> Result<BodyKind, ApiError> {
    let value = request.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?"));
    let essence = value.map(|value| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    match essence.as_deref() {
        Some("multipart/form-data") => Ok(BodyKind::Form),
        None => Ok(BodyKind::Bare),
        Some(bare) if BARE.contains(&bare) => Ok(BodyKind::Bare),
        Some(other) => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content-type",
            Text::new(
                format!(
                    "Type de contenu « {other} » non pris en charge : envoyez le fichier en multipart/form-data (champ log) ou ses octets en application/octet-stream."
                ),
                format!(
                    "Content type “{other}” is not supported: send the file as multipart/form-data (part log) or its bytes as application/octet-stream."
                ),
            ),
        )
        .into()),
    }
}

async fn read_bare(body: Body, limit_bytes: usize) -> Result<Vec<u8>, ApiError> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| broken_off())?;
        if bytes.len() + chunk.len() > limit_bytes {
            drop(bytes);
            discard(stream).await;
            return Err(too_long(limit_bytes).into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Reads on to the end, or as far as is reasonable, and keeps nothing.
async fn discard(mut stream: BodyDataStream) {
    let mut discarded = 0;
    while let Some(Ok(chunk)) = stream.next().await {
        discarded += chunk.len();
        if discarded > DISCARD_BYTES {
            break;
        }
    }
}

async fn read_form(request: Request, form: &mut Form, limit_bytes: usize) -> Result<Vec<u8>, ApiError> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| malformed_form())?;
    let read = read_parts(&mut parts, form, limit_bytes).await;
    if read.is_err() {
        // As with a body that is too long: who sends on must hear the answer.
        while let Ok(Some(mut part)) = parts.next_field().await {
            while let Ok(Some(_)) = part.chunk().await {}
        }
    }
    read
}

async fn read_parts(parts: &mut Multipart, form: &mut Form, limit_bytes: usize) -> Result<Vec<u8>, ApiError> {
    let mut log = None;
    while let Some(part) = parts.next_field().await.map_err(|error| broken_form(&error))? {
        match part.name().unwrap_or_default() {
            "log" if log.is_some() => return Err(two_logs().into()),
            "log" => {
                form.set("file_name", part.file_name().unwrap_or_default())?;
                log = Some(read_log(part, limit_bytes).await?);
            }
            name => {
                let name = name.to_owned();
                Form::known(&name)?;
                form.set(&name, &read_text(part).await?)?;
            }
        }
    }
    Ok(log.ok_or_else(no_log)?)
}

/// Longest field beside the log, in bytes: a note of the longest kind, in any script.
const TEXT_BYTES: usize = 16 * 1024;

async fn read_text(mut part: Field<'_>) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| broken_form(&error))? {
        if bytes.len() + chunk.len() > TEXT_BYTES {
            return Err(long_field(part.name().unwrap_or_default()).into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn read_log(mut part: Field<'_>, limit_bytes: usize) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some(chunk) = part.chunk().await.map_err(|error| broken_form(&error))? {
        length += chunk.len();
        if length > DISCARD_BYTES {
            break;
        }
        if length > limit_bytes {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    if length > limit_bytes { Err(too_long(limit_bytes).into()) } else { Ok(bytes) }
}

fn too_long(limit_bytes: usize) -> Problem {
    let megabytes = limit_bytes / (1024 * 1024);
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "log-too-long",
        Text::new(
            format!("Le fichier dépasse {megabytes} Mo ; rien n'a été enregistré. Découpez-le par journée de levé."),
            format!("The file is longer than {megabytes} MB; nothing was stored. Split it by day of survey."),
        ),
    )
    .in_field("log")
}

fn long_field(name: &str) -> Problem {
    bad_request(
        "long-field",
        format!("Le champ {name} dépasse {} Ko ; le fichier va dans le champ log.", TEXT_BYTES / 1024),
        format!("The field {name} is longer than {} kB; the file goes into the part log.", TEXT_BYTES / 1024),
    )
    .in_field(name)
}

fn empty_log() -> Problem {
    unprocessable(
        "empty-log",
        "Le fichier est vide ; rien n'a été enregistré. Vérifiez le transfert depuis le récepteur.",
        "The file is empty; nothing was stored. Check the transfer from the receiver.",
    )
    .in_field("log")
}

fn no_log() -> Problem {
    bad_request("no-log", "Le formulaire n'a pas de fichier (champ log).", "The form has no file (part log).")
        .in_field("log")
}

fn two_logs() -> Problem {
    bad_request(
        "two-logs",
        "Un envoi contient un seul fichier : envoyez-les l'un après l'autre.",
        "An upload holds one file: send them one after the other.",
    )
    .in_field("log")
}

fn broken_off() -> Problem {
    bad_request(
        "broken-off",
        "L'envoi s'est interrompu ; rien n'a été enregistré. Envoyez le fichier de nouveau.",
        "The upload broke off; nothing was stored. Send the file again.",
    )
}

fn malformed_form() -> Problem {
    bad_request(
        "malformed-form",
        "Le formulaire multipart n'a pas de délimiteur (boundary).",
        "The multipart form has no boundary.",
    )
}

fn broken_form(error: &MultipartError) -> Problem {
    tracing::info!(error = error as &dyn std::error::Error, "a form could not be read");
    broken_off()
}
