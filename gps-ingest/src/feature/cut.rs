//! What the stretches of an outing are: rings, drives and stays, one after the other, whatever one log holds.
//!
//! A surveyor stands still where a boundary walk begins and ends, so a ring runs from a stop to the next stop in the
//! same place. A drive is told by its speed; a stay is a stop of its own.

use std::ops::Range;

use gis_core::Projected;
use gis_core::survey::SurveyKind;

use super::path::{middle, still_runs};
use crate::clean::pace::{Pace, measured_pace, paces};
use crate::clean::plane::Position;
use crate::settings::Thresholds;

/// A stretch of an outing, as a range of its positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// From a stop back to it.
    Ring(Range<usize>),
    /// On foot, without such stops.
    Walk(Range<usize>),
    /// On wheels, or on foot along what the surveyor calls a road.
    Drive(Range<usize>),
    /// In one place.
    Stay(Range<usize>),
}

/// Cuts an outing into what it holds.
pub(super) fn cut(positions: &[Position], kind: SurveyKind, limits: &Thresholds) -> Vec<Part> {
    let whole = 0..positions.len();
    match kind {
        SurveyKind::Road => vec![Part::Drive(whole)],
        SurveyKind::MarketAsset => {
            let stays = stays(positions, &[], limits);
            if stays.is_empty() { vec![Part::Stay(whole)] } else { stays }
        }
        SurveyKind::Parcel => {
            let rings = rings(positions, limits);
            if rings.is_empty() { vec![Part::Walk(whole)] } else { rings }
        }
        SurveyKind::Auto => by_pace(positions, limits),
    }
}

fn by_pace(positions: &[Position], limits: &Thresholds) -> Vec<Part> {
    let paces = paces(positions, limits);
    let drives = paces.contains(&Pace::Drive);
    let mut parts = Vec::new();
    let mut start = 0;
    for run in paces.chunk_by(|one, next| (*one == Pace::Drive) == (*next == Pace::Drive)) {
        let range = start..start + run.len();
        start = range.end;
        if run[0] == Pace::Drive {
            parts.push(Part::Drive(range));
        } else {
            let found = on_foot(&positions[range.clone()], drives, limits);
            let found = found.into_iter().map(|part| part.moved_by(range.start));
            parts.extend(
                found.filter(|part| !drives || !is_wait(part, positions, &paces, limits.feature.alight_s)),
            );
        }
    }
    parts
}

/// What a stretch on foot holds: rings and the stays beside them, else one walk or one stay. Beside drives, what is
/// neither is only the way to the car.
fn on_foot(positions: &[Position], beside_drives: bool, limits: &Thresholds) -> Vec<Part> {
    let mut parts = rings(positions, limits);
    let rings: Vec<Range<usize>> = parts.iter().map(|part| part.range().clone()).collect();
    let stays = stays(positions, &rings, limits);
    if !parts.is_empty() || stays.len() > 1 || beside_drives {
        parts.extend(stays);
        parts.sort_by_key(|part| part.range().start);
        return parts;
    }
    let whole = 0..positions.len();
    match measured_pace(positions, limits) {
        Pace::Still => vec![Part::Stay(whole)],
        Pace::Walk | Pace::Drive => vec![Part::Walk(whole)],
    }
}

/// Whether a stay is the wait in the vehicle with which a log begins or ends.
fn is_wait(part: &Part, positions: &[Position], paces: &[Pace], reach_s: f64) -> bool {
    let Part::Stay(stay) = part else { return false };
    let time_s = |index: usize| positions[index].time_s;
    let drives_soon = (stay.end..positions.len())
        .take_while(|&index| time_s(index) - time_s(stay.end - 1) <= reach_s)
        .any(|index| paces[index] == Pace::Drive);
    let drove_just_now = (0..stay.start)
        .rev()
        .take_while(|&index| time_s(stay.start) - time_s(index) <= reach_s)
        .any(|index| paces[index] == Pace::Drive);
    let begins = time_s(stay.start) - time_s(0) <= reach_s;
    let ends = time_s(positions.len() - 1) - time_s(stay.end - 1) <= reach_s;
    (begins && drives_soon) || (ends && drove_just_now)
}

