//! Boundary walks: the parcel, and the way round it.

use std::f64::consts::TAU;

use geo::{Area, Coord, Euclidean, Geometry, Length, LineString, Polygon};
use gis_core::survey::DraftKind;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::{Carrier, Shape};
use crate::simulate::{Detour, LogRequest};

/// Standing at the end before switching off.
const END_DWELL_S: f64 = 20.0;

/// A field with four to six corners at irregular angles, scaled to its area.
pub(super) fn outline(area_ha: f64, centre: Coord, dice: &mut ChaCha8Rng) -> LineString {
    let corner_count = dice.random_range(4..=6_u32);
    let turn = dice.random_range(0.0..TAU);
    let corner = |index: u32, dice: &mut ChaCha8Rng| {
        let share = (f64::from(index) + dice.random_range(-0.2..0.2)) / f64::from(corner_count);
        let (sin, cos) = (turn + share * TAU).sin_cos();
        let radius = dice.random_range(0.8..1.2);
        Coord { x: radius * cos, y: radius * sin }
    };
    let corners: Vec<Coord> = (0..corner_count).map(|index| corner(index, dice)).collect();
    let unit = Polygon::new(LineString::new(corners), vec![]);
    let scale = (area_ha * 10_000.0 / unit.unsigned_area()).sqrt();
    unit.exterior().coords().map(|coord| *coord * scale + centre).collect()
}

/// Waits at a parcel's first corner and walks round it.
pub(super) fn round(
    carrier: &mut Carrier,
    outline: LineString,
    request: &LogRequest,
    dice: &mut ChaCha8Rng,
) -> Shape {
    let way = way(&outline, request);
    let speed_m_s = dice.random_range(0.9..1.4);
    carrier.place(way.0[0]);
    carrier.stand(f64::from(request.wait_s));
    for (index, side) in way.lines().enumerate() {
        if index == 1 && request.walk.detour == Some(Detour::SideTrip) {
            side_trip(carrier, side.start, side.end, speed_m_s, dice);
        }
        carrier.go(side.end, |_| speed_m_s);
        let rest_s = if request.walk.holds_corners {
            dice.random_range(8.0..20.0)
        } else {
            f64::from(dice.random_range(0..4_u32))
        };
        carrier.stand(rest_s);
    }
    carrier.stand(END_DWELL_S);
    Shape { kind: DraftKind::Parcel, geometry: Geometry::from(Polygon::new(outline, vec![])) }
}

/// The corners in the order in which they are walked.
fn way(outline: &LineString, request: &LogRequest) -> LineString {
    let mut ring = outline.clone();
    if request.is_reversed() {
        ring.0.reverse();
    }
    let perimeter_m = Euclidean.length(&ring);
    let overlap = first_metres(&ring, request.walk.overlap_m.min(perimeter_m));
    if request.walk.detour == Some(Detour::FigureEight) {
        ring.0.swap(1, 2);
    }
    let mut way = first_metres(&ring, Euclidean.length(&ring) - request.walk.open_m.max(0.0));
    way.0.extend(overlap.0.into_iter().skip(1));
    way
}

/// The beginning of a line, at least its first corner.
fn first_metres(line: &LineString, length_m: f64) -> LineString {
    let mut left_m = length_m;
    let mut part = vec![line.0[0]];
    for side in line.lines() {
        if left_m <= 0.0 {
            break;
        }
        let side_m = Euclidean.length(&side);
        part.push(if left_m < side_m { side.start + side.delta() * (left_m / side_m) } else { side.end });
        left_m -= side_m;
    }
    LineString::new(part)
}

/// Away from the middle of a side, at a right angle, and back to it.
fn side_trip(carrier: &mut Carrier, start: Coord, end: Coord, speed_m_s: f64, dice: &mut ChaCha8Rng) {
    let middle = (start + end) / 2.0;
    let side = end - start;
    let away = Coord { x: side.y, y: -side.x } / side.x.hypot(side.y) * dice.random_range(20.0..40.0);
    carrier.go(middle, |_| speed_m_s);
    carrier.go(middle + away, |_| speed_m_s);
    carrier.stand(dice.random_range(2.0..6.0));
    carrier.go(middle, |_| speed_m_s);
}
