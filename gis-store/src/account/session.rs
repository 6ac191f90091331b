//! Signing in and out.

use super::change::subject_of;
use super::{AccountError, Secret};
use crate::StoreError;
use crate::act::{self, Act};
use crate::audit::append;
use chrono::{DateTime, Duration, Utc};
use gis_core::Scope;
use gis_core::scope::{Grant, Role};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// How long a session lasts however much it is used. Idle ones end sooner: see `sql/find_by_session.sql`.
const LONGEST_SESSION: Duration = Duration::days(7);

/// What is held against a password.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The account.
    pub id: Uuid,
    /// Argon2id; none until an invitation is used.
    pub password_hash: Option<String>,
}

/// The credentials of an account that may be used.
pub async fn find_credentials(
    conn: &mut PgConnection,
    login: &str,
    in_demo: bool,
) -> Result<Option<Credentials>, StoreError> {
    let credentials = sqlx::query_as!(
        Credentials,
        "select id, password_hash from account
        where login = $1 and disabled_at is null and (not is_demo or $2)",
        login.to_lowercase(),
        in_demo,
    );
    Ok(credentials.fetch_optional(conn).await?)
}

/// Begins a session of an account whose password was right; one that was shown before ends, so that nobody else
/// holds the new one. Sessions that ended by themselves are cleared away.
pub async fn insert_session(
    conn: &mut PgConnection,
    account: Uuid,
    shown: Option<&Secret>,
) -> Result<(Secret, DateTime<Utc>), StoreError> {
    let mut transaction = conn.begin().await?;
    let secret = Secret::random();
    let expires_at = Utc::now() + LONGEST_SESSION;
    sqlx::query!(
        "delete from session where token_hash = $1 or expires_at < now()",
        shown.map(Secret::digest) as Option<Vec<u8>>,
    )
    .execute(&mut *transaction)
    .await?;
    let login = sqlx::query_scalar!(
        r#"insert into session (token_hash, account_id, expires_at) values ($1, $2, $3)
        returning (select login from account where id = account_id) as "login!""#,
        secret.digest(),
        account,
        expires_at,
    )
    .fetch_one(&mut *transaction)
    .await?;
    let own = Scope::of_account(&login, account, &[]);
    append(&mut transaction, &own, "session.open", &subject_of(account), &json!({})).await?;
    transaction.commit().await?;
    Ok((secret, expires_at))
}

/// Ends a session.
pub async fn remove_session(conn: &mut PgConnection, secret: &Secret) -> Result<(), StoreError> {
    sqlx::query!("delete from session where token_hash = $1", secret.digest()).execute(conn).await?;
    Ok(())
}

/// Ends every way in that an account has beside its password: sessions, tokens of programs, unused invitations.
pub(super) async fn end_everything_of(conn: &mut PgConnection, account: Uuid) -> Result<(), StoreError> {
    sqlx::query!("delete from session where account_id = $1", account).execute(&mut *conn).await?;
    sqlx::query!("delete from invitation where account_id = $1", account).execute(&mut *conn).await?;
    sqlx::query!(
        "update api_token set revoked_at = now() where account_id = $1 and revoked_at is null",
        account
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets the password of whoever asks, and ends every session, token and invitation of theirs.
pub async fn set_password(conn: &mut PgConnection, scope: &Scope, hash: &str) -> Result<(), StoreError> {
    let Some(account) = scope.account() else { return Ok(()) };
    let mut transaction = conn.begin().await?;
    sqlx::query!("update account set password_hash = $2 where id = $1", account, hash)
        .execute(&mut *transaction)
        .await?;
    end_everything_of(&mut transaction, account).await?;
    append(&mut transaction, scope, "password.set", &subject_of(account), &json!({})).await?;
    transaction.commit().await?;
    Ok(())
}

/// Makes a demo account, or gives the one of that login its role and password again.
pub async fn ensure_demo_account(
    conn: &mut PgConnection,
    scope: &Scope,
    (login, display_name, role): (&str, &str, Role),
    password_hash: &str,
) -> Result<(), AccountError> {
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    let id = sqlx::query_scalar!(
        "insert into account (id, login, display_name, password_hash, is_demo, created_by)
        values ($1, $2, $3, $4, true, $5)
        on conflict (login) do update set password_hash = excluded.password_hash where account.is_demo
        returning id",
        Uuid::now_v7(),
        login,
        display_name,
        password_hash,
        scope.actor(),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or_else(|| AccountError::LoginTaken { login: login.to_owned() })?;
    super::grants::replace_grants(&mut transaction, scope, id, &[Grant::everywhere(role)]).await?;
    transaction.commit().await?;
    Ok(())
}
