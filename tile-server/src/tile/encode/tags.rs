//! Keys and values of a layer, and what features say of them.
//!
//! The index gives equal words of a part the same code, so no value is ever compared with another. Only where
//! features of several parts meet, at the border of a department, a word may stand there once for each; and values
//! that hardly come again ([`Held::Number`], [`Held::Text`]) stand there once for each feature.

use super::message::{message_bytes, put_bytes, put_double, put_number, put_varint};
use super::{LAYER_KEYS, LAYER_VALUES};
use gis_core::index::{Found, Held, ValueRef};
use hashbrown::HashTable;
use uuid::fmt::Hyphenated;

/// Fields of MVT's value message (§4.4).
const TEXT: u32 = 1;
const DOUBLE: u32 = 3;
const UINT: u32 = 5;
const SINT: u32 = 6;
const BOOL: u32 = 7;

/// What a value stands for that is not written: numbers that JSON and styles cannot hold.
const NOT_WRITTEN: u32 = u32::MAX;

#[derive(Debug, Default)]
pub(super) struct Tags<'a> {
    keys: Vec<&'a str>,
    values: Values,
    /// One for each part and list of attribute names that features had so far.
    tables: Vec<Table>,
}

/// The attributes of features of one part that have the same names.
#[derive(Debug)]
struct Table {
    part_code: usize,
    list: u32,
    /// The place of the part among those met so far.
    part: u32,
    columns: Vec<Column>,
}

/// An attribute of a table.
#[derive(Debug)]
struct Column {
    key: u32,
    /// The word that the last feature had, which the next one often has too, and the value that it is.
    word: u32,
    value: u32,
}

impl<'a> Tags<'a> {
    /// Writes what a feature says of itself.
    pub(super) fn write(&mut self, feature: Found<'a>, tags: &mut Vec<u8>) {
        put_varint(tags, self.key("id").into());
        let id = self.values.push_text(feature.id().hyphenated().encode_lower(&mut [0; Hyphenated::LENGTH]));
        put_varint(tags, id.into());
        let (list, held) = feature.held_attributes();
        let place = self.table(feature, list);
        let Table { part, columns, .. } = &mut self.tables[place];
        for (column, held) in columns.iter_mut().zip(held) {
            let value = match held {
                Held::Word(word) if word == column.word => column.value,
                Held::Word(word) => {
                    (column.word, column.value) = (word, self.values.of_word(*part, word, feature));
                    column.value
                }
                Held::Number(number) => self.values.push(ValueRef::Number(number)),
                Held::Text(text) => self.values.push_text(text),
            };
            if value != NOT_WRITTEN {
                put_varint(tags, column.key.into());
                put_varint(tags, value.into());
            }
        }
    }

    /// Writes how many features one stands for.
    pub(super) fn write_count(&mut self, count: u64, tags: &mut Vec<u8>) {
        put_varint(tags, self.key("count").into());
        put_varint(tags, self.values.push_count(count).into());
    }

    /// Adds all keys and values to a layer.
    pub(super) fn put(&self, layer: &mut Vec<u8>) {
        self.keys.iter().for_each(|key| put_bytes(layer, LAYER_KEYS, key.as_bytes()));
        layer.extend_from_slice(&self.values.bytes);
    }

    /// How long all keys and values are.
    pub(super) fn size_bytes(&self) -> usize {
        self.values.bytes.len() + self.keys.iter().map(|key| message_bytes(key.len())).sum::<usize>()
    }

    pub(super) fn mark(&self) -> ValuesMark {
        ValuesMark { bytes: self.values.bytes.len(), count: self.values.count }
    }

    /// Takes away the values that were written since; nothing can be written after.
    pub(super) fn end_at(&mut self, mark: ValuesMark) {
        self.values.bytes.truncate(mark.bytes);
        self.values.count = mark.count;
    }

