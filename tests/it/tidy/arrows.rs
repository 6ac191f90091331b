//! The arrows between the crates, as ARCHITECTURE.md draws them.

use super::{assert_none, workspace};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Which crates of the workspace each of them may use. Cargo itself refuses circles.
const ARROWS: [(&str, &[&str]); 5] = [
    ("gis-core", &[]),
    ("gis-store", &["gis-core"]),
    ("gps-ingest", &["gis-core"]),
    ("suuf", &["gis-core", "gis-store", "gps-ingest", "tile-server"]),
    ("tile-server", &["gis-core", "gis-store"]),
];

/// What does I/O, runs tasks or rolls dice by itself has no place in the pure crates.
const NOT_PURE: [&str; 9] =
    ["axum", "fastrand", "futures-util", "gdal", "getrandom", "reqwest", "sqlx", "tokio", "ureq"];

#[test]
fn crates_use_only_the_crates_that_their_arrows_point_to() {
    let packages = packages();
    let names: BTreeSet<_> = packages.keys().map(String::as_str).collect();
    let known: BTreeMap<_, _> = ARROWS.into_iter().collect();
    assert_eq!(names, known.keys().copied().collect(), "the crates of the workspace");
    let mut wrong = Vec::new();
    for (package, dependencies) in &packages {
        for dependency in dependencies.iter().filter(|name| names.contains(name.as_str())) {
            if !known[package.as_str()].contains(&dependency.as_str()) {
                wrong.push(format!("{package} uses {dependency}"));
            }
        }
    }
    assert_none(&wrong, "these arrows are not in the design");
}

#[test]
fn the_pure_crates_depend_on_nothing_that_acts() {
    let packages = packages();
    let mut wrong = Vec::new();
    for package in ["gis-core", "gps-ingest"] {
        let acting = packages[package].iter().filter(|name| NOT_PURE.contains(&name.as_str()));
        wrong.extend(acting.map(|name| format!("{package} uses {name}")));
    }
    assert_none(&wrong, "gis-core and gps-ingest do no I/O, spawn nothing and roll no dice");
}

/// The packages of the workspace with all that they depend on, in any way.
fn packages() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(workspace::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    packages.iter().map(|package| (name(package), dependencies(package))).collect()
}

fn name(package: &Value) -> String {
    package["name"].as_str().expect("packages have names").to_owned()
}

fn dependencies(package: &Value) -> BTreeSet<String> {
    package["dependencies"].as_array().expect("there is a list").iter().map(name).collect()
}
