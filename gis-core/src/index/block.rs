//! Features that lie near each other, one after the other in memory: what a tile reads, it reads at a stretch.
//!
//! Of each feature there are a head of how many vertices and bytes it has, its identifier and its vertices, all in pairs
//! of numbers; and in bytes, the zoom from which it is plain, for each vertex the zoom from which it matters, and its row.
//! Invariant: features are in order of [`Key`], but for the blocks that somebody writes feature by feature before they are
//! entered one by one or parted.

use super::feature::{Extent, WorldRect};
use super::key::Key;
use super::outline::Outline;
use super::plain::plain_from;
use super::words::count;
use std::hint::black_box;
use std::mem::size_of;
use uuid::Uuid;

/// A vertex: where it is, and from which zoom on it matters.
pub(super) const VERTEX_BYTES: usize = size_of::<[u32; 2]>() + 1;

/// Pairs of numbers that hold an identifier.
const ID_PAIRS: usize = 2;

/// A block of more than this is halved.
const MOST_FEATURES: usize = 48;
const MOST_PAIRS: usize = 4096;

/// How full blocks are that are filled at once: there is room for some more.
const FILLED_FEATURES: usize = MOST_FEATURES / 2;
const FILLED_PAIRS: usize = MOST_PAIRS / 2;

#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pairs: Vec<[u32; 2]>,
    bytes: Vec<u8>,
    features: usize,
    first: Option<Key>,
    envelope: Option<WorldRect>,
}

/// A feature as it lies in a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot<'a> {
    /// Its identifier and its vertices.
    pairs: &'a [[u32; 2]],
    /// The zoom from which it is plain, the zooms of its vertices, and its row.
    bytes: &'a [u8],
}

impl Block {
    /// Adds a feature, whose row somebody writes; as it lies here.
    pub(super) fn push(&mut self, id: Uuid, paths: &[Outline], row: impl FnOnce(&mut Vec<u8>)) -> Slot<'_> {
        let (head, bytes_before) = (self.pairs.len(), self.bytes.len());
        self.pairs.push([0; 2]);
        self.pairs.extend(pairs_of(id));
        self.bytes.push(0);
        for path in paths {
            self.pairs.extend_from_slice(&path.vertices);
            self.bytes.extend(path.zooms());
        }
        self.bytes[bytes_before] = plain_from(paths, &self.bytes[bytes_before + 1..]);
        row(&mut self.bytes);
        let vertices = self.pairs.len() - head - 1 - ID_PAIRS;
        self.pairs[head] = [count(vertices), count(self.bytes.len() - bytes_before)];
        let pushed = Slot { pairs: &self.pairs[head + 1..], bytes: &self.bytes[bytes_before..] };
        self.envelope = merged(self.envelope, pushed.envelope());
        self.features += 1;
        pushed
    }

    fn take(&mut self, slot: Slot<'_>) {
        self.first = self.first.or_else(|| Some(slot.key()));
        self.pairs.push([count(slot.vertices().len()), count(slot.bytes.len())]);
        self.pairs.extend_from_slice(slot.pairs);
        self.bytes.extend_from_slice(slot.bytes);
        self.envelope = merged(self.envelope, slot.envelope());
        self.features += 1;
    }

    /// Enters a feature as it lies in another block, in its place.
    pub(super) fn insert(&mut self, slot: Slot<'_>) {
        let key = slot.key();
        let is_before = |other: &Slot<'_>| other.key() < key;
        let before = self.slots().take_while(is_before);
        *self = Self::of(before.chain([slot]).chain(self.slots().skip_while(is_before)));
    }

    /// Forgets a feature.
    pub(super) fn remove(&mut self, id: Uuid) {
        *self = Self::of(self.slots().filter(|slot| slot.id() != id));
    }

    /// Keeps the first half of the features; the others.
    pub(super) fn halve(&mut self) -> Self {
        let half = self.features / 2;
        let others = Self::of(self.slots().skip(half));
        *self = Self::of(self.slots().take(half));
        others
    }

    /// All features, in no order yet, in blocks that follow each other.
    pub(super) fn parted(&self) -> Vec<Self> {
        let mut slots: Vec<_> = self.slots().collect();
        slots.sort_by_cached_key(|slot| slot.key());
        let mut parted = Vec::with_capacity(slots.len().div_ceil(FILLED_FEATURES));
        let mut rest = &*slots;
        while !rest.is_empty() {
            let mut pairs = 0;
            let fits = |slot: &&Slot<'_>| {
                pairs += slot.pairs.len();
                pairs <= FILLED_PAIRS
            };
            let length = rest.iter().take(FILLED_FEATURES).take_while(fits).count().max(1);
            parted.push(Self::of(rest[..length].iter().copied()));
            rest = &rest[length..];
        }
        parted
    }

    /// Features in order.
    pub(super) fn of<'a>(slots: impl Iterator<Item = Slot<'a>> + Clone) -> Self {
        let (pairs, bytes) = slots
            .clone()
            .fold((0, 0), |(pairs, bytes), slot| (pairs + 1 + slot.pairs.len(), bytes + slot.bytes.len()));
        let (pairs, bytes) = (Vec::with_capacity(pairs), Vec::with_capacity(bytes));
        let mut block = Self { pairs, bytes, ..Self::default() };
        slots.for_each(|slot| block.take(slot));
        block
    }

    /// Every feature.
    #[inline]
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot<'_>> + Clone {
        let (mut pairs, mut bytes) = (&*self.pairs, &*self.bytes);
        std::iter::from_fn(move || {
            let (&[vertices, length], rest) = pairs.split_first()?;
            let slot;
            (slot, pairs) = rest.split_at(ID_PAIRS + vertices as usize);
            let row;
            (row, bytes) = bytes.split_at(length as usize);
            Some(Slot { pairs: slot, bytes: row })
        })
    }

    /// The feature of that identifier.
    pub(super) fn get(&self, id: Uuid) -> Option<Slot<'_>> {
        let wanted = pairs_of(id);
        self.slots().find(|slot| slot.pairs.starts_with(&wanted))
    }

    /// Has the processor fetch what will be read: here no read waits for the one before, so many lines of memory are on
    /// their way at once. Feature after feature, each would be waited for.
    pub(super) fn fetch(&self) {
        const LINE_BYTES: usize = 64;
        let pairs = self.pairs.iter().step_by(LINE_BYTES / size_of::<[u32; 2]>());
        black_box(pairs.fold(0, |any, pair| any | pair[0]));
        black_box(self.bytes.iter().step_by(LINE_BYTES).fold(0, |any, byte| any | byte));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.features == 0
    }

    /// The place of its first feature in the order of features.
    pub(super) fn first(&self) -> Option<Key> {
        self.first
    }

    pub(super) fn len(&self) -> usize {
        self.features
    }

    pub(super) fn is_too_full(&self) -> bool {
        self.features > MOST_FEATURES || self.features > 1 && self.pairs.len() > MOST_PAIRS
    }

    /// The least rectangle around all features; `None` when none has any vertex.
    pub(super) fn envelope(&self) -> Option<WorldRect> {
        self.envelope
    }

    /// What it takes, vertices included.
    pub(super) fn size_bytes(&self) -> usize {
        size_of::<Self>() + self.pairs.capacity() * size_of::<[u32; 2]>() + self.bytes.capacity()
    }
}

