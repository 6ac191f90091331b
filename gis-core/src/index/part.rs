//! The features of one layer and one holder: an R-tree over blocks of features that lie near each other.
//!
//! A feature costs far less than an object of its own would: it lies in its [`Block`] beside its neighbours, and its
//! values are numbers of [`Words`]. A change writes the block anew that it is about.
//! Invariant: the R-tree, [`Cells`], the order and the homes tell of the same features, but for those without any vertex,
//! which the R-tree and the cells do not know.

use super::block::{Block, Slot};
use super::cells::Cells;
use super::found::Found;
use super::key::Key;
use super::outline::Outline;
use super::row::Row;
use super::words::{Names, Words, count};
use super::{Extent, Feature, WorldRect};
use hashbrown::HashTable;
use rstar::{AABB, RStarInsertionStrategy, RTree, RTreeObject, RTreeParams};
use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::mem::size_of;
use std::ops::ControlFlow;
use uuid::Uuid;

/// Words may grow by so many bytes, and to twice what they were, before those that nobody needs any more are dropped.
const LEAST_STALE_BYTES: usize = 1 << 20;

/// So many blocks are fetched before the first is read: as a rule they fit in the cache of a core.
const BLOCKS_AT_ONCE: usize = 64;

/// Wide nodes: fewer of them, which is less memory, and as fast.
#[derive(Debug, Clone)]
struct Wide;

impl RTreeParams for Wide {
    const MIN_SIZE: usize = 12;
    const MAX_SIZE: usize = 32;
    const REINSERTION_COUNT: usize = 6;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

/// What the R-tree holds: where a block's features lie, its number, and how far along the order its first feature is.
#[derive(Debug, Clone, Copy)]
struct Leaf {
    envelope: AABB<[f64; 2]>,
    along: u64,
    block: u32,
}

impl Leaf {
    /// `None` when there is no vertex in a block.
    fn of(block: &Block, number: u32) -> Option<Self> {
        Some(Self { envelope: aabb(block.envelope()?), along: block.first()?.along(), block: number })
    }

    /// Whether it tells the same of the block.
    fn is_as(&self, other: &Self) -> bool {
        (self.envelope, self.along) == (other.envelope, other.along)
    }
}

impl PartialEq for Leaf {
    fn eq(&self, other: &Self) -> bool {
        self.block == other.block
    }
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

/// Where a feature is: which block has it, by a hash of its identifier.
#[derive(Debug, Clone, Copy)]
struct Home {
    hash: u32,
    block: u32,
}

/// Features that the same people may see.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    tree: RTree<Leaf, Wide>,
    blocks: Vec<Block>,
    /// The blocks that are not empty, by their first feature: each goes to where the next one begins.
    order: BTreeMap<Key, u32>,
    free: Vec<u32>,
    homes: HashTable<Home>,
    hasher: RandomState,
    vertices: usize,
    pub(super) words: Words,
    pub(super) names: Names,
    pub(super) cells: Cells,
    /// What the words took when the part was packed.
    packed_words_bytes: usize,
}

impl Part {
    /// A part of these features, each identifier once.
    fn of(features: impl IntoIterator<Item = Feature>) -> Self {
        let mut builder = PartBuilder::default();
        features.into_iter().for_each(|feature| builder.add(&feature));
        builder.finish()
    }

    /// Enters a feature whose identifier is not held.
    pub(super) fn put(&mut self, feature: &Feature) {
        let mut alone = Block::default();
        let slot = self.write(feature, &mut alone);
        let Some(number) = self.block_around(slot.key()) else {
            self.enter(Block::of([slot].into_iter()));
            return;
        };
        self.homes_insert(feature.id, number);
        self.edit(number, |block| block.insert(slot));
        if self.blocks[number as usize].is_too_full() {
            let mut others = Block::default();
            self.edit(number, |block| others = block.halve());
            others.slots().for_each(|slot| self.homes_remove(slot.id(), number));
            self.enter(others);
        }
    }

