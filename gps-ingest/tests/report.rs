//! The report's contract with whoever stores and draws it, and its text.

use std::collections::BTreeSet;

use gis_core::survey::Survey;
use gps_ingest::{
    Language, LogFile, LogKind, LogRequest, Receiver, Report, Settings, campaign_around, clean, epoch_json,
    report_text, simulate_log, survey, survey_campaign, to_geojson, truth_geojson,
};
use serde_json::Value;

fn walk(kind: LogKind) -> LogRequest {
    LogRequest {
        start: "2026-01-20T10:11:12Z".parse().expect("a time"),
        receiver: Receiver::Ublox,
        ..LogRequest::new(kind, 11)
    }
}

/// A survey with damage in it, so that every part of the report is filled.
fn surveyed() -> (Survey, Report) {
    let mut log = simulate_log(&walk(LogKind::BoundaryWalk { area_ha: 0.5 })).bytes;
    log.splice(5000..5000, *b"$GPGGA,1*00\r\n");
    survey_campaign(&[LogFile { name: None, bytes: &log }], &Settings::default()).expect("PROJ works")
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn the_report_has_the_keys_of_its_contract_and_no_others() {
    let report = surveyed().0.report;
    let expect = |value: &Value, names: &[&str]| assert_eq!(keys(value), names.iter().copied().collect());
    expect(
        &report,
        &[
            "version",
            "settings",
            "file",
            "sentences",
            "epochs",
            "rejects",
            "dates",
            "sessions",
            "quality",
            "track",
            "drafts",
            "findings",
            "summary",
        ],
    );
    expect(&report["file"], &["bytes", "lines", "encoding"]);
    expect(&report["sentences"], &["total", "by_type", "junk_bytes"]);
    expect(&report["epochs"], &["total", "kept", "rejected"]);
    expect(&report["rejects"][0], &["reason", "stage", "count", "label", "first"]);
    expect(&report["rejects"][0]["first"][0], &["line", "byte", "detail"]);
    expect(&report["dates"], &["source", "started_at", "ended_at"]);
    expect(&report["sessions"][0], &["started_at", "ended_at", "duration_s", "epochs", "length_m"]);
    expect(&report["quality"], &["hdop_p50", "hdop_p95", "satellites_p50", "satellites_p95"]);
    expect(&report["track"], &["epochs", "length_m"]);
    expect(&report["drafts"][0], &["kind", "area_m2", "length_m", "sigma_m", "epochs", "findings"]);
    expect(&report["drafts"][0]["findings"][0], &["code", "severity", "message"]);
    expect(&report["summary"], &["fr", "en"]);
    assert_eq!((&report["version"], &report["drafts"][0]["kind"]), (&1.into(), &"parcel".into()));
}

#[test]
fn a_report_reads_back_from_its_json() {
    let (survey, report) = surveyed();
    let read: Report = serde_json::from_value(survey.report).expect("a report");
    assert_eq!(read, report);
}

#[test]
fn a_report_is_text_in_both_languages() {
    let (_, report) = surveyed();
    insta::assert_snapshot!("report_fr", report_text(&report, Language::French));
    insta::assert_snapshot!("report_en", report_text(&report, Language::English));
}

#[test]
fn what_is_no_log_is_answered_and_never_an_error() {
    for (bytes, code, word) in [
        (Vec::new(), "not_a_log", "empty"),
        (b"\xFF\xD8\xFF\xE0\x00\x10JFIF".to_vec(), "not_a_log", "JPEG"),
        (vec![0; 100_000], "not_a_log", "not an NMEA log"),
        (b"relev\xC3\xA9 du 20 janvier".to_vec(), "not_a_log", "not an NMEA log"),
    ] {
        let survey = survey(&bytes, &Settings::default()).expect("not an error");
        assert!(survey.track.is_none() && survey.drafts.is_empty());
        assert_eq!(survey.report["findings"][0]["code"], code);
        assert!(survey.report["summary"]["en"].as_str().is_some_and(|text| text.contains(word)));
    }
}

#[test]
fn a_survey_as_geojson_has_a_feature_for_each_draft_and_one_for_the_track() {
    let (survey, _) = surveyed();
    let collection = to_geojson(&survey);
    let features = collection["features"].as_array().expect("features");
    let kinds: Vec<&Value> = features.iter().map(|feature| &feature["properties"]["kind"]).collect();
    assert_eq!(kinds, ["parcel", "track"]);
    let ring = features[0]["geometry"]["coordinates"][0].as_array().expect("a ring");
    assert_eq!(ring.first(), ring.last());
    assert!(
        features[0]["properties"]["area_m2"].as_f64().is_some_and(|area| (4000.0..6000.0).contains(&area))
    );
    assert_eq!(features[1]["geometry"]["type"], "MultiLineString");
}

#[test]
fn an_epoch_as_json_says_when_where_and_why_not() {
    let body = "GPGGA,101112,1447.4600,N,01655.5600,W,0,00,,,M,,M,,";
    let log = format!("${body}*{:02X}\r\n", body.bytes().fold(0, |sum, byte| sum ^ byte));
    let settings = Settings { recorded_on: "2026-01-20".parse().ok(), ..Settings::default() };
    let cleaned = clean(&[LogFile { name: None, bytes: log.as_bytes() }], &settings).expect("PROJ works");
    let epoch = epoch_json(&cleaned.decoded.epochs[0]);
    assert_eq!(
        (&epoch["time"], &epoch["kept"], &epoch["reason"]),
        (&"2026-01-20T10:11:12.000Z".into(), &false.into(), &"no_fix".into())
    );
    assert!(epoch["lon"].as_f64().is_some_and(|lon| (lon + 16.926).abs() < 1e-9));
}

#[test]
fn truth_is_geojson_of_the_same_kind() {
    let log = simulate_log(&walk(LogKind::RoadDrive { length_m: 500.0 }));
    let truth = truth_geojson(&log);
    assert_eq!(truth["properties"]["kind"], "road");
    assert_eq!(truth["geometry"]["type"], "LineString");
}

/// The codes of the findings on a log of 5 positions that states that date, where the operator gave that day.
fn codes_of_dates(stated: &str, recorded_on: &str) -> Vec<String> {
    let recorded_on: chrono::NaiveDate = recorded_on.parse().expect("a day");
    let sentence = |second: u32| {
        let body = format!("GPRMC,10111{second},A,1447.4600,N,01655.5600,W,0.0,0.0,{stated},,");
        format!("${body}*{:02X}\r\n", body.bytes().fold(0, |sum, byte| sum ^ byte))
    };
    let log: String = (0..5).map(sentence).collect();
    let settings = Settings {
        recorded_on: Some(recorded_on),
        campaign: Some(campaign_around(recorded_on)),
        ..Settings::default()
    };
    let (_, report) =
        survey_campaign(&[LogFile { name: None, bytes: log.as_bytes() }], &settings).expect("PROJ works");
    report.findings.into_iter().map(|finding| finding.code).filter(|code| code != "too_short").collect()
}

#[test]
fn the_operators_day_is_held_against_the_logs_own_date() {
    assert_eq!(codes_of_dates("200126", "2026-01-20"), Vec::<String>::new());
    assert_eq!(codes_of_dates("200126", "2026-01-21"), Vec::<String>::new());
    assert_eq!(codes_of_dates("200126", "2026-01-22"), ["date_disagrees"]);
    assert_eq!(codes_of_dates("200126", "2026-01-18"), ["date_disagrees"]);
}

#[test]
fn a_missed_week_rollover_is_repaired_before_the_dates_are_compared() {
    assert_eq!(codes_of_dates("060606", "2026-01-20"), ["week_rollover"]);
    assert_eq!(codes_of_dates("060606", "2026-01-24"), ["week_rollover", "date_disagrees"]);
    assert_eq!(codes_of_dates("060606", "2026-03-01"), ["date_disagrees"]);
}
