//! The maps of a cache and the order in which tiles make place.
//!
//! A tile that is to make place is spared once if it was asked for since it was last considered (the clock algorithm):
//! nearly what the least recently used would be, and a hit moves nothing.

use super::{Drawn, EncodedTile, View};
use crate::tile::{MAX_ZOOM, TileId};
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Weak};
use tokio::sync::OnceCell;

/// What an entry takes beside its view and its tile: itself, its places in two maps and in the queue.
const ENTRY_BYTES: usize = 512;

/// A tile, from when it is first asked for.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: TileId,
    pub(super) view: View,
    /// The tile, once it is drawn.
    pub(super) kept: OnceCell<Drawn>,
    is_used: AtomicBool,
}

impl Entry {
    pub(super) fn size_bytes(&self) -> usize {
        let tile = self.kept.get().and_then(|drawn| drawn.tile.as_ref()).map_or(0, EncodedTile::size_bytes);
        // The view is the key too.
        ENTRY_BYTES + 2 * self.view.size_bytes() + tile
    }
}

/// An entry in its map.
#[derive(Debug)]
struct Slot {
    entry: Arc<Entry>,
    /// What it is counted with; nothing until it is drawn.
    bytes: usize,
}

/// The entries of one zoom, by place and view.
type Places = HashMap<TileId, HashMap<View, Slot>>;

#[derive(Debug, Default)]
pub(super) struct State {
    zooms: [Places; MAX_ZOOM as usize + 1],
    /// Drawn entries, the next to make place first; those that are gone leave nothing but their place here.
    queue: VecDeque<Weak<Entry>>,
    /// How many drawn entries are in the maps.
    count: usize,
    bytes: usize,
    /// The entries that came while a change is looked into, if one is.
    arrivals: Option<Vec<Weak<Entry>>>,
}

impl State {
    /// The entry of a tile, a new one if it has none.
    pub(super) fn enter(&mut self, id: TileId, view: View) -> Arc<Entry> {
        let views = self.zooms[usize::from(id.z())].entry(id).or_default();
        if let Some(slot) = views.get(&view) {
            slot.entry.is_used.store(true, Relaxed);
            return Arc::clone(&slot.entry);
        }
        let entry = Arc::new(Entry {
            id,
            view: view.clone(),
            kept: OnceCell::new(),
            is_used: AtomicBool::new(false),
        });
        views.insert(view, Slot { entry: Arc::clone(&entry), bytes: 0 });
        self.arrivals.iter_mut().for_each(|arrivals| arrivals.push(Arc::downgrade(&entry)));
        entry
    }

    /// Counts an entry that was drawn, unless it is gone already; how many others made place.
    pub(super) fn keep(&mut self, entry: &Arc<Entry>, most_bytes: usize) -> u64 {
        let Some(slot) = self.slot(entry) else { return 0 };
        slot.bytes = entry.size_bytes();
        self.bytes += slot.bytes;
        self.count += 1;
        self.queue.push_back(Arc::downgrade(entry));
        let mut evicted = 0;
        while self.bytes > most_bytes {
            let Some(next) = self.queue.pop_front() else { break };
            let Some(next) = next.upgrade() else { continue };
            if next.is_used.swap(false, Relaxed) {
                self.queue.push_back(Arc::downgrade(&next));
            } else if self.remove(&next) {
                evicted += 1;
            }
        }
        if self.queue.len() > 2 * self.count + 64 {
            self.queue.retain(|entry| entry.strong_count() > 0);
        }
        evicted
    }

    /// Takes an entry out of the maps; whether it was there.
    pub(super) fn remove(&mut self, entry: &Arc<Entry>) -> bool {
        let Some(bytes) = self.slot(entry).map(|slot| slot.bytes) else { return false };
        let places = &mut self.zooms[usize::from(entry.id.z())];
        if let Some(views) = places.get_mut(&entry.id) {
            views.remove(&entry.view);
            if views.is_empty() {
                places.remove(&entry.id);
            }
        }
        self.count -= usize::from(bytes > 0);
        self.bytes -= bytes;
        true
    }

    /// Somebody waits no longer for an entry: the last of all takes it out if it was never drawn.
    pub(super) fn leave(&mut self, entry: Arc<Entry>) {
        // One of the map and one of the caller: whoever else waits holds another, and gets it under this lock only.
        if entry.kept.get().is_none() && Arc::strong_count(&entry) <= 2 {
            self.remove(&entry);
        }
        drop(entry);
    }

    /// How many tiles are kept, and what they take.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.count, self.bytes)
    }

    /// From now on, remembers what comes.
    pub(super) fn watch_arrivals(&mut self) {
        self.arrivals = Some(Vec::new());
    }

    /// What came since then.
    pub(super) fn arrivals(&mut self) -> Vec<Weak<Entry>> {
        self.arrivals.take().unwrap_or_default()
    }

    /// How many tiles of a zoom have entries.
    pub(super) fn count_at(&self, z: u8) -> usize {
        self.zooms[usize::from(z)].len()
    }

    /// The tiles of a zoom that have entries.
    pub(super) fn tiles_at(&self, z: u8) -> impl Iterator<Item = TileId> {
        self.zooms[usize::from(z)].keys().copied()
    }

    /// The entries of a tile.
    pub(super) fn entries_of(&self, id: TileId) -> impl Iterator<Item = &Arc<Entry>> {
        let views = self.zooms[usize::from(id.z())].get(&id);
        views.into_iter().flat_map(HashMap::values).map(|slot| &slot.entry)
    }

    fn slot(&mut self, entry: &Arc<Entry>) -> Option<&mut Slot> {
        let views = self.zooms[usize::from(entry.id.z())].get_mut(&entry.id)?;
        views.get_mut(&entry.view).filter(|slot| Arc::ptr_eq(&slot.entry, entry))
    }
}
