//! Stops: a receiver that stands still writes a cloud; its median is one better position.

use gis_core::Projected;

use super::smooth::smooth;
use crate::plane::{Position, median};
use crate::settings::Thresholds;

/// For each position, whether the receiver stood still around it: over a baseline centred on it.
pub(super) fn still_flags(positions: &[Position], limits: &Thresholds) -> Vec<bool> {
    let half_s = limits.speed_baseline_s / 2.0;
    let (mut from, mut to) = (0, 0);
    let mut is_still = |index: usize| {
        let time_s = positions[index].time_s;
        while positions[from].time_s < time_s - half_s {
            from += 1;
        }
        while to + 1 < positions.len() && positions[to + 1].time_s <= time_s + half_s {
            to += 1;
        }
        let elapsed_s = positions[to].time_s - positions[from].time_s;
        elapsed_s >= half_s * 0.8
            && positions[from].at.distance_m(positions[to].at) < limits.still_max_m_s * elapsed_s
    };
    (0..positions.len()).map(&mut is_still).collect()
}

/// Runs of still positions of at least that duration, as index ranges.
pub(super) fn still_runs(
    positions: &[Position],
    duration_min_s: f64,
    limits: &Thresholds,
) -> Vec<std::ops::Range<usize>> {
    let flags = still_flags(positions, limits);
    let mut runs = Vec::new();
    let mut start = 0;
    for chunk in flags.chunk_by(|one, next| one == next) {
        let end = start + chunk.len();
        if chunk[0] && positions[end - 1].time_s - positions[start].time_s >= duration_min_s {
            runs.push(start..end);
        }
        start = end;
    }
    runs
}

/// The path with each stop drawn together into its median.
pub(super) fn path_without_stops(positions: &[Position], limits: &Thresholds) -> Vec<Projected> {
    let mut path = Vec::with_capacity(positions.len());
    let mut done = 0;
    for run in still_runs(positions, limits.dwell_min_s, limits) {
        path.extend(smooth(&positions[done..run.start], limits));
        path.extend(middle(&positions[run.clone()]));
        done = run.end;
    }
    path.extend(smooth(&positions[done..], limits));
    path
}

/// The component-wise median; `None` of nothing.
pub(super) fn middle(positions: &[Position]) -> Option<Projected> {
    let easting_m = median(positions.iter().map(|position| position.at.easting_m).collect())?;
    let northing_m = median(positions.iter().map(|position| position.at.northing_m).collect())?;
    Some(Projected { easting_m, northing_m })
}
