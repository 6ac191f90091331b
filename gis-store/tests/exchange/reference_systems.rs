//! Coordinate reference systems: stated by the file or by the user, never guessed.

use crate::fixture::*;
use gis_core::Collection::{Facilities, Roads};
use gis_core::{Epsg, LonLat, Projector};
use gis_store::exchange::{ExchangeError, ImportRequest};
use serde_json::json;
use sqlx::PgPool;
use std::path::PathBuf;

/// A place in Thiès in metres of UTM 28 N, without a word on what they are.
fn metres(files: &Files) -> PathBuf {
    files.text("points.csv", "kind,x,y\nschool,292000,1636000\n")
}

async fn place(pool: &PgPool) -> (f64, f64) {
    let lon = value::<f64>(pool, "select st_x(geometry) from facility").await;
    let lat = value::<f64>(pool, "select st_y(geometry) from facility").await;
    sqlx::query("delete from facility").execute(pool).await.expect("emptied");
    (lon, lat)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_file_without_a_system_is_asked_about(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let error =
        try_import(&pool, &ImportRequest::new(Facilities, metres(&files))).await.expect_err("unknown");
    let text = error.to_string();
    for word in ["--srs", "4326", "32628", "31028", "200 m"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let source = files
        .geojson("r.geojson", &[feature(line(json!([[-16.9, 14.8], [-16.8, 14.8]])), json!({ "id": 1 }))]);
    let shapefile = files.copy(&source, "ESRI Shapefile", "r.shp");
    std::fs::remove_file(files.path("r.prj")).expect("it had one");
    let error = try_import(&pool, &ImportRequest::new(Roads, &shapefile)).await.expect_err("unknown");
    assert!(matches!(error, ExchangeError::MissingSrs { .. }), "{error}");
    assert_eq!(counts(&import_as(&pool, &in_srs(Roads, &shapefile, 4326)).await), [1, 0, 0, 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn yoff_and_wgs84_lie_about_200_m_apart(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let mut places = Vec::new();
    for epsg in [32628, 31028] {
        let report = import_as(&pool, &in_srs(Facilities, &metres(&files), epsg)).await;
        assert_eq!((counts(&report), &report.srs), ([1, 0, 0, 0], &format!("EPSG:{epsg}")));
        let operation = report.operation.expect("PROJ knows both");
        assert_eq!(operation.name.contains("Yoff to WGS 84"), epsg == 31028, "{operation:?}");
        let accuracy_m = if epsg == 31028 { 5.0 } else { 0.0 };
        assert_eq!(operation.accuracy_m, Some(accuracy_m), "{operation:?}");
        places.push(place(&pool).await);
    }
    let projector = Projector::new(Epsg::UTM_28N).expect("PROJ knows it");
    let metres =
        |(lon, lat)| projector.project(LonLat::new(lon, lat).expect("on Earth")).expect("in the zone");
    let (wgs84, yoff) = (metres(places[0]), metres(places[1]));
    assert!((wgs84.easting_m - 292_000.0).abs() < 0.01 && (wgs84.northing_m - 1_636_000.0).abs() < 0.01);
    let apart = wgs84.distance_m(yoff);
    assert!((150.0..260.0).contains(&apart), "{apart} m");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_contradiction_between_file_and_user_is_an_error(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let source = files.geojson("p.geojson", &[feature(point(-16.9, 14.8), json!({ "kind": "school" }))]);
    let error = try_import(&pool, &in_srs(Facilities, &source, 32628)).await.expect_err("GeoJSON is 4326");
    let text = error.to_string();
    assert!(text.contains("EPSG:32628") && text.contains("EPSG:4326"), "{text}");
    assert_eq!(counts(&import_as(&pool, &in_srs(Facilities, &source, 4326)).await), [1, 0, 0, 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_system_that_the_file_states_is_transformed_from(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let named = json!({
        "type": "FeatureCollection",
        "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::32628" } },
        "features": [feature(point(292_000.0, 1_636_000.0), json!({ "kind": "school" }))],
    });
    let geojson = files.text("utm.geojson", &named.to_string());
    let mut places = Vec::new();
    for (driver, name) in [(None, ""), (Some("ESRI Shapefile"), "utm.shp"), (Some("GPKG"), "utm.gpkg")] {
        let file = driver.map_or(geojson.clone(), |driver| files.copy(&geojson, driver, name));
        let report = import(&pool, Facilities, &file).await;
        assert_eq!(report.srs, "EPSG:32628", "{name}");
        places.push(place(&pool).await);
        // Saying what the file says is no contradiction.
        import_as(&pool, &in_srs(Facilities, &file, 32628)).await;
        assert_eq!(place(&pool).await, places[0], "{name}");
    }
    assert!((places[0].0 + 16.932).abs() < 0.01 && (places[0].1 - 14.79).abs() < 0.01, "{:?}", places[0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn degrees_stay_as_they_are_whatever_the_authority_says_of_their_order(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let source = files.geojson("p.geojson", &[feature(point(-16.9, 14.8), json!({ "kind": "school" }))]);
    for (driver, name) in
        [("GML", "p.gml"), ("GPKG", "p.gpkg"), ("LIBKML", "p.kml"), ("ESRI Shapefile", "p.shp")]
    {
        let file = files.copy(&source, driver, name);
        import(&pool, Facilities, &file).await;
        assert_eq!(place(&pool).await, (-16.9, 14.8), "{driver}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn metres_declared_as_degrees_are_refused_feature_by_feature(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let report = import_as(&pool, &in_srs(Facilities, &metres(&files), 4326)).await;
    assert_eq!(counts(&report), [0, 0, 0, 1]);
    assert_eq!(report.refusals[0].code, "outside_the_world");
}
