//! The path of a stretch: smoothed positions, and one vertex for each stop. A receiver that stands still writes a
//! cloud; its median is one better position.

use std::collections::VecDeque;
use std::ops::Range;

use geo::Coord;
use gis_core::Projected;
use gis_core::simplify::kept_vertices;

use crate::clean::plane::{Position, median, usual_step_s};
use crate::settings::Thresholds;

/// For each position, whether the receiver stood still around it: over a baseline centred on it, all positions
/// stay close together. The two ends alone would call a walk out and back a stop.
pub(super) fn still_flags(positions: &[Position], limits: &Thresholds) -> Vec<bool> {
    // A slow log has few positions within the baseline.
    let half_s = limits.pace.baseline_s.max(3.0 * usual_step_s(positions)) / 2.0;
    let (mut from, mut to) = (0, 0);
    let mut eastings = Extent::new(|at| at.easting_m);
    let mut northings = Extent::new(|at| at.northing_m);
    let mut reached = 0;
    let mut is_still = |index: usize| {
        let time_s = positions[index].time_s;
        while positions[from].time_s < time_s - half_s {
            from += 1;
        }
        while to + 1 < positions.len() && positions[to + 1].time_s <= time_s + half_s {
            to += 1;
        }
        while reached <= to {
            eastings.push(positions, reached);
            northings.push(positions, reached);
            reached += 1;
        }
        let extent_m = eastings.since(positions, from).max(northings.since(positions, from));
        let elapsed_s = positions[to].time_s - positions[from].time_s;
        let ends_m = positions[from].at.distance_m(positions[to].at);
        let drift_m = limits.pace.still_max_m_s * elapsed_s;
        elapsed_s >= half_s * 0.8 && ends_m < drift_m && extent_m < limits.pace.still_extent_ratio * drift_m
    };
    (0..positions.len()).map(&mut is_still).collect()
}

/// How far the positions of a window that only moves forward lie apart along one axis, in constant time for each
/// position: a receiver may write many positions a second.
struct Extent {
    axis: fn(Projected) -> f64,
    /// Indices of positions that no later one undercuts, and that no later one exceeds.
    lowest: VecDeque<usize>,
    highest: VecDeque<usize>,
}

impl Extent {
    fn new(axis: fn(Projected) -> f64) -> Self {
        Self { axis, lowest: VecDeque::new(), highest: VecDeque::new() }
    }

    /// Takes the next position into the window.
    fn push(&mut self, positions: &[Position], next: usize) {
        let value = |index: usize| (self.axis)(positions[index].at);
        while self.lowest.pop_back_if(|last| value(*last) >= value(next)).is_some() {}
        while self.highest.pop_back_if(|last| value(*last) <= value(next)).is_some() {}
        self.lowest.push_back(next);
        self.highest.push_back(next);
    }

    /// The extent of the window from a position on; what lies before leaves it.
    fn since(&mut self, positions: &[Position], from: usize) -> f64 {
        while self.lowest.pop_front_if(|first| *first < from).is_some() {}
        while self.highest.pop_front_if(|first| *first < from).is_some() {}
        let value = |index: Option<&usize>| index.map_or(0.0, |index| (self.axis)(positions[*index].at));
        value(self.highest.front()) - value(self.lowest.front())
    }
}

/// Runs of still positions of at least that duration, as index ranges.
pub(super) fn still_runs(
    positions: &[Position],
    duration_min_s: f64,
    limits: &Thresholds,
) -> Vec<Range<usize>> {
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

/// One place of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Vertex {
    /// Where.
    pub(super) at: Projected,
    /// When; the middle of a stop.
    pub(super) time_s: f64,
    /// The stop that it stands for.
    pub(super) stop: Option<Stop>,
}

/// A stop: how long, and how many fixes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stop {
    pub(super) held_s: f64,
    pub(super) fixes: usize,
}

/// The path with each stop drawn together into its median.
pub(super) fn path(positions: &[Position], limits: &Thresholds) -> Vec<Vertex> {
    let moving = |position: &Position| Vertex { at: position.smooth, time_s: position.time_s, stop: None };
    let mut path = Vec::with_capacity(positions.len());
    let mut done = 0;
    for run in stops(positions, limits) {
        path.extend(positions[done..run.start].iter().map(moving));
        let still = &positions[run.clone()];
        path.extend(middle_of(still, |position| position.smooth).map(|at| {
            let (first_s, last_s) = (still[0].time_s, still[still.len() - 1].time_s);
            let stop = Stop { held_s: last_s - first_s, fixes: still.len() };
            Vertex { at, time_s: f64::midpoint(first_s, last_s), stop: Some(stop) }
        }));
        done = run.end;
    }
    path.extend(positions[done..].iter().map(moving));
    path
}

