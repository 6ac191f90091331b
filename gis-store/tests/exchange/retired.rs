//! Files that were written before something was divided, merged or retired.

use crate::fixture::*;
use geo::line_string;
use gis_core::Collection::{Parcels, Roads};
use gis_store::draft::DraftAction;
use gis_store::exchange::ImportRequest;
use serde_json::json;
use sqlx::PgPool;
use std::path::PathBuf;
use uuid::Uuid;

async fn id_of(pool: &PgPool, number: &str) -> Uuid {
    value(pool, &format!("select id from parcel where number = '{number}'")).await
}

/// Three parcels side by side, and the register as it was written then.
async fn exported(pool: &PgPool, files: &Files) -> PathBuf {
    fill(pool).await;
    let parcels: Vec<_> = (1..=4)
        .map(|step| {
            let side = square(-16.9 + 0.001 * f64::from(step), 14.8, 0.001);
            feature(side, json!({ "number": format!("A{step}"), "ext_id": format!("x{step}") }))
        })
        .collect();
    import(pool, Parcels, &files.geojson("source.geojson", &parcels)).await;
    let file = files.path("old.gpkg");
    export(pool, Parcels, &file).await;
    file
}

/// Divides the first parcel, merges the next two, ends the last.
async fn change_all(pool: &PgPool) {
    let mut split = proposal(DraftAction::Split, Parcels, id_of(pool, "A1").await);
    split.cut = Some(line_string![(x: -16.8985, y: 14.79), (x: -16.8985, y: 14.82)]);
    let mut merge = proposal(DraftAction::Merge, Parcels, id_of(pool, "A2").await);
    merge.targets.extend(proposal(DraftAction::Merge, Parcels, id_of(pool, "A3").await).targets);
    let retire = proposal(DraftAction::Retire, Parcels, id_of(pool, "A4").await);
    for proposal in [split, merge, retire] {
        let id = submitted(pool, &proposal).await;
        approve(pool, id).await.expect("approved");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_earlier_export_revives_nothing_that_was_divided_merged_or_retired_since(pool: PgPool) {
    let files = Files::new();
    let old = exported(&pool, &files).await;
    assert_eq!(counts(&import(&pool, Parcels, &old).await), [0, 0, 4, 0], "as long as nothing happened");
    change_all(&pool).await;
    let before = contents(&pool, Parcels).await;
    assert_eq!(before.len(), 3, "two halves and the merged one");

    let dry = ImportRequest { dry_run: true, ..ImportRequest::new(Parcels, &old) };
    for request in [dry, ImportRequest::new(Parcels, &old)] {
        let report = import_as(&pool, &request).await;
        assert_eq!(counts(&report), [0, 0, 0, 4], "{:?}", report.refusals);
        assert_eq!(report.refused_by_code["retired"], 4);
        assert!(!report.is_clean());
        let told: Vec<_> = report.refusals.iter().map(|refusal| refusal.reason.fr.as_str()).collect();
        assert!(
            told.iter().any(|told| told.contains("(A1)") && told.contains("divisé en P-000001, P-000002")),
            "{told:?}"
        );
        assert!(
            told.iter().any(|told| told.contains("(A2)") && told.contains("fusionné dans P-000003")),
            "{told:?}"
        );
        assert!(
            told.iter().any(|told| told.contains("(A4)") && told.contains("versions antérieures")),
            "{told:?}"
        );
        assert!(report.refusals[0].reason.en.contains("left the register"), "{:?}", report.refusals[0]);
    }
    assert_eq!(contents(&pool, Parcels).await, before);

    let current = files.path("current.gpkg");
    export(&pool, Parcels, &current).await;
    assert_eq!(
        counts(&import(&pool, Parcels, &current).await),
        [0, 0, 3, 0],
        "an export of today changes nothing"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_left_is_recognised_by_the_identifier_of_its_source_too_and_by_those_who_may_only(pool: PgPool) {
    let files = Files::new();
    exported(&pool, &files).await;
    change_all(&pool).await;
    let source = files.path("source.geojson");
    let report = import(&pool, Parcels, &source).await;
    assert_eq!(
        (counts(&report), report.refused_by_code["retired"]),
        ([0, 0, 0, 4], 4),
        "{:?}",
        report.refusals
    );
    assert_eq!(report.refusals[3].value.as_deref(), Some("x4"));
    let elsewhere = gis_core::Scope::of_departments("moussa", ["SN0301".to_owned()]);
    let report = gis_store::exchange::import(&pool, &elsewhere, &ImportRequest::new(Parcels, &source))
        .await
        .expect("nothing of it");
    assert_eq!(report.refused_by_code["not_your_department"], 4);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_identifier_of_another_layer_is_refused_and_named(pool: PgPool) {
    let files = Files::new();
    exported(&pool, &files).await;
    let id = id_of(&pool, "A1").await;
    let road = feature(line(json!([[-16.9, 14.8], [-16.89, 14.8]])), json!({ "id": id, "name": "Avenue" }));
    let report = import(&pool, Roads, &files.geojson("r.geojson", &[road])).await;
    assert_eq!((counts(&report), report.refusals[0].code.as_str()), ([0, 0, 0, 1], "identifier_taken"));
    assert!(report.refusals[0].reason.fr.contains("parcels"), "{:?}", report.refusals[0]);
}
