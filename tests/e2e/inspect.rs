//! `suuf inspect` and `suuf settings`: one campaign in every format, and how they end.

use crate::server::{data_dir, run, run_well};
use gps_ingest::{LogKind, LogRequest, simulate_log};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Passes of one road in a folder.
fn passes(folder: &Path) -> Vec<PathBuf> {
    let write = |pass: u32| {
        let request = LogRequest {
            pass,
            alternates: true,
            ..LogRequest::new(LogKind::RoadDrive { length_m: 600.0 }, 4)
        };
        let path = folder.join(format!("pass-{pass}.nmea"));
        std::fs::write(&path, simulate_log(&request).bytes).expect("written");
        path
    };
    (1..=2).map(write).collect()
}

fn inspect(folder: &Path, arguments: &[&str], logs: &[PathBuf]) -> std::process::Output {
    let mut all = vec!["inspect", "--language", "en", "--as", "road"];
    all.extend(arguments);
    all.extend(logs.iter().map(|log| log.to_str().expect("UTF-8")));
    run(folder, &all)
}

fn text(output: &std::process::Output) -> &str {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{stderr}");
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

#[test]
fn two_passes_are_one_campaign_in_every_format() {
    let folder = data_dir();
    let logs = passes(folder.path());
    let of = |arguments: &[&str]| inspect(folder.path(), arguments, &logs);

    let report: Value = serde_json::from_str(text(&of(&["--format", "json"]))).expect("JSON");
    let files = report["report"]["files"].as_array().expect("files");
    assert_eq!((files.len(), &report["report"]["drafts"][0]["passes"]), (2, &2.into()), "{report:#}");

    let features: Value = serde_json::from_str(text(&of(&["--format", "geojson"]))).expect("JSON");
    let kinds: Vec<&Value> = features["features"]
        .as_array()
        .expect("features")
        .iter()
        .map(|one| &one["properties"]["kind"])
        .collect();
    assert_eq!(kinds, ["road", "track", "track"]);

    let epochs = of(&["--format", "epochs"]);
    let lines: Vec<Value> =
        text(&epochs).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for (file, log) in files.iter().zip(&logs) {
        let of_log = || lines.iter().filter(|line| line["log"] == log.to_str().expect("UTF-8"));
        assert_eq!(file["epochs"]["total"], of_log().count());
        assert_eq!(file["epochs"]["kept"], of_log().filter(|line| line["kept"] == true).count());
    }

    let text_report = of(&[]);
    assert!(text(&text_report).contains("Passes           2"), "{}", text(&text_report));
}

#[test]
fn pictures_go_into_a_folder_or_to_standard_output() {
    let folder = data_dir();
    let logs = passes(folder.path());
    let place = folder.path().join("pictures");
    let place_name = place.to_str().expect("UTF-8");
    let written = inspect(folder.path(), &["--format", "svg", "--output", place_name], &logs);
    assert_eq!(text(&written).lines().count(), 3);
    let file = std::fs::read_to_string(place.join("draft-0.svg")).expect("written");
    let printed = inspect(folder.path(), &["--format", "svg", "--picture", "draft-0"], &logs);
    assert!(file.starts_with("<svg ") && file == text(&printed));
    for arguments in
        [&["--format", "svg"][..], &["--picture", "track"], &["--format", "svg", "--picture", "x"]]
    {
        assert_eq!(inspect(folder.path(), arguments, &logs).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_log_that_is_not_there_does_not_keep_the_others_back() {
    let folder = data_dir();
    let mut logs = passes(folder.path());
    logs.insert(1, folder.path().join("no-such.nmea"));
    let output = inspect(folder.path(), &["--format", "json"], &logs);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such.nmea"));
    let report: Value = serde_json::from_str(text(&output)).expect("JSON");
    assert_eq!(report["report"]["files"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_area_and_settings_of_ones_own_are_applied() {
    let folder = data_dir();
    let logs = passes(folder.path());
    let report = |arguments: &[&str]| {
        let all = [&["--format", "json"], arguments].concat();
        let report: Value = serde_json::from_str(text(&inspect(folder.path(), &all, &logs))).expect("JSON");
        report["report"].clone()
    };
    assert!(report(&["--area", "senegal"])["epochs"]["rejected"].get("outside_area").is_none());
    let abroad = report(&["--area", "-10,10,0,20"]);
    assert_eq!(
        (&abroad["epochs"]["kept"], &abroad["findings"][0]["code"]),
        (&0.into(), &"nothing_kept".into())
    );

    let settings = folder.path().join("settings.json");
    std::fs::write(&settings, r#"{"gate": {"hdop_max": 0.1}}"#).expect("written");
    let settings = settings.to_str().expect("UTF-8");
    let strict = report(&["--settings", settings]);
    assert!(strict["epochs"]["rejected"]["high_hdop"].as_u64().is_some_and(|count| count > 100));
    assert!(strict["settings"].as_str().is_some_and(|version| version.contains('+')));
    let described: Value =
        serde_json::from_str(&run_well(folder.path(), &["settings", "--json", "--settings", settings]))
            .expect("JSON");
    let limit = described.as_array().expect("limits").iter().find(|limit| limit["name"] == "gate.hdop_max");
    assert_eq!(limit.expect("described")["value"], 0.1);
    assert!(run_well(folder.path(), &["settings"]).lines().count() > 50);
}
