//! What is not taken, and what is taken with a remark: counted, and said feature by feature.

use crate::fixture::*;
use gis_core::Collection::{Facilities, Parcels, Roads, Tracks};
use gis_store::exchange::{ExchangeError, ImportRequest};
use serde_json::json;
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn every_refusal_has_a_feature_a_reason_and_a_value(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let good = || line(json!([[-16.9, 14.8], [-16.89, 14.8]]));
    let file = files.geojson(
        "r.geojson",
        &[
            feature(good(), json!({ "class": "national" })),
            feature(line(json!([[-16.9, 14.7], [-16.89, 14.7]])), json!({ "class": "highway" })),
            feature(line(json!([[2.0, 48.0], [2.1, 48.0]])), json!({ "class": null })),
            feature(point(-16.9, 14.8), json!({ "class": null })),
            feature(json!(null), json!({ "class": null })),
            feature(
                line(json!([[-16.9, 14.6], [-16.89, 14.6]])),
                json!({ "class": null, "department": "Atlantis" }),
            ),
        ],
    );
    let report = import(&pool, Roads, &file).await;
    assert_eq!(counts(&report), [1, 0, 0, 5]);
    let mut told: Vec<_> =
        report.refusals.iter().map(|refusal| (refusal.feature, refusal.code.as_str())).collect();
    told.sort_unstable();
    let expected = [
        (2, "unknown_code"),
        (3, "in_no_department"),
        (4, "wrong_geometry_type"),
        (5, "no_geometry"),
        (6, "unknown_department"),
    ];
    assert_eq!(told, expected);
    let unknown = report.refusals.iter().find(|refusal| refusal.feature == 2).expect("refused");
    assert_eq!(unknown.value.as_deref(), Some("highway"));
    assert!(unknown.reason.fr.contains("national, listed_track, unclassified"), "{}", unknown.reason.fr);
    assert!(report.summary().en.contains("6 features read: 1 inserted, 0 updated, 0 unchanged, 5 refused"));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_invalid_polygon_is_repaired_and_said_so(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let bow_tie = json!({ "type": "Polygon", "coordinates":
        [[[-16.9, 14.8], [-16.89, 14.81], [-16.89, 14.8], [-16.9, 14.81], [-16.9, 14.8]]] });
    let report =
        import(&pool, Parcels, &files.geojson("p.geojson", &[feature(bow_tie, json!({ "number": "1" }))]))
            .await;
    assert_eq!(counts(&report), [1, 0, 0, 0]);
    assert_eq!(report.findings_by_code["repaired_geometry"], 1);
    assert!(report.is_clean(), "a repair is worth knowing, not worrying");
    let sql = "select st_isvalid(geometry) and abs(area_m2 - st_area(geometry::geography)) < 1 from parcel";
    assert!(value::<bool>(&pool, sql).await);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_feature_outside_its_stated_department_is_taken_with_a_finding(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let in_thies = line(json!([[-16.9, 14.8], [-16.89, 14.8]]));
    let file = files.geojson("r.geojson", &[feature(in_thies, json!({ "department": "Fatick" }))]);
    let report = import(&pool, Roads, &file).await;
    assert_eq!(counts(&report), [1, 0, 0, 0]);
    assert_eq!(report.findings_by_code["outside_department"], 1);
    assert!(!report.is_clean());
    assert_eq!(value::<String>(&pool, "select department_pcode from road").await, "SN0301");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_road_across_a_border_goes_where_most_of_it_lies(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let file = files.geojson(
        "r.geojson",
        &[
            feature(line(json!([[-16.61, 14.6], [-16.5, 14.6]])), json!({})),
            feature(line(json!([[-16.7, 14.55], [-16.59, 14.55]])), json!({})),
        ],
    );
    import(&pool, Roads, &file).await;
    let sql = "select string_agg(department_pcode, ' ' order by st_ymax(geometry)) from road";
    assert_eq!(value::<String>(&pool, sql).await, "SN1302 SN0301");
}

#[sqlx::test(migrations = "../migrations")]
async fn odd_identifiers_are_left_out_with_a_finding(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let parcels = [
        feature(square(-16.9, 14.8, 0.001), json!({ "nicad": "0721010100100012" })),
        feature(square(-16.8, 14.8, 0.001), json!({ "nicad": "TF 638/MB" })),
    ];
    let report = import(&pool, Parcels, &files.geojson("p.geojson", &parcels)).await;
    assert_eq!(counts(&report), [2, 0, 0, 0]);
    assert_eq!(report.findings_by_code["malformed_nicad"], 1);
    assert!(report.findings[0].finding.message.fr.contains("TF 638/MB"));
    assert_eq!(value::<String>(&pool, "select string_agg(nicad, ' ') from parcel").await, "0721010100100012");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_mapping_that_names_nothing_lists_what_there_is(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let file = files.geojson(
        "r.geojson",
        &[feature(line(json!([[-16.9, 14.8], [-16.8, 14.8]])), json!({ "libelle": "x" }))],
    );
    let request = ImportRequest::new(Roads, &file);
    let error = try_import(&pool, &mapped(request.clone(), &[("colour", "libelle")]))
        .await
        .expect_err("no such field");
    assert!(error.to_string().contains("managing_authority"), "{error}");
    let error =
        try_import(&pool, &mapped(request.clone(), &[("name", "titre")])).await.expect_err("no such column");
    assert!(error.to_string().contains("libelle"), "{error}");
    let report = import_as(&pool, &mapped(request, &[("number", "libelle")])).await;
    assert_eq!(report.fields_used["number"], "libelle");
    assert_eq!(report.findings_by_code["unusual_road_number"], 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn tracks_come_from_uploads_only(pool: PgPool) {
    let error = try_import(&pool, &ImportRequest::new(Tracks, "x.gpx")).await.expect_err("evidence");
    assert!(matches!(error, ExchangeError::NotImportable { .. }));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_provisional_number_is_none_that_the_file_gives_to_another_parcel(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let features = [
        feature(square(-16.9, 14.8, 0.001), json!({ "number": null })),
        feature(square(-16.8, 14.8, 0.001), json!({ "number": "P-000001" })),
    ];
    let report = import(&pool, Parcels, &files.geojson("p.geojson", &features)).await;
    assert_eq!(counts(&report), [2, 0, 0, 0]);
    let sql = "select string_agg(number, ' ' order by number) from parcel";
    assert_eq!(value::<String>(&pool, sql).await, "P-000001 P-000002");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_postgresql_cannot_hold_is_refused_or_stays_text_and_the_rest_is_taken(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let features = [
        feature(
            point(-16.9, 14.8),
            json!({ "kind": "school", "note": r#"{"a":"\u0000"}"#, "external_id": "1" }),
        ),
        feature(
            point(-16.8, 14.8),
            json!({ "kind": "school", "note": "b", "external_id": "x".repeat(5000) }),
        ),
        feature(point(-16.7, 14.8), json!({ "kind": "school", "note": "c", "external_id": "3" })),
    ];
    let report = import(&pool, Facilities, &files.geojson("f.geojson", &features)).await;
    assert_eq!(counts(&report), [2, 0, 0, 1]);
    assert_eq!(report.refusals[0].code, "text_too_long");
    let sql = "select attributes->>'note' from facility where external_id = '1'";
    assert_eq!(value::<String>(&pool, sql).await, r#"{"a":"\u0000"}"#);
}
