//! What is exported and comes back is the same, in every format that can hold it.

use crate::fixture::*;
use gis_core::Collection::{self, Communes, Departments, Facilities, MarketAssets, Markets, Parcels, Roads};
use gis_store::exchange::ImportRequest;
use serde_json::json;
use sqlx::PgPool;
use std::path::PathBuf;

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

/// What an export of a collection wrote, and where.
struct Exported {
    collection: Collection,
    file: PathBuf,
    written: u64,
}

fn request(exported: &Exported) -> ImportRequest {
    ImportRequest::new(exported.collection, &exported.file)
}

async fn export_all(pool: &PgPool, files: &Files, extension: &str) -> Vec<Exported> {
    let mut all = Vec::new();
    for collection in REGISTER {
        let file = files.path(&format!("{collection}.{extension}"));
        let written = export(pool, collection, &file).await.written;
        all.push(Exported { collection, file, written });
    }
    all
}

/// Empties the register, keeping what was in it beside.
async fn set_aside(pool: &PgPool) {
    sqlx::raw_sql(
        "create table before as select layer, id, department_pcode, geometry, properties from map_feature",
    )
    .execute(pool)
    .await
    .expect("kept");
    let places = ["market_asset", "market_block", "market", "facility"];
    forget(pool, &[&places[..], &["road", "parcel", "parcel_number", "commune", "department"]].concat())
        .await;
}

/// Features that did not come back with the same attributes, measures to a millionth and geometry to 1 mm. How a
/// feature came in is no attribute of the thing: it says now that it was imported.
async fn not_the_same(pool: &PgPool, layer: &str) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws(' | ', layer, b.properties - a_text.same, a.properties - a_text.same,
            st_astext(b.geometry, 9), st_astext(a.geometry, 9))
        from (select *, coalesce(properties ->> 'pcode', id::text) as key from before where layer = $1) as b
        full join (
            select *, coalesce(properties ->> 'pcode', id::text) as key from map_feature where layer = $1
        ) as a using (layer, key)
        cross join lateral (select array['source', 'area_m2', 'length_m', 'version', 'area_km2'] as same) as a_text
        where b.properties - a_text.same is distinct from a.properties - a_text.same
            or b.department_pcode is distinct from a.department_pcode
            or (b.geometry is null) <> (a.geometry is null)
            or st_npoints(b.geometry) <> st_npoints(a.geometry)
            -- 1 mm is 9e-9 degrees.
            or st_hausdorffdistance(b.geometry, a.geometry) > 9e-9
            or abs((a.properties ->> 'area_m2')::float8 / nullif((b.properties ->> 'area_m2')::float8, 0) - 1) > 1e-6",
    )
    .bind(layer)
    .fetch_all(pool)
    .await
    .expect("readable")
}

/// Out and in again changes nothing; out, and in again where nothing is left, gives the same register.
async fn round_trip(pool: &PgPool, extension: &str) {
    let files = Files::new();
    populate(pool, &files).await;
    let before = everything(pool).await;
    let changes = value::<i64>(pool, "select count(*) from change").await;
    let all = export_all(pool, &files, extension).await;
    for exported in &all {
        let report = import_as(pool, &request(exported)).await;
        let expected = [0, 0, exported.written, 0];
        assert_eq!(counts(&report), expected, "{}: {report:#?}", exported.collection);
    }
    assert_eq!(everything(pool).await, before, "{extension}");
    assert_eq!(value::<i64>(pool, "select count(*) from change").await, changes, "{extension}");

    set_aside(pool).await;
    for exported in &all {
        let report = import_as(pool, &request(exported)).await;
        assert_eq!(counts(&report), [exported.written, 0, 0, 0], "{}: {report:#?}", exported.collection);
        let collection = exported.collection.name();
        if (extension, exported.collection) == ("fgb", Communes) {
            // It holds nothing without a geometry, as the report of the export says.
            add_commune_without_boundary(pool).await;
        }
        let different = not_the_same(pool, collection).await;
        assert_eq!(different, Vec::<String>::new(), "{extension}: {collection}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn geojson_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "geojson").await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_geopackage_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "gpkg").await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shapefile_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "shp").await;
}

#[sqlx::test(migrations = "../migrations")]
async fn flatgeobuf_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "fgb").await;
    let files = Files::new();
    let report = export(&pool, Communes, &files.path("communes.fgb")).await;
    assert_eq!((report.written, report.features_left_out), (1, 1), "it holds nothing without a geometry");
}