    /// Forgets a feature; whether it was there.
    pub(super) fn remove(&mut self, id: Uuid) -> bool {
        let Some((number, slot)) = self.find(id) else { return false };
        let (envelope, vertices) = (slot.envelope(), slot.vertices().len());
        if let Some(envelope) = envelope {
            self.cells.leave(envelope);
        }
        self.homes_remove(id, number);
        self.edit(number, |block| block.remove(id));
        if self.blocks[number as usize].is_empty() {
            self.free.push(number);
        }
        self.vertices -= vertices;
        if self.words.size_bytes() > 2 * self.packed_words_bytes + LEAST_STALE_BYTES {
            *self = Self::of(self.all().map(Found::to_feature).collect::<Vec<_>>());
        }
        true
    }

    /// Adds the features whose envelope meets a rectangle, in their order.
    pub(super) fn add_within<'a>(&'a self, rect: WorldRect, found: &mut Vec<Found<'a>>) {
        let mut leaves = Vec::new();
        // Nothing breaks off, so there is nothing to tell.
        let _: ControlFlow<()> = self.tree.locate_in_envelope_intersecting_int(aabb(rect), |&leaf| {
            leaves.push(leaf);
            ControlFlow::Continue(())
        });
        let block = |leaf: &Leaf| &self.blocks[leaf.block as usize];
        leaves.sort_unstable_by(|one, other| {
            one.along.cmp(&other.along).then_with(|| block(one).first().cmp(&block(other).first()))
        });
        let extent = Extent::within(rect);
        for leaves in leaves.chunks(BLOCKS_AT_ONCE) {
            found.reserve(leaves.iter().map(|leaf| block(leaf).len()).sum());
            for leaf in leaves {
                block(leaf).fetch();
            }
            for leaf in leaves {
                found.extend(self.within(block(leaf), extent));
            }
        }
    }

