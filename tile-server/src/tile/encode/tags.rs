//! Keys and values of a layer, and what features say of them.
//!
//! The index gives equal words of a part the same code, so no value is ever compared with another. Only where
//! features of several parts meet, at the border of a department, a word may stand there once for each; and values
//! that hardly come again ([`Held::Number`], [`Held::Text`]) stand there once for each feature.

use super::message::{MOST_NUMBER_BYTES, Pen, message_bytes, put_bytes, put_varint, varint_bytes};
use super::{LAYER_KEYS, LAYER_VALUES};
use gis_core::index::{Found, Held, ValueRef};
use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// Fields of MVT's value message (§4.4).
const TEXT: u8 = 1;
const DOUBLE: u8 = 3;
const UINT: u8 = 5;
const SINT: u8 = 6;
const BOOL: u8 = 7;

/// What every value begins with: a message in the layer's field of values.
const VALUE: u8 = LAYER_VALUES << 3 | 2;

/// What a value stands for that is not written: numbers that JSON and styles cannot hold.
const NOT_WRITTEN: u32 = u32::MAX;

/// What stands for a word that no feature had yet.
const NOT_MET: u32 = NOT_WRITTEN - 1;

#[derive(Debug, Default)]
pub(super) struct Tags<'a> {
    keys: Vec<&'a str>,
    keys_bytes: usize,
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
    id_key: u32,
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
    pub(super) fn reserve(&mut self, values_bytes: usize) {
        self.values.bytes.reserve(values_bytes);
    }

    /// Writes what a feature says of itself.
    pub(super) fn write<'b>(&mut self, feature: Found<'a>, scratch: &'b mut Vec<u8>) -> &'b [u8] {
        let (list, held) = feature.held_attributes();
        let place = self.table(feature, list);
        let Table { part, id_key, columns, .. } = &mut self.tables[place];
        let mut pen = Pen::on(scratch, (columns.len() + 1) * 2 * MOST_NUMBER_BYTES);
        pen.put(*id_key);
        pen.put(self.values.push_id(feature.id()));
        for (column, held) in columns.iter_mut().zip(held) {
            let value = match held {
                Held::Word(word) if word == column.word => column.value,
                Held::Word(word) => {
                    (column.word, column.value) = (word, self.values.of_word(*part, word, feature));
                    column.value
                }
                Held::Number(number) => self.values.push_number(number),
                Held::Text(text) => self.values.push_text(text),
            };
            if value != NOT_WRITTEN {
                pen.put(column.key);
                pen.put(value);
            }
        }
        pen.written()
    }

    /// Writes how many features one stands for.
    pub(super) fn write_count<'b>(&mut self, count: u64, scratch: &'b mut Vec<u8>) -> &'b [u8] {
        let mut pen = Pen::on(scratch, 2 * MOST_NUMBER_BYTES);
        pen.put(self.key("count"));
        pen.put(self.values.push_whole(UINT, count));
        pen.written()
    }

    /// Adds all keys and values to a layer.
    pub(super) fn put(&self, layer: &mut Vec<u8>) {
        self.keys.iter().for_each(|key| put_bytes(layer, LAYER_KEYS, key.as_bytes()));
        layer.extend_from_slice(&self.values.bytes);
    }

    /// How far keys and values were written.
    pub(super) fn end(&self) -> TagsEnd {
        TagsEnd {
            keys: self.keys.len(),
            keys_bytes: self.keys_bytes,
            values: self.values.count,
            values_bytes: self.values.bytes.len(),
        }
    }

    /// Takes away the keys and values that were written since; nothing can be written after.
    pub(super) fn cut_to(&mut self, end: TagsEnd) {
        self.keys.truncate(end.keys);
        self.keys_bytes = end.keys_bytes;
        self.values.bytes.truncate(end.values_bytes);
        self.values.count = end.values;
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
        let id_key = self.key("id");
        let column = |name| Column { key: self.key(name), word: u32::MAX, value: NOT_WRITTEN };
        let columns = feature.names(list).map(column).collect();
        self.tables.push(Table { part_code, list, part, id_key, columns });
        self.tables.len() - 1
    }

    fn key(&mut self, name: &'a str) -> u32 {
        let known = self.keys.iter().position(|&known| known == name);
        let place = known.unwrap_or_else(|| {
            self.keys.push(name);
            self.keys_bytes += message_bytes(name.len());
            self.keys.len() - 1
        });
        u32::try_from(place).expect("a layer has few keys")
    }
}