async fn add_commune_without_boundary(pool: &PgPool) {
    sqlx::raw_sql(
        "insert into commune (id, department_pcode, name, aliases) values
            ('019a0000-0000-7000-8000-000000000001', 'SN1302', 'Thiès Est', '{Est, Thies E.}')",
    )
    .execute(pool)
    .await
    .expect("inserted");
}

#[sqlx::test(migrations = "../migrations")]
async fn kml_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "kml").await;
}

#[sqlx::test(migrations = "../migrations")]
async fn gml_comes_back_the_same(pool: PgPool) {
    round_trip(&pool, "gml").await;
}

#[sqlx::test(migrations = "../migrations")]
async fn csv_comes_back_the_same_with_its_types_and_its_reference_system(pool: PgPool) {
    round_trip(&pool, "csv").await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_drawing_comes_back_the_same_with_the_table_beside_it(pool: PgPool) {
    round_trip(&pool, "dxf").await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_drawing_that_was_changed_is_taken_with_its_attributes(pool: PgPool) {
    let files = Files::new();
    populate(&pool, &files).await;
    let file = files.path("parcels.dxf");
    export(&pool, Parcels, &file).await;
    // Somebody moves a corner, and the table beside stays as it is.
    let drawn = std::fs::read_to_string(&file).expect("a text");
    assert!(drawn.contains("-16.498765433"), "{}", &drawn[drawn.len() - 2000..]);
    std::fs::write(&file, drawn.replace("-16.498765433", "-16.498")).expect("written");
    let report = import_as(&pool, &ImportRequest::new(Parcels, &file)).await;
    assert_eq!((counts(&report), report.driver.as_str()), ([0, 1, 1, 0], "DXF"), "{:?}", report.refusals);
    // Without the table it is lines and areas only, and the system has to be said.
    std::fs::remove_file(files.path("parcels.csv")).expect("it is there");
    let unsaid = try_import(&pool, &ImportRequest::new(Parcels, &file)).await.expect_err("in which system?");
    assert!(unsaid.to_string().contains("--srs"), "{unsaid}");
    let back = import_as(&pool, &in_srs(Parcels, &file, 4326)).await;
    assert_eq!(back.refused, 0, "{:?}", back.refusals);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_drawing_in_an_archive_brings_its_table_and_an_entity_that_is_gone_is_told_of(pool: PgPool) {
    let files = Files::new();
    populate(&pool, &files).await;
    let file = files.path("roads.dxf");
    export(&pool, Roads, &file).await;
    let zip = |name: &str| {
        let mut archive = zip::ZipWriter::new(std::fs::File::create(files.path(name)).expect("created"));
        for part in ["roads.dxf", "roads.csv", "roads.csvt", "roads.prj"] {
            archive.start_file(part, zip::write::SimpleFileOptions::default()).expect("begun");
            let bytes = std::fs::read(files.path(part)).expect("it is there");
            std::io::Write::write_all(&mut archive, &bytes).expect("written");
        }
        archive.finish().expect("finished");
        files.path(name)
    };
    let report = import(&pool, Roads, &zip("whole.zip")).await;
    assert_eq!(counts(&report), [0, 0, 3, 0], "{report:?}");
    let table = std::fs::read_to_string(files.path("roads.csv")).expect("a table");
    std::fs::write(files.path("roads.csv"), table.replace("20000", "FFFFF")).expect("written");
    let report = import(&pool, Roads, &zip("torn.zip")).await;
    assert_eq!(report.refused_by_code["not_drawn"], 1, "{report:?}");
    assert_eq!(report.read, 4, "what the table does not name any more is a feature without attributes");
}

/// The table of docs/exchange.md says of each format what these tests show.
#[test]
fn the_document_names_every_format() {
    let text = include_str!("../../../docs/exchange.md");
    for extension in ["geojson", "gpkg", "shp", "fgb", "kml", "gml", "csv", "dxf"] {
        assert!(text.contains(&format!("| `.{extension}` |")), "{extension}");
    }
}
