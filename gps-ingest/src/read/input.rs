//! S0, input: whatever encoding a log was saved in becomes bytes that the framer can read, a piece at a time.
//!
//! Invariant: every byte handed on maps to one offset of the log as it was received.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

/// How the file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// Printable ASCII and line ends.
    Ascii,
    /// UTF-8 with other characters, or with a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, low byte first.
    #[serde(rename = "utf-16-le")]
    Utf16Le,
    /// UTF-16, high byte first.
    #[serde(rename = "utf-16-be")]
    Utf16Be,
    /// Control bytes or no known encoding: a receiver's binary protocol, or no log at all.
    Binary,
}

/// How much of a file tells its encoding and its language.
pub const HEAD_BYTES: usize = 4096;

/// A log's bytes, one per character: in UTF-16, what lies beyond Latin-1 becomes `?`.
#[derive(Debug)]
pub struct Input<R> {
    inner: R,
    /// The head as it was received.
    head: Vec<u8>,
    /// How much of the head was handed on.
    head_at: usize,
    mark: Mark,
    received: u64,
    /// The first half of a UTF-16 unit whose second half is not read yet.
    half: Option<u8>,
}

/// The way from offsets in what is read to offsets in the log as it was received.
#[derive(Debug, Clone, Copy)]
pub struct Offsets {
    mark_bytes: u64,
    bytes_per_character: u64,
}

impl Offsets {
    /// The offset in the log as it was received.
    #[must_use]
    pub fn original(self, offset: u64) -> u64 {
        self.mark_bytes + offset * self.bytes_per_character
    }
}

/// What the head says of the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Utf8,
    Utf16 { is_little: bool, mark_bytes: u8 },
}

impl<R: Read> Input<R> {
    /// Reads the head and tells the encoding; a failure to read is met again by whoever reads on.
    pub fn open(mut inner: R) -> Self {
        let mut head = Vec::with_capacity(HEAD_BYTES);
        let _ = inner.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head);
        let mark = match &head[..] {
            [0xEF, 0xBB, 0xBF, ..] => Mark::Utf8,
            [0xFF, 0xFE, ..] => Mark::Utf16 { is_little: true, mark_bytes: 2 },
            [0xFE, 0xFF, ..] => Mark::Utf16 { is_little: false, mark_bytes: 2 },
            _ => utf_16_without_mark(&head),
        };
        let received = head.len() as u64;
        let mut input = Self { inner, head, head_at: 0, mark, received, half: None };
        input.head_at = input.mark_bytes();
        input
    }

    /// The first bytes as they were received.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// Where in the log as it was received lies what is read here.
    pub fn offsets(&self) -> Offsets {
        let bytes_per_character = if matches!(self.mark, Mark::Utf16 { .. }) { 2 } else { 1 };
        Offsets { mark_bytes: self.mark_bytes() as u64, bytes_per_character }
    }

    /// How the file is written, judged by its head and by what lay between the sentences.
    pub fn encoding(&self, junk: &Junk) -> Encoding {
        match self.mark {
            Mark::Utf8 => Encoding::Utf8,
            Mark::Utf16 { is_little: true, .. } => Encoding::Utf16Le,
            Mark::Utf16 { .. } => Encoding::Utf16Be,
            Mark::None => junk.encoding(),
        }
    }

    /// Bytes received so far.
    pub fn received(&self) -> u64 {
        self.received
    }

    fn mark_bytes(&self) -> usize {
        match self.mark {
            Mark::None => 0,
            Mark::Utf8 => 3,
            Mark::Utf16 { mark_bytes, .. } => usize::from(mark_bytes),
        }
    }

    fn read_raw(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let rest = &self.head[self.head_at..];
        if !rest.is_empty() {
            let count = rest.len().min(out.len());
            out[..count].copy_from_slice(&rest[..count]);
            self.head_at += count;
            return Ok(count);
        }
        let count = self.inner.read(out)?;
        self.received += count as u64;
        Ok(count)
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Mark::Utf16 { is_little, .. } = self.mark else { return self.read_raw(out) };
        loop {
            let half = self.half.take();
            let kept = usize::from(half.is_some());
            let mut raw = [0; 2 * HEAD_BYTES];
            raw[0] = half.unwrap_or(0);
            let wanted = raw.len().min(2 * out.len());
            let count = match self.read_raw(&mut raw[kept..wanted]) {
                Ok(count) => kept + count,
                Err(error) => {
                    self.half = half;
                    return Err(error);
                }
            };
            let units = raw[..count].chunks_exact(2);
            self.half = units.remainder().first().copied();
            let narrow = units.map(|unit| match (unit, is_little) {
                ([low, 0], true) | ([0, low], false) => *low,
                _ => b'?',
            });
            let written = out.iter_mut().zip(narrow).map(|(slot, byte)| *slot = byte).count();
            if written > 0 || count == kept || out.is_empty() {
                return Ok(written);
            }
        }
    }
}

/// In UTF-16, ASCII text has a zero in every second byte and text in the others.
fn utf_16_without_mark(head: &[u8]) -> Mark {
    let pairs = head.chunks_exact(2);
    let pair_count = pairs.len();
    let text_first = pairs.clone().filter(|pair| pair[0] != 0 && pair[1] == 0).count();
    let text_second = pairs.filter(|pair| pair[0] == 0 && pair[1] != 0).count();
    let most = |count: usize| pair_count >= 4 && count * 10 >= pair_count * 9;
    match (most(text_first), most(text_second)) {
        (true, _) => Mark::Utf16 { is_little: true, mark_bytes: 0 },
        (_, true) => Mark::Utf16 { is_little: false, mark_bytes: 0 },
        _ => Mark::None,
    }
}

