//! Tiles as a set: their layers and attributes, whom to credit, where they lie, and which may have something in them.
//!
//! TileJSON, the tileset metadata of OGC API Tiles and exported files say the same of the same tiles, from here.

use crate::tile::{self, MAX_ZOOM, TileId};
use gis_core::index::{Index, ValueRef, WorldRect};
use gis_core::layer::{FieldKind, Layer};
use gis_core::{Collection, Scope};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A layer as TileJSON 3.0 §3.3 describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VectorLayer {
    /// Its name in tiles.
    pub id: &'static str,
    /// Its title in French.
    pub description: String,
    /// The lowest zoom with features of it.
    pub minzoom: u8,
    /// The highest.
    pub maxzoom: u8,
    /// Its attributes and their types.
    pub fields: BTreeMap<&'static str, &'static str>,
}

/// The layers that tiles of these layers and zooms may have: each in its place, and after them the counts that stand
/// for some at low zooms.
#[must_use]
pub fn vector_layers(layers: &[Layer], zooms: &RangeInclusive<u8>) -> Vec<VectorLayer> {
    let drawn = layers.iter().map(|&layer| features_of(layer));
    let counted = layers.iter().filter_map(|&layer| counts_of(layer));
    let within = |mut layer: VectorLayer| {
        layer.minzoom = layer.minzoom.max(*zooms.start());
        layer.maxzoom = layer.maxzoom.min(*zooms.end());
        (layer.minzoom <= layer.maxzoom).then_some(layer)
    };
    drawn.chain(counted).filter_map(within).collect()
}

fn features_of(layer: Layer) -> VectorLayer {
    VectorLayer {
        id: layer.name(),
        description: layer.title().fr,
        minzoom: tile::min_zoom(layer),
        maxzoom: MAX_ZOOM,
        fields: layer.fields().iter().map(|field| (field.name, field.kind.name())).collect(),
    }
}

/// The layer that stands for another where its features are too small to be drawn.
fn counts_of(layer: Layer) -> Option<VectorLayer> {
    Some(VectorLayer {
        id: tile::counts_name(layer)?,
        description: layer.title().fr,
        minzoom: 0,
        maxzoom: tile::min_zoom(layer) - 1,
        fields: BTreeMap::from([("count", FieldKind::Number.name())]),
    })
}

/// Suuf, and whoever the boundaries come from: their licences want to be credited.
#[must_use]
pub fn attribution(index: &Index, scope: &Scope) -> String {
    let departments = index.all(Layer::Collection(Collection::Departments), scope);
    let mut credits = vec!["Suuf"];
    for department in departments {
        if let Some(ValueRef::Text(source)) = department.attribute("boundary_source")
            && !source.starts_with("Suuf")
            && !credits.contains(&source)
        {
            credits.push(source);
        }
    }
    credits.join(" · ")
}

/// The least rectangle around the features of layers that somebody of that scope may see.
#[must_use]
pub fn bounds(index: &Index, layers: &[Layer], scope: &Scope) -> Option<WorldRect> {
    layers.iter().filter_map(|&layer| index.bounds(layer, scope)).reduce(WorldRect::merged)
}

/// Whether a tile, or any that lies within it, may have something of layers in it. It may still be empty: envelopes
/// are asked, not shapes.
#[must_use]
pub fn may_hold(index: &Index, layers: &[Layer], id: TileId, scope: &Scope) -> bool {
    !index.sight(layers, &tile::rects(id), scope).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tile::layers_at;

    #[test]
    fn layers_are_told_for_the_zooms_that_there_are() {
        let parcels = [Layer::Collection(Collection::Parcels)];
        let told = |zooms| {
            let layers = vector_layers(&parcels, &zooms);
            layers.into_iter().map(|layer| (layer.id, layer.minzoom, layer.maxzoom)).collect::<Vec<_>>()
        };
        assert_eq!(told(0..=MAX_ZOOM), [("parcels", 13, 22), ("parcels-counts", 0, 12)]);
        assert_eq!(told(5..=16), [("parcels", 13, 16), ("parcels-counts", 5, 12)]);
        assert_eq!(told(0..=9), [("parcels-counts", 0, 9)]);
        assert_eq!(layers_at(&Layer::ALL, 0).len(), 5, "communes, roads and markets come later");
    }
}
