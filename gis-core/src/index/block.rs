//! Features that lie near each other, one after the other in memory: what a tile reads, it reads at a stretch.
//!
//! Of each feature there are a head of how many vertices and bytes it has, its identifier and its vertices, all in pairs
//! of numbers; and in bytes, for each vertex the zoom from which it matters, and its row.

use super::WorldRect;
use super::outline::Outline;
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
    envelope: Option<WorldRect>,
}

/// A feature as it lies in a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot<'a> {
    /// Its identifier and its vertices.
    pairs: &'a [[u32; 2]],
    /// The zooms of its vertices, and its row.
    bytes: &'a [u8],
}

impl Block {
    /// Adds a feature, whose row somebody writes; as it lies here.
    pub(super) fn push(&mut self, id: Uuid, paths: &[Outline], row: impl FnOnce(&mut Vec<u8>)) -> Slot<'_> {
        let (head, bytes_before) = (self.pairs.len(), self.bytes.len());
        self.pairs.push([0; 2]);
        self.pairs.extend(pairs_of(id));
        for path in paths {
            self.pairs.extend_from_slice(&path.vertices);
            self.bytes.extend(path.zooms());
        }
        row(&mut self.bytes);
        let vertices = self.pairs.len() - head - 1 - ID_PAIRS;
        self.pairs[head] = [count(vertices), count(self.bytes.len() - bytes_before)];
        let pushed = Slot { pairs: &self.pairs[head + 1..], bytes: &self.bytes[bytes_before..] };
        self.envelope = merged(self.envelope, pushed.envelope());
        self.features += 1;
        pushed
    }

    /// Adds a feature as it lies in another block.
    pub(super) fn take(&mut self, slot: Slot<'_>) {
        self.pairs.push([count(slot.vertices().len()), count(slot.bytes.len())]);
        self.pairs.extend_from_slice(slot.pairs);
        self.bytes.extend_from_slice(slot.bytes);
        self.envelope = merged(self.envelope, slot.envelope());
        self.features += 1;
    }

    /// Forgets a feature.
    pub(super) fn remove(&mut self, id: Uuid) {
        *self = Self::of(self.slots().filter(|slot| slot.id() != id));
    }

    /// Keeps the features of one side of the middle; those of the other.
    pub(super) fn halve(&mut self) -> Self {
        let side = self.envelope.map_or([0.0; 2], |rect| [0, 1].map(|axis| rect.max[axis] - rect.min[axis]));
        let axis = usize::from(side[1] > side[0]);
        let mut slots: Vec<_> = self.slots().collect();
        slots.sort_by_cached_key(|slot| slot.middle_twice(axis));
        let (one, other) = slots.split_at(slots.len() / 2);
        let [own, other] = [one, other].map(|half| Self::of(half.iter().copied()));
        *self = own;
        other
    }

    /// All features in blocks of those near each other: sorted into strips from west to east, and each from north to
    /// south (Leutenegger and others, 1997).
    pub(super) fn parted(&self) -> Vec<Self> {
        let mut slots: Vec<_> = self.slots().collect();
        let blocks = slots.len().div_ceil(FILLED_FEATURES);
        let strip = blocks.isqrt().max(1) * FILLED_FEATURES;
        slots.sort_by_cached_key(|slot| slot.middle_twice(0));
        let mut parted = Vec::with_capacity(blocks);
        for strip in slots.chunks_mut(strip) {
            strip.sort_by_cached_key(|slot| slot.middle_twice(1));
            let mut rest = &*strip;
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
        }
        parted
    }

    fn of<'a>(slots: impl Iterator<Item = Slot<'a>> + Clone) -> Self {
        let (pairs, bytes) = slots
            .clone()
            .fold((0, 0), |(pairs, bytes), slot| (pairs + 1 + slot.pairs.len(), bytes + slot.bytes.len()));
        let (pairs, bytes) = (Vec::with_capacity(pairs), Vec::with_capacity(bytes));
        let mut block = Self { pairs, bytes, features: 0, envelope: None };
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

    #[inline]
    pub(super) fn vertices(self) -> &'a [[u32; 2]] {
        &self.pairs[ID_PAIRS..]
    }

    #[inline]
    pub(super) fn zooms(self) -> &'a [u8] {
        &self.bytes[..self.vertices().len()]
    }

    #[inline]
    pub(super) fn row(self) -> &'a [u8] {
        &self.bytes[self.vertices().len()..]
    }

    /// Least and greatest x and y of its vertices; the least are above the greatest when it has none.
    #[inline]
    pub(super) fn extent(self) -> Extent {
        let (mut min, mut max) = ([u32::MAX; 2], [0; 2]);
        for &[x, y] in self.vertices() {
            min = [x.min(min[0]), y.min(min[1])];
            max = [x.max(max[0]), y.max(max[1])];
        }
        Extent { min, max }
    }

    /// The least rectangle around its vertices.
    pub(super) fn envelope(self) -> Option<WorldRect> {
        self.extent().envelope()
    }

    fn middle_twice(self, axis: usize) -> u64 {
        let Extent { min, max } = self.extent();
        u64::from(min[axis]) + u64::from(max[axis])
    }
}

/// The least rectangle around vertices, if there are any.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    min: [u32; 2],
    max: [u32; 2],
}

impl Extent {
    #[inline]
    pub(super) fn envelope(self) -> Option<WorldRect> {
        let rect = || WorldRect { min: self.min.map(f64::from), max: self.max.map(f64::from) };
        (self.min[0] <= self.max[0]).then(rect)
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
