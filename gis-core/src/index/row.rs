//! What the index holds of a feature beside its identifier and vertices, in bytes.
//!
//! First a head for each path, which tells its kind, its length and whether another follows; then which list of attribute
//! names. Then how many values stand in the feature itself, how many bytes they take, and these, as vector tiles write
//! them; at last for each name 0, if its value is the next of those, or the code of its word and 1.

use super::encoded::{put_value, put_varint, take_value, take_varint};
use super::outline::{Outline, PathKind};
use super::words::{Names, Words, count};
use super::{Value, ValueRef};
use crate::layer::IDENTIFYING;
use std::sync::Arc;

/// A row on its way in.
pub(super) struct Row<'a> {
    pub(super) paths: &'a [Outline],
    pub(super) attributes: &'a [(Arc<str>, Value)],
}

impl Row<'_> {
    pub(super) fn write(&self, bytes: &mut Vec<u8>, names: &mut Names, words: &mut Words) {
        let last = self.paths.len().saturating_sub(1);
        for (place, path) in self.paths.iter().enumerate() {
            let head =
                Head { kind: path.kind, length: count(path.vertices.len()), is_followed: place < last };
            put_varint(bytes, head.code().into());
        }
        if self.paths.is_empty() {
            put_varint(bytes, Head::NONE.code().into());
        }
        // The identifier is told apart.
        let attributes = self.attributes.iter().filter(|(name, _)| &**name != "id");
        put_varint(bytes, names.list_code(attributes.clone().map(|(name, _)| name)).into());
        let (mut own_count, mut own, mut codes) = (0, Vec::new(), Vec::new());
        for (name, value) in attributes {
            let value = value.as_ref();
            if is_own(name, value) {
                put_value(&mut own, value);
                own_count += 1;
                codes.push(0);
            } else {
                put_varint(&mut codes, u64::from(words.code(value)) + 1);
            }
        }
        put_varint(bytes, own_count);
        put_varint(bytes, own.len() as u64);
        bytes.extend_from_slice(&own);
        bytes.extend_from_slice(&codes);
    }
}

/// Whether a value stands in the feature itself: many features share a word, while a measure of many digits or what tells a
/// feature from others is as good as its own. Rests on the attribute alone, so that equal features are held alike, however
/// they came in.
fn is_own(name: &str, value: ValueRef<'_>) -> bool {
    match value {
        // Grades of accuracy, widths and years come again; areas and what is measured to parts of a unit do not.
        ValueRef::Number(number) => {
            number.is_finite() && number.abs() >= 100.0 && (number.fract() != 0.0 || name.ends_with("_m2"))
        }
        ValueRef::Text(_) => IDENTIFYING.contains(&name),
        ValueRef::Bool(_) => false,
    }
}

/// What a row says of a path.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) kind: PathKind,
    /// Vertices; none stands for a geometry without paths.
    pub(super) length: u32,
    pub(super) is_followed: bool,
}

impl Head {
    const NONE: Self = Self { kind: PathKind::Points, length: 0, is_followed: false };

    fn code(self) -> u32 {
        self.length << 3 | u32::from(self.is_followed) << 2 | self.kind.code()
    }

    pub(super) fn of(code: u32) -> Self {
        Self { kind: PathKind::of_code(code), length: code >> 3, is_followed: code & 4 != 0 }
    }
}

/// The numbers of a row. Whoever reads knows how many there are.
#[derive(Clone)]
pub(super) struct Numbers<'a>(pub(super) &'a [u8]);