    /// The features whose envelope meets a rectangle, in no order.
    pub(super) fn each_within(&self, rect: WorldRect) -> impl Iterator<Item = Found<'_>> {
        let extent = Extent::within(rect);
        let leaves = self.tree.locate_in_envelope_intersecting(aabb(rect));
        leaves.flat_map(move |leaf| self.within(&self.blocks[leaf.block as usize], extent))
    }

    /// Whether the envelope of any feature meets a rectangle.
    pub(super) fn meets(&self, rect: WorldRect) -> bool {
        self.each_within(rect).next().is_some()
    }

    /// Whether some envelope may meet a rectangle.
    pub(super) fn may_meet(&self, rect: WorldRect) -> bool {
        self.bounds().is_some_and(|bounds| rect.meets(bounds))
    }

    /// The least rectangle around all features.
    pub(super) fn bounds(&self) -> Option<WorldRect> {
        let root = self.tree.root().envelope();
        (self.tree.size() > 0).then(|| WorldRect { min: root.lower(), max: root.upper() })
    }

    pub(super) fn get(&self, id: Uuid) -> Option<Found<'_>> {
        self.find(id).map(|(_, slot)| Found::new(self, slot))
    }

    /// Every feature, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = Found<'_>> {
        self.blocks.iter().flat_map(Block::slots).map(|slot| Found::new(self, slot))
    }

    pub(super) fn len(&self) -> usize {
        self.homes.len()
    }

    pub(super) fn vertex_count(&self) -> usize {
        self.vertices
    }

    /// What all of it takes, vertices included.
    pub(super) fn size_bytes(&self) -> usize {
        size_of::<Self>()
            // A node of the R-tree is two thirds full at least, and as large as what it holds.
            + self.tree.size() * 2 * size_of::<Leaf>()
            + self.blocks.iter().map(Block::size_bytes).sum::<usize>()
            // A node of a BTreeMap is two thirds full as a rule.
            + self.order.len() * size_of::<(Key, u32)>() * 3 / 2
            + self.free.capacity() * size_of::<u32>()
            + self.homes.allocation_size()
            + self.words.size_bytes()
            + self.names.size_bytes()
            + self.cells.size_bytes()
    }

    /// The features of a block whose envelope meets a rectangle.
    fn within<'a>(&'a self, block: &'a Block, extent: Extent) -> impl Iterator<Item = Found<'a>> {
        block.slots().map(|slot| Found::new(self, slot)).filter(move |found| extent.meets(found.extent()))
    }

    fn find(&self, id: Uuid) -> Option<(u32, Slot<'_>)> {
        let hash = self.hash(id);
        let has_it = |home: &Home| home.hash == hash && self.blocks[home.block as usize].get(id).is_some();
        let home = self.homes.find(spread(hash), has_it)?;
        Some((home.block, self.blocks[home.block as usize].get(id)?))
    }

    /// The block that has a place of the order, if there is any block.
    fn block_around(&self, key: Key) -> Option<u32> {
        let around = self.order.range(..=key).next_back().or_else(|| self.order.first_key_value());
        around.map(|(_, &number)| number)
    }

    /// Changes a block, and what the R-tree and the order say of it.
    fn edit(&mut self, number: u32, edit: impl FnOnce(&mut Block)) {
        let block = &mut self.blocks[number as usize];
        let before = (Leaf::of(block, number), block.first());
        edit(block);
        let after = (Leaf::of(block, number), block.first());
        let is_same = before.0.zip(after.0).is_some_and(|(before, after)| before.is_as(&after));
        if !is_same {
            before.0.map(|leaf| self.tree.remove(&leaf));
            after.0.into_iter().for_each(|leaf| self.tree.insert(leaf));
        }
        if before.1 != after.1 {
            before.1.map(|first| self.order.remove(&first));
            after.1.map(|first| self.order.insert(first, number));
        }
    }

    /// Takes a block in, with its features.
    fn enter(&mut self, block: Block) {
        let number = self.free.pop().unwrap_or_else(|| {
            self.blocks.push(Block::default());
            count(self.blocks.len() - 1)
        });
        block.slots().for_each(|slot| self.homes_insert(slot.id(), number));
        self.edit(number, |free| *free = block);
    }

    fn homes_insert(&mut self, id: Uuid, block: u32) {
        let hash = self.hash(id);
        self.homes.insert_unique(spread(hash), Home { hash, block }, |home| spread(home.hash));
    }

    /// Forgets that a feature is in that block. Another of the same hash there is told of by an equal home.
    fn homes_remove(&mut self, id: Uuid, block: u32) {
        let hash = self.hash(id);
        let home = self.homes.find_entry(spread(hash), |home| home.hash == hash && home.block == block);
        home.expect("every feature has a home").remove();
    }

    #[expect(clippy::cast_possible_truncation, reason = "half of a hash is one")]
    fn hash(&self, id: Uuid) -> u32 {
        self.hasher.hash_one(id) as u32
    }

    /// Writes a feature into a block, as its last, and counts it.
    fn write<'b>(&mut self, feature: &Feature, block: &'b mut Block) -> Slot<'b> {
        let paths = Outline::all_of(&feature.geometry);
        let row = Row { paths: &paths, attributes: &feature.attributes };
        let slot = block.push(feature.id, &paths, |bytes| row.write(bytes, &mut self.names, &mut self.words));
        self.vertices += slot.vertices().len();
        if let Some(envelope) = slot.envelope() {
            self.cells.enter(envelope);
        }
        slot
    }
}

/// A part that is being filled at once: its blocks come last.
#[derive(Debug, Default)]
pub(super) struct PartBuilder {
    part: Part,
    all: Block,
}

impl PartBuilder {
    pub(super) fn add(&mut self, feature: &Feature) {
        self.part.write(feature, &mut self.all);
    }

    pub(super) fn finish(self) -> Part {
        let Self { mut part, all } = self;
        part.words.shrink();
        part.packed_words_bytes = part.words.size_bytes();
        let blocks = all.parted();
        let leaves = (0..).zip(&blocks).filter_map(|(number, block)| Leaf::of(block, number)).collect();
        part.tree = RTree::bulk_load_with_params(leaves);
        part.order =
            (0..).zip(&blocks).filter_map(|(number, block)| Some((block.first()?, number))).collect();
        part.homes.reserve(all.len(), |home| spread(home.hash));
        for (number, block) in (0..).zip(&blocks) {
            block.slots().for_each(|slot| part.homes_insert(slot.id(), number));
        }
        part.blocks = blocks;
        part
    }
}

/// The hash of a home, whose table looks at the lowest and the highest bits.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn aabb(rect: WorldRect) -> AABB<[f64; 2]> {
    AABB::from_corners(rect.min, rect.max)
}
