//! Two neighbouring departments, a few codes, and files made on the spot.

use chrono::Utc;
use gdal::vector::{Feature, FieldDefn, LayerAccess, LayerOptions, OGRwkbGeometryType};
use gdal::{Dataset, DriverManager};
use gis_core::id::{DraftId, FeatureRef};
use gis_core::scope::{Grant, Role};
use gis_core::{Collection, Epsg, Scope};
use gis_store::draft::{
    Approval, DraftAction, DraftError, Proposal, Target, approve_draft, get_draft, propose, submit_draft,
};
use gis_store::exchange::{ExchangeError, ExportReport, ExportRequest, ImportReport, ImportRequest};
use serde_json::{Map, Value, json};
use sqlx::PgPool;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use uuid::Uuid;

/// Thiès lies west of 16.6° W, Fatick east of it; both are sketches.
pub(crate) async fn fill(pool: &PgPool) {
    sqlx::raw_sql(
        "insert into department (id, pcode, name, region, region_pcode, iso_region, ansd_code, seat, area_km2,
            population_2023, utm_epsg, geometry, is_sketch, boundary_source)
        values
            (gen_random_uuid(), 'SN1302', 'Thiès', 'Thiès', 'SN13', 'SN-TH', '072', 'Thiès', 1602.9, 879185, 32628,
                st_multi(st_makeenvelope(-17.2, 14.5, -16.6, 15, 4326)), true, 'sketch'),
            (gen_random_uuid(), 'SN0301', 'Fatick', 'Fatick', 'SN03', 'SN-FK', '091', 'Fatick', 2623.4, 408565, 32628,
                st_multi(st_makeenvelope(-16.6, 13.9, -16, 14.7, 4326)), true, 'sketch');
        insert into code_list (list, code, position, label_fr, label_en, aliases) values
            ('road_class', 'national', 1, 'route nationale', 'national road', '{2}'),
            ('road_class', 'listed_track', 2, 'piste répertoriée', 'listed track', '{5}'),
            ('road_class', 'unclassified', 3, 'non classée', 'unclassified', '{6}'),
            ('road_surface', 'paved', 1, 'revêtue', 'paved', '{1}'),
            ('road_surface', 'unpaved', 2, 'non revêtue', 'unpaved', '{2}'),
            ('condition', 'good', 1, 'bon', 'good', '{}'),
            ('managing_authority', 'commune', 1, 'commune', 'commune', '{}'),
            ('land_use', 'housing', 1, 'habitat', 'housing', '{}'),
            ('land_use', 'commercial', 2, 'commerce', 'commercial', '{}'),
            ('tenure', 'lease', 1, 'bail', 'lease', '{}'),
            ('source_kind', 'lease', 1, 'bail', 'lease', '{}'),
            ('survey_method', 'gnss_rtk', 1, 'GNSS RTK', 'GNSS RTK', '{rtk}'),
            ('sidewalk', 'one_side', 1, 'd''un côté', 'one side', '{un côté}'),
            ('drain', 'open', 1, 'caniveau à ciel ouvert', 'open drain', '{ouvert}'),
            ('lighting', 'none', 1, 'aucun', 'none', '{non}'),
            ('direction', 'both', 1, 'double sens', 'both directions', '{}'),
            ('passability', 'all_season', 1, 'toute saison', 'all seasons', '{toutes saisons}'),
            ('owner_regime', 'commune', 1, 'commune', 'commune', '{communal}'),
            ('owner_regime', 'concession', 2, 'concession', 'concession', '{BOT}'),
            ('construction', 'durable', 1, 'en dur', 'durable', '{dur}'),
            ('market_kind', 'weekly', 1, 'marché hebdomadaire (louma)', 'weekly market', '{louma}'),
            ('asset_kind', 'lockup_stall', 1, 'cantine', 'lock-up stall', '{}'),
            ('facility_kind', 'school', 1, 'école', 'school', '{}');",
    )
    .execute(pool)
    .await
    .expect("two departments and codes");
}

/// A GeoJSON object, made of values without copying them.
fn object<const N: usize>(kind: &str, members: [(&str, Value); N]) -> Value {
    let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
    members.chain([("type".to_owned(), Value::from(kind))]).collect()
}

/// A feature of a GeoJSON file.
pub(crate) fn feature(geometry: Value, properties: Value) -> Value {
    object("Feature", [("geometry", geometry), ("properties", properties)])
}

pub(crate) fn line(coordinates: Value) -> Value {
    object("LineString", [("coordinates", coordinates)])
}

pub(crate) fn point(lon: f64, lat: f64) -> Value {
    json!({ "type": "Point", "coordinates": [lon, lat] })
}

