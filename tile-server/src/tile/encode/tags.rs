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

/// What stands for a value that is not written: numbers that JSON and styles cannot hold.
const NOT_WRITTEN: u32 = u32::MAX;

/// What stands for a word that no feature had yet.
const NOT_MET: u32 = NOT_WRITTEN - 1;

#[derive(Debug, Default)]
pub(super) struct Tags<'a> {
    keys: Vec<&'a str>,
    keys_bytes: usize,
    values: Values,
    /// The number of each word by its part and code, as far as they were met.
    words: Vec<Vec<u32>>,
    /// One for each part and list of attribute names that features had so far.
    tables: Vec<Table>,
}

/// The attributes of features of one part that have the same names.
#[derive(Debug)]
struct Table {
    part_code: usize,
    list: u32,
    /// The place of the part among those met so far.
    part: usize,
    id_key: u32,
    keys: Vec<u32>,
}

impl<'a> Tags<'a> {
    pub(super) fn reserve(&mut self, values_bytes: usize) {
        self.values.bytes.reserve(values_bytes);
    }

    /// Writes what a feature says of itself.
    pub(super) fn write(&mut self, feature: Found<'a>, sheet: &mut Sheet) {
        let mut held = feature.held_attributes();
        let place = self.table(feature, &held);
        let Table { part, id_key, keys, .. } = &self.tables[place];
        let (words, values) = (&mut self.words[*part], &mut self.values);
        sheet.put((keys.len() + 1) * 2, |pen| {
            pen.put_pair(*id_key, values.push_id(feature.id()));
            let mut next_own = values.push_own(&held);
            for &key in keys {
                let value = if let Some(word) = held.next_word() {
                    match words.get(word as usize) {
                        Some(&value) if value != NOT_MET => value,
                        _ => values.meet(word, feature, words),
                    }
                } else {
                    next_own += 1;
                    next_own - 1
                };
                if value != NOT_WRITTEN {
                    pen.put_pair(key, value);
                }
            }
        });
    }

    /// Writes how many features one stands for.
    pub(super) fn write_count(&mut self, count: u64, sheet: &mut Sheet) {
        let (key, value) = (self.key("count"), self.values.push_count(count));
        sheet.put(2, |pen| pen.put_pair(key, value));
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
        let part = self.tables.iter().find(|table| table.part_code == part_code).map(|table| table.part);
        let part = part.unwrap_or_else(|| {
            self.words.push(Vec::new());
            self.words.len() - 1
        });
        let id_key = self.key("id");
        let keys = feature.names(list).map(|name| self.key(name)).collect();
        self.tables.push(Table { part_code, list, part, id_key, keys });
        self.tables.len() - 1
    }

    fn key(&mut self, name: &'a str) -> u32 {
        let known = self.keys.iter().position(|&known| known == name);
        let place = known.unwrap_or_else(|| {
            self.keys.push(name);
            self.keys_bytes += message_bytes(name.len());
            self.keys.len() - 1
        });
        u32::try_from(place).expect("a layer has fewer than 2³² keys")
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
}

impl Values {
    /// The number of a word that no feature had yet.
    #[cold]
    fn meet(&mut self, word: u32, feature: Found<'_>, words: &mut Vec<u32>) -> u32 {
        let place = word as usize;
        if words.len() <= place {
            words.resize(place + 1, NOT_MET);
        }
        words[place] = feature.encoded_word(word).map_or(NOT_WRITTEN, |value| {
            self.bytes.extend_from_slice(value);
            self.took(1)
        });
        words[place]
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
        // What `put_value` writes before a text of this length. Most of a tile's bytes are identifiers, so they are not
        // written by way of a text.
        const HEAD: [u8; 4] = [34, 38, 10, 36];
        let mut hex = [0; 32];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(id.as_bytes()) {
            pair[0] = digit(byte >> 4);
            pair[1] = digit(byte & 15);
        }
        let mut value = [b'-'; 40];
        value[..4].copy_from_slice(&HEAD);
        value[4..12].copy_from_slice(&hex[..8]);
        value[13..17].copy_from_slice(&hex[8..12]);
        value[18..22].copy_from_slice(&hex[12..16]);
        value[23..27].copy_from_slice(&hex[16..20]);
        value[28..40].copy_from_slice(&hex[20..]);
        self.bytes.extend_from_slice(&value);
        self.took(1)
    }

    /// The number of the first of so many new values.
    fn took(&mut self, count: u32) -> u32 {
        self.count += count;
        self.count - count
    }
}

fn digit(nibble: u8) -> u8 {
    nibble + if nibble < 10 { b'0' } else { b'a' - 10 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_written_as_its_text() {
        let id = Uuid::from_u128(0x0193_a0b1_c2d3_74e5_86f7_0123_4567_89ab);
        let mut values = Values::default();
        values.push_id(id);
        let mut text = Vec::new();
        put_value(&mut text, ValueRef::Text(&id.to_string()));
        assert_eq!((values.bytes, values.count), (text, 1));
    }
}
