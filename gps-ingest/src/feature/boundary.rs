//! A boundary walk becomes a polygon: stops drawn together, ring closed, simplified, made valid.

use geo::{Coord, Distance, Euclidean, Geometry, LineString};
use gis_core::simplify::simplify_line;
use gis_core::survey::DraftKind;
use gis_core::{Finding, Projected, Text};

use super::stop::{middle, path_without_stops, still_runs};
use super::{Attempt, Shape, Workshop, ring};
use crate::clean::plane::Position;
use crate::settings::Thresholds;
use crate::words::both;

/// The code of the finding that a walk is too short for a parcel.
pub(super) const TOO_SHORT: &str = "walk_too_short";

/// Fewest positions of which a ring can be made.
const POSITIONS_MIN: usize = 4;

/// Traces the ring of one walk, which pauses interrupted so many times.
pub(super) fn trace(workshop: &Workshop<'_>, positions: &[Position], pauses: usize) -> Attempt {
    let limits = workshop.limits;
    let positions = on_the_boundary(positions, limits);
    let path = path_without_stops(positions, limits);
    let length_m = path_length_m(&path);
    if positions.len() < POSITIONS_MIN || length_m < 2.0 * limits.closure_max_m {
        return Err(too_short(length_m));
    }
    let mut findings = Vec::new();
    let ring = close(path, length_m, limits, &mut findings)?;
    let simple = simplify_line(&LineString::from(ring), limits.parcel_tolerance_m);
    let polygon = ring::repair(simple, limits, &mut findings)?;
    if pauses > 0 {
        findings.push(bridged(pauses));
    }
    Ok(Shape {
        kind: DraftKind::Parcel,
        geometry: Geometry::from(polygon),
        sigma_m: workshop.moving_sigma_m(positions),
        epoch_count: positions.len(),
        findings,
    })
}

