//! A drive becomes a line: stops drawn together, simplified.

use geo::{Coord, Euclidean, Geometry, Length, LineString};
use gis_core::Finding;
use gis_core::simplify::simplify_line;
use gis_core::survey::DraftKind;

use super::stop::path_without_stops;
use super::{Attempt, Shape, Workshop};
use crate::clean::plane::Position;
use crate::words::both;

/// Traces the line of one session.
pub(super) fn trace(workshop: &Workshop<'_>, positions: &[Position]) -> Attempt {
    let limits = workshop.limits;
    let path: LineString = path_without_stops(positions, limits).into_iter().map(Coord::from).collect();
    let line = simplify_line(&path, limits.road_tolerance_m);
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
                    "Un tronçon de {} est trop court ; il n'est pas proposé.",
                    "A stretch of {} is too short for a road; it is not proposed.",
                )
                .replace("{}", &length)
        }),
    )
}

#[cfg(test)]
mod tests {
    use gis_core::Projected;

    use super::*;
    use crate::settings::Thresholds;

    #[test]
    fn a_shrinking_zigzag_of_thousands_of_positions_is_a_line_and_no_overflow() {
        let position = |step: u32| {
            let swing_m = f64::from(20_000 - step) * if step.is_multiple_of(2) { 0.05 } else { -0.05 };
            let at = Projected { easting_m: 1e5 + f64::from(step), northing_m: 1.6e6 + swing_m };
            Position { epoch: 0, time_s: 60.0 * f64::from(step), at, speed_m_s: None }
        };
        let positions: Vec<Position> = (0..20_000).map(position).collect();
        let epochs = crate::decode(
            &[crate::LogFile { name: None, bytes: b"$GPGLL,1447.46,N,01655.56,W,101112,A\r\n" }],
            &crate::Settings::default(),
        )
        .epochs;
        let workshop = Workshop { limits: &Thresholds::default(), epochs: &epochs };
        let shape = trace(&workshop, &positions).expect("a road");
        assert_eq!(shape.epoch_count, positions.len());
    }
}
