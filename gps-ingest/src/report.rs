//! The quality report of a campaign: what was read, what was rejected and why, what was found, what it is worth.
//!
//! Its JSON is a contract (`docs/report.md`): it is stored with the upload and drawn by the web app.

mod advice;
mod build;
mod file;
mod findings;
mod odd;
mod quality;
mod summary;
mod text;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use gis_core::survey::{Corner, DraftKind, Grade};
use gis_core::{Finding, Text};
use serde::{Deserialize, Serialize};

pub use build::build;
pub(crate) use summary::{SIGMAS_95, area, called};
pub use text::report_text;

use crate::read::date::DateSource;
use crate::read::input::Encoding;
use crate::read::{Container, Format};
use crate::reason::{RejectAt, Stage};

/// The version of the report's shape.
pub const REPORT_VERSION: u32 = 2;

/// So many sessions are listed one by one; a finding tells the number of all when there are more.
pub const SESSIONS_LISTED_MAX: usize = 200;

/// The quality report of a campaign of one or several logs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of this shape.
    pub version: u32,
    /// The version of the settings that cleaned the log.
    pub settings: String,
    /// The logs, in the order in which they were handed in; an archive gives one for each of its entries.
    pub files: Vec<FileReport>,
    /// The sentences of all logs together.
    pub sentences: SentenceReport,
    /// The epochs of all logs together: total = kept + Σ rejected.
    pub epochs: EpochReport,
    /// All rejects, of sentences and of epochs, by reason.
    pub rejects: Vec<RejectReport>,
    /// The dates of all logs together.
    pub dates: DateReport,
    /// The sessions, the first [`SESSIONS_LISTED_MAX`] of them.
    pub sessions: Vec<SessionReport>,
    /// Pauses in the recording.
    pub gaps: GapReport,
    /// How good the satellites were.
    pub quality: QualityReport,
    /// The track.
    pub track: Option<TrackReport>,
    /// The drafts, in the order of the survey's.
    pub drafts: Vec<DraftReport>,
    /// What is to be said of the log as a whole.
    pub findings: Vec<Finding>,
    /// The report in a sentence or two.
    pub summary: Text,
}

/// One log as it was received, and how much of it is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// Its name, or that of the archive's entry.
    pub name: Option<String>,
    /// What it came wrapped in.
    pub container: Container,
    /// What it is written in.
    pub format: Format,
    /// Size, unwrapped.
    pub bytes: u64,
    /// Lines, whatever ends them.
    pub lines: u64,
    /// How it is written.
    pub encoding: Encoding,
    /// Whether it ends in the middle of a sentence.
    pub is_cut: bool,
    /// Its sentences.
    pub sentences: SentenceReport,
    /// Its epochs: total = kept + Σ rejected.
    pub epochs: EpochReport,
    /// Its dates.
    pub dates: DateReport,
    /// What it tells of the receiver.
    pub receiver: ReceiverReport,
}

/// Sentences of a log or of all.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SentenceReport {
    /// Sentences whose framing and checksum are sound.
    pub total: u64,
    /// The same by address.
    pub by_type: BTreeMap<String, u64>,
    /// The same by talker, the first two letters of the address; `P` for a maker's own sentences.
    pub by_talker: BTreeMap<String, u64>,
    /// Bytes that belong to no sentence.
    pub junk_bytes: u64,
}

/// What a log tells of its receiver.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceiverReport {
    /// Epochs a second, by the median interval.
    pub rate_hz: Option<f64>,
    /// Decimals of a minute of arc to which positions are written; NMEA only. Four are 18 cm.
    pub minute_decimals: Option<u8>,
}

/// Epochs of a log or of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EpochReport {
    /// All.
    pub total: u64,
    /// Those used.
    pub kept: u64,
    /// Those not used, by the one reason of each.
    pub rejected: BTreeMap<String, u64>,
}

/// What was rejected for one reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RejectReport {
    /// Stable name.
    pub reason: String,
    /// Whether it strikes sentences or epochs.
    pub stage: Stage,
    /// How many.
    pub count: u64,
    /// Words for people.
    pub label: Text,
    /// Where the first few were.
    pub first: Vec<RejectAt>,
}

/// How a log is dated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DateReport {
    /// Where the dates come from; of several logs, the weakest of their sources.
    pub source: DateSource,
    /// Whether dates were moved by 1024 weeks into the campaign.
    pub moved_by_week_rollover: bool,
    /// First kept epoch.
    pub started_at: Option<DateTime<Utc>>,
    /// Last kept epoch.
    pub ended_at: Option<DateTime<Utc>>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionReport {
    /// Which log it is of, from 0.
    pub log: u32,
    /// First kept epoch.
    pub started_at: Option<DateTime<Utc>>,
    /// Last kept epoch.
    pub ended_at: Option<DateTime<Utc>>,
    /// Time between them.
    pub duration_s: f64,
    /// Kept epochs.
    pub epochs: u64,
    /// Length on the ellipsoid.
    pub length_m: f64,
}

/// Pauses between kept epochs of one log: longer than 5 s and than five usual intervals.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GapReport {
    /// How many.
    pub count: u64,
    /// The longest.
    pub longest_s: f64,
}

/// How good the satellites were over the kept epochs: median and 95th percentile.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct QualityReport {
    /// Median horizontal dilution of precision.
    pub hdop_p50: Option<f64>,
    /// 95 % of epochs are at or below it.
    pub hdop_p95: Option<f64>,
    /// Median number of satellites.
    pub satellites_p50: Option<f64>,
    /// 95 % of epochs are at or below it.
    pub satellites_p95: Option<f64>,
    /// Median of the standard deviation that the receiver states, per axis.
    pub stated_sigma_p50_m: Option<f64>,
    /// Epochs rejected as jumps or as outliers.
    pub spikes: u64,
    /// Share of kept epochs that repeat the position before them to the last digit.
    pub pinned_share: f64,
    /// Share of kept epochs after sunset, from 19:00 UTC, when the ionosphere over Senegal is at its worst.
    pub post_sunset_share: f64,
}

/// The track.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrackReport {
    /// Epochs that it is made of.
    pub epochs: u64,
    /// Length on the ellipsoid through the kept positions as the receiver wrote them.
    pub length_m: f64,
    /// The same after smoothing: noise lengthens a path.
    pub smooth_length_m: f64,
    /// How far smoothing moved the positions: the median, …
    pub moved_p50_m: f64,
    /// … what 95 % do not exceed, …
    pub moved_p95_m: f64,
    /// … and the most.
    pub moved_max_m: f64,
}

/// One draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftReport {
    /// What it would become.
    pub kind: DraftKind,
    /// The name that the receiver stored with it.
    pub name: Option<String>,
    /// Area of a polygon.
    pub area_m2: Option<f64>,
    /// Standard deviation of that area.
    pub area_sd_m2: Option<f64>,
    /// Length of a line, perimeter of a polygon.
    pub length_m: Option<f64>,
    /// Standard deviation of a position, per axis.
    pub sigma_m: f64,
    /// How many independent positions the epochs are worth.
    pub n_eff: f64,
    /// Epochs that it rests on.
    pub epochs: u64,
    /// How many times a road was driven; 1 for what is surveyed once.
    pub passes: u64,
    /// Corners at which the receiver was held still.
    pub corners: Vec<Corner>,
    /// How good it is.
    pub grade: Grade,
    /// The rule that decided the grade.
    pub rule: String,
    /// The rule in words, with its figure.
    pub reason: Text,
    /// What to do next.
    pub next_step: Text,
    /// What cleaning has to say of it.
    pub findings: Vec<Finding>,
}
