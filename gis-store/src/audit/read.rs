//! Reading the log: pages of it, newest first, and its head.

use super::layout::hex;
use crate::{Moment, StoreError};
use gis_core::scope::{Action, Scope};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;

/// Which entries are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryPage {
    /// At most so many.
    pub limit: i64,
    /// Only those before this sequence number.
    pub before: Option<i64>,
    /// Only those of this actor.
    pub actor: Option<String>,
    /// Only those of this action.
    pub action: Option<String>,
    /// Only those on this subject.
    pub subject: Option<String>,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub sequence: i64,
    /// When it was written.
    pub at: Moment,
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// What else is to be known.
    pub detail: Value,
    /// Its digest, in hexadecimal digits.
    pub digest: String,
}

/// The last entry of the chain: a receipt for all that was done until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Its place in the chain; 0 before the first entry.
    pub sequence: i64,
    /// Its digest, in hexadecimal digits.
    pub digest: String,
    /// When the receipt was made.
    pub at: Moment,
}

/// Whether the whole log is open to that scope: its entries are those of all departments.
fn may_read(scope: &Scope) -> bool {
    scope.filter(Action::Administer).is_none()
}

/// A page of the log, newest first. `None` when it is not open to that scope.
pub async fn list_entries(
    conn: &mut PgConnection,
    scope: &Scope,
    page: &EntryPage,
) -> Result<Option<Vec<Entry>>, StoreError> {
    if !may_read(scope) {
        return Ok(None);
    }
    let entries = sqlx::query_file_as!(
        Entry,
        "sql/list_audit_entries.sql",
        page.limit,
        page.before,
        page.actor,
        page.action,
        page.subject,
    )
    .fetch_all(conn)
    .await?;
    Ok(Some(entries))
}

/// The head of the chain, as a receipt. `None` when the log is not open to that scope.
pub async fn get_head(conn: &mut PgConnection, scope: &Scope) -> Result<Option<Head>, StoreError> {
    if !may_read(scope) {
        return Ok(None);
    }
    let head =
        sqlx::query!(r#"select sequence, digest, now() as "at!" from audit_head"#).fetch_one(conn).await?;
    Ok(Some(Head { sequence: head.sequence, digest: hex(&head.digest), at: head.at }))
}
