//! Versions: what was true when, and known when; nothing recorded ever changes.

use super::fixture::{a_parcel, filled, on, write};
use gis_core::scope::{Grant, Role};
use gis_core::{Collection, Scope};
use gis_store::PgConnection;
use gis_store::act::{self, Act};
use gis_store::register::{Object, retire_object, write_object};
use sqlx::PgPool;
use uuid::Uuid;

/// Number, block, and whether it is known still, of all versions; with the day that it was true from, and until.
async fn versions(conn: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select format('%s %s [%s, %s)%s', number, columns ->> 'block', day(lower(valid)), day(upper(valid)),
            case when upper_inf(recorded) then '' else ' no more' end)
        from feature_version
        order by opened_by, number",
    )
    .fetch_all(conn)
    .await
    .expect("read")
}

/// Tests see days, and `now` for what lies in their own time.
async fn days(conn: &mut PgConnection) {
    sqlx::query(
        "create function day(moment timestamptz) returns text language sql as $$
            select case when moment is null then '' when moment > '2026-01-01' then 'now'
                else to_char(moment, 'YYYY-MM-DD') end
        $$",
    )
    .execute(conn)
    .await
    .expect("made");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_correction_of_the_past_keeps_what_was_known_before_it(pool: PgPool) {
    let mut conn = filled(&pool).await;
    days(&mut conn).await;
    let id = Uuid::now_v7();
    assert_eq!(write(&mut conn, &a_parcel(id, "A"), Some("2020-01-01")).await, Some(1));
    assert_eq!(write(&mut conn, &a_parcel(id, "A"), None).await, Some(1), "nothing changed");
    assert_eq!(write(&mut conn, &a_parcel(id, "B"), Some("2022-01-01")).await, Some(2));
    assert_eq!(write(&mut conn, &a_parcel(id, "C"), Some("2021-01-01")).await, Some(3));
    assert_eq!(
        versions(&mut conn).await,
        [
            "1 A [2020-01-01, ) no more",
            "1 A [2020-01-01, 2022-01-01) no more",
            "2 B [2022-01-01, ) no more",
            "1 A [2020-01-01, 2021-01-01)",
            "3 C [2021-01-01, )",
        ]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_retired_and_comes_back_counts_on(pool: PgPool) {
    let mut conn = filled(&pool).await;
    days(&mut conn).await;
    let (scope, id) = (Scope::operator(), Uuid::now_v7());
    write(&mut conn, &a_parcel(id, "A"), Some("2020-01-01")).await;
    let mut transaction = act::begin(&mut *conn, &scope, &Act::default()).await.expect("begun");
    assert!(retire_object(&mut transaction, &scope, Collection::Parcels, id).await.expect("retired"));
    assert!(!retire_object(&mut transaction, &scope, Collection::Parcels, id).await.expect("asked"));
    transaction.commit().await.expect("committed");
    assert_eq!(write(&mut conn, &a_parcel(id, "B"), None).await, Some(2));
    let kept = versions(&mut conn).await;
    assert_eq!(kept, ["1 A [2020-01-01, ) no more", "1 A [2020-01-01, now)", "2 B [now, )"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn one_transaction_may_write_an_object_often(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (scope, id) = (Scope::operator(), Uuid::now_v7());
    let mut transaction = act::begin(&mut *conn, &scope, &Act::default()).await.expect("begun");
    for (block, version) in [("A", 1), ("B", 2), ("C", 3)] {
        let written = write_object(&mut transaction, &scope, &a_parcel(id, block)).await.expect("written");
        assert_eq!(written, Some(version));
    }
    transaction.commit().await.expect("committed");
    let known: Vec<(i32, bool)> = sqlx::query_as(
        "select number, upper_inf(valid) from feature_version where upper_inf(recorded) order by number",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("read");
    assert_eq!(known, [(3, true)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_began_first_and_wrote_last_writes_the_last_version(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (scope, id) = (Scope::operator(), Uuid::now_v7());
    write(&mut conn, &a_parcel(id, "A"), None).await;
    let mut slow = act::begin(&pool, &scope, &Act::default()).await.expect("begun");
    write(&mut conn, &a_parcel(id, "B"), None).await;
    write_object(&mut slow, &scope, &a_parcel(id, "C")).await.expect("written");
    slow.commit().await.expect("committed");
    let known: Vec<String> = sqlx::query_scalar(
        "select columns ->> 'block' from feature_version where upper_inf(recorded) order by valid",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("read");
    assert_eq!(known, ["A", "C"], "B was true for no time");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_future_is_not_taken_for_true(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let act = Act { valid_from: Some(on("2999-01-01")), ..Act::default() };
    let mut transaction = act::begin(&mut *conn, &scope, &act).await.expect("begun");
    let refused = write_object(&mut transaction, &scope, &a_parcel(Uuid::now_v7(), "A")).await;
    assert!(refused.is_err_and(|error| error.is_refusal()));
}

#[sqlx::test(migrations = "../migrations")]
async fn versions_are_neither_changed_nor_deleted(pool: PgPool) {
    let mut conn = filled(&pool).await;
    write(&mut conn, &a_parcel(Uuid::now_v7(), "A"), None).await;
    for statement in [
        "update feature_version set actor = 'nobody'",
        "update feature_version set recorded = tstzrange(null, null)",
        "update feature_version set closed_by = 1",
        "update feature_version set columns = '{}', recorded = tstzrange(lower(recorded), now()), closed_by = 1",
        "delete from feature_version",
        "truncate feature_version",
        "truncate parcel",
        "update parcel set id = gen_random_uuid()",
    ] {
        let refused = sqlx::query(statement).execute(&mut *conn).await;
        assert!(refused.is_err(), "{statement}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn versions_say_who_and_why_also_when_nobody_said_it(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::of_departments("fatou", ["SN1302".to_owned()]);
    let act = Act { reason: Some("délibération 12".to_owned()), ..Act::default() };
    let mut transaction = act::begin(&mut *conn, &scope, &act).await.expect("begun");
    write_object(&mut transaction, &scope, &a_parcel(Uuid::now_v7(), "A")).await.expect("written");
    transaction.commit().await.expect("committed");
    sqlx::query("update parcel set block = 'B'").execute(&mut *conn).await.expect("updated");
    let signed: Vec<(String, Option<String>)> = sqlx::query_as(
        "select actor, reason from feature_version where upper_inf(recorded) and upper_inf(valid)
            or closed_by is not null order by number",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("read");
    assert_eq!(signed[0], ("fatou".to_owned(), Some("délibération 12".to_owned())));
    assert_eq!(signed[1], ("database:postgres".to_owned(), None));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_object_is_written_only_by_whoever_may_in_both_departments(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let id = Uuid::now_v7();
    write(&mut conn, &a_parcel(id, "A"), None).await;
    let elsewhere = Scope::of_account("awa", Uuid::from_u128(1), &[Grant::within(Role::Staff, "SN0101")]);
    let moved = Object { department: "SN0101".to_owned(), ..a_parcel(id, "A") };
    for object in [a_parcel(id, "B"), moved] {
        assert_eq!(write_object(&mut conn, &elsewhere, &object).await.expect("asked"), None);
    }
    assert!(!retire_object(&mut conn, &elsewhere, Collection::Parcels, id).await.expect("asked"));
}
