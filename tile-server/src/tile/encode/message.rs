//! The few forms of protocol buffers that MVT needs. Its fields are all of the first fifteen, whose keys take one byte.

use gis_core::index::{put_varint, varint_bytes};

/// A field that is a number.
pub(super) fn put_number(bytes: &mut Vec<u8>, field: u8, number: u64) {
    bytes.push(field << 3);
    put_varint(bytes, number);
}

/// A field that is text.
pub(super) fn put_bytes(bytes: &mut Vec<u8>, field: u8, content: &[u8]) {
    bytes.push(field << 3 | 2);
    put_varint(bytes, content.len() as u64);
    bytes.extend_from_slice(content);
}

/// How long a field of so many bytes of content is.
pub(super) fn message_bytes(content: usize) -> usize {
    1 + varint_bytes(content as u64) + content
}

/// What a number takes at most in [`Pen::put`].
const MOST_NUMBER_BYTES: usize = 5;

/// Bytes that are written on from where one came to, into room that was made before: what is pushed to a vector byte by
/// byte asks for room byte by byte.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    place: Vec<u8>,
    at: usize,
}

/// Writes into a place that is large enough. How far it came is kept in a register, not in memory.
pub(super) struct Pen<'s> {
    place: &'s mut [u8],
    at: usize,
}

impl Sheet {
    /// Makes room for so many numbers, and what begins and ends a few messages.
    #[inline]
    pub(super) fn make_room(&mut self, numbers: usize) {
        let least = self.at + (numbers + 16) * MOST_NUMBER_BYTES;
        if self.place.len() < least {
            self.place.resize(least.max(2 * self.place.len()), 0);
        }
    }

    /// Writes so many numbers at most.
    #[inline]
    pub(super) fn put(&mut self, numbers: usize, write: impl FnOnce(&mut Pen<'_>)) {
        self.make_room(numbers);
        let mut pen = Pen { place: &mut self.place[self.at..], at: 0 };
        write(&mut pen);
        self.at += pen.at;
    }

    /// Bytes as they are.
    pub(super) fn copy(&mut self, bytes: &[u8]) {
        self.make_room(bytes.len());
        self.place[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    /// A field that is a message or a packed list.
    #[inline]
    pub(super) fn put_message(&mut self, field: u8, content: impl FnOnce(&mut Self)) {
        self.make_room(0);
        self.place[self.at] = field << 3 | 2;
        let start = self.at + 2;
        self.at = start;
        content(self);
        let length = self.at - start;
        match u8::try_from(length) {
            Ok(length) if length < 0x80 => self.place[start - 1] = length,
            _ => self.lengthen(start, length),
        }
    }

    /// Writes the length of a message that takes more than the byte that was left for it.
    #[cold]
    fn lengthen(&mut self, start: usize, length: usize) {
        let mut bytes = Vec::new();
        put_varint(&mut bytes, length as u64);
        let further = bytes.len() - 1;
        self.make_room(further);
        self.place.copy_within(start..self.at, start + further);
        self.place[start - 1..start + further].copy_from_slice(&bytes);
        self.at += further;
    }

    /// What was written.
    #[inline]
    pub(super) fn written(&self) -> &[u8] {
        &self.place[..self.at]
    }

    /// Goes back to where one was before.
    pub(super) fn cut_to(&mut self, at: usize) {
        self.at = at;
    }
}

impl Pen<'_> {
    /// A number, as [`put_varint`] writes it. Most take one byte or two, and which of both can hardly be foretold.
    #[expect(clippy::inline_always, reason = "elsewhere the pen would live in memory")]
    #[inline(always)]
    pub(super) fn put(&mut self, number: u32) {
        if number < 1 << 14 {
            let (pair, length) = short(number);
            self.place[self.at..self.at + 2].copy_from_slice(&pair.to_le_bytes());
            self.at += length;
        } else {
            self.at += put_long(&mut self.place[self.at..], number);
        }
    }

    /// Two numbers, of which the first is mostly small.
    #[expect(clippy::inline_always, reason = "elsewhere the pen would live in memory")]
    #[inline(always)]
    pub(super) fn put_pair(&mut self, first: u32, second: u32) {
        if first < 0x80 && second < 1 << 14 {
            let (pair, length) = short(second);
            let both = first | u32::from(pair) << 8;
            self.place[self.at..self.at + 4].copy_from_slice(&both.to_le_bytes());
            self.at += 1 + length;
        } else {
            self.put(first);
            self.put(second);
        }
    }
}

/// Writes a number; how many bytes it takes.
#[inline(never)]
fn put_long(place: &mut [u8], mut number: u32) -> usize {
    let mut at = 0;
    while number > 0x7f {
        place[at] = number.to_le_bytes()[0] | 0x80;
        number >>= 7;
        at += 1;
    }
    place[at] = number.to_le_bytes()[0];
    at + 1
}

/// A number below 2¹⁴ in the one or two bytes that it takes.
#[inline]
fn short(number: u32) -> (u16, usize) {
    let is_long = number > 0x7f;
    let [low, ..] = (number & 0x7f | u32::from(is_long) << 7).to_le_bytes();
    let [high, ..] = (number >> 7).to_le_bytes();
    (u16::from_le_bytes([low, high]), 1 + usize::from(is_long))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sheet_holds_what_is_pushed_to_a_vector(numbers in prop::collection::vec(any::<u32>(), 0..5_000)) {
            let mut content = Vec::new();
            for &number in &numbers {
                put_varint(&mut content, number.into());
            }
            let mut bytes = Vec::new();
            put_bytes(&mut bytes, 3, &content);
            put_bytes(&mut bytes, 2, &content);
            let mut sheet = Sheet::default();
            sheet.put_message(3, |sheet| {
                sheet.put(numbers.len(), |pen| numbers.iter().for_each(|&number| pen.put(number)));
            });
            sheet.put_message(2, |sheet| sheet.copy(&content));
            for &number in &numbers {
                bytes.push(5);
                put_varint(&mut bytes, number.into());
                sheet.put(2, |pen| pen.put_pair(5, number));
            }
            prop_assert_eq!(sheet.written(), bytes);
        }
    }
}
