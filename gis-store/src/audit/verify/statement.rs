//! What one statement wrote, as its rows are met, against what its entry says of them.

use super::super::layout::hex;
use super::{AuditFinding, Tell};
use sha2::{Digest, Sha256};

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Versions that became known.
    Opened,
    /// Versions that ended being known.
    Closed,
    /// Digests of rows.
    Witnessed,
}

impl Kind {
    /// Their table, and the column that names the entry.
    fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Opened => ("feature_version", "opened_by"),
            Self::Closed => ("feature_version", "closed_by"),
            Self::Witnessed => ("row_witness", "entry"),
        }
    }

    fn codes(self) -> (&'static str, &'static str) {
        match self {
            Self::Opened | Self::Closed => ("versions_without_entry", "versions_differ"),
            Self::Witnessed => ("witnesses_without_entry", "witnesses_differ"),
        }
    }

    /// What they are called: in French, in English.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Opened => ("versions ouvertes", "versions opened"),
            Self::Closed => ("versions closes", "versions closed"),
            Self::Witnessed => ("empreintes de lignes", "digests of rows"),
        }
    }
}

/// The rows of one statement.
pub(super) struct Statement {
    kind: Kind,
    entry: i64,
    has_entry: bool,
    sequence: Option<i64>,
    said: Option<(i64, String)>,
    count: i64,
    hasher: Sha256,
}

impl Statement {
    /// A statement of that entry: whether there is one, and where it stands.
    pub(super) fn new(
        kind: Kind,
        entry: i64,
        (has_entry, sequence): (bool, Option<i64>),
        said: Option<(i64, String)>,
    ) -> Self {
        Self { kind, entry, has_entry, sequence, said, count: 0, hasher: Sha256::new() }
    }

    /// The statement of that entry: the current one, or the next, when the one before is done.
    pub(super) fn of<'a>(
        current: &'a mut Option<Self>,
        entry: i64,
        begin: impl FnOnce() -> Self,
        tell: &mut Tell<'_>,
    ) -> &'a mut Self {
        if current.as_ref().is_some_and(|current| current.entry != entry)
            && let Some(done) = current.take()
        {
            done.compare(tell);
        }
        current.get_or_insert_with(begin)
    }

    /// Adds a row.
    pub(super) fn add(&mut self, parts: &[&[u8]]) {
        self.count += 1;
        for part in parts {
            self.hasher.update(part);
        }
    }

    /// Tells when they are not those that the entry recorded.
    pub(super) fn compare(self, tell: &mut Tell<'_>) {
        let (count, digest) = (self.count, hex(&self.hasher.finalize()));
        let (table, column) = self.kind.place();
        let (without_entry, differ) = self.kind.codes();
        let (fr, en) = self.kind.words();
        if !self.has_entry {
            tell(AuditFinding::new(
                without_entry,
                table,
                format!("{column} {}", self.entry),
                format!("{fr} : {count} ne sont dans aucune écriture du journal : elle manque"),
                format!("{en}: {count} are in no entry of the log: it is missing"),
            ));
        } else if self.said != Some((count, digest)) {
            let said = self.said.map_or(0, |(count, _)| count);
            let row = self.sequence.map_or_else(|| format!("id {}", self.entry), |at| at.to_string());
            tell(AuditFinding::new(
                differ,
                "audit_entry",
                row,
                format!(
                    "les {fr} ne sont pas celles que l'écriture a notées ({count} trouvées, {said} notées) : il y en a de modifiées, de retirées ou d'ajoutées"
                ),
                format!(
                    "the {en} are not those that the entry recorded ({count} found, {said} recorded): some were changed, removed or added"
                ),
            ));
        }
    }
}
