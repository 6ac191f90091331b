//! Accounts: what an administrator sees and may change, how secrets live and end.

use crate::fixture::filled;
use gis_core::Scope;
use gis_core::scope::{Action, Grant, Role};
use gis_store::account::{
    Account, AccountChange, AccountError, FirstAdministrator, NewAccount, NewToken, Password, Secret,
    change_account, find_by_session, find_by_token, find_credentials, get_account, hash_password,
    insert_account, insert_session, insert_token, invite, invite_first_administrator, list_accounts,
    list_published, list_tokens, publish_department, redeem, redeem_as_first_administrator, revoke_token,
    set_password, verify_password,
};
use gis_store::{PgConnection, PgPool};
use uuid::Uuid;

const THIES: &str = "SN1302";
const DAKAR: &str = "SN0101";

async fn made(conn: &mut PgConnection, scope: &Scope, login: &str, grants: &[Grant]) -> Account {
    let new = NewAccount { login, display_name: login, grants };
    insert_account(conn, scope, &new).await.expect("made")
}

fn hashed(text: &str) -> String {
    hash_password(&Password::new(text, None).expect("good enough"))
}

fn administrator_of_thies() -> Scope {
    Scope::of_account("awa", Uuid::from_u128(7), &[Grant::within(Role::Administrator, THIES)])
}

