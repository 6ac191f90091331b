//! Corners: where a path turns more sharply than noise does.

use gis_core::Projected;

use super::plane::Position;
use crate::settings::SmoothLimits;

/// Where the path turns sharply: the sharpest turn within the time over which turns are measured.
#[must_use]
pub fn corners(positions: &[Position], limits: &SmoothLimits) -> Vec<usize> {
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
fn turns_deg(positions: &[Position], limits: &SmoothLimits) -> Vec<f64> {
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

    #[test]
    fn a_right_angle_has_one_corner_and_a_straight_walk_none() {
        let position = |step: u32| {
            let (east, north) = if step <= 20 { (step, 0) } else { (20, step - 20) };
            let at = Projected { easting_m: 1.2 * f64::from(east), northing_m: 1.2 * f64::from(north) };
            Position::new(0, f64::from(step), at, None)
        };
        let positions: Vec<Position> = (0..=40).map(position).collect();
        let limits = SmoothLimits::default();
        assert_eq!(corners(&positions, &limits), [20]);
        assert!(corners(&positions[..20], &limits).is_empty());
    }
}
