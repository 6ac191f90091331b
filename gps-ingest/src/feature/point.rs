//! A receiver held still becomes a point: the median of all stops near the place where it stood longest.

use geo::{Coord, Geometry, Point};
use gis_core::survey::DraftKind;
use gis_core::{Finding, Projected, Text};

use super::path::{middle, still_flags, still_runs};
use super::{Attempt, Shape, Workshop, duration_s};
use crate::clean::plane::{Position, count, median};
use crate::settings::Thresholds;
use crate::words::both;

/// Averages the longest stop of one stretch.
pub(super) fn average(workshop: &Workshop<'_>, positions: &[Position]) -> Attempt {
    let limits = workshop.limits;
    let longest = still_runs(positions, 0.0, limits).into_iter().max_by(|one, other| {
        duration_s(&positions[one.clone()]).total_cmp(&duration_s(&positions[other.clone()]))
    });
    let stop = longest.map(|run| stop_around(positions, run, limits)).unwrap_or_default();
    let at = middle(&stop).filter(|_| held_s(&stop, limits) >= limits.point.duration_min_s);
    let held_s = held_s(&stop, limits);
    let at = at.ok_or_else(|| not_still(limits))?;
    let deviation = workshop.deviation(&stop);
    let pinned = is_pinned(&stop, at, limits);
    let sigma_m = if pinned { deviation.of_fix_m() } else { deviation.of_mean_m(held_s, stop.len()) };
    let shape =
        workshop.shape(DraftKind::MarketAsset, Geometry::from(Point::from(Coord::from(at))), sigma_m, &stop);
    Ok(Shape {
        n_eff: if pinned { 1.0 } else { deviation.independent_fixes(held_s) },
        findings: short_stay(held_s, limits).into_iter().chain(pinned.then(held_by_receiver)).collect(),
        ..shape
    })
}

/// All still positions near the median of one stop: jumps may have torn it into several.
fn stop_around(positions: &[Position], run: std::ops::Range<usize>, limits: &Thresholds) -> Vec<Position> {
    let Some(at) = middle(&positions[run]) else { return Vec::new() };
    let still = positions.iter().zip(still_flags(positions, limits)).filter(|(_, is_still)| *is_still);
    still
        .map(|(position, _)| *position)
        .filter(|position| position.at.distance_m(at) <= limits.point.radius_m)
        .collect()
}

/// How long a stop lasted, without the time that was spent elsewhere.
fn held_s(stop: &[Position], limits: &Thresholds) -> f64 {
    let steps_s = stop.windows(2).map(|pair| pair[1].time_s - pair[0].time_s);
    steps_s.filter(|step_s| *step_s <= limits.walk.gap_max_s).sum()
}

/// Whether the receiver held its position still (static navigation) instead of measuring it anew.
fn is_pinned(stop: &[Position], at: Projected, limits: &Thresholds) -> bool {
    let repeats = stop.windows(2).filter(|pair| pair[0].at == pair[1].at).count();
    let share = count(repeats) / count(stop.len()).max(1.0);
    let spread_m = median(stop.iter().map(|position| position.at.distance_m(at)).collect());
    share > limits.point.pinned_share_min
        || spread_m.is_some_and(|spread_m| spread_m < limits.point.pinned_spread_max_m)
}

fn held_by_receiver() -> Finding {
    Finding::note(
        PINNED,
        Text::new(
            "Le récepteur a figé sa position : la moyenne ne vaut pas mieux qu'une seule mesure. Désactivez la \
             navigation statique.",
            "The receiver held its position: the mean is worth no more than one fix. Switch static navigation off.",
        ),
    )
}

/// The code of the finding that a receiver repeats its position.
pub(super) const PINNED: &str = "pinned";

/// The code of the finding that a stay was short.
pub(super) const SHORT_STAY: &str = "short_stay";

fn short_stay(duration_s: f64, limits: &Thresholds) -> Option<Finding> {
    (duration_s < limits.point.short_s).then(|| {
        Finding::warning(
            SHORT_STAY,
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
            let duration = language.duration(limits.point.duration_min_s);
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
