//! Grades and pictures over HTTP, of a survey whose grades and pictures the test itself gave.

use crate::server::{Server, data_dir};
use geo::polygon;
use gis_core::survey::{Corner, Draft, DraftKind, Grade, Grading, Picture, Survey, SurveyKind};
use gis_core::{LonLat, Scope, Text, measure};
use gis_store::cluster::Cluster;
use gis_store::upload::{NewUpload, finish_upload, insert_upload, take_upload};
use serde_json::json;
use std::path::Path;

const SVG_FR: &str = "<svg xmlns='http://www.w3.org/2000/svg'><text>précision</text></svg>";
const SVG_EN: &str = "<svg xmlns='http://www.w3.org/2000/svg'><text>accuracy</text></svg>";

fn a_draft(grade: Grade, lon_deg: f64) -> Draft {
    let (west, east, south, north) = (lon_deg, lon_deg + 0.001, 14.79, 14.791);
    let geometry = polygon![
        (x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north),
    ]
    .into();
    let corner = LonLat::new(west, south).expect("on Earth");
    Draft {
        kind: DraftKind::Parcel,
        name: Some("Champ du puits".to_owned()),
        area_m2: Some(measure::area(&geometry).get()),
        area_sd_m2: Some(310.0),
        length_m: Some(measure::length(&geometry).get()),
        geometry,
        sigma_m: 1.8,
        n_eff: 6.5,
        epoch_count: 400,
        pass_count: 1,
        corners: vec![Corner { at: corner, sigma_m: 1.2, held_s: 61.0 }],
        grading: Grading {
            grade,
            rule: "area_deviation".to_owned(),
            reason: Text::new("L'écart-type est de 12 % de la surface", "The deviation is 12 % of the area"),
        },
        findings: Vec::new(),
    }
}

fn a_survey() -> Survey {
    Survey {
        track: None,
        drafts: vec![a_draft(Grade::B, -16.93), a_draft(Grade::Rejected, -16.92)],
        report: json!({}),
        pictures: vec![Picture {
            name: "quality".to_owned(),
            title: Text::new("Qualité", "Quality"),
            svg: Text::new(SVG_FR, SVG_EN),
        }],
    }
}

/// Puts a processed upload into a fresh register; its identifier.
#[tokio::main(flavor = "current_thread")]
async fn store(folder: &Path, survey: Survey) -> String {
    let scope = Scope::operator();
    let cluster = Cluster::open_async(folder.to_owned()).await.expect("a cluster");
    let pool = gis_store::connect(cluster.connect_options()).await.expect("connected");
    gis_store::migrate(&pool).await.expect("migrated");
    gis_store::reference::renew(&pool, &scope).await.expect("filled");
    let log = NewUpload {
        bytes: b"$PSUUF",
        file_name: None,
        kind: SurveyKind::Auto,
        department: None,
        recorded_on: None,
        note: None,
    };
    let mut transaction = pool.begin().await.expect("a transaction");
    let mut conn = gis_store::pool::acquire(&pool).await.expect("a connection");
    let id = insert_upload(&mut conn, &scope, &log).await.expect("stored").id();
    drop(conn);
    let taken = take_upload(&mut transaction, &scope).await.expect("taken").expect("it waits");
    finish_upload(&mut transaction, &scope, &taken, survey).await.expect("finished");
    transaction.commit().await.expect("committed");
    pool.close().await;
    cluster.close_async().await.expect("closed");
    id.to_string()
}

#[test]
fn a_draft_shows_its_grade_and_one_that_it_rejects_is_not_approved() {
    let data_dir = data_dir();
    let id = store(data_dir.path(), a_survey());
    let server = Server::start(data_dir.path());
    let upload = server.get(format_args!("/uploads/{id}")).json();
    let [good, bad] = upload["drafts"].as_array().expect("drafts").as_slice() else { panic!("{upload:#}") };
    assert_eq!((&good["grading"]["grade"], &bad["grading"]["grade"]), (&json!("B"), &json!("rejected")));
    assert_eq!(good["grading"]["rule"], "area_deviation");
    assert_eq!(
        (&good["name"], &good["area_sd_m2"], &good["n_eff"], &good["pass_count"]),
        (&json!("Champ du puits"), &json!(310.0), &json!(6.5), &json!(1))
    );
    assert_eq!(
        good["corners"],
        json!([{ "at": { "lon_deg": -16.93, "lat_deg": 14.79 }, "sigma_m": 1.2, "held_s": 61.0 }])
    );

    let decide = |verb: &str, body| server.decide(bad["id"].as_str().expect("an id"), verb, &body);
    let refused = decide("approval", json!({}));
    assert_eq!((refused.status, &refused.json()["type"]), (409, &json!("/problems/draft-rejected")));
    for (language, reason) in [("fr", "12 % de la surface."), ("en", "12 % of the area.")] {
        let message = &refused.json()["message"][language];
        assert!(message.as_str().is_some_and(|text| text.contains(reason)), "{message}");
    }
    let returned = decide("return", json!({ "reason": "à refaire" }));
    assert_eq!((returned.status, &returned.json()["state"]), (200, &json!("returned")));
}

#[test]
fn the_pictures_of_a_report_come_in_both_languages_and_can_do_nothing() {
    let data_dir = data_dir();
    let id = store(data_dir.path(), a_survey());
    let server = Server::start(data_dir.path());
    let upload = server.get(format_args!("/uploads/{id}")).json();
    let href = format!("{}/uploads/{id}/pictures/quality", server.address);
    assert_eq!(
        upload["pictures"],
        json!([{ "name": "quality", "title": { "fr": "Qualité", "en": "Quality" }, "href": href }])
    );
    for (query, svg) in [("", SVG_FR), ("?lang=fr", SVG_FR), ("?lang=en", SVG_EN)] {
        let path = format!("/uploads/{id}/pictures/quality{query}");
        let answer = server.get(&path);
        assert_eq!(answer.text(), svg);
        let header = |name: &str| answer.header(name);
        assert_eq!(header("content-type"), "image/svg+xml");
        assert_eq!(header("content-security-policy"), "default-src 'none'; style-src 'unsafe-inline'");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let tag = header("etag");
        let again = server.with("if-none-match", tag).get(&path);
        assert_eq!((again.status, again.header("etag")), (304, tag));
    }
}
