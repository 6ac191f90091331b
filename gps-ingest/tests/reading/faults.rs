//! Damages a log byte by byte and counts what of the undamaged part is found again, and what is found that never was.

use std::collections::HashMap;

use gps_ingest::read::epoch::Epoch;
use gps_ingest::{LogFile, Settings, clean};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Half an hour of a handheld.
const EPOCHS: u32 = 1800;

/// A position farther from the truth than this is false: three times a handheld's noise.
const FALSE_M: f64 = 9.0;

/// What became of damaged logs.
#[derive(Debug, Default, Clone, Copy)]
pub struct Score {
    /// Bytes that were changed, lost or spliced over.
    pub faults: u32,
    /// Epochs none of whose bytes is damaged.
    pub undamaged: u32,
    /// … that were found again, at their time and place.
    pub recovered: u32,
    /// Epochs decoded at a time or place that never was.
    pub false_decoded: u32,
    /// … that cleaning kept although they are far from the truth.
    pub false_kept: u32,
}

/// Damages logs of so many seeds at a rate of faults per byte.
pub fn score(rate: f64, seeds: std::ops::Range<u64>) -> Score {
    let mut score = Score::default();
    for seed in seeds {
        score_one(rate, seed, &mut score);
    }
    score
}

fn score_one(rate: f64, seed: u64, score: &mut Score) {
    let bursts: Vec<String> = (0..EPOCHS).map(burst).collect();
    let (bytes, is_damaged) = damage(&bursts, rate, seed, score);
    let decoded =
        clean(&[LogFile { name: None, bytes: &bytes }], &Settings::default()).expect("PROJ works").decoded;
    let mut found: HashMap<u32, Vec<&Epoch>> = HashMap::new();
    for epoch in &decoded.epochs {
        let second = epoch.time_of_day.filter(|time| time.ms() % 1000 == 0).map(|time| time.ms() / 1000);
        let truth = second.and_then(|second| second.checked_sub(START_S)).filter(|index| *index < EPOCHS);
        let off_m = truth
            .zip(epoch.position)
            .map(|(index, at)| (at.lat_deg() - lat_deg(index)).hypot(at.lon_deg() - LON_DEG) * 111_000.0);
        let is_true = epoch.position.is_none() || off_m.is_some_and(|off_m| off_m < 1.0);
        score.false_decoded += u32::from(!is_true);
        score.false_kept += u32::from(epoch.is_kept() && off_m.is_none_or(|off_m| off_m > FALSE_M));
        if let Some(index) = truth.filter(|_| is_true) {
            found.entry(index).or_default().push(epoch);
        }
    }
    for (index, _) in (0..).zip(&is_damaged).filter(|(_, is_damaged)| !**is_damaged) {
        score.undamaged += 1;
        let has_position = |epoch: &&Epoch| epoch.position.is_some();
        score.recovered += u32::from(found.get(&index).is_some_and(|epochs| epochs.iter().any(has_position)));
    }
}

/// 8 o'clock.
const START_S: u32 = 8 * 3600;
const LON_DEG: f64 = -(16.0 + 55.56 / 60.0);

fn lat_minutes(index: u32) -> f64 {
    47.46 + 0.0007 * f64::from(index)
}

fn lat_deg(index: u32) -> f64 {
    14.0 + lat_minutes(index) / 60.0
}

fn burst(index: u32) -> String {
    let second = START_S + index;
    let time = format!("{:02}{:02}{:02}", second / 3600, second / 60 % 60, second % 60);
    let place = format!("14{:07.4},N,01655.5600,W", lat_minutes(index));
    [
        format!("GPRMC,{time},A,{place},2.5,0.0,200126,,,A"),
        format!("GPGGA,{time},{place},1,08,0.9,24.0,M,30.5,M,,"),
        "GPGSA,A,3,03,05,07,09,11,13,15,17,,,,,1.5,0.9,1.2".to_owned(),
    ]
    .map(|body| format!("${body}*{:02X}\r\n", body.bytes().fold(0, |sum, byte| sum ^ byte)))
    .concat()
}

/// Flips a bit, drops a byte, or loses a run of bytes; tells which bursts are touched.
fn damage(bursts: &[String], rate: f64, seed: u64, score: &mut Score) -> (Vec<u8>, Vec<bool>) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut bytes = Vec::new();
    let mut is_damaged = vec![false; bursts.len()];
    let mut lost = 0;
    for (index, burst) in bursts.iter().enumerate() {
        for byte in burst.bytes() {
            if lost > 0 {
                lost -= 1;
                is_damaged[index] = true;
                continue;
            }
            if !rng.random_bool(rate) {
                bytes.push(byte);
                continue;
            }
            score.faults += 1;
            is_damaged[index] = true;
            match rng.random_range(0..3) {
                0 => bytes.push(byte ^ (1 << rng.random_range(0..8))),
                1 => {}
                _ => lost = rng.random_range(1..150),
            }
        }
    }
    (bytes, is_damaged)
}
