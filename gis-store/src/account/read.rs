//! Reading accounts, as whoever administers them sees them.

use super::grants::is_administered;
use crate::{Moment, StoreError};
use gis_core::Scope;
use gis_core::scope::{Action, Grant};
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// An account, without its secrets.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// Identifier.
    pub id: Uuid,
    /// Name to sign in with.
    pub login: String,
    /// Name as pages show it.
    pub display_name: String,
    /// What it is where, as far as the caller administers it.
    pub grants: Json<Vec<Grant>>,
    /// Whether a password was set.
    pub has_password: bool,
    /// Made by `serve --demo`.
    pub is_demo: bool,
    /// Counts the changes.
    pub version: i32,
    /// When it was made.
    pub created_at: Moment,
    /// Since when it may not be used.
    pub disabled_at: Option<Moment>,
}

impl Account {
    /// The same with the grants that the caller administers only.
    fn seen_by(mut self, scope: &Scope) -> Self {
        self.grants.retain(|grant| is_administered(scope, grant));
        self
    }
}

/// Every account with a grant that the caller administers, by login.
pub async fn list_accounts(conn: &mut PgConnection, scope: &Scope) -> Result<Vec<Account>, StoreError> {
    let accounts = sqlx::query_file_as!(
        Account,
        "sql/list_accounts.sql",
        scope.filter(Action::Administer),
        None::<Uuid>
    )
    .fetch_all(conn)
    .await?;
    Ok(accounts.into_iter().map(|account| account.seen_by(scope)).collect())
}

/// One account, if the caller administers any grant of it.
pub async fn get_account(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Account>, StoreError> {
    Ok(get_whole_account(conn, scope, id).await?.map(|account| account.seen_by(scope)))
}

/// The same with all of its grants, to judge by.
pub(super) async fn get_whole_account(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Account>, StoreError> {
    let account =
        sqlx::query_file_as!(Account, "sql/list_accounts.sql", scope.filter(Action::Administer), Some(id));
    Ok(account.fetch_optional(conn).await?)
}

/// The account of a login, if the caller administers any grant of it.
pub async fn find_account(
    conn: &mut PgConnection,
    scope: &Scope,
    login: &str,
) -> Result<Option<Account>, StoreError> {
    let id = sqlx::query_scalar!("select id from account where login = $1", login.to_lowercase())
        .fetch_optional(&mut *conn)
        .await?;
    match id {
        Some(id) => get_account(conn, scope, id).await,
        None => Ok(None),
    }
}
