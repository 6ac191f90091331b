//! Golden logs: one file for each trait of a receiver, and what becomes of it.
//!
//! `INSTA_UPDATE=always cargo test -p gps-ingest --test golden` rewrites what is expected; read the difference.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use gps_ingest::read::epoch::Epoch;
use gps_ingest::report::{FileReport, SentenceReport};
use gps_ingest::{LogFile, Report, Settings, clean, survey_campaign};
use serde::Serialize;

#[test]
fn every_golden_log_gives_what_is_written_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/nmea");
    let entries = std::fs::read_dir(&folder).expect("the golden logs are there");
    let mut logs: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable entry").path()).collect();
    logs.retain(|path| path.extension().is_some_and(|extension| extension == "nmea"));
    logs.sort();
    assert!(logs.len() > 30, "golden logs are missing");
    insta::with_settings!({
        snapshot_path => "data/nmea",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        for log in logs {
            let name = log.file_stem().expect("a name").to_string_lossy().into_owned();
            let bytes = std::fs::read(&log).expect("a readable log");
            insta::assert_snapshot!(name, describe(&bytes));
        }
    });
}

/// What became of a log, short enough to read.
fn describe(bytes: &[u8]) -> String {
    let settings = Settings::default();
    let cleaned = clean(&[LogFile { name: None, bytes }], &settings).expect("PROJ works");
    let (_, report) = survey_campaign(&[LogFile { name: None, bytes }], &settings).expect("PROJ works");
    let mut text = String::new();
    for epoch in &cleaned.decoded.epochs {
        writeln!(text, "{}", describe_epoch(epoch)).expect("a String takes all text");
    }
    describe_report(&mut text, &report);
    text
}

fn describe_epoch(epoch: &Epoch) -> String {
    let time = epoch.time.map_or("undated".to_owned(), |time| time.format("%FT%T%.3f").to_string());
    let place =
        epoch.position.map_or("nowhere".to_owned(), |p| format!("{:.6} {:.6}", p.lon_deg(), p.lat_deg()));
    let verdict = epoch.rejected.map_or("kept", gps_ingest::reason::Reason::name);
    format!("line {} byte {} {time} {place} {verdict}", epoch.line, epoch.byte)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data")
}

fn describe_report(text: &mut String, report: &Report) {
    let mut line =
        |label: &str, value: String| writeln!(text, "{label}: {value}").expect("a String takes all text");
    for FileReport { bytes, lines, encoding, sentences, dates, .. } in &report.files {
        line("file", format!(r#"{{"bytes":{bytes},"lines":{lines},"encoding":{}}}"#, json(encoding)));
        let SentenceReport { total, by_type, junk_bytes, .. } = sentences;
        let by_type = json(by_type);
        line("sentences", format!(r#"{{"total":{total},"by_type":{by_type},"junk_bytes":{junk_bytes}}}"#));
        let (source, start, end) = (json(&dates.source), json(&dates.started_at), json(&dates.ended_at));
        line("dates", format!(r#"{{"source":{source},"started_at":{start},"ended_at":{end}}}"#));
    }
    for reject in &report.rejects {
        let first: Vec<String> = reject.first.iter().map(|at| format!("{}@{}", at.line, at.byte)).collect();
        line("reject", format!("{} {} at {}", reject.count, reject.reason, first.join(" ")));
    }
    for finding in &report.findings {
        line("finding", format!("{:?} {}", finding.severity, finding.code));
    }
    line("fr", report.summary.fr.clone());
    line("en", report.summary.en.clone());
}
