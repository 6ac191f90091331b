//! A drive becomes a line: stops drawn together, simplified.

use geo::{Coord, Euclidean, Geometry, Length, LineString, Simplify};
use gis_core::Finding;
use gis_core::survey::DraftKind;

use super::stop::path_without_stops;
use super::{Attempt, Shape, Workshop};
use crate::plane::Position;
use crate::words::both;

/// Traces the line of one session.
pub(super) fn trace(workshop: &Workshop<'_>, positions: &[Position]) -> Attempt {
    let limits = workshop.limits;
    let path: LineString = path_without_stops(positions, limits).into_iter().map(Coord::from).collect();
    let line = path.simplify(limits.road_tolerance_m);
    let length_m = Euclidean.length(&line);
    if positions.len() < limits.road_epochs_min || length_m < limits.road_min_m {
        return Err(too_short(length_m));
    }
    Ok(Shape {
        kind: DraftKind::Road,
        geometry: Geometry::from(line),
        sigma_m: workshop.moving_sigma_m(positions),
        epoch_count: positions.len(),
        findings: Vec::new(),
    })
}

fn too_short(length_m: f64) -> Finding {
    Finding::warning(
        "road_too_short",
        both(|language| {
            let length = language.length(length_m);
            language
                .pick(
                    "Un tronçon de {} est trop court pour une voie ; il n'est pas proposé.",
                    "A stretch of {} is too short for a road; it is not proposed.",
                )
                .replace("{}", &length)
        }),
    )
}
