//! Personal data beside the persons themselves: debts, papers, declarations. Who looked, who changed them.

use super::fixture::{THIES, filled};
use super::records::{NUMBER, a_feature, person, read, staff};
use geo::point;
use gis_core::survey::DraftKind;
use gis_store::PgConnection;
use gis_store::market_record::{
    NewArrears, NewOccupancy, insert_arrears, insert_occupancy, list_occupancies,
};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

/// What the log of accesses holds, in order.
async fn looks(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select concat_ws(' ', action, about) from person_access order by id")
        .fetch_all(pool)
        .await
        .expect("the log")
}

/// A place and its occupancy by a party, since 2024.
async fn an_occupancy(pool: &PgPool, conn: &mut PgConnection, party: Uuid) -> (Uuid, Uuid) {
    let place = a_feature(pool, conn, DraftKind::MarketAsset, point!(x: THIES.0, y: THIES.1).into()).await;
    let new: NewOccupancy = read(json!({ "party": party, "contract_kind": "occupancy_contract",
        "starts_on": "2024-01-01" }));
    (place, insert_occupancy(conn, &staff("SN1302"), place, &new).await.expect("recorded").id)
}

fn owed(amount_xof: i32) -> NewArrears {
    read(json!({ "due_on": "2024-06-01", "amount_xof": amount_xof, "reference": "Q-118" }))
}

#[sqlx::test(migrations = "../migrations")]
async fn a_history_of_a_place_that_tells_of_a_debt_is_logged_as_read(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let scope = staff("SN1302");
    let party = person(&mut conn, NUMBER).await;
    let (place, occupancy) = an_occupancy(&pool, &mut conn, party).await;
    let before = looks(&pool).await;
    list_occupancies(&mut conn, &scope, place).await.expect("listed");
    assert_eq!(looks(&pool).await, before, "it told of no debt");
    insert_arrears(&mut conn, &scope, occupancy, &owed(6000)).await.expect("recorded");
    list_occupancies(&mut conn, &scope, place).await.expect("listed");
    assert_eq!(looks(&pool).await[before.len()..], [format!("read occupancies/{occupancy}/arrears")]);
}
