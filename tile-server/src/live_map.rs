//! The register in memory, following the change feed.
//!
//! Invariant: readers see all of a commit or nothing of it: its changes go in under one write lock. What is too
//! much to hold readers up for goes into a copy aside, which shares what is not touched and then takes the place of
//! the whole.
//! Invariant: whoever has awaited [`LiveMap::catch_up`] finds every commit before that call in the next tile.

use crate::metrics::FeedMetrics;
use gis_core::Scope;
use gis_core::index::Index;
use gis_store::feed::{self, Channel, LayerChanges, Seen};
use gis_store::{PgPool, StoreError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::task::{JoinError, spawn_blocking};
use tokio_util::sync::CancellationToken;
use tracing::Span;

/// So many features are changed in place, which takes a few milliseconds; more of them in a copy.
const MOST_IN_PLACE: usize = 500;

/// How long to wait before listening again after the database went away.
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);

/// How often a follower looks even when it hears nothing, so that a connection that died without a word is found out,
/// and the age of the map has a bound.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// All layers in memory, and how far they have followed.
#[derive(Debug)]
pub struct LiveMap {
    pool: PgPool,
    index: Arc<RwLock<Index>>,
    seen: tokio::sync::Mutex<Seen>,
    /// How the feed is followed.
    pub(crate) feed: FeedMetrics,
}

impl LiveMap {
    /// Reads the whole register.
    pub async fn load(pool: PgPool) -> Result<Self, StoreError> {
        let (index, seen) = feed::load_index(&pool, &Scope::operator()).await?;
        let (index, seen) = (Arc::new(RwLock::new(index)), tokio::sync::Mutex::new(seen));
        Ok(Self { pool, index, seen, feed: FeedMetrics::new() })
    }

    /// What somebody works out from the layers as they are now, away from the async threads: a writer may hold them.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Index) -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let index = Arc::clone(&self.index);
        let span = Span::current();
        let work = move || span.in_scope(|| work(&index.read().unwrap_or_else(PoisonError::into_inner)));
        spawn_blocking(work).await
    }

    /// Takes in every commit up to now.
    #[tracing::instrument(level = "debug", skip_all)]
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        let told = Instant::now();
        let mut seen = self.seen.lock().await;
        let (changes, now) = feed::read_changes(&self.pool, &Scope::operator(), &seen).await?;
        let features = changes.iter().map(|change| change.touched.len()).sum();
        if features > 0 {
            let index = Arc::clone(&self.index);
            let applied = spawn_blocking(move || apply(&index, changes)).await;
            applied.expect("entering features into an R-tree does not panic");
        }
        *seen = now;
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

/// Brings an index up to date. There is one writer at a time: whoever holds [`LiveMap::seen`].
fn apply(index: &RwLock<Index>, changes: Vec<LayerChanges>) {
    if changes.iter().map(|change| change.touched.len()).sum::<usize>() <= MOST_IN_PLACE {
        let mut index = index.write().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            change.apply(&mut index);
        }
        return;
    }
    let mut copy = index.read().unwrap_or_else(PoisonError::into_inner).clone();
    for change in changes {
        change.apply(&mut copy);
    }
    // The lock is free again before the old parts are taken down.
    let old = std::mem::replace(&mut *index.write().unwrap_or_else(PoisonError::into_inner), copy);
    drop(old);
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::index::{Feature, WorldRect};
    use gis_core::layer::Layer;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicBool, Ordering};
    use uuid::Uuid;

    const LAYER: Layer = Layer::Drafts;

    /// All features at one place and of one department; which, tells the turn.
    fn all_moved(count: u32, turn: u32) -> LayerChanges {
        let department = ["SN0101", "SN1302", "SN0902"][turn as usize % 3];
        let feature = |number: u32| Feature {
            id: Uuid::from_u128(number.into()),
            department: Some(department.into()),
            sender: None,
            geometry: geo::Point::new(f64::from(turn) * 1e6, 5e5).into(),
            attributes: Vec::new(),
        };
        let features: Vec<_> = (0..count).map(feature).collect();
        LayerChanges { layer: LAYER, touched: features.iter().map(|feature| feature.id).collect(), features }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn no_reader_sees_half_of_a_change(counts in prop::collection::vec(prop_oneof![1..40_u32, 480..700_u32], 1..8)) {
            let count = counts.iter().copied().max().unwrap_or_default();
            let index = RwLock::new(Index::default());
            apply(&index, vec![all_moved(count, 0)]);
            let is_over = AtomicBool::new(false);
            let seen_turns = |index: &Index| -> Vec<u32> {
                let everywhere = WorldRect { min: [0.0; 2], max: [4e9; 2] };
                let found = index.within(LAYER, everywhere, &Scope::operator());
                assert_eq!(found.len(), count as usize, "every feature is somewhere, once");
                let turns = 0..=u32::try_from(counts.len()).expect("few");
                let at = |turn: u32| {
                    let x = f64::from(turn) * 1e6;
                    let place = WorldRect { min: [x - 1.0, 0.0], max: [x + 1.0, 1e6] };
                    index.within(LAYER, place, &Scope::operator()).len()
                };
                turns.filter(|&turn| at(turn) > 0).collect()
            };
            std::thread::scope(|threads| {
                let readers = [(); 2].map(|()| threads.spawn(|| {
                    while !is_over.load(Ordering::Relaxed) {
                        let index = index.read().expect("nobody panicked");
                        assert!(seen_turns(&index).len() == 1, "all are at one place");
                    }
                }));
                for turn in (1..).take(counts.len()) {
                    apply(&index, vec![all_moved(count, turn)]);
                }
                is_over.store(true, Ordering::Relaxed);
                for reader in readers {
                    reader.join().expect("saw whole changes only");
                }
            });
        }
    }
}
