//! Acts: transactions of which the register remembers who made them, why, and from when on what they say is true.
//!
//! Invariant: whatever writes an object of the register does so in a transaction that [`begin`] began. What is written
//! without one is recorded under the name that its connection signed in to the database with.

use crate::Moment;
use gis_core::Scope;
use gis_core::id::DraftId;
use sqlx::{Acquire, Postgres, Transaction};

/// What is said of everything that a transaction writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Act {
    /// Why, in words.
    pub reason: Option<String>,
    /// From when on it is true in the world; by default from now on. What lies in the past corrects what was taken
    /// for true since then; what lies in the future is refused when an object is written.
    pub valid_from: Option<Moment>,
    /// The draft whose approval it is.
    pub draft: Option<DraftId>,
}

/// Begins a transaction on a pool or a connection, and says of it who acts and what for.
///
/// Inside of a transaction it begins a savepoint; what it says then holds until the end of the whole.
pub async fn begin<'c>(
    database: impl Acquire<'c, Database = Postgres>,
    scope: &Scope,
    act: &Act,
) -> Result<Transaction<'c, Postgres>, sqlx::Error> {
    let mut transaction = database.begin().await?;
    sqlx::query_scalar!(
        "select array[
            set_config('suuf.actor', $1, true), set_config('suuf.reason', $2, true),
            set_config('suuf.valid_from', coalesce($3::timestamptz::text, ''), true),
            set_config('suuf.draft_id', coalesce($4::uuid::text, ''), true)
        ]",
        scope.actor(),
        act.reason.as_deref().unwrap_or_default(),
        act.valid_from,
        act.draft.map(|draft| draft.0),
    )
    .fetch_one(&mut *transaction)
    .await?;
    Ok(transaction)
}
