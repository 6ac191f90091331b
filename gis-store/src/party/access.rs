//! The log of everybody who looked at personal data.

use crate::{StoreError, audit};
use gis_core::Scope;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

/// What was done with personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    List,
    Read,
    Reveal,
    Export,
    Record,
    Change,
    Erase,
    Expire,
}

impl Access {
    fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Reveal => "reveal",
            Self::Export => "export",
            Self::Record => "record",
            Self::Change => "change",
            Self::Erase => "erase",
            Self::Expire => "expire",
        }
    }
}

/// Logs an access to the data of parties of whatever department each is in.
pub(super) async fn log_access(
    conn: &mut PgConnection,
    scope: &Scope,
    parties: &[Uuid],
    access: Access,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    if parties.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into person_access (party_id, department_pcode, action, reason, actor, account_id)
        select id, department_pcode, $2, $3, $4, $5 from party where id = any ($1) order by id",
        parties,
        access.name(),
        reason,
        scope.actor(),
        scope.account(),
    )
    .execute(&mut *conn)
    .await?;
    // The chain keeps who looked at what for ever, and so no words in which a name might stand.
    let (subject, detail) = match parties {
        [party] => (format!("parties/{party}"), json!({})),
        many => ("parties".to_owned(), json!({ "parties": many })),
    };
    audit::append(conn, scope, &format!("person.{}", access.name()), &subject, &detail).await
}

/// Logs that somebody read what tells of persons beside their records: declared neighbours, debts. Where no party is
/// known that it tells of, the row says what was read only.
pub(crate) async fn log_reading(
    conn: &mut PgConnection,
    scope: &Scope,
    about: &str,
    department: &str,
    party: Option<Uuid>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into person_access (party_id, about, department_pcode, action, actor, account_id)
        values ($1, $2, $3, 'read', $4, $5)",
        party,
        about,
        department,
        scope.actor(),
        scope.account(),
    )
    .execute(&mut *conn)
    .await?;
    audit::append(conn, scope, "person.read", about, &json!({})).await
}

/// Logs that somebody saw documents, of those that copy a source or are about a party: once for each party that they
/// tell of, by themselves or by a right or an occupancy that rests on the source.
pub(crate) async fn log_documents(
    conn: &mut PgConnection,
    scope: &Scope,
    documents: &[Uuid],
) -> Result<(), StoreError> {
    let logged = sqlx::query_file!("sql/log_documents.sql", documents, scope.actor(), scope.account());
    if logged.execute(&mut *conn).await?.rows_affected() == 0 {
        return Ok(());
    }
    let (subject, detail) = match documents {
        [document] => (format!("documents/{document}"), json!({})),
        many => ("documents".to_owned(), json!({ "documents": many })),
    };
    audit::append(conn, scope, "person.read", &subject, &detail).await
}