/// Without what comes before the first stop and after the last one, when that is short and near.
fn on_the_boundary<'a>(positions: &'a [Position], limits: &Thresholds) -> &'a [Position] {
    let (Some(first), Some(last)) = (positions.first(), positions.last()) else { return positions };
    let runs = still_runs(positions, limits.dwell_min_s, limits);
    let is_near = |lead: &[Position], stop: &[Position]| {
        let near_m = 2.0 * limits.closure_max_m;
        middle(stop).is_some_and(|at| lead.iter().all(|position| position.at.distance_m(at) <= near_m))
    };
    let start = runs.first().filter(|run| {
        positions[run.start].time_s <= first.time_s + limits.lead_max_s
            && is_near(&positions[..run.start], &positions[(*run).clone()])
    });
    let end = runs.last().filter(|run| {
        runs.len() > 1
            && positions[run.end - 1].time_s >= last.time_s - limits.lead_max_s
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
    mut path: Vec<Projected>,
    length_m: f64,
    limits: &Thresholds,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Projected>, Finding> {
    let start = path[0];
    let Closure { end, gap_m } = closure(&path, length_m, limits, findings)?;
    path.truncate(end + 1);
    if gap_m > limits.closure_silent_m {
        findings.push(loosely_closed(gap_m));
    } else if let Some(last) = path.pop() {
        path[0] = Projected {
            easting_m: f64::midpoint(start.easting_m, last.easting_m),
            northing_m: f64::midpoint(start.northing_m, last.northing_m),
        };
    }
    path.push(path[0]);
    Ok(path)
}

/// Where to close a path: after the first lap when the rest follows it, else where its end comes nearest to its
/// start, else at its last return.
fn closure(
    path: &[Projected],
    length_m: f64,
    limits: &Thresholds,
    findings: &mut Vec<Finding>,
) -> Result<Closure, Finding> {
    let returns = returns(path, limits);
    if let Some(first) = returns.first().filter(|first| is_walked_again(path, first.end, limits)) {
        if path_length_m(&path[first.end..]) > (1.0 - limits.closure_search_share) * length_m {
            findings.push(walked_again());
        }
        return Ok(*first);
    }
    let nearest = nearest_end(path, length_m, limits);
    if nearest.gap_m <= limits.closure_max_m {
        return Ok(nearest);
    }
    let last = returns.last().ok_or_else(|| open(nearest.gap_m))?;
    findings.push(walked_on(path_length_m(&path[last.end..])));
    Ok(*last)
}

/// Where the last share of a path comes nearest to its start.
fn nearest_end(path: &[Projected], length_m: f64, limits: &Thresholds) -> Closure {
    let mut walked_m = 0.0;
    let mut nearest = Closure { end: path.len() - 1, gap_m: f64::INFINITY };
    for end in 1..path.len() {
        walked_m += path[end - 1].distance_m(path[end]);
        let gap_m = path[0].distance_m(path[end]);
        if walked_m >= limits.closure_search_share * length_m && gap_m < nearest.gap_m {
            nearest = Closure { end, gap_m };
        }
    }
    nearest
}

/// The nearest point of each return to the start, after the path has been away from it.
fn returns(path: &[Projected], limits: &Thresholds) -> Vec<Closure> {
    let mut returns: Vec<Closure> = Vec::new();
    let (mut was_away, mut is_back) = (false, false);
    for (end, at) in path.iter().enumerate() {
        let gap_m = path[0].distance_m(*at);
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
fn is_walked_again(path: &[Projected], end: usize, limits: &Thresholds) -> bool {
    let simple = |part: &[Projected]| {
        let line: LineString = part.iter().map(|at| Coord::from(*at)).collect();
        simplify_line(&line, limits.parcel_tolerance_m)
    };
    let (lap, rest) = (simple(&path[..=end]), simple(&path[end..]));
    lap.0.len().max(rest.0.len()) <= limits.ring_vertices_max
        && rest.points().all(|point| Euclidean.distance(&point, &lap) <= limits.lap_apart_max_m)
}

fn path_length_m(path: &[Projected]) -> f64 {
    path.windows(2).map(|pair| pair[0].distance_m(pair[1])).sum()
}

/// What the size of a parcel says of its worth.
///
/// The share is a rule of thumb from simulated walks of 0.2 to 5 ha: sd(area) / area ≈ 0.010 σ / √hectares.
/// It is less than the noise alone would give, because part of σ moves a parcel as a whole.
pub(super) fn judge_area(area_m2: f64, sigma_m: f64, limits: &Thresholds) -> Finding {
    const SHARE_PER_SIGMA: f64 = 0.010;
    const SHARE_MAX: f64 = 0.1;
    let share = SHARE_PER_SIGMA * sigma_m / (area_m2 / 10_000.0).sqrt();
    if area_m2 < limits.parcel_min_m2 {
        return Finding::warning(
            "parcel_too_small",
            both(|language| {
                let area = language.area(area_m2);
                language
                    .pick(
                        "Parcelle de {} : trop petite pour un GPS de poche. Mesurez-la au ruban.",
                        "Parcel of {}: too small for a handheld GPS. Measure it with a tape.",
                    )
                    .replace("{}", &area)
            }),
        );
    }
    let message = both(|language| {
        let per_cent = 200.0 * share;
        let per_cent = language.figure(per_cent.max(0.1), usize::from(per_cent < 2.0));
        language
            .pick("Superficie connue à ± {} % près (95 %).", "Area known to within ± {} % (95 %).")
            .replace("{}", &per_cent)
    });
    if share > SHARE_MAX {
        let advice = Text::new(
            format!("{} Refaites le tour un autre jour et comparez.", message.fr),
            format!("{} Walk it again on another day and compare.", message.en),
        );
        Finding::warning("area_uncertain", advice)
    } else {
        Finding::note("area_uncertainty", message)
    }
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
        "ring_loosely_closed",
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
        "walked_on",
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
    Finding::warning("gap_bridged", text)
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
