//! Dead reckoning: where the receiver's own velocities lead, whatever its positions say.
//!
//! Speed and course come from the Doppler shift, and what moves a position for a minute leaves them alone. So the way
//! from one fix to a later one is known to a metre or two without either. How far it is to be doubted grows with time,
//! with braking and turning, and where velocities are missing or stand against all positions around them.

use geo::Coord;
use gis_core::Projected;

use super::plane::{Position, median};
use crate::settings::ReckonLimits;

/// Where velocities have led since a log began.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reckoned {
    /// Metres east and north.
    pub way: Coord,
    /// Variance per axis that the way has gathered, in square metres: of two places, that of the way between.
    pub doubt_m2: f64,
}

impl Reckoned {
    /// Of a log whose velocities were not added up: no difference to it is known.
    pub const NOT: Self = Self { way: Coord { x: 0.0, y: 0.0 }, doubt_m2: f64::INFINITY };

    const START: Self = Self { way: Coord { x: 0.0, y: 0.0 }, doubt_m2: 0.0 };
}

/// What a way is doubted by of which nothing is known: wider than a log.
const UNKNOWN_M2: f64 = 1e6;

/// Adds up the velocities of one log; whether they are believed. A receiver whose speed is stuck is one that states
/// none.
pub fn reckon(positions: &mut [Position], limits: &ReckonLimits) -> bool {
    fill_velocities(positions, limits);
    let phase = phase(positions, limits);
    let mut total = Reckoned::START;
    for index in 0..positions.len() {
        if let Some(before) = index.checked_sub(1) {
            let step = step(&positions[before], &positions[index], phase, limits);
            total = Reckoned { way: total.way + step.way, doubt_m2: total.doubt_m2 + step.doubt_m2 };
        }
        positions[index].reckoned = total;
    }
    let is_believed = doubt_what_disagrees(positions, limits);
    if !is_believed {
        for position in positions {
            *position =
                Position { speed_m_s: None, velocity_m_s: None, reckoned: Reckoned::NOT, ..*position };
        }
    }
    is_believed
}

/// Where a sentence was lost, the velocity lies between the one before and the one after.
fn fill_velocities(positions: &mut [Position], limits: &ReckonLimits) {
    for index in 1..positions.len().saturating_sub(1) {
        let [before, here, after] = [index - 1, index, index + 1].map(|index| positions[index]);
        let is_near = (0.0..=2.0 * limits.fresh_s).contains(&(after.time_s - before.time_s));
        if here.velocity_m_s.is_none() && is_near {
            let between = before.velocity_m_s.zip(after.velocity_m_s).map(|(one, other)| (one + other) / 2.0);
            positions[index].velocity_m_s = between;
        }
    }
}

/// Doubts the way wherever positions move otherwise than the velocities say, and around there; whether it is right
/// mostly where it can be told, which is where positions move.
fn doubt_what_disagrees(positions: &mut [Position], limits: &ReckonLimits) -> bool {
    let stretches = stretches(positions, limits.belief_s);
    let disagrees: Vec<bool> = stretches
        .iter()
        .map(|stretch| disagreement_m_s(stretch, limits))
        .map(|apart_m_s| apart_m_s.is_some_and(|apart_m_s| apart_m_s > limits.disagreement_max_m_s))
        .collect();
    let moving = stretches.iter().filter(|stretch| moves(stretch, limits)).count();
    let disagreeing = disagrees.iter().filter(|disagrees| **disagrees).count();
    let lengths: Vec<usize> = stretches.iter().map(|stretch| stretch.len()).collect();
    let mut doubt_m2 = 0.0;
    let mut start = 0;
    for (index, length) in lengths.into_iter().enumerate() {
        let is_doubted = disagrees[index.saturating_sub(1)..(index + 2).min(disagrees.len())].contains(&true);
        for position in &mut positions[start..start + length] {
            doubt_m2 += if is_doubted { UNKNOWN_M2 } else { 0.0 };
            position.reckoned.doubt_m2 += doubt_m2;
        }
        start += length;
    }
    disagreeing < limits.stuck_stretches_min || disagreeing * 2 <= moving
}

/// Whether somebody went away over a stretch, by its positions.
fn moves(stretch: &[Position], limits: &ReckonLimits) -> bool {
    let ends = stretch.first().zip(stretch.last());
    ends.is_some_and(|(first, last)| {
        first.at.distance_m(last.at) > limits.disagreement_max_m_s * (last.time_s - first.time_s)
    })
}

