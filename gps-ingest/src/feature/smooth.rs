//! Smoothing: what is left of white noise and rounding is averaged out, because it would lengthen every line.
//!
//! Corners are kept: a mean over a corner would cut it, and every parcel would come out too small.

use gis_core::Projected;

use crate::clean::plane::Position;
use crate::settings::Thresholds;

/// Smooths a stretch without stops, from corner to corner.
pub(super) fn smooth(positions: &[Position], limits: &Thresholds) -> Vec<Projected> {
    let mut path = Vec::with_capacity(positions.len());
    let mut start = 0;
    for corner in corners(positions, limits) {
        path.extend(smooth_side(&positions[start..=corner], limits));
        path.pop();
        start = corner;
    }
    path.extend(smooth_side(&positions[start..], limits));
    path
}

/// Each position as the mean of those around it. Towards an end the window narrows, so that the ends stay.
fn smooth_side(positions: &[Position], limits: &Thresholds) -> Vec<Projected> {
    let (Some(first), Some(last)) = (positions.first(), positions.last()) else { return Vec::new() };
    let mean = |position: &Position| {
        let time_s = position.time_s;
        let reach_s = (limits.smoothing_s / 2.0).min(time_s - first.time_s).min(last.time_s - time_s);
        let from = positions.partition_point(|other| other.time_s < time_s - reach_s);
        let to = positions.partition_point(|other| other.time_s <= time_s + reach_s);
        let window = &positions[from..to];
        let count = f64::from(u32::try_from(window.len()).unwrap_or(u32::MAX));
        Projected {
            easting_m: window.iter().map(|other| other.at.easting_m).sum::<f64>() / count,
            northing_m: window.iter().map(|other| other.at.northing_m).sum::<f64>() / count,
        }
    };
    positions.iter().map(mean).collect()
}

/// Where the path turns sharply: the sharpest turn within the time over which turns are measured.
fn corners(positions: &[Position], limits: &Thresholds) -> Vec<usize> {
    let turns_deg = turns_deg(positions, limits);
    let mut corners: Vec<usize> = Vec::new();
    for (index, &turn_deg) in turns_deg.iter().enumerate() {
        if turn_deg < limits.corner_min_deg {
            continue;
        }
        match corners.last_mut() {
            Some(last) if positions[index].time_s - positions[*last].time_s <= limits.corner_baseline_s => {
                if turn_deg > turns_deg[*last] {
                    *last = index;
                }
            }
            _ => corners.push(index),
        }
    }
    corners
}

/// How much the path turns at each position, between what lies one baseline before and after; zero where the
/// path moves too little for noise not to decide.
fn turns_deg(positions: &[Position], limits: &Thresholds) -> Vec<f64> {
    let (mut from, mut to) = (0, 0);
    let mut turn_at = |index: usize| {
        let time_s = positions[index].time_s;
        while positions[from].time_s < time_s - limits.corner_baseline_s {
            from += 1;
        }
        while to + 1 < positions.len() && positions[to + 1].time_s <= time_s + limits.corner_baseline_s {
            to += 1;
        }
        let step = |one: Projected, next: Projected| {
            (next.easting_m - one.easting_m, next.northing_m - one.northing_m)
        };
        let (before, after) =
            (step(positions[from].at, positions[index].at), step(positions[index].at, positions[to].at));
        let shortest_m = before.0.hypot(before.1).min(after.0.hypot(after.1));
        if shortest_m < limits.corner_side_min_m {
            return 0.0;
        }
        let (cross, dot) = (before.0 * after.1 - before.1 * after.0, before.0 * after.0 + before.1 * after.1);
        cross.atan2(dot).to_degrees().abs()
    };
    (0..positions.len()).map(&mut turn_at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A walk at 1.2 m/s: so many steps east, then as many north.
    fn right_angle(steps: u32) -> Vec<Position> {
        let position = |step: u32| {
            let (east, north) = if step <= steps { (step, 0) } else { (steps, step - steps) };
            let at = Projected { easting_m: 1.2 * f64::from(east), northing_m: 1.2 * f64::from(north) };
            Position { epoch: 0, time_s: f64::from(step), at, speed_m_s: None }
        };
        (0..=2 * steps).map(position).collect()
    }

    #[test]
    fn a_corner_stays_where_it_is() {
        let positions = right_angle(20);
        let path = smooth(&positions, &Thresholds::default());
        assert_eq!(path.len(), positions.len());
        assert!(path[20].distance_m(positions[20].at) < 1e-9);
    }

    #[test]
    fn zigzag_noise_is_halved_at_least() {
        let mut positions = right_angle(20);
        for (index, position) in positions.iter_mut().enumerate() {
            position.at.northing_m += if index % 2 == 0 { 0.3 } else { -0.3 };
        }
        let path = smooth(&positions[..20], &Thresholds::default());
        assert!(path[5..15].iter().all(|at| at.northing_m.abs() < 0.15));
    }
}
