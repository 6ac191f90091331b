//! Giving and taking roles, within what the caller administers.

use super::AccountError;
use gis_core::Scope;
use gis_core::scope::{Action, Grant};
use sqlx::PgConnection;
use uuid::Uuid;

/// Puts these grants in place of those that the caller administers; others stay, and what is given already is not
/// written again.
pub(super) async fn replace_grants(
    conn: &mut PgConnection,
    scope: &Scope,
    account: Uuid,
    grants: &[Grant],
) -> Result<(), AccountError> {
    if let Some(beyond) = grants.iter().find(|grant| !is_administered(scope, grant)) {
        return Err(AccountError::GrantBeyond { department: beyond.department.clone() });
    }
    let roles: Vec<_> = grants.iter().map(|grant| grant.role.name().to_owned()).collect();
    let pcodes: Vec<_> = grants.iter().map(|grant| grant.department.clone()).collect();
    let unknown = sqlx::query_scalar!(
        r#"select pcode as "pcode!" from unnest($1::text[]) as named (pcode)
        where pcode is not null and not exists (select from department where department.pcode = named.pcode)"#,
        &pcodes as &[Option<String>],
    )
    .fetch_optional(&mut *conn)
    .await?;
    if unknown.is_some() {
        return Err(AccountError::GrantBeyond { department: unknown });
    }
    sqlx::query_file!(
        "sql/remove_grants.sql",
        account,
        scope.filter(Action::Administer),
        &roles,
        &pcodes as &[Option<String>],
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into account_grant (account_id, role, department_pcode)
        select $1, role, pcode from unnest($2::text[], $3::text[]) as given (role, pcode)
        on conflict on constraint account_grant_key do nothing",
        account,
        &roles,
        &pcodes as &[Option<String>],
    )
    .execute(conn)
    .await?;
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