/// The way from one position to the next.
fn step(from: &Position, to: &Position, phase: f64, limits: &ReckonLimits) -> Reckoned {
    let Some(Velocities { before, change, time_s }) = velocities(from, to) else {
        return Reckoned { way: Coord::zero(), doubt_m2: UNKNOWN_M2 };
    };
    let lag_m = limits.lag_s * change.x.hypot(change.y);
    let unseen_s = (time_s - limits.fresh_s).max(0.0);
    let doubt_m2 =
        limits.drift_m2_s * time_s + lag_m.powi(2) + limits.unseen_psd_m2_s3 * unseen_s.powi(3) / 12.0;
    Reckoned { way: (before + change * phase) * time_s, doubt_m2: doubt_m2.min(UNKNOWN_M2) }
}

/// The velocities at both ends of a step.
struct Velocities {
    before: Coord,
    change: Coord,
    time_s: f64,
}

fn velocities(from: &Position, to: &Position) -> Option<Velocities> {
    let time_s = to.time_s - from.time_s;
    let (before, after) = from.velocity_m_s.zip(to.velocity_m_s).filter(|_| time_s > 0.0)?;
    Some(Velocities { before, change: after - before, time_s })
}

/// Where between the velocities at the ends of a step its own lies: halfway where a receiver states that of the
/// instant, at the end where it states the mean of the second that ends, beyond where it lags. Learnt from all steps
/// that speed up, brake or turn, but for jumps.
fn phase(positions: &[Position], limits: &ReckonLimits) -> f64 {
    let halfway_m2 = limits.phase_prior_m2;
    let (mut along_m2, mut total_m2) = (0.5 * halfway_m2, halfway_m2);
    for pair in positions.windows(2) {
        let Some(Velocities { before, change, time_s }) = velocities(&pair[0], &pair[1]) else { continue };
        let moved = Coord::from(pair[1].at) - Coord::from(pair[0].at);
        let (beside, change) = (moved - before * time_s, change * time_s);
        let off = beside - change * 0.5;
        if time_s <= limits.fresh_s && off.x.hypot(off.y) <= limits.phase_off_max_m {
            along_m2 += beside.x * change.x + beside.y * change.y;
            total_m2 += change.x.powi(2) + change.y.powi(2);
        }
    }
    (along_m2 / total_m2).clamp(0.0, 2.0)
}

/// Stretches of a length, the last one of up to twice that.
fn stretches(positions: &[Position], length_s: f64) -> Vec<&[Position]> {
    let mut rest = positions;
    let mut stretches = Vec::new();
    while let (Some(first), Some(last)) = (rest.first(), rest.last()) {
        let ends_s = first.time_s + length_s;
        let is_last = last.time_s < ends_s + length_s;
        let end = if is_last {
            rest.len()
        } else {
            rest.iter().take_while(|position| position.time_s < ends_s).count().max(1)
        };
        let (stretch, later) = rest.split_at(end);
        stretches.push(stretch);
        rest = later;
    }
    stretches
}

/// By how much the positions of a stretch usually move otherwise than the velocities say; `None` where none are. A
/// jump comes at once and fades soon, so that it moves no median.
fn disagreement_m_s(stretch: &[Position], limits: &ReckonLimits) -> Option<f64> {
    let mut from = 0;
    let beside = |to: &Position| {
        while to.time_s - stretch[from].time_s > limits.baseline_s {
            from += 1;
        }
        let from = &stretch[from];
        let time_s = to.time_s - from.time_s;
        let is_stated = to.reckoned.doubt_m2 - from.reckoned.doubt_m2 < UNKNOWN_M2;
        (is_stated && time_s > limits.baseline_s / 2.0).then(|| (to.origin() - from.origin()) / time_s)
    };
    let (east, north): (Vec<f64>, Vec<f64>) =
        stretch.iter().filter_map(beside).map(|beside| (beside.x, beside.y)).unzip();
    Some(median(east)?.hypot(median(north)?))
}

/// How far two fixes lie apart beside the way between them.
pub struct Beside {
    /// The distance.
    pub apart_m: f64,
    /// How far the way itself may be off: three standard deviations.
    pub doubt_m: f64,
}

