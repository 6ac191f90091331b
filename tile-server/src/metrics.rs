//! What the server tells of itself to whoever watches it: requests and tiles as they are answered, and the state of the
//! map, the feed and the database at the moment of asking.
//!
//! Invariant: no label comes from a caller. Methods, routes, layers and zooms are of fixed sets, so that nobody can make
//! the server remember more than a few thousand numbers; no identifier, name or address is in any.

mod feed;
mod state;

#[cfg(test)]
mod tests;

pub(crate) use feed::FeedMetrics;
pub(crate) use state::State;

use crate::App;
use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use gis_core::layer::Layer;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::time::{Duration, Instant};

/// What every name begins with.
const PREFIX: &str = "suuf";

/// From the answer out of memory to what the longest query of a request takes.
const REQUEST_BUCKETS_S: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// From a tile with a house in it to one that has to be thinned.
const TILE_BUCKETS_S: [f64; 10] = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0];

type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct TileLabels {
    layer: &'static str,
    zoom: u8,
}

/// What was counted since the start.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Histograms<RequestLabels>,
    tiles: Histograms<TileLabels>,
}

impl Default for Metrics {
    fn default() -> Self {
        let requests: Histograms<_> = Family::new_with_constructor(|| Histogram::new(REQUEST_BUCKETS_S));
        let tiles: Histograms<_> = Family::new_with_constructor(|| Histogram::new(TILE_BUCKETS_S));
        let mut registry = Registry::with_prefix(PREFIX);
        registry.register_with_unit(
            "request_duration",
            "Time until an answer began, by route, method and class of its status",
            Unit::Seconds,
            requests.clone(),
        );
        registry.register_with_unit(
            "tile_drawing_duration",
            "Time to draw a layer of a tile from memory, by layer and zoom",
            Unit::Seconds,
            tiles.clone(),
        );
        Self { registry, requests, tiles }
    }
}

impl Metrics {
    /// Notes how long a layer of a tile took to draw.
    pub(crate) fn note_drawing(&self, layer: Layer, zoom: u8, took: Duration) {
        let labels = TileLabels { layer: layer.name(), zoom };
        self.tiles.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// Everything in the text format of OpenMetrics, which Prometheus reads.
    pub(crate) fn to_text(&self, state: &State) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode_registry(&mut text, &self.registry)?;
        encode_registry(&mut text, &state.registry())?;
        encode_eof(&mut text)?;
        Ok(text)
    }

    fn note(&self, method: &Method, route: &str, status: StatusCode, elapsed: Duration) {
        let labels =
            RequestLabels { method: method_name(method), route: route.to_owned(), status: class(status) };
        self.requests.get_or_create(&labels).observe(elapsed.as_secs_f64());
    }
}

/// Notes every request with its answer.
pub(crate) async fn observe(Shared(app): Shared<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = path.as_ref().map_or("none", MatchedPath::as_str);
    app.metrics.note(&method, route, response.status(), began.elapsed());
    response
}

/// The methods of the table and those that clients try beside them; a caller may make up any other.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
