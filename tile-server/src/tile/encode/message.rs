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
