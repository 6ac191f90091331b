//! Followers of the register miss nothing, whatever commits when.

use super::fixture::{THIES, a_parcel_draft, approve, filled};
use gis_core::Scope;
use gis_core::layer::Layer;
use gis_core::{Collection, index::Index};
use gis_store::draft::Approval;
use gis_store::feed::{Channel, LayerChanges, listen, load_index, read_changes};
use sqlx::PgPool;
use uuid::Uuid;

const PARCELS: Layer = Layer::Collection(Collection::Parcels);

fn apply(index: &mut Index, changes: Vec<LayerChanges>) {
    for change in changes {
        change.apply(index);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_approval_moves_a_draft_into_the_parcels_of_a_follower(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let (mut index, seen) = load_index(&pool, &scope).await.expect("loaded");
    let draft = a_parcel_draft(&pool, b"a", THIES).await;
    let (changes, seen) = read_changes(&pool, &scope, &seen).await.expect("read");
    apply(&mut index, changes);
    assert_eq!((index.len(Layer::Drafts), index.len(PARCELS)), (1, 0));

    approve(&mut conn, &scope, draft, &Approval::default()).await.expect("approved");
    let (changes, seen) = read_changes(&pool, &scope, &seen).await.expect("read");
    apply(&mut index, changes);
    assert_eq!((index.len(Layer::Drafts), index.len(PARCELS)), (0, 1));

    let (changes, _) = read_changes(&pool, &scope, &seen).await.expect("read");
    assert!(changes.is_empty(), "nothing is told twice");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_that_commits_late_is_not_missed(pool: PgPool) {
    filled(&pool).await;
    let scope = Scope::operator();
    let insert = "insert into facility (id, department_pcode, kind, geometry, source, created_by)
        values ($1, 'SN1302', 'well', st_setsrid(st_makepoint(-16.9, 14.8), 4326), 'import', 'test')";
    let (early, late) = (Uuid::now_v7(), Uuid::now_v7());
    let (_, seen) = load_index(&pool, &scope).await.expect("loaded");

    // The slow transaction writes first and commits last.
    let mut slow = pool.begin().await.expect("a transaction");
    sqlx::query(insert).bind(late).execute(&mut *slow).await.expect("inserted");
    let mut quick = pool.acquire().await.expect("a connection");
    sqlx::query("update department set name = name where pcode = 'SN0101'")
        .execute(&mut *quick)
        .await
        .expect("updated");
    let (changes, seen) = read_changes(&pool, &scope, &seen).await.expect("read");
    assert_eq!(changes.len(), 1, "the quick one only");
    slow.commit().await.expect("committed");
    sqlx::query(insert).bind(early).execute(&mut *quick).await.expect("inserted");

    let (changes, _) = read_changes(&pool, &scope, &seen).await.expect("read");
    let mut touched: Vec<_> = changes.into_iter().flat_map(|change| change.touched).collect();
    touched.sort();
    assert_eq!(touched, [early, late]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_listener_is_told_of_a_commit(pool: PgPool) {
    filled(&pool).await;
    let mut listener = listen(&pool, Channel::Change).await.expect("listening");
    a_parcel_draft(&pool, b"a", THIES).await;
    let told = tokio::time::timeout(std::time::Duration::from_secs(10), listener.recv()).await;
    assert_eq!(told.expect("in time").expect("told").channel(), "suuf_change");
}

#[sqlx::test(migrations = "../migrations")]
async fn deleted_and_moved_features_are_counted_where_they_are(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = Scope::operator();
    let draft = a_parcel_draft(&pool, b"a", THIES).await;
    approve(&mut conn, &scope, draft, &Approval::default()).await.expect("approved");
    let counts = "select department_pcode, sum(feature_count)::bigint from collection_count
        where layer = 'parcels' group by 1 having sum(feature_count) <> 0 order by 1";
    sqlx::query("update parcel set department_pcode = 'SN0101'").execute(&mut *conn).await.expect("moved");
    let moved: Vec<(String, i64)> = sqlx::query_as(counts).fetch_all(&mut *conn).await.expect("read");
    assert_eq!(moved, [("SN0101".to_owned(), 1)]);
    gis_store::migrate(&pool).await.expect("added up");
    let added_up: Vec<(String, i64)> = sqlx::query_as(counts).fetch_all(&mut *conn).await.expect("read");
    assert_eq!(added_up, moved);
    sqlx::query("delete from parcel").execute(&mut *conn).await.expect("deleted");
    let left: Vec<(String, i64)> = sqlx::query_as(counts).fetch_all(&mut *conn).await.expect("read");
    assert!(left.is_empty());
}
