//! Making and changing accounts.

use super::AccountError;
use super::grants::{check_is_anothers, check_serves_no_others, replace_grants};
use super::read::{Account, get_account, get_whole_account};
use super::session::end_everything_of;
use crate::act::{self, Act};
use crate::audit::append;
use gis_core::Scope;
use gis_core::scope::{Action, Grant};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// Name to sign in with; folded to small letters.
    pub login: &'a str,
    /// Name as pages show it.
    pub display_name: &'a str,
    /// What it is where.
    pub grants: &'a [Grant],
}

/// What is to be changed of an account; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct AccountChange {
    /// Name as pages show it.
    pub display_name: Option<String>,
    /// In place of the grants that the caller administers.
    pub grants: Option<Vec<Grant>>,
    /// Whether it may not be used.
    pub disabled: Option<bool>,
}

/// Makes an account without a password: an invitation sets it.
pub async fn insert_account(
    conn: &mut PgConnection,
    scope: &Scope,
    new: &NewAccount<'_>,
) -> Result<Account, AccountError> {
    let login = new.login.to_lowercase();
    if !is_login(&login) {
        return Err(AccountError::LoginFormat { login });
    }
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    let id = sqlx::query_scalar!(
        "insert into account (id, login, display_name, created_by) values ($1, $2, $3, $4)
        on conflict (login) do nothing returning id",
        Uuid::now_v7(),
        login,
        new.display_name,
        scope.actor(),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or_else(|| AccountError::LoginTaken { login: login.clone() })?;
    replace_grants(&mut transaction, scope, id, new.grants).await?;
    let said = json!({ "login": login, "grants": new.grants });
    append(&mut transaction, scope, "account.make", &subject_of(id), &said).await?;
    let account = get_account(&mut transaction, scope, id).await?.ok_or(AccountError::NotFound)?;
    transaction.commit().await?;
    Ok(account)
}

/// What the audit log calls an account.
pub(super) fn subject_of(account: Uuid) -> String {
    format!("account/{account}")
}

/// Whether an account can have that login; it is in small letters. As the constraints of the table have it.
#[must_use]
pub fn is_login(login: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    let is_outer = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = login.as_bytes();
    bytes.len() <= 64
        && bytes.iter().copied().all(is_inner)
        && is_outer(bytes.first())
        && is_outer(bytes.last())
        && !["operator", "public"].contains(&login)
}

/// Changes an account that is still at the version that the caller saw. A disabled one loses its sessions and its
/// tokens with that.
pub async fn change_account(
    conn: &mut PgConnection,
    scope: &Scope,
    (id, version): (Uuid, i32),
    change: &AccountChange,
) -> Result<Account, AccountError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    sqlx::query!("select id from account where id = $1 for update", id)
        .fetch_optional(&mut *transaction)
        .await?;
    let account = get_whole_account(&mut transaction, scope, id).await?.ok_or(AccountError::NotFound)?;
    if account.version != version {
        return Err(AccountError::Changed { version: account.version });
    }
    if change.display_name.is_some() || change.disabled.is_some() {
        check_serves_no_others(scope, &account.grants)?;
    }
    if change.grants.is_some() || change.disabled.is_some() {
        check_is_anothers(scope, id)?;
    }
    sqlx::query_file!("sql/change_account.sql", id, change.display_name, change.disabled, scope.actor(),)
        .execute(&mut *transaction)
        .await?;
    if let Some(grants) = &change.grants {
        replace_grants(&mut transaction, scope, id, grants).await?;
    }
    let said =
        json!({ "display_name": change.display_name, "grants": change.grants, "disabled": change.disabled });
    append(&mut transaction, scope, "account.change", &subject_of(id), &said).await?;
    if change.disabled == Some(true) {
        end_everything_of(&mut transaction, id).await?;
    }
    // Whoever took away the last grant that they administer does not see the account any more.
    let changed = get_account(&mut transaction, scope, id).await?;
    transaction.commit().await?;
    Ok(changed.unwrap_or(Account { grants: Vec::new().into(), version: version + 1, ..account }))
}

/// Shows the register of a department to everybody, or to nobody but those who may.
pub async fn publish_department(
    conn: &mut PgConnection,
    scope: &Scope,
    pcode: &str,
    is_public: bool,
) -> Result<(), AccountError> {
    let mut transaction = conn.begin().await?;
    let updated = sqlx::query!(
        "update department set is_public = $2
        where pcode = $1 and ($3::text[] is null or pcode = any ($3))",
        pcode,
        is_public,
        scope.filter(Action::Administer),
    );
    if updated.execute(&mut *transaction).await?.rows_affected() == 0 {
        return Err(AccountError::UnknownDepartment { pcode: pcode.to_owned() });
    }
    let action = if is_public { "department.publish" } else { "department.withdraw" };
    append(&mut transaction, scope, action, &format!("department/{pcode}"), &json!({})).await?;
    transaction.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_login;

    #[test]
    fn logins_are_small_letters_digits_and_a_few_signs() {
        for login in ["fatou", "a", "awa.ndiaye", "agent-2", "p0"] {
            assert!(is_login(login), "{login}");
        }
        for login in ["", "-a", "a-", "Fatou", "awa ndiaye", "é", "operator", "public", &"a".repeat(65)] {
            assert!(!is_login(login), "{login}");
        }
    }
}
