//! The true path of a survey: one position a second, in metres from the centre.

use std::f64::consts::TAU;

use geo::{Area, Coord, Euclidean, Geometry, Length, LineString, Point, Polygon};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::LogKind;

/// Where the receiver was, and what there is to find.
pub(super) struct Path {
    /// One position a second, with how fast the receiver moved.
    pub(super) positions: Vec<Coord>,
    /// The parcel, road or point.
    pub(super) truth: Geometry,
}

/// Waiting for a good fix at the start, as surveyors are taught.
const START_DWELL_S: usize = 75;

/// Standing at the end before switching off.
const END_DWELL_S: usize = 20;

pub(super) fn path(kind: LogKind, rng: &mut ChaCha8Rng) -> Path {
    match kind {
        LogKind::BoundaryWalk { area_ha } => boundary_walk(area_ha * 10_000.0, rng),
        LogKind::RoadDrive { length_m } => road_drive(length_m, rng),
        LogKind::StaticPoint { duration_s } => Path {
            positions: vec![Coord::zero(); usize::try_from(duration_s).unwrap_or(usize::MAX)],
            truth: Geometry::from(Point::new(0.0, 0.0)),
        },
    }
}

fn boundary_walk(area_m2: f64, rng: &mut ChaCha8Rng) -> Path {
    let outline = parcel_ring(area_m2, rng);
    let speed_m_s = rng.random_range(0.9..1.4);
    let mut positions = vec![outline.0[0]; START_DWELL_S];
    for side in outline.lines() {
        walk_along(side.start, side.end, &mut positions, |_| speed_m_s);
        let rest_s = rng.random_range(0..4);
        positions.extend(std::iter::repeat_n(side.end, rest_s));
    }
    positions.extend(std::iter::repeat_n(outline.0[0], END_DWELL_S));
    Path { positions, truth: Geometry::from(Polygon::new(outline, vec![])) }
}

/// A field with four to six corners at irregular angles, scaled to its area.
fn parcel_ring(area_m2: f64, rng: &mut ChaCha8Rng) -> LineString {
    let corner_count = rng.random_range(4..=6_u32);
    let turn = rng.random_range(0.0..TAU);
    let corner = |index: u32, rng: &mut ChaCha8Rng| {
        let share = (f64::from(index) + rng.random_range(-0.2..0.2)) / f64::from(corner_count);
        let (sin, cos) = (turn + share * TAU).sin_cos();
        let radius = rng.random_range(0.8..1.2);
        Coord { x: radius * cos, y: radius * sin }
    };
    let corners: Vec<Coord> = (0..corner_count).map(|index| corner(index, rng)).collect();
    let unit = Polygon::new(LineString::new(corners), vec![]);
    let scale = (area_m2 / unit.unsigned_area()).sqrt();
    unit.exterior().coords().map(|coord| *coord * scale).collect()
}

fn road_drive(length_m: f64, rng: &mut ChaCha8Rng) -> Path {
    let line = road_line(length_m, rng);
    let cruise_m_s = rng.random_range(7.0..14.0);
    let mut positions = vec![line.0[0]; 15];
    let mut speed_m_s = 0.0_f64;
    for stretch in line.lines() {
        walk_along(stretch.start, stretch.end, &mut positions, |_| {
            speed_m_s = (speed_m_s + 1.2).min(cruise_m_s);
            speed_m_s
        });
        if rng.random_bool(0.05) {
            let stop_s = rng.random_range(10..40);
            positions.extend(std::iter::repeat_n(stretch.end, stop_s));
            speed_m_s = 0.0;
        }
    }
    Path { positions, truth: Geometry::from(line) }
}

/// A road of gentle bends, its middle near the centre.
fn road_line(length_m: f64, rng: &mut ChaCha8Rng) -> LineString {
    const BEND_EVERY_M: f64 = 40.0;
    let mut heading = rng.random_range(0.0..TAU);
    let mut bend = 0.0_f64;
    let mut corners = vec![Coord::zero()];
    let mut built_m = 0.0;
    while built_m < length_m {
        let stretch_m = BEND_EVERY_M.min(length_m - built_m);
        bend = 0.7 * bend + rng.random_range(-0.06..0.06);
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

/// Adds one position a second from `start` (exclusive) to `end` (inclusive).
fn walk_along(start: Coord, end: Coord, positions: &mut Vec<Coord>, mut speed_m_s: impl FnMut(f64) -> f64) {
    let whole = end - start;
    let length_m = whole.x.hypot(whole.y);
    let mut done_m = speed_m_s(0.0);
    while done_m < length_m {
        positions.push(start + whole * (done_m / length_m));
        done_m += speed_m_s(done_m);
    }
    positions.push(end);
}
