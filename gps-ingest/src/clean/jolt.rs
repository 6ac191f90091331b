//! Jolts: steps that neither the movement before nor the one after explains.
//!
//! Whoever turns or brakes makes a step that lies between how he moved before and how he moves after. A jump of the
//! receiver lies beside both, and that is seen from a few metres on, where a limit of speed sees nothing yet.

use geo::Coord;
use gis_core::simplify::distance;

use super::plane::{Position, median, usual_step_s};
use super::reckon::reckoned_apart;
use crate::settings::SpikeLimits;

/// How a session moves around each of its positions.
pub struct Movement<'a> {
    positions: &'a [Position],
    /// The velocity over the second that ends at each position; `None` where it has no such second before it.
    velocities_m_s: Vec<Option<Coord>>,
    limits: &'a SpikeLimits,
    /// For each position, whether the step that leads to it is a jolt.
    jolts: Vec<bool>,
    /// How far a step usually is off what the movement explains: the noise of the receiver.
    usual_m: f64,
    /// Windows are no shorter: a slow log has few positions in each.
    window_min_s: f64,
}

/// Positions that a window holds at least.
const WINDOW_STEPS: f64 = 3.0;

impl<'a> Movement<'a> {
    /// The movement along some positions.
    #[must_use]
    pub fn along(positions: &'a [Position], limits: &'a SpikeLimits) -> Self {
        let mut from = 0;
        let mut velocity = |to: usize| {
            let elapsed_s = |from: usize| positions[to].time_s - positions[from].time_s;
            while from < to && elapsed_s(from + 1) >= limits.baseline_s {
                from += 1;
            }
            (elapsed_s(from) >= limits.baseline_s)
                .then(|| displacement(&positions[from], &positions[to]) / elapsed_s(from))
        };
        let velocities_m_s = (0..positions.len()).map(&mut velocity).collect();
        let window_min_s = WINDOW_STEPS * usual_step_s(positions);
        let mut movement =
            Self { positions, velocities_m_s, limits, jolts: Vec::new(), usual_m: 0.0, window_min_s };
        let off_m: Vec<f64> = (0..positions.len()).map(|index| movement.unexplained_m(index)).collect();
        // Of a noisy receiver every step is a little off.
        movement.usual_m = median(off_m.clone()).unwrap_or(0.0);
        let jolt_min_m = limits.jolt_min_m.max(limits.jolt_ratio * movement.usual_m);
        movement.jolts = off_m.into_iter().map(|off_m| off_m > jolt_min_m).collect();
        movement
    }

    /// Whether the step that leads to a position is a jolt.
    #[must_use]
    pub fn is_jolt(&self, index: usize) -> bool {
        self.jolts[index]
    }

    /// How far a step usually is off what the movement explains.
    #[must_use]
    pub fn usual_m(&self) -> f64 {
        self.usual_m
    }

    /// How far the step to a position leads beside all that lies between the movement before and the one after.
    fn unexplained_m(&self, index: usize) -> f64 {
        let Some(before) = index.checked_sub(1) else { return 0.0 };
        if let Some(beside) =
            reckoned_apart(&self.positions[before], &self.positions[index], self.limits.reckoned_max_m2)
        {
            return beside.apart_m;
        }
        let step = displacement(&self.positions[before], &self.positions[index]);
        let time_s = self.positions[index].time_s - self.positions[before].time_s;
        if time_s > self.limits.near_s.max(self.window_min_s) {
            // Nobody knows how somebody turned on so long a way.
            return 0.0;
        }
        let around = self.around(before, index, self.limits.near_s);
        around.map_or(0.0, |(before, after)| distance(step, before * time_s, after * time_s))
    }

    /// How the session moves before one position and after another; the one for the other where nothing is known.
    #[must_use]
    pub fn around(&self, from: usize, to: usize, window_s: f64) -> Option<(Coord, Coord)> {
        let (before, after) = (self.velocity_before(from, window_s), self.velocity_after(to, window_s));
        Some((before.or(after)?, after.or(before)?))
    }

    fn velocity_before(&self, index: usize, window_s: f64) -> Option<Coord> {
        let since_s = self.positions[index].time_s - window_s.max(self.window_min_s);
        let from = self.positions[..=index].partition_point(|position| position.time_s <= since_s);
        usual(&self.velocities_m_s[from..=index])
    }

    fn velocity_after(&self, index: usize, window_s: f64) -> Option<Coord> {
        let time_s = self.positions[index].time_s;
        let later = &self.positions[index..];
        let from =
            index + later.partition_point(|position| position.time_s < time_s + self.limits.baseline_s);
        let to = index
            + later.partition_point(|position| position.time_s <= time_s + window_s.max(self.window_min_s));
        usual(self.velocities_m_s.get(from..to)?)
    }
}

fn displacement(from: &Position, to: &Position) -> Coord {
    Coord::from(to.at) - Coord::from(from.at)
}

fn usual(velocities_m_s: &[Option<Coord>]) -> Option<Coord> {
    let known = || velocities_m_s.iter().flatten();
    Some(Coord { x: median(known().map(|v| v.x).collect())?, y: median(known().map(|v| v.y).collect())? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::Projected;

    /// Positions at those places, one a second.
    fn jolts_of(places: impl Iterator<Item = (f64, f64)>) -> Vec<usize> {
        let position = |(index, (easting_m, northing_m)): (usize, (f64, f64))| {
            let time_s = f64::from(u32::try_from(index).expect("few"));
            Position::new(index, time_s, Projected { easting_m, northing_m }, None)
        };
        let positions: Vec<Position> = places.enumerate().map(position).collect();
        let limits = SpikeLimits::default();
        let movement = Movement::along(&positions, &limits);
        (0..positions.len()).filter(|&index| movement.is_jolt(index)).collect()
    }

    #[test]
    fn a_jump_beside_the_way_is_a_jolt_at_both_its_ends() {
        let places = (0..30).map(|second: u32| {
            (12.0 * f64::from(second), if (10..15).contains(&second) { 6.0 } else { 0.0 })
        });
        assert_eq!(jolts_of(places), [10, 15]);
    }

    #[test]
    fn turning_and_braking_are_none() {
        let corner = (0..30).map(|second: u32| {
            let (east, north) = if second < 15 { (second, 0) } else { (14, second - 14) };
            (1.4 * f64::from(east), 1.4 * f64::from(north))
        });
        assert!(jolts_of(corner).is_empty());
        let braking = (0..30).map(|second: u32| (12.0 * f64::from(second.min(15)), 0.0));
        assert!(jolts_of(braking).is_empty());
    }
}