/// A square with its south-western corner there.
pub(crate) fn square(lon: f64, lat: f64, side: f64) -> Value {
    let (east, north) = (lon + side, lat + side);
    json!({ "type": "Polygon", "coordinates": [[[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]] })
}

/// The type of the first geometry of a file.
fn geometry_type(path: &Path) -> OGRwkbGeometryType::Type {
    let dataset = Dataset::open(path).expect("readable");
    let mut layer = dataset.layer(0).expect("a layer");
    let first = layer.features().next().expect("a feature");
    first.geometry().expect("a geometry").geometry_type()
}

/// A directory of files for one test.
pub(crate) struct Files(TempDir);

impl Files {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a directory"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).expect("readable");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn text(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    /// A GeoJSON file.
    pub(crate) fn geojson(&self, name: &str, features: &[Value]) -> PathBuf {
        let collection = json!({ "type": "FeatureCollection", "features": features });
        self.text(name, &collection.to_string())
    }

    /// The same features in another format.
    pub(crate) fn copy(&self, from: &Path, driver: &str, name: &str) -> PathBuf {
        let path = self.path(name);
        let driver = DriverManager::get_driver_by_name(driver).expect("built in");
        let source = Dataset::open(from).expect("readable");
        let mut read = source.layer(0).expect("a layer");
        let mut copy = driver.create_vector_only(&path).expect("created");
        let srs = read.spatial_ref();
        let options =
            LayerOptions { name: "copy", srs: srs.as_ref(), ty: geometry_type(from), options: None };
        let layer = copy.create_layer(options).expect("created");
        let columns: Vec<_> = read.defn().fields().map(|field| (field.name(), field.field_type())).collect();
        for (name, kind) in &columns {
            FieldDefn::new(name, *kind).expect("a field").add_to_layer(&layer).expect("added");
        }
        for original in read.features() {
            let mut feature = Feature::new(layer.defn()).expect("a feature");
            feature.set_geometry(original.geometry().expect("a geometry").clone()).expect("set");
            for index in 0..columns.len() {
                if let Some(value) = original.field(index).expect("readable") {
                    feature.set_field(index, &value).expect("set");
                }
            }
            feature.create(&layer).expect("written");
        }
        copy.close().expect("written");
        path
    }
}

/// Somebody of the offices of Thiès.
pub(crate) fn officer(login: &str) -> Scope {
    let id = login.bytes().fold(0_u128, |sum, byte| sum * 256 + u128::from(byte));
    Scope::of_account(login, Uuid::from_u128(id), &[Grant::within(Role::Staff, "SN1302")])
}

/// A proposal of one officer about features, in the hands of the others.
pub(crate) async fn submitted(pool: &PgPool, proposal: &Proposal) -> DraftId {
    let mut conn = pool.acquire().await.expect("a connection");
    let awa = officer("awa");
    let id = propose(&mut conn, &awa, proposal, Utc::now()).await.expect("proposed");
    submit_draft(&mut conn, &awa, id, None).await.expect("submitted");
    id
}

/// Another one approves it, whatever the rules warn of.
pub(crate) async fn approve(pool: &PgPool, id: DraftId) -> Result<FeatureRef, DraftError> {
    let mut conn = pool.acquire().await.expect("a connection");
    let fatou = officer("fatou");
    let draft = get_draft(&mut conn, &fatou, id).await.expect("read").expect("there");
    let answers = draft.findings.iter().map(|finding| (finding.code.clone(), "vu".to_owned())).collect();
    let approval = Approval { version: draft.version, answers, ..Approval::default() };
    approve_draft(&mut conn, &fatou, id, &approval).await
}

/// What would be done to a feature that is in its first version.
pub(crate) fn proposal(action: DraftAction, collection: Collection, target: Uuid) -> Proposal {
    Proposal {
        action,
        collection,
        targets: vec![Target { collection: collection.name().to_owned(), id: target, version: 1 }],
        department: None,
        geometry: None,
        attributes: Map::new(),
        parts: Vec::new(),
        cut: None,
        restored_version: None,
        valid_from: None,
        note: None,
    }
}

pub(crate) async fn try_import(
    pool: &PgPool,
    request: &ImportRequest,
) -> Result<ImportReport, ExchangeError> {
    gis_store::exchange::import(pool, &Scope::operator(), request).await
}

pub(crate) async fn import(pool: &PgPool, collection: Collection, file: &Path) -> ImportReport {
    import_as(pool, &ImportRequest::new(collection, file)).await
}

pub(crate) async fn import_as(pool: &PgPool, request: &ImportRequest) -> ImportReport {
    let report = try_import(pool, request).await.expect("the import goes through");
    let sum = report.inserted + report.updated + report.unchanged + report.refused;
    assert_eq!(report.read, sum, "every feature is accounted for: {report:?}");
    report
}

pub(crate) fn in_srs(collection: Collection, file: &Path, epsg: u32) -> ImportRequest {
    ImportRequest { srs: Some(Epsg(epsg)), ..ImportRequest::new(collection, file) }
}

pub(crate) fn mapped(mut request: ImportRequest, map: &[(&str, &str)]) -> ImportRequest {
    request.map = map.iter().map(|(field, column)| ((*field).to_owned(), (*column).to_owned())).collect();
    request
}

pub(crate) async fn export(pool: &PgPool, collection: Collection, file: &Path) -> ExportReport {
    let request = ExportRequest { collection, file: file.to_owned(), overwrite: false };
    gis_store::exchange::export(pool, &Scope::operator(), &request).await.expect("the export goes through")
}

/// Counts of a report: inserted, updated, unchanged, refused.
pub(crate) fn counts(report: &ImportReport) -> [u64; 4] {
    [report.inserted, report.updated, report.unchanged, report.refused]
}

/// Everything of a collection but identifiers and times, in a form that compares.
pub(crate) async fn contents(pool: &PgPool, collection: Collection) -> Vec<String> {
    sqlx::query_scalar::<_, String>(
        "select concat_ws(' ', st_astext(geometry, 9), properties) from map_feature where layer = $1 order by 1",
    )
    .bind(collection.name())
    .fetch_all(pool)
    .await
    .expect("readable")
}

pub(crate) async fn value<T>(pool: &PgPool, sql: &str) -> T
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
{
    sqlx::query_scalar::<_, T>(sql).fetch_one(pool).await.expect("one value")
}

/// Empties tables of the register as if nothing had ever been in them: what only left it is known and refused.
pub(crate) async fn forget(pool: &PgPool, tables: &[&str]) {
    let mut statements =
        vec!["set session_replication_role = replica; delete from feature_version;".to_owned()];
    statements.extend(tables.iter().map(|table| format!("delete from {table};")));
    statements.push("set session_replication_role = default".to_owned());
    sqlx::raw_sql(&statements.concat()).execute(pool).await.expect("emptied");
}
