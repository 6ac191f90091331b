//! Logs built sentence by sentence, and what becomes of them in few words.

use chrono::NaiveDate;
use gps_ingest::read::epoch::Epoch;
use gps_ingest::reason::Reason;
use gps_ingest::{Cleaned, Decoded, LogFile, Settings, clean, decode};

/// A sentence with its checksum and line end.
pub fn sentence(body: &str) -> String {
    format!("{}\r\n", bare(body))
}

/// The same without the line end.
pub fn bare(body: &str) -> String {
    format!("${body}*{:02X}", body.bytes().fold(0, |sum, byte| sum ^ byte))
}

/// A position that moves north by a metre and a bit each step: latitude, N, longitude, W.
pub fn place(step: u32) -> String {
    format!("1447.{:04},N,01655.5600,W", 4600 + 7 * step)
}

/// The time of a step, from 10:11:12 on.
pub fn clock(step: u32) -> String {
    let second = 10 * 3600 + 11 * 60 + 12 + step;
    format!("{:02}{:02}{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// A good GGA at a time and place.
pub fn gga_at(time: &str, place: &str) -> String {
    sentence(&format!("GPGGA,{time},{place},1,08,0.9,24.0,M,30.5,M,,"))
}

/// A good RMC at a time and place, of a day (`ddmmyy`).
pub fn rmc_at(time: &str, place: &str, date: &str) -> String {
    sentence(&format!("GPRMC,{time},A,{place},2.5,0.0,{date},,,A"))
}

/// The GGA of a step.
pub fn gga(step: u32) -> String {
    gga_at(&clock(step), &place(step))
}

/// The RMC of a step, on 20 January 2026.
pub fn rmc(step: u32) -> String {
    rmc_at(&clock(step), &place(step), "200126")
}

/// A walk of so many steps, RMC and GGA each.
pub fn walk(steps: u32) -> String {
    (0..steps).map(|step| rmc(step) + &gga(step)).collect()
}

/// Decodes one log.
pub fn read(log: impl AsRef<[u8]>) -> Decoded {
    read_with(log, &Settings::default())
}

/// Decodes one log with settings.
pub fn read_with(log: impl AsRef<[u8]>, settings: &Settings) -> Decoded {
    decode(&[LogFile { name: None, bytes: log.as_ref() }], settings)
}

/// Decodes and cleans one log.
pub fn cleaned(log: impl AsRef<[u8]>) -> Cleaned {
    clean(&[LogFile { name: None, bytes: log.as_ref() }], &Settings::default()).expect("PROJ works")
}

/// Date and time of each epoch.
pub fn times(decoded: &Decoded) -> Vec<String> {
    let text =
        |epoch: &Epoch| epoch.time.map_or("none".to_owned(), |time| time.format("%F %T%.3f").to_string());
    decoded.epochs.iter().map(text).collect()
}

/// Latitudes of all epochs in ten-thousandths of a minute beyond 14° 47', as `place` writes them.
pub fn steps(decoded: &Decoded) -> Vec<Option<i64>> {
    decoded.epochs.iter().map(|epoch| epoch.position.map(|at| step_of(at.lat_deg()))).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a small whole number")]
fn step_of(lat_deg: f64) -> i64 {
    (((lat_deg - 14.0) * 60.0 - 47.46) * 10_000.0 / 7.0).round() as i64
}

/// How often each reason struck a sentence.
pub fn rejects(decoded: &Decoded) -> Vec<(Reason, u64)> {
    decoded.sentence_rejects.0.iter().map(|(reason, tally)| (*reason, tally.count)).collect()
}

/// The verdict on each epoch after cleaning.
pub fn verdicts(log: impl AsRef<[u8]>) -> Vec<Option<Reason>> {
    cleaned(log).decoded.epochs.iter().map(|epoch| epoch.rejected).collect()
}

/// A day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}
