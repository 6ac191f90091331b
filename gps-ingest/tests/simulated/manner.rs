//! Surveyors move as they were asked to.

use geo::{Coord, Euclidean, Geometry, Length, LineString};
use gis_core::{Epsg, LonLat, Projector, measure};
use gps_ingest::{
    Detour, DriveManner, LogKind, LogRequest, SimulatedLog, WalkManner, simulate_log, truth_geojson,
};

const WALK: LogKind = LogKind::BoundaryWalk { area_ha: 0.5 };
const DRIVE: LogKind = LogKind::RoadDrive { length_m: 1000.0 };

fn walked(walk: WalkManner) -> SimulatedLog {
    simulate_log(&LogRequest { walk, ..LogRequest::perfect(WALK, 9) })
}

fn driven(drive: DriveManner) -> SimulatedLog {
    simulate_log(&LogRequest { drive, ..LogRequest::perfect(DRIVE, 9) })
}

/// The way that was truly gone, in metres.
fn way(log: &SimulatedLog) -> LineString {
    let projector = Projector::new(Epsg::UTM_28N).expect("PROJ works");
    let at = |place: LonLat| Coord::from(projector.project(place).expect("near Thiès"));
    log.epochs.iter().map(|epoch| at(epoch.place)).collect()
}

fn way_m(log: &SimulatedLog) -> f64 {
    Euclidean.length(&way(log))
}

fn true_m(log: &SimulatedLog) -> f64 {
    measure::length(&log.features[0].geometry).get()
}

fn gap_m(log: &SimulatedLog) -> f64 {
    let way = way(log);
    let ends = way.0[way.0.len() - 1] - way.0[0];
    ends.x.hypot(ends.y)
}

#[test]
fn a_plain_walk_goes_round_once() {
    let log = walked(WalkManner::default());
    assert!((way_m(&log) - true_m(&log)).abs() < 0.5);
    assert!(gap_m(&log) < 0.01);
}

#[test]
fn a_walk_can_go_on_past_its_start_or_stop_before_it() {
    let plain_m = way_m(&walked(WalkManner::default()));
    let overlap = walked(WalkManner { overlap_m: 20.0, ..WalkManner::default() });
    assert!((way_m(&overlap) - plain_m - 20.0).abs() < 0.1);
    let open = walked(WalkManner { open_m: 12.0, ..WalkManner::default() });
    assert!((way_m(&open) - plain_m + 12.0).abs() < 0.1);
    assert!((11.0..12.1).contains(&gap_m(&open)));
}

#[test]
fn corners_are_held_where_it_is_asked() {
    let stands = |log: &SimulatedLog| {
        let way = way(log);
        let still = |pair: &&[Coord]| (pair[1] - pair[0]).x.hypot((pair[1] - pair[0]).y) < 0.01;
        way.0.windows(2).filter(still).count()
    };
    let plain = stands(&walked(WalkManner::default()));
    let held = stands(&walked(WalkManner { holds_corners: true, ..WalkManner::default() }));
    assert!(held >= plain + 4 * 4, "{held} seconds after {plain}");
}

#[test]
fn detours_leave_the_truth_as_it_is() {
    let plain = walked(WalkManner::default());
    for (detour, least_m, most_m) in [(Detour::SideTrip, 40.0, 80.0), (Detour::FigureEight, 5.0, 120.0)] {
        let log = walked(WalkManner { detour: Some(detour), ..WalkManner::default() });
        assert_eq!(log.features, plain.features);
        let more_m = way_m(&log) - way_m(&plain);
        assert!((least_m..=most_m).contains(&more_m), "{detour:?}: {more_m}");
    }
}

#[test]
fn even_passes_go_the_other_way_where_it_is_asked() {
    let pass =
        |pass: u32| simulate_log(&LogRequest { pass, alternates: true, ..LogRequest::perfect(DRIVE, 9) });
    let (first, second, third) = (way(&pass(1)), way(&pass(2)), way(&pass(3)));
    let last = |line: &LineString| line.0[line.0.len() - 1];
    let apart_m = |one: Coord, other: Coord| (one - other).x.hypot((one - other).y);
    assert!(apart_m(first.0[0], last(&second)) < 0.01);
    assert!(apart_m(first.0[0], third.0[0]) < 0.01);
}

#[test]
fn a_drive_can_turn_round_and_keep_to_its_lane() {
    let plain = driven(DriveManner { has_stops: false, ..DriveManner::default() });
    assert!((way_m(&plain) - 1000.0).abs() < 1.0);
    let back = driven(DriveManner { turns_round: true, ..DriveManner::default() });
    assert!((way_m(&back) - 2000.0).abs() < 5.0);
    let lane = driven(DriveManner { lane_offset_m: 1.75, turns_round: true, ..DriveManner::default() });
    let off_m = gap_m(&lane);
    assert!((3.4..3.6).contains(&off_m), "out on one side, back on the other: {off_m}");
    assert_eq!(lane.features, plain.features);
}

#[test]
fn a_campaign_is_two_parcels_and_a_point_with_the_receiver_off_in_between() {
    let log = simulate_log(&LogRequest::perfect(LogKind::Campaign { area_ha: 0.3 }, 2));
    let kinds: Vec<&str> = log.features.iter().map(|feature| feature.kind.name()).collect();
    assert_eq!(kinds, ["parcel", "market-asset", "parcel"]);
    let pauses =
        log.epochs.windows(2).filter(|pair| (pair[1].time - pair[0].time).num_minutes() >= 9).count();
    assert_eq!(pauses, 1);
    let truth = truth_geojson(&log);
    assert_eq!(truth["type"], "FeatureCollection");
    assert_eq!(truth["features"][2]["properties"]["area_m2"], 3000.0);
    assert!(matches!(log.features[1].geometry, Geometry::Point(_)));
}

#[test]
fn the_truth_tells_the_times_of_the_spikes() {
    let log = simulate_log(&LogRequest::new(LogKind::StaticPoint { duration_s: 3000 }, 4));
    let truth = truth_geojson(&log);
    let spikes = truth["properties"]["spikes"].as_array().expect("a list").len();
    assert!((2..=14).contains(&spikes), "{spikes}");
    assert_eq!(truth["properties"]["kind"], "market-asset");
}
