//! What is so at the moment of asking: the map, the feed, the connections, the uploads that wait, the memory.

use super::{FeedMetrics, PREFIX};
use crate::App;
use crate::CacheCounts;
use gis_core::Scope;
use gis_core::index::{Footprint, Index};
use gis_core::layer::Layer;
use gis_store::StoreError;
use gis_store::upload::{Waiting, count_waiting};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// How long the database may take to say what waits; whoever watches must not wait with it.
const PATIENCE: Duration = Duration::from_secs(2);

type RealGauge = Gauge<f64, AtomicU64>;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LayerLabel {
    layer: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabel {
    state: &'static str,
}

/// The server as it is.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// What the map holds, once it is there.
    pub(crate) map: Option<MapState>,
    /// Connections for requests: lent, waiting to be lent, and how many there can be.
    pub(crate) connections: [u32; 3],
    /// The uploads that wait, when the database says so.
    pub(crate) uploads: Option<Waiting>,
    /// Memory of the program, where the system tells.
    pub(crate) resident_bytes: Option<u64>,
}

/// The map as it is.
#[derive(Debug)]
pub(crate) struct MapState {
    pub(crate) layers: Vec<(Layer, Footprint)>,
    pub(crate) feed: FeedMetrics,
    pub(crate) cache: CacheCounts,
}

impl State {
    /// Asks everybody.
    pub(crate) async fn gather(app: &App) -> Self {
        let map = match (app.map.loaded(), app.map.feed()) {
            (Ok(layers), Some(feed)) => {
                let state = |footprints| MapState {
                    layers: footprints,
                    feed: feed.clone(),
                    cache: layers.cache().counts(),
                };
                layers.read(footprints).await.ok().map(state)
            }
            _ => None,
        };
        let uploads = tokio::time::timeout(PATIENCE, waiting_uploads(app)).await;
        let idle = u32::try_from(app.pool.num_idle()).unwrap_or(u32::MAX);
        let open = app.pool.size();
        Self {
            map,
            connections: [open.saturating_sub(idle), idle, app.pool.options().get_max_connections()],
            uploads: uploads.ok().and_then(Result::ok),
            resident_bytes: std::fs::read_to_string("/proc/self/status")
                .ok()
                .as_deref()
                .and_then(resident_bytes),
        }
    }

    /// The same as metrics.
    pub(super) fn registry(&self) -> Registry {
        let mut all = Registry::default();
        if let Some(bytes) = self.resident_bytes {
            gauge(
                &mut all,
                "process_resident_memory",
                "Memory of the program",
                Some(Unit::Bytes),
                real(bytes),
            );
        }
        let own = all.sub_registry_with_prefix(PREFIX);
        let as_number = |yes: bool| if yes { 1.0 } else { 0.0 };
        gauge(own, "map_ready", "1 when the map is in memory", None, as_number(self.map.is_some()));
        gauge(own, "database_up", "1 when the database answers", None, as_number(self.uploads.is_some()));
        let [in_use, idle, max] = self.connections;
        let connections = Family::<StateLabel, RealGauge>::default();
        for (state, number) in [("in_use", in_use), ("idle", idle)] {
            connections.get_or_create(&StateLabel { state }).set(number.into());
        }
        own.register("database_connections", "Connections for requests, by what they do", connections);
        gauge(own, "database_connections_max", "How many of them there can be", None, max.into());
        if let Some(waiting) = self.uploads {
            let help = "Uploads that wait for the worker";
            gauge(own, "uploads_waiting", help, None, real(waiting.count));
            let help = "How long the oldest of them has waited";
            gauge(own, "uploads_waiting_longest", help, Some(Unit::Seconds), waiting.longest_s);
        }
        if let Some(map) = &self.map {
            map.register(own);
        }
        all
    }
}

impl MapState {
    fn register(&self, registry: &mut Registry) {
        let by_layer = |number: fn(&Footprint) -> usize| {
            let family = Family::<LayerLabel, RealGauge>::default();
            for (layer, footprint) in &self.layers {
                let label = LayerLabel { layer: layer.name() };
                family.get_or_create(&label).set(real(number(footprint) as u64));
            }
            family
        };
        registry.register("map_features", "Features in memory", by_layer(|layer| layer.features));
        registry.register("map_vertices", "Vertices in memory", by_layer(|layer| layer.vertices));
        let bytes = by_layer(Footprint::all_bytes);
        registry.register_with_unit("map_memory", "What the layers take in memory", Unit::Bytes, bytes);
        let help = "Time since the map last held all that was committed";
        gauge(registry, "feed_age", help, Some(Unit::Seconds), self.feed.age().as_secs_f64());
        self.feed.register(registry);
        self.register_cache(registry);
    }

    fn register_cache(&self, registry: &mut Registry) {
        let CacheCounts { hits, misses, dropped, evicted, entries, bytes } = self.cache;
        for (name, help, number) in [
            ("tile_cache_hits", "Tiles that were answered as they were kept", hits),
            ("tile_cache_misses", "Tiles that had to be drawn", misses),
            ("tile_cache_dropped", "Kept tiles that a change touched", dropped),
            ("tile_cache_evicted", "Kept tiles that made place for others", evicted),
        ] {
            let counter = Counter::<u64>::default();
            counter.inc_by(number);
            registry.register(name, help, counter);
        }
        gauge(registry, "tile_cache_tiles", "Tiles that are kept", None, real(entries));
        gauge(registry, "tile_cache", "What kept tiles take in memory", Some(Unit::Bytes), real(bytes));
    }
}

fn gauge(registry: &mut Registry, name: &str, help: &str, unit: Option<Unit>, number: f64) {
    let gauge = RealGauge::default();
    gauge.set(number);
    match unit {
        Some(unit) => registry.register_with_unit(name, help, unit, gauge),
        None => registry.register(name, help, gauge),
    }
}

#[expect(clippy::cast_precision_loss, reason = "as precise as what reads it")]
fn real(number: u64) -> f64 {
    number as f64
}

fn footprints(index: &Index) -> Vec<(Layer, Footprint)> {
    Layer::ALL.map(|layer| (layer, index.footprint(layer))).into()
}

async fn waiting_uploads(app: &App) -> Result<Waiting, StoreError> {
    count_waiting(&mut *app.acquire().await?, &Scope::operator()).await
}

/// Of the line `VmRSS:   579012 kB` of `/proc/self/status`.
fn resident_bytes(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_as_linux_writes_it() {
        assert_eq!(resident_bytes("Name:\tsuuf\nVmRSS:\t  579012 kB\nThreads:\t4\n"), Some(592_908_288));
        assert_eq!(resident_bytes("Name:\tsuuf\n"), None);
    }
}
