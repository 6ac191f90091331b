//! Who may reach which address: asked in one place, before any handler.
//!
//! Invariant: deny by default. Every route of the table says who may, and a handler that asks for its caller where
//! none was let in fails instead of answering.

use crate::App;
use crate::error::{ApiError, Problem};
use crate::extract::Caller;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use gis_core::Text;
use gis_core::scope::Action;
use gis_store::account::{Secret, find_by_session, find_by_token};

/// Who may reach an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever asks, and nobody looks who it is: the answer is the same for all.
    Open,
    /// Whoever asks; the answer holds what the caller may see.
    Everybody,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever may do that in some department; the handler sees to the departments.
    May(Action),
}

/// Lets a request through to its handler, with its caller, or answers in its place.
pub(crate) async fn guard(
    State((app, access)): State<(App, Access)>,
    mut request: Request,
    next: Next,
) -> Response {
    if access == Access::Open {
        return next.run(request).await;
    }
    match admit(&app, access, request.headers()).await {
        Ok(caller) => request.extensions_mut().insert(caller),
        Err(error) => {
            hear_out(request, app.settings.max_upload_bytes).await;
            return error.into_response();
        }
    };
    let is_anybody =
        [header::AUTHORIZATION, header::COOKIE].iter().all(|name| !request.headers().contains_key(name));
    kept_to_the_caller(next.run(request).await, is_anybody)
}

/// Reads a body that nobody wants, within reason: a connection that is closed upon the sender takes the answer with it.
pub(crate) async fn hear_out(request: Request, limit_bytes: usize) {
    let mut stream = request.into_body().into_data_stream();
    let mut heard_bytes = 0;
    while let Some(Ok(chunk)) = stream.next().await {
        heard_bytes += chunk.len();
        if heard_bytes > limit_bytes {
            break;
        }
    }
}

async fn admit(app: &App, access: Access, headers: &HeaderMap) -> Result<Caller, ApiError> {
    let caller = identify(app, headers).await?;
    match access {
        Access::SignedIn | Access::May(_) if caller.known().is_none() => Err(sign_in_wanted().into()),
        Access::May(action) if !caller.scope().may_somewhere(action) => Err(not_allowed().into()),
        Access::Open | Access::Everybody | Access::SignedIn | Access::May(_) => Ok(caller),
    }
}

/// Whoever shows a good token or cookie. A token that is not good is refused, a cookie that is not is none: pages
/// stay open longer than sessions.
async fn identify(app: &App, headers: &HeaderMap) -> Result<Caller, ApiError> {
    let in_demo = app.settings.is_demo;
    if let Some(authorization) = headers.get(header::AUTHORIZATION) {
        let token = bearer(authorization).map(Secret::shown).ok_or_else(token_refused)?;
        let mut conn = app.acquire().await?;
        let known = find_by_token(&mut conn, &token, in_demo).await?;
        return Ok(Caller::by_token(known.ok_or_else(token_refused)?));
    }
    if let Some(secret) = app.cookies().read(headers) {
        let mut conn = app.acquire().await?;
        if let Some(known) = find_by_session(&mut conn, &secret, in_demo).await? {
            return Ok(Caller::by_session(known, secret));
        }
    }
    let published = app.published.get(&app.pool).await?;
    Ok(Caller::public(published.iter().cloned()))
}

fn bearer(authorization: &HeaderValue) -> Option<&str> {
    let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// For an answer that caches on the way may keep, and hand on after they asked whether it is still good, when it was
/// given to somebody without credentials.
pub(crate) const PUBLIC: HeaderValue = HeaderValue::from_static("public, no-cache");

/// Answers differ from caller to caller: no cache on the way may hand one's to another.
fn kept_to_the_caller(mut response: Response, is_anybody: bool) -> Response {
    let headers = response.headers_mut();
    let is_public = |value: &HeaderValue| value == PUBLIC && is_anybody;
    if headers.get(header::CACHE_CONTROL).is_none_or(|value| value != "no-store" && !is_public(value)) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    headers.append(header::VARY, HeaderValue::from_static("authorization, cookie"));
    response
}

fn sign_in_wanted() -> Problem {
    let message = Text::new("Connectez-vous d'abord : POST /session.", "Sign in first: POST /session.");
    Problem::new(StatusCode::UNAUTHORIZED, "sign-in-wanted", message)
}

fn token_refused() -> Problem {
    let message = Text::new(
        "Ce jeton est inconnu, expiré ou révoqué : faites-en un autre.",
        "This token is unknown, expired or revoked: make another.",
    );
    Problem::new(StatusCode::UNAUTHORIZED, "token-refused", message)
}

pub(crate) fn not_allowed() -> Problem {
    let message = Text::new(
        "Votre rôle ne le permet pas. Un administrateur de votre département peut l'élargir.",
        "Your role does not allow it. An administrator of your department can widen it.",
    );
    Problem::new(StatusCode::FORBIDDEN, "not-allowed", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_after_the_word_bearer() {
        let read = |value: &'static str| bearer(&HeaderValue::from_static(value)).map(str::to_owned);
        assert_eq!(read("Bearer abc"), Some("abc".to_owned()));
        assert_eq!(read("bearer abc "), Some("abc".to_owned()));
        assert_eq!(read("Basic abc"), None);
        assert_eq!(read("abc"), None);
    }
}
