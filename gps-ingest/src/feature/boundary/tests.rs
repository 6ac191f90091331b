//! Walks drawn by hand on the plane: one position a second at 1.2 m/s.

use geo::Area;

use super::*;
use crate::Settings;

/// The corners of a field of 60 m × 50 m.
const FIELD: [(f64, f64); 4] = [(0.0, 0.0), (60.0, 0.0), (60.0, 50.0), (0.0, 50.0)];

/// Positions along straight sides from corner to corner, each moved by what `noise` gives for its number.
fn walk(corners: &[(f64, f64)], noise: impl Fn(f64) -> (f64, f64)) -> Vec<Position> {
    let line = LineString::from(corners.to_vec());
    let mut places = vec![line.0[0]];
    for side in line.lines() {
        let (whole, mut done_m) = (side.end - side.start, 1.2);
        let length_m = whole.x.hypot(whole.y);
        while done_m < length_m {
            places.push(side.start + whole * (done_m / length_m));
            done_m += 1.2;
        }
        places.push(side.end);
    }
    let position = |(index, place): (usize, Coord)| {
        let time_s = f64::from(u32::try_from(index).expect("few"));
        let (east_m, north_m) = noise(time_s);
        let at = Projected { easting_m: 3e5 + place.x + east_m, northing_m: 1.6e6 + place.y + north_m };
        Position::new(0, time_s, at, None)
    };
    places.into_iter().enumerate().map(position).collect()
}

/// Noise without drift: up to 0.3 m, different at each position.
fn white(time_s: f64) -> (f64, f64) {
    (0.3 * (time_s * 12.9898).sin(), 0.3 * (time_s * 78.233).cos())
}

/// A drift of some metres over minutes, and noise.
fn drifting(time_s: f64) -> (f64, f64) {
    let (east_m, north_m) = white(time_s);
    (east_m + 2.0 * (time_s / 70.0).sin(), north_m + 2.0 * (time_s / 110.0).cos())
}

fn still(_: f64) -> (f64, f64) {
    (0.0, 0.0)
}

/// The field, that many times round and on to `more` of its corners.
fn laps(count: usize, more: usize) -> Vec<(f64, f64)> {
    FIELD.iter().copied().cycle().take(4 * count + 1 + more).collect()
}

/// The area and the codes of the findings, or the code of the refusal.
fn traced(positions: &[Position]) -> Result<(f64, Vec<String>), String> {
    let epochs = crate::decode(
        &[crate::LogFile { name: None, bytes: b"$GPGLL,1447.46,N,01655.56,W,101112,A\r\n" }],
        &Settings::default(),
    )
    .epochs;
    let workshop = Workshop { limits: &Thresholds::default(), epochs: &epochs };
    let shape = trace(&workshop, positions).map_err(|finding| finding.code)?;
    let codes = shape.findings.into_iter().map(|finding| finding.code).collect();
    Ok((shape.geometry.unsigned_area(), codes))
}

fn assert_field(positions: &[Position], share: f64, expected: &[&str]) {
    let (area_m2, codes) = traced(positions).expect("a parcel");
    assert!((area_m2 / 3000.0 - 1.0).abs() < share, "{area_m2}");
    assert_eq!(codes.iter().filter(|code| *code != "loops_removed").collect::<Vec<_>>(), expected);
}

#[test]
fn a_field_walked_once_says_nothing_more() {
    assert_field(&walk(&laps(1, 0), still), 0.02, &[]);
    assert_field(&walk(&laps(1, 0), white), 0.03, &[]);
}

#[test]
fn two_laps_are_the_field_and_not_what_lies_between_them() {
    assert_field(&walk(&laps(2, 0), still), 0.02, &["walked_again"]);
    assert_field(&walk(&laps(2, 0), white), 0.03, &["walked_again"]);
    assert_field(&walk(&laps(2, 0), drifting), 0.08, &["walked_again"]);
}

#[test]
fn four_laps_are_one_field() {
    assert_field(&walk(&laps(4, 0), white), 0.03, &["walked_again"]);
}

#[test]
fn a_lap_and_a_half_ends_where_the_first_lap_does() {
    assert_field(&walk(&laps(1, 2), white), 0.03, &["walked_again"]);
    assert_field(&walk(&laps(1, 2), drifting), 0.08, &["walked_again"]);
}

#[test]
fn a_surveyor_who_goes_home_after_the_lap_is_told_what_is_left_out() {
    let corners = [laps(1, 0), vec![(-300.0, -200.0)]].concat();
    assert_field(&walk(&corners, white), 0.03, &["walked_on"]);
}

#[test]
fn a_narrow_field_begun_in_the_middle_of_a_side_keeps_both_halves() {
    let strip = [(0.0, 0.0), (80.0, 0.0), (80.0, 4.0), (-80.0, 4.0), (-80.0, 0.0), (0.0, 0.0)];
    let (area_m2, codes) = traced(&walk(&strip, still)).expect("a parcel");
    assert!((area_m2 / 640.0 - 1.0).abs() < 0.1, "{area_m2}");
    assert!(codes.is_empty(), "{codes:?}");
}

#[test]
fn a_figure_of_eight_with_noise_is_refused() {
    let eight = [(0.0, 0.0), (60.0, 50.0), (60.0, 0.0), (0.0, 50.0), (0.0, 0.0)];
    assert_eq!(traced(&walk(&eight, white)), Err("self_crossing".to_owned()));
}

#[test]
fn a_scribble_is_refused() {
    let corner = |index: u32| {
        let (sin, cos) = (2.1 * f64::from(index * index)).sin_cos();
        (40.0 * cos, 40.0 * sin)
    };
    let mut corners: Vec<(f64, f64)> = (0..12).map(corner).collect();
    corners.push(corners[0]);
    let refusal = traced(&walk(&corners, white)).expect_err("no parcel");
    assert!(["self_crossing", "walk_tangled"].contains(&refusal.as_str()), "{refusal}");
}

#[test]
fn a_day_of_wandering_is_refused_before_its_crossings_are_sought() {
    let mut state = 1_u64;
    let mut step = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).expect("31 bits")) / f64::from(1_u32 << 30) - 1.0
    };
    let mut place = (0.0, 0.0);
    let mut corners = vec![place];
    while corners.len() < 8_000 {
        place =
            ((place.0 + 12.0 * step()).clamp(-300.0, 300.0), (place.1 + 12.0 * step()).clamp(-300.0, 300.0));
        corners.push(place);
    }
    corners.push((0.0, 0.0));
    let positions = walk(&corners, still);
    assert!(positions.len() > 60_000, "{}", positions.len());
    assert_eq!(traced(&positions), Err("walk_tangled".to_owned()));
}

#[test]
fn large_parcels_are_known_to_a_tenth_of_a_per_cent() {
    let english = |area_m2: f64, sd_m2: f64| area_known_to(area_m2, sd_m2).message.en;
    assert!(english(1e6, 2500.0).contains("± 0.5 %"), "{}", english(1e6, 2500.0));
    assert!(english(1e9, 1000.0).contains("± 0.1 %"), "{}", english(1e9, 1000.0));
    assert!(english(5000.0, 175.0).contains("± 7 %"), "{}", english(5000.0, 175.0));
}

#[test]
fn one_pause_is_said_in_the_singular() {
    assert!(
        bridged(1).message.fr.contains("une fois pendant") && bridged(1).message.en.contains("missing once")
    );
    assert!(bridged(3).message.fr.contains("3 fois") && bridged(3).message.en.contains("3 times"));
}
