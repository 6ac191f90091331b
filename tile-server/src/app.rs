//! What every handler shares.

use crate::basemap::Basemap;
use crate::cookies::Cookies;
use crate::metrics::Metrics;
use crate::published::Published;
use crate::throttle::Throttle;
use crate::{LoadingMap, PublicUrl};
use gis_store::PgPool;
use gis_store::pool::PoolConnection;
use gis_store::vault::Vault;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many passwords are hashed at once: each takes a core and 19 MiB.
const HASHES_AT_ONCE: usize = 2;

/// Choices of whoever runs the server.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Longest log that is taken. An 8-hour day at one epoch a second is some 15 MB.
    pub max_upload_bytes: usize,
    /// The address under which others reach the server, when it is not the one that it listens on.
    pub public_url: Option<PublicUrl>,
    /// What lies under the register on the map.
    pub basemap: Option<Basemap>,
    /// Whether demo accounts may be used; never but on loopback.
    pub is_demo: bool,
    /// The most that drawn tiles may take in memory; with nothing, none is kept.
    pub tile_cache_bytes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_upload_bytes: 64 * 1024 * 1024,
            public_url: None,
            basemap: None,
            is_demo: false,
            tile_cache_bytes: 0,
        }
    }
}

/// The state behind all handlers; cloning it shares it.
#[derive(Debug, Clone)]
pub struct App {
    /// Connections to PostGIS, on which no statement takes for ever.
    pub pool: PgPool,
    /// The register in memory, once it is there.
    pub map: Arc<LoadingMap>,
    /// Who publishes their register.
    pub(crate) published: Arc<Published>,
    /// The key of the identity numbers.
    pub vault: Arc<Vault>,
    /// Choices of whoever runs the server.
    pub settings: Arc<Settings>,
    /// What was counted.
    pub(crate) metrics: Arc<Metrics>,
    /// Attempts at signing in.
    pub(crate) throttle: Arc<Throttle>,
    /// Turns at hashing passwords.
    pub(crate) hashing: Arc<Semaphore>,
}

impl App {
    /// Answers requests by these connections. The map is not loaded yet.
    #[must_use]
    pub fn new(pool: PgPool, vault: Vault, settings: Settings) -> Self {
        Self {
            pool,
            map: Arc::default(),
            published: Arc::new(Published::new(settings.is_demo)),
            vault: Arc::new(vault),
            settings: Arc::new(settings),
            metrics: Arc::default(),
            throttle: Arc::default(),
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
        }
    }

    /// A connection for one request.
    pub(crate) async fn acquire(&self) -> Result<PoolConnection, gis_store::StoreError> {
        gis_store::pool::acquire(&self.pool).await
    }

    /// How cookies are written.
    pub(crate) fn cookies(&self) -> Cookies {
        Cookies { is_secure: self.settings.public_url.as_ref().is_some_and(PublicUrl::is_secure) }
    }

    /// Works on a password, away from the async threads and at its turn.
    pub(crate) async fn hash<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, tokio::task::JoinError> {
        tracing::debug!("a password is worked on");
        let turn = self.hashing.acquire().await.expect("nobody closes it");
        let done = tokio::task::spawn_blocking(work).await;
        drop(turn);
        done
    }
}
