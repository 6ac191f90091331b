//! Versions: each against its own digest, and those of each statement against the entry that it left.

use super::super::layout::Array;
use super::statement::{Kind, Statement};
use super::{AuditFinding, Tell};
use crate::{Moment, StoreError};
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

/// Verifies versions as they were opened and closed; tells how many there are.
pub(super) async fn verify(conn: &mut PgConnection, tell: &mut Tell<'_>) -> Result<u64, StoreError> {
    let count = verify_opened(conn, tell).await?;
    verify_closed(conn, tell).await?;
    Ok(count)
}

struct Opened {
    entry: i64,
    has_entry: bool,
    sequence: Option<i64>,
    said_count: Option<i64>,
    said_digest: Option<String>,
    layer: Option<String>,
    feature_id: Option<Uuid>,
    number: Option<i32>,
    department_pcode: Option<String>,
    columns: Option<String>,
    wkb: Option<Vec<u8>>,
    valid_from: Option<Moment>,
    valid_until: Option<Moment>,
    known_from: Option<Moment>,
    actor: Option<String>,
    reason: Option<String>,
    draft_id: Option<Uuid>,
    digest: Option<Vec<u8>>,
}

impl Opened {
    fn recomputed(&self) -> Vec<u8> {
        let array = Array::new()
            .optional_text(self.layer.as_deref())
            .id(self.feature_id)
            .number(self.number.unwrap_or_default().into())
            .optional_text(self.department_pcode.as_deref())
            .raw(self.columns.as_deref().unwrap_or("null"))
            .moment(self.valid_from)
            .moment(self.valid_until)
            .moment(self.known_from)
            .optional_text(self.actor.as_deref())
            .optional_text(self.reason.as_deref())
            .id(self.draft_id)
            .number(self.entry);
        let mut hasher = Sha256::new();
        hasher.update(array.finish());
        hasher.update(self.wkb.as_deref().unwrap_or_default());
        hasher.finalize().to_vec()
    }

    fn statement(&self) -> Statement {
        let said = self.said_count.zip(self.said_digest.clone());
        Statement::new(Kind::Opened, self.entry, (self.has_entry, self.sequence), said)
    }
}

async fn verify_opened(conn: &mut PgConnection, tell: &mut Tell<'_>) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut statement: Option<Statement> = None;
    let mut rows = sqlx::query_file_as!(Opened, "sql/verify_opened_versions.sql").fetch(conn);
    while let Some(row) = rows.try_next().await? {
        let current = Statement::of(&mut statement, row.entry, || row.statement(), tell);
        let Some(digest) = &row.digest else { continue };
        count += 1;
        current.add(&[digest]);
        if row.recomputed() != *digest {
            let named = |text: Option<String>| text.unwrap_or_default();
            let id = named(row.feature_id.map(|id| id.to_string()));
            let number = row.number.unwrap_or_default();
            tell(AuditFinding::new(
                "version_changed",
                "feature_version",
                format!("{}/{id} version {number}", named(row.layer)),
                "la version a été modifiée : son contenu ne correspond plus à son empreinte",
                "the version was changed: what it says no longer fits its digest",
            ));
        }
    }
    if let Some(last) = statement {
        last.compare(tell);
    }
    Ok(count)
}

async fn verify_closed(conn: &mut PgConnection, tell: &mut Tell<'_>) -> Result<(), StoreError> {
    let mut statement: Option<Statement> = None;
    let mut rows = sqlx::query_file!("sql/verify_closed_versions.sql").fetch(conn);
    while let Some(row) = rows.try_next().await? {
        let said = row.said_count.zip(row.said_digest.clone());
        let begin = || Statement::new(Kind::Closed, row.entry, (row.has_entry, row.sequence), said);
        let current = Statement::of(&mut statement, row.entry, begin, tell);
        if let (Some(digest), Some(until)) = (&row.digest, row.known_until) {
            current.add(&[digest, until.timestamp_micros().to_string().as_bytes()]);
        }
    }
    if let Some(last) = statement {
        last.compare(tell);
    }
    Ok(())
}
