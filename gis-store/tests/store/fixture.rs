//! What the tests start from: the built-in data, and a survey that was processed.

use geo::{Geometry, MultiPolygon, polygon};
use gis_core::id::{DraftId, FeatureRef, UploadId};
use gis_core::survey::{Draft, DraftKind, Grade, Grading, Picture, Survey, SurveyKind};
use gis_core::{Collection, Scope, Text};
use gis_store::act::{self, Act};
use gis_store::draft::{Approval, DraftError, approve_draft, get_draft, list_drafts_of_upload, return_draft};
use gis_store::register::{Object, write_object};
use gis_store::upload::{NewUpload, finish_upload, insert_upload, take_upload};
use gis_store::{Moment, PgConnection};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

/// A connection whose database has the built-in data.
pub(crate) async fn filled(pool: &PgPool) -> gis_store::pool::PoolConnection {
    gis_store::reference::renew(pool, &Scope::operator()).await.expect("the built-in data load");
    pool.acquire().await.expect("a connection")
}

pub(crate) fn a_log(bytes: &[u8]) -> NewUpload<'_> {
    NewUpload {
        bytes,
        file_name: Some("a.nmea"),
        kind: SurveyKind::Auto,
        department: None,
        recorded_on: None,
        note: None,
    }
}

/// A square of about 100 m at a place.
pub(crate) fn square_at(lon: f64, lat: f64) -> Geometry {
    polygon![(x: lon, y: lat), (x: lon + 0.001, y: lat), (x: lon + 0.001, y: lat + 0.001), (x: lon, y: lat + 0.001)].into()
}

/// The place of the seat of Thiès.
pub(crate) const THIES: (f64, f64) = (-16.926, 14.791);

/// A picture of that name, one drawing a language.
pub(crate) fn a_picture(name: &str) -> Picture {
    let svg = |words| format!("<svg xmlns='http://www.w3.org/2000/svg'><text>{words} {name}</text></svg>");
    Picture {
        name: name.to_owned(),
        title: Text::new(format!("dessin {name}"), format!("drawing {name}")),
        svg: Text::new(svg("dessin"), svg("drawing")),
    }
}

pub(crate) fn a_survey(kind: DraftKind, geometry: Geometry) -> Survey {
    let draft = Draft {
        kind,
        name: None,
        area_sd_m2: None,
        n_eff: 2.0,
        pass_count: 1,
        corners: Vec::new(),
        grading: Grading {
            grade: Grade::B,
            rule: "point_held".to_owned(),
            reason: Text::new("tenu une minute", "held for a minute"),
        },
        area_m2: Some(gis_core::measure::area(&geometry).get()).filter(|area| *area > 0.0),
        length_m: Some(gis_core::measure::length(&geometry).get()),
        geometry,
        sigma_m: 2.5,
        epoch_count: 120,
        findings: Vec::new(),
    };
    Survey { track: None, drafts: vec![draft], report: json!({ "version": 1 }), pictures: Vec::new() }
}

/// Uploads a log and lets a worker make that survey of it.
pub(crate) async fn process(pool: &PgPool, bytes: &[u8], survey: Survey) -> UploadId {
    let scope = Scope::operator();
    let mut transaction = pool.begin().await.expect("a transaction");
    let id = insert_upload(&mut pool.acquire().await.expect("a connection"), &scope, &a_log(bytes))
        .await
        .expect("stored")
        .id();
    let taken = take_upload(&mut transaction, &scope).await.expect("taken").expect("one waits");
    finish_upload(&mut transaction, &scope, &taken, survey).await.expect("finished");
    transaction.commit().await.expect("committed");
    id
}

/// The first draft of an upload.
pub(crate) async fn first_draft(pool: &PgPool, upload: UploadId) -> gis_store::draft::Draft {
    let mut conn = pool.acquire().await.expect("a connection");
    let drafts = list_drafts_of_upload(&mut conn, &Scope::operator(), upload).await.expect("listed");
    drafts.into_iter().next().expect("a draft")
}

/// A draft of a parcel at that place.
pub(crate) async fn a_parcel_draft(pool: &PgPool, bytes: &[u8], (lon, lat): (f64, f64)) -> DraftId {
    let upload = process(pool, bytes, a_survey(DraftKind::Parcel, square_at(lon, lat))).await;
    DraftId(first_draft(pool, upload).await.id)
}

/// A parcel in Thiès of that block.
pub(crate) fn a_parcel(id: Uuid, block: &str) -> Object {
    let Geometry::Polygon(square) = square_at(THIES.0, THIES.1) else { panic!("a square is a polygon") };
    let Value::Object(columns) = json!({
        "number": "P-1", "block": block, "area_m2": 11_920.5, "source": "survey", "created_by": "test",
        "created_at": "2026-01-01T00:00:00Z"
    }) else {
        panic!("columns are an object")
    };
    Object {
        collection: Collection::Parcels,
        id,
        department: "SN1302".to_owned(),
        columns,
        geometry: Some(MultiPolygon::from(square).into()),
    }
}

/// Midnight of a day.
pub(crate) fn on(day: &str) -> Moment {
    format!("{day}T00:00:00Z").parse().expect("a moment")
}

/// Writes in a transaction of its own, as true from that day on.
pub(crate) async fn write(conn: &mut PgConnection, object: &Object, day: Option<&str>) -> Option<i32> {
    let act = Act { valid_from: day.map(on), ..Act::default() };
    let scope = Scope::operator();
    let mut transaction = act::begin(conn, &scope, &act).await.expect("begun");
    let version = write_object(&mut transaction, &scope, object).await.expect("written");
    transaction.commit().await.expect("committed");
    version
}

/// Approves a draft as it is now.
pub(crate) async fn approve(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    approval: &Approval,
) -> Result<FeatureRef, DraftError> {
    let version = version_of(conn, scope, id).await;
    approve_draft(conn, scope, id, &Approval { version, ..approval.clone() }).await
}

/// Returns a draft as it is now.
pub(crate) async fn give_back(
    conn: &mut PgConnection,
    scope: &Scope,
    id: DraftId,
    reason: &str,
) -> Result<gis_store::draft::Draft, DraftError> {
    let version = version_of(conn, scope, id).await;
    return_draft(conn, scope, id, version, reason).await
}

async fn version_of(conn: &mut PgConnection, scope: &Scope, id: DraftId) -> i32 {
    get_draft(conn, scope, id).await.expect("read").map_or(0, |draft| draft.version)
}
