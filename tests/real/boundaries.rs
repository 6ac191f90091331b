//! Official boundaries in place of the sketches, and the official road network.

use crate::oracle;
use crate::server::{data_dir, run, run_well};
use serde_json::{Value, json};
use std::collections::BTreeMap;
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

pub(crate) fn tiles_are_what_postgis_makes(folder: &Path) {
    let data_dir = data_dir();
    let map = ["class=classe", "surface=revet", "number=ref", "department=dept_pcode", "external_id=iduu"];
    import(data_dir.path(), "departments", &folder.join(DEPARTMENTS), &[]);
    import(data_dir.path(), "roads", &folder.join(ROADS), &map);
    oracle::compare(data_dir.path(), 2);
}

/// Real boundaries and roads go out in every format that holds attributes, and come back: into the same register
/// nothing changes, into a new one they are the same to 1 mm.
pub(crate) fn come_back_from_every_format(folder: &Path) {
    let map = ["class=classe", "surface=revet", "number=ref", "department=dept_pcode", "external_id=iduu"];
    let here = data_dir();
    import(here.path(), "departments", &folder.join(DEPARTMENTS), &[]);
    import(here.path(), "roads", &folder.join(ROADS), &map);
    let before = ["departments", "roads"].map(|collection| exported(here.path(), collection));
    assert!(before[0].len() == 6 && before[1].len() > 250, "{} roads", before[1].len());
    for ending in ["gpkg", "shp", "fgb", "kml", "csv", "geojson"] {
        let there = data_dir();
        for (collection, before) in ["departments", "roads"].into_iter().zip(&before) {
            let file = here.path().join(format!("{collection}-out.{ending}"));
            run_well(here.path(), &["export", collection, file.to_str().expect("UTF-8")]);
            let again = import(here.path(), collection, &file, &[]);
            assert_eq!(again["unchanged"], before.len(), "{ending} {collection}: {again:#}");
            let new = import(there.path(), collection, &file, &[]);
            assert_eq!(new["refused"], 0, "{ending} {collection}: {new:#}");
            assert_same(&exported(there.path(), collection), before, &format!("{ending} {collection}"));
        }
    }
}

/// The features of a collection by identifier (departments by P-code: a new register gives them identifiers of its own).
fn exported(data_dir: &Path, collection: &str) -> BTreeMap<String, Value> {
    let file = data_dir.join(format!("{collection}-{}.geojson", std::process::id()));
    run_well(data_dir, &["export", collection, file.to_str().expect("UTF-8"), "--overwrite"]);
    let text = std::fs::read(&file).expect("read");
    let mut parsed: Value = serde_json::from_slice(&text).expect("GeoJSON");
    let key = if collection == "departments" { "pcode" } else { "id" };
    let features = parsed["features"].as_array_mut().expect("features");
    features
        .iter_mut()
        .map(|feature| (feature["properties"][key].as_str().expect("a key").to_owned(), feature.take()))
        .collect()
}

fn assert_same(found: &BTreeMap<String, Value>, expected: &BTreeMap<String, Value>, what: &str) {
    assert!(found.keys().eq(expected.keys()), "{what}");
    for (key, expected) in expected {
        let found = &found[key];
        for (name, value) in expected["properties"].as_object().expect("properties") {
            let other = &found["properties"][name];
            let is_same = match (value.as_f64(), other.as_f64()) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs(),
                _ => value == other,
            };
            let belongs_to_the_register = ["id", "source", "boundary_source"].contains(&name.as_str());
            assert!(is_same || belongs_to_the_register, "{what} {key} {name}: {value} became {other}");
        }
        let (mut a, mut b) = (Vec::new(), Vec::new());
        numbers(&expected["geometry"]["coordinates"], &mut a);
        numbers(&found["geometry"]["coordinates"], &mut b);
        assert_eq!(a.len(), b.len(), "{what} {key}");
        // 1 mm is 9e-9 degrees.
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 9e-9), "{what} {key}");
    }
}

fn numbers(value: &Value, into: &mut Vec<f64>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| numbers(value, into)),
        value => into.extend(value.as_f64()),
    }
}
