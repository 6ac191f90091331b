//! The same features in every format become the same rows.

use crate::fixture::*;
use gis_core::Collection::{Facilities, MarketAssets, Parcels, Roads};
use gis_core::Scope;
use gis_store::exchange::{ExchangeError, ExportRequest, ImportRequest};
use serde_json::json;
use sqlx::PgPool;
use std::path::{Path, PathBuf};
use std::process::Command;

fn two_roads(files: &Files) -> PathBuf {
    files.geojson(
        "roads.geojson",
        &[
            feature(
                line(json!([[-16.9, 14.8], [-16.91, 14.81], [-16.92, 14.8]])),
                json!({ "nom": "Route de Fandène", "classe": 5, "revet": 2, "ref": "D702", "iduu": "a-1", "largeur": 6.5 }),
            ),
            feature(
                line(json!([[-16.5, 14.3], [-16.4, 14.3]])),
                json!({ "nom": "Nationale 1", "classe": 2, "revet": 1, "ref": "N1", "iduu": "a-2", "largeur": null }),
            ),
        ],
    )
}

/// Rows of an import into an empty register, which is empty again afterwards.
async fn rows_of(pool: &PgPool, request: &ImportRequest) -> Vec<String> {
    let report = import_as(pool, request).await;
    assert_eq!(counts(&report), [2, 0, 0, 0], "{}: {:?}", report.driver, report.refusals);
    let rows = contents(pool, Roads).await;
    forget(pool, &["road"]).await;
    rows
}

