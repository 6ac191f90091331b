//! Junctions: the end of a road that stops just short of another road, or just beyond it, meets it.

use geo::{BoundingRect, Coord, Geometry, LineString};
use gis_core::simplify::{distance, foot};

use super::Shape;
use crate::settings::RoadLimits;

/// Moves the ends of roads onto the roads that they meet.
pub(super) fn join(roads: &mut [Shape], limits: &RoadLimits) {
    for index in 0..roads.len() {
        for is_start in [true, false] {
            let Some(end) = line(&roads[index]).and_then(|line| end_of(line, is_start)) else { continue };
            let others = (0..roads.len()).filter(|&other| other != index);
            let crosses = |other: usize, meeting: &Meeting| {
                line(&roads[index]).zip(line(&roads[other])).is_some_and(|(road, other)| {
                    crosses(
                        end_segment(road, is_start),
                        [other.0[meeting.segment - 1], other.0[meeting.segment]],
                    )
                })
            };
            let met = others
                .filter_map(|other| {
                    Some((other, meeting(line(&roads[other])?, end, limits.junction_reach_m)?))
                })
                .filter(|(other, meeting)| crosses(*other, meeting))
                .min_by(|(_, one), (_, other)| one.apart_m.total_cmp(&other.apart_m));
            if let Some((other, meeting)) = met {
                meet(roads, index, is_start, other, &meeting);
            }
        }
    }
}

/// Whether two segments lead in directions that differ: a second carriageway meets nothing.
fn crosses([start, end]: [Coord; 2], [from, to]: [Coord; 2]) -> bool {
    /// The sine of 30°.
    const ACROSS_MIN: f64 = 0.5;
    let (one, other) = (end - start, to - from);
    let across = (one.x * other.y - one.y * other.x).abs();
    across >= ACROSS_MIN * one.x.hypot(one.y) * other.x.hypot(other.y)
}

/// The first or the last segment of a road.
fn end_segment(road: &LineString, is_start: bool) -> [Coord; 2] {
    let last = road.0.len() - 1;
    if is_start { [road.0[1], road.0[0]] } else { [road.0[last - 1], road.0[last]] }
}

/// Where an end meets another road.
struct Meeting {
    /// The segment of the other road, by the index of its end.
    segment: usize,
    at: Coord,
    apart_m: f64,
}

fn meeting(line: &LineString, end: Coord, reach_m: f64) -> Option<Meeting> {
    let bounds = line.bounding_rect()?;
    let outside = |value: f64, low: f64, high: f64| value < low - reach_m || value > high + reach_m;
    if outside(end.x, bounds.min().x, bounds.max().x) || outside(end.y, bounds.min().y, bounds.max().y) {
        return None;
    }
    let of_segment = |(segment, pair): (usize, &[Coord])| Meeting {
        segment: segment + 1,
        at: foot(end, pair[0], pair[1]),
        apart_m: distance(end, pair[0], pair[1]),
    };
    let nearest = line.0.windows(2).enumerate().map(of_segment);
    nearest
        .min_by(|one, other| one.apart_m.total_cmp(&other.apart_m))
        .filter(|nearest| nearest.apart_m <= reach_m)
}

/// Gives both roads a vertex in one place.
fn meet(roads: &mut [Shape], index: usize, is_start: bool, other: usize, meeting: &Meeting) {
    if let Geometry::LineString(met) = &mut roads[other].geometry
        && !met.0.contains(&meeting.at)
    {
        met.0.insert(meeting.segment, meeting.at);
    }
    if let Geometry::LineString(line) = &mut roads[index].geometry {
        let end = if is_start { 0 } else { line.0.len() - 1 };
        line.0[end] = meeting.at;
    }
}

fn line(shape: &Shape) -> Option<&LineString> {
    match &shape.geometry {
        Geometry::LineString(line) => Some(line).filter(|line| line.0.len() > 1),
        _ => None,
    }
}

fn end_of(line: &LineString, is_start: bool) -> Option<Coord> {
    if is_start { line.0.first().copied() } else { line.0.last().copied() }
}
