//! `If-Match`: the version of a thing that the caller saw, as an entity tag such as `"v7"` (RFC 9110 §13.1.1).

use crate::error::{ApiError, Problem, bad_request};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use gis_core::Text;

/// The version that the caller saw; none when the header is missing or `*`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IfMatch(pub(crate) Option<i32>);

/// The version that the caller saw; a request without one is refused, since it would write over what it has not seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeenVersion(pub(crate) i32);

/// The entity tag of a version.
pub(crate) fn etag(version: i32) -> String {
    format!("\"v{version}\"")
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        Ok(Self(seen(&parts.headers)?))
    }
}

impl<S: Sync> FromRequestParts<S> for SeenVersion {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        seen(&parts.headers)?.map(Self).ok_or_else(|| version_wanted().into())
    }
}

fn seen(headers: &HeaderMap) -> Result<Option<i32>, ApiError> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version =
        text.strip_prefix("\"v").and_then(|rest| rest.strip_suffix('"')).and_then(|rest| rest.parse().ok());
    version.map(Some).ok_or_else(|| {
        bad_request(
            "malformed-if-match",
            format!("If-Match « {text} » n'est pas une étiquette de version comme \"v7\" : reprenez l'ETag de la réponse lue."),
            format!("If-Match “{text}” is no version tag such as \"v7\": give the ETag of the answer that was read."),
        )
        .in_field("If-Match")
        .into()
    })
}

fn version_wanted() -> Problem {
    let message = Text::new(
        "Dites quelle version vous modifiez : en-tête If-Match avec l'ETag de la réponse lue.",
        "Say which version you change: a header If-Match with the ETag of the answer that was read.",
    );
    Problem::new(StatusCode::PRECONDITION_REQUIRED, "version-wanted", message).in_field("If-Match")
}

/// Somebody else was faster.
pub(crate) fn changed_since(version: Option<i32>) -> Problem {
    let (fr, en) = match version {
        Some(version) => (
            format!(
                "Quelqu'un l'a modifié entre-temps : la version actuelle est {version}. Rechargez, puis reprenez votre modification."
            ),
            format!(
                "Somebody changed it meanwhile: it is at version {version} now. Reload, then make your change again."
            ),
        ),
        None => (
            "L'objet n'existe plus : quelqu'un l'a retiré, morcelé ou fusionné entre-temps. Rechargez."
                .to_owned(),
            "It is gone: somebody retired, split or merged it meanwhile. Reload.".to_owned(),
        ),
    };
    Problem::new(StatusCode::PRECONDITION_FAILED, "changed-since", Text::new(fr, en)).in_field("If-Match")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_tag_is_read_and_anything_else_refused() {
        let read = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, value.parse().expect("a header"));
            seen(&headers)
        };
        assert!(matches!(read("\"v7\""), Ok(Some(7))) && matches!(read("*"), Ok(None)));
        for wrong in ["v7", "\"7\"", "W/\"v7\"", "\"v7\", \"v8\"", "\"v99999999999\"", ""] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(matches!(seen(&HeaderMap::new()), Ok(None)));
        assert_eq!(etag(7), "\"v7\"");
    }
}
