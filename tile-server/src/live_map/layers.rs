//! The layers in memory and the tiles drawn from them, which change as one.
//!
//! Invariant: readers see all of a commit or nothing of it: its changes go in under one write lock. What is too
//! much to hold readers up for goes into a copy aside, which shares what is not touched and then takes the place of
//! the whole.
//! Invariant: tiles that a change touches leave the cache under that same lock, so nobody who comes after the change
//! sees a tile without it.
//! Invariant: a tile is one state of the register: what was seen when it was asked for is what it was drawn by.

#[cfg(test)]
mod tests;

use crate::cache::{Drawn, EncodedTile, TileCache, Touched, View};
use crate::encoding::Encoding;
use crate::metrics::Metrics;
use crate::tile::{self, Filter, Tile, TileId};
use geo::CoordsIter;
use gis_core::Scope;
use gis_core::index::Index;
use gis_core::layer::Layer;
use gis_store::feed::LayerChanges;
use std::num::NonZero;
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, spawn_blocking};
use tracing::Span;

/// So many features and vertices are changed in place, which takes a few milliseconds; more of them in a copy.
const MOST_IN_PLACE: usize = 500;
const MOST_VERTICES_IN_PLACE: usize = 20_000;

/// Filters cost what somebody makes them cost, so they wait for each other and not others for them.
const FILTERS_AT_ONCE: usize = 1;

/// Why a reader breaks off who waited for a change that failed: what it left is shown to nobody.
const HALF: &str = "a change failed half way";

#[derive(Debug)]
pub(crate) struct LiveLayers {
    state: RwLock<State>,
    cache: TileCache,
    metrics: Arc<Metrics>,
    /// Turns at drawing: more at once than there are cores would only hold each other up, and whoever changes the layers.
    drawing: Semaphore,
    filtering: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct State {
    index: Index,
    /// How many changes the index has taken in.
    changes: u64,
}

impl LiveLayers {
    pub(crate) fn new(index: Index, cache: TileCache, metrics: Arc<Metrics>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self {
            state: RwLock::new(State { index, changes: 0 }),
            cache,
            metrics,
            drawing: Semaphore::new(cores),
            filtering: Arc::new(Semaphore::new(FILTERS_AT_ONCE)),
        }
    }

    pub(crate) fn cache(&self) -> &TileCache {
        &self.cache
    }

    /// What somebody works out from the layers as they are now, away from the async threads.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Index) -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let (layers, span) = (Arc::clone(self), Span::current());
        spawn_blocking(move || span.in_scope(|| work(&layers.reading().index))).await
    }

    /// A tile as somebody of that scope sees it, kept or drawn now; `None` for one with nothing in it.
    pub(crate) async fn tile(
        self: &Arc<Self>,
        layers: &[Layer],
        id: TileId,
        scope: &Scope,
        encoding: Encoding,
    ) -> Result<Option<EncodedTile>, JoinError> {
        loop {
            let (view, changes) = self.look(layers, id, scope, encoding).await?;
            if view.sight().is_empty() {
                return Ok(None);
            }
            let seen = view.clone();
            // On the thread of whoever asks, which then sends what it has at hand: to hand a tile to another thread
            // and back takes as long as to draw it. To compress it takes longer.
            let make = || async {
                let _turn = self.drawing.acquire().await.expect("is never closed");
                let (tile, changes) = self.draw(id, &seen);
                let Some(tile) = tile else { return Ok(Drawn { tile: None, changes }) };
                let tile = if encoding == Encoding::Identity {
                    EncodedTile::new(tile, encoding)
                } else {
                    let span = Span::current();
                    spawn_blocking(move || span.in_scope(|| EncodedTile::new(tile, encoding))).await?
                };
                Ok(Drawn { tile: Some(tile), changes })
            };
            let drawn = self.cache.get(id, view, make).await?;
            // What changed between the look and the drawing may have gone to where that look did not reach, and would
            // be missing here and there. The tile of another look is whole, and most often it is this one, kept.
            if drawn.changes <= changes {
                return Ok(drawn.tile);
            }
        }
    }

