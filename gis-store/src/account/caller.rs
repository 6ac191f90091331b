//! Who shows a secret. Asked at every request: one query gives the person, the grants and what is published.

use super::Secret;
use crate::StoreError;
use gis_core::Scope;
use gis_core::scope::Grant;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// Somebody who showed a secret that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Their account.
    pub id: Uuid,
    /// Name to sign in with.
    pub login: String,
    /// Name as pages show it.
    pub display_name: String,
    /// What they may, as the secret narrows it.
    pub grants: Vec<Grant>,
    /// Departments whose register everybody sees.
    pub published: Vec<String>,
}

impl Known {
    /// What they may.
    #[must_use]
    pub fn scope(&self) -> Scope {
        let scope = Scope::of_account(&self.login, self.id, &self.grants);
        scope.with_published(self.published.iter().cloned())
    }
}

/// Who a session belongs to, while it lives and the account may be used.
pub async fn find_by_session(
    conn: &mut PgConnection,
    secret: &Secret,
    in_demo: bool,
) -> Result<Option<Known>, StoreError> {
    let row = sqlx::query_file!("sql/find_by_session.sql", secret.digest(), in_demo)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    if row.is_stale {
        sqlx::query!("update session set last_used_at = now() where token_hash = $1", secret.digest())
            .execute(conn)
            .await?;
    }
    Ok(Some(Known {
        id: row.id,
        login: row.login,
        display_name: row.display_name,
        grants: row.grants.0,
        published: row.published,
    }))
}

/// Who a token acts for, while it lives and the account may be used; it may what both its own grants and those of
/// the account say.
pub async fn find_by_token(
    conn: &mut PgConnection,
    secret: &Secret,
    in_demo: bool,
) -> Result<Option<Known>, StoreError> {
    let row = sqlx::query_file!("sql/find_by_token.sql", secret.digest(), in_demo)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    if row.is_stale {
        sqlx::query!("update api_token set last_used_at = now() where token_hash = $1", secret.digest())
            .execute(conn)
            .await?;
    }
    let (account, token): (Json<Vec<Grant>>, Json<Vec<Grant>>) = (row.grants, row.token_grants);
    Ok(Some(Known {
        id: row.id,
        login: row.login,
        display_name: row.display_name,
        grants: Grant::narrowed(&account, &token),
        published: row.published,
    }))
}

/// The P-codes of the departments whose register everybody sees: all of them on a server with demo accounts.
pub async fn list_published(conn: &mut PgConnection, in_demo: bool) -> Result<Vec<String>, StoreError> {
    let published =
        sqlx::query_scalar!("select pcode from department where is_public or $1 order by pcode", in_demo);
    Ok(published.fetch_all(conn).await?)
}
