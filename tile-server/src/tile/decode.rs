//! A tile read back: for people ([`super::to_text()`]), and for tests that ask what a tile holds.
//!
//! Any bytes may come in; what is no tile of version 2 by MVT 2.1 is an error, never a panic.

use super::Drawing;
use super::encode::{CLOSE_PATH, LINE_TO, MOVE_TO};
use geozero::mvt::{Message, Tile, TileValue, tile};
use gis_core::TilePx;
use gis_core::rings::doubled_area;
use std::collections::BTreeMap;

/// Why bytes are no tile.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Not the protocol buffer that a tile is.
    #[error("read the bytes as a vector tile")]
    Protobuf(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Tags that are no pairs, point beyond the layer's keys or values, or at a value of no type.
    #[error("read the attributes of feature {position} of layer {layer}")]
    Attributes {
        /// Name of the layer.
        layer: String,
        /// Where the feature stands in it, from 0.
        position: usize,
    },
    /// Commands that do not make points, lines or polygons.
    #[error("read the geometry of feature {position} of layer {layer}")]
    Geometry {
        /// Name of the layer.
        layer: String,
        /// Where the feature stands in it, from 0.
        position: usize,
    },
}

/// A layer of a tile.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodedLayer {
    /// Its name.
    pub name: String,
    /// Tile units across the tile.
    pub extent: u32,
    /// Its features, in the tile's order.
    pub features: Vec<DecodedFeature>,
}

/// A feature of a tile.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodedFeature {
    /// Its attributes by name.
    pub attributes: BTreeMap<String, TileValue>,
    /// Its geometry, of one kind.
    pub drawing: Drawing,
}

/// The layers of a tile.
///
/// # Errors
/// Bytes that are no tile of MVT 2.1.
pub fn decode(bytes: &[u8]) -> Result<Vec<DecodedLayer>, DecodeError> {
    let tile = Tile::decode(bytes).map_err(|error| DecodeError::Protobuf(error.into()))?;
    tile.layers.iter().map(decode_layer).collect()
}

fn decode_layer(layer: &tile::Layer) -> Result<DecodedLayer, DecodeError> {
    let features = layer.features.iter().enumerate().map(|(position, feature)| {
        let attributes = decode_tags(layer, feature)
            .ok_or_else(|| DecodeError::Attributes { layer: layer.name.clone(), position })?;
        let drawing = decode_geometry(feature)
            .ok_or_else(|| DecodeError::Geometry { layer: layer.name.clone(), position })?;
        Ok(DecodedFeature { attributes, drawing })
    });
    let features = features.collect::<Result<_, _>>()?;
    Ok(DecodedLayer { name: layer.name.clone(), extent: layer.extent(), features })
}

fn decode_tags(layer: &tile::Layer, feature: &tile::Feature) -> Option<BTreeMap<String, TileValue>> {
    let (pairs, []) = feature.tags.as_chunks::<2>() else { return None };
    let attribute = |&[key, value]: &[u32; 2]| {
        let key = layer.keys.get(usize::try_from(key).ok()?)?;
        let value = layer.values.get(usize::try_from(value).ok()?)?;
        Some((key.clone(), TileValue::try_from(value.clone()).ok()?))
    };
    pairs.iter().map(attribute).collect()
}

fn decode_geometry(feature: &tile::Feature) -> Option<Drawing> {
    let commands = commands(&feature.geometry)?;
    let mut drawing = Drawing::default();
    match feature.r#type() {
        tile::GeomType::Unknown => return None,
        tile::GeomType::Point => {
            let [Command::MoveTo(points)] = commands.as_slice() else { return None };
            drawing.points.clone_from(points);
        }
        tile::GeomType::Linestring => {
            let (pairs, []) = commands.as_chunks::<2>() else { return None };
            for pair in pairs {
                let [Command::MoveTo(first), Command::LineTo(others)] = pair else { return None };
                drawing.lines.push([first.as_slice(), others].concat());
            }
        }
        tile::GeomType::Polygon => {
            let (triples, []) = commands.as_chunks::<3>() else { return None };
            for triple in triples {
                let [Command::MoveTo(first), Command::LineTo(others), Command::ClosePath] = triple else {
                    return None;
                };
                let ring = [first.as_slice(), others].concat();
                match doubled_area(&ring) {
                    0 => return None,
                    1.. => drawing.polygons.push(vec![ring]),
                    _ => drawing.polygons.last_mut()?.push(ring),
                }
            }
        }
    }
    (!drawing.is_empty()).then_some(drawing)
}

enum Command {
    MoveTo(Vec<TilePx>),
    LineTo(Vec<TilePx>),
    ClosePath,
}

fn commands(encoded: &[u32]) -> Option<Vec<Command>> {
    let mut rest = encoded.iter().copied();
    let mut cursor = TilePx { x: 0, y: 0 };
    let mut commands = Vec::new();
    while let Some(command) = rest.next() {
        let (id, count) = (command & 7, command >> 3);
        if id == CLOSE_PATH && count == 1 {
            commands.push(Command::ClosePath);
            continue;
        }
        let mut vertices = Vec::new();
        for _ in 0..count {
            let x = cursor.x.checked_add(unzigzag(rest.next()?))?;
            let y = cursor.y.checked_add(unzigzag(rest.next()?))?;
            cursor = TilePx { x, y };
            vertices.push(cursor);
        }
        match id {
            _ if vertices.is_empty() => return None,
            MOVE_TO => commands.push(Command::MoveTo(vertices)),
            LINE_TO => commands.push(Command::LineTo(vertices)),
            _ => return None,
        }
    }
    Some(commands)
}

fn unzigzag(value: u32) -> i32 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}
