//! What every handler shares.

use crate::LiveMap;
use gis_store::PgPool;
use gis_store::pool::PoolConnection;
use std::sync::Arc;

/// Choices of whoever runs the server.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Longest log that is taken. An 8-hour day at one epoch a second is some 15 MB.
    pub max_upload_bytes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { max_upload_bytes: 64 * 1024 * 1024 }
    }
}

/// The state behind all handlers; cloning it shares it.
#[derive(Debug, Clone)]
pub struct App {
    /// Connections to PostGIS.
    pub pool: PgPool,
    /// The register in memory.
    pub map: Arc<LiveMap>,
    /// Choices of whoever runs the server.
    pub settings: Arc<Settings>,
}

impl App {
    /// Loads the register into memory and stands ready.
    pub async fn load(pool: PgPool, settings: Settings) -> Result<Self, gis_store::StoreError> {
        let map = Arc::new(LiveMap::load(pool.clone()).await?);
        Ok(Self { pool, map, settings: Arc::new(settings) })
    }

    /// A connection for one request.
    pub(crate) async fn acquire(&self) -> Result<PoolConnection, gis_store::StoreError> {
        gis_store::pool::acquire(&self.pool).await
    }
}
