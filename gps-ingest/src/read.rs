//! From bytes to dated epochs: the stages S0 to S4.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use gis_core::LonLat;
use serde::{Deserialize, Serialize};

pub mod date;
pub mod epoch;
pub mod fields;
pub mod figure;
pub mod frame;
pub mod input;
pub mod layout;
pub mod lenient;
pub mod sentence;
pub mod strict;

use self::date::Dating;
use self::epoch::{Assembler, Epoch};
use self::frame::{Framer, Piece};
use self::input::Encoding;
use crate::reason::{Reason, RejectAt, Rejects};
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
    for (log, file) in (0..).zip(files) {
        read(log, *file, settings, &mut decoded);
    }
    decoded
}

fn read(log: u32, file: LogFile<'_>, settings: &Settings, decoded: &mut Decoded) {
    let input = input::open(file.bytes);
    let mut framer = Framer::new(&input.bytes);
    let mut assembler = Assembler::new(&settings.thresholds);
    let mut tally = TypeTally::default();
    let mut is_cut = false;
    let reject = |rejects: &mut Rejects, reason, text: &str, line, start| {
        let at = || RejectAt { log, line, byte: input.original_offset(start), detail: excerpt(text) };
        rejects.add(reason, at);
    };
    for piece in framer.by_ref() {
        match piece {
            Piece::Sentence(frame) => {
                tally.add(frame.body);
                match sentence::read(&frame) {
                    Ok(sentence) => {
                        assembler.push(&sentence, frame.line, input.original_offset(frame.start));
                    }
                    Err(reason) => {
                        reject(&mut decoded.sentence_rejects, reason, frame.text, frame.line, frame.start);
                    }
                }
            }
            Piece::Rejected { reason, text, start, line, at_end_of_file } => {
                is_cut |= at_end_of_file && reason == Reason::Truncated;
                reject(&mut decoded.sentence_rejects, reason, text, line, start);
            }
        }
    }
    let mut epochs = assembler.finish();
    let dating = date::date(&mut epochs, settings);
    for epoch in &mut epochs {
        epoch.log = log;
    }
    decoded.epochs.extend(epochs);
    decoded.logs.push(LogReading {
        name: file.name.map(str::to_owned),
        container: Container::None,
        format: Format::Nmea,
        bytes: file.bytes.len() as u64,
        lines: framer.lines(),
        encoding: input.encoding,
        sentences: tally.total,
        by_type: tally.into_sorted(),
        junk_bytes: framer.junk_bytes(),
        is_cut,
        looks_like: input::looks_like(file.bytes),
        dating,
    });
}

/// The beginning of a sentence, as the report shows it.
fn excerpt(text: &str) -> String {
    const CHARACTERS_MAX: usize = 60;
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Counts sentences by address; random bytes may make many addresses, so their number is bounded.
#[derive(Debug, Default)]
struct TypeTally {
    total: u64,
    counts: HashMap<[u8; 8], u64>,
    others: u64,
}

impl TypeTally {
    const TYPES_MAX: usize = 200;

    fn add(&mut self, body: &str) {
        self.total += 1;
        let mut address = [b' '; 8];
        let letters = body.bytes().take_while(|byte| *byte != b',');
        for (slot, letter) in address.iter_mut().zip(letters) {
            *slot = letter;
        }
        if self.counts.len() < Self::TYPES_MAX || self.counts.contains_key(&address) {
            *self.counts.entry(address).or_default() += 1;
        } else {
            self.others += 1;
        }
    }

    fn into_sorted(self) -> Vec<(String, u64)> {
        let name = |address: [u8; 8]| String::from_utf8_lossy(&address).trim_end().to_owned();
        let mut counts: Vec<_> = self.counts.into_iter().map(|(a, count)| (name(a), count)).collect();
        counts.sort();
        if self.others > 0 {
            counts.push(("other".to_owned(), self.others));
        }
        counts
    }
}
