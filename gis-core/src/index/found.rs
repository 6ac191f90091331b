//! A feature as it lies in a part: read where it is, never copied.
//!
//! A row is a run of numbers of one to five bytes: a head for each path, which tells its kind, its length and
//! whether another follows; which list of attribute names; then for each name the code of its value.

use super::outline::{Outline, Path, PathKind};
use super::part::{Part, Record};
use super::words::{Names, Words, count};
use super::{Feature, Value, ValueRef, WorldRect};
use geo::{Coord, Geometry, GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon};
use std::mem::size_of;
use std::sync::Arc;
use uuid::Uuid;

/// A feature of the index.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    part: &'a Part,
    record: Record,
}

impl<'a> Found<'a> {
    pub(super) fn new(part: &'a Part, record: Record) -> Self {
        Self { part, record }
    }

    /// Its identifier in the register.
    #[must_use]
    pub fn id(self) -> Uuid {
        self.record.id
    }

    /// Its geometry, path by path.
    pub fn paths(self) -> impl Iterator<Item = Path<'a>> {
        let (part, numbers) = (self.part, self.numbers());
        let mut from = self.record.first_vertex as usize;
        numbers.heads().map(move |head| {
            let to = from + head.length as usize;
            let path =
                Path { kind: head.kind, vertices: &part.vertices[from..to], zooms: &part.zooms[from..to] };
            from = to;
            path
        })
    }

    /// Its attributes by name.
    pub fn attributes(self) -> impl Iterator<Item = (&'a str, ValueRef<'a>)> {
        let part = self.part;
        self.attribute_codes().map(move |(name, value)| (&**part.names.get(name), part.words.get(value)))
    }

    /// Its attribute of that name.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<ValueRef<'a>> {
        self.attributes().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// Its attributes by the codes of their names and values, which mean the same in every feature of the same
    /// [`Found::part_code`]; [`Found::name`] and [`Found::value`] tell what.
    pub fn attribute_codes(self) -> impl Iterator<Item = (u32, u32)> + 'a {
        let mut numbers = self.numbers();
        while Head::of(numbers.next()).is_followed {}
        let names = self.part.names.list(numbers.next());
        names.iter().map(move |&name| (name, numbers.next()))
    }

    /// Tells parts of the index apart, as long as it does not change.
    #[must_use]
    pub fn part_code(self) -> usize {
        std::ptr::from_ref(self.part).addr()
    }

    /// The attribute name of a code.
    #[must_use]
    pub fn name(self, code: u32) -> &'a str {
        self.part.names.get(code)
    }

    /// The attribute value of a code.
    #[must_use]
    pub fn value(self, code: u32) -> ValueRef<'a> {
        self.part.words.get(code)
    }

    /// The least rectangle around its geometry, if it has any.
    #[must_use]
    pub fn envelope(self) -> Option<WorldRect> {
        let (mut min, mut max) = ([u32::MAX; 2], [0; 2]);
        let mut vertices = self.paths().flat_map(|path| path.vertices).peekable();
        vertices.peek()?;
        for &[x, y] in vertices {
            min = [x.min(min[0]), y.min(min[1])];
            max = [x.max(max[0]), y.max(max[1])];
        }
        Some(WorldRect { min: min.map(f64::from), max: max.map(f64::from) })
    }

    /// What its vertices and its row take.
    pub(super) fn size_bytes(self) -> usize {
        let vertices: usize = self.paths().map(|path| path.vertices.len()).sum();
        vertices * (size_of::<[u32; 2]>() + 1) + 2 * (self.attribute_codes().count() + 1)
    }

    /// The feature that it was put in as, but for what the holder says of all of its part.
    pub(super) fn to_feature(self) -> Feature {
        let attributes = self.attribute_codes().map(|(name, value)| {
            let value = match self.part.words.get(value) {
                ValueRef::Text(text) => Value::Text(text.into()),
                ValueRef::Number(number) => Value::Number(number),
                ValueRef::Bool(yes) => Value::Bool(yes),
            };
            (Arc::clone(self.part.names.get(name)), value)
        });
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
        Numbers(&self.part.rows[self.record.row as usize..])
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
        for (_, value) in attributes {
            write_number(bytes, words.code(value));
        }
    }
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

    fn next(&mut self) -> u32 {
        let mut number = 0;
        for (place, &byte) in self.0.iter().enumerate() {
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                self.0 = &self.0[place + 1..];
                break;
            }
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
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
