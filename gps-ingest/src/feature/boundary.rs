//! A boundary walk becomes a polygon: stops drawn together, ring closed, simplified, made valid.

use geo::{Coord, Distance, Euclidean, Geometry, LineString};
use gis_core::survey::DraftKind;
use gis_core::{Finding, Projected, Text};

use super::path::{Stop, Vertex, length_m, middle, path, simplified, still_runs};
use super::{Attempt, HeldCorner, Shape, Workshop, ring};
use crate::clean::plane::Position;
use crate::error_model::Deviation;
use crate::settings::{BoundaryLimits, Thresholds};
use crate::words::both;

/// The code of the finding that a walk is too short for a parcel.
pub(super) const TOO_SHORT: &str = "walk_too_short";

/// The code of the finding that the ends of a walk lie apart.
pub(super) const LOOSELY_CLOSED: &str = "ring_loosely_closed";

/// The code of the finding that a walk goes on after its ring.
pub(super) const WALKED_ON: &str = "walked_on";

/// The code of the finding that the signal was missing during a walk.
pub(super) const BRIDGED: &str = "gap_bridged";

/// Fewest positions of which a ring can be made.
const POSITIONS_MIN: usize = 4;

/// Traces the ring of one walk.
pub(super) fn trace(workshop: &Workshop<'_>, positions: &[Position]) -> Attempt {
    let limits = workshop.limits;
    let positions = on_the_boundary(positions, limits);
    let path = path(positions, limits);
    let walked_m = length_m(&path);
    if positions.len() < POSITIONS_MIN || walked_m < 2.0 * limits.boundary.closure_max_m {
        return Err(too_short(walked_m));
    }
    let mut findings = Vec::new();
    let closed = close(path, walked_m, &limits.boundary, &mut findings)?;
    let ring = simplified(&closed, limits.boundary.tolerance_m);
    let deviation = workshop.deviation(positions);
    let polygon = ring::repair(&line(&ring), &limits.boundary, &mut findings)?;
    let pauses =
        positions.windows(2).filter(|pair| pair[1].time_s - pair[0].time_s > limits.walk.gap_max_s).count();
    if pauses > 0 {
        findings.push(bridged(pauses));
    }
    let coords: Vec<Coord> = ring.iter().map(|vertex| Coord::from(vertex.at)).collect();
    let times_s: Vec<f64> = ring.iter().map(|vertex| vertex.time_s).collect();
    Ok(Shape {
        area_sd_m2: Some(deviation.of_area_m2(&coords, &times_s, &limits.error)),
        corners: held_corners(&ring, &deviation),
        findings,
        ..workshop.shape(DraftKind::Parcel, Geometry::from(polygon), deviation.of_fix_m(), positions)
    })
}

/// The stops among the vertices of a ring, each with what it is worth.
fn held_corners(ring: &[Vertex], deviation: &Deviation) -> Vec<HeldCorner> {
    let held = |vertex: &Vertex| {
        let Stop { held_s, fixes } = vertex.stop?;
        Some(HeldCorner { at: vertex.at, sigma_m: deviation.of_mean_m(held_s, fixes), held_s })
    };
    // The last vertex is the first again.
    ring[..ring.len() - 1].iter().filter_map(held).collect()
}

fn line(path: &[Vertex]) -> LineString {
    path.iter().map(|vertex| Coord::from(vertex.at)).collect()
}

