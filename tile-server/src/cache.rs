//! Tiles that were drawn, as they were sent, kept until a change touches them.
//!
//! A tile is kept by what is seen in it ([`View`]), not by who asked: callers who see the same share its bytes, and
//! others cannot come by them. Every tile has an entry from when it is first asked for; whoever comes while it is
//! drawn waits for that drawing. What a change touches loses its entry, drawn or not: those who wait asked
//! before the change was answered, whoever comes later finds no entry and draws anew.
//!
//! Entries lie in maps of our own, by zoom and place, because a change asks for what lies in a place: beside a cache
//! by keys such maps would have to be kept equal to it at every eviction.
//!
//! Invariant: an entry is in the maps before its tile is drawn, so a change that the drawing may miss finds it.
//! Invariant: what is kept, with what keeping it takes, is at most so many bytes.

mod drop;
mod state;
mod touched;
mod view;

#[cfg(test)]
mod tests;

pub(crate) use touched::Touched;
pub use view::{Drawn, EncodedTile, View};

use crate::tile::TileId;
use state::{Entry, State};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The tiles that are kept.
#[derive(Debug)]
pub struct TileCache {
    most_bytes: usize,
    state: Mutex<State>,
    hits: AtomicU64,
    misses: AtomicU64,
    dropped: AtomicU64,
    evicted: AtomicU64,
}

/// What became of requests and tiles since the start, and what is kept now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CacheCounts {
    /// Requests that were answered by a tile drawn before or for somebody else.
    pub hits: u64,
    /// Requests for which a tile was drawn.
    pub misses: u64,
    /// Tiles that a change touched.
    pub dropped: u64,
    /// Tiles that made place for others.
    pub evicted: u64,
    /// Tiles that are kept.
    pub entries: u64,
    /// What they take, in bytes.
    pub bytes: u64,
}

impl TileCache {
    /// An empty cache of so many bytes at most; with none it keeps nothing.
    #[must_use]
    pub fn new(most_bytes: usize) -> Self {
        let (hits, misses, dropped, evicted) = Default::default();
        Self { most_bytes, state: Mutex::default(), hits, misses, dropped, evicted }
    }

    /// The tile as it is kept, or as it is made now.
    ///
    /// # Errors
    /// Those of making it; the next who asks makes it again.
    pub async fn get<Made, E>(&self, id: TileId, view: View, make: impl FnOnce() -> Made) -> Result<Drawn, E>
    where
        Made: Future<Output = Result<Drawn, E>>,
    {
        if self.most_bytes == 0 {
            self.misses.fetch_add(1, Relaxed);
            return make().await;
        }
        let entry = self.lock().enter(id, view);
        if let Some(kept) = entry.kept.get() {
            self.hits.fetch_add(1, Relaxed);
            return Ok(kept.clone());
        }
        let lease = Lease { cache: self, entry: Some(entry) };
        let entry = lease.entry.as_ref().expect("is there until it is dropped");
        let mut is_made = false;
        let drawn = entry.kept.get_or_try_init(|| {
            is_made = true;
            make()
        });
        let kept = drawn.await?.clone();
        if is_made {
            self.misses.fetch_add(1, Relaxed);
            let evicted = self.lock().keep(entry, self.most_bytes);
            self.evicted.fetch_add(evicted, Relaxed);
        } else {
            self.hits.fetch_add(1, Relaxed);
        }
        Ok(kept)
    }

    /// What became of requests and tiles.
    #[must_use]
    pub fn counts(&self) -> CacheCounts {
        let (entries, bytes) = self.lock().size();
        CacheCounts {
            hits: self.hits.load(Relaxed),
            misses: self.misses.load(Relaxed),
            dropped: self.dropped.load(Relaxed),
            evicted: self.evicted.load(Relaxed),
            entries: entries as u64,
            bytes: bytes as u64,
        }
    }

    /// How many views of a tile are kept.
    #[cfg(test)]
    pub(crate) fn count_of(&self, id: TileId) -> usize {
        self.lock().entries_of(id).count()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody waits for an entry's tile: when all who did are gone and there is none, the entry goes too.
struct Lease<'a> {
    cache: &'a TileCache,
    entry: Option<Arc<Entry>>,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(entry) = self.entry.take() {
            self.cache.lock().leave(entry);
        }
    }
}
