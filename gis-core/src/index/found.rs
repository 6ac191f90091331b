//! A feature as it lies in a part: read where it is, never copied.

use super::block::Slot;
use super::encoded::is_not_finite;
use super::outline::{Path, PathKind};
use super::part::Part;
use super::row::{HeldAttributes, Numbers};
use super::{Extent, Feature, Value, ValueRef, WorldRect};
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

    /// Its outline, if that is all that there is of it and tiles of a zoom that hold it whole may show it as it is: rounded to
    /// their units, without the vertices that do not matter there.
    #[must_use]
    #[inline]
    pub fn plain_ring(self, zoom: u8) -> Option<Path<'a>> {
        let (vertices, zooms) = (self.slot.vertices(), self.slot.zooms());
        (self.slot.plain_from() <= zoom).then_some(Path { kind: PathKind::Exterior, vertices, zooms })
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
        let (names, values) = self.names_and_values();
        names.map(|name| &**name).zip(values)
    }

    /// Its attribute of that name.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<ValueRef<'a>> {
        self.attributes().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// Its attributes as the index holds them.
    #[must_use]
    #[inline]
    pub fn held_attributes(self) -> HeldAttributes<'a> {
        self.numbers().attributes()
    }

    /// Tells parts of the index apart, as long as it does not change.
    #[must_use]
    #[inline]
    pub fn part_code(self) -> usize {
        std::ptr::from_ref(self.part).addr()
    }

    /// The attribute names of a list's code.
    pub fn names(self, list: u32) -> impl Iterator<Item = &'a str> {
        self.part.names.of_list(list).map(|name| &**name)
    }

    /// The value of a word's code as vector tiles write it; `None` for numbers that JSON and styles cannot hold.
    #[must_use]
    pub fn encoded_word(self, code: u32) -> Option<&'a [u8]> {
        Some(self.part.words.encoded(code)).filter(|value| !is_not_finite(value))
    }

    fn names_and_values(self) -> (impl Iterator<Item = &'a Arc<str>>, impl Iterator<Item = ValueRef<'a>>) {
        let Part { names, words, .. } = self.part;
        let held = self.held_attributes();
        (names.of_list(held.list), held.clone().values(names.list(held.list).len(), words))
    }

    /// The least rectangle around its geometry, if it has any.
    #[must_use]
    #[inline]
    pub fn envelope(self) -> Option<WorldRect> {
        self.extent.rect()
    }

    /// The same in whole steps; empty if it has none.
    #[must_use]
    #[inline]
    pub fn extent(self) -> Extent {
        self.extent
    }

    /// The feature that it was put in as, but for what the holder says of all of its part.
    pub(super) fn to_feature(self) -> Feature {
        let (names, values) = self.names_and_values();
        let attributes = names.cloned().zip(values.map(|value| match value {
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
