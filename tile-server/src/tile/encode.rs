//! Bytes as MVT 2.1 says, written as they come: no tree of messages is built before.
//!
//! Every feature carries its `id` as text and then its attributes; keys and values are stored once a layer
//! (§4.1). MVT's own feature identifiers are 64 bits wide, too few for ours, and left out. A feature with
//! points, lines and polygons becomes up to three, since one has one kind only (§4.2).

mod message;
mod tags;

use super::{EXTENT, Paths, PlainRing};
use gis_core::TilePx;
use gis_core::index::{Found, PathKind, put_varint, varint_bytes};
use message::{Pen, Sheet, message_bytes, put_bytes, put_number};
use tags::{Tags, TagsEnd};

/// Fields of MVT's messages (§4, `vector_tile.proto`).
const TILE_LAYERS: u8 = 3;
const LAYER_NAME: u8 = 1;
const LAYER_FEATURES: u8 = 2;
const LAYER_KEYS: u8 = 3;
const LAYER_EXTENT: u8 = 5;
const LAYER_VERSION: u8 = 15;
const FEATURE_TAGS: u8 = 2;
const FEATURE_KIND: u8 = 3;
const FEATURE_GEOMETRY: u8 = 4;

/// Of MVT, before its point.
const VERSION: u64 = 2;

/// What a feature takes as a rule, in numbers and in values of its own.
const FEATURE_NUMBERS: usize = 16;
const FEATURE_VALUES_BYTES: usize = 96;

/// The kinds of geometry (§4.3.4).
const POINTS: u8 = 1;
const LINES: u8 = 2;
const POLYGONS: u8 = 3;
const KINDS: [u8; 3] = [POINTS, LINES, POLYGONS];

fn kind_of(path: PathKind) -> u8 {
    match path {
        PathKind::Points => POINTS,
        PathKind::Line => LINES,
        PathKind::Exterior | PathKind::Hole => POLYGONS,
    }
}

/// A layer that is being written.
#[derive(Debug)]
pub struct LayerWriter<'a> {
    name: &'a str,
    features: Sheet,
    /// How far it was written after each feature.
    ends: Vec<End>,
    tags: Tags<'a>,
}

/// How far a layer was written.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    features_bytes: usize,
    tags: TagsEnd,
}

impl<'a> LayerWriter<'a> {
    /// A layer of that name, without features yet.
    #[must_use]
    pub fn new(name: &'a str) -> Self {
        Self { name, features: Sheet::default(), ends: Vec::new(), tags: Tags::default() }
    }

    /// Makes room for so many features as tiles have them, so that what was written need not be moved as it grows.
    pub(super) fn reserve(&mut self, features: usize) {
        self.features.make_room(features * FEATURE_NUMBERS);
        self.tags.reserve(features * FEATURE_VALUES_BYTES);
        self.ends.reserve(features);
    }

    /// Writes a feature with its attributes.
    pub fn add(&mut self, feature: Found<'a>, drawn: &Paths<TilePx>) {
        if drawn.is_empty() {
            return;
        }
        let Self { features, tags, .. } = self;
        add_geometry(features, drawn, |sheet| tags.write(feature, sheet));
        self.ends.push(self.end());
    }

    /// Writes a feature that is one ring.
    pub fn add_ring(&mut self, feature: Found<'a>, ring: PlainRing<'_>) {
        let Self { features, tags, .. } = self;
        let vertices = ring.vertex_count();
        let write_tags = |sheet: &mut Sheet| tags.write(feature, sheet);
        add_kind(features, POLYGONS, write_tags, vertices * 2 + PATH_COMMANDS, |pen| {
            let mut cursor = TilePx { x: 0, y: 0 };
            put_path(pen, PathKind::Exterior, vertices, ring.vertices(), &mut cursor);
        });
        self.ends.push(self.end());
    }

    /// Writes a feature that is a count.
    pub fn add_count(&mut self, count: u64, drawn: &Paths<TilePx>) {
        let Self { features, tags, .. } = self;
        add_geometry(features, drawn, |sheet| tags.write_count(count, sheet));
        self.ends.push(self.end());
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many features were written.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many bytes the layer takes in a tile.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        self.size_bytes_at(self.end())
    }

    /// Adds the layer to a tile, whose bytes are those of its layers, one after the other.
    pub fn finish(&self, tile: &mut Vec<u8>) {
        tile.reserve(self.size_bytes());
        tile.push(TILE_LAYERS << 3 | 2);
        put_varint(tile, self.content_bytes_at(self.end()) as u64);
        put_bytes(tile, LAYER_NAME, self.name.as_bytes());
        tile.extend_from_slice(self.features.written());
        self.tags.put(tile);
        put_number(tile, LAYER_EXTENT, EXTENT.into());
        put_number(tile, LAYER_VERSION, VERSION);
    }

    /// Takes away the last features, as many as it takes to be of so many bytes at most. Nothing can be written after.
    pub(super) fn cut_to(&mut self, most_bytes: usize) {
        let kept = self.ends.partition_point(|end| self.size_bytes_at(*end) <= most_bytes);
        self.ends.truncate(kept);
        let end = self.ends.last().copied().unwrap_or_default();
        self.features.cut_to(end.features_bytes);
        self.tags.cut_to(end.tags);
    }

