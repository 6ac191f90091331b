//! Jolts: steps that neither the movement before nor the one after explains.
//!
//! Whoever turns or brakes makes a step that lies between how he moved before and how he moves after. A jump of the
//! receiver lies beside both, and that is seen from a few metres on, where a limit of speed sees nothing yet.

use geo::Coord;
use gis_core::simplify::distance;

use super::plane::{Position, median};
use crate::settings::SpikeLimits;

/// The steps of a session, and how it moves around each.
pub struct Steps {
    steps: Vec<Step>,
    limit_m: f64,
}

impl Steps {
    /// The steps between some positions.
    #[must_use]
    pub fn of(positions: &[Position], limits: &SpikeLimits) -> Self {
        let steps: Vec<Step> = positions.windows(2).map(|pair| Step::between(&pair[0], &pair[1])).collect();
        let mut steps = Self { steps, limit_m: limits.jolt_min_m };
        // Of a noisy receiver every step is a little off.
        let usual_m = median((0..positions.len()).map(|index| steps.unexplained_m(index)).collect());
        steps.limit_m = limits.jolt_min_m.max(limits.jolt_ratio * usual_m.unwrap_or(0.0));
        steps
    }

    /// Whether the step that leads to a position is a jolt.
    #[must_use]
    pub fn is_jolt(&self, index: usize) -> bool {
        self.unexplained_m(index) > self.limit_m
    }

    /// How far the step to a position leads beside all that lies between the movement before and the one after.
    fn unexplained_m(&self, index: usize) -> f64 {
        let Some(step) = index.checked_sub(1).and_then(|step| self.steps.get(step)) else { return 0.0 };
        let (before, after) = (self.velocity_before(index - 1, NEAR), self.velocity_after(index, NEAR));
        let (Some(before), Some(after)) = (before.or(after), after.or(before)) else { return 0.0 };
        distance(step.velocity_m_s, before, after) * step.time_s
    }

    /// How the session moves when it comes to a position, by so many steps.
    #[must_use]
    pub fn velocity_before(&self, index: usize, steps: usize) -> Option<Coord> {
        usual_velocity(&self.steps[index.saturating_sub(steps)..index])
    }

    /// How the session moves when it leaves a position, by so many steps.
    #[must_use]
    pub fn velocity_after(&self, index: usize, steps: usize) -> Option<Coord> {
        usual_velocity(&self.steps[index.min(self.steps.len())..self.steps.len().min(index + steps)])
    }
}

/// A step from one position to the next.
struct Step {
    velocity_m_s: Coord,
    time_s: f64,
}

impl Step {
    fn between(from: &Position, to: &Position) -> Self {
        let time_s = to.time_s - from.time_s;
        Self {
            velocity_m_s: (Coord::from(to.at) - Coord::from(from.at)) / time_s.max(f64::MIN_POSITIVE),
            time_s,
        }
    }
}

/// Steps that tell how somebody moves just now.
const NEAR: usize = 3;

fn usual_velocity(steps: &[Step]) -> Option<Coord> {
    let x = median(steps.iter().map(|step| step.velocity_m_s.x).collect())?;
    let y = median(steps.iter().map(|step| step.velocity_m_s.y).collect())?;
    Some(Coord { x, y })
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
        let steps = Steps::of(&positions, &SpikeLimits::default());
        (0..positions.len()).filter(|&index| steps.is_jolt(index)).collect()
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
