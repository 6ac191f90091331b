//! Logs of receivers on other continents.

use crate::server::{Server, data_dir, run, run_well};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn all(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is read");
    let mut logs: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    logs.retain(|path| path.extension().is_some_and(|ending| ending == "log"));
    logs.sort();
    assert!(!logs.is_empty(), "no logs in {}", folder.display());
    logs
}

/// Each log gives a report in which every epoch is accounted for, in every format.
pub(crate) fn all_are_inspected(folder: &Path) {
    let data_dir = data_dir();
    for log in all(folder) {
        let path = log.to_str().expect("UTF-8");
        for format in ["text", "geojson", "json"] {
            let output = run(data_dir.path(), &["inspect", "--format", format, path]);
            let code = output.status.code();
            assert!(
                matches!(code, Some(0 | 1)),
                "{path}: {code:?} {}",
                String::from_utf8_lossy(&output.stderr)
            );
            if format == "json" {
                let line: Value = serde_json::from_slice(&output.stdout).expect("JSON");
                let epochs = &line["report"]["epochs"];
                let by_reason: BTreeMap<String, u64> =
                    serde_json::from_value(epochs["rejected"].clone()).expect("counts by reason");
                let rejected: u64 = by_reason.values().sum();
                assert_eq!(
                    epochs["total"].as_u64(),
                    epochs["kept"].as_u64().map(|kept| kept + rejected),
                    "{path}"
                );
            }
        }
    }
}

/// All of them as uploads: none is set aside, whatever it holds.
pub(crate) fn all_are_processed(folder: &Path) {
    let data_dir = data_dir();
    let logs = all(folder);
    let mut arguments = vec!["ingest", "--language", "en"];
    arguments.extend(logs.iter().map(|log| log.to_str().expect("UTF-8")));
    let lines = run_well(data_dir.path(), &arguments);
    assert_eq!(lines.lines().count(), logs.len());
    let server = Server::start(data_dir.path());
    let uploads = server.get("/uploads?limit=100").json();
    let uploads = uploads["uploads"].as_array().expect("a list");
    assert_eq!(uploads.len(), logs.len());
    assert!(uploads.iter().all(|upload| upload["state"] == "processed"), "{uploads:#?}");
}

/// Three logs through HTTP: flagged as outside, approved for a department that is named, in a tile and in the items.
pub(crate) fn three_reach_the_map(folder: &Path) {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    for (name, kind, collection) in [
        ("bundg_zeus_9.log", "road", "roads"),
        ("ublox-neo-m9n-nmea.log", "market-asset", "market-assets"),
        ("sirfstarv-nmea.log", "market-asset", "market-assets"),
    ] {
        let bytes = std::fs::read(folder.join(name)).expect("the log is read");
        let upload = server.processed(&server.upload(&format!("?kind={kind}"), &bytes));
        let draft = &upload["drafts"][0];
        let codes: Vec<_> =
            draft["findings"].as_array().expect("findings").iter().map(|one| &one["code"]).collect();
        assert!(codes.contains(&&json!("outside_department")), "{name}: {codes:?}");
        assert_eq!(draft["department"], Value::Null);
        let id = draft["id"].as_str().expect("an id");
        let refused = server.approve(id, &json!({}));
        assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("department")), "{name}");
        let approved = server.approve(id, &json!({ "department": "SN1302" }));
        assert_eq!(approved.status, 201, "{name}: {}", approved.text());
        let feature = approved.json();
        let id = feature["id"].as_str().expect("an id");
        let item = server.get(format_args!("/collections/{collection}/items/{id}")).json();
        let mut position = &item["geometry"]["coordinates"];
        while position[0].is_array() {
            position = &position[0];
        }
        let (lon, lat) =
            (position[0].as_f64().expect("a longitude"), position[1].as_f64().expect("a latitude"));
        let world = gis_core::World::from_lonlat(gis_core::LonLat::new(lon, lat).expect("on Earth"));
        let tile = server.get(format_args!("/tiles/{collection}/17/{}/{}", world.x >> 15, world.y >> 15));
        let text = tile_server::tile::to_text(&tile.body).expect("a readable tile");
        assert!(text.contains(id), "{name}: {text}");
        println!("{name}: {kind} at {lon:.5}, {lat:.5} approved as {collection}/{id}");
    }
}
