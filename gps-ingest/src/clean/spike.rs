//! S9, spikes: positions that nobody can have walked or driven to and back from.
//!
//! The largest part of a session is kept that somebody can have moved along: the fewest positions are left out so that
//! each kept one can be reached from the one before. So one bad first position does not condemn the rest, a jump that
//! lasts is cut out from both sides, and one that fades is cut where it has come back. A jump that stays splits the
//! session.

use super::jolt::Movement;
use super::pace::{Pace, baseline_speeds};
use super::plane::{Position, count, quantile, usual_step_s};
use super::reckon::reckoned_apart;
use super::session::Session;
use crate::settings::{SpikeLimits, Thresholds};
use geo::Coord;
use gis_core::simplify::distance;

/// A session taken apart.
#[derive(Debug, Default, PartialEq)]
pub struct Despiked {
    /// What remains, split where the log jumped and stayed.
    pub sessions: Vec<Session>,
    /// Epochs that are spikes.
    pub spikes: Vec<usize>,
}

/// Takes the spikes out of one session.
#[must_use]
pub fn remove(session: &Session, pace: Pace, limits: &Thresholds) -> Despiked {
    let positions = session.positions.as_slice();
    let way = Way::of(positions, pace, limits);
    let links = links(positions, &way);
    let mut despiked = Despiked::default();
    let mut stretch: Vec<Position> = Vec::new();
    let mut kept = vec![false; positions.len()];
    let mut next = best_end(&links, &way);
    while let Some(index) = next {
        kept[index] = true;
        stretch.push(positions[index]);
        next = links[index].from;
        if next.is_none() || links[index].breaks {
            stretch.reverse();
            despiked.sessions.push(Session::of(std::mem::take(&mut stretch)));
        }
    }
    despiked.sessions.reverse();
    let spikes = positions.iter().zip(kept).filter(|(_, is_kept)| !is_kept);
    despiked.spikes = spikes.map(|(position, _)| position.epoch).collect();
    despiked
}

/// The best way to arrive at a position.
#[derive(Debug, Clone, Copy)]
struct Link {
    /// The kept position before it; `None` when it is the first.
    from: Option<usize>,
    /// Whether a new session begins here.
    breaks: bool,
    /// Seconds left out so far, and what breaks cost.
    cost_s: f64,
}

/// Positions that are looked back at: of a receiver that writes many a second, the nearest ones of an excursion.
const LOOK_BACK_MAX: usize = 150;

/// For each position the cheapest chain that ends there. Looks back over the time of an excursion, and only where a
/// step was too long, so that clean logs take one comparison a position.
fn links(positions: &[Position], way: &Way<'_>) -> Vec<Link> {
    let excursion_max_s = way.limits.excursion_max_s;
    let mut links: Vec<Link> = Vec::with_capacity(positions.len());
    let mut suspect_until_s = f64::NEG_INFINITY;
    let mut window = 0;
    for (index, position) in positions.iter().enumerate() {
        while positions[window].time_s < position.time_s - excursion_max_s || index - window > LOOK_BACK_MAX {
            window += 1;
        }
        let Some(before) = index.checked_sub(1) else {
            links.push(Link { from: None, breaks: false, cost_s: 0.0 });
            continue;
        };
        let follows = way.follows(before, index);
        if !follows {
            suspect_until_s = position.time_s + excursion_max_s;
        }
        let break_s = if follows { 0.0 } else { 1.0 + excursion_max_s };
        let mut best = Link { from: Some(before), breaks: !follows, cost_s: links[before].cost_s + break_s };
        if position.time_s <= suspect_until_s {
            for from in (window..before).rev() {
                // Whoever is believed up to here is believed on, unless he jumps.
                let unforced_s = if way.follows(from, from + 1) { way.limits.unforced_s } else { 0.0 };
                let cost_s = links[from].cost_s + way.left_out_s(index - from - 1) + unforced_s;
                if cost_s < best.cost_s && way.bridges(from, index) {
                    best = Link { from: Some(from), breaks: false, cost_s };
                }
            }
            let head_s = way.left_out_s(index);
            if window == 0 && head_s < best.cost_s {
                best = Link { from: None, breaks: false, cost_s: head_s };
            }
        }
        links.push(best);
    }
    links
}

