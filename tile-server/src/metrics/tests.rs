//! What metrics say, and what they never say.

use super::*;
use crate::CacheCounts;
use gis_core::Collection;
use gis_core::index::Footprint;
use gis_store::upload::Waiting;
use state::MapState;

const PARCELS: Layer = Layer::Collection(Collection::Parcels);

fn state() -> State {
    let footprint = Footprint { features: 3, vertices: 12, other_bytes: 400 };
    let cache = CacheCounts { hits: 9, misses: 5, dropped: 2, evicted: 1, entries: 2, bytes: 700 };
    State {
        map: Some(MapState { layers: vec![(PARCELS, footprint)], feed: FeedMetrics::new(), cache }),
        connections: [2, 3, 16],
        uploads: Some(Waiting { count: 4, longest_s: 1.5 }),
        resident_bytes: Some(1024),
    }
}

fn lines(metrics: &Metrics, state: &State) -> Vec<String> {
    metrics.to_text(state).expect("a string takes it").lines().map(str::to_owned).collect()
}

#[test]
fn the_state_is_told_with_its_units() {
    let lines = lines(&Metrics::default(), &state());
    for line in [
        "process_resident_memory_bytes 1024.0",
        "suuf_map_ready 1.0",
        "suuf_database_up 1.0",
        "suuf_database_connections{state=\"in_use\"} 2.0",
        "suuf_database_connections_max 16.0",
        "suuf_uploads_waiting 4.0",
        "suuf_uploads_waiting_longest_seconds 1.5",
        "suuf_map_features{layer=\"parcels\"} 3.0",
        "suuf_map_vertices{layer=\"parcels\"} 12.0",
        "suuf_map_memory_bytes{layer=\"parcels\"} 508.0",
        "suuf_feed_features_total 0",
        "suuf_tile_cache_hits_total 9",
        "suuf_tile_cache_misses_total 5",
        "suuf_tile_cache_dropped_total 2",
        "suuf_tile_cache_evicted_total 1",
        "suuf_tile_cache_tiles 2.0",
        "suuf_tile_cache_bytes 700.0",
    ] {
        assert!(lines.iter().any(|told| told == line), "{line} is not in {lines:#?}");
    }
    assert_eq!(lines.last().map(String::as_str), Some("# EOF"));
}

#[test]
fn what_is_not_known_is_left_out_and_not_told_as_nothing() {
    let lines = lines(&Metrics::default(), &State::default());
    assert!(lines.iter().any(|line| line == "suuf_map_ready 0.0"));
    assert!(lines.iter().any(|line| line == "suuf_database_up 0.0"));
    for absent in ["suuf_map_features", "suuf_uploads_waiting", "suuf_feed", "process_resident"] {
        assert!(!lines.iter().any(|line| line.starts_with(absent)), "{absent}");
    }
}

#[test]
fn requests_are_counted_by_what_the_table_knows_and_nothing_of_the_caller() {
    let metrics = Metrics::default();
    let made_up = Method::from_bytes(b"FATOU").expect("a method");
    for method in [Method::GET, made_up] {
        metrics.note(&method, "/uploads/{id}", StatusCode::NOT_FOUND, Duration::from_millis(4));
    }
    let text = metrics.to_text(&state()).expect("a string takes it");
    for method in ["GET", "other"] {
        let count = format!(
            "suuf_request_duration_seconds_count{{method=\"{method}\",route=\"/uploads/{{id}}\",status=\"4xx\"}} 1"
        );
        assert!(text.contains(&count), "{text}");
    }
    assert!(!text.contains("FATOU"));
}

#[test]
fn tiles_are_timed_by_layer_and_zoom() {
    let metrics = Metrics::default();
    for (layer, zoom) in [(PARCELS, 14), (Layer::Drafts, 3), (PARCELS, 14)] {
        metrics.note_drawing(layer, zoom, Duration::from_micros(300));
    }
    let lines = lines(&metrics, &state());
    let count = |labels: &str| {
        let name = format!("suuf_tile_drawing_duration_seconds_count{{{labels}}} ");
        lines.iter().find_map(|line| line.strip_prefix(&name).map(str::to_owned))
    };
    assert_eq!(count("layer=\"parcels\",zoom=\"14\"").as_deref(), Some("2"));
    assert_eq!(count("layer=\"drafts\",zoom=\"3\"").as_deref(), Some("1"));
}

#[test]
fn the_feed_tells_how_long_showing_took_and_how_old_the_map_is() {
    let state = state();
    let feed = &state.map.as_ref().expect("there is a map").feed;
    let long_ago = Instant::now().checked_sub(Duration::from_secs(2)).expect("the machine runs longer");
    feed.caught_up(long_ago, 5);
    feed.caught_up(long_ago, 0);
    let lines = lines(&Metrics::default(), &state);
    assert!(lines.iter().any(|line| line == "suuf_feed_features_total 5"));
    assert!(lines.iter().any(|line| line == "suuf_feed_showing_duration_seconds_count 1"), "{lines:#?}");
    assert!(lines.iter().any(|line| line == "suuf_feed_showing_duration_seconds_bucket{le=\"1.0\"} 0"));
    assert!(lines.iter().any(|line| line.starts_with("suuf_feed_age_seconds 0.")));
}
