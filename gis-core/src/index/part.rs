//! The features of one layer and one holder: an R-tree over records that lie one after the other in a few vectors.
//!
//! A record costs far less than an object of its own would: identifiers, vertices and rows of codes are taken from
//! vectors that grow as one, values are numbers of [`Words`]. What goes leaves a gap; when the gaps outweigh the
//! rest, the part is packed anew. What comes in at once is laid out as the R-tree comes by it: what lies together on the
//! map lies together in memory.
//! Invariant: the R-tree, [`Cells`] and the identifiers tell of the same features, but for those without any vertex,
//! which the identifiers alone know.

use super::cells::Cells;
use super::found::{Found, Row};
use super::outline::Outline;
use super::store::Store;
use super::words::{Names, Words, count};
use super::{Feature, WorldRect};
use hashbrown::HashTable;
use rstar::{AABB, RStarInsertionStrategy, RTree, RTreeNode, RTreeObject, RTreeParams};
use std::hash::{BuildHasher, RandomState};
use std::mem::size_of;
use std::ops::ControlFlow;
use uuid::Uuid;

/// Gaps of so many bytes are borne whatever the rest weighs.
const LEAST_GAPS_BYTES: usize = 1 << 16;

/// Wide nodes: fewer of them, which is less memory, and as fast.
#[derive(Debug, Clone)]
struct Wide;

impl RTreeParams for Wide {
    const MIN_SIZE: usize = 12;
    const MAX_SIZE: usize = 32;
    const REINSERTION_COUNT: usize = 6;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

/// What the R-tree holds: an envelope that may be a little too large, and the place of the record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    envelope: AABB<[f32; 2]>,
    place: u32,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl RTreeObject for Entry {
    type Envelope = AABB<[f32; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

/// Features that the same people may see.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    tree: RTree<Entry, Wide>,
    pub(super) store: Store,
    free: Vec<u32>,
    places: HashTable<u32>,
    hasher: RandomState,
    pub(super) words: Words,
    pub(super) names: Names,
    pub(super) cells: Cells,
    gaps_bytes: usize,
}

impl Part {
    /// A part of these features, each identifier once.
    pub(super) fn of(features: impl IntoIterator<Item = Feature>) -> Self {
        let mut builder = PartBuilder::default();
        features.into_iter().for_each(|feature| builder.add(&feature));
        builder.finish()
    }

    /// Enters a feature whose identifier is not held.
    pub(super) fn put(&mut self, feature: &Feature) {
        if let Some(entry) = self.hold(feature) {
            self.tree.insert(entry);
        }
    }

    /// Forgets a feature; whether it was there.
    pub(super) fn remove(&mut self, id: Uuid) -> bool {
        let records = &self.store.records;
        let hash = self.hasher.hash_one(id);
        let Ok(held) = self.places.find_entry(hash, |&place| records[place as usize].id == id) else {
            return false;
        };
        let (place, _) = held.remove();
        let found = self.found(place);
        let (envelope, size_bytes) = (found.envelope(), found.size_bytes());
        if let Some(envelope) = envelope {
            self.tree.remove(&Entry { envelope: outer(envelope), place });
            self.cells.leave(envelope);
        }
        self.free.push(place);
        self.gaps_bytes += size_bytes;
        if self.gaps_bytes > LEAST_GAPS_BYTES.max(self.store.held_bytes() / 2) {
            *self = Self::of(self.all().map(Found::to_feature).collect::<Vec<_>>());
        }
        true
    }

    /// Calls for each feature whose envelope meets a rectangle.
    pub(super) fn each_within<'a>(&'a self, rect: WorldRect, mut call: impl FnMut(Found<'a>)) {
        self.each_entry(rect, |entry| {
            if let Some(found) = self.found_within(entry, rect) {
                call(found);
            }
        });
    }

    /// Whether the envelope of any feature meets a rectangle.
    pub(super) fn meets(&self, rect: WorldRect) -> bool {
        let look = |entry: &Entry| match self.found_within(entry, rect) {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        };
        self.tree.locate_in_envelope_intersecting_int(outer(rect), look).is_break()
    }

    /// An entry's feature, if its envelope, which the entry knows roughly, meets a rectangle.
    fn found_within(&self, entry: &Entry, rect: WorldRect) -> Option<Found<'_>> {
        let found = self.found(entry.place);
        found.envelope().is_some_and(|envelope| rect.meets(envelope)).then_some(found)
    }

    fn each_entry<'a>(&'a self, rect: WorldRect, mut call: impl FnMut(&'a Entry)) {
        // Nothing breaks off, so there is nothing to tell.
        let _: ControlFlow<()> = self.tree.locate_in_envelope_intersecting_int(outer(rect), |entry| {
            call(entry);
            ControlFlow::Continue(())
        });
    }

    /// Whether some envelope may meet a rectangle.
    pub(super) fn may_meet(&self, rect: WorldRect) -> bool {
        self.tree.size() > 0 && rect.meets(inner(self.tree.root().envelope()))
    }

    /// The least rectangle around all features: of each side, the feature that reaches furthest is looked for among
    /// those whose envelope, rounded outwards, might.
    pub(super) fn bounds(&self) -> Option<WorldRect> {
        if self.tree.size() == 0 {
            return None;
        }
        let rough = inner(self.tree.root().envelope());
        let mut exact: Option<WorldRect> = None;
        for axis in 0..2 {
            for (side, inwards) in [(rough.min[axis], ROUNDED_STEPS), (rough.max[axis], -ROUNDED_STEPS)] {
                let mut strip = rough;
                strip.min[axis] = side.min(side + inwards);
                strip.max[axis] = side.max(side + inwards);
                self.each_entry(strip, |entry| {
                    let envelope = self.found(entry.place).envelope();
                    exact = exact.into_iter().chain(envelope).reduce(WorldRect::merged);
                });
            }
        }
        exact
    }

    pub(super) fn get(&self, id: Uuid) -> Option<Found<'_>> {
        let hash = self.hasher.hash_one(id);
        let place = self.places.find(hash, |&place| self.store.records[place as usize].id == id)?;
        Some(self.found(*place))
    }

