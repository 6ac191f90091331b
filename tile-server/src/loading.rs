//! The register in memory, from before it is there.
//!
//! A server answers as soon as it listens. What needs no map works while the map is being loaded; what needs it is told
//! to come back.
//!
//! Invariant: whoever gets the map finds in it every commit that was answered before. What is committed while the map is
//! being loaded is caught up on before anybody gets it.

use crate::error::{ApiError, Problem};
use crate::live_map::LiveLayers;
use crate::metrics::FeedMetrics;
use crate::{App, LiveMap};
use axum::http::StatusCode;
use gis_core::Text;
use gis_store::{PgPool, StoreError};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long to wait before trying again after the database went away.
const RETRY_PAUSE: Duration = Duration::from_secs(1);

/// A map that may still be on its way.
#[derive(Debug, Default)]
pub struct LoadingMap {
    map: OnceLock<LiveMap>,
    is_ready: AtomicBool,
}

impl LoadingMap {
    /// Loads the register for a server, by these connections, and lets everybody have it. A database that goes away is waited for.
    ///
    /// # Errors
    /// When the register cannot be read, today or tomorrow.
    pub async fn load(&self, app: &App, pool: &PgPool) -> Result<(), Arc<StoreError>> {
        let load = || async { LiveMap::load(pool.clone(), app).await.map_err(Arc::new) };
        let map = waiting_for_database(load).await?;
        let map = self.map.get_or_init(|| map);
        // Whoever commits from here on brings the map up to date, see `show_commits`; whoever did so before is caught
        // up on here.
        waiting_for_database(|| map.catch_up()).await?;
        self.is_ready.store(true, Ordering::Release);
        Ok(())
    }

    /// Follows the change feed, once the map is loaded, until it is asked to stop.
    pub async fn follow(&self, stop: &CancellationToken) {
        if let Some(map) = self.map.get() {
            map.follow(stop).await;
        }
    }

    /// The layers of the map, or the answer to whoever came too early.
    pub(crate) fn loaded(&self) -> Result<Arc<LiveLayers>, ApiError> {
        self.ready().and_then(LiveMap::layers).ok_or_else(|| still_loading().into())
    }

    /// How the feed is followed, once it is.
    pub(crate) fn feed(&self) -> Option<&FeedMetrics> {
        self.ready().map(|map| &map.feed)
    }

    fn ready(&self) -> Option<&LiveMap> {
        self.map.get().filter(|_| self.is_ready.load(Ordering::Acquire))
    }

    /// Takes in what was just committed, so that the next tile shows it.
    pub async fn show_commits(&self) {
        if let Some(map) = self.map.get() {
            map.show_commits().await;
        }
    }
}

/// Does something again for as long as the database is away.
async fn waiting_for_database<T, F>(mut work: impl FnMut() -> F) -> Result<T, Arc<StoreError>>
where
    F: Future<Output = Result<T, Arc<StoreError>>>,
{
    loop {
        match work().await {
            Err(error) if error.is_away() => {
                tracing::warn!(
                    error = &*error as &dyn std::error::Error,
                    "the database went away while the map was being loaded, trying again"
                );
                tokio::time::sleep(RETRY_PAUSE).await;
            }
            done => return done,
        }
    }
}

fn still_loading() -> Problem {
    let message = Text::new(
        "La carte se charge encore : réessayez dans quelques secondes. Ce qui n'a pas besoin d'elle (envois, brouillons, comptes) marche déjà.",
        "The map is still being loaded: try again in a few seconds. What does not need it (uploads, drafts, accounts) works already.",
    );
    let pause_s = 2;
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "map-loading", message).to_be_retried_after(pause_s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    #[test]
    fn nobody_gets_a_map_that_is_not_there() {
        let too_early = LoadingMap::default().loaded().expect_err("nothing was loaded").into_response();
        assert_eq!(too_early.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(too_early.headers()["retry-after"], "2");
    }
}