    /// The place of a feature's table.
    fn table(&mut self, feature: Found<'a>, list: u32) -> usize {
        let part_code = feature.part_code();
        let is_its = |table: &Table| table.part_code == part_code && table.list == list;
        if let Some(place) = self.tables.iter().rposition(is_its) {
            return place;
        }
        let known = self.tables.iter().find(|table| table.part_code == part_code);
        let new = || self.tables.iter().map(|table| table.part + 1).max().unwrap_or(0);
        let part = known.map_or_else(new, |table| table.part);
        let column = |name| Column { key: self.key(name), word: u32::MAX, value: NOT_WRITTEN };
        let columns = feature.names(list).map(column).collect();
        self.tables.push(Table { part_code, list, part, columns });
        self.tables.len() - 1
    }

    fn key(&mut self, name: &'a str) -> u32 {
        let known = self.keys.iter().position(|&known| known == name);
        let place = known.unwrap_or_else(|| {
            self.keys.push(name);
            self.keys.len() - 1
        });
        u32::try_from(place).expect("a layer has few keys")
    }
}

/// How far values were written.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValuesMark {
    bytes: usize,
    count: u32,
}

/// The values of a layer, one after the other.
#[derive(Debug, Default)]
struct Values {
    bytes: Vec<u8>,
    count: u32,
    /// The number of each word by its part and code.
    of_word: HashTable<(u64, u32)>,
    scratch: Vec<u8>,
}

impl Values {
    fn of_word(&mut self, part: u32, word: u32, feature: Found<'_>) -> u32 {
        let place = u64::from(part) << 32 | u64::from(word);
        let known = self.of_word.find(hash(place), |(known, _)| *known == place);
        if let Some(&(_, value)) = known {
            return value;
        }
        let value = self.push(feature.word(word));
        self.of_word.insert_unique(hash(place), (place, value), |(known, _)| hash(*known));
        value
    }

    /// The number of a new value.
    fn push(&mut self, value: ValueRef<'_>) -> u32 {
        match value {
            ValueRef::Text(text) => self.push_text(text),
            ValueRef::Bool(yes) => self.push_message(|message| put_number(message, BOOL, yes.into())),
            ValueRef::Number(number) if number.is_finite() => {
                self.push_message(|message| put_finite(message, number))
            }
            ValueRef::Number(_) => NOT_WRITTEN,
        }
    }

    fn push_count(&mut self, count: u64) -> u32 {
        self.push_message(|message| put_number(message, UINT, count))
    }

    fn push_text(&mut self, text: &str) -> u32 {
        put_varint(&mut self.bytes, (LAYER_VALUES << 3 | 2).into());
        put_varint(&mut self.bytes, message_bytes(text.len()) as u64);
        put_bytes(&mut self.bytes, TEXT, text.as_bytes());
        self.number()
    }

    fn push_message(&mut self, put: impl FnOnce(&mut Vec<u8>)) -> u32 {
        self.scratch.clear();
        put(&mut self.scratch);
        put_bytes(&mut self.bytes, LAYER_VALUES, &self.scratch);
        self.number()
    }

    fn number(&mut self) -> u32 {
        self.count += 1;
        self.count - 1
    }
}

/// Codes follow each other, so a multiplication spreads them well, and far better than it costs.
fn hash(place: u64) -> u64 {
    place.wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
        put_finite(&mut bytes, number);
        tile::Value::decode(bytes.as_slice()).expect("is a value").try_into().expect("has a type")
    }

    #[test]
    fn numbers_are_written_in_the_fewest_bytes_that_hold_them() {
        assert_eq!(read_back(12.0), TileValue::Uint(12));
        assert_eq!(read_back(-12.0), TileValue::Sint(-12));
        assert_eq!(read_back(-0.0), TileValue::Uint(0));
        assert_eq!(read_back(0.5), TileValue::Double(0.5));
        assert_eq!(read_back(1e300), TileValue::Double(1e300));
        assert_eq!(Values::default().push(ValueRef::Number(f64::NAN)), NOT_WRITTEN);
    }
}
