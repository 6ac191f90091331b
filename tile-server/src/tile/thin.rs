//! No tile is larger than a client can take: what is too much is left out, the smallest first, and told.

use super::{LayerWriter, Tile, TileId, write};
use gis_core::index::Found;
use gis_core::layer::Layer;

/// The most bytes of a tile, before it is compressed.
pub const MAX_BYTES: usize = 500_000;

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
    /// Of which the bytes were made; none for counts, which cannot be thinned and are few.
    features: Vec<Found<'a>>,
    shown: usize,
    all: usize,
    bytes: Vec<u8>,
}

impl<'a> Drawn<'a> {
    pub(super) fn of_counts(layer: Layer, counts: LayerWriter<'a>) -> Self {
        let shown = counts.len();
        Self { layer, features: Vec::new(), shown, all: shown, bytes: counts.finish() }
    }

    /// `None` when nothing of the features is drawn.
    pub(super) fn of_features(layer: Layer, features: Vec<Found<'a>>, id: TileId) -> Option<Self> {
        let writer = write(layer, &features, id);
        let shown = writer.len();
        (!writer.is_empty()).then(|| Self { layer, features, shown, all: shown, bytes: writer.finish() })
    }

    /// Keeps the features with the longest envelopes, to a share of its bytes.
    fn thin(&mut self, to_bytes: usize, id: TileId) {
        let most = self.features.len() - 1;
        let kept = (self.features.len() * to_bytes / self.bytes.len() * 9 / 10).min(most);
        // Longest first; of equals the one that was there first.
        self.features.sort_by_cached_key(|feature| (std::cmp::Reverse(length_steps(*feature)), feature.id()));
        self.features.truncate(kept);
        self.features.sort_unstable_by_key(|feature| feature.id());
        let writer = write(self.layer, &self.features, id);
        self.shown = writer.len();
        self.bytes = if writer.is_empty() { Vec::new() } else { writer.finish() };
    }
}

/// The longer side of its envelope.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, from 0 to 2³²")]
fn length_steps(feature: Found<'_>) -> u64 {
    feature.envelope().map_or(0, |envelope| {
        (0..2).map(|axis| (envelope.max[axis] - envelope.min[axis]) as u64).max().unwrap_or_default()
    })
}

/// The layers as one tile; the largest is thinned for as long as they are too much together.
pub(super) fn within_budget(mut drawn: Vec<Drawn<'_>>, id: TileId) -> Option<Tile> {
    loop {
        let all_bytes: usize = drawn.iter().map(|layer| layer.bytes.len()).sum();
        if all_bytes <= MAX_BYTES {
            break;
        }
        let can_be_thinned =
            drawn.iter_mut().filter(|layer| !layer.features.is_empty() && !layer.bytes.is_empty());
        let Some(largest) = can_be_thinned.max_by_key(|layer| layer.bytes.len()) else { break };
        let others_bytes = all_bytes - largest.bytes.len();
        // However large the others are, a layer is thinned by half at most at a time.
        let to_bytes = MAX_BYTES.saturating_sub(others_bytes).max(largest.bytes.len() / 2);
        largest.thin(to_bytes, id);
    }
    let thinned = drawn.iter().filter(|layer| layer.shown < layer.all);
    let thinned = thinned.map(|&Drawn { layer, shown, all, .. }| Thinned { layer, shown, all }).collect();
    let bytes = drawn.iter().map(|layer| layer.bytes.as_slice()).collect::<Vec<_>>().concat();
    (!bytes.is_empty()).then_some(Tile { bytes, thinned })
}
