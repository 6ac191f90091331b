//! The register in memory, following the change feed.
//!
//! Invariant: whoever has awaited [`LiveMap::catch_up`] finds every commit before that call in the next tile.

mod layers;

use crate::App;
use crate::cache::TileCache;
use crate::metrics::FeedMetrics;
use crate::published::Published;
use gis_core::Scope;
use gis_core::index::Index;
use gis_store::feed::{self, Channel, Seen};
use gis_store::{PgPool, StoreError};
use layers::LiveLayers;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::{JoinError, spawn_blocking};
use tokio_util::sync::CancellationToken;

/// How long to wait before listening again after the database went away.
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);

/// How often a follower looks even when it hears nothing, so that a connection that died without a word is found out,
/// and the age of the map has a bound.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// All layers in memory, the tiles drawn from them, and how far they have followed.
#[derive(Debug)]
pub struct LiveMap {
    pool: PgPool,
    layers: Arc<LiveLayers>,
    published: Arc<Published>,
    seen: Arc<tokio::sync::Mutex<Seen>>,
    /// How the feed is followed.
    pub(crate) feed: FeedMetrics,
}

impl LiveMap {
    /// Reads the whole register.
    pub(crate) async fn load(pool: PgPool, app: &App) -> Result<Self, StoreError> {
        let (index, seen) = feed::load_index(&pool, &Scope::operator()).await?;
        let cache = TileCache::new(app.settings.tile_cache_bytes);
        Ok(Self {
            pool,
            layers: Arc::new(LiveLayers::new(index, cache, Arc::clone(&app.metrics))),
            published: Arc::clone(&app.published),
            seen: Arc::new(tokio::sync::Mutex::new(seen)),
            feed: FeedMetrics::new(),
        })
    }

    /// What somebody works out from the layers as they are now, away from the async threads: a writer may hold them.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Index) -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        self.layers.read(work).await
    }

    /// The layers themselves, and the tiles drawn from them.
    pub(crate) fn layers(&self) -> &Arc<LiveLayers> {
        &self.layers
    }

    /// Takes in every commit up to now.
    #[tracing::instrument(level = "debug", skip_all)]
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        let told = Instant::now();
        let mut seen = Arc::clone(&self.seen).lock_owned().await;
        let (changes, now) = feed::read_changes(&self.pool, &Scope::operator(), &seen).await?;
        let features = changes.iter().map(|change| change.touched.len()).sum();
        if features == 0 {
            *seen = now;
        } else {
            self.published.read(&self.pool).await?;
            let layers = Arc::clone(&self.layers);
            // Whoever waits may go away in the middle; the next change has its turn when this one is in, all the same.
            let applied = spawn_blocking(move || {
                layers.apply(changes);
                *seen = now;
            });
            applied.await.expect("entering features into an R-tree does not panic");
        }
        self.feed.caught_up(told, features);
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
            let hearing = tokio::time::timeout(HEARTBEAT, listener.try_recv());
            if let Some(Ok(heard)) = stop.run_until_cancelled(hearing).await {
                // `None` tells of a lost connection: what was committed meanwhile is caught up on at once.
                heard?;
            }
        }
        Ok(())
    }
}
