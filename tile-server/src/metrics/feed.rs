//! How a map follows the change feed, in numbers.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// From a commit that is shown at once to a bulk import.
const BUCKETS_S: [f64; 9] = [0.003, 0.01, 0.03, 0.1, 0.25, 1.0, 3.0, 10.0, 30.0];

/// What a map notes as it follows; cloning it shares it.
#[derive(Debug, Clone)]
pub(crate) struct FeedMetrics {
    showing: Histogram,
    features: Counter,
    caught_up_at: Arc<Mutex<Instant>>,
}

impl FeedMetrics {
    /// Of a map that has just been loaded.
    pub(crate) fn new() -> Self {
        Self {
            showing: Histogram::new(BUCKETS_S),
            features: Counter::default(),
            caught_up_at: Arc::new(Mutex::new(Instant::now())),
        }
    }

    /// The map holds so many changed features that it was told to look for at that moment.
    pub(crate) fn caught_up(&self, told: Instant, features: usize) {
        *self.caught_up_at.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        if features > 0 {
            self.showing.observe(told.elapsed().as_secs_f64());
            self.features.inc_by(features as u64);
        }
    }

    /// Time since the map last held all that was committed.
    pub(crate) fn age(&self) -> Duration {
        self.caught_up_at.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }

    pub(crate) fn register(&self, registry: &mut Registry) {
        registry.register_with_unit(
            "feed_showing_duration",
            "Time from hearing of a commit until every reader of the map sees it",
            Unit::Seconds,
            self.showing.clone(),
        );
        registry.register("feed_features", "Changed features that the map took in", self.features.clone());
    }
}
