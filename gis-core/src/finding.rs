//! What a rule has to say of a draft or a feature, to a person, in both languages.

use crate::Text;
use serde::{Deserialize, Serialize};

/// How much a finding matters to whoever decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Wants an answer before approval.
    Warning,
    /// Stands in the way of approval.
    Error,
}

/// One finding: a stable code for programs, a text for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable `snake_case` code, such as `outside_department`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What, where and what to do.
    pub message: Text,
}

impl Finding {
    /// A finding worth knowing.
    #[must_use]
    pub fn note(code: &str, message: Text) -> Self {
        Self { code: code.to_owned(), severity: Severity::Note, message }
    }

    /// A finding that wants an answer.
    #[must_use]
    pub fn warning(code: &str, message: Text) -> Self {
        Self { code: code.to_owned(), severity: Severity::Warning, message }
    }

    /// A finding that stands in the way.
    #[must_use]
    pub fn error(code: &str, message: Text) -> Self {
        Self { code: code.to_owned(), severity: Severity::Error, message }
    }
}
