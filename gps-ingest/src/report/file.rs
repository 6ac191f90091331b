//! What the report says of each log of a campaign.

use std::collections::BTreeMap;

use super::build::rounded;
use super::{DateReport, EpochReport, FileReport, ReceiverReport, SentenceReport};
use crate::clean::plane::median;
use crate::read::date::DateSource;
use crate::read::epoch::Epoch;
use crate::read::{Decoded, Format, LogReading};
use crate::reason::Reason;

/// So many positions tell to how many decimals a receiver writes.
const SAMPLED_POSITIONS: usize = 50;

/// What became of the epochs of one log.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// All epochs.
    pub(super) total: u64,
    /// Those used.
    pub(super) kept: u64,
    /// The others by reason.
    pub(super) rejected: BTreeMap<Reason, u64>,
}

/// What became of the epochs of each log.
pub(super) fn tallies(decoded: &Decoded) -> Vec<Tally> {
    by_log(decoded).map(tally).collect()
}

fn tally(epochs: &[Epoch]) -> Tally {
    let mut tally = Tally { total: epochs.len() as u64, ..Tally::default() };
    for epoch in epochs {
        match epoch.rejected {
            None => tally.kept += 1,
            Some(reason) => *tally.rejected.entry(reason).or_default() += 1,
        }
    }
    tally
}

/// The epochs of each log; they come log by log.
pub(super) fn by_log(decoded: &Decoded) -> impl Iterator<Item = &[Epoch]> {
    (0..).zip(&decoded.logs).map(|(log, _): (u32, _)| {
        let from = decoded.epochs.partition_point(|epoch| epoch.log < log);
        let to = decoded.epochs.partition_point(|epoch| epoch.log <= log);
        &decoded.epochs[from..to]
    })
}

/// What the report says of each log.
pub(super) fn files(decoded: &Decoded, tallies: &[Tally]) -> Vec<FileReport> {
    let logs = decoded.logs.iter().zip(by_log(decoded)).zip(tallies);
    logs.map(|((reading, epochs), tally)| file(reading, epochs, tally)).collect()
}

fn file(reading: &LogReading, epochs: &[Epoch], tally: &Tally) -> FileReport {
    let times = || epochs.iter().filter(|epoch| epoch.is_kept()).filter_map(|epoch| epoch.time);
    FileReport {
        name: reading.name.clone(),
        container: reading.container,
        format: reading.format,
        bytes: reading.bytes,
        lines: reading.lines,
        encoding: reading.encoding,
        is_cut: reading.is_cut,
        sentences: SentenceReport {
            total: reading.sentences,
            by_type: reading.by_type.iter().cloned().collect(),
            by_talker: by_talker(&reading.by_type),
            junk_bytes: reading.junk_bytes,
        },
        epochs: EpochReport {
            total: tally.total,
            kept: tally.kept,
            rejected: tally.rejected.iter().map(|(r, count)| (r.name().to_owned(), *count)).collect(),
        },
        dates: DateReport {
            source: reading.dating.source,
            moved_by_week_rollover: reading.dating.moved_by_week_rollover,
            started_at: times().min(),
            ended_at: times().max(),
        },
        receiver: ReceiverReport {
            rate_hz: usual_interval_s(epochs).map(|interval_s| rounded(1.0 / interval_s)),
            minute_decimals: minute_decimals(epochs).filter(|_| reading.format == Format::Nmea),
        },
    }
}

fn by_talker(by_type: &[(String, u64)]) -> BTreeMap<String, u64> {
    let mut talkers = BTreeMap::new();
    for (address, count) in by_type {
        let letters = if address.starts_with('P') { 1 } else { 2 };
        let talker: String = address.chars().take(letters).collect();
        *talkers.entry(talker).or_default() += count;
    }
    talkers
}

/// The median time between one epoch of a log and the next.
pub(super) fn usual_interval_s(epochs: &[Epoch]) -> Option<f64> {
    let interval_ms = |pair: &[Epoch]| Some(pair[1].clock_ms? - pair[0].clock_ms?).filter(|ms| *ms > 0);
    let intervals = epochs.windows(2).filter_map(interval_ms).map(crate::clean::plane::seconds);
    median(intervals.collect())
}

