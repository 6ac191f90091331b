//! What is wrong with something that somebody wants to record.

use crate::Text;

/// A value that cannot be recorded: where, what and what to do, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to record {field}: {}", reason.en)]
pub struct Misfit {
    /// The field, as the request names it.
    pub field: String,
    /// What is wrong with it and what to do.
    pub reason: Text,
}

impl Misfit {
    /// What is wrong with a field.
    pub fn new(field: impl Into<String>, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: field.into(), reason: Text::new(fr, en) }
    }
}
