//! The query string, field by field: what is unknown, malformed or given twice is refused by name.

use crate::error::{ApiError, Problem, bad_request};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;
use uuid::Uuid;

/// The pairs of a query string, decoded.
#[derive(Debug, Clone, Default)]
pub(crate) struct QueryPairs(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for QueryPairs {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

impl QueryPairs {
    /// Refuses every name that is not among the known ones (OGC API: `/req/core/query-param-unknown`), or comes twice
    /// or without a value.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        for (position, (name, value)) in self.0.iter().enumerate() {
            if value.contains('\0') {
                return Err(nul_character(name).into());
            }
            if self.0.iter().take(position).any(|(earlier, _)| earlier == name) {
                return Err(given_twice(name).into());
            }
            if value.is_empty() && known.contains(&name.as_str()) {
                return Err(given_empty(name).into());
            }
        }
        match self.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, _)) => {
                let known = known.join(", ");
                let problem = bad_request(
                    "unknown-parameter",
                    format!("Paramètre inconnu « {name} ». Paramètres acceptés : {known}."),
                    format!("Unknown parameter “{name}”. Accepted parameters: {known}."),
                );
                Err(problem.in_field(name.clone()).into())
            }
        }
    }

    /// The value of a name, which is never empty once `only` has let it through.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// How many are wanted: at least 1; more than `most` is read as `most`.
    pub(crate) fn limit(&self, default: i64, most: i64) -> Result<i64, ApiError> {
        let Some(text) = self.get("limit") else { return Ok(default) };
        match text.parse::<i64>() {
            Ok(limit) if limit >= 1 => Ok(limit.min(most)),
            _ => {
                Err(malformed("limit", text, "un nombre entier à partir de 1", "a whole number from 1")
                    .into())
            }
        }
    }

    /// Yes or no; no when it is not given.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(text) => Err(malformed(name, text, "true ou false", "true or false").into()),
        }
    }

    /// An identifier that pages by it carry.
    pub(crate) fn id(&self, name: &str) -> Result<Option<Uuid>, ApiError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match Uuid::try_parse(text) {
            Ok(id) => Ok(Some(id)),
            Err(_) => Err(malformed(name, text, "un identifiant (UUID)", "an identifier (UUID)").into()),
        }
    }
}

/// PostgreSQL's texts hold every character but this one.
pub(crate) fn nul_character(field: &str) -> Problem {
    bad_request(
        "nul-character",
        format!("{field} contient un caractère nul (U+0000) : retirez-le."),
        format!("{field} holds a NUL character (U+0000): remove it."),
    )
    .in_field(field)
}

fn given_twice(field: &str) -> Problem {
    bad_request(
        "given-twice",
        format!("Le paramètre {field} est donné deux fois : gardez-en un."),
        format!("The parameter {field} is given twice: keep one."),
    )
    .in_field(field)
}

/// Whoever gives a filter without a value would get all, and not know.
fn given_empty(field: &str) -> Problem {
    bad_request(
        "given-empty",
        format!("Le paramètre {field} est vide : donnez-lui une valeur, ou retirez-le."),
        format!("The parameter {field} is empty: give it a value, or leave it out."),
    )
    .in_field(field)
}

/// A value that is not what the field wants.
pub(crate) fn malformed(field: &str, value: &str, wanted_fr: &str, wanted_en: &str) -> Problem {
    bad_request(
        &format!("malformed-{}", field.replace('_', "-")),
        format!("« {value} » ne convient pas pour {field} : {wanted_fr} est attendu."),
        format!("“{value}” does not fit {field}: {wanted_en} is wanted."),
    )
    .in_field(field)
}
