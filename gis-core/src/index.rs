//! The register in memory: R-trees over features in world-grid steps, read by tiles and live checks.
//!
//! A layer is kept in parts, one for each department (and for each sender, where senders see what is theirs): who
//! may see a part sees all of it, so no feature is asked about, and what a scope does not cover is not even looked
//! at. Parts are shared between copies of an index: a copy is cheap, and a change to it copies the parts that it
//! touches and no others. What tiles ask for is asked by a [`Sight`].
//!
//! Invariant: a layer holds each identifier at most once. [`Index::put`] replaces, [`Index::remove`] forgets; who wants
//! several changes to be seen at once makes them under one lock, or in a copy that then takes the place of the whole.

mod block;
mod cells;
mod encoded;
mod feature;
mod found;
mod key;
mod outline;
mod part;
mod plain;
mod row;
mod shape;
mod sight;
mod words;

#[cfg(test)]
mod tests;

pub use cells::{FINEST_CELLS, Square};
pub use encoded::{put_value, put_varint, varint_bytes};
pub use feature::{Extent, Feature, Value, ValueRef, WorldRect, to_world};
pub use found::Found;
pub use outline::{FINEST_ZOOM, Path, PathKind};
pub use plain::to_units;
pub use row::HeldAttributes;
pub use shape::Shape;
pub use sight::{Holder, Sight};

use crate::{Scope, layer::Layer};
use cells::Cells;
use part::{Part, PartBuilder};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

type Parts = BTreeMap<Holder, Arc<Part>>;

/// All layers in memory.
#[derive(Debug, Clone, Default)]
pub struct Index {
    layers: HashMap<Layer, Parts>,
}

/// What a layer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Footprint {
    /// How many features.
    pub features: usize,
    /// Their vertices, of nine bytes each.
    pub vertices: usize,
    /// Bytes beside the vertices.
    pub other_bytes: usize,
}

impl Footprint {
    /// Bytes of all of it.
    #[must_use]
    pub fn all_bytes(&self) -> usize {
        self.vertices * block::VERTEX_BYTES + self.other_bytes
    }
}

impl Index {
    /// Fills a layer at once, in place of what it held; each identifier once.
    pub fn load(&mut self, layer: Layer, features: impl IntoIterator<Item = Feature>) {
        let mut builder = LayerBuilder::default();
        features.into_iter().for_each(|feature| builder.add(&feature));
        self.set(layer, builder);
    }

