//! Attribute values as the layers of vector tiles hold them (MVT 2.1 §4.1 and §4.4): a message of one field, in the
//! layer's field of values. The index keeps them so, and a tile takes them over as they are.

use super::ValueRef;

/// What every value begins with: a message in the layer's field of values.
const VALUE: u8 = 4 << 3 | 2;

/// Keys of the message's fields.
const TEXT: u8 = 1 << 3 | 2;
const DOUBLE: u8 = 3 << 3 | 1;
const UINT: u8 = 5 << 3;
const SINT: u8 = 6 << 3;
const BOOL: u8 = 7 << 3;

/// Whole numbers up to which `f64` holds every one of them.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Writes a value: numbers in the fewest bytes that hold them, zero without a sign.
pub fn put_value(bytes: &mut Vec<u8>, value: ValueRef<'_>) {
    match value {
        ValueRef::Text(text) => put_text(bytes, text),
        ValueRef::Bool(yes) => put_whole(bytes, BOOL, yes.into()),
        ValueRef::Number(number) => put_real(bytes, number),
    }
}

fn put_real(bytes: &mut Vec<u8>, number: f64) {
    if number.fract() != 0.0 || !number.is_finite() || number.abs() > MAX_WHOLE {
        bytes.extend_from_slice(&[VALUE, 9, DOUBLE]);
        bytes.extend_from_slice(&number.to_le_bytes());
    } else if number < 0.0 {
        put_whole(bytes, SINT, 2 * whole(-number) - 1);
    } else {
        put_whole(bytes, UINT, whole(number));
    }
}

fn put_whole(bytes: &mut Vec<u8>, field: u8, number: u64) {
    bytes.extend_from_slice(&[VALUE, 0, field]);
    let start = bytes.len();
    put_varint(bytes, number);
    bytes[start - 2] = u8::try_from(1 + bytes.len() - start).expect("a number is short");
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.push(VALUE);
    put_varint(bytes, (1 + varint_bytes(text.len() as u64) + text.len()) as u64);
    bytes.push(TEXT);
    put_varint(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

/// Seven bits a byte, the lowest first; the last byte has no eighth.
pub fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// How many bytes a number takes.
#[must_use]
pub fn varint_bytes(number: u64) -> usize {
    (64 - (number | 1).leading_zeros() as usize).div_ceil(7)
}

/// Whether a value is a number that JSON and styles cannot hold.
pub(super) fn is_not_finite(encoded: &[u8]) -> bool {
    match encoded.split_first_chunk() {
        Some((&[VALUE, 9, DOUBLE], rest)) => {
            rest.first_chunk().is_some_and(|number| !f64::from_le_bytes(*number).is_finite())
        }
        _ => false,
    }
}

/// Takes the next number off some bytes.
#[inline]
pub(super) fn take_varint(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut place) = (0, 0);
    while let [byte, rest @ ..] = *bytes {
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << place;
        if byte & 0x80 == 0 {
            break;
        }
        place += 7;
    }
    number
}

/// Takes the next value off some bytes.
pub(super) fn take_value<'a>(bytes: &mut &'a [u8]) -> ValueRef<'a> {
    let mut message = &bytes[1..];
    let length = usize::try_from(take_varint(&mut message)).expect("was a length");
    (message, *bytes) = message.split_at(length);
    let (&field, mut content) = message.split_first().expect("a value has a field");
    if field == DOUBLE {
        return ValueRef::Number(f64::from_le_bytes(content.try_into().expect("has eight bytes")));
    }
    let number = take_varint(&mut content);
    match field {
        TEXT => ValueRef::Text(std::str::from_utf8(content).expect("was written from text")),
        BOOL => ValueRef::Bool(number != 0),
        SINT => ValueRef::Number(-real(number.div_ceil(2))),
        _ => ValueRef::Number(real(number)),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, in range, sign checked")]
fn whole(number: f64) -> u64 {
    number as u64
}

#[expect(clippy::cast_precision_loss, reason = "was written from f64")]
fn real(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(value: ValueRef<'_>) -> Vec<u8> {
        let mut bytes = Vec::new();
        put_value(&mut bytes, value);
        bytes
    }

    #[test]
    fn values_are_written_in_the_fewest_bytes_that_hold_them() {
        let number = |number: f64| encoded(ValueRef::Number(number));
        assert_eq!(number(12.0), [34, 2, UINT, 12]);
        assert_eq!(number(-12.0), [34, 2, SINT, 23]);
        assert_eq!(number(300.0), [34, 3, UINT, 0xac, 2]);
        assert_eq!([number(0.5).len(), number(1e300).len()], [11; 2]);
        assert_eq!(encoded(ValueRef::Bool(true)), [34, 2, BOOL, 1]);
        assert_eq!(encoded(ValueRef::Text("né")), [34, 5, TEXT, 3, b'n', 0xc3, 0xa9]);
    }

    proptest! {
        #[test]
        fn values_are_read_as_they_were_written(
            numbers in prop::collection::vec(prop_oneof![any::<f64>(), (-1e16..1e16_f64).prop_map(f64::trunc)], 0..9),
            texts in prop::collection::vec(".{0,200}", 0..9),
            yes in any::<bool>(),
        ) {
            let numbers = numbers.iter().chain(&[0.0, f64::NAN, f64::INFINITY, MAX_WHOLE, -MAX_WHOLE]);
            let values: Vec<_> = numbers
                .map(|&number| ValueRef::Number(number))
                .chain(texts.iter().map(|text| ValueRef::Text(text)))
                .chain([ValueRef::Bool(yes)])
                .collect();
            let mut bytes = Vec::new();
            for &value in &values {
                put_value(&mut bytes, value);
            }
            let mut rest = &*bytes;
            for value in values {
                let is_finite = !matches!(value, ValueRef::Number(number) if !number.is_finite());
                prop_assert_eq!(is_not_finite(rest), !is_finite);
                match (take_value(&mut rest), value) {
                    (ValueRef::Number(read), ValueRef::Number(number)) => {
                        // Zero loses its sign.
                        prop_assert_eq!((read + 0.0).to_bits(), (number + 0.0).to_bits());
                    }
                    (read, value) => prop_assert_eq!(read, value),
                }
            }
            prop_assert!(rest.is_empty());
        }
    }
}
