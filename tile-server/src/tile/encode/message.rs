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

/// A field that is text, a message or a packed list.
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

/// Writes into a place that is large enough, and knows how far it came. What is pushed to a vector byte by byte waits for
/// each length to be written and read again; this one is kept in a register.
pub(super) struct Pen<'b> {
    place: &'b mut [u8],
    at: usize,
}

impl<'b> Pen<'b> {
    /// At the beginning of what is kept from one use to the next; so many bytes will do.
    #[inline]
    pub(super) fn on(place: &'b mut Vec<u8>, most_bytes: usize) -> Self {
        if place.len() < most_bytes {
            place.resize(most_bytes, 0);
        }
        Self { place, at: 0 }
    }

    /// A number, as [`put_varint`] writes it: five bytes at most.
    #[inline]
    pub(super) fn put(&mut self, mut number: u32) {
        while number > 0x7f {
            self.place[self.at] = number.to_le_bytes()[0] | 0x80;
            self.at += 1;
            number >>= 7;
        }
        self.place[self.at] = number.to_le_bytes()[0];
        self.at += 1;
    }

    /// What was written.
    #[inline]
    pub(super) fn written(self) -> &'b [u8] {
        &self.place[..self.at]
    }
}

/// What a number takes at most in [`Pen::put`].
pub(super) const MOST_NUMBER_BYTES: usize = 5;
