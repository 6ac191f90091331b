//! Tokens by which programs act for an account.

use super::{AccountError, Secret};
use crate::audit::append;
use crate::{Moment, StoreError};
use chrono::{DateTime, Utc};
use gis_core::Scope;
use gis_core::scope::{Action, Grant};
use serde::Serialize;
use serde_json::json;
use sqlx::types::Json;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// A token, without its secret.
#[derive(Debug, Clone, Serialize)]
pub struct Token {
    /// Identifier.
    pub id: Uuid,
    /// Login of the account it acts for.
    pub login: String,
    /// What it is for.
    pub name: String,
    /// What it may at most.
    pub grants: Json<Vec<Grant>>,
    /// When it was made.
    pub created_at: Moment,
    /// When it ends.
    pub expires_at: Moment,
    /// When it was used last.
    pub last_used_at: Option<Moment>,
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken<'a> {
    /// What it is for.
    pub name: &'a str,
    /// What it may at most; it never may more than its account.
    pub grants: &'a [Grant],
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Makes a token for an account: one's own, or any that the caller administers all of.
pub async fn insert_token(
    conn: &mut PgConnection,
    scope: &Scope,
    account: Uuid,
    new: &NewToken<'_>,
) -> Result<(Token, Secret), AccountError> {
    if scope.account() != Some(account) && scope.filter(Action::Administer).is_some() {
        return Err(AccountError::NotFound);
    }
    let mut transaction = conn.begin().await?;
    let secret = Secret::random();
    let token = sqlx::query_as!(
        Token,
        r#"insert into api_token (id, token_hash, account_id, name, grants, expires_at)
        values ($1, $2, $3, $4, $5, $6)
        returning id, (select login from account where account.id = account_id) as "login!", name,
            grants as "grants: Json<Vec<Grant>>", created_at, expires_at, last_used_at"#,
        Uuid::now_v7(),
        secret.digest(),
        account,
        new.name,
        Json(new.grants) as _,
        new.expires_at,
    )
    .fetch_one(&mut *transaction)
    .await?;
    let said = json!({ "name": token.name, "login": token.login, "grants": token.grants.0 });
    append(&mut transaction, scope, "token.make", &format!("token/{}", token.id), &said).await?;
    transaction.commit().await?;
    Ok((token, secret))
}

/// Whose tokens are meant: none for the operator's, who has all; nobody's for whoever is not signed in.
fn owner(scope: &Scope) -> Option<Uuid> {
    scope.account().or_else(|| scope.filter(Action::Administer).is_some().then(Uuid::nil))
}

/// The tokens that can still be used: of one's own account, or every one for the operator.
pub async fn list_tokens(conn: &mut PgConnection, scope: &Scope) -> Result<Vec<Token>, StoreError> {
    let tokens = sqlx::query_as!(
        Token,
        r#"select api_token.id, login, name, grants as "grants: Json<Vec<Grant>>", api_token.created_at, expires_at,
            last_used_at
        from api_token join account on account.id = account_id
        where revoked_at is null and expires_at > now() and ($1::uuid is null or account_id = $1)
        order by api_token.id"#,
        owner(scope),
    );
    Ok(tokens.fetch_all(conn).await?)
}

/// Ends a token, one's own or for the operator any; whether there was one.
pub async fn revoke_token(conn: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<bool, StoreError> {
    let mut transaction = conn.begin().await?;
    let updated = sqlx::query!(
        "update api_token set revoked_at = now()
        where id = $1 and revoked_at is null and ($2::uuid is null or account_id = $2)",
        id,
        owner(scope),
    );
    let is_ended = updated.execute(&mut *transaction).await?.rows_affected() == 1;
    if is_ended {
        append(&mut transaction, scope, "token.revoke", &format!("token/{id}"), &json!({})).await?;
    }
    transaction.commit().await?;
    Ok(is_ended)
}