impl Part {
    /// The positions that it takes.
    pub(super) fn range(&self) -> &Range<usize> {
        let (Self::Ring(range) | Self::Walk(range) | Self::Drive(range) | Self::Stay(range)) = self;
        range
    }

    fn moved_by(self, offset: usize) -> Self {
        let moved = |range: Range<usize>| range.start + offset..range.end + offset;
        match self {
            Self::Ring(range) => Self::Ring(moved(range)),
            Self::Walk(range) => Self::Walk(moved(range)),
            Self::Drive(range) => Self::Drive(moved(range)),
            Self::Stay(range) => Self::Stay(moved(range)),
        }
    }
}

/// Stops within one ring: nobody stands still more often round one field.
const RING_STOPS_MAX: usize = 300;

/// From a stop to the next stop in the same place, with a walk between them. Laps round the same field are one ring.
fn rings(positions: &[Position], limits: &Thresholds) -> Vec<Part> {
    let boundary = &limits.boundary;
    let stops = still_runs(positions, boundary.anchor_min_s, limits);
    let walked_m = walked_m(positions);
    let middles: Vec<_> = stops.iter().map(|stop| middle(&positions[stop.clone()])).collect();
    let returns = |from: usize, to: usize| {
        let apart = middles[from].zip(middles[to]);
        apart.is_some_and(|(one, other)| one.distance_m(other) <= boundary.lap_apart_max_m)
            && walked_m[stops[to].start] - walked_m[stops[from].end - 1] >= boundary.ring_min_m
    };
    // Two laps of one field have one middle, two fields that meet in a corner have two.
    let is_lap_of = |last: &Range<usize>, next: &Range<usize>| {
        let apart = middle(&positions[last.clone()]).zip(middle(&positions[next.clone()]));
        apart.is_some_and(|(one, other)| one.distance_m(other) <= boundary.lap_apart_max_m)
    };
    let mut rings: Vec<Range<usize>> = Vec::new();
    let mut anchor = 0;
    while anchor < stops.len() {
        let ahead = anchor + 1..stops.len().min(anchor + 1 + RING_STOPS_MAX);
        let Some(end) = ahead.into_iter().find(|&stop| returns(anchor, stop)) else {
            anchor += 1;
            continue;
        };
        let ring = stops[anchor].start..stops[end].end;
        let begins_at = stops[anchor].end;
        match rings.last_mut().filter(|last| last.end == begins_at && is_lap_of(last, &ring)) {
            Some(last) => last.end = ring.end,
            None => rings.push(ring),
        }
        anchor = end;
    }
    rings.into_iter().map(Part::Ring).collect()
}

/// Long stops outside of rings, each in a place of its own.
fn stays(positions: &[Position], rings: &[Range<usize>], limits: &Thresholds) -> Vec<Part> {
    let outside =
        |run: &Range<usize>| rings.iter().all(|ring| run.end <= ring.start || run.start >= ring.end);
    let runs = still_runs(positions, limits.point.stay_min_s, limits);
    let mut stays: Vec<(Range<usize>, Projected)> = Vec::new();
    for run in runs.into_iter().filter(outside) {
        let Some(at) = middle(&positions[run.clone()]) else { continue };
        // A jump of the receiver may tear one stop into two.
        match stays.last_mut().filter(|(_, last)| last.distance_m(at) <= 2.0 * limits.point.radius_m) {
            Some((last, _)) => last.end = run.end,
            None => stays.push((run, at)),
        }
    }
    stays.into_iter().map(|(stay, _)| Part::Stay(stay)).collect()
}

/// Metres walked up to each position.
fn walked_m(positions: &[Position]) -> Vec<f64> {
    let mut total_m = 0.0;
    let mut walked = |index: usize| {
        if let Some(before) = index.checked_sub(1) {
            total_m += positions[before].smooth.distance_m(positions[index].smooth);
        }
        total_m
    };
    (0..positions.len()).map(&mut walked).collect()
}
