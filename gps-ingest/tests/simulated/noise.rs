//! The errors of simulated logs have the statistics that their parameters state.

use geo::Coord;
use gps_ingest::read::epoch::Epoch;
use gps_ingest::{Injected, LogFile, LogKind, LogRequest, Noise, Receiver, Settings, decode, simulate_log};

/// What is always there: no jumps, spikes, cold start or gaps, and HDOP stands still.
const STEADY: Noise = Noise {
    jumps_per_s: 0.0,
    spike_share: 0.0,
    cold_start_m: [0.0, 0.0],
    gaps_per_s: 0.0,
    hdop_log_sigma: 0.0,
    ..Noise::OPEN
};

fn still(noise: &Noise, seed: u64, duration_s: u32) -> LogRequest {
    LogRequest { noise: *noise, wait_s: 0, ..LogRequest::new(LogKind::StaticPoint { duration_s }, seed) }
}

/// The errors of each fix of a log.
fn errors(noise: &Noise, seed: u64, duration_s: u32) -> Vec<Coord> {
    simulate_log(&still(noise, seed, duration_s)).epochs.iter().filter_map(|epoch| epoch.error_m).collect()
}

/// The mean product of errors that lie so far apart, per axis, over many sessions.
fn covariance(sessions: &[Vec<Coord>], apart_s: usize) -> f64 {
    let product = |(one, other): (&Coord, &Coord)| f64::midpoint(one.x * other.x, one.y * other.y);
    mean(sessions.iter().flat_map(|errors| errors.iter().zip(&errors[apart_s..]).map(product)))
}

fn sessions(noise: &Noise, count: u64) -> Vec<Vec<Coord>> {
    (0..count).map(|seed| errors(noise, seed, 130)).collect()
}

fn mean(figures: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = figures.fold((0.0, 0.0), |(sum, count), figure| (sum + figure, count + 1.0));
    sum / count
}

#[test]
fn equal_requests_give_equal_bytes_and_another_pass_is_another_survey_of_the_same_thing() {
    let request = LogRequest::new(LogKind::BoundaryWalk { area_ha: 0.3 }, 5);
    let (one, again) = (simulate_log(&request), simulate_log(&request));
    assert_eq!(one, again);
    let other = simulate_log(&LogRequest { pass: 2, ..request });
    assert_eq!(one.features, other.features);
    assert_ne!(one.bytes, other.bytes);
    assert_eq!((other.epochs[0].time - one.epochs[0].time).num_hours(), 24);
    assert_ne!(one.features, simulate_log(&LogRequest { seed: 6, ..request }).features);
}

#[test]
fn errors_vary_and_stay_alike_as_the_parameters_say() {
    let steady = sessions(&STEADY, 400);
    // Bias² + s₁² e^(−t/60) + s₂² e^(−t/600), and the white noise where t is nought.
    for (apart_s, expected_m2) in [(0, 4.34), (60, 2.7326), (120, 2.1232)] {
        let found_m2 = covariance(&steady, apart_s);
        assert!((found_m2 / expected_m2 - 1.0).abs() < 0.12, "{apart_s} s: {found_m2} for {expected_m2}");
    }
    let white = sessions(&Noise::WHITE_ONLY, 40);
    assert!((covariance(&white, 0) / 2.15_f64.powi(2) - 1.0).abs() < 0.05);
    assert!(covariance(&white, 1).abs() < 0.15);
}

#[test]
fn the_short_term_grows_with_hdop_by_the_stated_variance() {
    let short_only =
        Noise { bias_sigma_m: 0.0, long_sigma_m: 0.0, white_sigma_m: 0.0, hdop_log_sigma: 0.5, ..STEADY };
    let found_m2 = covariance(&sessions(&short_only, 200), 0);
    assert!((found_m2 / short_only.short_variance_m2() - 1.0).abs() < 0.2, "{found_m2}");
    assert!((Noise::OPEN.short_variance_m2() - 2.5976).abs() < 1e-3);
}

#[test]
fn hdop_lies_between_0_7_and_2_in_95_per_cent_of_all_fixes() {
    let mut figures: Vec<f64> = Vec::new();
    for seed in 0..60 {
        let log = simulate_log(&still(&Noise::OPEN, seed, 600));
        let file = LogFile { name: None, bytes: &log.bytes };
        let epochs = decode(&[file], &Settings::default()).epochs;
        figures.extend(epochs.iter().filter(|epoch| epoch.position.is_some()).filter_map(Epoch::hdop));
    }
    let inside = figures.iter().filter(|hdop| (0.65..=2.05).contains(*hdop)).count();
    let per_mille = inside * 1000 / figures.len();
    assert!((930..=980).contains(&per_mille), "{per_mille}");
}

#[test]
fn two_fixes_in_a_thousand_are_far_off_and_alone() {
    let mut spikes = 0;
    let mut fixes = 0;
    for seed in 0..40 {
        let noise = Noise { cold_start_m: [0.0, 0.0], jumps_per_s: 0.0, ..Noise::OPEN };
        let log = simulate_log(&still(&noise, seed, 1000));
        fixes += log.epochs.iter().filter(|epoch| epoch.error_m.is_some()).count();
        for epoch in log.epochs.iter().filter(|epoch| epoch.injected == Injected::Spike) {
            let error = epoch.error_m.expect("a spike is a fix");
            assert!((8.0..320.0).contains(&error.x.hypot(error.y)), "{error:?}");
            spikes += 1;
        }
    }
    let per_100_000 = spikes * 100_000 / fixes;
    assert!((160..=240).contains(&per_100_000), "{per_100_000}");
}

