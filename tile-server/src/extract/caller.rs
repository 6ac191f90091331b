//! Who asks.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use gis_core::Scope;
use std::convert::Infallible;

/// Whoever sent the request, with what they may.
#[derive(Debug, Clone)]
pub(crate) struct Caller(Scope);

impl Caller {
    /// What the caller may.
    pub(crate) fn scope(&self) -> &Scope {
        &self.0
    }

    /// The same, to be taken to another thread.
    pub(crate) fn into_scope(self) -> Scope {
        self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    /// Until accounts exist the server listens on loopback only, so it is whoever runs the machine.
    async fn from_request_parts(_parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(Scope::operator()))
    }
}
