//! The whole pipeline on simulated logs, whose truth is known.

use geo::{Area, BooleanOps, Distance, Euclidean, Geometry};
use gis_core::survey::{Draft, SurveyKind};
use gis_core::{LonLat, measure};
use gps_ingest::{
    ByteFaults, LogKind, LogRequest, Noise, Receiver, Reception, Settings, SimulatedLog, simulate_log, survey,
};

/// Seeds a figure is taken over; others than those on which thresholds were tried out.
const SEEDS: std::ops::Range<u64> = 40..60;

fn request(kind: LogKind, seed: u64, reception: Reception) -> LogRequest {
    LogRequest {
        receiver: Receiver::ALL[usize::from(seed.is_multiple_of(2))],
        noise: reception.noise(),
        byte_faults: if reception == Reception::Perfect {
            ByteFaults::NONE
        } else {
            ByteFaults::of_all_kinds(1e-5)
        },
        ..LogRequest::new(kind, seed)
    }
}

/// The one draft of a simulated log, and the log.
fn only_draft(request: &LogRequest, kind: SurveyKind) -> (Draft, SimulatedLog) {
    draft_of(request, kind).unwrap_or_else(|| panic!("seed {} gives no draft", request.seed))
}

fn draft_of(request: &LogRequest, kind: SurveyKind) -> Option<(Draft, SimulatedLog)> {
    let log = simulate_log(request);
    let survey = survey(&log.bytes, &Settings { kind, ..Settings::default() }).expect("PROJ works");
    assert!(survey.drafts.len() <= 1, "seed {}: {}", request.seed, survey.report["summary"]["en"]);
    let draft = survey.drafts.into_iter().next()?;
    assert_eq!(draft.kind, log.features[0].kind);
    Some((draft, log))
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Figures over all seeds in open sky; at most every other log may be refused.
fn figures(kind: LogKind, figure: impl Fn(&Draft, &SimulatedLog) -> f64) -> Vec<f64> {
    let figures: Vec<f64> = SEEDS
        .filter_map(|seed| draft_of(&request(kind, seed, Reception::Open), SurveyKind::Auto))
        .map(|(draft, log)| figure(&draft, &log))
        .collect();
    assert!(figures.len() * 2 >= SEEDS.count(), "{} drafts", figures.len());
    figures
}

fn length_ratio(draft: &Draft, log: &SimulatedLog) -> f64 {
    draft.length_m.expect("a length") / measure::length(&log.features[0].geometry).get()
}

fn overlap(draft: &Draft, log: &SimulatedLog) -> f64 {
    let (Geometry::Polygon(found), Geometry::Polygon(truth)) = (&draft.geometry, &log.features[0].geometry)
    else {
        panic!("two polygons")
    };
    found.intersection(truth).unsigned_area() / found.union(truth).unsigned_area()
}

#[test]
fn a_walk_without_noise_gives_the_parcel_back() {
    for seed in 0..6 {
        let request = request(LogKind::BoundaryWalk { area_ha: 0.5 }, seed, Reception::Perfect);
        let (draft, log) = only_draft(&request, SurveyKind::Auto);
        assert!(overlap(&draft, &log) > 0.98);
        assert!((draft.area_m2.expect("an area") / 5000.0 - 1.0).abs() < 0.02);
    }
}

#[test]
fn every_simulated_walk_of_a_hectare_becomes_a_parcel_that_fits() {
    let kind = LogKind::BoundaryWalk { area_ha: 1.0 };
    assert!(median(figures(kind, overlap)) > 0.9);
    let area_error =
        |draft: &Draft, _: &SimulatedLog| (draft.area_m2.expect("an area") / 10_000.0 - 1.0).abs();
    assert!(median(figures(kind, area_error)) < 0.03);
    let perimeter = median(figures(kind, length_ratio));
    assert!((0.9..1.1).contains(&perimeter), "{perimeter}");
}

#[test]
fn every_simulated_drive_becomes_a_road_of_its_length() {
    let ratios = figures(LogKind::RoadDrive { length_m: 1500.0 }, length_ratio);
    assert!(ratios.iter().all(|ratio| (0.85..1.06).contains(ratio)), "{ratios:?}");
    assert!((0.97..1.03).contains(&median(ratios)));
}

#[test]
fn every_simulated_point_lies_near_its_truth() {
    let error_m = |draft: &Draft, log: &SimulatedLog| {
        let (Geometry::Point(found), Geometry::Point(truth)) = (&draft.geometry, &log.features[0].geometry)
        else {
            panic!("two points")
        };
        measure::line_length(&vec![found.0, truth.0].into()).get()
    };
    let all_m = figures(LogKind::StaticPoint { duration_s: 90 }, error_m);
    assert!(all_m.iter().all(|error_m| *error_m < 12.0), "{all_m:?}");
    assert!(median(all_m) < 3.5);
}

#[test]
fn the_surveyors_word_goes_before_what_the_log_looks_like() {
    let walk = simulate_log(&request(LogKind::BoundaryWalk { area_ha: 0.5 }, 1, Reception::Open));
    let settings = Settings { kind: SurveyKind::Road, ..Settings::default() };
    let survey = survey(&walk.bytes, &settings).expect("PROJ works");
    assert!(survey.drafts.iter().all(|draft| matches!(draft.geometry, Geometry::LineString(_))));
    assert!(!survey.drafts.is_empty());
}

#[test]
fn logs_from_the_other_hemisphere_are_measured_in_their_own_zone() {
    let request = LogRequest {
        centre: LonLat::new(151.2, -33.9).expect("Sydney"),
        ..request(LogKind::BoundaryWalk { area_ha: 1.0 }, 2, Reception::Perfect)
    };
    let (draft, log) = only_draft(&request, SurveyKind::Parcel);
    assert!(overlap(&draft, &log) > 0.98);
}

#[test]
fn half_a_walk_is_left_open_with_a_word_to_the_surveyor() {
    let log = simulate_log(&request(LogKind::BoundaryWalk { area_ha: 1.0 }, 4, Reception::Open));
    let survey = survey(&log.bytes[..log.bytes.len() / 2], &Settings::default()).expect("PROJ works");
    assert!(survey.drafts.is_empty());
    assert_eq!(survey.report["findings"][0]["code"], "ring_open");
}

/// The greatest distance of a found road from the true one; a degree is a little less to the east than to the north.
fn farthest_m(draft: &Draft, log: &SimulatedLog) -> f64 {
    let (Geometry::LineString(found), Geometry::LineString(truth)) =
        (&draft.geometry, &log.features[0].geometry)
    else {
        panic!("two lines")
    };
    found.points().map(|at| Euclidean.distance(&at, truth) * 111_000.0).fold(0.0, f64::max)
}

#[test]
fn jumps_that_last_do_not_bend_a_road() {
    let off_m = |seed: u64| {
        let base = request(LogKind::RoadDrive { length_m: 1500.0 }, seed, Reception::Perfect);
        let noise =
            Noise { jumps_per_s: 1.0 / 100.0, doppler_sigma_m_s: 0.1, white_sigma_m: 0.3, ..base.noise };
        let (draft, log) = only_draft(&LogRequest { noise, ..base }, SurveyKind::Road);
        farthest_m(&draft, &log)
    };
    let all_m: Vec<f64> = SEEDS.map(off_m).collect();
    // Two jumps in each road; one that lies on its very end has nothing behind it to be told by.
    assert!(all_m.iter().filter(|off_m| **off_m > 5.0).count() <= 2, "{all_m:?}");
    assert!(median(all_m) < 3.0);
}
