//! S1, framing: finds the sentences in a stream of bytes, whatever lies between them.
//!
//! A sentence runs from `$` to `*hh`. A new `$` inside a body ends the old candidate and starts the next, so a
//! splice costs one sentence and not two. The bytes come a window at a time: a candidate that the window cuts is
//! left for the next one. Invariant: every byte is looked at a bounded number of times.

use crate::read::input::Junk;
use crate::reason::Reason;

/// The longest body accepted; NMEA 0183 says 82, receivers with many satellites write more.
pub const BODY_BYTES_MAX: usize = 256;

/// A sentence whose framing is sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// All of it, from `$` to the checksum: printable ASCII.
    pub text: &'a [u8],
    /// Between `$` and `*`.
    pub body: &'a [u8],
    /// Offset of `$` in the log.
    pub start: u64,
    /// Line of `$`, from 1.
    pub line: u64,
}

/// What the framer found next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A sound sentence.
    Sentence(Frame<'a>),
    /// Something that began like a sentence and is none.
    Rejected {
        /// Why.
        reason: Reason,
        /// All of it.
        text: &'a [u8],
        /// Offset of `$` in the log.
        start: u64,
        /// Line of `$`, from 1.
        line: u64,
        /// Whether the file ended in the middle of it.
        at_end_of_file: bool,
    },
}

/// A stretch of a log.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Where in the log they begin.
    pub offset: u64,
    /// Whether nothing follows.
    pub is_last: bool,
}

/// Finds sentences, window by window.
#[derive(Debug, Clone)]
pub struct Framer {
    line: u64,
    last_byte: u8,
    accepts_missing_checksum: bool,
    junk: Junk,
}

impl Framer {
    /// A framer at the beginning of a log of which the first window is known. Checksums may be missing only where
    /// no sentence of that window has one, and only until one has.
    #[must_use]
    pub fn new(first: Window<'_>) -> Self {
        let strict =
            Self { line: 1, last_byte: b'\n', accepts_missing_checksum: false, junk: Junk::default() };
        let mut probe = strict.clone();
        let mut at = 0;
        let has_checksum = std::iter::from_fn(|| probe.next(first, &mut at))
            .any(|piece| matches!(piece, Piece::Sentence(_)));
        Self { accepts_missing_checksum: !has_checksum, ..strict }
    }

    /// What lies between the sentences so far.
    #[must_use]
    pub fn junk(&self) -> &Junk {
        &self.junk
    }

    /// Lines so far; a last line without its end counts.
    #[must_use]
    pub fn lines(&self) -> u64 {
        if matches!(self.last_byte, b'\n' | b'\r') { self.line - 1 } else { self.line }
    }