    /// Every feature, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = Found<'_>> {
        self.places.iter().map(|&place| self.found(place))
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// What the features take beside their vertices.
    pub(super) fn size_bytes(&self) -> usize {
        size_of::<Self>()
            + tree_bytes(&self.tree)
            + self.store.other_bytes()
            + self.free.capacity() * size_of::<u32>()
            + self.places.allocation_size()
            + self.words.size_bytes()
            + self.names.size_bytes()
            + self.cells.size_bytes()
    }

    /// Lays the features out in the order of the R-tree; those without any vertex come last.
    fn lay_out(&mut self) {
        const NOWHERE: u32 = u32::MAX;
        let mut tree = std::mem::take(&mut self.tree);
        let mut store = Store::with_room_for(&self.store);
        let mut moved_to = vec![NOWHERE; self.store.records.len()];
        for entry in &mut tree {
            let place = store.add(self.found(entry.place));
            moved_to[entry.place as usize] = place;
            entry.place = place;
        }
        for (from, to) in (0..).zip(&mut moved_to).filter(|(_, to)| **to == NOWHERE) {
            *to = store.add(self.found(from));
        }
        self.places.iter_mut().for_each(|place| *place = moved_to[*place as usize]);
        (self.tree, self.store) = (tree, store);
    }

    fn found(&self, place: u32) -> Found<'_> {
        Found::new(self, self.store.records[place as usize])
    }

    /// Holds a feature in everything but the R-tree, which is to have what comes out.
    fn hold(&mut self, feature: &Feature) -> Option<Entry> {
        let outlines = Outline::all_of(&feature.geometry);
        let row = Row { paths: &outlines, attributes: &feature.attributes };
        let store = &mut self.store;
        let record = store.next(feature.id);
        row.write(&mut store.rows, &mut self.names, &mut self.words);
        for outline in &outlines {
            store.vertices.extend_from_slice(&outline.vertices);
            store.zooms.extend(outline.zooms());
        }
        let place = if let Some(place) = self.free.pop() {
            store.records[place as usize] = record;
            place
        } else {
            store.records.push(record);
            count(store.records.len() - 1)
        };
        let (records, hasher) = (&store.records, &self.hasher);
        let hash = |&place: &u32| hasher.hash_one(records[place as usize].id);
        self.places.insert_unique(hash(&place), place, hash);
        let envelope = self.found(place).envelope()?;
        self.cells.enter(envelope);
        Some(Entry { envelope: outer(envelope), place })
    }
}

/// A part that is being filled at once: its R-tree comes last.
#[derive(Debug, Default)]
pub(super) struct PartBuilder {
    part: Part,
    entries: Vec<Entry>,
}

impl PartBuilder {
    pub(super) fn add(&mut self, feature: &Feature) {
        self.entries.extend(self.part.hold(feature));
    }

    pub(super) fn finish(self) -> Part {
        let mut part = self.part;
        part.words.shrink();
        part.tree = RTree::bulk_load_with_params(self.entries);
        part.lay_out();
        part
    }
}

fn tree_bytes(tree: &RTree<Entry, Wide>) -> usize {
    fn children(node: &rstar::ParentNode<Entry>) -> usize {
        let below = |child: &RTreeNode<Entry>| match child {
            RTreeNode::Leaf(_) => 0,
            RTreeNode::Parent(node) => children(node),
        };
        node.children().len() + node.children().iter().map(below).sum::<usize>()
    }
    children(tree.root()) * size_of::<RTreeNode<Entry>>()
}

/// By how much an envelope is rounded at most.
const ROUNDED_STEPS: f64 = 256.0;

/// From here on `f32` counts: what lies in West Africa is then known to 16 steps.
const MIDDLE_STEPS: f64 = 2_147_483_648.0;

/// The least rectangle of `f32` around one of `f64`.
fn outer(rect: WorldRect) -> AABB<[f32; 2]> {
    AABB::from_corners(rect.min.map(below), rect.max.map(above))
}

/// The same rectangle in `f64`.
fn inner(envelope: AABB<[f32; 2]>) -> WorldRect {
    let steps = |at: f32| f64::from(at) + MIDDLE_STEPS;
    WorldRect { min: envelope.lower().map(steps), max: envelope.upper().map(steps) }
}

#[expect(clippy::cast_possible_truncation, reason = "what rounding does is put right")]
fn below(steps: f64) -> f32 {
    let exact = steps - MIDDLE_STEPS;
    let near = exact as f32;
    if f64::from(near) > exact { near.next_down() } else { near }
}

fn above(steps: f64) -> f32 {
    -below(MIDDLE_STEPS - (steps - MIDDLE_STEPS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_envelope_is_rounded_outwards_and_by_little(
            (x, y) in (0..=u32::MAX, 0..=u32::MAX),
            (width, height) in (0..1000_u32, 0..1000_u32),
        ) {
            let min = [x, y].map(f64::from);
            let rect = WorldRect { min, max: [min[0] + f64::from(width), min[1] + f64::from(height)] };
            let rounded = inner(outer(rect));
            prop_assert!(rounded.holds(rect));
            prop_assert!((0..2).all(|axis| rect.min[axis] - rounded.min[axis] <= ROUNDED_STEPS));
            prop_assert!((0..2).all(|axis| rounded.max[axis] - rect.max[axis] <= ROUNDED_STEPS));
        }
    }
}
