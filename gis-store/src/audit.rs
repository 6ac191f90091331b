//! The audit log: what was done, by whom, in the transaction that did it, chained by digests.
//!
//! Statements that write objects of the register leave their entries by themselves; all else that is to be remembered
//! (decisions, sign-ins, reads of a person's record, changes of accounts) is said by [`append`].
//!
//! Invariant: entries hold no names, identity numbers or debts of persons, because they are never erased.

mod finding;
mod layout;
mod read;
mod verify;

pub use finding::AuditFinding;
pub use read::{Entry, EntryPage, Head, get_head, list_entries};
pub use verify::{Verified, verify};

use crate::StoreError;
use gis_core::Scope;
use serde_json::Value;
use sqlx::PgConnection;

/// Remembers that whoever asks did something, if the transaction commits.
///
/// The action is two words in small letters and hyphens with a dot between, such as `session.open`; the subject is what
/// it was done to, such as `parcels/…` or `account/…`; the detail is a JSON object.
pub async fn append(
    conn: &mut PgConnection,
    scope: &Scope,
    action: &str,
    subject: &str,
    detail: &Value,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into audit_entry (actor, action, subject, detail) values ($1, $2, $3, $4)",
        scope.actor(),
        action,
        subject,
        detail,
    )
    .execute(conn)
    .await?;
    Ok(())
}
