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
use gps_ingest::read::frame::{Frame, Piece, pieces};
use gps_ingest::read::sentence::{self, Sentence};
use gps_ingest::read::strict;
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
    let tally = Arc::<Mutex<Agreement>>::default();
    let mut trials: Vec<Trial> =
        logs_in(&folder).into_iter().map(|log| trial(log, Arc::clone(&scores))).collect();
    trials.push(agreement_trial(folder, Arc::clone(&tally)));
    let conclusion = libtest_mimic::run(&arguments, trials);
    // A list is read by programs.
    if !arguments.list {
        print_table(&scores.lock().expect("no trial panicked while it held the table"));
        print_agreement(&tally.lock().expect("no trial panicked while it held the table"));
    }
    conclusion.exit();
}

/// Position sentences of all logs by address: how many both decoders read, only ours, only the `nmea` crate, neither.
type Agreement = BTreeMap<String, [usize; 4]>;

/// Longitude and latitude in degrees, when a decoder reads them.
type Reading = Option<(f64, f64)>;

/// Wherever both decoders read a position, it is the same.
fn agreement_trial(folder: PathBuf, tally: Arc<Mutex<Agreement>>) -> Trial {
    Trial::test("both_decoders_agree_on_every_real_sentence", move || {
        let mut disagreements = Vec::new();
        let mut counts = Agreement::new();
        for log in logs_in(&folder) {
            let bytes = std::fs::read(&log)?;
            for piece in pieces(&bytes) {
                let Piece::Sentence(frame) = piece else { continue };
                let Some((address, ours, theirs)) = both_decoders(&frame) else { continue };
                let is_near = |one: (f64, f64), other: (f64, f64)| {
                    (one.0 - other.0).abs() < 1e-9 && (one.1 - other.1).abs() < 1e-9
                };
                // What only the crate reads are markers of "no position", 89° 60'.
                let agree = match (ours, theirs) {
                    (Some(ours), Some(theirs)) => is_near(ours, theirs),
                    (None, Some((_, lat_deg))) => is_near((0.0, lat_deg), (0.0, 90.0)),
                    (_, None) => true,
                };
                if !agree {
                    disagreements.push(String::from_utf8_lossy(frame.text).into_owned());
                }
                let column = usize::from(ours.is_none()) * 2 + usize::from(theirs.is_none());
                counts.entry(address).or_default()[column] += 1;
            }
        }
        *tally.lock().expect("no trial panicked while it held the table") = counts;
        if disagreements.is_empty() { Ok(()) } else { Err(format!("{disagreements:#?}").into()) }
    })
}

/// The address of a position sentence, and the longitude and latitude that each decoder reads.
fn both_decoders(frame: &Frame<'_>) -> Option<(String, Reading, Reading)> {
    let address = String::from_utf8_lossy(frame.body.get(..5)?).into_owned();
    if !["GGA", "RMC", "GNS", "GLL"].contains(&address.get(2..5)?) {
        return None;
    }
    let ours = match sentence::read(frame) {
        Ok(Sentence::Fix(fix)) => fix.position.map(|at| (at.lon_deg(), at.lat_deg())),
        _ => None,
    };
    Some((address, ours, strict::fix(frame.text).and_then(|fix| fix.lon_lat_deg)))
}

fn print_agreement(agreement: &Agreement) {
    println!("{:40} {:>8} {:>8} {:>8} {:>8}", "positions read by", "both", "ours", "nmea", "neither");
    for (address, [both, ours, theirs, neither]) in agreement {
        println!("{address:40} {both:>8} {ours:>8} {theirs:>8} {neither:>8}");
    }
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