/// What lies between the sentences: sentences are printable ASCII, so only this tells the encoding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Junk {
    /// How many bytes; line ends are not counted.
    pub bytes: u64,
    has_control: bool,
    has_eighth_bit: bool,
    is_no_utf_8: bool,
    /// How many bytes of a UTF-8 character are still to come.
    continuations: u8,
}

impl Junk {
    /// Counts one byte.
    pub fn add(&mut self, byte: u8) {
        /// DOS wrote this byte at the end of text files.
        const END_OF_TEXT_FILE: u8 = 0x1A;
        self.bytes += 1;
        let is_text_control = matches!(byte, b'\t' | 0x0C | END_OF_TEXT_FILE);
        self.has_control |= (byte < 0x20 && !is_text_control) || byte == 0x7F;
        if byte < 0x80 && self.continuations == 0 {
            return;
        }
        self.has_eighth_bit = true;
        (self.continuations, self.is_no_utf_8) = match (byte, self.continuations) {
            (0x80..=0xBF, 1..) => (self.continuations - 1, self.is_no_utf_8),
            (0xC2..=0xDF, 0) => (1, self.is_no_utf_8),
            (0xE0..=0xEF, 0) => (2, self.is_no_utf_8),
            (0xF0..=0xF4, 0) => (3, self.is_no_utf_8),
            _ => (0, true),
        };
    }

    fn encoding(&self) -> Encoding {
        if self.has_control || self.is_no_utf_8 || self.continuations > 0 {
            Encoding::Binary
        } else if self.has_eighth_bit {
            Encoding::Utf8
        } else {
            Encoding::Ascii
        }
    }
}

/// What a file that holds no sentence looks like, from its first bytes.
#[must_use]
pub fn looks_like(head: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 12] = [
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"\x89PNG", "PNG"),
        (b"GIF8", "GIF"),
        (b"%PDF", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"\x1F\x8B", "gzip"),
        (b"<?xml", "XML"),
        (b"<gpx", "GPX"),
        (b"<kml", "KML"),
        (b"SQLite format 3", "SQLite"),
        (b"\x7FELF", "ELF"),
        (b"{\"type\"", "GeoJSON"),
    ];
    let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|&(_, name)| name);
    if known == Some("XML") && has_gpx_element(head) { Some("GPX") } else { known }
}

/// Whether XML begins with a `gpx` element, of any namespace prefix.
#[must_use]
pub fn has_gpx_element(head: &[u8]) -> bool {
    /// The three byte order marks, and what may stand before the first element.
    const BEFORE_MARKUP: &[u8] = b"\xEF\xBB\xBF\xFF\xFE \t\r\n";
    let text: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    let first = text.iter().find(|byte| !BEFORE_MARKUP.contains(byte));
    first == Some(&b'<') && text.windows(4).any(|window| matches!(window, b"<gpx" | b":gpx"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "$GPGLL,1447.46,N,01655.56,W,101112,A*00\r\n";

    fn utf_16_bytes(bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(bytes_of).collect()
    }

    /// Hands out one byte a time, as a slow line does.
    struct Dribble<'a>(&'a [u8]);

    impl Read for Dribble<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = out.len().min(1);
            self.0.read(&mut out[..count])
        }
    }

    fn text_of<R: Read>(input: &mut Input<R>) -> String {
        let mut text = String::new();
        input.read_to_string(&mut text).expect("memory does not fail");
        text
    }

    fn encoding_of(bytes: &[u8]) -> Encoding {
        let mut junk = Junk::default();
        for byte in bytes {
            junk.add(*byte);
        }
        Input::open(bytes).encoding(&junk)
    }

    #[test]
    fn utf_16_is_told_with_and_without_a_mark() {
        for (mark, bytes_of, encoding) in [
            (vec![0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2], Encoding::Utf16Le),
            (vec![], u16::to_le_bytes, Encoding::Utf16Le),
            (vec![0xFE, 0xFF], u16::to_be_bytes, Encoding::Utf16Be),
            (vec![], u16::to_be_bytes, Encoding::Utf16Be),
        ] {
            let file = [mark.clone(), utf_16_bytes(bytes_of).repeat(100)].concat();
            let mut input = Input::open(&file[..]);
            assert_eq!(text_of(&mut input), TEXT.repeat(100));
            assert_eq!(input.encoding(&Junk::default()), encoding);
            assert_eq!(input.offsets().original(3), mark.len() as u64 + 6);
            assert_eq!(text_of(&mut Input::open(Dribble(&file))), TEXT.repeat(100));
        }
    }

    #[test]
    fn a_utf_8_mark_is_taken_off_and_offsets_still_count_it() {
        let file = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        let mut input = Input::open(&file[..]);
        assert_eq!(text_of(&mut input), TEXT);
        assert_eq!((input.encoding(&Junk::default()), input.offsets().original(0)), (Encoding::Utf8, 3));
    }

    #[test]
    fn zeros_are_binary_and_not_utf_16() {
        assert_eq!(encoding_of(&[0; 64]), Encoding::Binary);
        assert_eq!(encoding_of(b""), Encoding::Ascii);
        assert_eq!(encoding_of("relevé".as_bytes()), Encoding::Utf8);
        assert_eq!(encoding_of(b"relev\xE9"), Encoding::Binary);
    }

    #[test]
    fn a_picture_is_told_by_its_first_bytes() {
        assert_eq!(looks_like(b"\xFF\xD8\xFF\xE0"), Some("JPEG"));
        assert_eq!(looks_like(b"<?xml version=\"1.0\"?><gpx>"), Some("GPX"));
        assert_eq!(looks_like(TEXT.as_bytes()), None);
    }
}