    /// The next piece from `at` on, which moves behind it; `None` when the window holds no further whole one.
    pub fn next<'a>(&mut self, window: Window<'a>, at: &mut usize) -> Option<Piece<'a>> {
        let bytes = window.bytes;
        loop {
            self.skip_to_sentence(bytes, at);
            let start = *at;
            let is_sentence = begins_like_a_sentence(&bytes[start..]);
            if start >= bytes.len() || (is_sentence.is_none() && !window.is_last) {
                return None;
            }
            if is_sentence != Some(true) {
                *at += 1;
                self.last_byte = b'$';
                self.junk.add(b'$');
                continue;
            }
            let Candidate { length, outcome } = self.candidate(&bytes[start..], window.is_last);
            if matches!(outcome, Outcome::Cut(_)) && !window.is_last {
                return None;
            }
            let (text, line, offset) =
                (&bytes[start..start + length], self.line, window.offset + start as u64);
            *at = start + length;
            self.last_byte = b'.';
            return Some(self.piece(outcome, text, offset, line));
        }
    }

    fn piece<'a>(&mut self, outcome: Outcome, text: &'a [u8], start: u64, line: u64) -> Piece<'a> {
        let (reason, at_end_of_file) = match outcome {
            Outcome::Sound { body_length } => {
                self.accepts_missing_checksum &= body_length + 1 == text.len();
                return Piece::Sentence(Frame { text, body: &text[1..=body_length], start, line });
            }
            Outcome::Rejected(reason) => (reason, false),
            Outcome::Cut(reason) => (reason, true),
        };
        Piece::Rejected { reason, text, start, line, at_end_of_file }
    }

    /// Skips to the next `$`, counting lines: CR, LF and CR LF each end one.
    fn skip_to_sentence(&mut self, bytes: &[u8], at: &mut usize) {
        while let Some(&byte) = bytes.get(*at) {
            match byte {
                b'$' => return,
                b'\n' => self.line += u64::from(self.last_byte != b'\r'),
                b'\r' => self.line += 1,
                _ => self.junk.add(byte),
            }
            self.last_byte = byte;
            *at += 1;
        }
    }

    /// Reads the candidate that begins with the `$` of `bytes`.
    fn candidate(&self, bytes: &[u8], is_last: bool) -> Candidate {
        let mut sum = 0_u8;
        let mut has_star = false;
        let mut checksum_failed = false;
        let rejected =
            |failed, otherwise| Outcome::Rejected(if failed { Reason::BadChecksum } else { otherwise });
        // The checksum of the longest body may lie in the next window.
        let checksum_bytes = if is_last { 0 } else { 2 };
        let is_too_long = bytes.len() >= BODY_BYTES_MAX + 2 + checksum_bytes;
        let body = &bytes[..bytes.len().min(BODY_BYTES_MAX + 2)];
        let mut at = 1;
        loop {
            let run = plain_run(&body[at..]);
            sum ^= run.iter().fold(0, |sum, byte| sum ^ byte);
            at += run.len();
            let Some(&byte) = body.get(at) else { break };
            match (byte, checksum_at(bytes, at + 1)) {
                (b'*', Some(stated)) if stated == sum => {
                    return Candidate { length: at + 3, outcome: Outcome::Sound { body_length: at - 1 } };
                }
                (b'*', stated) => {
                    has_star = true;
                    checksum_failed |= stated.is_some();
                    sum ^= byte;
                    at += 1;
                }
                (b'\r' | b'\n', _) if !has_star && self.accepts_missing_checksum => {
                    return Candidate { length: at, outcome: Outcome::Sound { body_length: at - 1 } };
                }
                (b'\r' | b'\n', _) if !has_star => {
                    return Candidate { length: at, outcome: Outcome::Rejected(Reason::NoChecksum) };
                }
                _ => return Candidate { length: at, outcome: rejected(checksum_failed, Reason::Truncated) },
            }
        }
        if is_too_long {
            let length = BODY_BYTES_MAX + 1;
            return Candidate { length, outcome: rejected(checksum_failed, Reason::TooLong) };
        }
        let reason = if checksum_failed { Reason::BadChecksum } else { Reason::Truncated };
        Candidate { length: bytes.len(), outcome: Outcome::Cut(reason) }
    }
}

/// The bytes before the next one at which a candidate may end. Whole blocks are looked at as one: the compiler makes
/// vector instructions of it.
fn plain_run(bytes: &[u8]) -> &[u8] {
    const BLOCK_BYTES: usize = 16;
    let is_plain = |block: &&[u8]| !block.iter().fold(false, |any, byte| any | ends_or_marks(*byte));
    let blocks = bytes.chunks_exact(BLOCK_BYTES).take_while(is_plain).count() * BLOCK_BYTES;
    let rest = bytes[blocks..].iter().position(|byte| ends_or_marks(*byte));
    rest.map_or(bytes, |rest| &bytes[..blocks + rest])
}

/// A star, another `$`, and what is not printable ASCII.
fn ends_or_marks(byte: u8) -> bool {
    byte.wrapping_sub(0x20) > 0x7E - 0x20 || byte == b'*' || byte == b'$'
}

/// The address of a sentence begins with a capital and has at least three letters or digits; `None` when the bytes
/// end before that is known.
fn begins_like_a_sentence(bytes: &[u8]) -> Option<bool> {
    let address = bytes.get(1..4)?;
    let is_address =
        |(index, byte): (usize, &u8)| byte.is_ascii_uppercase() || (index > 0 && byte.is_ascii_digit());
    Some(address.iter().enumerate().all(is_address))
}

/// Two hexadecimal digits of either case.
fn checksum_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let &[high, low] = bytes.get(at..at + 2)? else { return None };
    Some(digit(high)? << 4 | digit(low)?)
}

/// How far a candidate goes and what it is.
struct Candidate {
    length: usize,
    outcome: Outcome,
}

#[derive(Clone, Copy)]
enum Outcome {
    Sound {
        body_length: usize,
    },
    Rejected(Reason),
    /// The bytes end within it.
    Cut(Reason),
}

