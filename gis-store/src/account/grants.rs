//! Giving and taking roles, within what the caller administers.

use super::AccountError;
use gis_core::Scope;
use gis_core::scope::{Action, Grant};
use sqlx::PgConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Puts these grants in place of those that the caller administers; others stay.
pub(super) async fn replace_grants(
    conn: &mut PgConnection,
    scope: &Scope,
    account: Uuid,
    grants: &[Grant],
) -> Result<(), AccountError> {
    if let Some(beyond) = grants.iter().find(|grant| !is_administered(scope, grant)) {
        return Err(AccountError::GrantBeyond { department: beyond.department.clone() });
    }
    sqlx::query!(
        "delete from account_grant
        where account_id = $1 and ($2::text[] is null or department_pcode = any ($2))",
        account,
        scope.filter(Action::Administer),
    )
    .execute(&mut *conn)
    .await?;
    let distinct: BTreeSet<_> = grants.iter().collect();
    for grant in distinct {
        let inserted = sqlx::query!(
            "insert into account_grant (account_id, role, department_pcode)
            select $1, $2, $3 where $3::text is null or exists (select from department where pcode = $3)",
            account,
            grant.role.name(),
            grant.department,
        );
        if inserted.execute(&mut *conn).await?.rows_affected() == 0 {
            return Err(AccountError::GrantBeyond { department: grant.department.clone() });
        }
    }
    Ok(())
}

/// Whether whoever asks may give and take a grant.
pub(super) fn is_administered(scope: &Scope, grant: &Grant) -> bool {
    scope.sees(Action::Administer, grant.department.as_deref(), None)
}

/// Refuses what nobody does to their own account: another administrator does.
pub(super) fn check_is_anothers(scope: &Scope, account: Uuid) -> Result<(), AccountError> {
    if scope.account() == Some(account) { Err(AccountError::OwnAccount) } else { Ok(()) }
}

/// Refuses what would also touch departments that the caller does not administer.
pub(super) fn check_serves_no_others(scope: &Scope, grants: &[Grant]) -> Result<(), AccountError> {
    let serves_others = grants.iter().any(|grant| !is_administered(scope, grant));
    if serves_others { Err(AccountError::ServesOthers) } else { Ok(()) }
}
