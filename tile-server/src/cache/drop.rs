//! Dropping what a change touches, in two steps: most is found out while everybody reads on, and is dropped with
//! what came meanwhile when the change goes into the index.

use super::state::Entry;
use super::{TileCache, Touched};
use crate::tile::{MAX_ZOOM, TileId};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Weak};

/// The entries that a change touches, as far as they are known before it goes into the index.
pub(crate) struct Doomed<'a> {
    cache: &'a TileCache,
    touched: &'a [Touched],
    entries: Vec<Weak<Entry>>,
}

/// A change of so many features or fewer is held against each tile that came meanwhile; a larger one drops them all,
/// because nobody gets a tile until that is done.
const MOST_COMPARED: usize = 500;

impl TileCache {
    /// Finds the entries that a change touches. There is one change at a time.
    pub(crate) fn doom<'a>(&'a self, touched: &'a [Touched]) -> Doomed<'a> {
        self.lock().watch_arrivals();
        let mut entries = Vec::new();
        for touched in touched {
            for z in 0..=MAX_ZOOM {
                for (id, found) in self.candidates(touched, z) {
                    if touched.is_in(id) {
                        entries.extend(found.iter().map(Arc::downgrade));
                    }
                }
            }
        }
        Doomed { cache: self, touched, entries }
    }

    /// The entries of a zoom that may show it, by what is known of their envelopes and views.
    fn candidates(&self, touched: &Touched, z: u8) -> Vec<(TileId, Vec<Arc<Entry>>)> {
        let Some(range) = touched.range(z) else { return Vec::new() };
        let state = self.lock();
        let found = |id: TileId| {
            let entries: Vec<_> =
                state.entries_of(id).filter(|entry| entry.names(touched)).cloned().collect();
            (!entries.is_empty()).then_some((id, entries))
        };
        if range.count() <= state.count_at(z) as u64 {
            range.tiles(z).filter_map(found).collect()
        } else {
            state.tiles_at(z).filter_map(found).collect()
        }
    }
}

impl Doomed<'_> {
    /// Drops them, and what came since they were looked for and is touched too. Nobody reads the index meanwhile, so
    /// whatever is drawn from then on shows the change.
    pub(crate) fn drop_all(self) {
        let Self { cache, touched, mut entries } = self;
        let mut state = cache.lock();
        let is_touched = |entry: &Arc<Entry>| {
            touched.len() > MOST_COMPARED
                || touched.iter().any(|touched| entry.names(touched) && touched.is_in(entry.id))
        };
        let arrivals = state.arrivals().into_iter();
        entries.extend(arrivals.filter(|entry| entry.upgrade().is_some_and(|entry| is_touched(&entry))));
        let entries: Vec<_> = entries.iter().filter_map(Weak::upgrade).collect();
        let dropped = entries.iter().filter(|entry| state.remove(entry)).count();
        // What was kept is taken down when the lock is free again.
        drop(state);
        cache.dropped.fetch_add(dropped as u64, Relaxed);
    }
}

impl Entry {
    /// Whether its view shows features of that layer and holder.
    fn names(&self, touched: &Touched) -> bool {
        self.view.sight().names(touched.layer(), touched.holder())
    }
}
