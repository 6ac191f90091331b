//! Links by which somebody sets a password, once: for a new account, for a forgotten password, for the first
//! administrator of an installation.

use super::change::subject_of;
use super::grants::{check_is_anothers, check_serves_no_others, replace_grants};
use super::read::get_whole_account;
use super::session::end_everything_of;
use super::{AccountError, NewAccount, Secret, insert_account};
use crate::Moment;
use crate::act::{self, Act};
use crate::audit::append;
use chrono::{Duration, Utc};
use gis_core::Scope;
use gis_core::scope::{Grant, Role};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// How long a link can be used: over a long weekend.
const LIFE: Duration = Duration::days(4);

/// A link that was made.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// What the link carries.
    pub secret: Secret,
    /// Until when it can be used.
    pub expires_at: Moment,
}

/// What whoever becomes the first administrator says of themselves.
#[derive(Debug, Clone)]
pub struct FirstAdministrator<'a> {
    /// Name to sign in with.
    pub login: &'a str,
    /// Name as pages show it.
    pub display_name: &'a str,
}

/// Makes a link by which the password of another's account is set; earlier ones of the account end.
pub async fn invite(conn: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<Invitation, AccountError> {
    let mut transaction = conn.begin().await?;
    let account = get_whole_account(&mut transaction, scope, id).await?.ok_or(AccountError::NotFound)?;
    check_serves_no_others(scope, &account.grants)?;
    check_is_anothers(scope, id)?;
    let invitation = insert_invitation(&mut transaction, scope, Some(id)).await?;
    append(&mut transaction, scope, "account.invite", &subject_of(id), &json!({})).await?;
    transaction.commit().await?;
    Ok(invitation)
}

/// Makes a link by which the first administrator makes their own account, while there is none but for demos.
pub async fn invite_first_administrator(
    conn: &mut PgConnection,
    scope: &Scope,
) -> Result<Option<Invitation>, AccountError> {
    let mut transaction = conn.begin().await?;
    if has_accounts(&mut transaction).await? {
        return Ok(None);
    }
    let invitation = insert_invitation(&mut transaction, scope, None).await?;
    transaction.commit().await?;
    Ok(Some(invitation))
}

async fn insert_invitation(
    conn: &mut PgConnection,
    scope: &Scope,
    account: Option<Uuid>,
) -> Result<Invitation, AccountError> {
    let secret = Secret::random();
    let expires_at = Utc::now() + LIFE;
    sqlx::query!(
        "delete from invitation where account_id is not distinct from $1 or expires_at < now()",
        account
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into invitation (token_hash, account_id, created_by, expires_at) values ($1, $2, $3, $4)",
        secret.digest(),
        account,
        scope.actor(),
        expires_at,
    )
    .execute(conn)
    .await?;
    Ok(Invitation { secret, expires_at })
}

/// The login of whom an invitation is for: a password is held against it before it is taken. None where the invitation
/// is for the first administrator, or is none.
pub async fn find_invited(conn: &mut PgConnection, secret: &Secret) -> Result<Option<String>, AccountError> {
    let login = sqlx::query_scalar!(
        "select login from invitation join account on account.id = invitation.account_id
        where token_hash = $1 and expires_at > now()",
        secret.digest(),
    );
    Ok(login.fetch_optional(conn).await?)
}

/// Sets the password of the invited account and ends its sessions, tokens and other invitations; gives the account.
pub async fn redeem(
    conn: &mut PgConnection,
    secret: &Secret,
    password_hash: &str,
) -> Result<Uuid, AccountError> {
    let mut transaction = conn.begin().await?;
    let account = take(&mut transaction, secret).await?.ok_or(AccountError::NoInvitation)?;
    let login = sqlx::query_scalar!(
        "update account set password_hash = $2 where id = $1 and disabled_at is null
        returning login",
        account,
        password_hash,
    );
    let login = login.fetch_optional(&mut *transaction).await?.ok_or(AccountError::NoInvitation)?;
    let own = Scope::of_account(&login, account, &[]);
    append(&mut transaction, &own, "password.set", &subject_of(account), &json!({})).await?;
    end_everything_of(&mut transaction, account).await?;
    transaction.commit().await?;
    Ok(account)
}

/// Makes the first administrator, of every department; gives the account.
pub async fn redeem_as_first_administrator(
    conn: &mut PgConnection,
    secret: &Secret,
    first: &FirstAdministrator<'_>,
    password_hash: &str,
) -> Result<Uuid, AccountError> {
    let operator = Scope::operator();
    let mut transaction = act::begin(conn, &operator, &Act::default()).await?;
    let invited = take(&mut transaction, secret).await?;
    if invited.is_some() || has_accounts(&mut transaction).await? {
        return Err(AccountError::NoInvitation);
    }
    let new = NewAccount { login: first.login, display_name: first.display_name, grants: &[] };
    let account = insert_account(&mut transaction, &operator, &new).await?;
    replace_grants(&mut transaction, &operator, account.id, &[Grant::everywhere(Role::Administrator)])
        .await?;
    sqlx::query!("update account set password_hash = $2 where id = $1", account.id, password_hash)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(account.id)
}

/// Uses an invitation up; whom it invites, none for the first administrator.
async fn take(conn: &mut PgConnection, secret: &Secret) -> Result<Option<Uuid>, AccountError> {
    sqlx::query_scalar!(
        "delete from invitation where token_hash = $1 and expires_at > now() returning account_id",
        secret.digest(),
    )
    .fetch_optional(conn)
    .await?
    .ok_or(AccountError::NoInvitation)
}

async fn has_accounts(conn: &mut PgConnection) -> Result<bool, AccountError> {
    let found = sqlx::query_scalar!(r#"select exists (select from account where not is_demo) as "found!""#);
    Ok(found.fetch_one(conn).await?)
}