#[test]
fn jumps_last_for_seconds_and_decay() {
    let noise = Noise { cold_start_m: [0.0, 0.0], spike_share: 0.0, ..Noise::OPEN };
    let (mut jumps, mut seconds) = (0, 0);
    for seed in 0..30 {
        let log = simulate_log(&still(&noise, seed, 1000));
        for run in log.epochs.chunk_by(|one, next| one.injected == next.injected) {
            if run[0].injected == Injected::Jump {
                jumps += 1;
                seconds += run.len();
            }
        }
    }
    assert!((70..=130).contains(&jumps), "{jumps} in 30 000 s, for one in 300 s");
    assert!((10..=22).contains(&(seconds / jumps)), "2 to 15 s and a decay: {}", seconds / jumps);
}

#[test]
fn the_cold_start_is_over_after_a_minute() {
    for seed in 0..20 {
        let log = simulate_log(&still(&Noise { cold_start_m: [100.0, 120.0], ..STEADY }, seed, 120));
        let fixes: Vec<_> = log.epochs.iter().filter(|epoch| epoch.error_m.is_some()).collect();
        let size_m = |index: usize| fixes[index].error_m.map_or(0.0, |error| error.x.hypot(error.y));
        assert!((85.0..135.0).contains(&size_m(0)), "{}", size_m(0));
        assert!((25.0..60.0).contains(&size_m(20)), "{}", size_m(20));
        assert_eq!(fixes[59].injected, Injected::ColdStart);
        assert!(fixes[60..].iter().all(|epoch| epoch.injected == Injected::None));
        assert!(size_m(60) < 12.0);
    }
}

#[test]
fn a_third_of_the_sessions_of_receivers_that_pin_is_pinned() {
    let is_pinned = |receiver: Receiver, seed: u64| {
        let log = simulate_log(&LogRequest { receiver, ..still(&STEADY, seed, 60) });
        let pinned: Vec<_> = log.epochs.iter().filter(|epoch| epoch.injected == Injected::Pinned).collect();
        assert!(pinned.windows(2).all(|pair| pair[0].error_m == pair[1].error_m), "frozen");
        !pinned.is_empty()
    };
    let count = |receiver: Receiver| (0..150).filter(|seed| is_pinned(receiver, *seed)).count();
    assert!((38..=62).contains(&count(Receiver::Sirf)));
    assert_eq!(count(Receiver::Garmin), 0);
}

#[test]
fn gaps_are_marked_and_no_longer_than_a_minute() {
    let noise = Noise { gaps_per_s: 1.0 / 100.0, ..STEADY };
    let mut gaps = 0;
    for seed in 0..10 {
        let log = simulate_log(&still(&noise, seed, 1000));
        for pair in log.epochs.windows(2) {
            let pause_s = (pair[1].time - pair[0].time).num_seconds();
            assert!((1..=61).contains(&pause_s));
            assert_eq!(pause_s > 1, pair[1].injected == Injected::Gap);
            gaps += usize::from(pause_s > 1);
        }
    }
    assert!((50..=110).contains(&gaps), "{gaps}");
}

#[test]
fn trees_make_the_error_larger() {
    let noise = Noise { canopies_per_s: 1.0 / 100.0, bias_sigma_m: 0.0, long_sigma_m: 0.0, ..STEADY };
    let (mut under, mut open) = (Vec::new(), Vec::new());
    for seed in 0..60 {
        for epoch in simulate_log(&still(&noise, seed, 600)).epochs {
            let Some(error) = epoch.error_m else { continue };
            let square = error.x * error.x + error.y * error.y;
            if epoch.injected == Injected::Canopy { under.push(square) } else { open.push(square) }
        }
    }
    let factor = (mean(under.into_iter()) / mean(open.into_iter())).sqrt();
    assert!((1.8..2.6).contains(&factor), "{factor}");
}

#[test]
fn each_receiver_writes_positions_as_finely_as_it_can() {
    for (receiver, decimals) in [(Receiver::Sirf, 3), (Receiver::Garmin, 4), (Receiver::Phone, 5)] {
        let log = simulate_log(&LogRequest { receiver, ..still(&STEADY, 3, 20) });
        let text = String::from_utf8_lossy(&log.bytes);
        let rmc = text.lines().rfind(|line| line.contains("RMC,")).expect("an RMC");
        let latitude = rmc.split(',').nth(3).expect("a latitude");
        assert_eq!(latitude.split_once('.').map(|(_, fraction)| fraction.len()), Some(decimals), "{rmc}");
    }
}

#[test]
fn every_fix_is_read_back_where_the_truth_and_its_error_put_it() {
    for receiver in Receiver::ALL {
        let request =
            LogRequest { receiver, ..LogRequest::perfect(LogKind::BoundaryWalk { area_ha: 0.1 }, 8) };
        let log = simulate_log(&request);
        let epochs = decode(&[LogFile { name: None, bytes: &log.bytes }], &Settings::default()).epochs;
        assert_eq!(epochs.len(), log.epochs.len(), "{}", receiver.name());
        for (epoch, truth) in epochs.iter().zip(&log.epochs) {
            assert_eq!(epoch.clock_ms, Some(truth.time.timestamp_millis()));
            let at = epoch.position.expect("a perfect receiver has a fix");
            assert!((at.lon_deg() - truth.place.lon_deg()).abs() < 1e-5);
            assert!((at.lat_deg() - truth.place.lat_deg()).abs() < 1e-5);
        }
    }
}
