//! The register in memory, following the change feed.
//!
//! Invariant: readers see all of a commit or nothing of it: its changes go in under one write lock.
//! Invariant: whoever has awaited [`LiveMap::catch_up`] finds every commit before that call in the next tile.

use gis_core::Scope;
use gis_core::index::Index;
use gis_store::feed::{self, Channel, LayerChanges, Seen};
use gis_store::{PgPool, StoreError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::task::{JoinError, spawn_blocking};
use tokio_util::sync::CancellationToken;

/// How long to wait before listening again after the database went away.
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);

/// All layers in memory, and how far they have followed.
#[derive(Debug)]
pub struct LiveMap {
    pool: PgPool,
    index: Arc<RwLock<Index>>,
    seen: tokio::sync::Mutex<Seen>,
}

impl LiveMap {
    /// Reads the whole register.
    pub async fn load(pool: PgPool) -> Result<Self, StoreError> {
        let (index, seen) = feed::load_index(&pool, &Scope::operator()).await?;
        Ok(Self { pool, index: Arc::new(RwLock::new(index)), seen: tokio::sync::Mutex::new(seen) })
    }

    /// What somebody works out from the layers as they are now, away from the async threads: a writer may hold them.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Index) -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let index = Arc::clone(&self.index);
        spawn_blocking(move || work(&index.read().unwrap_or_else(PoisonError::into_inner))).await
    }

    /// Takes in every commit up to now.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        let mut seen = self.seen.lock().await;
        let (changes, now) = feed::read_changes(&self.pool, &Scope::operator(), &seen).await?;
        if !changes.is_empty() {
            let index = Arc::clone(&self.index);
            let applied = spawn_blocking(move || apply(&index, changes)).await;
            applied.expect("entering features into an R-tree does not panic");
        }
        *seen = now;
        Ok(())
    }

    /// Takes in what was just committed, so that the next tile shows it. The commit stands whatever happens here:
    /// what cannot be read now is read when the feed is back.
    pub async fn show_commits(&self) {
        if let Err(error) = self.catch_up().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "a commit waits to be shown on the map");
        }
    }

    /// Follows the feed until it is asked to stop; a database that goes away is waited for.
    pub async fn follow(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.follow_until_lost(stop).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "lost the change feed, listening again"
                );
                stop.run_until_cancelled(tokio::time::sleep(RECONNECT_PAUSE)).await;
            }
        }
    }

    async fn follow_until_lost(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        let mut listener = feed::listen(&self.pool, Channel::Change).await?;
        while !stop.is_cancelled() {
            self.catch_up().await?;
            if let Some(heard) = stop.run_until_cancelled(listener.try_recv()).await {
                // `None` tells of a lost connection: what was committed meanwhile is caught up on at once.
                heard?;
            }
        }
        Ok(())
    }
}

fn apply(index: &RwLock<Index>, changes: Vec<LayerChanges>) {
    let mut index = index.write().unwrap_or_else(PoisonError::into_inner);
    for change in changes {
        change.apply(&mut index);
    }
}
