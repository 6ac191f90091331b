//! A log's journey: from the receiver to the register, the map and the planner.

use crate::server::{Server, a_walk, data_dir, run_well, simulated, wait_for};
use flate2::{Compression, write::GzEncoder};
use gis_core::survey::Grade;
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

/// The tile at a zoom that holds a position.
fn tile_at(zoom: u32, lon_deg: f64, lat_deg: f64) -> (u32, u32) {
    let position = gis_core::LonLat::new(lon_deg, lat_deg).expect("on Earth");
    let world = gis_core::World::from_lonlat(position);
    (world.x >> (32 - zoom), world.y >> (32 - zoom))
}

fn tile_text(server: &Server, layers: &str, zoom: u32, (x, y): (u32, u32)) -> String {
    let answer = server.get(format_args!("/tiles/{layers}/{zoom}/{x}/{y}"));
    match answer.status {
        204 => String::new(),
        200 => tile_server::tile::to_text(&answer.body).expect("a readable tile"),
        status => panic!("{status}: {}", answer.text()),
    }
}

fn first_position(geometry: &Value) -> (f64, f64) {
    let mut inner = &geometry["coordinates"];
    while inner[0].is_array() {
        inner = &inner[0];
    }
    (inner[0].as_f64().expect("a longitude"), inner[1].as_f64().expect("a latitude"))
}

#[test]
fn a_boundary_walk_becomes_a_parcel_on_the_map() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let log = a_walk(7);

    let id = server.upload("?kind=parcel&department=SN1302&note=essai&file_name=marche.nmea", &log);
    let upload = server.processed(&id);
    assert_eq!(
        (&upload["state"], &upload["note"], &upload["failure"]),
        (&json!("processed"), &json!("essai"), &Value::Null)
    );
    let epochs = &upload["report"]["epochs"];
    let rejected: u64 =
        epochs["rejected"].as_object().expect("by reason").values().filter_map(Value::as_u64).sum();
    assert_eq!(epochs["total"].as_u64(), epochs["kept"].as_u64().map(|kept| kept + rejected));
    assert_eq!(upload["track"]["type"], "MultiLineString");
    assert_eq!(server.get(format_args!("/uploads/{id}/log")).body, log, "the very bytes come back");

    let drafts = upload["drafts"].as_array().expect("drafts");
    let [draft] = drafts.as_slice() else { panic!("one draft is wanted: {drafts:#?}") };
    let area_m2 = draft["area_m2"].as_f64().expect("an area");
    assert!((area_m2 - 2500.0).abs() < 500.0, "{area_m2}");
    let grading = &draft["grading"];
    assert!(Grade::from_name(grading["grade"].as_str().expect("a grade")).is_some(), "{grading}");
    assert!(grading["reason"]["fr"].as_str().is_some_and(|reason| !reason.is_empty()), "{grading}");
    assert!(draft["n_eff"].as_f64().is_some_and(|n_eff| n_eff > 0.0), "{draft:#}");
    let (lon, lat) = first_position(&draft["geometry"]);
    let tile = tile_at(16, lon, lat);
    let id = draft["id"].as_str().expect("an id");
    // The worker's own commits reach the map by the feed.
    wait_for("the draft on the map", || tile_text(&server, "drafts", 16, tile).contains(id).then_some(()));

    let approval = json!({ "attributes": { "declared_area_m2": 2600 } });
    let approved = server.approve(draft["id"].as_str().expect("an id"), &approval);
    assert_eq!(approved.status, 201, "{}", approved.text());
    let feature = approved.json();
    let feature_id = feature["id"].as_str().expect("an id");
    assert!(approved.location.ends_with(&format!("/collections/parcels/items/{feature_id}")));

    // The very next tiles show it as a parcel and no longer as a draft.
    assert!(tile_text(&server, "parcels", 16, tile).contains(feature_id));
    assert!(!tile_text(&server, "drafts", 16, tile).contains(draft["id"].as_str().expect("an id")));
    let item = server.get(format_args!("/collections/parcels/items/{feature_id}")).json();
    assert_eq!(item["properties"]["department"], "SN1302");
    assert_eq!(item["properties"]["declared_area_m2"], 2600.0);
    let bbox = format!("{},{},{},{}", lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001);
    let page = server.get(format_args!("/collections/parcels/items?bbox={bbox}")).json();
    assert_eq!(page["features"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_log_within_gzip_or_zip_gives_the_very_parcel_of_the_log_itself() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let log = a_walk(12);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&log).expect("packed");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("levé/marche.nmea", SimpleFileOptions::default()).expect("begun");
    zip.write_all(&log).expect("packed");
    let packed = [gzip.finish().expect("packed"), zip.finish().expect("packed").into_inner()];

    let parcel_of = |log: &[u8]| {
        let upload = server.processed(&server.upload("?kind=parcel", log));
        let draft = &upload["drafts"][0];
        assert_eq!(draft["kind"], "parcel", "{:#}", upload["report"]["findings"]);
        (draft["geometry"].clone(), draft["area_m2"].clone(), draft["grading"].clone())
    };
    let bare = parcel_of(&log);
    for packed in packed {
        assert_eq!(parcel_of(&packed), bare);
    }
}