/// The position with which the cheapest chain ends; what comes after it is left out.
fn best_end(links: &[Link], way: &Way<'_>) -> Option<usize> {
    let cost_s = |index: usize| links[index].cost_s + way.left_out_s(links.len() - 1 - index);
    (0..links.len()).rev().min_by(|&one, &other| cost_s(one).total_cmp(&cost_s(other)))
}

/// How far a session can have come between two of its positions.
struct Way<'a> {
    positions: &'a [Position],
    limits: &'a SpikeLimits,
    speed_max_m_s: f64,
    /// Whether the receiver states its speed throughout.
    has_speeds: bool,
    /// The usual time from one position to the next.
    step_s: f64,
    /// Metres walked or driven up to each position, by its own speed.
    travelled_m: Vec<f64>,
    movement: Movement<'a>,
}

impl<'a> Way<'a> {
    fn of(positions: &'a [Position], pace: Pace, limits: &'a Thresholds) -> Self {
        let usual_m_s = usual_speed_m_s(positions, limits);
        let speed_max_m_s = pace.profile(limits).speed_max_m_s;
        let mut travelled_m = Vec::with_capacity(positions.len());
        let mut total_m = 0.0;
        for (index, position) in positions.iter().enumerate() {
            let step_s =
                index.checked_sub(1).map_or(0.0, |before| position.time_s - positions[before].time_s);
            total_m += position.speed_m_s.unwrap_or(usual_m_s).min(speed_max_m_s) * step_s;
            travelled_m.push(total_m);
        }
        Self {
            positions,
            limits: &limits.spike,
            speed_max_m_s,
            has_speeds: states_speeds(positions),
            step_s: usual_step_s(positions),
            travelled_m,
            movement: Movement::along(positions, &limits.spike),
        }
    }

    /// What it costs to leave out so many positions.
    fn left_out_s(&self, positions: usize) -> f64 {
        count(positions) * self.step_s
    }

    /// Whether a position can be reached from the one before, by the fastest pace and by the receiver's own speed.
    fn follows(&self, before: usize, index: usize) -> bool {
        let (from, to) = (&self.positions[before], &self.positions[index]);
        let stated_m_s = from.speed_m_s.zip(to.speed_m_s).map(|(one, other)| one.max(other));
        let speed_m_s = stated_m_s.map_or(self.speed_max_m_s, |speed_m_s| {
            (speed_m_s + self.limits.doppler_margin_m_s).min(self.speed_max_m_s)
        });
        let reach_m = speed_m_s * (to.time_s - from.time_s) + self.limits.step_noise_m;
        !self.movement.is_jolt(index) && from.at.distance_m(to.at) <= reach_m
    }

    /// Whether a position can be reached from an earlier one over what lies between, which is left out: no farther
    /// than its speeds add up to, and where the movement before and the one after lead.
    fn bridges(&self, from: usize, index: usize) -> bool {
        let (start, end) = (&self.positions[from], &self.positions[index]);
        let way_m = self.travelled_m[index] - self.travelled_m[from];
        let reach_m = way_m * (1.0 + self.limits.way_share) + self.limits.way_noise_m;
        start.at.distance_m(end.at) <= reach_m && self.leads(from, index)
    }

