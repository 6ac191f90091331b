//! Accounts, for administrators: each sees and changes the grants of the departments that they administer.
//!
//! Invariant: a token changes no account, or one that may little would make itself one that may more.

mod problem;

use super::session::never_kept;
use crate::App;
use crate::error::{ApiError, unprocessable};
use crate::extract::{BaseUrl, Caller, IdPath, JsonBody, SeenVersion, etag};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::scope::Grant;
use gis_store::Moment;
use gis_store::account::{
    Account, AccountChange, NewAccount, change_account, get_account, insert_account,
    invite as invite_account, list_accounts,
};
use problem::no_such_account;
use serde::{Deserialize, Serialize};

/// Longest name, in characters.
const NAME_LENGTH: usize = 200;

#[derive(Serialize)]
pub(crate) struct Accounts {
    accounts: Vec<Account>,
}

/// `GET /accounts`
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Accounts>, ApiError> {
    let accounts = list_accounts(&mut *app.acquire().await?, caller.scope()).await?;
    Ok(Json(Accounts { accounts }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountBody {
    login: String,
    display_name: String,
    grants: Vec<Grant>,
}

/// `POST /accounts`: without a password; an invitation sets it.
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    JsonBody(body): JsonBody<AccountBody>,
) -> Result<Response, ApiError> {
    caller.in_person()?;
    let display_name = body.display_name.trim();
    check_display_name(display_name)?;
    if body.grants.is_empty() {
        let problem = unprocessable(
            "grant-wanted",
            "Donnez au compte au moins un rôle (grants).",
            "Give the account one role at least (grants).",
        );
        return Err(problem.in_field("grants").into());
    }
    let new = NewAccount { login: body.login.trim(), display_name, grants: &body.grants };
    let account = insert_account(&mut *app.acquire().await?, caller.scope(), &new).await?;
    let location = [(header::LOCATION, format!("{base}/accounts/{}", account.id))];
    Ok((StatusCode::CREATED, location, tagged(account)).into_response())
}

/// `GET /accounts/{id}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    let account = get_account(&mut *app.acquire().await?, caller.scope(), id).await?;
    Ok(tagged(account.ok_or_else(no_such_account)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeBody {
    display_name: Option<String>,
    grants: Option<Vec<Grant>>,
    disabled: Option<bool>,
}

/// `PATCH /accounts/{id}`
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
    SeenVersion(version): SeenVersion,
    JsonBody(body): JsonBody<ChangeBody>,
) -> Result<Response, ApiError> {
    caller.in_person()?;
    let display_name = body.display_name.map(|name| name.trim().to_owned());
    if let Some(name) = &display_name {
        check_display_name(name)?;
    }
    let change = AccountChange { display_name, grants: body.grants, disabled: body.disabled };
    let account = change_account(&mut *app.acquire().await?, caller.scope(), (id, version), &change).await?;
    Ok(tagged(account))
}

/// A link that sets a password, once.
#[derive(Serialize)]
struct Link {
    href: String,
    expires_at: Moment,
}

/// `POST /accounts/{id}/invitation`: the link is shown here and nowhere else.
pub(crate) async fn invite(
    State(app): State<App>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    IdPath(id): IdPath,
) -> Result<Response, ApiError> {
    caller.in_person()?;
    let invitation = invite_account(&mut *app.acquire().await?, caller.scope(), id).await?;
    let link = Link {
        href: invitation_address(&base, invitation.secret.reveal()),
        expires_at: invitation.expires_at,
    };
    Ok((StatusCode::CREATED, never_kept(None), Json(link)).into_response())
}

/// Where the page asks for a password. Behind the hash, so that browsers send the token nowhere by themselves.
#[must_use]
pub fn invitation_address(base: &str, token: &str) -> String {
    format!("{base}/#invitation={token}")
}

fn tagged(account: Account) -> Response {
    ([(header::ETAG, etag(account.version))], Json(account)).into_response()
}

pub(super) fn check_display_name(name: &str) -> Result<(), ApiError> {
    if (1..=NAME_LENGTH).contains(&name.chars().count()) {
        return Ok(());
    }
    let problem = unprocessable(
        "display-name",
        format!("Un nom de 1 à {NAME_LENGTH} caractères est attendu."),
        format!("A name of 1 to {NAME_LENGTH} characters is wanted."),
    );
    Err(problem.in_field("display_name").into())
}
