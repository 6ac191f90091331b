//! Imports beside people who decide: neither writes over what it has not seen.

use crate::fixture::*;
use futures_util::future::join;
use gis_core::Collection::Roads;
use gis_store::draft::{DraftAction, DraftError, Proposal};
use gis_store::exchange::ImportRequest;
use serde_json::json;
use sqlx::PgPool;
use std::path::PathBuf;
use uuid::Uuid;

/// How many wait for a row that somebody else has.
const WAITING: &str = "select count(*) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event in ('transactionid', 'tuple')";

async fn until_waiting(pool: &PgPool, count: i64) {
    while value::<i64>(pool, WAITING).await < count {
        tokio::task::yield_now().await;
    }
}

/// Two roads, and a file that gives both a new name and says nothing of the rest.
async fn two_roads(pool: &PgPool, files: &Files) -> ([Uuid; 2], PathBuf) {
    fill(pool).await;
    let mut ids = [Uuid::now_v7(), Uuid::now_v7()];
    ids.sort_unstable();
    let road = |id: Uuid, lat: f64, name: &str| {
        feature(line(json!([[-16.9, lat], [-16.89, lat]])), json!({ "id": id, "name": name }))
    };
    let features = |name| [road(ids[0], 14.80, name), road(ids[1], 14.81, name)];
    import(pool, Roads, &files.geojson("first.geojson", &features("Rue 1"))).await;
    (ids, files.geojson("second.geojson", &features("Rue de l'Église")))
}

fn widening(road: Uuid) -> Proposal {
    let mut edit = proposal(DraftAction::Edit, Roads, road);
    edit.attributes.insert("width_m".to_owned(), json!(7));
    edit
}

async fn as_it_is(pool: &PgPool, road: Uuid) -> String {
    value(pool, &format!("select concat_ws(' | ', name, width_m, version) from road where id = '{road}'"))
        .await
}

/// Somebody has the road in hands, as long as the transaction goes on.
async fn held(pool: &PgPool, road: Uuid) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let mut other = pool.begin().await.expect("begins");
    let lock = sqlx::query("select from road where id = $1 for update").bind(road);
    lock.execute(&mut *other).await.expect("locked");
    other
}

#[sqlx::test(migrations = "../migrations")]
async fn an_import_compares_with_what_is_approved_while_it_runs(pool: PgPool) {
    let files = Files::new();
    let ([first, second], file) = two_roads(&pool, &files).await;
    let draft = submitted(&pool, &widening(second)).await;
    // Somebody has the first road in hands: the import waits there, and the second one changes meanwhile.
    let mut other = pool.begin().await.expect("begins");
    sqlx::query("update road set surface = 'paved' where id = $1")
        .bind(first)
        .execute(&mut *other)
        .await
        .expect("locked");
    let request = ImportRequest::new(Roads, &file);
    let meanwhile = async {
        until_waiting(&pool, 1).await;
        approve(&pool, draft).await.expect("nobody has the second road yet");
        other.commit().await.expect("commits");
    };
    let (report, ()) = join(try_import(&pool, &request), meanwhile).await;
    assert_eq!(counts(&report.expect("both are updated")), [0, 2, 0, 0]);
    assert_eq!(as_it_is(&pool, second).await, "Rue de l'Église | 7 | 3", "nothing is lost");
    let surface = value::<String>(&pool, &format!("select surface from road where id = '{first}'")).await;
    assert_eq!(surface, "paved");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_approval_after_an_import_has_taken_the_road_is_stale(pool: PgPool) {
    let files = Files::new();
    let ([first, second], file) = two_roads(&pool, &files).await;
    let draft = submitted(&pool, &widening(first)).await;
    // The import has locked the first road, and waits for the second.
    let other = held(&pool, second).await;
    let request = ImportRequest::new(Roads, &file);
    let approval = async {
        until_waiting(&pool, 1).await;
        let release = async {
            until_waiting(&pool, 2).await;
            other.commit().await.expect("commits");
        };
        join(approve(&pool, draft), release).await.0
    };
    let (report, approved) = join(try_import(&pool, &request), approval).await;
    assert_eq!(counts(&report.expect("both are updated")), [0, 2, 0, 0]);
    assert!(matches!(approved, Err(DraftError::Stale { current: Some(2), .. })), "{approved:?}");
    assert_eq!(as_it_is(&pool, first).await, "Rue de l'Église | 2");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_retired_while_an_import_runs_does_not_come_back(pool: PgPool) {
    let files = Files::new();
    let ([first, second], file) = two_roads(&pool, &files).await;
    let draft = submitted(&pool, &proposal(DraftAction::Retire, Roads, second)).await;
    let other = held(&pool, first).await;
    let request = ImportRequest::new(Roads, &file);
    let meanwhile = async {
        until_waiting(&pool, 1).await;
        approve(&pool, draft).await.expect("nobody has the second road yet");
        other.commit().await.expect("commits");
    };
    let (report, ()) = join(try_import(&pool, &request), meanwhile).await;
    let report = report.expect("one is left");
    assert_eq!((counts(&report), report.refusals[0].code.as_str()), ([0, 1, 0, 1], "retired"));
    assert_eq!(value::<i64>(&pool, "select count(*) from road").await, 1);
}
