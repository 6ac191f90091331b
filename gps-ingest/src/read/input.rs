//! S0, input: whatever encoding a log was saved in becomes bytes that the framer can read.
//!
//! Invariant: every byte handed on maps to one offset of the file as it was received.

use std::borrow::Cow;

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

/// A log's bytes, one per character.
#[derive(Debug)]
pub struct Input<'a> {
    /// One byte a character; characters beyond Latin-1 became `?`.
    pub bytes: Cow<'a, [u8]>,
    /// How the file was written.
    pub encoding: Encoding,
    skipped: u64,
    bytes_per_character: u64,
}

impl Input<'_> {
    /// The offset in the file as it was received of an offset in `bytes`.
    #[must_use]
    pub fn original_offset(&self, offset: usize) -> u64 {
        self.skipped + offset as u64 * self.bytes_per_character
    }
}

/// Tells the encoding and removes it; 8-bit logs are borrowed, never copied.
#[must_use]
pub fn open(bytes: &[u8]) -> Input<'_> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => eight_bit(rest, Encoding::Utf8, 3),
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, Encoding::Utf16Le, 2),
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, Encoding::Utf16Be, 2),
        _ => match utf_16_without_mark(bytes) {
            Some(encoding) => utf_16(bytes, encoding, 0),
            None => eight_bit(bytes, eight_bit_encoding(bytes), 0),
        },
    }
}

fn eight_bit(bytes: &[u8], encoding: Encoding, skipped: u64) -> Input<'_> {
    Input { bytes: Cow::Borrowed(bytes), encoding, skipped, bytes_per_character: 1 }
}

fn utf_16(bytes: &[u8], encoding: Encoding, skipped: u64) -> Input<'static> {
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]];
        if encoding == Encoding::Utf16Le { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    };
    let narrow = bytes.chunks_exact(2).map(|pair| u8::try_from(unit(pair)).unwrap_or(b'?')).collect();
    Input { bytes: Cow::Owned(narrow), encoding, skipped, bytes_per_character: 2 }
}

/// How much of a file tells its encoding.
const SAMPLE_BYTES: usize = 4096;

/// In UTF-16, ASCII text has a zero in every second byte and text in the others.
fn utf_16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let pairs = sample.chunks_exact(2);
    let pair_count = pairs.len();
    let text_first = pairs.clone().filter(|pair| pair[0] != 0 && pair[1] == 0).count();
    let text_second = pairs.filter(|pair| pair[0] == 0 && pair[1] != 0).count();
    let most = |count: usize| pair_count >= 4 && count * 10 >= pair_count * 9;
    match (most(text_first), most(text_second)) {
        (true, _) => Some(Encoding::Utf16Le),
        (_, true) => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn eight_bit_encoding(bytes: &[u8]) -> Encoding {
    /// DOS wrote this byte at the end of text files.
    const END_OF_TEXT_FILE: u8 = 0x1A;
    let is_text_control = |byte: u8| matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | END_OF_TEXT_FILE);
    let has_control = bytes.iter().any(|&byte| (byte < 0x20 && !is_text_control(byte)) || byte == 0x7F);
    if has_control {
        Encoding::Binary
    } else if bytes.is_ascii() {
        Encoding::Ascii
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Binary
    }
}

/// What a file that holds no sentence looks like, from its first bytes.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> Option<&'static str> {
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
    let known = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, name)| name);
    let head = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    if known == Some("XML") && head.windows(4).any(|window| window == b"<gpx") { Some("GPX") } else { known }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "$GPGLL,1447.46,N,01655.56,W,101112,A*00\r\n";

    fn utf_16_bytes(bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn utf_16_is_told_with_and_without_a_mark() {
        for (mark, bytes_of, encoding) in [
            (vec![0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2], Encoding::Utf16Le),
            (vec![], u16::to_le_bytes, Encoding::Utf16Le),
            (vec![0xFE, 0xFF], u16::to_be_bytes, Encoding::Utf16Be),
            (vec![], u16::to_be_bytes, Encoding::Utf16Be),
        ] {
            let file = [mark.clone(), utf_16_bytes(bytes_of)].concat();
            let input = open(&file);
            assert_eq!((input.encoding, &*input.bytes), (encoding, TEXT.as_bytes()));
            assert_eq!(input.original_offset(3), mark.len() as u64 + 6);
        }
    }

    #[test]
    fn a_utf_8_mark_is_taken_off_and_offsets_still_count_it() {
        let file = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        let input = open(&file);
        assert_eq!((input.encoding, input.bytes[0], input.original_offset(0)), (Encoding::Utf8, b'$', 3));
    }

    #[test]
    fn zeros_are_binary_and_not_utf_16() {
        assert_eq!(open(&[0; 64]).encoding, Encoding::Binary);
        assert_eq!(open(b"").encoding, Encoding::Ascii);
        assert_eq!(open("relevé".as_bytes()).encoding, Encoding::Utf8);
    }

    #[test]
    fn a_picture_is_told_by_its_first_bytes() {
        assert_eq!(looks_like(b"\xFF\xD8\xFF\xE0"), Some("JPEG"));
        assert_eq!(looks_like(b"<?xml version=\"1.0\"?><gpx>"), Some("GPX"));
        assert_eq!(looks_like(TEXT.as_bytes()), None);
    }
}
