//! Which feature of the register a feature of a file is: nothing comes in twice, nothing is overwritten by chance.

use crate::fixture::*;
use gis_core::Collection::{Facilities, MarketAssets, Markets, Parcels, Roads};
use gis_store::exchange::ImportRequest;
use serde_json::{Value, json};
use sqlx::PgPool;

fn parcels(numbers: &[Value]) -> Vec<Value> {
    let squares = (0..).map(|step| square(-16.9 + 0.001 * f64::from(step), 14.8, 0.001));
    numbers.iter().zip(squares).map(|(number, square)| feature(square, json!({ "numero": number }))).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_file_twice_changes_nothing(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let file = files.geojson("p.geojson", &parcels(&[json!("A1"), json!(null), json!(null)]));
    assert_eq!(counts(&import(&pool, Parcels, &file).await), [3, 0, 0, 0]);
    let before = contents(&pool, Parcels).await;
    let changes = value::<i64>(&pool, "select count(*) from change").await;
    assert_eq!(counts(&import(&pool, Parcels, &file).await), [0, 0, 3, 0]);
    assert_eq!(contents(&pool, Parcels).await, before);
    assert_eq!(value::<i64>(&pool, "select count(*) from change").await, changes);
}

#[sqlx::test(migrations = "../migrations")]
async fn parcels_without_a_number_get_the_next_free_ones(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let numbers = [json!("P-000002"), json!(null), json!(""), json!(null)];
    import(&pool, Parcels, &files.geojson("p.geojson", &parcels(&numbers[..1]))).await;
    import(&pool, Parcels, &files.geojson("q.geojson", &parcels(&numbers))).await;
    let given = value::<String>(&pool, "select string_agg(number, ' ' order by number) from parcel").await;
    assert_eq!(given, "P-000001 P-000002 P-000003 P-000004");
    assert_eq!(value::<String>(&pool, "select next_parcel_number('SN1302')").await, "P-000005");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_number_is_not_given_to_a_second_parcel(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    import(&pool, Parcels, &files.geojson("p.geojson", &parcels(&[json!("A1")]))).await;
    let report = import(
        &pool,
        Parcels,
        &files.geojson("q.geojson", &parcels(&[json!("B1"), json!("A1"), json!("B2"), json!("B2")])),
    )
    .await;
    // The first is the parcel that is there under another number: same geometry, so nothing new.
    assert_eq!(counts(&report), [1, 0, 1, 2]);
    assert_eq!(report.refused_by_code["number_taken"], 2);
    assert_eq!(
        value::<String>(&pool, "select string_agg(number, ' ' order by number) from parcel").await,
        "A1 B2"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_external_identifier_updates_what_the_file_says_and_no_more(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let geometry = line(json!([[-16.9, 14.8], [-16.89, 14.8]]));
    let full = json!({ "ext_id": "x1", "name": "Avenue", "etat": "bon", "largeur": 7 });
    let first = files.geojson("1.geojson", &[feature(geometry.clone(), full)]);
    import(&pool, Roads, &first).await;
    let partial =
        feature(line(json!([[-16.9, 14.8], [-16.88, 14.8]])), json!({ "ext_id": "x1", "name": "Boulevard" }));
    let second = files.geojson("2.geojson", &[partial.clone(), partial]);
    let report = import(&pool, Roads, &second).await;
    assert_eq!(counts(&report), [0, 1, 0, 1]);
    assert_eq!(report.refusals[0].code, "repeated_identifier");
    let sql = "select concat_ws(' ', name, condition, width_m, round(length_m)) from road";
    assert_eq!(value::<String>(&pool, sql).await, "Boulevard good 7 2153");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_survey_was_worth_does_not_pass_to_another_geometry(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let road = |east: f64| feature(line(json!([[-16.9, 14.8], [east, 14.8]])), json!({ "ext_id": "x1" }));
    let surveyed = files.geojson("1.geojson", &[road(-16.89)]);
    import(&pool, Roads, &surveyed).await;
    let worth = "update road set sigma_m = 0.8, grade = 'A', survey_method = 'handheld_gps'";
    sqlx::query(worth).execute(&pool).await.expect("a survey");
    let kept = "select concat_ws(' ', grade, sigma_m, survey_method) from road";
    assert_eq!(counts(&import(&pool, Roads, &surveyed).await), [0, 0, 1, 0]);
    assert_eq!(value::<String>(&pool, kept).await, "A 0.8 handheld_gps");
    assert_eq!(
        counts(&import(&pool, Roads, &files.geojson("2.geojson", &[road(-16.88)])).await),
        [0, 1, 0, 0]
    );
    assert_eq!(value::<String>(&pool, kept).await, "");
}

#[sqlx::test(migrations = "../migrations")]
async fn things_at_one_place_are_told_apart_by_name(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let here = || point(-16.92, 14.79);
    let file = files.geojson(
        "f.geojson",
        &[
            feature(here(), json!({ "type": "école", "nom": "Randoulène" })),
            feature(here(), json!({ "type": "école", "nom": "Randoulène Nord" })),
            feature(here(), json!({ "type": "borne-fontaine", "nom": null })),
            feature(here(), json!({ "type": "borne-fontaine", "nom": null })),
        ],
    );
    assert_eq!(counts(&import(&pool, Facilities, &file).await), [3, 0, 1, 0]);
    assert_eq!(counts(&import(&pool, Facilities, &file).await), [0, 0, 4, 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn assets_find_their_market_by_name(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let market = feature(square(-16.93, 14.79, 0.002), json!({ "nom": "Marché central", "type": "louma" }));
    import(&pool, Markets, &files.geojson("m.geojson", &[market])).await;
    let file = files.geojson(
        "a.geojson",
        &[
            feature(
                point(-16.929, 14.791),
                json!({ "code": "A-1", "marche": "MARCHE CENTRAL", "type": "cantine" }),
            ),
            feature(point(-16.928, 14.791), json!({ "code": "A-2", "marche": "Sandaga", "type": null })),
        ],
    );
    let report = import(&pool, MarketAssets, &file).await;
    assert_eq!(counts(&report), [2, 0, 0, 0]);
    assert_eq!(report.findings_by_code["unknown_market"], 1);
    let sql = "select string_agg(code, ' ') from market_asset join market on market.id = market_id where market.kind = 'weekly'";
    assert_eq!(value::<String>(&pool, sql).await, "A-1");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_dry_run_reports_and_stores_nothing(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let file = files.geojson("p.geojson", &parcels(&[json!("A1"), json!("A2")]));
    let dry = ImportRequest { dry_run: true, ..ImportRequest::new(Parcels, &file) };
    let report = import_as(&pool, &dry).await;
    assert_eq!((counts(&report), report.dry_run), ([2, 0, 0, 0], true));
    assert!(
        report.summary().fr.contains("rien n'a été enregistré")
            && report.summary().fr.contains("2 seraient ajoutés")
    );
    assert_eq!(value::<i64>(&pool, "select count(*) from parcel").await, 0);
    assert_eq!(value::<i64>(&pool, "select count(*) from change where layer = 'parcels'").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn thousands_of_features_come_in_as_one(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let column = |step: i32| -16.95 + 0.0005 * f64::from(step % 70);
    let row = |step: i32| 14.6 + 0.0005 * f64::from(step / 70);
    let all: Vec<_> =
        (0..4500).map(|step| feature(square(column(step), row(step), 0.0004), json!({}))).collect();
    let file = files.geojson("many.geojson", &all);
    assert_eq!(counts(&import(&pool, Parcels, &file).await), [4500, 0, 0, 0]);
    assert_eq!(value::<String>(&pool, "select max(number) from parcel").await, "P-004500");
    assert_eq!(counts(&import(&pool, Parcels, &file).await), [0, 0, 4500, 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_imports_at_once_take_turns(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let numbers: Vec<_> = (0..50).map(|number| json!(format!("A{number}"))).collect();
    let file = files.geojson("p.geojson", &parcels(&numbers));
    let request = ImportRequest::new(Parcels, &file);
    let both = futures_util::future::join(try_import(&pool, &request), try_import(&pool, &request)).await;
    let mut found = [both.0.expect("the one"), both.1.expect("the other")].map(|report| counts(&report));
    found.sort_unstable();
    assert_eq!(found, [[0, 0, 50, 0], [50, 0, 0, 0]]);
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_else_writes_at_the_same_time_is_named_and_nothing_is_imported(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let file = files.geojson("p.geojson", &parcels(&[json!("A1"), json!("A2")]));
    // Somebody gives out the number A2 and commits while the import waits for it.
    let mut other = pool.begin().await.expect("begins");
    sqlx::raw_sql(
        "insert into parcel (id, department_pcode, number, area_m2, geometry, source, created_by) values
            (gen_random_uuid(), 'SN1302', 'A2', 1, st_multi(st_makeenvelope(-17, 14.6, -16.99, 14.61, 4326)), 'import', 'awa')",
    )
    .execute(&mut *other)
    .await
    .expect("inserted");
    let request = ImportRequest::new(Parcels, &file);
    let waiting = "select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'transactionid'";
    let commit = async {
        while value::<i64>(&pool, waiting).await == 0 {
            tokio::task::yield_now().await;
        }
        other.commit().await.expect("commits");
    };
    let (outcome, ()) = futures_util::future::join(try_import(&pool, &request), commit).await;
    let error = outcome.expect_err("the number is taken");
    assert!(matches!(error, gis_store::exchange::ExchangeError::Concurrent { .. }), "{error:?}");
    assert_eq!(value::<i64>(&pool, "select count(*) from parcel").await, 1);
}