/// Where the receiver stood. A jump tears a stop into two: they are one where nobody went away between them.
fn stops(positions: &[Position], limits: &Thresholds) -> Vec<Range<usize>> {
    let stays_m = limits.point.radius_m / 2.0;
    let mut stops: Vec<Range<usize>> = Vec::new();
    for run in still_runs(positions, limits.pace.dwell_min_s, limits) {
        let is_one = |last: &Range<usize>| {
            let at = middle(&positions[last.clone()]);
            let stays = |other: Projected| at.is_some_and(|at| at.distance_m(other) <= stays_m);
            middle(&positions[run.clone()]).is_some_and(stays)
                && positions[last.end..run.start].iter().all(|position| stays(position.at))
        };
        match stops.last_mut().filter(|last| is_one(last)) {
            Some(last) => last.end = run.end,
            None => stops.push(run),
        }
    }
    stops
}

/// The length of a path.
pub(super) fn length_m(path: &[Vertex]) -> f64 {
    path.windows(2).map(|pair| pair[0].at.distance_m(pair[1].at)).sum()
}

/// The path without the vertices that lie within a tolerance of what remains; its ends and its stops stay.
pub(super) fn simplified(path: &[Vertex], tolerance_m: f64) -> Vec<Vertex> {
    let mut kept = Vec::new();
    let mut from = 0;
    let stops = (1..path.len()).filter(|&index| path[index].stop.is_some() || index + 1 == path.len());
    for to in stops {
        let side: Vec<Coord> = path[from..=to].iter().map(|vertex| Coord::from(vertex.at)).collect();
        kept.extend(kept_vertices(&side, tolerance_m).into_iter().map(|index| path[from + index]));
        kept.pop();
        from = to;
    }
    kept.extend(path.last());
    kept
}

/// The component-wise median; `None` of nothing.
pub(super) fn middle(positions: &[Position]) -> Option<Projected> {
    middle_of(positions, |position| position.at)
}

fn middle_of(positions: &[Position], place: impl Fn(&Position) -> Projected) -> Option<Projected> {
    let easting_m = median(positions.iter().map(|position| place(position).easting_m).collect())?;
    let northing_m = median(positions.iter().map(|position| place(position).northing_m).collect())?;
    Some(Projected { easting_m, northing_m })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One position a second at these eastings.
    fn line(eastings_m: &[f64]) -> Vec<Position> {
        let position = |(index, &easting_m): (usize, &f64)| {
            let time_s = f64::from(u32::try_from(index).expect("few"));
            Position::new(0, time_s, Projected { easting_m, northing_m: 0.0 }, None)
        };
        eastings_m.iter().enumerate().map(position).collect()
    }

    #[test]
    fn going_out_and_back_is_no_stop_although_it_ends_where_it_began() {
        let there: Vec<f64> = (0..30).map(|second| f64::from(second % 10) * 1.2).collect();
        let back: Vec<f64> = there.iter().map(|east_m| (east_m - 5.4).abs()).collect();
        assert_eq!(still_runs(&line(&back), 0.0, &Thresholds::default()), []);
    }

    #[test]
    fn a_stop_that_a_jump_tore_is_one_stop() {
        let mut eastings_m = vec![0.0; 60];
        eastings_m[30] = 3.9;
        let positions = line(&eastings_m);
        assert_eq!(stops(&positions, &Thresholds::default()).len(), 1);
        assert_eq!(path(&positions, &Thresholds::default()).len(), 1);
    }

    #[test]
    fn a_drifting_receiver_stands_still() {
        let drift: Vec<f64> = (0..60).map(|second| 1.5 * (f64::from(second) / 20.0).sin()).collect();
        assert_eq!(still_flags(&line(&drift), &Thresholds::default()), [true; 60]);
    }

    #[test]
    fn the_extent_of_a_moving_window_is_that_of_its_positions() {
        let eastings_m: Vec<f64> = (0..200).map(|index| (f64::from(index * index) * 0.37).sin()).collect();
        let positions = line(&eastings_m);
        let mut extent = Extent::new(|at| at.easting_m);
        for index in 0..positions.len() {
            extent.push(&positions, index);
            let from = index.saturating_sub(7);
            let window = &eastings_m[from..=index];
            let widest = window.iter().copied().fold(f64::MIN, f64::max)
                - window.iter().copied().fold(f64::MAX, f64::min);
            assert!((extent.since(&positions, from) - widest).abs() < 1e-12);
        }
    }
}
