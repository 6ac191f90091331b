//! From bytes to dated epochs: the stages S0 to S4.

use std::collections::HashMap;

pub mod date;
pub mod epoch;
pub mod fields;
pub mod frame;
pub mod input;
pub mod layout;
pub mod lenient;
pub mod sentence;
pub mod strict;

use self::date::Dating;
use self::epoch::{Assembler, Epoch};
use self::frame::{Framer, Piece};
use self::input::{Encoding, Input};
use crate::reason::{Reason, RejectAt, Rejects};
use crate::settings::Settings;

/// What the file was made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Size of the file.
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
}

/// A log as epochs; cleaning then keeps each or rejects it for one reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// What the file was made of.
    pub reading: Reading,
    /// Sentences that never became part of an epoch.
    pub sentence_rejects: Rejects,
    /// All epochs, in the order of the file.
    pub epochs: Vec<Epoch>,
    /// How the log was dated.
    pub dating: Dating,
}

impl Decoded {
    /// The epochs that are used.
    pub fn kept(&self) -> impl Iterator<Item = &Epoch> {
        self.epochs.iter().filter(|epoch| epoch.is_kept())
    }

    /// Epochs by the one reason for which they were rejected.
    #[must_use]
    pub fn epoch_rejects(&self) -> Rejects {
        let mut rejects = Rejects::default();
        for epoch in &self.epochs {
            if let Some(reason) = epoch.rejected {
                let at = || RejectAt { line: epoch.line, byte: epoch.byte, detail: epoch.detail() };
                rejects.add(reason, at);
            }
        }
        rejects
    }
}

/// Decodes a log. Dirty input is never an error: what cannot be used is counted by reason.
#[must_use]
pub fn decode(bytes: &[u8], settings: &Settings) -> Decoded {
    let input = input::open(bytes);
    let mut rejects = Rejects::default();
    let (reading, mut epochs) = read(&input, bytes, settings, &mut rejects);
    let dating = date::date(&mut epochs, settings);
    Decoded { reading, sentence_rejects: rejects, epochs, dating }
}

fn read(
    input: &Input<'_>,
    original: &[u8],
    settings: &Settings,
    rejects: &mut Rejects,
) -> (Reading, Vec<Epoch>) {
    let mut framer = Framer::new(&input.bytes);
    let mut assembler = Assembler::new(&settings.thresholds);
    let mut tally = TypeTally::default();
    let mut is_cut = false;
    let reject = |rejects: &mut Rejects, reason, text: &str, line, start| {
        rejects.add(reason, || RejectAt { line, byte: input.original_offset(start), detail: excerpt(text) });
    };
    for piece in framer.by_ref() {
        match piece {
            Piece::Sentence(frame) => {
                tally.add(frame.body);
                match sentence::read(&frame) {
                    Ok(sentence) => {
                        assembler.push(&sentence, frame.line, input.original_offset(frame.start));
                    }
                    Err(reason) => reject(rejects, reason, frame.text, frame.line, frame.start),
                }
            }
            Piece::Rejected { reason, text, start, line, at_end_of_file } => {
                is_cut |= at_end_of_file && reason == Reason::Truncated;
                reject(rejects, reason, text, line, start);
            }
        }
    }
    let reading = Reading {
        bytes: original.len() as u64,
        lines: framer.lines(),
        encoding: input.encoding,
        sentences: tally.total,
        by_type: tally.into_sorted(),
        junk_bytes: framer.junk_bytes(),
        is_cut,
        looks_like: input::looks_like(original),
    };
    (reading, assembler.finish())
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
