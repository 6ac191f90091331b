//! Which features a tile may have to draw.

use super::{TileId, feature_min_zoom, min_zoom};
use gis_core::{
    Scope,
    index::{Found, Index, WorldRect},
    layer::Layer,
};

/// The features of a layer whose envelope meets the buffered tile, also across the antimeridian, that are
/// drawn at its zoom and that somebody of that scope may see; each once, in order of identifier.
#[must_use]
pub fn select<'a>(index: &'a Index, layer: Layer, id: TileId, scope: &Scope) -> Vec<Found<'a>> {
    if id.z() < min_zoom(layer) {
        return Vec::new();
    }
    let mut found: Vec<_> = id
        .world_shifts_steps()
        .into_iter()
        .flat_map(|shift_steps| index.within(layer, shifted(id.rect_with_buffer(), -shift_steps), scope))
        .filter(|feature| feature_min_zoom(layer, *feature) <= id.z())
        .collect();
    found.sort_unstable_by_key(|feature| feature.id());
    found.dedup_by_key(|feature| feature.id());
    found
}

/// A rectangle moved eastwards.
pub(crate) fn shifted(rect: WorldRect, east_steps: f64) -> WorldRect {
    let WorldRect { min, max } = rect;
    WorldRect { min: [min[0] + east_steps, min[1]], max: [max[0] + east_steps, max[1]] }
}
