//! Import and export from the command line.

use crate::server::{Server, data_dir, run, run_well, wait_for};
use serde_json::json;

#[test]
fn roads_go_in_and_come_out_and_a_second_import_changes_nothing() {
    let data_dir = data_dir();
    let file = data_dir.path().join("routes.geojson");
    let road = |number: &str, class: &str, lat: f64| {
        json!({
            "type": "Feature",
            "properties": { "ref": number, "classe": class },
            "geometry": { "type": "LineString", "coordinates": [[-16.95, lat], [-16.90, lat]] },
        })
    };
    let roads = json!({ "type": "FeatureCollection", "features": [road("N2", "national", 14.80), road("N3", "Route nationale", 14.81), road("N1", "house", 14.82)] });
    std::fs::write(&file, roads.to_string()).expect("written");
    let path = file.to_str().expect("UTF-8");
    let import = || {
        run(
            data_dir.path(),
            &["import", "roads", path, "--map", "number=ref", "--map", "class=classe", "--json"],
        )
    };
    let first = import();
    let report: serde_json::Value = serde_json::from_slice(&first.stdout).expect("a report");
    assert_eq!(
        (&report["read"], &report["inserted"], &report["refused"]),
        (&json!(3), &json!(2), &json!(1)),
        "{report:#}"
    );
    assert_eq!(first.status.code(), Some(1), "done, with findings");
    let second: serde_json::Value = serde_json::from_slice(&import().stdout).expect("a report");
    assert_eq!(
        (&second["inserted"], &second["updated"], &second["unchanged"]),
        (&json!(0), &json!(0), &json!(2)),
        "{second:#}"
    );

    let out = data_dir.path().join("routes.gpkg");
    let written = run_well(data_dir.path(), &["export", "roads", out.to_str().expect("UTF-8")]);
    let report: serde_json::Value = serde_json::from_str(&written).expect("a report");
    assert_eq!(report["written"], 2);
}

#[test]
fn whoever_drew_the_boundaries_is_credited_on_the_map() {
    let data_dir = data_dir();
    let file = data_dir.path().join("limites.geojson");
    let ring = json!([[[-17.0, 14.7], [-16.8, 14.7], [-16.8, 14.9], [-17.0, 14.9], [-17.0, 14.7]]]);
    let boundary = json!({
        "type": "Feature",
        "properties": { "pcode": "SN1302" },
        "geometry": { "type": "Polygon", "coordinates": ring },
    });
    std::fs::write(&file, boundary.to_string()).expect("written");
    let path = file.to_str().expect("UTF-8");
    let server = Server::start(data_dir.path());
    assert_eq!(server.get("/tiles/departments").json()["attribution"], "Suuf");
    // Beside the running server: one cluster, and the map follows.
    run_well(data_dir.path(), &["import", "departments", path, "--source", "ANAT / OCHA / ITOS"]);
    let credited = "Suuf · ANAT / OCHA / ITOS";
    wait_for("the credit", || {
        (server.get("/tiles/departments").json()["attribution"] == credited).then_some(())
    });
}

#[test]
fn wrong_usage_ends_with_two_and_says_what_is_right() {
    let data_dir = data_dir();
    for (arguments, words) in [
        (&["import", "houses", "x.geojson"][..], "parcels"),
        (&["import", "roads", "/no/such/file.shp"][..], "/no/such/file.shp"),
        (&["inspect", "/no/such/log"][..], "/no/such/log"),
        (&["tile", "3", "9", "0"][..], "zoom"),
    ] {
        let output = run(data_dir.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{arguments:?}: {output:?}");
    }
}
