//! S6, sessions: a log falls apart where the receiver paused, was restarted or lost its way.

use crate::clean::pace::Pace;
use crate::clean::plane::{Position, usual_step_s};
use crate::settings::Thresholds;

/// A stretch without a gap, at least one position long.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Positions in rising order of time.
    pub positions: Vec<Position>,
    /// Where dead reckoning puts the vehicle while its fixes are rejected, in rising order of time.
    pub reckoned: Vec<Position>,
}

impl Session {
    /// A session of those positions.
    #[must_use]
    pub fn of(positions: Vec<Position>) -> Self {
        Self { positions, reckoned: Vec::new() }
    }

    /// From the first to the last position.
    #[must_use]
    pub fn duration_s(&self) -> f64 {
        match (self.positions.first(), self.positions.last()) {
            (Some(first), Some(last)) => last.time_s - first.time_s,
            _ => 0.0,
        }
    }
}

/// Splits positions where a log ends, where time runs backwards or stands still, or pauses longer than the pace allows.
#[must_use]
pub fn split(positions: &[Position], pace: Pace, limits: &Thresholds) -> Vec<Session> {
    // A log of one position in 40 seconds is slow, and not torn.
    let gap_max_s = pace.profile(limits).gap_max_s.max(3.0 * usual_step_s(positions));
    positions
        .chunk_by(|one, next| {
            let pause_s = next.time_s - one.time_s;
            pause_s > 0.0 && pause_s <= gap_max_s && one.log == next.log && !next.begins
        })
        .map(|positions| Session::of(positions.to_vec()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::Projected;

    #[test]
    fn pauses_and_restarts_split_sessions() {
        let at = Projected { easting_m: 0.0, northing_m: 0.0 };
        let position = |time_s: f64| Position::new(0, time_s, at, None);
        let times = [0.0, 1.0, 31.0, 62.0, 63.0, 5.0, 6.0];
        let positions: Vec<_> = times.map(position).to_vec();
        let lengths = |pace| {
            let sessions = split(&positions, pace, &Thresholds::default());
            sessions.iter().map(|session| session.positions.len()).collect::<Vec<_>>()
        };
        assert_eq!(lengths(Pace::Walk), [3, 2, 2]);
        assert_eq!(lengths(Pace::Drive), [5, 2]);
    }
}
