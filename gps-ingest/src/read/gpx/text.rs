//! The characters of an XML file: always UTF-8, metered, and no element without end.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use super::Place;
use crate::read::input::{Encoding, Input, Junk};

/// Longer than any sound element with its content up to the next tag.
const EVENT_BYTES_MAX: usize = 1 << 20;

/// So much is read at once.
const CHUNK_BYTES: usize = 1 << 15;

/// Hands an XML file out as UTF-8: bytes that are none are taken for Latin-1, which old programs wrote.
pub(super) struct Text<R> {
    input: Input<R>,
    /// Characters not yet handed on, and how many of them were.
    ready: Vec<u8>,
    handed_on: usize,
    /// Where in `ready` the second byte of a Latin-1 character stands, which was one in the file.
    widened: VecDeque<usize>,
    /// The beginning of a character whose rest is not read yet.
    half: Vec<u8>,
    junk: Junk,
    /// How many of the input's bytes were handed on.
    consumed: u64,
    line_ends: u64,
    last_byte: u8,
    /// How much the present event may still take.
    left: usize,
    failure: Option<io::Error>,
}

impl<R: Read> Text<R> {
    pub(super) fn new(input: Input<R>) -> Self {
        Self {
            input,
            ready: Vec::new(),
            handed_on: 0,
            widened: VecDeque::new(),
            half: Vec::new(),
            junk: Junk::default(),
            consumed: 0,
            line_ends: 0,
            last_byte: b'\n',
            left: 0,
            failure: None,
        }
    }

    /// Lets the next event take its share.
    pub(super) fn allow_an_event(&mut self) {
        self.left = EVENT_BYTES_MAX;
    }

    /// Where the next event begins.
    pub(super) fn at(&self) -> Place {
        Place { line: self.line_ends + 1, byte: self.input.offsets().original(self.consumed) }
    }

    /// Reads on to the end, so that size and lines are those of the whole file.
    pub(super) fn skip_the_rest(&mut self) {
        loop {
            self.allow_an_event();
            match self.fill_buf() {
                Ok(rest) if !rest.is_empty() => {
                    let count = rest.len();
                    self.consume(count);
                }
                _ => return,
            }
        }
    }

    pub(super) fn lines(&self) -> u64 {
        self.line_ends + u64::from(self.last_byte != b'\n')
    }

    pub(super) fn received(&self) -> u64 {
        self.input.received()
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.input.encoding(&self.junk)
    }

    /// Why reading ended before the file did.
    pub(super) fn into_failure(self) -> Option<io::Error> {
        self.failure
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut raw = std::mem::take(&mut self.half);
        let kept = raw.len();
        raw.resize(kept + CHUNK_BYTES, 0);
        let count = loop {
            match self.input.read(&mut raw[kept..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let kind = error.kind();
                    self.failure = Some(error);
                    return Err(kind.into());
                }
                Ok(count) => break count,
            }
        };
        raw.truncate(kept + count);
        self.ready.clear();
        self.handed_on = 0;
        self.decode(&raw, count == 0);
        Ok(())
    }

    fn decode(&mut self, mut raw: &[u8], is_last: bool) {
        while !raw.is_empty() {
            let (valid, rest) = match std::str::from_utf8(raw) {
                Ok(_) => raw.split_at(raw.len()),
                Err(error) => {
                    let (valid, rest) = raw.split_at(error.valid_up_to());
                    if error.error_len().is_none() && !is_last {
                        self.half = rest.to_vec();
                        self.extend(valid);
                        return;
                    }
                    (valid, rest)
                }
            };
            self.extend(valid);
            let Some((&latin, rest)) = rest.split_first() else { return };
            self.junk.add(latin);
            self.ready.extend_from_slice(char::from(latin).encode_utf8(&mut [0; 4]).as_bytes());
            self.widened.push_back(self.ready.len() - 1);
            raw = rest;
        }
    }

    fn extend(&mut self, valid: &[u8]) {
        valid.iter().filter(|byte| !byte.is_ascii()).for_each(|byte| self.junk.add(*byte));
        self.ready.extend_from_slice(valid);
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Text<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("an element is too long"));
        }
        if self.handed_on == self.ready.len() {
            self.refill()?;
        }
        let rest = &self.ready[self.handed_on..];
        Ok(&rest[..rest.len().min(self.left)])
    }

    fn consume(&mut self, count: usize) {
        let consumed = &self.ready[self.handed_on..self.handed_on + count];
        self.line_ends += consumed.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>();
        self.last_byte = consumed.last().copied().unwrap_or(self.last_byte);
        self.handed_on += count;
        self.left -= count;
        let widened = self.widened.iter().take_while(|at| **at < self.handed_on).count();
        self.widened.drain(..widened);
        self.consumed += (count - widened) as u64;
    }
}
