//! Road drives: the road, and the way along it.

use std::f64::consts::TAU;

use geo::{Coord, Euclidean, Geometry, InterpolateLine, Length, LineString};
use gis_core::survey::DraftKind;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::{Carrier, Shape};
use crate::simulate::LogRequest;

/// How fast a vehicle gains speed.
const ACCELERATION_M_S2: f64 = 1.2;

/// How fast it loses it.
const BRAKING_M_S2: f64 = 2.0;

/// Standing at the end before switching off.
const END_DWELL_S: f64 = 5.0;

/// How long turning round takes.
const TURN_S: f64 = 8.0;

/// A road of gentle bends, its middle near the centre.
pub(super) fn line(length_m: f64, dice: &mut ChaCha8Rng) -> LineString {
    const BEND_EVERY_M: f64 = 40.0;
    let mut heading = dice.random_range(0.0..TAU);
    let mut bend = 0.0_f64;
    let mut corners = vec![Coord::zero()];
    let mut built_m = 0.0;
    while built_m < length_m {
        let stretch_m = BEND_EVERY_M.min(length_m - built_m);
        bend = 0.7 * bend + dice.random_range(-0.06..0.06);
        heading += bend;
        let last = corners[corners.len() - 1];
        corners.push(last + Coord { x: heading.cos(), y: heading.sin() } * stretch_m);
        built_m += stretch_m;
    }
    let middle = corners[corners.len() / 2];
    let line: LineString = corners.into_iter().map(|corner| corner - middle).collect();
    debug_assert!((Euclidean.length(&line) - length_m).abs() < 1e-6 * length_m.max(1.0));
    line
}

/// Waits at one end of a road and drives along it.
pub(super) fn along(
    carrier: &mut Carrier,
    line: LineString,
    request: &LogRequest,
    dice: &mut ChaCha8Rng,
) -> Shape {
    let mut way = line.clone();
    if request.is_reversed() {
        way.0.reverse();
    }
    let driven = beside(&way, request.drive.lane_offset_m);
    carrier.place(driven.0[0]);
    carrier.stand(f64::from(request.wait_s));
    drive(carrier, &driven, request.drive.has_stops, dice);
    if request.drive.turns_round {
        way.0.reverse();
        let back = beside(&way, request.drive.lane_offset_m);
        carrier.stand(TURN_S);
        carrier.go(back.0[0], |_| 2.0);
        drive(carrier, &back, request.drive.has_stops, dice);
    }
    carrier.stand(END_DWELL_S);
    Shape { kind: DraftKind::Road, geometry: Geometry::from(line) }
}

/// Drives from stop to stop.
fn drive(carrier: &mut Carrier, way: &LineString, has_stops: bool, dice: &mut ChaCha8Rng) {
    let cruise_m_s = dice.random_range(7.0..14.0);
    let mut from = 0;
    for to in 1..way.0.len() {
        let is_last = to + 1 == way.0.len();
        let stops = has_stops && !is_last && dice.random_bool(0.05);
        if stops || is_last {
            drive_without_stop(carrier, &way.0[from..=to], cruise_m_s);
            from = to;
        }
        if stops {
            carrier.stand(f64::from(dice.random_range(10..40_u32)));
        }
    }
}

/// Gains speed, keeps it through the bends, and brakes in time for the end.
fn drive_without_stop(carrier: &mut Carrier, way: &[Coord], cruise_m_s: f64) {
    let line = LineString::new(way.to_vec());
    let length_m = Euclidean.length(&line);
    let step_s = carrier.step_s();
    let (mut driven_m, mut speed_m_s) = (0.0_f64, 0.0_f64);
    loop {
        let can_brake_m_s = (2.0 * BRAKING_M_S2 * (length_m - driven_m)).sqrt();
        speed_m_s = (speed_m_s + ACCELERATION_M_S2 * step_s).min(cruise_m_s).min(can_brake_m_s);
        driven_m += speed_m_s * step_s;
        let place = Euclidean.point_at_distance_from_start(&line, driven_m);
        match place.filter(|_| driven_m < length_m - 0.5) {
            Some(place) => carrier.step_to(place.0),
            None => break,
        }
    }
    carrier.step_to(way[way.len() - 1]);
}

/// A line so far to the right of another.
fn beside(line: &LineString, right_m: f64) -> LineString {
    let corners = &line.0;
    let last = corners.len() - 1;
    let right_of = |index: usize| {
        let along = corners[(index + 1).min(last)] - corners[index.saturating_sub(1)];
        Coord { x: along.y, y: -along.x } / along.x.hypot(along.y)
    };
    (0..=last).map(|index| corners[index] + right_of(index) * right_m).collect()
}
