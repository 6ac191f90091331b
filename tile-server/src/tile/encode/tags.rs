//! Keys and values of a layer, and what features say of them.
//!
//! The index holds values as they are written here, and gives equal words of a part the same code: no value is ever
//! compared with another. Only where features of several parts meet, at the border of a department, a word may stand
//! there once for each; and what stands in the feature itself ([`HeldAttributes::own`]) stands there once for each
//! feature.

use super::LAYER_KEYS;
use super::message::{Sheet, message_bytes, put_bytes};
use gis_core::index::{Found, HeldAttributes, ValueRef, put_value};
use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// What stands for a value that is not written: numbers that JSON and styles cannot hold.
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
    pub(super) fn write(&mut self, feature: Found<'a>, sheet: &mut Sheet) {
        let mut held = feature.held_attributes();
        let place = self.table(feature, &held);
        let Table { part, id_key, columns, .. } = &mut self.tables[place];
        sheet.make_room((columns.len() + 1) * 2);
        sheet.put(*id_key);
        sheet.put(self.values.push_id(feature.id()));
        let mut next_own = self.values.push_own(&held);
        for column in columns {
            let value = if let Some(word) = held.next_word() {
                if word != column.word {
                    (column.word, column.value) = (word, self.values.of_word(*part, word, feature));
                }
                column.value
            } else {
                next_own += 1;
                next_own - 1
            };
            if value != NOT_WRITTEN {
                sheet.put(column.key);
                sheet.put(value);
            }
        }
    }

    /// Writes how many features one stands for.
    pub(super) fn write_count(&mut self, count: u64, sheet: &mut Sheet) {
        sheet.put(self.key("count"));
        sheet.put(self.values.push_count(count));
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
    fn table(&mut self, feature: Found<'a>, held: &HeldAttributes<'a>) -> usize {
        let (part_code, list) = (feature.part_code(), held.list);
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
            self.of_words[part][place] = self.push_word(word, feature);
        }
        self.of_words[part][place]
    }

    fn push_word(&mut self, word: u32, feature: Found<'_>) -> u32 {
        if let ValueRef::Number(number) = feature.word(word)
            && !number.is_finite()
        {
            return NOT_WRITTEN;
        }
        self.bytes.extend_from_slice(feature.encoded_word(word));
        self.took(1)
    }

    /// The number of the first of a feature's own values.
    fn push_own(&mut self, held: &HeldAttributes<'_>) -> u32 {
        self.bytes.extend_from_slice(held.own);
        self.took(held.own_count)
    }

    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2⁵³ features")]
    fn push_count(&mut self, count: u64) -> u32 {
        put_value(&mut self.bytes, ValueRef::Number(count as f64));
        self.took(1)
    }

    fn push_id(&mut self, id: Uuid) -> u32 {
        let mut text = [0; Hyphenated::LENGTH];
        put_value(&mut self.bytes, ValueRef::Text(id.hyphenated().encode_lower(&mut text)));
        self.took(1)
    }

    /// The number of the first of so many new values.
    fn took(&mut self, count: u32) -> u32 {
        self.count += count;
        self.count - count
    }
}
