//! What the index holds of a feature beside its identifier and vertices: a run of numbers of one to five bytes.
//!
//! First a head for each path, which tells its kind, its length and whether another follows; then which list of attribute
//! names; then for each name its value as [`Held`] says, told apart by the two lowest bits: the code of a word; the
//! hundredths of a number, or none and its eight bytes if it is no whole number of them; the length of a text and its
//! bytes.

use super::Value;
use super::outline::{Outline, PathKind};
use super::words::{Names, Words, count};
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
            write_number(bytes, head.code());
        }
        if self.paths.is_empty() {
            write_number(bytes, Head::NONE.code());
        }
        // The identifier is told apart.
        let attributes = self.attributes.iter().filter(|(name, _)| &**name != "id");
        write_number(bytes, names.list_code(attributes.clone().map(|(name, _)| name)));
        for (name, value) in attributes {
            Held::of(name, value, words).write(bytes);
        }
    }
}

/// How an attribute is held: many features share a word, while a number of many digits or what tells a feature from
/// others is as good as its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Held<'a> {
    /// The code of a value that is stored once for all features of a part.
    Word(u32),
    /// A number that stands for itself.
    Number(f64),
    /// A text that stands for itself.
    Text(&'a str),
}

const WORD: u32 = 0;
const NUMBER: u32 = 1;
const TEXT: u32 = 2;

impl<'a> Held<'a> {
    /// Rests on the attribute alone, so that equal features are held alike, however they came in.
    fn of(name: &str, value: &'a Value, words: &mut Words) -> Self {
        match value {
            // Grades of accuracy, widths and years come again; areas do not.
            Value::Number(number) if number.abs() >= 100.0 && number.fract() != 0.0 => Self::Number(*number),
            Value::Text(text) if IDENTIFYING.contains(&name) => Self::Text(text),
            value => Self::Word(words.code(value)),
        }
    }

    fn write(self, bytes: &mut Vec<u8>) {
        match self {
            Self::Word(code) => write_number(bytes, code << 2 | WORD),
            Self::Number(number) => {
                let hundredths = hundredths(number);
                write_number(bytes, hundredths.unwrap_or_default() << 2 | NUMBER);
                if hundredths.is_none() {
                    bytes.extend_from_slice(&number.to_le_bytes());
                }
            }
            Self::Text(text) => {
                write_number(bytes, count(text.len()) << 2 | TEXT);
                bytes.extend_from_slice(text.as_bytes());
            }
        }
    }
}

/// The hundredths of a number above zero that is a whole number of them, as measures in metres mostly are.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what rounding does is asked after"
)]
fn hundredths(number: f64) -> Option<u32> {
    let hundredths = (number * 100.0).round() as u32;
    let is_exact = hundredths > 0
        && hundredths < 1 << 30
        && (f64::from(hundredths) / 100.0).to_bits() == number.to_bits();
    is_exact.then_some(hundredths)
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

/// Seven bits a byte, the lowest first; the last byte has no eighth.
fn write_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
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

    #[inline]
    pub(super) fn next_held(&mut self) -> Held<'a> {
        let code = self.next();
        match (code & 3, code >> 2) {
            (WORD, word) => Held::Word(word),
            (NUMBER, 0) => {
                let (number, rest) = self.0.split_first_chunk().expect("eight bytes follow");
                self.0 = rest;
                Held::Number(f64::from_le_bytes(*number))
            }
            (NUMBER, hundredths) => Held::Number(f64::from(hundredths) / 100.0),
            (_, length) => {
                let (text, rest) = self.0.split_at(length as usize);
                self.0 = rest;
                Held::Text(std::str::from_utf8(text).expect("was written from text"))
            }
        }
    }

    #[inline]
    pub(super) fn next(&mut self) -> u32 {
        let mut number = 0;
        let mut place = 0;
        while let [byte, rest @ ..] = self.0 {
            self.0 = rest;
            number |= u32::from(byte & 0x7f) << place;
            if byte & 0x80 == 0 {
                break;
            }
            place += 7;
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::super::ValueRef;
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
            let mut reader = Numbers(&row);
            prop_assert_eq!((reader.clone().heads().count(), Head::of(reader.next()).is_followed), (0, false));
            prop_assert_eq!(names.list(reader.next()).len(), attributes.len());
            for (_, value) in &attributes {
                let read = match reader.next_held() {
                    Held::Word(code) => words.get(code),
                    Held::Number(number) => ValueRef::Number(number),
                    Held::Text(text) => ValueRef::Text(text),
                };
                match (read, value) {
                    (ValueRef::Number(read), Value::Number(number)) => {
                        prop_assert_eq!(read.to_bits(), number.to_bits());
                    }
                    (read, value) => prop_assert_eq!(read, value.as_ref()),
                }
            }
            prop_assert!(reader.0.is_empty());
        }

        #[test]
        fn numbers_are_read_as_they_were_written(numbers in prop::collection::vec(any::<u32>(), 0..20)) {
            let mut bytes = Vec::new();
            for &number in &numbers {
                write_number(&mut bytes, number);
            }
            let mut reader = Numbers(&bytes);
            let read: Vec<_> = numbers.iter().map(|_| reader.next()).collect();
            prop_assert_eq!(read, numbers);
            prop_assert!(reader.0.is_empty());
        }
    }
}
