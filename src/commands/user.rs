//! `suuf user`: accounts.

use crate::Outcome;
use crate::args::{DatabaseArgs, UserAddArgs, UserCommand, UserOfArgs};
use crate::database::Database;
use anyhow::Context;
use gis_core::Scope;
use gis_core::scope::Grant;
use gis_store::PgConnection;
use gis_store::account::{
    Account, AccountChange, Invitation, NewAccount, change_account, find_account, insert_account, invite,
    list_accounts,
};
use tile_server::{PublicUrl, invitation_address};

pub(crate) async fn run(command: UserCommand) -> anyhow::Result<Outcome> {
    match command {
        UserCommand::Add(args) => add(args).await,
        UserCommand::List(args) => list(args).await,
        UserCommand::Disable(args) => switch(args, true).await,
        UserCommand::Enable(args) => switch(args, false).await,
        UserCommand::Invite(args) => invite_again(args).await,
    }
}

async fn add(args: UserAddArgs) -> anyhow::Result<Outcome> {
    let database = Database::open(args.database.place()).await?;
    let scope = Scope::operator();
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let display_name = args.name.as_deref().unwrap_or(&args.login);
    let new = NewAccount { login: &args.login, display_name, grants: &args.grants };
    let account = insert_account(&mut conn, &scope, &new).await?;
    let invitation = invite(&mut conn, &scope, account.id).await?;
    drop(conn);
    database.close().await?;
    show(&invitation, &args.public_url);
    Ok(Outcome::Done)
}

async fn list(args: DatabaseArgs) -> anyhow::Result<Outcome> {
    let database = Database::open(args.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let accounts = list_accounts(&mut conn, &Scope::operator()).await?;
    drop(conn);
    database.close().await?;
    for account in accounts {
        let state = match (account.disabled_at, account.has_password) {
            (Some(_), _) => "disabled",
            (None, false) => "invited",
            (None, true) => "active",
        };
        let roles: Vec<_> = account.grants.iter().map(written).collect();
        println!("{}\t{state}\t{}\t{}", account.login, roles.join(","), account.display_name);
    }
    Ok(Outcome::Done)
}

/// A grant as the command line takes it.
pub(super) fn written(grant: &Grant) -> String {
    let department = grant.department.as_deref().map_or_else(String::new, |pcode| format!(":{pcode}"));
    format!("{}{department}", grant.role.name())
}

async fn switch(args: UserOfArgs, disabled: bool) -> anyhow::Result<Outcome> {
    let database = Database::open(args.database.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let account = find(&mut conn, &args.login).await?;
    let change = AccountChange { disabled: Some(disabled), ..AccountChange::default() };
    change_account(&mut conn, &Scope::operator(), (account.id, account.version), &change).await?;
    drop(conn);
    database.close().await?;
    Ok(Outcome::Done)
}

async fn invite_again(args: UserOfArgs) -> anyhow::Result<Outcome> {
    let database = Database::open(args.database.place()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let account = find(&mut conn, &args.login).await?;
    let invitation = invite(&mut conn, &Scope::operator(), account.id).await?;
    drop(conn);
    database.close().await?;
    show(&invitation, &args.public_url);
    Ok(Outcome::Done)
}

/// The account of a login, which must be there.
pub(super) async fn find(conn: &mut PgConnection, login: &str) -> anyhow::Result<Account> {
    let account = find_account(conn, &Scope::operator(), login).await?;
    account.with_context(|| format!("there is no account {login}: `suuf user list` shows those that are"))
}

fn show(invitation: &Invitation, public_url: &PublicUrl) {
    eprintln!("the password is set by this link, once, until {}:", invitation.expires_at.format("%F %R UTC"));
    println!("{}", invitation_address(public_url.as_str(), invitation.secret.reveal()));
}
