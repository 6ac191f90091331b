//! Tokens by which programs act for whoever is signed in. A token makes no tokens.

use super::session::never_kept;
use crate::App;
use crate::error::{ApiError, not_found, unprocessable};
use crate::extract::{Caller, IdPath, JsonBody};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{Duration, Utc};
use gis_core::scope::Grant;
use gis_store::account::{NewToken, Token, insert_token, list_tokens, revoke_token};
use serde::{Deserialize, Serialize};

/// Longest life, in days.
const LONGEST_DAYS: i64 = 366;
/// Life of a token that asks for none, in days.
const USUAL_DAYS: i64 = 90;
/// Longest name, in characters.
const NAME_LENGTH: usize = 200;

#[derive(Serialize)]
pub(crate) struct Tokens {
    tokens: Vec<Token>,
}

/// `GET /tokens`
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Tokens>, ApiError> {
    caller.in_person()?;
    let tokens = list_tokens(&mut *app.acquire().await?, caller.scope()).await?;
    Ok(Json(Tokens { tokens }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenBody {
    name: String,
    /// By default what the account may now.
    grants: Option<Vec<Grant>>,
    days: Option<i64>,
}

/// A token with its secret, which is shown once.
#[derive(Serialize)]
struct Made {
    #[serde(flatten)]
    token: Token,
    secret: String,
}

/// `POST /tokens`
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    JsonBody(body): JsonBody<TokenBody>,
) -> Result<Response, ApiError> {
    let known = caller.in_person()?;
    let name = body.name.trim();
    if !(1..=NAME_LENGTH).contains(&name.chars().count()) {
        let problem = unprocessable(
            "token-name",
            format!("Dites à quoi sert le jeton, en {NAME_LENGTH} caractères au plus."),
            format!("Say what the token is for, in {NAME_LENGTH} characters at most."),
        );
        return Err(problem.in_field("name").into());
    }
    let days = body.days.unwrap_or(USUAL_DAYS);
    if !(1..=LONGEST_DAYS).contains(&days) {
        let problem = unprocessable(
            "token-days",
            format!("Un jeton vit de 1 à {LONGEST_DAYS} jours."),
            format!("A token lives 1 to {LONGEST_DAYS} days."),
        );
        return Err(problem.in_field("days").into());
    }
    let wanted = body.grants.unwrap_or_else(|| known.grants.clone());
    let grants = Grant::narrowed(&known.grants, &wanted);
    let new = NewToken { name, grants: &grants, expires_at: Utc::now() + Duration::days(days) };
    let (token, secret) = insert_token(&mut *app.acquire().await?, caller.scope(), known.id, &new).await?;
    let made = Made { token, secret: secret.reveal().to_owned() };
    Ok((StatusCode::CREATED, never_kept(None), Json(made)).into_response())
}

/// `DELETE /tokens/{id}`
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    IdPath(id): IdPath,
) -> Result<StatusCode, ApiError> {
    caller.in_person()?;
    if revoke_token(&mut *app.acquire().await?, caller.scope(), id).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(not_found("no-such-token", "Ce jeton n'existe pas.", "There is no such token.").into())
}