/// How far keys and values were written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TagsEnd {
    keys: usize,
    keys_bytes: usize,
    values: u32,
    values_bytes: usize,
}

impl TagsEnd {
    /// How long all of them are.
    pub(super) fn bytes(self) -> usize {
        self.keys_bytes + self.values_bytes
    }
}

/// The values of a layer, one after the other.
#[derive(Debug, Default)]
struct Values {
    bytes: Vec<u8>,
    count: u32,
    /// The number of each word by its part and code, as far as they were met.
    of_words: Vec<Vec<u32>>,
}

impl Values {
    fn of_word(&mut self, part: u32, word: u32, feature: Found<'_>) -> u32 {
        let (part, place) = (part as usize, word as usize);
        if self.of_words.len() <= part {
            self.of_words.resize(part + 1, Vec::new());
        }
        if self.of_words[part].len() <= place {
            self.of_words[part].resize(place + 1, NOT_MET);
        }
        if self.of_words[part][place] == NOT_MET {
            self.of_words[part][place] = self.push(feature.word(word));
        }
        self.of_words[part][place]
    }

    /// The number of a new value.
    fn push(&mut self, value: ValueRef<'_>) -> u32 {
        match value {
            ValueRef::Text(text) => self.push_text(text),
            ValueRef::Bool(yes) => self.push_whole(BOOL, yes.into()),
            ValueRef::Number(number) => self.push_number(number),
        }
    }

    fn push_number(&mut self, number: f64) -> u32 {
        match number {
            _ if !number.is_finite() => NOT_WRITTEN,
            _ if number.fract() != 0.0 || number.abs() > MAX_WHOLE => self.push_double(number),
            _ if number < 0.0 => self.push_whole(SINT, 2 * whole(-number) - 1),
            _ => self.push_whole(UINT, whole(number)),
        }
    }

    /// A number of eight bytes.
    fn push_double(&mut self, number: f64) -> u32 {
        let mut value = [VALUE, 9, DOUBLE << 3 | 1, 0, 0, 0, 0, 0, 0, 0, 0];
        value[3..].copy_from_slice(&number.to_le_bytes());
        self.bytes.extend_from_slice(&value);
        self.number()
    }

    /// A number of one to eight bytes.
    fn push_whole(&mut self, kind: u8, number: u64) -> u32 {
        let length = u8::try_from(1 + varint_bytes(number)).expect("a varint is short");
        self.bytes.extend_from_slice(&[VALUE, length, kind << 3]);
        put_varint(&mut self.bytes, number);
        self.number()
    }

    fn push_text(&mut self, text: &str) -> u32 {
        match u8::try_from(text.len()) {
            // Both lengths take one byte.
            Ok(length) if length < 0x7e => {
                self.bytes.extend_from_slice(&[VALUE, 2 + length, TEXT << 3 | 2, length]);
                self.bytes.extend_from_slice(text.as_bytes());
            }
            _ => {
                self.bytes.push(VALUE);
                put_varint(&mut self.bytes, message_bytes(text.len()) as u64);
                put_bytes(&mut self.bytes, TEXT, text.as_bytes());
            }
        }
        self.number()
    }

    fn push_id(&mut self, id: Uuid) -> u32 {
        const HEAD: [u8; 4] = [VALUE, 2 + 36, TEXT << 3 | 2, 36];
        let mut value = [0; HEAD.len() + Hyphenated::LENGTH];
        value[..HEAD.len()].copy_from_slice(&HEAD);
        id.hyphenated().encode_lower(&mut value[HEAD.len()..]);
        self.bytes.extend_from_slice(&value);
        self.number()
    }

    fn number(&mut self) -> u32 {
        self.count += 1;
        self.count - 1
    }
}

/// Whole numbers up to which `f64` holds every one of them.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, in range, sign checked")]
fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use geozero::mvt::{Message, TileValue, tile};

    fn read_back(number: f64) -> TileValue {
        let mut values = Values::default();
        values.push_number(number);
        let (_, value) = values.bytes.split_at(2);
        tile::Value::decode(value).expect("is a value").try_into().expect("has a type")
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