#[sqlx::test(migrations = "../migrations")]
async fn roads_are_the_same_from_every_format(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let source = two_roads(&files);
    let expected = rows_of(&pool, &ImportRequest::new(Roads, &source)).await;
    assert!(expected[1].contains(r#""name": "Route de Fandène""#), "{}", expected[1]);
    assert!(expected[1].contains(r#""class": "listed_track""#), "{}", expected[1]);
    assert!(expected[1].contains(r#""surface": "unpaved""#), "{}", expected[1]);
    assert!(expected[1].contains(r#""department": "SN1302""#), "{}", expected[1]);
    assert!(expected[0].contains(r#""department": "SN0301""#), "{}", expected[0]);
    for (driver, name) in
        [("ESRI Shapefile", "r.shp"), ("GPKG", "r.gpkg"), ("FlatGeobuf", "r.fgb"), ("GML", "r.gml")]
    {
        let copy = files.copy(&source, driver, name);
        assert_eq!(rows_of(&pool, &ImportRequest::new(Roads, copy)).await, expected, "{driver}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_zipped_shapefile_is_read_in_place(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    files.copy(&two_roads(&files), "ESRI Shapefile", "voirie.shp");
    let zip = |name: &str, parts: &[&str]| {
        let status = Command::new("python3")
            .arg("-c")
            .arg("import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w') as z:\n    [z.write(f) for f in sys.argv[2:]]")
            .arg(name)
            .args(parts)
            .current_dir(files.path(""))
            .status();
        assert!(status.expect("python3 runs").success());
        files.path(name)
    };
    let parts = ["voirie.shp", "voirie.shx", "voirie.dbf", "voirie.prj"];
    let report = import(&pool, Roads, &zip("one.zip", &parts)).await;
    assert_eq!((counts(&report), report.layer.as_str()), ([2, 0, 0, 0], "voirie"));
    let several = zip("two.zip", &["voirie.shp", "voirie.shx", "voirie.dbf", "voirie.prj", "roads.geojson"]);
    let error = try_import(&pool, &ImportRequest::new(Roads, &several)).await.expect_err("which one?");
    assert!(
        error.to_string().contains("roads, voirie") || error.to_string().contains("voirie, roads"),
        "{error}"
    );
    let chosen = ImportRequest { layer: Some("voirie".to_owned()), ..ImportRequest::new(Roads, several) };
    assert_eq!(counts(&import_as(&pool, &chosen).await), [0, 0, 2, 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shapefile_in_an_old_encoding_keeps_its_accents(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    files.copy(&two_roads(&files), "ESRI Shapefile", "old.shp");
    let dbf = files.path("old.dbf");
    let bytes = std::fs::read(&dbf).expect("readable");
    let is_latin =
        bytes.windows(7).any(|window| window == "Fand\u{e8}ne".chars().map(|c| c as u8).collect::<Vec<_>>());
    assert!(is_latin, "the driver's default is Latin-1");
    import(&pool, Roads, &files.path("old.shp")).await;
    assert_eq!(value::<i64>(&pool, "select count(*) from road where name = 'Route de Fandène'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn csv_gives_positions_or_well_known_text(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let points =
        files.text("places.csv", "code;lon;lat;type\n001;-16.92;14.79;cantine\n002;-16.93;14.79;Cantine\n");
    let report = import_as(&pool, &in_srs(MarketAssets, &points, 4326)).await;
    assert_eq!(counts(&report), [2, 0, 0, 0], "{:?}", report.refusals);
    assert_eq!(
        value::<i64>(&pool, "select count(*) from market_asset where code = '001' and kind = 'lockup_stall'")
            .await,
        1
    );
    let text = files.text(
        "areas.csv",
        "numero,wkt\nL12,\"POLYGON((-16.9 14.8,-16.899 14.8,-16.899 14.801,-16.9 14.8))\"\n",
    );
    let report = import_as(&pool, &in_srs(Parcels, &text, 4326)).await;
    assert_eq!(counts(&report), [1, 0, 0, 0], "{:?}", report.refusals);
    assert_eq!(value::<String>(&pool, "select number from parcel").await, "L12");
}

#[sqlx::test(migrations = "../migrations")]
async fn several_layers_must_be_chosen_from(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let gpx = files.text(
        "walk.gpx",
        r#"<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
        <wpt lat="14.79" lon="-16.92"><name>Forage</name><type>borehole</type></wpt>
        <trk><name>walk</name><trkseg><trkpt lat="14.79" lon="-16.92"/><trkpt lat="14.80" lon="-16.92"/></trkseg></trk>
        </gpx>"#,
    );
    let error = try_import(&pool, &ImportRequest::new(Facilities, &gpx)).await.expect_err("three layers");
    assert!(error.to_string().contains("waypoints, tracks, track_points"), "{error}");
    let wrong = ImportRequest { layer: Some("roads".to_owned()), ..ImportRequest::new(Facilities, &gpx) };
    let error = try_import(&pool, &wrong).await.expect_err("no such layer");
    assert!(matches!(error, ExchangeError::UnknownLayer { .. }), "{error}");
    let waypoints =
        ImportRequest { layer: Some("waypoints".to_owned()), ..ImportRequest::new(Facilities, &gpx) };
    assert_eq!(counts(&import_as(&pool, &waypoints).await), [1, 0, 0, 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_no_vector_file_is_told_apart(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let cases = [
        (files.path("absent.shp"), "find the file"),
        (files.text("empty.geojson", ""), "open"),
        (files.text("photo.jpg", "\u{7f}JFIF"), "open"),
        (files.text("cut.geojson", r#"{"type":"FeatureCollection","features":[{"type":"Fea"#), "open"),
        (PathBuf::from("/vsicurl/http://127.0.0.1/x.geojson"), "find the file"),
    ];
    for (path, expected) in cases {
        let error =
            try_import(&pool, &ImportRequest::new(Roads, &path)).await.expect_err("not a vector file");
        assert!(
            error.to_string().starts_with(&format!("failed to {expected}")),
            "{}: {error}",
            path.display()
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_export_replaces_nothing_unasked_and_leaves_nothing_half(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    import(&pool, Roads, &two_roads(&files)).await;
    let target = files.path("out.gpkg");
    assert_eq!(export(&pool, Roads, &target).await.written, 2);
    let mut request = ExportRequest { collection: Roads, file: target, overwrite: false };
    let scope = Scope::operator();
    let error = gis_store::exchange::export(&pool, &scope, &request).await.expect_err("it is there");
    assert!(matches!(error, ExchangeError::Exists { .. }), "{error}");
    // What a shapefile of that name has beside it is not the drawing's.
    std::fs::write(files.path("out.prj"), "of a shapefile").expect("written");
    let drawing = ExportRequest { collection: Roads, file: files.path("out.dxf"), overwrite: false };
    let error = gis_store::exchange::export(&pool, &scope, &drawing).await.expect_err("it is there");
    assert!(error.to_string().contains("out.prj"), "{error}");
    request.overwrite = true;
    gis_store::exchange::export(&pool, &scope, &request).await.expect("replaced");
    request.file = files.path("out.xyz");
    let error = gis_store::exchange::export(&pool, &scope, &request).await.expect_err("no such format");
    assert!(error.to_string().contains(".geojson .json .gpkg .shp"), "{error}");
    request.file = PathBuf::from("/nonexistent/out.gpkg");
    gis_store::exchange::export(&pool, &scope, &request).await.expect_err("no such directory");
    assert_eq!(files.names(), ["out.gpkg", "out.prj", "roads.geojson"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shapefile_says_which_names_it_shortened(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    import(&pool, Roads, &two_roads(&files)).await;
    let report = export(&pool, Roads, &files.path("voirie.shp")).await;
    assert_eq!(report.renamed["managing_authority"], "manager");
    assert_eq!(report.renamed["external_id"], "ext_id");
    assert!(files.names().contains(&"voirie.prj".to_owned()), "{:?}", files.names());
    let cpg = std::fs::read_to_string(files.path("voirie.cpg")).expect("an encoding");
    assert_eq!(cpg.trim(), "UTF-8");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shapefile_refuses_a_mixture(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let mixed = [
        feature(point(-16.9, 14.8), json!({ "kind": "school" })),
        feature(square(-16.9, 14.7, 0.001), json!({ "kind": "school" })),
    ];
    import(&pool, Facilities, &files.geojson("mixed.geojson", &mixed)).await;
    let request = ExportRequest { collection: Facilities, file: files.path("mixed.shp"), overwrite: false };
    let error = gis_store::exchange::export(&pool, &Scope::operator(), &request).await.expect_err("mixed");
    assert!(error.to_string().contains("Point, Polygon"), "{error}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_scope_bounds_what_is_exported_and_imported(pool: PgPool) {
    fill(&pool).await;
    let files = Files::new();
    let source = two_roads(&files);
    let thies = Scope::of_departments("fatou", ["SN1302".to_owned()]);
    let report = gis_store::exchange::import(&pool, &thies, &ImportRequest::new(Roads, &source))
        .await
        .expect("half of it");
    assert_eq!(counts(&report), [1, 0, 0, 1]);
    assert_eq!(report.refusals[0].code, "not_your_department");
    assert_eq!(value::<String>(&pool, "select created_by from road").await, "fatou");
    import(&pool, Roads, Path::new(&source)).await;
    let request = ExportRequest { collection: Roads, file: files.path("mine.geojson"), overwrite: false };
    let report = gis_store::exchange::export(&pool, &thies, &request).await.expect("exported");
    assert_eq!(report.written, 1);
}
