//! Damaged bytes and disturbed clocks are as they were asked for, and the reader mends what can be mended.

use chrono::{DateTime, NaiveDate, Utc};
use gps_ingest::read::epoch::Epoch;
use gps_ingest::{
    ByteFaults, ClockFault, Injected, LogFile, LogKind, LogRequest, Settings, SimulatedLog, decode,
    simulate_log,
};

const KIND: LogKind = LogKind::BoundaryWalk { area_ha: 0.2 };

fn faulty(fault: ClockFault) -> SimulatedLog {
    simulate_log(&LogRequest { clock_fault: Some(fault), ..LogRequest::perfect(KIND, 3) })
}

fn read(log: &SimulatedLog, settings: &Settings) -> Vec<Epoch> {
    decode(&[LogFile { name: None, bytes: &log.bytes }], settings).epochs
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The times that are read are the true ones.
fn assert_true_times(log: &SimulatedLog, settings: &Settings) {
    let read: Vec<Option<DateTime<Utc>>> = read(log, settings).iter().map(|epoch| epoch.time).collect();
    let truth: Vec<_> = log.epochs.iter().map(|epoch| Some(epoch.time)).collect();
    assert_eq!(read, truth);
}

#[test]
fn a_dateless_log_has_no_dates_until_the_operator_gives_one() {
    let log = faulty(ClockFault::Dateless);
    assert!(read(&log, &Settings::default()).iter().all(|epoch| epoch.time.is_none()));
    let recorded_on = Some(day("2026-11-16"));
    assert_true_times(&log, &Settings { recorded_on, ..Settings::default() });
}

#[test]
fn a_dateless_head_is_dated_from_what_follows() {
    let log = faulty(ClockFault::DatelessHead);
    let head = String::from_utf8_lossy(&log.bytes[..1000]).into_owned();
    assert!(!head.contains("161126") && String::from_utf8_lossy(&log.bytes).contains("161126"));
    assert_true_times(&log, &Settings::default());
}

#[test]
fn a_week_rollover_is_mended_where_the_campaign_is_known() {
    let log = faulty(ClockFault::WeekRollover);
    let stated = read(&log, &Settings::default())[0].time.expect("a date");
    assert_eq!((log.epochs[0].time - stated).num_weeks(), 1024);
    let campaign = Some((day("2026-11-01"), day("2026-11-30")));
    assert_true_times(&log, &Settings { campaign, ..Settings::default() });
}

#[test]
fn midnight_in_the_middle_turns_the_date() {
    let log = faulty(ClockFault::Midnight);
    let days: Vec<NaiveDate> = log.epochs.iter().map(|epoch| epoch.time.date_naive()).collect();
    let middle = days.len() / 2;
    assert_eq!((days[middle - 3], days[middle + 3]), (day("2026-11-16"), day("2026-11-17")));
    assert_true_times(&log, &Settings::default());
}

#[test]
fn joined_logs_run_backwards_in_time() {
    let log = faulty(ClockFault::Concatenated);
    let falls = log.epochs.windows(2).filter(|pair| pair[1].time < pair[0].time).count();
    assert_eq!(falls, 1);
    assert_eq!(log.features.len(), 1);
    assert_true_times(&log, &Settings::default());
}

#[test]
fn a_restart_pauses_and_searches_with_its_makers_date() {
    let log = simulate_log(&LogRequest {
        clock_fault: Some(ClockFault::Restart),
        byte_faults: ByteFaults::NONE,
        ..LogRequest::new(KIND, 3)
    });
    assert!(String::from_utf8_lossy(&log.bytes).contains("060180"));
    let searches = log
        .epochs
        .chunk_by(|one, next| (one.injected == Injected::Search) == (next.injected == Injected::Search))
        .filter(|run| run[0].injected == Injected::Search)
        .count();
    assert_eq!(searches, 2);
    let fixes = |epoch: &&Epoch| epoch.position.is_some();
    let read = read(&log, &Settings::default());
    let read: Vec<_> = read.iter().filter(fixes).map(|epoch| epoch.time).collect();
    let truth: Vec<_> =
        log.epochs.iter().filter(|epoch| epoch.error_m.is_some()).map(|epoch| Some(epoch.time)).collect();
    assert_eq!(read, truth);
}

#[test]
fn each_kind_of_byte_fault_can_be_asked_for_alone() {
    let damaged =
        |byte_faults: ByteFaults| simulate_log(&LogRequest { byte_faults, ..LogRequest::new(KIND, 3) }).bytes;
    let whole = damaged(ByteFaults::NONE);
    let expected = whole.len() / 1000;
    let flipped = damaged(ByteFaults::of_kinds([false, false, true], 1e-3));
    assert_eq!(flipped.len(), whole.len());
    let flips = flipped.iter().zip(&whole).filter(|(one, other)| one != other).count();
    assert!(flips.abs_diff(expected) < expected / 3, "{flips} for {expected}");
    let lost = |wanted: [bool; 3]| whole.len() - damaged(ByteFaults::of_kinds(wanted, 1e-3)).len();
    let dropped = lost([true, false, false]);
    assert!(dropped.abs_diff(expected) < expected / 3, "{dropped} for {expected}");
    let spliced = lost([false, true, false]);
    assert!(spliced.abs_diff(expected * 45) < expected * 15, "{spliced} for {expected} of about 45 bytes");
    assert_eq!(whole, damaged(ByteFaults::of_all_kinds(0.0)));
}
