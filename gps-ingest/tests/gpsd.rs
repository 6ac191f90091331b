//! Real receiver logs against what gpsd made of them: every timed position must be among our epochs.
//!
//! The logs are not ours to ship: `SUUF_NMEA_LOGS` names the folder with `*.log` and `*.log.chk`. Without it the
//! one trial is listed as not run. gpsd adds 1024 weeks to every date before 2017, so dates are compared modulo
//! 7168 days.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Timelike, Utc};
use gps_ingest::read::epoch::Epoch;
use gps_ingest::{LogFile, Settings, decode};
use libtest_mimic::{Arguments, Failed, Trial};

/// How near an epoch must be to gpsd's position, along each axis.
const TOLERANCE_DEG: f64 = 1e-6;

/// Receivers print one instant with two or three decimals.
const TOLERANCE_MS: u32 = 10;

/// What one log gave.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    matched: usize,
    same_day: usize,
    expected: usize,
}

type Scores = Arc<Mutex<BTreeMap<String, Score>>>;

fn main() {
    let arguments = Arguments::from_args();
    let Some(folder) = std::env::var_os("SUUF_NMEA_LOGS").map(PathBuf::from) else {
        let trial = Trial::test("real_logs_need_SUUF_NMEA_LOGS", || Ok(())).with_ignored_flag(true);
        libtest_mimic::run(&arguments, vec![trial]).exit();
    };
    let scores = Scores::default();
    let trials = logs_in(&folder).into_iter().map(|log| trial(log, Arc::clone(&scores))).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    // A list is read by programs.
    if !arguments.list {
        print_table(&scores.lock().expect("no trial panicked while it held the table"));
    }
    conclusion.exit();
}

fn logs_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("SUUF_NMEA_LOGS names a folder");
    let mut logs: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable entry").path()).collect();
    logs.retain(|path| path.extension().is_some_and(|extension| extension == "log"));
    logs.sort();
    assert!(!logs.is_empty(), "SUUF_NMEA_LOGS names a folder without logs");
    logs
}

fn trial(log: PathBuf, scores: Scores) -> Trial {
    let name = log.file_stem().expect("a log has a name").to_string_lossy().into_owned();
    Trial::test(format!("every_timed_position_of_{name}_is_found"), move || {
        let bytes = std::fs::read(&log)?;
        let answer = std::fs::read(log.with_extension("log.chk"))?;
        let answer = String::from_utf8_lossy(&answer);
        let settings = Settings::default();
        let survey = gps_ingest::survey(&bytes, &settings)?;
        obey_the_law(&survey.report)?;
        let (score, missing) = compare(
            &decode(&[LogFile { name: None, bytes: &bytes }], &settings).epochs,
            &timed_positions(&answer),
        );
        scores.lock().expect("no trial panicked while it held the table").insert(name, score);
        if missing.is_empty() { Ok(()) } else { Err(format!("not found: {missing:#?}").into()) }
    })
}

/// epochs = kept + Σ rejected.
fn obey_the_law(report: &serde_json::Value) -> Result<(), Failed> {
    let epochs = &report["epochs"];
    let rejected = epochs["rejected"].as_object().ok_or("the report has no rejected epochs")?;
    let sum: u64 = rejected.values().filter_map(serde_json::Value::as_u64).sum();
    let of = |key: &str| epochs[key].as_u64().ok_or("the report has no epochs");
    if of("total")? == of("kept")? + sum {
        Ok(())
    } else {
        Err(format!("epochs do not add up: {epochs}").into())
    }
}

/// gpsd's last word on one instant.
#[derive(Debug, Clone, Copy)]
struct Expected {
    time: DateTime<Utc>,
    lon_deg: f64,
    lat_deg: f64,
}

fn timed_positions(answer: &str) -> Vec<Expected> {
    let mut positions: Vec<Expected> = Vec::new();
    for line in answer.lines().filter(|line| line.starts_with("{\"class\":\"TPV\"")) {
        let Ok(tpv) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let (Some(lat_deg), Some(lon_deg)) = (tpv["lat"].as_f64(), tpv["lon"].as_f64()) else { continue };
        let Some(time) = tpv["time"].as_str().and_then(|time| time.parse().ok()) else { continue };
        if tpv["mode"].as_u64() < Some(2) {
            continue;
        }
        let expected = Expected { time, lon_deg, lat_deg };
        match positions.last_mut() {
            Some(last) if last.time == time => *last = expected,
            _ => positions.push(expected),
        }
    }
    positions
}

fn compare(epochs: &[Epoch], expected: &[Expected]) -> (Score, Vec<Expected>) {
    let mut score = Score { expected: expected.len(), ..Score::default() };
    let mut missing = Vec::new();
    for one in expected {
        let matches: Vec<&Epoch> = epochs.iter().filter(|epoch| is_at(epoch, one)).collect();
        score.matched += usize::from(!matches.is_empty());
        score.same_day += usize::from(matches.iter().any(|epoch| is_same_day(epoch, one)));
        if matches.is_empty() {
            missing.push(*one);
        }
    }
    (score, missing)
}

fn is_at(epoch: &Epoch, expected: &Expected) -> bool {
    let (Some(position), Some(time)) = (epoch.position, epoch.time_of_day) else { return false };
    let expected_ms =
        expected.time.num_seconds_from_midnight() * 1000 + expected.time.timestamp_subsec_millis();
    time.ms().abs_diff(expected_ms) <= TOLERANCE_MS
        && (position.lon_deg() - expected.lon_deg).abs() <= TOLERANCE_DEG
        && (position.lat_deg() - expected.lat_deg).abs() <= TOLERANCE_DEG
}

fn is_same_day(epoch: &Epoch, expected: &Expected) -> bool {
    epoch.time.is_some_and(|time| {
        let days = (expected.time.date_naive() - time.date_naive()).num_days();
        days % gps_ingest::read::date::WEEK_ROLLOVER_DAYS == 0
    })
}

fn print_table(scores: &BTreeMap<String, Score>) {
    let row = |name: &str, score: Score| {
        println!("{name:40} {:>8} {:>8} {:>8}", score.matched, score.expected, score.same_day);
    };
    println!("{:40} {:>8} {:>8} {:>8}", "log", "matched", "expected", "same day");
    let mut total = Score::default();
    for (name, score) in scores {
        row(name, *score);
        total.matched += score.matched;
        total.expected += score.expected;
        total.same_day += score.same_day;
    }
    row("total", total);
}
