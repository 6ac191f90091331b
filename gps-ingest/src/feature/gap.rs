//! Gaps in a drive: from the last fix before to the first one after, along the curve that leaves and arrives as the
//! receiver's velocities say. The chord cuts every bend.

use geo::Coord;
use gis_core::Projected;

use crate::clean::plane::{Position, count};
use crate::settings::RoadLimits;

/// A drive with places put into its gaps, one for each second.
pub(super) fn bridged(drive: &[Position], road: &RoadLimits) -> Vec<Position> {
    let mut bridged = Vec::with_capacity(drive.len());
    for pair in drive.windows(2) {
        bridged.push(pair[0]);
        bridged.extend(curve(&pair[0], &pair[1], road).into_iter().flatten());
    }
    bridged.extend(drive.last());
    bridged
}

/// A cubic Hermite curve over a gap; `None` where there is none, or where somebody may have stopped in it.
fn curve(from: &Position, to: &Position, road: &RoadLimits) -> Option<impl Iterator<Item = Position>> {
    let time_s = to.time_s - from.time_s;
    let (before, after) = from.velocity_m_s.zip(to.velocity_m_s)?;
    let (start, end) = (Coord::from(from.smooth), Coord::from(to.smooth));
    let way_m = f64::midpoint(before.x.hypot(before.y), after.x.hypot(after.y)) * time_s;
    let apart_m = (end.x - start.x).hypot(end.y - start.y);
    let goes_on = (apart_m - way_m).abs() <= road.gap_way_share * way_m;
    (time_s > road.gap_min_s && goes_on).then(|| {
        let (leaving, arriving) = (before * time_s, after * time_s);
        let place = move |share: f64| {
            let (square, cube) = (share.powi(2), share.powi(3));
            start * (2.0 * cube - 3.0 * square + 1.0)
                + leaving * (cube - 2.0 * square + share)
                + end * (3.0 * square - 2.0 * cube)
                + arriving * (cube - square)
        };
        let from = *from;
        (1..=whole(time_s)).map(count).filter(move |passed_s| *passed_s < time_s).map(move |passed_s| {
            let at = Projected::from(place(passed_s / time_s));
            Position { time_s: from.time_s + passed_s, at, smooth: at, ..from }
        })
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a gap within a session is short"
)]
fn whole(seconds: f64) -> usize {
    seconds.clamp(0.0, 1e4) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A position on a circle of 200 m, driven round at 10 m/s.
    fn on_circle(time_s: f64) -> Position {
        let (sin, cos) = (time_s * 10.0 / 200.0).sin_cos();
        let at = Projected { easting_m: 200.0 * cos, northing_m: 200.0 * sin };
        let velocity_m_s = Some(Coord { x: -10.0 * sin, y: 10.0 * cos });
        Position { velocity_m_s, ..Position::new(0, time_s, at, Some(10.0)) }
    }

    #[test]
    fn a_gap_in_a_bend_is_driven_round_the_bend() {
        let driven = bridged(&[on_circle(0.0), on_circle(1.0), on_circle(16.0)], &RoadLimits::default());
        assert_eq!(driven.len(), 17);
        let off_m = |position: &Position| position.smooth.easting_m.hypot(position.smooth.northing_m) - 200.0;
        assert!(driven.iter().all(|position| off_m(position).abs() < 0.5));
    }

    #[test]
    fn a_gap_in_which_somebody_may_have_stopped_stays_a_gap() {
        let late = Position { time_s: 40.0, ..on_circle(16.0) };
        assert_eq!(bridged(&[on_circle(0.0), late], &RoadLimits::default()).len(), 2);
    }
}
