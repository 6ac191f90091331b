//! Official boundaries in place of the sketches, and the official road network.

use crate::server::{data_dir, run, run_well};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const DEPARTMENTS: &str = "pilot_departments.geojson";
const ROADS: &str = "roads_pilots_1M_2014.geojson";

fn import(data_dir: &Path, collection: &str, file: &Path, map: &[&str]) -> Value {
    let path = file.to_str().expect("UTF-8");
    let mut arguments = vec!["import", collection, path, "--json"];
    for pair in map {
        arguments.extend(["--map", pair]);
    }
    let output = run(data_dir, &arguments);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a report")
}

/// The same features in another format, by GDAL's own tool.
fn converted(from: &Path, to: &Path, driver: &str) {
    let status =
        Command::new("ogr2ogr").args(["-f", driver, "-lco", "ENCODING=UTF-8"]).arg(to).arg(from).output();
    let output = status.expect("ogr2ogr runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

pub(crate) fn replace_the_sketches(folder: &Path) {
    let source = folder.join(DEPARTMENTS);
    let mut areas = Vec::new();
    for (ending, driver) in [("geojson", None), ("shp", Some("ESRI Shapefile")), ("gpkg", Some("GPKG"))] {
        let data_dir = data_dir();
        let file = data_dir.path().join(format!("departements.{ending}"));
        match driver {
            None => drop(std::fs::copy(&source, &file).expect("copied")),
            Some(driver) => converted(&source, &file, driver),
        }
        let report = import(data_dir.path(), "departments", &file, &[]);
        assert_eq!((&report["read"], &report["updated"]), (&json!(6), &json!(6)), "{ending}: {report:#}");
        let again = import(data_dir.path(), "departments", &file, &[]);
        assert_eq!(again["unchanged"], 6, "{ending}: {again:#}");
        let out = data_dir.path().join("out.geojson");
        run_well(data_dir.path(), &["export", "departments", out.to_str().expect("UTF-8")]);
        let exported: Value = serde_json::from_slice(&std::fs::read(&out).expect("read")).expect("GeoJSON");
        let features = exported["features"].as_array().expect("features");
        assert!(features.iter().all(|feature| feature["properties"]["sketch"] == 0), "no sketch is left");
        areas.push(features.len());
    }
    assert_eq!(areas, [6, 6, 6]);
}

pub(crate) fn roads_load_from_three_formats(folder: &Path) {
    let source = folder.join(ROADS);
    let map = ["class=classe", "surface=revet", "number=ref", "department=dept_pcode", "external_id=iduu"];
    let mut outcomes = Vec::new();
    for (ending, driver) in [("geojson", None), ("shp", Some("ESRI Shapefile")), ("gpkg", Some("GPKG"))] {
        let data_dir = data_dir();
        import(data_dir.path(), "departments", &folder.join(DEPARTMENTS), &[]);
        let file = data_dir.path().join(format!("routes.{ending}"));
        match driver {
            None => drop(std::fs::copy(&source, &file).expect("copied")),
            Some(driver) => converted(&source, &file, driver),
        }
        let report = import(data_dir.path(), "roads", &file, &map);
        println!(
            "{ending}: {} read, {} inserted, {} refused",
            report["read"], report["inserted"], report["refused"]
        );
        outcomes.push((
            report["read"].clone(),
            report["inserted"].clone(),
            report["refused_by_code"].clone(),
        ));
        let again = import(data_dir.path(), "roads", &file, &map);
        assert_eq!(again["inserted"], 0, "{ending}: {again:#}");
    }
    assert_eq!(outcomes[0].0, 283);
    assert!(outcomes[0].1.as_u64().is_some_and(|inserted| inserted > 250), "{outcomes:#?}");
    assert!(outcomes.iter().all(|outcome| outcome == &outcomes[0]), "{outcomes:#?}");
}