/// How far two fixes lie apart beside the way between them; `None` where the way is known no better than that variance.
#[must_use]
pub fn reckoned_apart(from: &Position, to: &Position, known_m2: f64) -> Option<Beside> {
    let apart = to.origin() - from.origin();
    let doubt_m2 = to.reckoned.doubt_m2 - from.reckoned.doubt_m2;
    (doubt_m2 < known_m2).then(|| Beside { apart_m: apart.x.hypot(apart.y), doubt_m: 3.0 * doubt_m2.sqrt() })
}

impl Position {
    /// Where its fix puts the beginning of the way.
    #[must_use]
    pub fn origin(&self) -> Coord {
        Coord::from(self.at) - self.reckoned.way
    }

    /// Where the way puts it, of a beginning.
    #[must_use]
    pub fn reckoned_from(&self, origin: Coord) -> Projected {
        Projected::from(origin + self.reckoned.way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A drive eastwards that gains and loses speed, one fix a second, with what the receiver says of its speed.
    fn drive(stated_m_s: impl Fn(f64, f64) -> f64) -> Vec<Position> {
        let speed_m_s = |time_s: f64| 8.0 + 4.0 * (time_s / 7.0).sin();
        let mut easting_m = 0.0;
        let position = |second: u32| {
            let time_s = f64::from(second);
            easting_m += speed_m_s(time_s);
            let at = Projected { easting_m, northing_m: 0.0 };
            let stated_m_s = stated_m_s(time_s, speed_m_s(time_s));
            let velocity_m_s = Some(Coord { x: stated_m_s, y: 0.0 });
            Position { velocity_m_s, ..Position::new(0, time_s, at, Some(stated_m_s)) }
        };
        (0..200).map(position).collect()
    }

    fn limits() -> ReckonLimits {
        ReckonLimits::default()
    }

    #[test]
    fn the_way_of_true_velocities_is_that_of_the_fixes() {
        let mut positions = drive(|_, speed_m_s| speed_m_s);
        assert!(reckon(&mut positions, &limits()));
        let beside = reckoned_apart(&positions[10], &positions[110], 4.0).expect("a known way");
        assert!(beside.apart_m < 1.0 && beside.doubt_m < 6.0, "{} {}", beside.apart_m, beside.doubt_m);
    }

    #[test]
    fn velocities_that_lag_by_half_a_second_lead_to_the_same_place() {
        let mut positions = drive(|time_s, _| 8.0 + 4.0 * ((time_s - 0.5) / 7.0).sin());
        assert!(reckon(&mut positions, &limits()));
        let beside = reckoned_apart(&positions[10], &positions[110], 4.0).expect("a known way");
        assert!(beside.apart_m < 1.5, "{}", beside.apart_m);
    }

    #[test]
    fn a_speed_that_is_stuck_while_positions_move_is_not_believed() {
        let mut positions = drive(|_, _| 0.0);
        assert!(!reckon(&mut positions, &limits()));
        assert!(positions.iter().all(|position| position.speed_m_s.is_none()));
        assert!(reckoned_apart(&positions[0], &positions[1], 4.0).is_none());
    }

    #[test]
    fn a_speed_that_is_stuck_for_a_minute_is_doubted_there_alone() {
        let mut positions =
            drive(|time_s, speed_m_s| if (60.0..120.0).contains(&time_s) { 0.0 } else { speed_m_s });
        assert!(reckon(&mut positions, &limits()));
        assert!(reckoned_apart(&positions[80], &positions[81], 4.0).is_none());
        assert!(reckoned_apart(&positions[10], &positions[30], 4.0).is_some());
        assert!(reckoned_apart(&positions[170], &positions[190], 4.0).is_some());
    }

    #[test]
    fn a_jump_that_lasts_and_fades_does_not_make_velocities_doubtful() {
        let mut positions = drive(|_, speed_m_s| speed_m_s);
        for position in &mut positions[80..110] {
            let faded_s = (position.time_s - 92.0).max(0.0);
            position.at.northing_m += 30.0 * (-faded_s / 3.0).exp();
        }
        assert!(reckon(&mut positions, &limits()));
        let off_m =
            |index: usize| reckoned_apart(&positions[79], &positions[index], 4.0).expect("known").apart_m;
        assert!(off_m(85) > 29.0 && off_m(112) < 1.0);
    }
}
