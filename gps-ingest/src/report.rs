//! The quality report of one log: what was read, what was rejected and why, what was found, what it is worth.
//!
//! Its JSON is a contract (`docs/report.md`): it is stored with the upload and drawn by the web app.

mod build;
mod findings;
mod summary;
mod text;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use gis_core::survey::DraftKind;
use gis_core::{Finding, Text};
use serde::{Deserialize, Serialize};

pub use build::build;
pub use text::report_text;

use crate::read::date::DateSource;
use crate::read::input::Encoding;
use crate::reason::{RejectAt, Stage};

/// The version of the report's shape.
pub const REPORT_VERSION: u32 = 1;

/// So many sessions are listed one by one; a finding tells the number of all when there are more.
pub const SESSIONS_LISTED_MAX: usize = 200;

/// The quality report of one log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of this shape.
    pub version: u32,
    /// The version of the settings that cleaned the log.
    pub settings: String,
    /// The file.
    pub file: FileReport,
    /// Its sentences.
    pub sentences: SentenceReport,
    /// Its epochs: total = kept + Σ rejected.
    pub epochs: EpochReport,
    /// All rejects, of sentences and of epochs, by reason.
    pub rejects: Vec<RejectReport>,
    /// Its dates.
    pub dates: DateReport,
    /// Its sessions, the first [`SESSIONS_LISTED_MAX`] of them.
    pub sessions: Vec<SessionReport>,
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

/// The file as it was received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// Size.
    pub bytes: u64,
    /// Lines, whatever ends them.
    pub lines: u64,
    /// How it is written.
    pub encoding: Encoding,
}

/// The sentences of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentenceReport {
    /// Sentences with a sound checksum.
    pub total: u64,
    /// The same by address.
    pub by_type: BTreeMap<String, u64>,
    /// Bytes that belong to no sentence.
    pub junk_bytes: u64,
}

/// The epochs of the log.
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

/// How the log is dated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DateReport {
    /// Where the dates come from.
    pub source: DateSource,
    /// First kept epoch.
    pub started_at: Option<DateTime<Utc>>,
    /// Last kept epoch.
    pub ended_at: Option<DateTime<Utc>>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionReport {
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
}

/// The track.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrackReport {
    /// Epochs that it is made of.
    pub epochs: u64,
    /// Length on the ellipsoid.
    pub length_m: f64,
}

/// One draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftReport {
    /// What it would become.
    pub kind: DraftKind,
    /// Area of a polygon.
    pub area_m2: Option<f64>,
    /// Length of a line, perimeter of a polygon.
    pub length_m: Option<f64>,
    /// Standard deviation of a position, per axis.
    pub sigma_m: f64,
    /// Epochs that it rests on.
    pub epochs: u64,
    /// What cleaning has to say of it.
    pub findings: Vec<Finding>,
}