/// Without what comes before the first stop and after the last one, when that is short and near.
fn on_the_boundary<'a>(positions: &'a [Position], limits: &Thresholds) -> &'a [Position] {
    let (Some(first), Some(last)) = (positions.first(), positions.last()) else { return positions };
    let runs = still_runs(positions, limits.pace.dwell_min_s, limits);
    let is_near = |lead: &[Position], stop: &[Position]| {
        let near_m = 2.0 * limits.boundary.closure_max_m;
        middle(stop).is_some_and(|at| lead.iter().all(|position| position.at.distance_m(at) <= near_m))
    };
    let start = runs.first().filter(|run| {
        positions[run.start].time_s <= first.time_s + limits.boundary.lead_max_s
            && is_near(&positions[..run.start], &positions[(*run).clone()])
    });
    let end = runs.last().filter(|run| {
        runs.len() > 1
            && positions[run.end - 1].time_s >= last.time_s - limits.boundary.lead_max_s
            && is_near(&positions[run.end..], &positions[(*run).clone()])
    });
    &positions[start.map_or(0, |run| run.start)..end.map_or(positions.len(), |run| run.end)]
}

/// Where a path comes near its start again.
#[derive(Debug, Clone, Copy)]
struct Closure {
    end: usize,
    gap_m: f64,
}

