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
