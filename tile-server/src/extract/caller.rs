//! Who asks.

use crate::error::{ApiError, Problem};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use gis_core::{Scope, Text};
use gis_store::account::{Known, Secret};

/// Whoever sent the request, with what they may.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    scope: Scope,
    known: Option<Known>,
    session: Option<Secret>,
}

impl Caller {
    /// Whoever is not signed in.
    pub(crate) fn public(published: impl IntoIterator<Item = String>) -> Self {
        Self { scope: Scope::public(published), known: None, session: None }
    }

    /// Whoever shows a token.
    pub(crate) fn by_token(known: Known) -> Self {
        Self { scope: known.scope(), known: Some(known), session: None }
    }

    /// Whoever shows the cookie of a session.
    pub(crate) fn by_session(known: Known, session: Secret) -> Self {
        Self { scope: known.scope(), known: Some(known), session: Some(session) }
    }

    /// What the caller may.
    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The same, to be taken to another thread.
    pub(crate) fn into_scope(self) -> Scope {
        self.scope
    }

    /// The account, of whoever is signed in.
    pub(crate) fn known(&self) -> Option<&Known> {
        self.known.as_ref()
    }

    /// The session, of whoever signed in with a password.
    pub(crate) fn session(&self) -> Option<&Secret> {
        self.session.as_ref()
    }

    /// The account of a person, not of a program: what tokens may never do.
    pub(crate) fn in_person(&self) -> Result<&Known, ApiError> {
        let known = self.known.as_ref().filter(|_| self.session.is_some());
        known.ok_or_else(|| password_wanted().into())
    }
}

fn password_wanted() -> Problem {
    let message = Text::new(
        "Un jeton ne le permet pas : connectez-vous avec votre mot de passe.",
        "A token does not allow it: sign in with your password.",
    );
    Problem::new(StatusCode::FORBIDDEN, "password-wanted", message)
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        parts.extensions.get().cloned().ok_or_else(|| {
            ApiError::Internal("a handler asks for its caller, and its route lets nobody in as one".into())
        })
    }
}
