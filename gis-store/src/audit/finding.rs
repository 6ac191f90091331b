//! What is wrong with the log, or with what it vouches for.

use gis_core::Text;
use serde::Serialize;

/// One row that is not what it was, or not where it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditFinding {
    /// Stable name of the kind of finding.
    pub code: &'static str,
    /// Table of the row.
    pub table: String,
    /// Which row.
    pub row: String,
    /// What differs.
    pub message: Text,
}

impl AuditFinding {
    pub(super) fn new(
        code: &'static str,
        table: &str,
        row: impl Into<String>,
        fr: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { code, table: table.to_owned(), row: row.into(), message: Text::new(fr, en) }
    }

    /// A finding on an entry of the log.
    pub(super) fn entry(
        code: &'static str,
        sequence: i64,
        fr: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self::new(code, "audit_entry", sequence.to_string(), fr, en)
    }
}
