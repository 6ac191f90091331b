//! Vector tiles (MVT 2.1) from the R-tree: `select → mark → clip → simplify → quantise → encode`, a file and a pure
//! function each.
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`select()`] | the index, a layer, a tile, a scope | features whose envelope meets the buffered tile |
//! | [`mark()`] | a geometry | a point in its place where it is too small to see and yet looked for |
//! | [`clip_to_tile()`] | a geometry on the world grid | [`Parts`]: what of it lies within the buffered tile |
//! | [`simplify()`] | parts | parts without what is smaller than a tile unit |
//! | [`quantise()`] | parts | a [`Drawing`] in whole tile units, its polygons valid |
//! | [`encode()`] | the drawings of all layers | bytes |
//!
//! Invariant: equal registers, layers, tiles and scopes give equal bytes, and what a scope does not cover
//! leaves no byte, in no key and no value either: it is left out before anything else is done.

mod clip;
mod decode;
mod encode;
mod id;
mod mark;
mod mend;
mod quantise;
mod select;
mod simplify;
mod text;
mod zoom;

#[cfg(test)]
mod tests;

pub use clip::{Parts, clip, clip_to_tile};
pub use decode::{DecodeError, DecodedFeature, DecodedLayer, decode};
pub use encode::{DrawnLayer, encode};
pub use id::TileId;
pub use mark::{SHAPES_FROM_ZOOM, mark};
pub use quantise::{Drawing, quantise};
pub use select::select;
pub use simplify::simplify;
pub use text::to_text;
pub use zoom::{MAX_ZOOM, feature_min_zoom, min_zoom};

use gis_core::{Scope, index::Index, layer::Layer};

/// Tile units across a tile: an eighth of a pixel where a tile is drawn 512 pixels wide, as `MapLibre` does.
pub const EXTENT: u32 = 4096;

/// Tile units that a tile holds beyond each of its sides, so that strokes and circles are not cut at seams:
/// 8 pixels.
pub const BUFFER: u32 = 64;

/// A tile's bytes, uncompressed: the layers in the order given (a layer given twice once), without those that
/// have nothing there; `None` when none has.
#[must_use]
pub fn tile(index: &Index, layers: &[Layer], id: TileId, scope: &Scope) -> Option<Vec<u8>> {
    let mut drawn: Vec<DrawnLayer<'_>> = Vec::new();
    for &layer in layers {
        if drawn.iter().any(|earlier| earlier.layer == layer) {
            continue;
        }
        let features: Vec<_> = select(index, layer, id, scope)
            .into_iter()
            .map(|feature| {
                let geometry = feature.geometry();
                let geometry = mark(layer, &geometry, id.z());
                let parts = simplify(clip_to_tile(&geometry, id), id);
                let drawing = quantise(&parts, id);
                (feature, drawing)
            })
            .filter(|(_, drawing)| !drawing.is_empty())
            .collect();
        if !features.is_empty() {
            drawn.push(DrawnLayer { layer, features });
        }
    }
    (!drawn.is_empty()).then(|| encode(&drawn))
}
