//! What was, over real HTTP: states of an object, the register as of a moment, and the audit log that proves it.

use crate::client::{Client, DEMO_PASSWORD};
use crate::server::{Server, data_dir, run, run_well};
use serde_json::Value;

/// A server with a sample of Thiès, and one parcel of it that was changed by an import.
fn with_a_changed_parcel() -> (tempfile::TempDir, Server, String) {
    let data_dir = data_dir();
    let folder = data_dir.path();
    run_well(folder, &["simulate", "register", "--parcels", "40", "--department", "SN1302"]);
    let file = folder.join("parcels.geojson");
    let file = file.to_str().expect("a path of ASCII");
    run_well(folder, &["export", "parcels", file]);
    let mut features: Value =
        serde_json::from_str(&std::fs::read_to_string(file).expect("read")).expect("GeoJSON");
    let id = features["features"][0]["properties"]["id"].as_str().expect("an identifier").to_owned();
    features["features"][0]["properties"]["block"] = "changed".into();
    std::fs::write(file, features.to_string()).expect("written");
    run_well(folder, &["import", "parcels", file, "--srs", "EPSG:4326"]);
    let server = Server::start(folder);
    (data_dir, server, id)
}

fn block(feature: &Value) -> &str {
    feature["properties"]["block"].as_str().unwrap_or_default()
}

#[test]
fn an_object_is_shown_as_it_was_and_as_it_was_known() {
    let (_data_dir, server, id) = with_a_changed_parcel();
    let item = format!("/collections/parcels/items/{id}");
    let present = server.get(&item);
    assert_eq!((present.header("etag"), block(&present.json())), ("\"v2\"", "changed"));

    let list = server.get(format_args!("{item}/versions")).json();
    let versions = list["versions"].as_array().expect("versions");
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[1]["actor"], "operator");
    assert_eq!(versions[1]["reason"], "import : parcels.geojson");
    let first = server.get(format_args!("{item}/versions/1")).json();
    assert_ne!(block(&first), "changed");

    let then = versions[0]["valid_from"].as_str().expect("a moment");
    for query in
        [format!("datetime={then}"), format!("recorded={then}"), format!("datetime={then}&recorded={then}")]
    {
        let was = server.get(format_args!("{item}?{query}"));
        assert_eq!(
            (was.header("etag"), was.json()["properties"].clone()),
            ("\"v1\"", first["properties"].clone()),
            "{query}"
        );
        let page = server
            .get(format_args!("/collections/parcels/items?limit=1000&bbox=-18,12,-11,17&{query}"))
            .json();
        let features = page["features"].as_array().expect("features");
        assert_eq!(features.len(), 40, "{query}");
        assert!(features.iter().all(|feature| block(feature) != "changed"), "{query}");
    }
    assert_eq!(server.get(format_args!("{item}?datetime=2020-01-01")).status, 404, "it was not there yet");
    for (query, field) in [
        ("datetime=yesterday", "datetime"),
        ("datetime=2026-02-01/2026-01-01", "datetime"),
        ("recorded=../..", "recorded"),
    ] {
        let refused = server.get(format_args!("{item}?{query}"));
        assert_eq!((refused.status, refused.json()["field"].as_str()), (400, Some(field)), "{query}");
    }
    let page = server.get(format_args!("/collections/parcels/items?limit=10&datetime={then}")).json();
    let next =
        page["links"].as_array().expect("links").iter().find(|link| link["rel"] == "next").expect("more");
    let href =
        next["href"].as_str().expect("an address").strip_prefix(&server.address).expect("of this server");
    assert_eq!(server.get(href).json()["features"].as_array().map(Vec::len), Some(10));
}

#[test]
fn two_states_are_compared() {
    let (_data_dir, server, id) = with_a_changed_parcel();
    let item = format!("/collections/parcels/items/{id}");
    let compared = server.get(format_args!("{item}/comparison?from=1&to=2")).json();
    let changed = compared["attributes"].as_array().expect("attributes");
    assert_eq!(
        (changed.len(), &changed[0]["name"], &changed[0]["to"]),
        (1, &"block".into(), &"changed".into())
    );
    assert_eq!((&compared["geometry"], &compared["to"]["version"]["number"]), (&Value::Null, &2.into()));
    for (path, status) in [
        ("comparison?from=1", 400),
        ("comparison?from=0&to=1", 400),
        ("comparison?from=1&to=9", 404),
        ("versions/0", 404),
        ("versions/9", 404),
    ] {
        assert_eq!(server.get(format_args!("{item}/{path}")).status, status, "{path}");
    }
    assert_eq!(
        server.get("/collections/departments/items/0190a0a0-0000-7000-8000-000000000001/versions").status,
        404
    );
}

fn administrator(server: &Server) -> Client {
    server.anybody().signed_in("demo-admin", DEMO_PASSWORD)
}

#[test]
fn the_log_is_read_page_by_page_and_a_receipt_is_found_again() {
    let (data_dir, server, id) = with_a_changed_parcel();
    let administrator = administrator(&server);
    let head = administrator.get("/audit/head").json();
    let mut sequences = Vec::new();
    let mut next = Some("/audit?limit=3".to_owned());
    while let Some(address) = next {
        let page = administrator.get(&address).json();
        let entries = page["entries"].as_array().expect("entries");
        sequences.extend(entries.iter().map(|entry| entry["sequence"].as_u64().expect("a number")));
        next = page["next"].as_str().and_then(|next| next.strip_prefix(&server.address)).map(str::to_owned);
    }
    assert!(sequences.first() >= head["sequence"].as_u64().as_ref());
    let last = sequences.first().copied().expect("entries");
    assert!(sequences.iter().copied().eq((1..=last).rev()), "{sequences:?}");
    let changes = administrator.get(format_args!("/audit?subject=parcels/{id}")).json();
    assert_eq!(changes["entries"][0]["action"], "register.change");
    assert_eq!(administrator.get("/audit?before=zero").status, 400);

    let digest = head["digest"].as_str().expect("a digest");
    let said = run_well(data_dir.path(), &["--language", "en", "audit", "verify", "--receipt", digest]);
    assert!(said.contains("nothing was altered") && said.contains("the receipt is that of entry"), "{said}");
    let unknown = "0".repeat(64);
    let refused = run(data_dir.path(), &["audit", "verify", "--receipt", &unknown]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stdout).contains("aucune écriture du journal"));
    let receipt = run_well(data_dir.path(), &["audit", "head"]);
    assert_eq!(receipt.split_whitespace().count(), 3, "{receipt}");
}
