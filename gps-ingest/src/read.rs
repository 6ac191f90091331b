//! From bytes to dated epochs: the stages S0 to S4.

use chrono::{DateTime, Utc};
use gis_core::LonLat;
use serde::{Deserialize, Serialize};

pub mod assemble;
pub mod auxiliary;
mod container;
pub mod course;
pub mod date;
pub mod epoch;
pub mod fields;
pub mod figure;
pub mod frame;
pub mod gpx;
pub mod input;
pub mod position;
pub mod sentence;
pub mod stream;
pub mod strict;
pub mod tally;

use self::date::Dating;
use self::epoch::Epoch;
use self::input::Encoding;
use crate::reason::{RejectAt, Rejects};
use crate::settings::Settings;

/// One log of a campaign as it was handed in.
#[derive(Debug, Clone, Copy)]
pub struct LogFile<'a> {
    /// Its name, for people.
    pub name: Option<&'a str>,
    /// Its content: NMEA 0183 or GPX, as it is or within gzip or zip.
    pub bytes: &'a [u8],
}

/// What a log came wrapped in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Container {
    /// Nothing.
    #[default]
    None,
    /// A gzip file.
    Gzip,
    /// A zip archive, of which it is one entry.
    Zip,
}

/// What language a log is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// NMEA 0183 sentences.
    #[default]
    Nmea,
    /// GPX, 1.0 or 1.1.
    Gpx,
}

/// What one log was made of, and how it was dated.
#[derive(Debug, Clone, PartialEq)]
pub struct LogReading {
    /// The name of the file, or of the entry of an archive.
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
    /// Sentences whose framing is sound.
    pub sentences: u64,
    /// The same by address, such as `GPGGA`, in order of the address.
    pub by_type: Vec<(String, u64)>,
    /// Bytes that belong to no sentence.
    pub junk_bytes: u64,
    /// Whether the file ends in the middle of a sentence.
    pub is_cut: bool,
    /// What the file looks like when it is no log, such as `JPEG`.
    pub looks_like: Option<&'static str>,
    /// Instants of which two sentences state positions that differ by more than their last two digits.
    pub disagreements: u64,
    /// How far local time is from UTC, when the receiver says that it is not the same (ZDA).
    pub local_zone_min: Option<i32>,
    /// Whether its speeds stand against its positions, as cleaning finds.
    pub has_stuck_speed: bool,
    /// How the log was dated.
    pub dating: Dating,
}

/// A place that the surveyor named.
#[derive(Debug, Clone, PartialEq)]
pub struct Waypoint {
    /// Which log of the campaign, as an index into [`Decoded::logs`].
    pub log: u32,
    /// Line of its sentence or element, from 1.
    pub line: u64,
    /// Offset of its sentence or element in the log, from 0.
    pub byte: u64,
    /// The name, as the receiver writes it.
    pub name: String,
    /// Where.
    pub position: LonLat,
    /// When: its own time, or that of the epoch around it.
    pub time: Option<DateTime<Utc>>,
}

/// A campaign as epochs; cleaning then keeps each or rejects it for one reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The logs, in the order in which they were handed in; never empty.
    pub logs: Vec<LogReading>,
    /// Sentences that never became part of an epoch.
    pub sentence_rejects: Rejects,
    /// All epochs: log by log, each in the order of its file.
    pub epochs: Vec<Epoch>,
    /// The places that surveyors named, in the same order.
    pub waypoints: Vec<Waypoint>,
}

impl Decoded {
    /// The epochs that are used.
    pub fn kept(&self) -> impl Iterator<Item = &Epoch> {
        self.epochs.iter().filter(|epoch| epoch.is_kept())
    }

    /// The first log, which is the only one unless the campaign has several.
    #[must_use]
    pub fn first_log(&self) -> &LogReading {
        self.logs.first().expect("a campaign has a log")
    }

    /// Epochs by the one reason for which they were rejected.
    #[must_use]
    pub fn epoch_rejects(&self) -> Rejects {
        let mut rejects = Rejects::default();
        for epoch in &self.epochs {
            if let Some(reason) = epoch.rejected {
                let Epoch { log, line, byte, .. } = *epoch;
                rejects.add(reason, || RejectAt { log, line, byte, detail: epoch.detail() });
            }
        }
        rejects
    }
}

/// Takes what a log says, in its order.
pub trait Sink {
    /// The next epoch.
    fn epoch(&mut self, epoch: Epoch);

    /// The next named place.
    fn waypoint(&mut self, waypoint: Waypoint);
}

impl Sink for Decoded {
    fn epoch(&mut self, epoch: Epoch) {
        self.epochs.push(epoch);
    }

    /// Receivers repeat the places of their route for ever; each is a place once.
    fn waypoint(&mut self, waypoint: Waypoint) {
        let is_known = |known: &&Waypoint| known.position == waypoint.position && known.name == waypoint.name;
        let of_this_log = self.waypoints.iter().rev().take_while(|known| known.log == waypoint.log);
        if !of_this_log.take(ROUTE_MAX).any(|known| is_known(&known)) {
            self.waypoints.push(waypoint);
        }
    }
}

/// Routes of handhelds have no more places; only among so many a repetition is looked for.
const ROUTE_MAX: usize = 500;

/// Decodes the logs of a campaign. Dirty input is never an error: what cannot be used is counted by reason.
#[must_use]
pub fn decode(files: &[LogFile<'_>], settings: &Settings) -> Decoded {
    let nothing = [LogFile { name: None, bytes: &[] }];
    let files = if files.is_empty() { &nothing } else { files };
    let mut decoded = Decoded {
        logs: Vec::new(),
        sentence_rejects: Rejects::default(),
        epochs: Vec::new(),
        waypoints: Vec::new(),
    };
    for file in files {
        container::read(*file, settings, &mut decoded);
    }
    decoded
}
