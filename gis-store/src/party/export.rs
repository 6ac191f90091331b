//! Everything that is held on a person, as the law gives them the right to see it.

use super::access::{Access, log_access};
use super::read::{Rows, find_party};
use crate::record::RecordError;
use crate::vault::Vault;
use gis_core::Scope;
use gis_core::scope::Action;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// All that is held on a party, identity number included, for a reason that is logged; its own log of accesses too.
pub async fn export_party(
    conn: &mut PgConnection,
    scope: &Scope,
    vault: &Vault,
    id: Uuid,
    reason: &str,
) -> Result<Value, RecordError> {
    let mut transaction = conn.begin().await?;
    let mut party = find_party(&mut transaction, scope, vault, id).await?.ok_or(RecordError::NotFound)?;
    log_access(&mut transaction, scope, &[id], Access::Export, Some(reason)).await?;
    let sealed = sqlx::query_scalar!(
        "select identity_sealed from person
        where party_id = $1 and ($2::text[] is null or department_pcode = any ($2))",
        id,
        scope.filter(Action::SeePersons),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .flatten();
    let identity = party.person.as_mut().and_then(|person| person.identity.as_mut());
    if let (Some(identity), Some(sealed)) = (identity, sealed)
        && let Ok(number) = vault.open(id, &sealed)
    {
        identity.number = number;
    }
    let held = sqlx::query_file!("sql/export_party.sql", id).fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    let list = |rows: Rows| rows.unwrap_or_else(|| json!([]));
    Ok(json!({
        "party": party,
        "memberships": list(held.memberships),
        "rights": list(held.rights),
        "occupancies": list(held.occupancies),
        "arrears": list(held.arrears),
        "documents": list(held.documents),
        "disputes": list(held.disputes),
        "accesses": list(held.accesses),
    }))
}