/// Closes a path, and says how well it closes.
fn close(
    mut path: Vec<Vertex>,
    walked_m: f64,
    limits: &BoundaryLimits,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Vertex>, Finding> {
    let start = path[0].at;
    let Closure { end, gap_m } = closure(&path, walked_m, limits, findings)?;
    path.truncate(end + 1);
    if gap_m > limits.closure_silent_m {
        findings.push(loosely_closed(gap_m));
    } else if let Some(last) = path.pop() {
        path[0].at = Projected {
            easting_m: f64::midpoint(start.easting_m, last.at.easting_m),
            northing_m: f64::midpoint(start.northing_m, last.at.northing_m),
        };
        path[0].stop = path[0].stop.or(last.stop);
    }
    path.push(Vertex { time_s: path[path.len() - 1].time_s, ..path[0] });
    Ok(path)
}

/// Where to close a path: after the first lap when the rest follows it, else where its end comes nearest to its
/// start, else at its last return.
fn closure(
    path: &[Vertex],
    walked_m: f64,
    limits: &BoundaryLimits,
    findings: &mut Vec<Finding>,
) -> Result<Closure, Finding> {
    let returns = returns(path, limits);
    if let Some(first) = returns.first().filter(|first| is_walked_again(path, first.end, limits)) {
        if length_m(&path[first.end..]) > (1.0 - limits.closure_search_share) * walked_m {
            findings.push(walked_again());
        }
        return Ok(*first);
    }
    let nearest = nearest_end(path, walked_m, limits);
    if nearest.gap_m <= limits.closure_max_m {
        return Ok(nearest);
    }
    let last = returns.last().ok_or_else(|| open(nearest.gap_m))?;
    findings.push(walked_on(length_m(&path[last.end..])));
    Ok(*last)
}

/// Where the last share of a path comes nearest to its start.
fn nearest_end(path: &[Vertex], walked_m: f64, limits: &BoundaryLimits) -> Closure {
    let mut done_m = 0.0;
    let mut nearest = Closure { end: path.len() - 1, gap_m: f64::INFINITY };
    for end in 1..path.len() {
        done_m += path[end - 1].at.distance_m(path[end].at);
        let gap_m = path[0].at.distance_m(path[end].at);
        if done_m >= limits.closure_search_share * walked_m && gap_m < nearest.gap_m {
            nearest = Closure { end, gap_m };
        }
    }
    nearest
}

/// The nearest point of each return to the start, after the path has been away from it.
fn returns(path: &[Vertex], limits: &BoundaryLimits) -> Vec<Closure> {
    let mut returns: Vec<Closure> = Vec::new();
    let (mut was_away, mut is_back) = (false, false);
    for (end, vertex) in path.iter().enumerate() {
        let gap_m = path[0].at.distance_m(vertex.at);
        if gap_m > limits.closure_max_m {
            (was_away, is_back) = (true, false);
        } else if was_away && gap_m <= limits.closure_silent_m {
            match returns.last_mut().filter(|_| is_back) {
                Some(closure) if closure.gap_m <= gap_m => {}
                Some(closure) => *closure = Closure { end, gap_m },
                None => returns.push(Closure { end, gap_m }),
            }
            is_back = true;
        }
    }
    returns
}

/// Whether what follows the first lap runs along it all the way: then it is a second lap, and not the other half
/// of a narrow field.
fn is_walked_again(path: &[Vertex], end: usize, limits: &BoundaryLimits) -> bool {
    let simple = |part: &[Vertex]| line(&simplified(part, limits.tolerance_m));
    let (lap, rest) = (simple(&path[..=end]), simple(&path[end..]));
    lap.0.len().max(rest.0.len()) <= limits.ring_vertices_max
        && rest.points().all(|point| Euclidean.distance(&point, &lap) <= limits.lap_apart_max_m)
}

/// What the deviation of its area says of a parcel.
pub(super) fn area_known_to(area_m2: f64, sd_m2: f64) -> Finding {
    let message = both(|language| {
        let per_cent = 196.0 * sd_m2 / area_m2;
        let per_cent = language.figure(per_cent.max(0.1), usize::from(per_cent < 2.0));
        language
            .pick("Superficie connue à ± {} % près (95 %).", "Area known to within ± {} % (95 %).")
            .replace("{}", &per_cent)
    });
    Finding::note("area_uncertainty", message)
}

fn open(gap_m: f64) -> Finding {
    Finding::warning(
        "ring_open",
        both(|language| {
            let gap = language.length(gap_m);
            language
                .pick(
                    "Le tour n'est pas fermé : il s'arrête à {} du départ. Pas de parcelle proposée ; revenez au \
                     point de départ, ou dites qu'il s'agit d'un tronçon.",
                    "The walk is not closed: it ends {} from its start. No parcel is proposed; walk back to the \
                     start, or say that it is a road.",
                )
                .replace("{}", &gap)
        }),
    )
}

fn loosely_closed(gap_m: f64) -> Finding {
    Finding::warning(
        LOOSELY_CLOSED,
        both(|language| {
            let gap = language.figure(gap_m, 1);
            language
                .pick(
                    "Le tour a été fermé par un segment droit de {} m. Vérifiez ce côté.",
                    "The walk was closed with a straight line of {} m. Check that side.",
                )
                .replace("{}", &gap)
        }),
    )
}

fn walked_again() -> Finding {
    Finding::note(
        "walked_again",
        Text::new(
            "Le terrain a été parcouru plus d'une fois ; le premier tour est retenu.",
            "The boundary was walked more than once; the first lap is taken.",
        ),
    )
}

fn walked_on(rest_m: f64) -> Finding {
    Finding::warning(
        WALKED_ON,
        both(|language| {
            let rest = language.length(rest_m);
            language
                .pick(
                    "Le tour est fermé bien avant la fin du journal ; les {} qui suivent ne sont pas comptés. \
                     Vérifiez le contour.",
                    "The walk closes well before the end of the log; the {} that follow are left out. Check the \
                     outline.",
                )
                .replace("{}", &rest)
        }),
    )
}

fn bridged(pauses: usize) -> Finding {
    let text = if pauses == 1 {
        Text::new(
            "Le signal manque une fois pendant le tour ; ce côté est une ligne droite.",
            "The signal is missing once during the walk; that side is a straight line.",
        )
    } else {
        Text::new(
            format!("Le signal manque {pauses} fois pendant le tour ; ces côtés sont des lignes droites."),
            format!("The signal is missing {pauses} times during the walk; these sides are straight lines."),
        )
    };
    Finding::warning(BRIDGED, text)
}

fn too_short(length_m: f64) -> Finding {
    Finding::warning(
        TOO_SHORT,
        both(|language| {
            let length = language.length(length_m);
            language
                .pick(
                    "Le déplacement ({}) est trop court pour une parcelle.",
                    "The movement ({}) is too short for a parcel.",
                )
                .replace("{}", &length)
        }),
    )
}

#[cfg(test)]
mod tests;
