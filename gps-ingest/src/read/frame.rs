//! S1, framing: finds the sentences in a stream of bytes, whatever lies between them.
//!
//! A sentence runs from `$` to `*hh`. A new `$` inside a body ends the old candidate and starts the next, so a
//! splice costs one sentence and not two. Invariant: every byte is looked at a bounded number of times.

use crate::reason::Reason;

/// The longest body accepted; NMEA 0183 says 82, receivers with many satellites write more.
pub const BODY_BYTES_MAX: usize = 256;

/// A sentence whose framing is sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// All of it, from `$` to the checksum.
    pub text: &'a str,
    /// Between `$` and `*`.
    pub body: &'a str,
    /// Offset of `$` in the input.
    pub start: usize,
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
        text: &'a str,
        /// Offset of `$` in the input.
        start: usize,
        /// Line of `$`, from 1.
        line: u64,
        /// Whether the file ended in the middle of it.
        at_end_of_file: bool,
    },
}

/// Iterates over the sentences of a log.
#[derive(Debug, Clone)]
pub struct Framer<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
    accepts_missing_checksum: bool,
    junk_bytes: u64,
}

impl<'a> Framer<'a> {
    /// A framer over a whole log. Checksums may be missing only where no sentence of the log has one.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut framer = Self { bytes, at: 0, line: 1, accepts_missing_checksum: false, junk_bytes: 0 };
        let has_checksums = framer.clone().any(|piece| matches!(piece, Piece::Sentence(_)));
        framer.accepts_missing_checksum = !has_checksums;
        framer
    }

    /// Bytes so far that belong to no sentence, sound or not, and are no line ends.
    #[must_use]
    pub fn junk_bytes(&self) -> u64 {
        self.junk_bytes
    }

    /// Lines so far; a last line without its end counts.
    #[must_use]
    pub fn lines(&self) -> u64 {
        let ends_with_line = matches!(self.bytes[..self.at].last(), None | Some(b'\n' | b'\r'));
        if ends_with_line { self.line - 1 } else { self.line }
    }

    /// Skips to the next `$`, counting lines: CR, LF and CR LF each end one.
    fn skip_to_sentence(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'$' => return,
                b'\n' => {
                    let after_carriage_return = self.at > 0 && self.bytes[self.at - 1] == b'\r';
                    self.line += u64::from(!after_carriage_return);
                }
                b'\r' => self.line += 1,
                _ => self.junk_bytes += 1,
            }
            self.at += 1;
        }
    }

    /// The address of a sentence begins with a capital and has at least three letters or digits.
    fn begins_like_a_sentence(&self, start: usize) -> bool {
        let address = self.bytes[start + 1..].iter().take(3);
        let is_address =
            |(index, byte): (usize, &u8)| byte.is_ascii_uppercase() || (index > 0 && byte.is_ascii_digit());
        address.len() == 3 && address.enumerate().all(is_address)
    }

    /// Reads the candidate whose `$` is at `start`.
    fn candidate(&self, start: usize) -> Candidate {
        let mut sum = 0_u8;
        let mut star = None;
        let mut checksum_failed = false;
        for at in start + 1.. {
            let Some(&byte) = self.bytes.get(at) else {
                return Candidate { end: at, outcome: Outcome::rejected(checksum_failed, Reason::Truncated) };
            };
            match byte {
                b'*' => {
                    star = Some(at);
                    if let Some(stated) = self.checksum_at(at + 1) {
                        if stated == sum {
                            return Candidate { end: at + 3, outcome: Outcome::Sound { body_end: at } };
                        }
                        checksum_failed = true;
                    }
                }
                b'\r' | b'\n' if star.is_none() && self.accepts_missing_checksum => {
                    return Candidate { end: at, outcome: Outcome::Sound { body_end: at } };
                }
                b'\r' | b'\n' if star.is_none() => {
                    return Candidate { end: at, outcome: Outcome::Rejected(Reason::NoChecksum) };
                }
                b'$' | 0..0x20 | 0x7F.. => {
                    let outcome = Outcome::rejected(checksum_failed, Reason::Truncated);
                    return Candidate { end: at, outcome };
                }
                _ => {}
            }
            if at - start > BODY_BYTES_MAX {
                return Candidate { end: at, outcome: Outcome::rejected(checksum_failed, Reason::TooLong) };
            }
            sum ^= byte;
        }
        unreachable!("the loop ends at the end of the bytes")
    }

    /// Two hexadecimal digits of either case.
    fn checksum_at(&self, at: usize) -> Option<u8> {
        let digit = |at: usize| {
            self.bytes
                .get(at)
                .and_then(|&byte| char::from(byte).to_digit(16))
                .and_then(|d| u8::try_from(d).ok())
        };
        Some(digit(at)? << 4 | digit(at + 1)?)
    }

    /// A candidate's bytes are printable ASCII by construction.
    fn text(&self, start: usize, end: usize) -> &'a str {
        std::str::from_utf8(&self.bytes[start..end]).expect("a candidate is printable ASCII")
    }
}

/// Where a candidate ends and what it is.
struct Candidate {
    end: usize,
    outcome: Outcome,
}

enum Outcome {
    Sound { body_end: usize },
    Rejected(Reason),
}

impl Outcome {
    fn rejected(checksum_failed: bool, otherwise: Reason) -> Self {
        Self::Rejected(if checksum_failed { Reason::BadChecksum } else { otherwise })
    }
}

impl<'a> Iterator for Framer<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            self.skip_to_sentence();
            let start = self.at;
            if start >= self.bytes.len() {
                return None;
            }
            if !self.begins_like_a_sentence(start) {
                self.at += 1;
                self.junk_bytes += 1;
                continue;
            }
            let Candidate { end, outcome } = self.candidate(start);
            self.at = end;
            let (text, line) = (self.text(start, end), self.line);
            return Some(match outcome {
                Outcome::Sound { body_end } => {
                    Piece::Sentence(Frame { text, body: self.text(start + 1, body_end), start, line })
                }
                Outcome::Rejected(reason) => {
                    Piece::Rejected { reason, text, start, line, at_end_of_file: end == self.bytes.len() }
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(body: &str) -> String {
        format!("${body}*{:02X}", body.bytes().fold(0, |sum, byte| sum ^ byte))
    }

    fn bodies(log: &[u8]) -> Vec<&str> {
        Framer::new(log)
            .filter_map(|piece| match piece {
                Piece::Sentence(frame) => Some(frame.body),
                Piece::Rejected { .. } => None,
            })
            .collect()
    }

    fn reasons(log: &[u8]) -> Vec<(Reason, u64)> {
        Framer::new(log)
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
        let lines: Vec<u64> = Framer::new(log.as_bytes())
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
        let last = Framer::new(log.as_bytes()).last();
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
    fn dollars_and_zeros_without_end_take_linear_time() {
        for byte in [b'$', 0] {
            assert_eq!(Framer::new(&[byte].repeat(4_000_000)).count(), 0);
        }
    }
}