impl<'a> Numbers<'a> {
    /// The heads of the paths, which come first.
    pub(super) fn heads(mut self) -> impl Iterator<Item = Head> + use<'a> {
        let mut is_over = false;
        let heads = std::iter::from_fn(move || {
            let head = (!is_over).then(|| Head::of(self.next()))?;
            is_over = !head.is_followed;
            Some(head)
        });
        heads.filter(|head| head.length > 0)
    }

    /// What follows the heads.
    #[inline]
    pub(super) fn attributes(mut self) -> HeldAttributes<'a> {
        while Head::of(self.next()).is_followed {}
        let [list, own_count, own_bytes] = [self.next(), self.next(), self.next()];
        let (own, codes) = self.0.split_at(own_bytes as usize);
        HeldAttributes { list, own_count, own, codes: Self(codes) }
    }

    #[inline]
    fn next(&mut self) -> u32 {
        // Most numbers are small.
        match *self.0 {
            [byte, ref rest @ ..] if byte < 0x80 => {
                self.0 = rest;
                byte.into()
            }
            _ => u32::try_from(take_varint(&mut self.0)).expect("was written from 32 bits"),
        }
    }
}

/// The attributes of a feature as the index holds them. Codes mean the same in every feature of the same
/// [`super::Found::part_code`].
#[derive(Clone)]
pub struct HeldAttributes<'a> {
    /// The code of the list of their names: [`super::Found::names`].
    pub list: u32,
    /// How many values stand in the feature itself.
    pub own_count: u32,
    /// Those values, one after the other as vector tiles write them.
    pub own: &'a [u8],
    codes: Numbers<'a>,
}

impl<'a> HeldAttributes<'a> {
    /// For the next name the code of its word ([`super::Found::encoded_word`]), or `None` if its value is the next of its own. There
    /// are as many as names.
    #[inline]
    pub fn next_word(&mut self) -> Option<u32> {
        self.codes.next().checked_sub(1)
    }

    /// The values of so many names.
    pub(super) fn values(mut self, names: usize, words: &'a Words) -> impl Iterator<Item = ValueRef<'a>> {
        (0..names).map(move |_| match self.next_word() {
            Some(code) => words.get(code),
            None => take_value(&mut self.own),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        let tenths = (-900_000..900_000_i32).prop_map(|tenths| f64::from(tenths) / 10.0);
        prop_oneof![
            any::<f64>().prop_map(Value::Number),
            tenths.prop_map(Value::Number),
            any::<bool>().prop_map(Value::Bool),
            ".{0,200}".prop_map(|text: String| Value::Text(text.into())),
        ]
    }

    proptest! {
        #[test]
        fn attributes_are_read_as_they_were_written(
            attributes in prop::collection::vec((prop_oneof!["number", "[a-z]{3}"], value()), 0..20),
        ) {
            let attributes: Vec<(Arc<str>, Value)> =
                attributes.into_iter().map(|(name, value)| (name.into(), value)).collect();
            let (mut row, mut names, mut words) = (Vec::new(), Names::default(), Words::default());
            Row { paths: &[], attributes: &attributes }.write(&mut row, &mut names, &mut words);
            let row = Numbers(&row);
            prop_assert_eq!(row.clone().heads().count(), 0);
            let held = row.attributes();
            prop_assert_eq!(names.list(held.list).len(), attributes.len());
            let read: Vec<_> = held.values(attributes.len(), &words).collect();
            for (read, (_, value)) in read.into_iter().zip(&attributes) {
                match (read, value) {
                    (ValueRef::Number(read), Value::Number(number)) => {
                        // Zero loses its sign.
                        prop_assert_eq!((read + 0.0).to_bits(), (number + 0.0).to_bits());
                    }
                    (read, value) => prop_assert_eq!(read, value.as_ref()),
                }
            }
        }

        #[test]
        fn numbers_are_read_as_they_were_written(numbers in prop::collection::vec(any::<u32>(), 0..20)) {
            let mut bytes = Vec::new();
            for &number in &numbers {
                put_varint(&mut bytes, number.into());
            }
            let mut reader = Numbers(&bytes);
            let read: Vec<_> = numbers.iter().map(|_| reader.next()).collect();
            prop_assert_eq!(read, numbers);
            prop_assert!(reader.0.is_empty());
        }
    }
}