/// The fewest decimals of a minute that write the first positions of a log exactly.
fn minute_decimals(epochs: &[Epoch]) -> Option<u8> {
    const DECIMALS_MAX: u8 = 7;
    let kept = epochs.iter().filter(|epoch| epoch.is_kept()).filter_map(|epoch| epoch.position);
    let minutes: Vec<f64> = kept
        .take(SAMPLED_POSITIONS)
        .flat_map(|position| [position.lon_deg().abs() * 60.0, position.lat_deg().abs() * 60.0])
        .collect();
    // Degrees as `f64` hold a minute to about nine decimals.
    let is_whole =
        |minute: &f64, scale: f64| ((minute * scale).round() - minute * scale).abs() < 1e-8 * scale;
    let fits = |decimals: &u8| {
        let scale = 10_f64.powi(i32::from(*decimals));
        minutes.iter().all(|minute| is_whole(minute, scale))
    };
    (!minutes.is_empty()).then(|| (0..DECIMALS_MAX).find(fits).unwrap_or(DECIMALS_MAX))
}

/// The sentences of all logs together.
pub(super) fn all_sentences(files: &[FileReport]) -> SentenceReport {
    let mut all = SentenceReport::default();
    for SentenceReport { total, by_type, by_talker, junk_bytes } in files.iter().map(|file| &file.sentences) {
        all.total += total;
        all.junk_bytes += junk_bytes;
        for (address, count) in by_type {
            *all.by_type.entry(address.clone()).or_default() += count;
        }
        for (talker, count) in by_talker {
            *all.by_talker.entry(talker.clone()).or_default() += count;
        }
    }
    all
}

/// The dates of all logs together.
pub(super) fn all_dates(files: &[FileReport]) -> DateReport {
    let dates = || files.iter().map(|file| &file.dates);
    DateReport {
        source: dates()
            .map(|dates| dates.source)
            .max_by_key(|source| weakness(*source))
            .unwrap_or(DateSource::None),
        moved_by_week_rollover: dates().any(|dates| dates.moved_by_week_rollover),
        started_at: dates().filter_map(|dates| dates.started_at).min(),
        ended_at: dates().filter_map(|dates| dates.ended_at).max(),
    }
}

fn weakness(source: DateSource) -> u8 {
    match source {
        DateSource::Zda => 0,
        DateSource::Rmc | DateSource::Gpx => 1,
        DateSource::Operator => 2,
        DateSource::None => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogFile, Settings, decode};

    fn epochs(minutes: [&str; 2]) -> Vec<Epoch> {
        let sentence = |second: usize, minute: &str| {
            let body = format!("GPGGA,1011{second:02},14{minute},N,016{minute},W,1,08,0.9,20.0,M,30.0,M,,");
            format!("${body}*{:02X}\r\n", body.bytes().fold(0, |sum, byte| sum ^ byte))
        };
        let log: String =
            minutes.iter().enumerate().map(|(index, minute)| sentence(index * 2, minute)).collect();
        decode(&[LogFile { name: None, bytes: log.as_bytes() }], &Settings::default()).epochs
    }

    #[test]
    fn the_receivers_rate_and_decimals_are_read_off_the_log() {
        assert_eq!(minute_decimals(&epochs(["47.4600", "47.4611"])), Some(4));
        assert_eq!(minute_decimals(&epochs(["47.460", "47.461"])), Some(3));
        assert_eq!(minute_decimals(&epochs(["47.4600001", "47.4611230"])), Some(7));
        assert_eq!(minute_decimals(&[]), None);
        assert_eq!(usual_interval_s(&epochs(["47.4600", "47.4611"])), Some(2.0));
    }

    #[test]
    fn a_makers_own_sentences_are_one_talker() {
        let by_type = [("GPGGA", 3), ("GPRMC", 2), ("PGRME", 1), ("PUBX", 1)];
        let talkers = by_talker(&by_type.map(|(address, count)| (address.to_owned(), count)));
        assert_eq!(talkers, BTreeMap::from([("GP".to_owned(), 5), ("P".to_owned(), 2)]));
    }
}
