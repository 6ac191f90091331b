//! What is exported and comes back is the same, in every format that can hold it.

use crate::fixture::*;
use gis_core::Collection::{self, Communes, Departments, Facilities, MarketAssets, Markets, Parcels, Roads};
use serde_json::json;
use sqlx::PgPool;

const REGISTER: [Collection; 7] = [Departments, Communes, Parcels, Roads, Markets, MarketAssets, Facilities];

/// Two features or so in every collection, with holes, parts, accents, nulls and odd digits.
async fn populate(pool: &PgPool, files: &Files) {
    fill(pool).await;
    sqlx::raw_sql(
        "insert into commune (id, department_pcode, name, ansd_code, aliases, geometry) values
            ('019a0000-0000-7000-8000-000000000001', 'SN1302', 'Thiès Est', null, '{Est, Thies E.}', null),
            ('019a0000-0000-7000-8000-000000000002', 'SN1302', 'Notto', '07220101', '{}',
                st_multi(st_makeenvelope(-16.9, 14.6, -16.8, 14.7, 4326)));
        -- What surveys bring in has more digits than an import keeps.
        insert into road (id, department_pcode, class, length_m, geometry, source, created_by) values
            ('019a0000-0000-7000-8000-000000000003', 'SN1302', 'unclassified', 100, st_geomfromtext(
                'multilinestring((-16.7000000001234 14.7,-16.71 14.7000000009876))', 4326), 'survey', 'fatou')",
    )
    .execute(pool)
    .await
    .expect("communes and a surveyed road");
    let holed = json!({ "type": "MultiPolygon", "coordinates": [
        [[[-16.9, 14.8], [-16.9, 14.81], [-16.89, 14.81], [-16.89, 14.8], [-16.9, 14.8]],
         [[-16.898, 14.802], [-16.896, 14.802], [-16.896, 14.804], [-16.898, 14.802]]],
        [[[-16.88, 14.8], [-16.87, 14.8], [-16.87, 14.81], [-16.88, 14.8]]]] });
    let parcels = [
        feature(
            holed.clone(),
            json!({ "number": "A1", "nicad": "0721010100100012", "block": "Îlot 4", "tenure": "bail",
            "land_use": "habitat", "declared_area_m2": 1_234_567.25, "external_id": "x-1", "vocation": "commerce",
            "type_doc": "bail", "commune": "Est", "sigma_m": 0.02, "survey_method": "rtk", "date_leve": "2024-03-01" }),
        ),
        feature(square(-16.5, 14.123_456_789, 0.001_234_567), json!({ "number": null })),
    ];
    let roads = [
        feature(
            line(json!([[-16.9, 14.8], [-16.91, 14.812_345_678], [-16.92, 14.8]])),
            json!({ "name": "Rue de l'Église", "number": "N2", "class": "national", "surface": "paved", "etat": "Bon",
                "gestionnaire": "Commune", "width_m": 6.4, "ancien_nom": "Rue 10", "emprise": 12, "trottoir": "un côté",
                "caniveau": "ouvert", "eclairage": "non", "sens": "double sens", "praticabilite": "toutes saisons",
                "pk_debut_m": 0, "pk_fin_m": 1250.5 }),
        ),
        feature(
            json!({ "type": "MultiLineString", "coordinates": [[[-16.4, 14.1], [-16.5, 14.1]], [[-16.3, 14.1], [-16.35, 14.2]]] }),
            json!({ "name": null }),
        ),
    ];
    let markets = [feature(
        square(-16.93, 14.79, 0.002),
        json!({ "name": "Marché Ñambé", "kind": "louma", "owner": "BOT", "exploitant": "GIE du marché" }),
    )];
    let assets = [feature(
        point(-16.929, 14.791),
        json!({ "code": "A-01", "market": "Marché Ñambé", "kind": "cantine",
        "activity": "légumes", "condition": "bon", "construction": "dur", "owner_regime": "communal", "eau": "oui",
        "electricite": "non" }),
    )];
    let facilities = [feature(
        point(-16.92, 14.79),
        json!({ "kind": "école", "name": "Randoulène", "salles": 6,
        "surface_m": 12.5, "code": "007", "ouverte": "true", "vide": null }),
    )];
    for (collection, features) in [
        (Parcels, &parcels[..]),
        (Roads, &roads),
        (Markets, &markets),
        (MarketAssets, &assets),
        (Facilities, &facilities),
    ] {
        let report = import(pool, collection, &files.geojson("source.geojson", features)).await;
        assert_eq!(report.refused, 0, "{collection}: {:?}", report.refusals);
    }
}

async fn everything(pool: &PgPool) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for collection in REGISTER {
        all.push(contents(pool, collection).await);
    }
    all
}

async fn round_trip(pool: &PgPool, extension: &str, skipped: &[Collection]) {
    let files = Files::new();
    populate(pool, &files).await;
    let before = everything(pool).await;
    let changes = value::<i64>(pool, "select count(*) from change").await;
    for collection in REGISTER.into_iter().filter(|collection| !skipped.contains(collection)) {
        let file = files.path(&format!("{collection}.{extension}"));
        let exported = export(pool, collection, &file).await;
        let mut request = gis_store::exchange::ImportRequest::new(collection, &file);
        if extension == "csv" {
            request.srs = Some(gis_core::Epsg::WGS84);
        }
        let report = import_as(pool, &request).await;
        let expected = [0, 0, exported.written, 0];
        assert_eq!(counts(&report), expected, "{collection}: {:?} {:?}", report.refusals, report.fields_used);
    }
    assert_eq!(everything(pool).await, before, "{extension}");
    assert_eq!(value::<i64>(pool, "select count(*) from change").await, changes, "{extension}");
}

#[sqlx::test(migrations = "../migrations")]
async fn geojson_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "geojson", &[]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_geopackage_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "gpkg", &[]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shapefile_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "shp", &[]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn flatgeobuf_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "fgb", &[]).await;
    let files = Files::new();
    let report = export(&pool, Communes, &files.path("communes.fgb")).await;
    assert_eq!((report.written, report.features_left_out), (1, 1), "it holds nothing without a geometry");
}

#[sqlx::test(migrations = "../migrations")]
async fn kml_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "kml", &[]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn gml_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "gml", &[]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn csv_comes_back_the_same_where_types_do_not_matter(pool: PgPool) {
    // Open attributes lose their types in CSV: the number 6 would come back as the text 6.
    round_trip(&pool, "csv", &[Facilities]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn dxf_holds_the_drawing_without_the_attributes(pool: PgPool) {
    let files = Files::new();
    populate(&pool, &files).await;
    let file = files.path("parcels.dxf");
    let report = export(&pool, Parcels, &file).await;
    assert_eq!(report.written, 2);
    assert!(report.left_out.contains(&"nicad".to_owned()), "{:?}", report.left_out);
    let back = import_as(&pool, &in_srs(Parcels, &file, 4326)).await;
    assert_eq!(back.refused, 0, "{:?}", back.refusals);
}