impl<'a> Slot<'a> {
    #[inline]
    pub(super) fn id(self) -> Uuid {
        let [[a, b], [c, d]] = [self.pairs[0], self.pairs[1]];
        let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        Uuid::from_u64_pair(pair(a, b), pair(c, d))
    }

    /// The lowest zoom from which it is [`super::Found::plain_ring`].
    #[inline]
    pub(super) fn plain_from(self) -> u8 {
        self.bytes[0]
    }

    #[inline]
    pub(super) fn vertices(self) -> &'a [[u32; 2]] {
        &self.pairs[ID_PAIRS..]
    }

    #[inline]
    pub(super) fn zooms(self) -> &'a [u8] {
        &self.bytes[1..=self.vertices().len()]
    }

    #[inline]
    pub(super) fn row(self) -> &'a [u8] {
        &self.bytes[1 + self.vertices().len()..]
    }

    /// The least rectangle around its vertices.
    #[inline]
    pub(super) fn extent(self) -> Extent {
        self.vertices().iter().fold(Extent::EMPTY, |extent, &vertex| extent.with(vertex))
    }

    /// The same, if it has any.
    pub(super) fn envelope(self) -> Option<WorldRect> {
        self.extent().rect()
    }

    /// Its place in the order of features.
    pub(super) fn key(self) -> Key {
        Key::new(self.extent().middle(), self.id())
    }
}

fn merged(one: Option<WorldRect>, other: Option<WorldRect>) -> Option<WorldRect> {
    one.into_iter().chain(other).reduce(WorldRect::merged)
}

fn pairs_of(id: Uuid) -> [[u32; 2]; ID_PAIRS] {
    let (high, low) = id.as_u64_pair();
    [high, low].map(|half| {
        let (high, low) = (half >> 32, half & u64::from(u32::MAX));
        [high, low].map(|quarter| u32::try_from(quarter).expect("has 32 bits"))
    })
}
