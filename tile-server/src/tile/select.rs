//! Which features a tile may have to draw.

use super::zoom::all_from_zoom;
use super::{TileId, counts_name, feature_min_zoom, min_zoom};
use gis_core::{
    Scope,
    index::{Found, Index, Shape, Sight, WorldRect},
    layer::Layer,
};
use std::collections::HashSet;

/// What somebody of that scope sees of the layers that have anything to show at the tile's zoom, in the buffered
/// tile, also across the antimeridian.
#[must_use]
pub fn sight(index: &Index, layers: &[Layer], id: TileId, scope: &Scope) -> Sight {
    index.sight(&layers_at(layers, id.z()), &rects(id), scope)
}

/// Those layers that have anything to show at a zoom, drawn or counted.
#[must_use]
pub fn layers_at(layers: &[Layer], z: u8) -> Vec<Layer> {
    let is_shown = |layer: Layer| z >= min_zoom(layer) || counts_name(layer).is_some();
    layers.iter().copied().filter(|&layer| is_shown(layer)).collect()
}

/// The features of a layer whose envelope meets the buffered tile, also across the antimeridian, that are
/// drawn at its zoom and that a sight names; each once, in the order of the index.
#[must_use]
pub fn select<'a>(index: &'a Index, layer: Layer, id: TileId, sight: &Sight) -> Vec<Found<'a>> {
    if id.z() < min_zoom(layer) {
        return Vec::new();
    }
    let rects = rects(id);
    let mut found = match *rects {
        [rect] => index.within(layer, rect, sight),
        _ => rects.iter().flat_map(|&rect| index.within(layer, rect, sight)).collect(),
    };
    if id.z() < all_from_zoom(layer) {
        found.retain(|feature| feature_min_zoom(layer, *feature) <= id.z());
    }
    // What one rectangle gives is there once.
    if rects.len() > 1 {
        let mut known = HashSet::new();
        found.retain(|feature| known.insert(feature.id()));
    }
    found
}

/// Whether a tile may show something of a shape. Simplifying moves a line by a tile unit at most, so what comes so near
/// counts.
pub(crate) fn may_show(shape: &Shape, id: TileId) -> bool {
    let grown = |rect: WorldRect| WorldRect {
        min: rect.min.map(|least| least - id.unit_steps()),
        max: rect.max.map(|most| most + id.unit_steps()),
    };
    rects(id).into_iter().any(|rect| rect.meets(shape.envelope()) && shape.meets(grown(rect)))
}

/// Where on the world grid there is what the buffered tile shows.
pub(crate) fn rects(id: TileId) -> Vec<WorldRect> {
    let shifts = id.world_shifts_steps().into_iter();
    shifts.map(|shift_steps| shifted(id.rect_with_buffer(), -shift_steps)).collect()
}

/// A rectangle moved eastwards.
fn shifted(rect: WorldRect, east_steps: f64) -> WorldRect {
    let WorldRect { min, max } = rect;
    WorldRect { min: [min[0] + east_steps, min[1]], max: [max[0] + east_steps, max[1]] }
}
