//! Bytes as MVT 2.1 says.
//!
//! Every feature carries its `id` as text and then its attributes; keys and values are stored once a layer
//! (§4.1). MVT's own feature identifiers are 64 bits wide, too few for ours, and left out. A feature with
//! points, lines and polygons becomes up to three, since one has one kind only (§4.2).

use super::{Drawing, EXTENT};
use geozero::mvt::{Message, TagsBuilder, Tile, TileValue, tile};
use gis_core::{
    TilePx,
    index::{Found, ValueRef},
    layer::Layer,
};

/// A layer with what it draws in a tile.
#[derive(Debug, Clone)]
pub struct DrawnLayer<'a> {
    /// Which.
    pub layer: Layer,
    /// Its features, each with what it draws.
    pub features: Vec<(Found<'a>, Drawing)>,
}

/// The bytes of a tile, uncompressed.
#[must_use]
pub fn encode(layers: &[DrawnLayer<'_>]) -> Vec<u8> {
    Tile { layers: layers.iter().map(encode_layer).collect() }.encode_to_vec()
}

fn encode_layer(drawn: &DrawnLayer<'_>) -> tile::Layer {
    let mut tags = TagsBuilder::new();
    let mut features = Vec::with_capacity(drawn.features.len());
    for (feature, drawing) in &drawn.features {
        let feature_tags = encode_tags(&mut tags, *feature);
        features.extend(encode_geometries(drawing).map(|(kind, geometry)| tile::Feature {
            id: None,
            tags: feature_tags.clone(),
            r#type: Some(kind.into()),
            geometry,
        }));
    }
    let (keys, values) = tags.into_tags();
    tile::Layer {
        version: 2,
        name: drawn.layer.name().to_owned(),
        features,
        keys,
        values: values.into_iter().map(Into::into).collect(),
        extent: Some(EXTENT),
    }
}

fn encode_tags(tags: &mut TagsBuilder, feature: Found<'_>) -> Vec<u32> {
    let id = tags.insert_ref("id", TileValue::Str(feature.id().to_string()));
    let others =
        feature.attributes().filter_map(|(name, value)| Some(tags.insert_ref(name, encode_value(value)?)));
    std::iter::once(id).chain(others).flat_map(|(key, value)| [key, value]).collect()
}

/// A value as MVT stores it; `None` for numbers that are not finite, which JSON and styles cannot hold.
fn encode_value(value: ValueRef<'_>) -> Option<TileValue> {
    match value {
        ValueRef::Text(text) => Some(TileValue::Str(text.to_string())),
        ValueRef::Bool(yes) => Some(TileValue::Bool(yes)),
        ValueRef::Number(number) => number.is_finite().then(|| encode_number(number)),
    }
}

/// Whole numbers up to which `f64` holds every one of them.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Whole numbers take one to eight bytes as varints, others nine.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, in range, sign checked")]
fn encode_number(number: f64) -> TileValue {
    match number {
        _ if number.fract() != 0.0 || number.abs() > MAX_WHOLE => TileValue::Double(number),
        _ if number < 0.0 => TileValue::Sint(number as i64),
        _ => TileValue::Uint(number as u64),
    }
}

fn encode_geometries(drawing: &Drawing) -> impl Iterator<Item = (tile::GeomType, Vec<u32>)> {
    let mut points = Commands::default();
    if !drawing.points.is_empty() {
        points.move_to(&drawing.points);
    }
    let mut lines = Commands::default();
    for line in &drawing.lines {
        lines.path(line);
    }
    let mut polygons = Commands::default();
    for ring in drawing.polygons.iter().flatten() {
        polygons.path(ring);
        polygons.close();
    }
    [
        (tile::GeomType::Point, points.encoded),
        (tile::GeomType::Linestring, lines.encoded),
        (tile::GeomType::Polygon, polygons.encoded),
    ]
    .into_iter()
    .filter(|(_, geometry)| !geometry.is_empty())
}

/// Command integers (MVT 2.1 §4.3.1) as they are written; the count is in the bits above these three.
pub(super) const MOVE_TO: u32 = 1;
pub(super) const LINE_TO: u32 = 2;
pub(super) const CLOSE_PATH: u32 = 7;

/// The geometry of a feature as commands, each vertex relative to the one before (§4.3.2).
struct Commands {
    cursor: TilePx,
    encoded: Vec<u32>,
}

impl Default for Commands {
    fn default() -> Self {
        Self { cursor: TilePx { x: 0, y: 0 }, encoded: Vec::new() }
    }
}

impl Commands {
    fn path(&mut self, vertices: &[TilePx]) {
        let (first, others) = vertices.split_at(1);
        self.move_to(first);
        self.line_to(others);
    }

    fn move_to(&mut self, to: &[TilePx]) {
        self.command(MOVE_TO, to.len());
        self.vertices(to);
    }

    fn line_to(&mut self, to: &[TilePx]) {
        self.command(LINE_TO, to.len());
        self.vertices(to);
    }

    fn close(&mut self) {
        self.command(CLOSE_PATH, 1);
    }

    fn command(&mut self, id: u32, count: usize) {
        let count = u32::try_from(count).expect("a part has fewer than 2²⁹ vertices");
        self.encoded.push(count << 3 | id);
    }

    fn vertices(&mut self, vertices: &[TilePx]) {
        for &vertex in vertices {
            self.encoded.extend([zigzag(vertex.x - self.cursor.x), zigzag(vertex.y - self.cursor.y)]);
            self.cursor = vertex;
        }
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

    #[test]
    fn the_specification_s_own_polygon_is_written_as_it_says() {
        let ring = vec![px(3, 6), px(8, 12), px(20, 34)];
        let drawing = Drawing { polygons: vec![vec![ring]], ..Drawing::default() };
        let encoded: Vec<_> = encode_geometries(&drawing).collect();
        assert_eq!(encoded, [(tile::GeomType::Polygon, vec![9, 6, 12, 18, 10, 12, 24, 44, 15])]);
    }

    #[test]
    fn lines_go_on_from_where_the_last_one_ended() {
        let lines = vec![vec![px(2, 2), px(2, 10), px(10, 10)], vec![px(1, 1), px(3, 5)]];
        let drawing = Drawing { lines, ..Drawing::default() };
        let (_, geometry) = encode_geometries(&drawing).next().expect("has lines");
        assert_eq!(geometry, [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]);
    }

    #[test]
    fn numbers_are_written_in_the_fewest_bytes_that_hold_them() {
        assert_eq!(encode_number(12.0), TileValue::Uint(12));
        assert_eq!(encode_number(-12.0), TileValue::Sint(-12));
        assert_eq!(encode_number(-0.0), TileValue::Uint(0));
        assert_eq!(encode_number(0.5), TileValue::Double(0.5));
        assert_eq!(encode_number(1e300), TileValue::Double(1e300));
        assert_eq!(encode_value(ValueRef::Number(f64::NAN)), None);
    }
}