    /// A tile of those features that a filter admits, drawn now: too many ask for too different ones to keep them.
    pub(crate) async fn filtered_tile(
        self: &Arc<Self>,
        layers: Vec<Layer>,
        id: TileId,
        scope: Scope,
        encoding: Encoding,
        filter: Filter,
    ) -> Result<Option<EncodedTile>, JoinError> {
        let turn = Arc::clone(&self.filtering).acquire_owned().await.expect("is never closed");
        let (live, span) = (Arc::clone(self), Span::current());
        let draw = move || {
            // Kept until it is drawn, even if whoever asked has gone.
            let _turn = turn;
            // A copy, which is cheap: whoever changes the layers need not wait.
            let index = live.reading().index.clone();
            let sight = tile::sight(&index, &layers, id, &scope);
            let tile = tile::draw_timed(&index, &layers, id, &sight, Some(&filter), live.noting(id));
            tile.map(|tile| EncodedTile::new(tile, encoding))
        };
        spawn_blocking(move || span.in_scope(draw)).await
    }

    /// What is seen in a tile now, and after how many changes that is. A look takes microseconds, so it is worth a thread
    /// of its own only while a writer holds the layers.
    async fn look(
        self: &Arc<Self>,
        layers: &[Layer],
        id: TileId,
        scope: &Scope,
        encoding: Encoding,
    ) -> Result<(View, u64), JoinError> {
        let look = move |state: &State, layers: &[Layer], scope: &Scope| {
            (View::new(layers, tile::sight(&state.index, layers, id, scope), encoding), state.changes)
        };
        match self.state.try_read() {
            Ok(state) => return Ok(look(&state, layers, scope)),
            Err(TryLockError::Poisoned(_)) => panic!("{HALF}"),
            Err(TryLockError::WouldBlock) => {}
        }
        let (live, layers, scope) = (Arc::clone(self), layers.to_vec(), scope.clone());
        spawn_blocking(move || look(&live.reading(), &layers, &scope)).await
    }

    /// A tile, and after how many changes.
    fn draw(&self, id: TileId, view: &View) -> (Option<Tile>, u64) {
        let state = self.reading();
        let tile = tile::draw_timed(&state.index, view.layers(), id, view.sight(), None, self.noting(id));
        (tile, state.changes)
    }

    /// Notes how long a layer of a tile took to draw.
    fn noting(&self, id: TileId) -> impl Fn(Layer, Duration) {
        move |layer, took| self.metrics.note_drawing(layer, id.z(), took)
    }

    /// Takes changes in, and drops the tiles that show what was before. There is one writer at a time.
    pub(crate) fn apply(&self, changes: Vec<LayerChanges>) {
        let touched = Touched::by(&changes, &self.reading().index);
        let doomed = self.cache.doom(&touched);
        // What a filtered drawing holds a copy of would be copied under the lock.
        if is_small(&changes) && !self.reading().index.is_shared() {
            let mut state = self.writing();
            doomed.drop_all();
            for change in changes {
                change.apply(&mut state.index);
            }
            state.changes += 1;
            return;
        }
        let mut copy = self.reading().index.clone();
        for change in changes {
            change.apply(&mut copy);
        }
        let mut state = self.writing();
        doomed.drop_all();
        let old = std::mem::replace(&mut state.index, copy);
        state.changes += 1;
        // The lock is free again before the old parts are taken down.
        drop(state);
        drop(old);
    }

    fn reading(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().expect(HALF)
    }

    fn writing(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().expect(HALF)
    }
}

fn is_small(changes: &[LayerChanges]) -> bool {
    let features: usize = changes.iter().map(|change| change.touched.len()).sum();
    let new = changes.iter().flat_map(|change| &change.features);
    let vertices: usize = new.map(|feature| feature.geometry.coords_count()).sum();
    features <= MOST_IN_PLACE && vertices <= MOST_VERTICES_IN_PLACE
}
