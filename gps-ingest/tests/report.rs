//! The report's contract with whoever stores and draws it, and its text.

use std::collections::BTreeSet;

use gis_core::survey::Survey;
use gps_ingest::{
    Language, LogFile, LogKind, LogRequest, Receiver, Report, Settings, campaign_around, clean, report_text,
    simulate_log, survey, survey_campaign, survey_cleaned, to_geojson, truth_geojson, write_epochs,
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

/// What each object of a report holds, by a pointer to one of its kind.
const KEYS: [(&str, &str); 15] = [
    (
        "",
        "version settings files sentences epochs rejects dates sessions gaps quality track drafts findings summary",
    ),
    ("/files/0", "name container format bytes lines encoding is_cut sentences epochs dates receiver"),
    ("/files/0/receiver", "rate_hz minute_decimals"),
    ("/files/0/sentences", "total by_type by_talker junk_bytes"),
    ("/files/0/epochs", "total kept rejected"),
    ("/files/0/dates", "source moved_by_week_rollover started_at ended_at"),
    ("/rejects/0", "reason stage count label first"),
    ("/rejects/0/first/0", "line byte detail"),
    ("/sessions/0", "log started_at ended_at duration_s epochs length_m"),
    ("/gaps", "count longest_s"),
    (
        "/quality",
        "hdop_p50 hdop_p95 satellites_p50 satellites_p95 stated_sigma_p50_m spikes pinned_share post_sunset_share",
    ),
    ("/track", "epochs length_m smooth_length_m moved_p50_m moved_p95_m moved_max_m"),
    (
        "/drafts/0",
        "kind name area_m2 area_sd_m2 length_m sigma_m n_eff epochs passes corners grade rule reason next_step findings",
    ),
    ("/drafts/0/findings/0", "code severity message"),
    ("/summary", "fr en"),
];

#[test]
fn the_report_has_the_keys_of_its_contract_and_no_others() {
    let report = surveyed().0.report;
    for (pointer, names) in KEYS {
        let object = report.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}"));
        assert_eq!(keys(object), names.split(' ').collect(), "{pointer}");
    }
    for shared in ["sentences", "epochs", "dates"] {
        assert_eq!(keys(&report[shared]), keys(&report["files"][0][shared]), "{shared}");
    }
    assert_eq!((&report["version"], &report["drafts"][0]["kind"]), (&2.into(), &"parcel".into()));
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

/// Two walks round parcels, the second log damaged and cut.
fn two_logs() -> [Vec<u8>; 2] {
    let one = simulate_log(&walk(LogKind::BoundaryWalk { area_ha: 0.5 })).bytes;
    let request =
        LogRequest { seed: 12, receiver: Receiver::Garmin, ..walk(LogKind::BoundaryWalk { area_ha: 0.3 }) };
    let mut other = simulate_log(&request).bytes;
    other.truncate(other.len() - 20);
    [one, other]
}

fn campaign<T>(work: impl Fn(&[LogFile<'_>]) -> T) -> T {
    let [one, other] = &two_logs();
    work(&[
        LogFile { name: Some("nord.nmea"), bytes: one },
        LogFile { name: Some("sud \"B\".nmea"), bytes: other },
    ])
}

#[test]
fn a_campaign_of_two_logs_has_one_report_that_tells_them_apart() {
    let (_, report) = campaign(|logs| survey_campaign(logs, &Settings::default()).expect("PROJ works"));
    assert_eq!(report.files.len(), 2);
    for file in &report.files {
        assert_eq!(file.epochs.total, file.epochs.kept + file.epochs.rejected.values().sum::<u64>());
    }
    let sum =
        |figure: fn(&gps_ingest::report::FileReport) -> u64| report.files.iter().map(figure).sum::<u64>();
    assert_eq!(report.epochs.total, sum(|file| file.epochs.total));
    assert_eq!(report.epochs.kept, sum(|file| file.epochs.kept));
    assert_eq!(report.sentences.total, sum(|file| file.sentences.total));
    let cut = report.findings.iter().find(|finding| finding.code == "cut_last_sentence").expect("a cut log");
    assert!(cut.message.fr.starts_with("sud \"B\".nmea : "), "{}", cut.message.fr);
    insta::assert_snapshot!("campaign_fr", report_text(&report, Language::French));
    insta::assert_snapshot!("campaign_en", report_text(&report, Language::English));
}

#[test]
fn a_survey_as_geojson_has_a_feature_for_each_draft_and_one_for_the_track_of_each_log() {
    let settings = Settings::default();
    let collection = campaign(|logs| {
        let cleaned = clean(logs, &settings).expect("PROJ works");
        to_geojson(&survey_cleaned(&cleaned, &settings).expect("PROJ works").0, &cleaned)
    });
    let features = collection["features"].as_array().expect("features");
    let kinds: Vec<&Value> = features.iter().map(|feature| &feature["properties"]["kind"]).collect();
    assert_eq!(kinds, ["parcel", "parcel", "track", "track"]);
    let ring = features[0]["geometry"]["coordinates"][0].as_array().expect("a ring");
    assert_eq!(ring.first(), ring.last());
    let figure = |name: &str| features[0]["properties"][name].as_f64().expect("a figure");
    assert!((4000.0..6000.0).contains(&figure("area_m2")));
    assert!(
        (10.0..1000.0).contains(&figure("area_m2_sd")) && figure("n_eff") >= 1.0 && figure("passes") > 0.5
    );
    assert!(["A", "B", "C"].map(Value::from).contains(&features[0]["properties"]["grade"]));
    assert_eq!(features[2]["properties"]["log"], "nord.nmea");
    assert_eq!(features[3]["properties"]["log"], "sud \"B\".nmea");
    assert_eq!(features[3]["geometry"]["type"], "MultiLineString");
}

/// The lines of epochs as JSON, after cleaning.
fn epochs(logs: &[LogFile<'_>], settings: &Settings) -> Vec<Value> {
    let mut text = Vec::new();
    write_epochs(&mut text, &clean(logs, settings).expect("PROJ works").decoded).expect("a Vec takes all");
    let text = String::from_utf8(text).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

#[test]
fn an_epoch_as_json_says_when_where_and_why_not() {
    let sentence = |time: &str| {
        let body = format!("GPGGA,{time},1447.4600,N,01655.5600,W,0,00,,,M,,M,,");
        format!("${body}*{:02X}\r\n", body.bytes().fold(0, |sum, byte| sum ^ byte))
    };
    let log = ["101112", "101112.250", "101112"].map(sentence).concat();
    let settings = Settings { recorded_on: "2026-01-20".parse().ok(), ..Settings::default() };
    let logs = [LogFile { name: None, bytes: log.as_bytes() }];
    let lines = epochs(&logs, &settings);
    assert_eq!(keys(&lines[0]), BTreeSet::from(["time", "lon", "lat", "kept", "reason", "line", "byte"]));
    assert_eq!(
        (&lines[0]["time"], &lines[1]["time"]),
        (&"2026-01-20T10:11:12Z".into(), &"2026-01-20T10:11:12.250Z".into())
    );
    assert_eq!((&lines[0]["kept"], &lines[0]["reason"]), (&false.into(), &"no_fix".into()));
    assert!(lines[0]["lon"].as_f64().is_some_and(|lon| (lon + 16.926).abs() < 1e-9));
    let undated = epochs(&logs, &Settings::default());
    assert!(undated.iter().all(|epoch| epoch["time"].is_null()));
}

#[test]
fn the_epochs_of_a_campaign_come_log_by_log_and_name_theirs() {
    let lines = campaign(|logs| epochs(logs, &Settings::default()));
    let (_, report) = campaign(|logs| survey_campaign(logs, &Settings::default()).expect("PROJ works"));
    for file in &report.files {
        let name = Value::from(file.name.clone().expect("named"));
        let of_log: Vec<&Value> = lines.iter().filter(|line| line["log"] == name).collect();
        let kept = of_log.iter().filter(|line| line["kept"] == true).count() as u64;
        assert_eq!((of_log.len() as u64, kept), (file.epochs.total, file.epochs.kept));
        assert!(of_log.iter().all(|line| (line["kept"] == true) == line["reason"].is_null()));
        assert!(of_log.is_sorted_by_key(|line| line["byte"].as_u64()));
    }
    assert!(lines.iter().map(|line| line["log"] == "nord.nmea").is_sorted_by(|one, next| one >= next));
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
