//! The register in memory, following the change feed.
//!
//! Invariant: whoever has awaited [`LiveMap::catch_up`] finds every commit before that call in the next tile.
//! Invariant: a change that fails half way leaves no map: whoever asks is told to come back until the register has been
//! read anew.

mod layers;
#[cfg(test)]
mod tests;
mod whole;

use crate::App;
use crate::cache::TileCache;
use crate::metrics::{FeedMetrics, Metrics};
use crate::published::Published;
use gis_core::Scope;
use gis_core::index::Index;
use gis_store::feed::{self, Channel, LayerChanges, Seen};
use gis_store::{PgPool, StoreError};
pub(crate) use layers::LiveLayers;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::OwnedMutexGuard;
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;
use whole::Whole;

/// How long to wait before listening again after the database went away.
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);

/// How often a follower looks even when it hears nothing, so that a connection that died without a word is found out,
/// and the age of the map has a bound.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// All layers in memory, the tiles drawn from them, and how far they have followed.
#[derive(Debug)]
pub struct LiveMap {
    pool: PgPool,
    layers: Arc<Whole<LiveLayers>>,
    tile_cache_bytes: usize,
    metrics: Arc<Metrics>,
    published: Arc<Published>,
    following: Arc<tokio::sync::Mutex<Following>>,
    /// How the feed is followed.
    pub(crate) feed: FeedMetrics,
}

/// How far the layers have followed.
#[derive(Debug)]
struct Following {
    seen: Seen,
    /// When they last began to catch up, and how that ended.
    ended: Option<(Instant, Ended)>,
}

/// How catching up ends for everybody who waits for it.
type Ended = Result<(), Arc<StoreError>>;

/// What the layers are to take in.
enum News {
    Changes(Vec<LayerChanges>),
    /// The whole register, because a change failed in the middle of what was there.
    Everything(Box<Index>),
}

impl LiveMap {
    /// Reads the whole register.
    pub(crate) async fn load(pool: PgPool, app: &App) -> Result<Self, StoreError> {
        let (index, seen) = feed::load_index(&pool, &Scope::operator()).await?;
        let (tile_cache_bytes, metrics) = (app.settings.tile_cache_bytes, Arc::clone(&app.metrics));
        let layers = LiveLayers::new(index, TileCache::new(tile_cache_bytes), Arc::clone(&metrics));
        Ok(Self {
            pool,
            layers: Arc::new(Whole::new(layers)),
            tile_cache_bytes,
            metrics,
            published: Arc::clone(&app.published),
            following: Arc::new(tokio::sync::Mutex::new(Following { seen, ended: None })),
            feed: FeedMetrics::new(),
        })
    }

    /// The layers, and the tiles drawn from them; `None` while they are read anew because a change failed.
    pub(crate) fn layers(&self) -> Option<Arc<LiveLayers>> {
        self.layers.get()
    }

    /// Takes in every commit up to now. Whoever asks while others are at it waits for what begins next, together with
    /// all who do.
    ///
    /// # Errors
    /// When the database cannot be asked; the same for all who waited.
    #[tracing::instrument(level = "debug", skip_all)]
    pub async fn catch_up(&self) -> Result<(), Arc<StoreError>> {
        let asked = Instant::now();
        let mut following = Arc::clone(&self.following).lock_owned().await;
        if let Some((began, ended)) = &following.ended
            && *began >= asked
        {
            return ended.clone();
        }
        let began = Instant::now();
        let ended = loop {
            match self.news(&following.seen).await {
                Err(error) => break Err(error),
                Ok((News::Changes(changes), now)) if changes.is_empty() => {
                    following.seen = now;
                    self.feed.caught_up(asked, 0);
                    break Ok(());
                }
                Ok((news, now)) => {
                    let features = news.features();
                    let is_in;
                    (following, is_in) = self.take_in(following, news, now).await;
                    if is_in {
                        self.feed.caught_up(asked, features);
                        break Ok(());
                    }
                    tracing::error!(features, "a change failed inside the map, the register is read anew");
                }
            }
        };
        following.ended = Some((began, ended.clone()));
        ended
    }

    /// What the layers do not have yet, and what they will have seen with it.
    async fn news(&self, seen: &Seen) -> Result<(News, Seen), Arc<StoreError>> {
        if self.layers().is_none() {
            let (index, now) = feed::load_index(&self.pool, &Scope::operator()).await?;
            self.published.read(&self.pool).await?;
            return Ok((News::Everything(Box::new(index)), now));
        }
        let (mut changes, now) = feed::read_changes(&self.pool, &Scope::operator(), seen).await?;
        changes.retain(|change| !change.touched.is_empty());
        if !changes.is_empty() {
            self.published.read(&self.pool).await?;
        }
        Ok((News::Changes(changes), now))
    }

    /// Lets the layers take something in; whether they did. Whoever waits may go away in the middle: the next one has
    /// its turn when this is in, all the same.
    async fn take_in(
        &self,
        mut following: OwnedMutexGuard<Following>,
        news: News,
        now: Seen,
    ) -> (OwnedMutexGuard<Following>, bool) {
        let (layers, metrics) = (Arc::clone(&self.layers), Arc::clone(&self.metrics));
        let tile_cache_bytes = self.tile_cache_bytes;
        let taking = spawn_blocking(move || {
            let is_in = match news {
                News::Changes(changes) => layers.change(|layers| layers.apply(changes)),
                News::Everything(index) => {
                    layers.replace(LiveLayers::new(*index, TileCache::new(tile_cache_bytes), metrics));
                    true
                }
            };
            if is_in {
                following.seen = now;
            }
            (following, is_in)
        });
        taking.await.expect("a change that panics is caught, and the runtime outlives whoever follows")
    }

    /// Takes in what was just committed, so that the next tile shows it. The commit stands whatever happens here:
    /// what cannot be read now is read when the feed is back.
    pub async fn show_commits(&self) {
        if let Err(error) = self.catch_up().await {
            tracing::warn!(
                error = &*error as &dyn std::error::Error,
                "a commit waits to be shown on the map"
            );
        }
    }

    /// Follows the feed until it is asked to stop; a database that goes away is waited for.
    pub async fn follow(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.follow_until_lost(stop).await {
                tracing::warn!(
                    error = &*error as &dyn std::error::Error,
                    "lost the change feed, listening again"
                );
                stop.run_until_cancelled(tokio::time::sleep(RECONNECT_PAUSE)).await;
            }
        }
    }

    async fn follow_until_lost(&self, stop: &CancellationToken) -> Result<(), Arc<StoreError>> {
        let mut listener = feed::listen(&self.pool, Channel::Change).await?;
        while !stop.is_cancelled() {
            self.catch_up().await?;
            let hearing = tokio::time::timeout(HEARTBEAT, listener.try_recv());
            if let Some(Ok(heard)) = stop.run_until_cancelled(hearing).await {
                // `None` tells of a lost connection: what was committed meanwhile is caught up on at once.
                heard.map_err(StoreError::from)?;
            }
        }
        Ok(())
    }
}

impl News {
    /// How many features change; none for the whole register, which nobody committed just now.
    fn features(&self) -> usize {
        match self {
            Self::Changes(changes) => changes.iter().map(|change| change.touched.len()).sum(),
            Self::Everything(_) => 0,
        }
    }
}
