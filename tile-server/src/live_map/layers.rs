//! The layers in memory and the tiles drawn from them, which change as one.
//!
//! Invariant: readers see all of a commit or nothing of it: its changes go in under one write lock. What is too
//! much to hold readers up for goes into a copy aside, which shares what is not touched and then takes the place of
//! the whole.
//! Invariant: tiles that a change touches leave the cache under that same lock, so nobody who comes after the change
//! sees a tile without it.

#[cfg(test)]
mod tests;

use crate::cache::{EncodedTile, TileCache, Touched, View};
use crate::encoding::Encoding;
use crate::tile::{self, TileId};
use gis_core::Scope;
use gis_core::index::Index;
use gis_core::layer::Layer;
use gis_store::feed::LayerChanges;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};
use tokio::task::{JoinError, spawn_blocking};

/// So many features are changed in place, which takes a few milliseconds; more of them in a copy.
const MOST_IN_PLACE: usize = 500;

#[derive(Debug)]
pub(crate) struct LiveLayers {
    index: RwLock<Index>,
    cache: TileCache,
}

impl LiveLayers {
    pub(crate) fn new(index: Index, cache: TileCache) -> Self {
        Self { index: RwLock::new(index), cache }
    }

    pub(crate) fn cache(&self) -> &TileCache {
        &self.cache
    }

    /// What somebody works out from the layers as they are now, away from the async threads.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Index) -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let layers = Arc::clone(self);
        spawn_blocking(move || work(&layers.reading())).await
    }

    /// A tile as somebody of that scope sees it, kept or drawn now; `None` for one with nothing in it.
    pub(crate) async fn tile(
        self: &Arc<Self>,
        layers: &[Layer],
        id: TileId,
        scope: &Scope,
        encoding: Encoding,
    ) -> Result<Option<EncodedTile>, JoinError> {
        let view = self.view(layers, id, scope, encoding).await?;
        if view.sight().is_empty() {
            return Ok(None);
        }
        let (live, seen) = (Arc::clone(self), view.clone());
        let draw = move || tile::draw(&live.reading(), seen.layers(), id, seen.sight());
        let make = || spawn_blocking(move || draw().map(|tile| EncodedTile::new(tile, encoding)));
        self.cache.get(id, view, make).await
    }

    /// What is seen in a tile now. A look takes microseconds, so it is worth a thread of its own only while a writer
    /// holds the layers.
    async fn view(
        self: &Arc<Self>,
        layers: &[Layer],
        id: TileId,
        scope: &Scope,
        encoding: Encoding,
    ) -> Result<View, JoinError> {
        let look = move |index: &Index, layers: &[Layer], scope: &Scope| {
            View::new(layers, tile::sight(index, layers, id, scope), encoding)
        };
        match self.index.try_read() {
            Ok(index) => return Ok(look(&index, layers, scope)),
            Err(TryLockError::Poisoned(index)) => return Ok(look(&index.into_inner(), layers, scope)),
            Err(TryLockError::WouldBlock) => {}
        }
        let (layers, scope) = (layers.to_vec(), scope.clone());
        self.read(move |index| look(index, &layers, &scope)).await
    }

    /// Takes changes in, and drops the tiles that show what was before. There is one writer at a time.
    pub(crate) fn apply(&self, changes: Vec<LayerChanges>) {
        let touched = Touched::by(&changes, &self.reading());
        let doomed = self.cache.doom(&touched);
        if changes.iter().map(|change| change.touched.len()).sum::<usize>() <= MOST_IN_PLACE {
            let mut index = self.writing();
            doomed.drop_all();
            changes.into_iter().for_each(|change| change.apply(&mut index));
            return;
        }
        let mut copy = self.reading().clone();
        changes.into_iter().for_each(|change| change.apply(&mut copy));
        let mut index = self.writing();
        doomed.drop_all();
        let old = std::mem::replace(&mut *index, copy);
        // The lock is free again before the old parts are taken down.
        drop(index);
        drop(old);
    }

    fn reading(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }
}
