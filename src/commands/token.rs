//! `suuf token`: secrets by which programs act for an account.

use super::user::{find, written};
use crate::Outcome;
use crate::args::{DatabaseArgs, TokenAddArgs, TokenCommand};
use crate::database::Database;
use anyhow::bail;
use chrono::{Duration, Utc};
use gis_core::Scope;
use gis_store::account::{NewToken, insert_token, list_tokens, revoke_token};
use uuid::Uuid;

pub(crate) async fn run(command: TokenCommand) -> anyhow::Result<Outcome> {
    match command {
        TokenCommand::Add(args) => add(args).await,
        TokenCommand::List(args) => list(args).await,
        TokenCommand::Revoke { database, id } => revoke(database, id).await,
    }
}

async fn add(args: TokenAddArgs) -> anyhow::Result<Outcome> {
    let database = Database::open(args.database.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let account = find(&mut conn, &args.login).await?;
    let grants = if args.grants.is_empty() { &account.grants.0 } else { &args.grants };
    let expires_at = Utc::now() + Duration::days(args.days.into());
    let new = NewToken { name: &args.name, grants, expires_at };
    let (token, secret) = insert_token(&mut conn, &Scope::operator(), account.id, &new).await?;
    drop(conn);
    database.close().await?;
    eprintln!("token {} of {}, until {}:", token.id, token.login, token.expires_at.format("%F"));
    println!("{}", secret.reveal());
    Ok(Outcome::Done)
}

async fn list(args: DatabaseArgs) -> anyhow::Result<Outcome> {
    let database = Database::open(args.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let tokens = list_tokens(&mut conn, &Scope::operator()).await?;
    drop(conn);
    database.close().await?;
    for token in tokens {
        let roles: Vec<_> = token.grants.iter().map(written).collect();
        let expires_on = token.expires_at.format("%F");
        println!("{}\t{}\t{expires_on}\t{}\t{}", token.id, token.login, roles.join(","), token.name);
    }
    Ok(Outcome::Done)
}

async fn revoke(args: DatabaseArgs, id: Uuid) -> anyhow::Result<Outcome> {
    let database = Database::open(args.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let is_revoked = revoke_token(&mut conn, &Scope::operator(), id).await?;
    drop(conn);
    database.close().await?;
    if !is_revoked {
        bail!("there is no token {id}: `suuf token list` shows those that can be used");
    }
    Ok(Outcome::Done)
}
