//! Keys and values of a layer, each once, and what features say of them.
//!
//! The index gives equal values of a part the same code, so no value is ever compared with another. Only where
//! features of several parts meet, at the border of a department, a value may stand there once for each.

use super::message::{put_bytes, put_double, put_number, put_varint};
use super::{LAYER_KEYS, LAYER_VALUES};
use gis_core::index::{Found, ValueRef};
use hashbrown::HashTable;
use uuid::fmt::Hyphenated;

/// Fields of MVT's value message (§4.4).
const TEXT: u32 = 1;
const DOUBLE: u32 = 3;
const UINT: u32 = 5;
const SINT: u32 = 6;
const BOOL: u32 = 7;

/// What a number stands for that is not written: values that JSON and styles cannot hold.
const NOT_WRITTEN: u32 = u32::MAX;

#[derive(Debug, Default)]
pub(super) struct Tags<'a> {
    keys: Vec<&'a str>,
    values: Vec<u8>,
    value_count: u32,
    /// The parts that features came from, each at the place that its number tells.
    parts: Vec<usize>,
    key_of_name: Numbers,
    value_of_code: Numbers,
    scratch: Vec<u8>,
}

impl<'a> Tags<'a> {
    /// Writes what a feature says of itself.
    pub(super) fn write(&mut self, feature: Found<'a>, tags: &mut Vec<u8>) {
        let key = self.key("id");
        put_varint(tags, key.into());
        put_varint(
            tags,
            self.text(feature.id().hyphenated().encode_lower(&mut [0; Hyphenated::LENGTH])).into(),
        );
        let part = self.part(feature.part_code());
        for (name, code) in feature.attribute_codes() {
            let value = self.value(part, code, feature);
            if value != NOT_WRITTEN {
                let key = self.key_of(part, name, feature);
                put_varint(tags, key.into());
                put_varint(tags, value.into());
            }
        }
    }

    /// Writes how many features one stands for.
    pub(super) fn write_count(&mut self, count: u64, tags: &mut Vec<u8>) {
        let key = self.key("count");
        self.scratch.clear();
        put_number(&mut self.scratch, UINT, count);
        put_varint(tags, key.into());
        put_varint(tags, self.push().into());
    }

    /// Adds all keys and values to a layer.
    pub(super) fn put(&self, layer: &mut Vec<u8>) {
        self.keys.iter().for_each(|key| put_bytes(layer, LAYER_KEYS, key.as_bytes()));
        layer.extend_from_slice(&self.values);
    }

    pub(super) fn size_bytes(&self) -> usize {
        self.values.len() + self.keys.iter().map(|key| key.len() + 2).sum::<usize>()
    }

    fn part(&mut self, code: usize) -> usize {
        let known = self.parts.iter().rposition(|&known| known == code);
        known.unwrap_or_else(|| {
            self.parts.push(code);
            self.parts.len() - 1
        })
    }

    fn key_of(&mut self, part: usize, name: u32, feature: Found<'a>) -> u32 {
        if let Some(key) = self.key_of_name.get(part, name) {
            return key;
        }
        let key = self.key(feature.name(name));
        self.key_of_name.insert(part, name, key);
        key
    }

    fn key(&mut self, name: &'a str) -> u32 {
        let known = self.keys.iter().position(|&known| known == name);
        let place = known.unwrap_or_else(|| {
            self.keys.push(name);
            self.keys.len() - 1
        });
        u32::try_from(place).expect("a layer has few keys")
    }

    fn value(&mut self, part: usize, code: u32, feature: Found<'a>) -> u32 {
        if let Some(value) = self.value_of_code.get(part, code) {
            return value;
        }
        self.scratch.clear();
        let is_written = put_value(&mut self.scratch, feature.value(code));
        let value = if is_written { self.push() } else { NOT_WRITTEN };
        self.value_of_code.insert(part, code, value);
        value
    }

    /// The number of a text that no other feature has.
    fn text(&mut self, text: &str) -> u32 {
        self.scratch.clear();
        put_bytes(&mut self.scratch, TEXT, text.as_bytes());
        self.push()
    }

    /// The number of the value in `scratch`, a new one.
    fn push(&mut self) -> u32 {
        put_bytes(&mut self.values, LAYER_VALUES, &self.scratch);
        self.value_count += 1;
        self.value_count - 1
    }
}

/// The numbers of a layer by the part and the code of what they stand for.
#[derive(Debug, Default)]
struct Numbers(HashTable<(u64, u32)>);

impl Numbers {
    fn get(&self, part: usize, code: u32) -> Option<u32> {
        let wanted = place(part, code);
        self.0.find(hash(wanted), |(known, _)| *known == wanted).map(|(_, number)| *number)
    }

    fn insert(&mut self, part: usize, code: u32, number: u32) {
        let place = place(part, code);
        self.0.insert_unique(hash(place), (place, number), |(known, _)| hash(*known));
    }
}

fn place(part: usize, code: u32) -> u64 {
    (part as u64) << 32 | u64::from(code)
}

/// Codes follow each other, so a multiplication spreads them well, and far better than it costs.
fn hash(place: u64) -> u64 {
    place.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Writes a value as MVT stores it; not numbers that are not finite, which JSON and styles cannot hold.
fn put_value(bytes: &mut Vec<u8>, value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Text(text) => put_bytes(bytes, TEXT, text.as_bytes()),
        ValueRef::Bool(yes) => put_number(bytes, BOOL, yes.into()),
        ValueRef::Number(number) if number.is_finite() => put_finite(bytes, number),
        ValueRef::Number(_) => return false,
    }
    true
}

/// Whole numbers up to which `f64` holds every one of them.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Whole numbers take one to eight bytes as varints, others nine.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, in range, sign checked")]
fn put_finite(bytes: &mut Vec<u8>, number: f64) {
    match number {
        _ if number.fract() != 0.0 || number.abs() > MAX_WHOLE => put_double(bytes, DOUBLE, number),
        _ if number < 0.0 => put_number(bytes, SINT, 2 * (-number as u64) - 1),
        _ => put_number(bytes, UINT, number as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geozero::mvt::{Message, TileValue, tile};

    fn read_back(number: f64) -> TileValue {
        let mut bytes = Vec::new();
        assert!(put_value(&mut bytes, ValueRef::Number(number)));
        tile::Value::decode(bytes.as_slice()).expect("is a value").try_into().expect("has a type")
    }

    #[test]
    fn numbers_are_written_in_the_fewest_bytes_that_hold_them() {
        assert_eq!(read_back(12.0), TileValue::Uint(12));
        assert_eq!(read_back(-12.0), TileValue::Sint(-12));
        assert_eq!(read_back(-0.0), TileValue::Uint(0));
        assert_eq!(read_back(0.5), TileValue::Double(0.5));
        assert_eq!(read_back(1e300), TileValue::Double(1e300));
        assert!(!put_value(&mut Vec::new(), ValueRef::Number(f64::NAN)));
    }
}
