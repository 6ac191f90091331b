//! No tile is larger than a client can take: what is too much is left out, the smallest first, and told.
//!
//! Invariant: what a tile shows does not depend on features that have nothing in it.

use super::{LayerWriter, Tile, TileId, Written, inside, lies_in, may_show, write};
use gis_core::index::{Found, Shape};
use gis_core::layer::Layer;
use std::cmp::Reverse;

/// The most bytes of a tile, before it is compressed.
pub const MAX_BYTES: usize = 500_000;

/// What a parcel takes at least, as a rule. A layer that would be too large by this is drawn the largest features
/// first at once, instead of after having been found to be too large.
const FEATURE_BYTES: usize = 100;

/// A layer of which a tile does not show everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thinned {
    /// Which.
    pub layer: Layer,
    /// How many features the tile shows.
    pub shown: usize,
    /// How many there are to show.
    pub all: usize,
}

/// A layer of a tile that may still be thinned.
pub(super) struct Drawn<'a> {
    layer: Layer,
    writer: LayerWriter<'a>,
    /// Of which it was made; none for counts, which cannot be thinned and are few.
    features: Vec<Found<'a>>,
    /// Whether the largest come first.
    are_by_size: bool,
    written: Written,
}

const ALL: Written = Written { is_whole: true, largest_bytes: 0 };

impl<'a> Drawn<'a> {
    pub(super) fn of_counts(layer: Layer, writer: LayerWriter<'a>) -> Self {
        Self { layer, writer, features: Vec::new(), are_by_size: false, written: ALL }
    }

    /// `None` when there is nothing of the features to draw.
    pub(super) fn of_features(layer: Layer, features: Vec<Found<'a>>, id: TileId) -> Option<Self> {
        let writer = LayerWriter::new(layer.name());
        let mut drawn = Self { layer, writer, features, are_by_size: false, written: ALL };
        if drawn.is_crowded(id) {
            drawn.draw_largest(MAX_BYTES, id);
        } else {
            drawn.draw(usize::MAX, id);
        }
        (!drawn.writer.is_empty() || !drawn.written.is_whole).then_some(drawn)
    }

    /// Whether the features that are surely in the tile, as they lie in it with all of their envelope, are too many.
    fn is_crowded(&self, id: TileId) -> bool {
        let too_many = |count: usize| count * FEATURE_BYTES > MAX_BYTES;
        let is_inside = |rect| self.features.iter().filter(|feature| lies_in(**feature, rect)).count();
        too_many(self.features.len()) && inside(id).is_some_and(|rect| too_many(is_inside(rect)))
    }

    /// Draws features, the largest first, for as long as they take no more than so many bytes.
    fn draw_largest(&mut self, most_bytes: usize, id: TileId) {
        // Of equals the one that was there first.
        let key = |(place, feature): (usize, &Found<'_>)| (Reverse(feature.extent().length_steps()), place);
        let mut keys: Vec<_> = self.features.iter().enumerate().map(key).collect();
        keys.sort_unstable();
        self.features = keys.into_iter().map(|(_, place)| self.features[place]).collect();
        self.are_by_size = true;
        self.draw(most_bytes, id);
    }

    /// Leaves so much out that the largest that stay take no more than so many bytes.
    fn thin(&mut self, most_bytes: usize, id: TileId) {
        if self.are_by_size && self.written.largest_bytes <= most_bytes {
            self.writer.cut_to(most_bytes);
            self.written.is_whole = false;
        } else {
            self.draw_largest(most_bytes, id);
        }
    }

    fn draw(&mut self, most_bytes: usize, id: TileId) {
        self.writer = LayerWriter::new(self.layer.name());
        self.writer.reserve(self.features.len().min(MAX_BYTES / FEATURE_BYTES));
        self.written = write(&mut self.writer, self.layer, &self.features, id, most_bytes);
    }

    /// What it takes in a tile, where layers without features do not stand.
    fn size_bytes(&self) -> usize {
        if self.writer.is_empty() { 0 } else { self.writer.size_bytes() }
    }

    fn thinned(&self, id: TileId) -> Thinned {
        let inside = inside(id);
        let may_show = |feature| Shape::of_found(feature).is_some_and(|shape| may_show(&shape, id));
        let is_there = |feature| inside.is_some_and(|rect| lies_in(feature, rect)) || may_show(feature);
        let all = self.features.iter().filter(|feature| is_there(**feature)).count();
        Thinned { layer: self.layer, shown: self.writer.len(), all }
    }
}

/// The layers as one tile; the largest is thinned for as long as they are too much together.
pub(super) fn within_budget(mut drawn: Vec<Drawn<'_>>, id: TileId) -> Option<Tile> {
    loop {
        let all_bytes: usize = drawn.iter().map(Drawn::size_bytes).sum();
        if all_bytes <= MAX_BYTES {
            break;
        }
        let can_be_thinned =
            drawn.iter_mut().filter(|layer| !layer.features.is_empty() && !layer.writer.is_empty());
        let Some(largest) = can_be_thinned.max_by_key(|layer| layer.writer.size_bytes()) else { break };
        let own_bytes = largest.writer.size_bytes();
        // However large the others are, a layer is thinned by half at most at a time.
        let to_bytes = MAX_BYTES.saturating_sub(all_bytes - own_bytes).max(own_bytes / 2);
        largest.thin(to_bytes, id);
    }
    let thinned = drawn.iter().filter(|layer| !layer.written.is_whole);
    let thinned = thinned.map(|layer| layer.thinned(id)).collect();
    let mut bytes = Vec::with_capacity(drawn.iter().map(Drawn::size_bytes).sum());
    for layer in drawn.iter().filter(|layer| !layer.writer.is_empty()) {
        layer.writer.finish(&mut bytes);
    }
    (!bytes.is_empty()).then_some(Tile { bytes, thinned })
}
