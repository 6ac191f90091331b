//! The way of most features: an outline of which nothing is to be clipped or mended.

use super::{Paths, TileId};
use gis_core::TilePx;
use gis_core::index::{Found, PathKind, to_units};

/// From this zoom on a tile with its buffer is so small that the steps across it are far below 2³¹.
const FROM_ZOOM: u8 = 4;

/// Draws a feature that lies in the tile whole, if it is one plain ring there; whether it is. Simplifying, clipping and
/// quantising give the same ring, maybe beginning elsewhere.
pub fn plain(feature: Found<'_>, id: TileId, drawn: &mut Paths<TilePx>) -> bool {
    let Some(ring) = feature.plain_ring(id.z()).filter(|_| id.z() >= FROM_ZOOM) else { return false };
    let corner = id.corner_steps();
    let unit = |axis: usize, at: u32| to_units(at.wrapping_sub(corner[axis]).cast_signed(), id.z());
    let kept = ring.vertices.iter().zip(ring.zooms).filter(|(_, zoom)| **zoom <= id.z());
    drawn.clear();
    drawn.push(PathKind::Exterior, kept.map(|(&[x, y], _)| TilePx { x: unit(0, x), y: unit(1, y) }));
    true
}
