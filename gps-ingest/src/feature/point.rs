//! A receiver held still becomes a point: the median of the longest time that it stood in one place.

use geo::{Coord, Geometry, Point};
use gis_core::survey::DraftKind;
use gis_core::{Finding, Projected};

use super::stop::{middle, still_flags, still_runs};
use super::{Attempt, Shape, Workshop, duration_s};
use crate::clean::plane::{Position, median};
use crate::settings::Thresholds;
use crate::words::both;

/// A normal distribution's standard deviation for each unit of its median absolute deviation.
const SIGMA_PER_MAD: f64 = 1.4826;

/// Bias of a whole session in the open and under cover: averaging within the session cannot remove it.
const BIAS_OPEN_M: f64 = 1.0;
const BIAS_COVERED_M: f64 = 2.0;

/// Averages the longest stop of one outing.
pub(super) fn average(workshop: &Workshop<'_>, positions: &[Position]) -> Attempt {
    let limits = workshop.limits;
    let longest = still_runs(positions, 0.0, limits).into_iter().max_by(|one, other| {
        duration_s(&positions[one.clone()]).total_cmp(&duration_s(&positions[other.clone()]))
    });
    let stop = longest.map(|run| stop_around(positions, run, limits)).unwrap_or_default();
    let at = middle(&stop).filter(|_| duration_s(&stop) >= limits.point_min_s);
    let at = at.ok_or_else(|| not_still(limits))?;
    Ok(Shape {
        kind: DraftKind::MarketAsset,
        geometry: Geometry::from(Point::from(Coord::from(at))),
        sigma_m: sigma_m(workshop, &stop, at),
        epoch_count: stop.len(),
        findings: short_stay(duration_s(&stop), limits).into_iter().collect(),
    })
}

/// All still positions near the median of one stop: jumps may have torn it into several.
fn stop_around(positions: &[Position], run: std::ops::Range<usize>, limits: &Thresholds) -> Vec<Position> {
    let Some(at) = middle(&positions[run]) else { return Vec::new() };
    let still = positions.iter().zip(still_flags(positions, limits)).filter(|(_, is_still)| *is_still);
    still
        .map(|(position, _)| *position)
        .filter(|position| position.at.distance_m(at) <= limits.point_radius_m)
        .collect()
}

/// σ² = bias² + spread² · 2τ/T: of a correlated error, T seconds hold T/2τ independent samples.
fn sigma_m(workshop: &Workshop<'_>, stop: &[Position], at: Projected) -> f64 {
    let limits = workshop.limits;
    let spread_m = |offset: fn(Projected, Projected) -> f64| {
        let deviations = stop.iter().map(|position| offset(position.at, at).abs()).collect();
        median(deviations).unwrap_or(0.0) * SIGMA_PER_MAD
    };
    let spread_m = spread_m(|one, other| one.easting_m - other.easting_m)
        .max(spread_m(|one, other| one.northing_m - other.northing_m));
    let share = (2.0 * limits.correlation_s / duration_s(stop).max(1.0)).min(1.0);
    let bias_m = if workshop.is_covered(stop) { BIAS_COVERED_M } else { BIAS_OPEN_M };
    bias_m.hypot(spread_m * share.sqrt()).max(workshop.sigma_floor_m(stop))
}

fn short_stay(duration_s: f64, limits: &Thresholds) -> Option<Finding> {
    (duration_s < limits.point_short_s).then(|| {
        Finding::warning(
            "short_stay",
            both(|language| {
                let duration = language.duration(duration_s);
                language
                    .pick(
                        "Le récepteur n'est resté que {} sur le point. Restez-y au moins une minute.",
                        "The receiver stayed on the point for only {}. Stay there for at least a minute.",
                    )
                    .replace("{}", &duration)
            }),
        )
    })
}

fn not_still(limits: &Thresholds) -> Finding {
    Finding::warning(
        "not_held_still",
        both(|language| {
            let duration = language.duration(limits.point_min_s);
            language
                .pick(
                    "Le récepteur n'est jamais resté immobile {} : pas de point proposé. Restez au moins une \
                     minute sur le point.",
                    "The receiver never stood still for {}: no point is proposed. Stay on the point for at least \
                     a minute.",
                )
                .replace("{}", &duration)
        }),
    )
}