#[test]
fn the_same_log_twice_is_one_upload() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let log = a_walk(8);
    let id = server.upload("", &log);
    let again = server.post("/uploads", "text/plain", &log);
    assert_eq!((again.status, again.json()["id"].as_str()), (200, Some(id.as_str())));
    let form = [
        &b"--x\r\ncontent-disposition: form-data; name=\"log\"; filename=\"b.nmea\"\r\n\r\n"[..],
        &log,
        b"\r\n--x--\r\n",
    ]
    .concat();
    let as_form = server.post("/uploads", "multipart/form-data; boundary=x", &form);
    assert_eq!((as_form.status, as_form.json()["id"].as_str()), (200, Some(id.as_str())));
    assert_eq!(server.get("/uploads").json()["uploads"].as_array().map(Vec::len), Some(1));
    // A worker that is stopped within its last commit makes PostgreSQL talk.
    server.processed(&id);
}

#[test]
fn a_drive_and_a_point_become_a_road_and_an_asset() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    for (kind, size, collection, attributes) in [
        ("road", "1500", "roads", json!({ "class": "unclassified", "name": "Rue de l'essai" })),
        ("market-asset", "120", "market-assets", json!({ "code": "A-001" })),
    ] {
        let id = server.upload("", &simulated(kind, size, 3));
        let upload = server.processed(&id);
        let draft = &upload["drafts"][0];
        assert_eq!(draft["kind"], kind, "{:#}", upload["report"]["findings"]);
        let approved =
            server.approve(draft["id"].as_str().expect("an id"), &json!({ "attributes": attributes }));
        assert_eq!(approved.status, 201, "{}", approved.text());
        assert_eq!(approved.json()["collection"], collection);
    }
}

#[test]
fn a_returned_draft_leaves_the_map_with_its_reason() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let upload = server.processed(&server.upload("", &a_walk(9)));
    let id = upload["drafts"][0]["id"].as_str().expect("an id").to_owned();
    let wordless = server.decide(&id, "return", &json!({ "reason": " " }));
    assert_eq!((wordless.status, &wordless.json()["field"]), (422, &json!("reason")));
    let returned = server.decide(&id, "return", &json!({ "reason": "à refaire" }));
    assert_eq!((returned.status, &returned.json()["return_reason"]), (200, &json!("à refaire")));
    let too_late = server.decide(&id, "approval", &json!({}));
    assert_eq!(too_late.status, 409);
    let proposed = server.get("/drafts?state=submitted").json();
    assert_eq!(proposed["drafts"].as_array().map(Vec::len), Some(0));
}

#[test]
fn logs_ingested_from_the_shell_are_uploads_like_any_other() {
    let data_dir = data_dir();
    let log = data_dir.path().join("marche.nmea");
    std::fs::write(&log, a_walk(10)).expect("written");
    let path = log.to_str().expect("UTF-8");
    let line = run_well(data_dir.path(), &["ingest", "--department", "SN1302", "--as", "parcel", path]);
    let id = line.split('\t').next().expect("an id");
    let server = Server::start(data_dir.path());
    let upload = server.get(format_args!("/uploads/{id}")).json();
    assert_eq!(
        (&upload["state"], &upload["kind"], &upload["file_name"]),
        (&json!("processed"), &json!("parcel"), &json!("marche.nmea"))
    );
    let told = run_well(data_dir.path(), &["ingest", path]);
    assert!(told.starts_with(id), "the same bytes, the same upload: {told}");
}

#[test]
fn the_sample_register_is_worth_looking_at() {
    let data_dir = data_dir();
    run_well(
        data_dir.path(),
        &["simulate", "register", "--parcels", "120", "--seed", "5", "--department", "SN1302"],
    );
    run_well(
        data_dir.path(),
        &["simulate", "register", "--parcels", "120", "--department", "SN1302", "--if-empty"],
    );
    let server = Server::start(data_dir.path());
    let collections = server.get("/collections").json();
    let count_of = |id: &str| {
        let list = collections["collections"].as_array().expect("a list");
        list.iter().find(|one| one["id"] == id).and_then(|one| one["itemCount"].as_u64()).expect("a count")
    };
    assert_eq!((count_of("departments"), count_of("communes"), count_of("parcels")), (6, 87, 120));
    assert!(count_of("roads") > 5 && count_of("markets") >= 1 && count_of("market-assets") > 20);
    let items = server.get("/collections/parcels/items?limit=50").json();
    assert_eq!((&items["numberMatched"], &items["numberReturned"]), (&json!(120), &json!(50)));
    let mut seen = 50;
    let mut next = next_link(&items);
    while let Some(address) = next {
        let page = server.get(address.strip_prefix(&server.address).expect("our own address")).json();
        seen += page["numberReturned"].as_u64().expect("a count");
        next = next_link(&page);
    }
    assert_eq!(seen, 120);
}

fn next_link(page: &Value) -> Option<String> {
    let links = page["links"].as_array().expect("links");
    links.iter().find(|link| link["rel"] == "next").and_then(|link| link["href"].as_str()).map(str::to_owned)
}