/// All pieces of a log that is in memory as one.
pub fn pieces(bytes: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    let window = Window { bytes, offset: 0, is_last: true };
    let mut framer = Framer::new(window);
    let mut at = 0;
    std::iter::from_fn(move || framer.next(window, &mut at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(body: &str) -> String {
        format!("${body}*{:02X}", body.bytes().fold(0, |sum, byte| sum ^ byte))
    }

    fn bodies(log: &[u8]) -> Vec<&str> {
        pieces(log)
            .filter_map(|piece| match piece {
                Piece::Sentence(frame) => Some(std::str::from_utf8(frame.body).expect("printable ASCII")),
                Piece::Rejected { .. } => None,
            })
            .collect()
    }

    fn reasons(log: &[u8]) -> Vec<(Reason, u64)> {
        pieces(log)
            .filter_map(|piece| match piece {
                Piece::Rejected { reason, line, .. } => Some((reason, line)),
                Piece::Sentence(_) => None,
            })
            .collect()
    }

    #[test]
    fn a_splice_costs_one_sentence_and_not_two() {
        let log = format!("$GPGGA,1011{}\r\n", sentence("GPRMC,101112,A"));
        assert_eq!(bodies(log.as_bytes()), ["GPRMC,101112,A"]);
        assert_eq!(reasons(log.as_bytes()), [(Reason::Truncated, 1)]);
    }

    #[test]
    fn prefixes_and_every_kind_of_line_end_are_passed_over() {
        let log = format!(
            "2026-01-02T03:04:05 -->> {}\r{}\n\r\n---,{}\r\n\n{}",
            sentence("GPGLL,1"),
            sentence("GPGLL,2"),
            sentence("GPGLL,3"),
            sentence("GPGLL,4").to_lowercase().replace("gpgll", "GPGLL")
        );
        let lines: Vec<u64> = pieces(log.as_bytes())
            .map(|piece| match piece {
                Piece::Sentence(frame) => frame.line,
                Piece::Rejected { reason, .. } => panic!("{reason:?}"),
            })
            .collect();
        assert_eq!(lines, [1, 2, 4, 6]);
    }

    #[test]
    fn a_star_inside_a_body_does_not_end_it() {
        let body = "GPTXT,01,01,02,u-blox *AB cd*";
        assert_eq!(bodies(sentence(body).as_bytes()), [body]);
    }

    #[test]
    fn checksums_may_be_missing_only_where_all_are() {
        assert_eq!(bodies(b"$GPGLL,1\r\n$GPGLL,2\r\n"), ["GPGLL,1", "GPGLL,2"]);
        let mixed = format!("$GPGLL,1\r\n{}\r\n", sentence("GPGLL,2"));
        assert_eq!(bodies(mixed.as_bytes()), ["GPGLL,2"]);
        assert_eq!(reasons(mixed.as_bytes()), [(Reason::NoChecksum, 1)]);
    }

    #[test]
    fn a_cut_last_sentence_is_reported_as_such_even_without_checksums() {
        let log = format!("{}\r\n$GPGGA,101112,14", sentence("GPGLL,2"));
        let last = pieces(log.as_bytes()).last();
        assert!(matches!(
            last,
            Some(Piece::Rejected { reason: Reason::Truncated, at_end_of_file: true, line: 2, .. })
        ));
        assert_eq!(bodies(b"$GPGLL,1\r\n$GPGLL,2"), ["GPGLL,1"]);
    }

    #[test]
    fn wrong_checksums_and_overlong_bodies_are_told_apart() {
        let log = format!("$GPGLL,1*00\r\n$GPTXT,{}\r\n{}\r\n", "x".repeat(400), sentence("GPGLL,2"));
        assert_eq!(reasons(log.as_bytes()), [(Reason::BadChecksum, 1), (Reason::TooLong, 2)]);
    }

    #[test]
    fn the_longest_sentence_is_found_wherever_a_window_ends_within_it() {
        let log = sentence(&format!("GPTXT,{}", "x".repeat(BODY_BYTES_MAX - 6)));
        for end in 1..log.len() {
            let first = Window { bytes: &log.as_bytes()[..end], offset: 0, is_last: false };
            let mut framer = Framer::new(first);
            let mut at = 0;
            assert_eq!(framer.next(first, &mut at), None, "{end}");
            let last = Window { bytes: &log.as_bytes()[at..], offset: at as u64, is_last: true };
            let found = framer.next(last, &mut 0);
            assert!(matches!(found, Some(Piece::Sentence(frame)) if frame.text == log.as_bytes()), "{end}");
        }
    }

    #[test]
    fn dollars_and_zeros_without_end_take_linear_time() {
        for byte in [b'$', 0] {
            assert_eq!(pieces(&[byte].repeat(4_000_000)).count(), 0);
        }
    }
}
