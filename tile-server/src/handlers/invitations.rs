//! Using an invitation: somebody sets a password, once, and is signed in with that.
//!
//! Invariant: the token in the path stands in no log and in no answer.

use super::session::{bad_password, begin, slow_down};
use crate::App;
use crate::error::ApiError;
use crate::extract::{Caller, JsonBody, Peer, SecretPath};
use axum::extract::State;
use axum::response::Response;
use gis_store::account::{
    FirstAdministrator, Password, Secret, find_invited, hash_password, redeem as redeem_invitation,
    redeem_as_first_administrator,
};
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Redemption {
    password: String,
    /// Of the first administrator only, who makes their own account.
    login: Option<String>,
    display_name: Option<String>,
}

/// `POST /invitations/{token}`
pub(crate) async fn redeem(
    State(app): State<App>,
    caller: Caller,
    Peer(address): Peer,
    SecretPath(secret): SecretPath,
    JsonBody(body): JsonBody<Redemption>,
) -> Result<Response, ApiError> {
    app.throttle.attempt_from(address).map_err(slow_down)?;
    let invited = find_invited(&mut *app.acquire().await?, &secret).await?;
    let login = invited.as_deref().or(body.login.as_deref());
    let password = Password::new(&body.password, login).map_err(|error| bad_password(error, "password"))?;
    let hash = app.hash(move || hash_password(&password)).await?;
    let account = use_up(&app, &secret, &body, &hash).await?;
    begin(&app, account, &caller).await
}

async fn use_up(app: &App, secret: &Secret, body: &Redemption, hash: &str) -> Result<Uuid, ApiError> {
    let mut conn = app.acquire().await?;
    let Some(login) = &body.login else {
        return Ok(redeem_invitation(&mut conn, secret, hash).await?);
    };
    let display_name = body.display_name.as_deref().unwrap_or(login).trim();
    super::accounts::check_display_name(display_name)?;
    let first = FirstAdministrator { login, display_name };
    Ok(redeem_as_first_administrator(&mut conn, secret, &first, hash).await?)
}