#[sqlx::test(migrations = "../migrations")]
async fn an_administrator_of_a_department_sees_and_gives_its_grants_only(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let everywhere = Scope::operator();
    let own = administrator_of_thies();
    let both = [Grant::within(Role::Staff, THIES), Grant::within(Role::Planner, DAKAR)];
    let shared = made(&mut conn, &everywhere, "fatou", &both).await;
    made(&mut conn, &everywhere, "modou", &[Grant::within(Role::Staff, DAKAR)]).await;
    made(&mut conn, &everywhere, "chef", &[Grant::everywhere(Role::Administrator)]).await;

    let seen = list_accounts(&mut conn, &own).await.expect("listed");
    assert_eq!(seen.iter().map(|account| account.login.as_str()).collect::<Vec<_>>(), ["fatou"]);
    assert_eq!(seen[0].grants.0, [Grant::within(Role::Staff, THIES)]);
    for beyond in [
        Grant::within(Role::Staff, DAKAR),
        Grant::everywhere(Role::Staff),
        Grant::within(Role::Staff, "SN9999"),
    ] {
        let new = NewAccount { login: "new", display_name: "New", grants: std::slice::from_ref(&beyond) };
        let refused = insert_account(&mut conn, &own, &new).await;
        assert!(matches!(refused, Err(AccountError::GrantBeyond { .. })), "{beyond:?}");
    }

    let change = AccountChange { grants: Some(Vec::new()), ..AccountChange::default() };
    change_account(&mut conn, &own, (shared.id, shared.version), &change).await.expect("changed");
    let left = get_account(&mut conn, &everywhere, shared.id).await.expect("read").expect("there");
    assert_eq!(left.grants.0, [Grant::within(Role::Planner, DAKAR)], "what others granted stays");
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_takes_over_an_account_that_also_serves_others(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let own = administrator_of_thies();
    let both = [Grant::within(Role::Staff, THIES), Grant::everywhere(Role::Administrator)];
    let chief = made(&mut conn, &Scope::operator(), "chef", &both).await;
    assert!(matches!(invite(&mut conn, &own, chief.id).await, Err(AccountError::ServesOthers)));
    let disable = AccountChange { disabled: Some(true), ..AccountChange::default() };
    let refused = change_account(&mut conn, &own, (chief.id, chief.version), &disable).await;
    assert!(matches!(refused, Err(AccountError::ServesOthers)));
    let stranger = made(&mut conn, &Scope::operator(), "modou", &[Grant::within(Role::Staff, DAKAR)]).await;
    assert!(matches!(invite(&mut conn, &own, stranger.id).await, Err(AccountError::NotFound)));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_of_an_account_that_changed_meanwhile_is_refused(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let account = made(&mut conn, &scope, "fatou", &[Grant::within(Role::Staff, THIES)]).await;
    let rename =
        |name: &str| AccountChange { display_name: Some(name.to_owned()), ..AccountChange::default() };
    let first =
        change_account(&mut conn, &scope, (account.id, 1), &rename("Fatou Diop")).await.expect("changed");
    assert_eq!((first.version, first.display_name.as_str()), (2, "Fatou Diop"));
    let second = change_account(&mut conn, &scope, (account.id, 1), &rename("Fatou Sow")).await;
    assert!(matches!(second, Err(AccountError::Changed { version: 2 })));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_login_is_one_whatever_its_case(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    made(&mut conn, &scope, "Fatou", &[]).await;
    let again =
        insert_account(&mut conn, &scope, &NewAccount { login: "FATOU", display_name: "F", grants: &[] })
            .await;
    assert!(matches!(again, Err(AccountError::LoginTaken { login }) if login == "fatou"));
    assert!(find_credentials(&mut conn, "fAtOu", false).await.expect("asked").is_some());
    for login in ["operator", "public", "a b", ""] {
        let refused =
            insert_account(&mut conn, &scope, &NewAccount { login, display_name: "F", grants: &[] }).await;
        assert!(matches!(refused, Err(AccountError::LoginFormat { .. })), "{login}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_invitation_sets_a_password_once(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let account = made(&mut conn, &scope, "fatou", &[Grant::within(Role::Staff, THIES)]).await;
    let older = invite(&mut conn, &scope, account.id).await.expect("invited");
    let newer = invite(&mut conn, &scope, account.id).await.expect("invited");
    let hash = hashed("le baobab du carrefour");
    assert!(matches!(redeem(&mut conn, &older.secret, &hash).await, Err(AccountError::NoInvitation)));
    assert_eq!(redeem(&mut conn, &newer.secret, &hash).await.expect("used"), account.id);
    assert!(matches!(redeem(&mut conn, &newer.secret, &hash).await, Err(AccountError::NoInvitation)));
    let credentials = find_credentials(&mut conn, "fatou", false).await.expect("read").expect("there");
    assert!(verify_password("le baobab du carrefour", credentials.password_hash.as_deref()));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_first_administrator_is_made_once(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let link = invite_first_administrator(&mut conn, &scope).await.expect("asked").expect("nobody is there");
    let first = FirstAdministrator { login: "chef", display_name: "Chef" };
    let hash = hashed("le baobab du carrefour");
    let id = redeem_as_first_administrator(&mut conn, &link.secret, &first, &hash).await.expect("made");
    let account = get_account(&mut conn, &scope, id).await.expect("read").expect("there");
    assert_eq!(account.grants.0, [Grant::everywhere(Role::Administrator)]);
    assert!(invite_first_administrator(&mut conn, &scope).await.expect("asked").is_none());
    let second = FirstAdministrator { login: "autre", ..first };
    let refused = redeem_as_first_administrator(&mut conn, &link.secret, &second, &hash).await;
    assert!(matches!(refused, Err(AccountError::NoInvitation)));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_session_ends_by_idleness_by_age_and_when_it_is_rotated(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let account = made(&mut conn, &Scope::operator(), "fatou", &[Grant::within(Role::Staff, THIES)]).await;
    let (first, _) = insert_session(&mut conn, account.id, None).await.expect("begun");
    let known = find_by_session(&mut conn, &first, false).await.expect("asked").expect("known");
    assert!(known.scope().may(Action::Review, THIES) && !known.scope().may(Action::Review, DAKAR));
    let (second, _) = insert_session(&mut conn, account.id, Some(&first)).await.expect("begun");
    assert_eq!(find_by_session(&mut conn, &first, false).await.expect("asked"), None, "rotated away");
    for (column, past) in [("last_used_at", "13 hours"), ("expires_at", "1 second")] {
        let (secret, _) = insert_session(&mut conn, account.id, None).await.expect("begun");
        let age =
            format!("update session set {column} = now() - interval '{past}' where token_hash = sha256($1)");
        sqlx::query(&age).bind(secret.reveal().as_bytes()).execute(&mut *conn).await.expect("aged");
        assert_eq!(find_by_session(&mut conn, &secret, false).await.expect("asked"), None, "{column}");
    }
    assert!(find_by_session(&mut conn, &second, false).await.expect("asked").is_some());
    assert_eq!(find_by_session(&mut conn, &Secret::shown("guessed"), false).await.expect("asked"), None);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_token_may_what_both_it_and_its_account_may_until_it_ends(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let grants = [Grant::within(Role::Staff, THIES), Grant::within(Role::Planner, DAKAR)];
    let account = made(&mut conn, &scope, "fatou", &grants).await;
    let wanted = [Grant::everywhere(Role::Planner), Grant::everywhere(Role::Administrator)];
    let new = NewToken { name: "carte", grants: &wanted, expires_at: chrono_in_days(1) };
    let (token, secret) = insert_token(&mut conn, &scope, account.id, &new).await.expect("made");
    let known = find_by_token(&mut conn, &secret, false).await.expect("asked").expect("known");
    assert_eq!(known.grants, [Grant::within(Role::Planner, DAKAR)]);

    let stranger = Scope::of_account("awa", Uuid::from_u128(7), &[]);
    assert!(list_tokens(&mut conn, &stranger).await.expect("listed").is_empty());
    assert!(list_tokens(&mut conn, &Scope::public([])).await.expect("listed").is_empty());
    assert!(!revoke_token(&mut conn, &stranger, token.id).await.expect("asked"));
    assert!(!revoke_token(&mut conn, &Scope::public([]), token.id).await.expect("asked"));
    assert!(revoke_token(&mut conn, &known.scope(), token.id).await.expect("asked"));
    assert_eq!(find_by_token(&mut conn, &secret, false).await.expect("asked"), None);

    let past = NewToken { expires_at: chrono_in_days(-1), ..new };
    let (_, expired) = insert_token(&mut conn, &scope, account.id, &past).await.expect("made");
    assert_eq!(find_by_token(&mut conn, &expired, false).await.expect("asked"), None);
}

fn chrono_in_days(days: i64) -> gis_store::Moment {
    chrono::Utc::now() + chrono::Duration::days(days)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_disabled_account_loses_its_sessions_and_tokens_at_once_and_for_good(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let grants = [Grant::within(Role::Staff, THIES)];
    let account = made(&mut conn, &scope, "fatou", &grants).await;
    let (session, _) = insert_session(&mut conn, account.id, None).await.expect("begun");
    let new = NewToken { name: "carte", grants: &grants, expires_at: chrono_in_days(1) };
    let (_, token) = insert_token(&mut conn, &scope, account.id, &new).await.expect("made");
    for disabled in [true, false] {
        let now = get_account(&mut conn, &scope, account.id).await.expect("read").expect("there");
        let change = AccountChange { disabled: Some(disabled), ..AccountChange::default() };
        let changed =
            change_account(&mut conn, &scope, (account.id, now.version), &change).await.expect("changed");
        assert_eq!(changed.disabled_at.is_some(), disabled);
        assert_eq!(find_by_session(&mut conn, &session, false).await.expect("asked"), None);
        assert_eq!(find_by_token(&mut conn, &token, false).await.expect("asked"), None);
        assert_eq!(find_credentials(&mut conn, "fatou", false).await.expect("asked").is_none(), disabled);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_password_ends_sessions_tokens_and_invitations(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let operator = Scope::operator();
    let grants = [Grant::within(Role::Staff, THIES)];
    let account = made(&mut conn, &operator, "fatou", &grants).await;
    let own = Scope::of_account("fatou", account.id, &grants);
    let new = NewToken { name: "carte", grants: &grants, expires_at: chrono_in_days(1) };
    for is_by_invitation in [true, false] {
        let (session, _) = insert_session(&mut conn, account.id, None).await.expect("begun");
        let (_, token) = insert_token(&mut conn, &own, account.id, &new).await.expect("made");
        let hash = hashed("le baobab du carrefour");
        let link = invite(&mut conn, &operator, account.id).await.expect("invited");
        if is_by_invitation {
            redeem(&mut conn, &link.secret, &hash).await.expect("used");
        } else {
            set_password(&mut conn, &own, &hash).await.expect("set");
        }
        assert_eq!(find_by_session(&mut conn, &session, false).await.expect("asked"), None);
        assert_eq!(find_by_token(&mut conn, &token, false).await.expect("asked"), None, "{is_by_invitation}");
        assert!(list_tokens(&mut conn, &own).await.expect("listed").is_empty());
        let again = redeem(&mut conn, &link.secret, &hash).await;
        assert!(matches!(again, Err(AccountError::NoInvitation)), "{is_by_invitation}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_changes_what_their_own_account_may_and_another_does(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let grants = [Grant::everywhere(Role::Administrator)];
    let account = made(&mut conn, &Scope::operator(), "chef", &grants).await;
    let own = Scope::of_account("chef", account.id, &grants);
    let wider = [Grant::everywhere(Role::Administrator), Grant::everywhere(Role::Staff)];
    let changes = [
        AccountChange { disabled: Some(true), ..AccountChange::default() },
        AccountChange { grants: Some(wider.to_vec()), ..AccountChange::default() },
        AccountChange { grants: Some(Vec::new()), ..AccountChange::default() },
    ];
    for change in &changes {
        let refused = change_account(&mut conn, &own, (account.id, 1), change).await;
        assert!(matches!(refused, Err(AccountError::OwnAccount)), "{change:?}");
    }
    assert!(matches!(invite(&mut conn, &own, account.id).await, Err(AccountError::OwnAccount)));
    let renamed = AccountChange { display_name: Some("Chef".to_owned()), ..AccountChange::default() };
    change_account(&mut conn, &own, (account.id, 1), &renamed).await.expect("a name may be one's own");
    let another = Scope::of_account("awa", Uuid::from_u128(7), &grants);
    let widened = change_account(&mut conn, &another, (account.id, 2), &changes[1]).await.expect("changed");
    assert_eq!(widened.grants.0.len(), 2);
    invite(&mut conn, &another, account.id).await.expect("invited");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_department_is_published_by_whoever_administers_it(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let own = administrator_of_thies();
    publish_department(&mut conn, &own, THIES, true).await.expect("published");
    let refused = publish_department(&mut conn, &own, DAKAR, true).await;
    assert!(matches!(refused, Err(AccountError::UnknownDepartment { .. })));
    assert_eq!(list_published(&mut conn, false).await.expect("listed"), [THIES]);
    publish_department(&mut conn, &own, THIES, false).await.expect("withdrawn");
    assert!(list_published(&mut conn, false).await.expect("listed").is_empty());
}