    fn end(&self) -> End {
        End { features_bytes: self.features.written().len(), tags: self.tags.end() }
    }

    fn size_bytes_at(&self, end: End) -> usize {
        message_bytes(self.content_bytes_at(end))
    }

    fn content_bytes_at(&self, end: End) -> usize {
        let extent_and_version = 2 + varint_bytes(EXTENT.into()) + varint_bytes(VERSION);
        message_bytes(self.name.len()) + end.features_bytes + end.tags.bytes() + extent_and_version
    }
}

/// Adds a feature for each kind of geometry that there is.
fn add_geometry(features: &mut Sheet, drawn: &Paths<TilePx>, write_tags: impl FnOnce(&mut Sheet)) {
    let numbers = drawn.vertex_count() * 2 + drawn.path_count() * PATH_COMMANDS;
    let Some((first, _)) = drawn.last() else { return };
    if drawn.iter().all(|(path, _)| kind_of(path) == kind_of(first)) {
        add_kind(features, kind_of(first), write_tags, numbers, |pen| put_paths(pen, drawn.iter()));
        return;
    }
    let mut tags = Sheet::default();
    write_tags(&mut tags);
    for kind in KINDS {
        let mut paths = drawn.iter().filter(|(path, _)| kind_of(*path) == kind).peekable();
        if paths.peek().is_some() {
            let write_tags = |sheet: &mut Sheet| sheet.copy(tags.written());
            add_kind(features, kind, write_tags, numbers, |pen| put_paths(pen, paths));
        }
    }
}

/// Adds a feature whose geometry takes so many numbers at most.
fn add_kind(
    features: &mut Sheet,
    kind: u8,
    write_tags: impl FnOnce(&mut Sheet),
    numbers: usize,
    write_geometry: impl FnOnce(&mut Pen<'_>),
) {
    features.put_message(LAYER_FEATURES, |feature| {
        feature.put_message(FEATURE_TAGS, write_tags);
        feature.put(2, |pen| pen.put_pair(u32::from(FEATURE_KIND) << 3, kind.into()));
        feature.put_message(FEATURE_GEOMETRY, |geometry| geometry.put(numbers, write_geometry));
    });
}

/// Command integers (MVT 2.1 §4.3.1) as they are written; the count is in the bits above these three.
pub(super) const MOVE_TO: u32 = 1;
pub(super) const LINE_TO: u32 = 2;
pub(super) const CLOSE_PATH: u32 = 7;

/// Commands of a path.
const PATH_COMMANDS: usize = 3;

fn put_paths<'p>(pen: &mut Pen<'_>, paths: impl Iterator<Item = (PathKind, &'p [TilePx])>) {
    let mut cursor = TilePx { x: 0, y: 0 };
    for (kind, vertices) in paths {
        put_path(pen, kind, vertices.len(), vertices.iter().copied(), &mut cursor);
    }
}

/// A path of so many vertices as commands, each vertex relative to the one before (§4.3.2).
#[inline]
fn put_path(
    pen: &mut Pen<'_>,
    kind: PathKind,
    count: usize,
    vertices: impl Iterator<Item = TilePx>,
    cursor: &mut TilePx,
) {
    let command = |command: u32, count: usize| {
        u32::try_from(count).expect("a path has fewer than 2²⁹ vertices") << 3 | command
    };
    let moves = if kind == PathKind::Points { count } else { 1 };
    pen.put(command(MOVE_TO, moves));
    for (place, vertex) in vertices.enumerate() {
        if place == moves {
            pen.put(command(LINE_TO, count - moves));
        }
        pen.put(zigzag(vertex.x - cursor.x));
        pen.put(zigzag(vertex.y - cursor.y));
        *cursor = vertex;
    }
    if kind.is_ring() {
        pen.put(command(CLOSE_PATH, 1));
    }
}

/// Small numbers of either sign as small numbers without one (§4.3.2).
fn zigzag(value: i32) -> u32 {
    (value << 1 ^ value >> 31).cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn px(x: i32, y: i32) -> TilePx {
        TilePx { x, y }
    }

    fn geometry(paths: &[(PathKind, &[TilePx])]) -> Vec<u8> {
        let mut drawn = Paths::default();
        for (kind, vertices) in paths {
            drawn.push(*kind, vertices.iter().copied());
        }
        let mut sheet = Sheet::default();
        sheet.put(99, |pen| put_paths(pen, drawn.iter()));
        sheet.written().to_vec()
    }

    #[test]
    fn the_specification_s_own_polygon_is_written_as_it_says() {
        let ring = [px(3, 6), px(8, 12), px(20, 34)];
        assert_eq!(geometry(&[(PathKind::Exterior, &ring)]), [9, 6, 12, 18, 10, 12, 24, 44, 15]);
    }

    #[test]
    fn lines_go_on_from_where_the_last_one_ended() {
        let lines = [vec![px(2, 2), px(2, 10), px(10, 10)], vec![px(1, 1), px(3, 5)]];
        let lines = lines.each_ref().map(|line| (PathKind::Line, line.as_slice()));
        assert_eq!(geometry(&lines), [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]);
    }

    #[test]
    fn points_of_one_feature_are_one_command() {
        assert_eq!(geometry(&[(PathKind::Points, &[px(5, 7), px(3, 2)])]), [17, 10, 14, 3, 9]);
    }
}
