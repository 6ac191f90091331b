//! Parties: persons, groups and companies, for whoever may see persons.

use super::paging::{next_address, page};
use super::record::{ReasonBody, created};
use crate::App;
use crate::error::{ApiError, Problem, not_found};
use crate::extract::{BaseUrl, Caller, IdPath, JsonBody, QueryPairs, SeenVersion, etag};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use gis_store::party::{
    NewParty, Party, PartyChange, PartyQuery, Scan, change_party, erase_party, export_party, get_party,
    insert_party, list_parties, reveal_identity,
};
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct PartyPage {
    parties: Vec<Party>,
    next: Option<String>,
}

/// What an erasure leaves to look at.
#[derive(Serialize)]
pub(crate) struct Erased {
    scans: Vec<Scan>,
}

/// `GET /parties`
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    query: QueryPairs,
) -> Result<Response, ApiError> {
    query.only(&["department", "kind", "q", "limit", "before"])?;
    let page = page(&query)?;
    let text = |name: &str| query.get(name).map(str::to_owned);
    let wanted = PartyQuery {
        department: text("department"),
        kind: text("kind"),
        name: text("q"),
        limit: page.limit,
        before: page.before,
    };
    let parties = list_parties(&mut *app.acquire().await?, caller.scope(), &app.vault, &wanted).await?;
    let kept = ["department", "kind", "q"].map(|name| {
        query.get(name).map_or_else(String::new, |value| {
            let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            format!("&{name}={value}")
        })
    });
    let address = format!("{base}/parties?{}", kept.concat().trim_start_matches('&'));
    let last = parties.last().map(|party| party.id);
    let next = next_address(address.trim_end_matches('?'), page, parties.len(), last);
    Ok(private(Json(PartyPage { parties, next })))
}

/// `POST /parties`
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    base: BaseUrl,
    JsonBody(new): JsonBody<NewParty>,
) -> Result<Response, ApiError> {
    let party = insert_party(&mut *app.acquire().await?, caller.scope(), &app.vault, &new).await?;
    let (path, tag) = (format!("/parties/{}", party.id), etag(party.revision));
    Ok(private(([(header::ETAG, tag)], created(&base, &path, party))))
}

/// `GET /parties/{id}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    let party = get_party(&mut *app.acquire().await?, caller.scope(), &app.vault, id).await?;
    Ok(shown(party.ok_or_else(no_such_party)?))
}

/// `PATCH /parties/{id}`
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(seen): SeenVersion,
    JsonBody(change): JsonBody<PartyChange>,
) -> Result<Response, ApiError> {
    let mut conn = app.acquire().await?;
    Ok(shown(change_party(&mut conn, caller.scope(), &app.vault, (id, seen), &change).await?))
}

/// `POST /parties/{id}/identity`: the whole number, for a reason that is logged.
pub(crate) async fn reveal(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    JsonBody(body): JsonBody<ReasonBody>,
) -> Result<Response, ApiError> {
    let reason = body.checked()?;
    let identity =
        reveal_identity(&mut *app.acquire().await?, caller.scope(), &app.vault, id, reason).await?;
    let none = || not_found("no-identity", "Aucune pièce n'est enregistrée.", "No document is on record.");
    Ok(private(Json(identity.ok_or_else(none)?)))
}

/// `POST /parties/{id}/export`: all that is held on a party, for a reason that is logged.
pub(crate) async fn export(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    JsonBody(body): JsonBody<ReasonBody>,
) -> Result<Response, ApiError> {
    let reason = body.checked()?;
    let held = export_party(&mut *app.acquire().await?, caller.scope(), &app.vault, id, reason).await?;
    Ok(private(Json(held)))
}

/// `POST /parties/{id}/erasure`
pub(crate) async fn erase(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    JsonBody(body): JsonBody<ReasonBody>,
) -> Result<Response, ApiError> {
    let scans = erase_party(&mut *app.acquire().await?, caller.scope(), id, body.checked()?).await?;
    Ok(private(Json(Erased { scans })))
}

fn shown(party: Party) -> Response {
    private(([(header::ETAG, etag(party.revision))], Json(party)))
}

/// Personal data are in no cache on the way.
pub(super) fn private(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn no_such_party() -> Problem {
    not_found("no-such-party", "Cette partie n'existe pas.", "There is no such party.")
}
