//! A feature as it lies in a part: read where it is, never copied.

use super::block::{Extent, Slot};
use super::outline::{Path, PathKind};
use super::part::Part;
use super::row::{Head, Held, Numbers};
use super::{Feature, Value, ValueRef, WorldRect};
use geo::{Coord, Geometry, GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon};
use std::sync::Arc;
use uuid::Uuid;

/// A feature of the index.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    part: &'a Part,
    slot: Slot<'a>,
    extent: Extent,
}

impl<'a> Found<'a> {
    #[inline]
    pub(super) fn new(part: &'a Part, slot: Slot<'a>) -> Self {
        Self { part, slot, extent: slot.extent() }
    }

    /// Its identifier in the register.
    #[must_use]
    #[inline]
    pub fn id(self) -> Uuid {
        self.slot.id()
    }

    /// Its geometry, path by path.
    #[inline]
    pub fn paths(self) -> impl Iterator<Item = Path<'a>> {
        let (mut vertices, mut zooms) = (self.slot.vertices(), self.slot.zooms());
        self.numbers().heads().map(move |head| {
            let path;
            (path, vertices) = vertices.split_at(head.length as usize);
            let own;
            (own, zooms) = zooms.split_at(head.length as usize);
            Path { kind: head.kind, vertices: path, zooms: own }
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
        self.extent.envelope()
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
            id: self.id(),
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
        Numbers(self.slot.row())
    }
}
