//! What surveyors record along roads, and how it is corrected.

use super::fixture::{THIES, filled};
use super::records::{a_feature, read, staff};
use super::review::somebody;
use geo::line_string;
use gis_core::scope::Role;
use gis_core::survey::DraftKind;
use gis_store::record::RecordError;
use gis_store::road_record::{
    NewInspection, NewRoadEvent, correct_inspection, correct_road_event, insert_inspection,
    insert_road_event, list_inspections, list_road_events,
};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

fn a_pothole(chainage_m: f64) -> NewRoadEvent {
    read(
        json!({ "kind": "pothole", "severity": "high", "chainage_m": chainage_m, "observed_on": "2026-03-01" }),
    )
}

fn found(condition: &str) -> NewInspection {
    read(json!({ "inspected_on": "2026-03-01", "condition": condition }))
}

async fn versions_of(pool: &PgPool, id: Uuid) -> i64 {
    sqlx::query_scalar("select count(distinct number) from feature_version where feature_id = $1")
        .bind(id)
        .fetch_one(pool)
        .await
        .expect("counted")
}

#[sqlx::test(migrations = "../migrations")]
async fn who_walks_a_road_records_it_and_corrects_what_they_recorded(pool: PgPool) {
    let mut conn = filled(&pool).await;
    let (lon, lat) = THIES;
    let line = line_string![(x: lon, y: lat), (x: lon + 0.01, y: lat)].into();
    let road = a_feature(&pool, &mut conn, DraftKind::Road, line).await;
    let (walker, other) = (somebody("ibra", Role::Surveyor), somebody("awa", Role::Surveyor));
    let reviewer = staff("SN1302");

    let event = insert_road_event(&mut conn, &walker, road, &a_pothole(400.0)).await.expect("recorded");
    let foreign = correct_road_event(&mut conn, &other, (event, 1), &a_pothole(1.0)).await;
    assert!(matches!(foreign, Err(RecordError::NotFound)), "another's is not theirs to correct");
    correct_road_event(&mut conn, &walker, (event, 1), &a_pothole(450.0)).await.expect("corrected");
    let late = correct_road_event(&mut conn, &reviewer, (event, 1), &a_pothole(1.0)).await;
    assert!(matches!(late, Err(RecordError::Stale { revision: 2 })));
    correct_road_event(&mut conn, &reviewer, (event, 2), &a_pothole(460.0)).await.expect("corrected");
    let events = list_road_events(&mut conn, &reviewer, road).await.expect("listed");
    assert_eq!((events.len(), events[0].version, events[0].created_by.as_str()), (1, 3, "ibra"));
    assert!((events[0].chainage_m - 460.0).abs() < 0.2, "{events:?}");
    assert_eq!(versions_of(&pool, event).await, 3, "what was said before stays");

    let seen = insert_inspection(&mut conn, &walker, road, &found("good")).await.expect("recorded");
    let seen = correct_inspection(&mut conn, &walker, (seen.id, 1), &found("poor")).await.expect("corrected");
    assert_eq!((seen.version, versions_of(&pool, seen.id).await), (2, 2));
    let foreign = correct_inspection(&mut conn, &other, (seen.id, 2), &found("good")).await;
    assert!(matches!(foreign, Err(RecordError::NotFound)));
    let listed = list_inspections(&mut conn, &reviewer, road).await.expect("listed");
    assert_eq!(listed.iter().map(|one| &*one.condition).collect::<Vec<_>>(), ["poor"]);
}