    /// Somebody who turns once on the way comes out between straight on before the turn and straight on after it.
    fn leads(&self, from: usize, index: usize) -> bool {
        let (start, end) = (&self.positions[from], &self.positions[index]);
        if let Some(beside) = reckoned_apart(start, end, self.limits.reckoned_max_m2) {
            let noise_m = self.limits.way_noise_m.max(self.limits.way_noise_ratio * self.movement.usual_m());
            return beside.apart_m <= noise_m + beside.doubt_m;
        }
        let Some((before, after)) = self.movement.around(from, index, self.limits.far_s) else { return true };
        let time_s = end.time_s - start.time_s;
        let moved = Coord::from(end.at) - Coord::from(start.at);
        let way_m = self.travelled_m[index] - self.travelled_m[from];
        let straight_on = |velocity: Coord| {
            let speed_m_s = velocity.x.hypot(velocity.y);
            // Who speeds up on the way comes farther.
            if speed_m_s * time_s > way_m { velocity / speed_m_s * way_m } else { velocity * time_s }
        };
        let (before, after) = (straight_on(before), straight_on(after));
        // Who stands at both ends may have gone anywhere.
        let stood = before.x.hypot(before.y).max(after.x.hypot(after.y)) < self.limits.way_noise_m;
        let reach_m =
            self.limits.way_noise_m + self.limits.way_drift_m_s * time_s + self.limits.way_bend_share * way_m;
        let turned = distance(moved, before, after);
        // Of a receiver that states no speed, nobody knows whether it stood on the way.
        let paused = distance(moved, Coord::zero(), before).min(distance(moved, Coord::zero(), after));
        stood || turned <= reach_m || (!self.has_speeds && paused <= reach_m)
    }
}

fn states_speeds(positions: &[Position]) -> bool {
    positions.iter().all(|position| position.speed_m_s.is_some())
}

/// The speed of a receiver that states none: what nine in ten of its positions stay below over the baseline.
fn usual_speed_m_s(positions: &[Position], limits: &Thresholds) -> f64 {
    if states_speeds(positions) {
        return 0.0;
    }
    let speeds = baseline_speeds(positions, limits.pace.baseline_s).into_iter().flatten().collect();
    quantile(speeds, 90).unwrap_or(limits.walk.speed_max_m_s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::Projected;

    /// A walk eastwards at 1 m/s, one position a second, moved north by the given metres.
    fn walk(norths_m: &[f64]) -> Session {
        let position = |(index, &northing_m): (usize, &f64)| {
            let time_s = f64::from(u32::try_from(index).expect("few"));
            Position::new(index, time_s, Projected { easting_m: time_s, northing_m }, None)
        };
        Session::of(norths_m.iter().enumerate().map(position).collect())
    }

    fn despike(norths_m: &[f64]) -> (Vec<usize>, Vec<usize>) {
        let despiked = remove(&walk(norths_m), Pace::Walk, &Thresholds::default());
        (despiked.spikes, despiked.sessions.iter().map(|session| session.positions.len()).collect())
    }

    #[test]
    fn single_and_lasting_jumps_that_come_back_are_spikes() {
        assert_eq!(despike(&[0.0, 0.0, 40.0, 0.0, 0.0]), (vec![2], vec![4]));
        assert_eq!(despike(&[0.0, 0.0, 25.0, 25.0, 24.0, 0.0, 0.0]), (vec![2, 3, 4], vec![4]));
    }

    #[test]
    fn a_jump_that_fades_is_cut_where_it_has_come_back() {
        let mut norths_m = vec![0.0; 60];
        for (second, north_m) in norths_m[20..40].iter_mut().enumerate() {
            *north_m = 25.0 * (-f64::from(u32::try_from(second).expect("few")) / 4.0).exp();
        }
        let (spikes, kept) = despike(&norths_m);
        assert_eq!((spikes[0].max(20), kept.len()), (20, 1));
        assert!((4..12).contains(&spikes.len()), "{spikes:?}");
    }

    #[test]
    fn a_bad_first_position_does_not_condemn_the_rest() {
        let mut norths_m = vec![0.0; 40];
        norths_m[0] = 500.0;
        assert_eq!(despike(&norths_m), (vec![0], vec![39]));
    }

    #[test]
    fn a_jump_that_stays_splits_the_session() {
        let norths_m: Vec<f64> = (0..200).map(|second| if second < 100 { 0.0 } else { 80.0 }).collect();
        assert_eq!(despike(&norths_m), (vec![], vec![100, 100]));
    }

    #[test]
    fn a_brisk_walk_has_no_spikes() {
        let norths_m: Vec<f64> = (0..20).map(|second| f64::from(second) * 1.8).collect();
        assert_eq!(despike(&norths_m), (vec![], vec![20]));
    }
}
