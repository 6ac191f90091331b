//! The few forms of protocol buffers that MVT needs. Its fields are all of the first fifteen, whose keys take one byte.

/// A number, seven bits a byte, the lowest first.
pub(super) fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

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

/// How long a number is.
pub(super) fn varint_bytes(number: u64) -> usize {
    (64 - (number | 1).leading_zeros() as usize).div_ceil(7)
}

/// What a number takes at most in [`Sheet::put`].
const MOST_NUMBER_BYTES: usize = 5;

/// Bytes that are written on from where one came to, into room that was made before: what is pushed to a vector byte by
/// byte asks for room byte by byte.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    place: Vec<u8>,
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

    /// A number, as [`put_varint`] writes it.
    #[inline]
    pub(super) fn put(&mut self, mut number: u32) {
        // Most take one byte or two, and which of both can hardly be foretold.
        while number >= 1 << 14 {
            self.put_byte(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        let is_long = number > 0x7f;
        let [low, ..] = number.to_le_bytes();
        let [high, ..] = (number >> 7).to_le_bytes();
        self.place[self.at..self.at + 2].copy_from_slice(&[low & 0x7f | u8::from(is_long) << 7, high]);
        self.at += 1 + usize::from(is_long);
    }

    #[inline]
    pub(super) fn put_byte(&mut self, byte: u8) {
        self.place[self.at] = byte;
        self.at += 1;
    }

    /// Bytes as they are.
    pub(super) fn copy(&mut self, bytes: &[u8]) {
        self.make_room(bytes.len());
        self.place[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    /// A field that is a message or a packed list, for whose content there is room.
    #[inline]
    pub(super) fn put_message(&mut self, field: u8, content: impl FnOnce(&mut Self)) {
        self.put_byte(field << 3 | 2);
        let start = self.at + 1;
        self.at = start;
        content(self);
        let length = self.at - start;
        match u8::try_from(length) {
            Ok(length) if length < 0x80 => self.place[start - 1] = length,
            // The length takes more than the byte that was left for it.
            _ => {
                let mut bytes = Vec::new();
                put_varint(&mut bytes, length as u64);
                self.place.copy_within(start..self.at, start - 1 + bytes.len());
                self.place[start - 1..start - 1 + bytes.len()].copy_from_slice(&bytes);
                self.at += bytes.len() - 1;
            }
        }
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
            for field in [3, 2] {
                sheet.make_room(numbers.len());
                sheet.put_message(field, |sheet| numbers.iter().for_each(|&number| sheet.put(number)));
            }
            prop_assert_eq!(sheet.written(), bytes);
        }
    }
}
