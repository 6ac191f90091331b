//! A feature as it lies in a part: read where it is, never copied.
//!
//! A row is a run of numbers of one to five bytes: a head for each path, which tells its kind, its length and
//! whether another follows; which list of attribute names; then for each name its value as [`Held`] says, told apart by
//! the two lowest bits: the code of a word; the hundredths of a number, or none and its eight bytes if it is no whole
//! number of them; the length of a text and its bytes.

use super::outline::{Outline, Path, PathKind};
use super::part::Part;
use super::store::{Record, VERTEX_BYTES};
use super::words::{Names, Words, count};
use super::{Feature, Value, ValueRef, WorldRect};
use crate::layer::IDENTIFYING;
use geo::{Coord, Geometry, GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon};
use std::sync::Arc;
use uuid::Uuid;

/// A feature of the index.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    part: &'a Part,
    record: Record,
    /// Least and greatest x and y of its vertices; the least are above the greatest when it has none.
    min: [u32; 2],
    max: [u32; 2],
}

impl<'a> Found<'a> {
    pub(super) fn new(part: &'a Part, record: Record) -> Self {
        let mut found = Self { part, record, min: [u32::MAX; 2], max: [0; 2] };
        for &[x, y] in found.paths().flat_map(|path| path.vertices) {
            found.min = [x.min(found.min[0]), y.min(found.min[1])];
            found.max = [x.max(found.max[0]), y.max(found.max[1])];
        }
        found
    }

    /// Its identifier in the register.
    #[must_use]
    #[inline]
    pub fn id(self) -> Uuid {
        self.record.id
    }

    /// Its geometry, path by path.
    #[inline]
    pub fn paths(self) -> impl Iterator<Item = Path<'a>> {
        let (store, numbers) = (&self.part.store, self.numbers());
        let mut from = self.record.first_vertex as usize;
        numbers.heads().map(move |head| {
            let to = from + head.length as usize;
            let path =
                Path { kind: head.kind, vertices: &store.vertices[from..to], zooms: &store.zooms[from..to] };
            from = to;
            path
        })
    }

    /// Its attributes by name.
    pub fn attributes(self) -> impl Iterator<Item = (&'a str, ValueRef<'a>)> {
        let (list, values) = self.held_attributes();
        self.names(list).zip(values.map(move |held| self.value(held)))
    }

    /// Its attribute of that name.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<ValueRef<'a>> {
        self.attributes().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// The code of the list of its attributes' names and, in that order, their values. Codes mean the same in every
    /// feature of the same [`Found::part_code`]; [`Found::names`] and [`Found::word`] tell what.
    #[inline]
    pub fn held_attributes(self) -> (u32, impl Iterator<Item = Held<'a>>) {
        let mut numbers = self.numbers();
        while Head::of(numbers.next()).is_followed {}
        let list = numbers.next();
        let length = self.part.names.list(list).len();
        (list, (0..length).map(move |_| numbers.next_held()))
    }

    /// Tells parts of the index apart, as long as it does not change.
    #[must_use]
    #[inline]
    pub fn part_code(self) -> usize {
        std::ptr::from_ref(self.part).addr()
    }

    /// The attribute names of a list's code.
    pub fn names(self, list: u32) -> impl Iterator<Item = &'a str> {
        let names = &self.part.names;
        names.list(list).iter().map(|&name| &**names.get(name))
    }

    /// The attribute value of a code.
    #[must_use]
    pub fn word(self, code: u32) -> ValueRef<'a> {
        self.part.words.get(code)
    }

    fn value(self, held: Held<'a>) -> ValueRef<'a> {
        match held {
            Held::Word(code) => self.word(code),
            Held::Number(number) => ValueRef::Number(number),
            Held::Text(text) => ValueRef::Text(text),
        }
    }

    /// The least rectangle around its geometry, if it has any.
    #[must_use]
    #[inline]
    pub fn envelope(self) -> Option<WorldRect> {
        let has_vertices = self.min[0] <= self.max[0];
        has_vertices.then(|| WorldRect { min: self.min.map(f64::from), max: self.max.map(f64::from) })
    }

    /// What its vertices and its row take.
    pub(super) fn size_bytes(self) -> usize {
        let vertices: usize = self.paths().map(|path| path.vertices.len()).sum();
        vertices * VERTEX_BYTES + self.row().len()
    }

    /// All that the part's rows say of it.
    pub(super) fn row(self) -> &'a [u8] {
        let mut numbers = self.numbers();
        let all = numbers.0;
        while Head::of(numbers.next()).is_followed {}
        for _ in 0..self.part.names.list(numbers.next()).len() {
            numbers.next_held();
        }
        &all[..all.len() - numbers.0.len()]
    }

    /// The feature that it was put in as, but for what the holder says of all of its part.
    pub(super) fn to_feature(self) -> Feature {
        let (list, values) = self.held_attributes();
        let names = self.part.names.list(list).iter().map(|&name| Arc::clone(self.part.names.get(name)));
        let attributes = names.zip(values.map(|held| match self.value(held) {
            ValueRef::Text(text) => Value::Text(text.into()),
            ValueRef::Number(number) => Value::Number(number),
            ValueRef::Bool(yes) => Value::Bool(yes),
        }));
        Feature {
            id: self.record.id,
            department: None,
            sender: None,
            geometry: self.geometry(),
            attributes: attributes.collect(),
        }
    }

    /// Its geometry in steps of the world grid: polygons as one, anything else as a collection.
    #[must_use]
    pub fn geometry(self) -> Geometry {
        let (mut polygons, mut others) = (Vec::<Polygon>::new(), Vec::<Geometry>::new());
        for path in self.paths() {
            let coords = path.vertices.iter().map(|&[x, y]| Coord { x: f64::from(x), y: f64::from(y) });
            match (path.kind, polygons.last_mut()) {
                (PathKind::Points, _) => others.push(MultiPoint(coords.map(Point).collect()).into()),
                (PathKind::Line, _) => others.push(coords.collect::<LineString>().into()),
                (PathKind::Hole, Some(polygon)) => polygon.interiors_push(coords.collect::<LineString>()),
                (PathKind::Exterior | PathKind::Hole, _) => {
                    polygons.push(Polygon::new(coords.collect(), vec![]));
                }
            }
        }
        if !polygons.is_empty() {
            others.insert(0, MultiPolygon(polygons).into());
        }
        if others.len() == 1 {
            others.remove(0)
        } else {
            Geometry::GeometryCollection(GeometryCollection(others))
        }
    }

    fn numbers(self) -> Numbers<'a> {
        Numbers(&self.part.store.rows[self.record.row as usize..])
    }
}

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
struct Head {
    kind: PathKind,
    /// Vertices; none stands for a geometry without paths.
    length: u32,
    is_followed: bool,
}

impl Head {
    const NONE: Self = Self { kind: PathKind::Points, length: 0, is_followed: false };

    fn code(self) -> u32 {
        self.length << 3 | u32::from(self.is_followed) << 2 | self.kind.code()
    }

    fn of(code: u32) -> Self {
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
struct Numbers<'a>(&'a [u8]);

impl<'a> Numbers<'a> {
    /// The heads of the paths, which come first.
    fn heads(mut self) -> impl Iterator<Item = Head> + use<'a> {
        let mut is_over = false;
        let heads = std::iter::from_fn(move || {
            let head = (!is_over).then(|| Head::of(self.next()))?;
            is_over = !head.is_followed;
            Some(head)
        });
        heads.filter(|head| head.length > 0)
    }

    #[inline]
    fn next_held(&mut self) -> Held<'a> {
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
    fn next(&mut self) -> u32 {
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
