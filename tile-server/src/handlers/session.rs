//! Signing in and out, and what whoever is signed in may.
//!
//! Invariant: a wrong password and a login that nobody has are answered alike, after the same work (`App::hash`).

use crate::App;
use crate::error::{ApiError, Problem, unprocessable};
use crate::extract::{Caller, JsonBody, Peer};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::Text;
use gis_core::scope::{Action, Grant, Role};
use gis_store::Moment;
use gis_store::account::{
    Known, Password, PasswordError, demo, find_by_session, find_credentials, hash_password, insert_session,
    remove_session, set_password, verify_password,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

#[derive(Serialize)]
pub(crate) struct SessionInfo {
    account: Option<AccountInfo>,
    grants: Vec<Grant>,
    /// What is open anywhere.
    may: Vec<Right>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    demo: Vec<DemoAccount>,
}

#[derive(Serialize)]
struct AccountInfo {
    id: Uuid,
    login: String,
    display_name: String,
}

#[derive(Serialize)]
struct Right {
    action: &'static str,
    /// In every department, and in what lies in none.
    everywhere: bool,
    departments: Vec<String>,
}

/// What a server with demo accounts offers to sign in with.
#[derive(Serialize)]
struct DemoAccount {
    login: &'static str,
    display_name: &'static str,
    role: Role,
    password: &'static str,
}

/// `GET /session`
pub(crate) async fn get(State(app): State<App>, caller: Caller) -> Json<SessionInfo> {
    Json(info(&app, &caller))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    login: String,
    password: String,
}

/// `POST /session`
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Peer(address): Peer,
    JsonBody(body): JsonBody<SignIn>,
) -> Result<Response, ApiError> {
    app.throttle.attempt(&body.login, address).map_err(slow_down)?;
    let credentials = find_credentials(&mut *app.acquire().await?, &body.login, app.settings.is_demo).await?;
    let stored = credentials.as_ref().and_then(|credentials| credentials.password_hash.clone());
    let is_right = app.hash(move || verify_password(&body.password, stored.as_deref())).await?;
    match credentials.filter(|_| is_right) {
        Some(credentials) => begin(&app, credentials.id, &caller).await,
        None => Err(wrong_password().into()),
    }
}

/// Begins a session in place of the one that the caller may have had.
pub(super) async fn begin(app: &App, account: Uuid, caller: &Caller) -> Result<Response, ApiError> {
    let mut conn = app.acquire().await?;
    let (secret, expires_at) = insert_session(&mut conn, account, caller.session()).await?;
    let known = find_by_session(&mut conn, &secret, app.settings.is_demo).await?;
    // Disabled between the password and here.
    let known = known.ok_or_else(wrong_password)?;
    let caller = Caller::by_session(known, secret.clone());
    let cookie = app.cookies().set(&secret, seconds_until(expires_at));
    Ok((StatusCode::CREATED, never_kept(Some(cookie)), Json(info(app, &caller))).into_response())
}

/// `DELETE /session`
pub(crate) async fn delete(State(app): State<App>, caller: Caller) -> Result<Response, ApiError> {
    if let Some(secret) = caller.session() {
        remove_session(&mut *app.acquire().await?, secret).await?;
    }
    Ok((StatusCode::NO_CONTENT, never_kept(Some(app.cookies().clear()))).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    current: String,
    new: String,
}

/// `POST /session/password`: every session and every token of the account ends, and the caller gets a new session.
pub(crate) async fn change_password(
    State(app): State<App>,
    caller: Caller,
    Peer(address): Peer,
    JsonBody(body): JsonBody<PasswordChange>,
) -> Result<Response, ApiError> {
    let known = caller.in_person()?.clone();
    app.throttle.attempt(&known.login, address).map_err(slow_down)?;
    let password =
        Password::new(&body.new, Some(&known.login)).map_err(|error| bad_password(error, "new"))?;
    let credentials =
        find_credentials(&mut *app.acquire().await?, &known.login, app.settings.is_demo).await?;
    let stored = credentials.and_then(|credentials| credentials.password_hash);
    let hash =
        app.hash(move || verify_password(&body.current, stored.as_deref()).then(|| hash_password(&password)));
    let hash = hash.await?.ok_or_else(|| {
        let problem = unprocessable(
            "wrong-password",
            "Ce n'est pas votre mot de passe actuel.",
            "This is not your current password.",
        );
        problem.in_field("current")
    })?;
    set_password(&mut *app.acquire().await?, caller.scope(), &hash).await?;
    begin(&app, known.id, &caller).await
}

fn info(app: &App, caller: &Caller) -> SessionInfo {
    let scope = caller.scope();
    let right = |action: Action| Right {
        action: action.name(),
        everywhere: scope.filter(action).is_none(),
        departments: scope.filter(action).unwrap_or_default().to_vec(),
    };
    let open = Action::ALL.into_iter().filter(|action| scope.may_somewhere(*action));
    let account = |known: &Known| AccountInfo {
        id: known.id,
        login: known.login.clone(),
        display_name: known.display_name.clone(),
    };
    let offered = demo::ACCOUNTS.iter().filter(|_| app.settings.is_demo && caller.known().is_none());
    SessionInfo {
        account: caller.known().map(account),
        grants: caller.known().map(|known| known.grants.clone()).unwrap_or_default(),
        may: open.map(right).collect(),
        demo: offered
            .map(|&(login, display_name, role)| DemoAccount {
                login,
                display_name,
                role,
                password: demo::PASSWORD,
            })
            .collect(),
    }
}

/// What nobody on the way or in the browser may keep, and a cookie.
pub(super) fn never_kept(cookie: Option<HeaderValue>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    headers
}

fn seconds_until(moment: Moment) -> i64 {
    (moment - chrono::Utc::now()).num_seconds()
}

fn wrong_password() -> Problem {
    let message = Text::new(
        "Identifiant ou mot de passe inconnu. Un administrateur peut vous envoyer un nouveau lien.",
        "Unknown login or password. An administrator can send you a new link.",
    );
    Problem::new(StatusCode::UNAUTHORIZED, "sign-in-failed", message)
}

/// The attempts are used up for a while.
pub(super) fn slow_down(wait: Duration) -> ApiError {
    let seconds = wait.as_secs() + 1;
    let message = Text::new(
        format!("Trop d'essais : attendez {seconds} secondes."),
        format!("Too many attempts: wait {seconds} seconds."),
    );
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "slow-down", message).to_be_retried_after(seconds).into()
}

/// Why a new password cannot be taken.
pub(super) fn bad_password(error: PasswordError, field: &str) -> Problem {
    let (fr, en) = match error {
        PasswordError::Short => (
            "Choisissez un mot de passe d'au moins 10 caractères.",
            "Choose a password of 10 characters at least.",
        ),
        PasswordError::Long => {
            ("Choisissez un mot de passe d'au plus 256 octets.", "Choose a password of 256 bytes at most.")
        }
        PasswordError::Guessable => (
            "Ce mot de passe se devine aussitôt : prenez plutôt quelques mots sans rapport entre eux.",
            "This password is guessed at once: rather take a few words that have nothing to do with each other.",
        ),
    };
    unprocessable("password", fr, en).in_field(field)
}