    /// Whether there is a copy of it that shares some part, which a change would have to copy.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.layers.values().flat_map(BTreeMap::values).any(|part| Arc::strong_count(part) > 1)
    }

    /// Takes what a builder gathered as a layer, in place of what it held.
    pub fn set(&mut self, layer: Layer, builder: LayerBuilder) {
        let finished = |(holder, part): (Holder, PartBuilder)| (holder, Arc::new(part.finish()));
        self.layers.insert(layer, builder.parts.into_iter().map(finished).collect());
    }

    /// Enters a feature, in place of an earlier one of the same identifier.
    pub fn put(&mut self, layer: Layer, feature: &Feature) {
        self.remove(layer, feature.id);
        let part = self.layers.entry(layer).or_default().entry(Holder::of(feature)).or_default();
        Arc::make_mut(part).put(feature);
    }

    /// Forgets a feature; whether it was there.
    pub fn remove(&mut self, layer: Layer, id: Uuid) -> bool {
        let Some(parts) = self.layers.get_mut(&layer) else { return false };
        let Some((holder, part)) = parts.iter_mut().find(|(_, part)| part.get(id).is_some()) else {
            return false;
        };
        if part.len() > 1 {
            return Arc::make_mut(part).remove(id);
        }
        let holder = holder.clone();
        parts.remove(&holder).is_some()
    }

    /// Whose a feature is and what it is like, for whoever keeps the index; whoever asks for others uses
    /// [`Index::get`].
    #[must_use]
    pub fn find(&self, layer: Layer, id: Uuid) -> Option<(&Holder, Found<'_>)> {
        let parts = self.layers.get(&layer)?;
        parts.iter().find_map(|(holder, part)| Some((holder, part.get(id)?)))
    }

    /// Whether a feature is held as it is: of the same holder, shape and attributes.
    #[must_use]
    pub fn holds(&self, layer: Layer, feature: &Feature) -> bool {
        let part = self.layers.get(&layer).and_then(|parts| parts.get(&Holder::of(feature)));
        let Some(found) = part.and_then(|part| part.get(feature.id)) else { return false };
        // The identifier is told apart.
        let attributes = feature.attributes.iter().filter(|(name, _)| &**name != "id");
        found.attributes().eq(attributes.map(|(name, value)| (&**name, value.as_ref())))
            && Shape::of_found(found) == Shape::of(&feature.geometry)
    }

    /// The features of a layer whose envelope meets a rectangle, of the holders that a sight names: holder by holder, those
    /// of each along a Hilbert curve. This order rests on the features alone, so that equal registers give equal tiles.
    #[must_use]
    pub fn within(&self, layer: Layer, rect: WorldRect, sight: &Sight) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        for part in self.seen(layer, sight).filter(|part| part.may_meet(rect)) {
            part.add_within(rect, &mut found);
        }
        found
    }

    /// The feature of that identifier, if somebody of that scope may see it.
    #[must_use]
    pub fn get(&self, layer: Layer, id: Uuid, scope: &Scope) -> Option<Found<'_>> {
        self.visible(layer, scope).find_map(|part| part.get(id))
    }

    /// Every feature of a layer that somebody of that scope may see, in order of identifier.
    #[must_use]
    pub fn all(&self, layer: Layer, scope: &Scope) -> Vec<Found<'_>> {
        let mut found: Vec<_> = self.visible(layer, scope).flat_map(Part::all).collect();
        found.sort_by_cached_key(|feature| feature.id().as_u64_pair());
        found
    }

    /// How many features of the holders that a sight names have the middle of their envelope in each cell of a
    /// square; cells without any are left out.
    ///
    /// The square and the level of the cells are at most [`FINEST_CELLS`] fine, the cells not coarser than the square.
    #[must_use]
    pub fn counts(&self, layer: Layer, square: Square, level: u8, sight: &Sight) -> BTreeMap<Square, u64> {
        let mut counts = BTreeMap::new();
        for part in self.seen(layer, sight) {
            part.cells.add_to(&mut counts, square, level);
        }
        counts
    }

    /// The same of those features that somebody wants: each that may lie in the square is looked at.
    #[must_use]
    pub fn counts_where(
        &self,
        layer: Layer,
        square: Square,
        level: u8,
        sight: &Sight,
        is_wanted: impl Fn(Found<'_>) -> bool,
    ) -> BTreeMap<Square, u64> {
        let mut cells = Cells::default();
        let rect = square.rect();
        for part in self.seen(layer, sight).filter(|part| part.may_meet(rect)) {
            let wanted = part.each_within(rect).filter(|feature| is_wanted(*feature));
            wanted.filter_map(Found::envelope).for_each(|envelope| cells.enter(envelope));
        }
        let mut counts = BTreeMap::new();
        cells.add_to(&mut counts, square, level);
        counts
    }

    /// The rectangle around the features of a layer that somebody of that scope may see.
    #[must_use]
    pub fn bounds(&self, layer: Layer, scope: &Scope) -> Option<WorldRect> {
        self.visible(layer, scope).filter_map(Part::bounds).reduce(WorldRect::merged)
    }

    /// How many features a layer holds.
    #[must_use]
    pub fn len(&self, layer: Layer) -> usize {
        self.parts(layer).map(Part::len).sum()
    }

    /// What a layer takes in memory.
    #[must_use]
    pub fn footprint(&self, layer: Layer) -> Footprint {
        self.parts(layer).fold(Footprint::default(), |sum, part| Footprint {
            features: sum.features + part.len(),
            vertices: sum.vertices + part.vertex_count(),
            other_bytes: sum.other_bytes + part.size_bytes() - part.vertex_count() * block::VERTEX_BYTES,
        })
    }

    fn parts(&self, layer: Layer) -> impl Iterator<Item = &Part> {
        self.layers.get(&layer).into_iter().flat_map(BTreeMap::values).map(|part| &**part)
    }

    fn visible<'a>(&'a self, layer: Layer, scope: &Scope) -> impl Iterator<Item = &'a Part> {
        let parts = self.layers.get(&layer).into_iter().flatten();
        parts.filter(move |(holder, _)| holder.is_visible_to(scope, layer)).map(|(_, part)| &**part)
    }
}

/// A layer that is being filled at once, feature by feature.
#[derive(Debug, Default)]
pub struct LayerBuilder {
    parts: BTreeMap<Holder, PartBuilder>,
}

impl LayerBuilder {
    /// Adds a feature whose identifier was not added before.
    pub fn add(&mut self, feature: &Feature) {
        self.parts.entry(Holder::of(feature)).or_default().add(feature);
    }
}
