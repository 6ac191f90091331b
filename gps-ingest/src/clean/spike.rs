//! S9, spikes: positions that nobody can have walked or driven to and back from.
//!
//! A jump is judged from both sides: it is a spike when the log returns within a few seconds to where it can have
//! been, so that one bad first position does not condemn all the rest. A jump without return splits the session.

use crate::clean::plane::Position;
use crate::clean::profile::Pace;
use crate::clean::session::Session;
use crate::settings::Thresholds;

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
    let speed_max_m_s = pace.speed_max_m_s(limits);
    let mut despiked = Despiked::default();
    let mut stretch: Vec<Position> = Vec::new();
    let mut rest = session.positions.as_slice();
    while let Some((next, after)) = rest.split_first() {
        let Some(&last) = stretch.last() else {
            stretch.push(*next);
            rest = after;
            continue;
        };
        let away = excursion(&last, rest, speed_max_m_s, limits);
        match away {
            Some(away) => {
                despiked.spikes.extend(rest[..away].iter().map(|position| position.epoch));
                stretch.push(rest[away]);
                rest = &rest[away + 1..];
            }
            None => despiked.sessions.push(Session { positions: std::mem::take(&mut stretch) }),
        }
    }
    if !stretch.is_empty() {
        despiked.sessions.push(Session { positions: stretch });
    }
    despiked
}

/// How many of the next positions are an excursion: none, some until the log comes back, or `None` when it
/// does not come back in time.
fn excursion(last: &Position, rest: &[Position], speed_max_m_s: f64, limits: &Thresholds) -> Option<usize> {
    let reaches = |from: &Position, to: &Position| can_reach(from, to, speed_max_m_s, limits);
    let next = rest.first()?;
    if reaches(last, next) {
        return Some(0);
    }
    let in_time = rest.partition_point(|position| position.time_s - next.time_s <= limits.excursion_max_s);
    let jumps_back = |&index: &usize| !reaches(&rest[index - 1], &rest[index]) && reaches(last, &rest[index]);
    let drifts_back = |&index: &usize| reaches(last, &rest[index]);
    (1..in_time).find(jumps_back).or_else(|| (1..in_time).find(drifts_back))
}

/// Whether one position can be reached from another, by the fastest pace and by the receiver's own speed.
fn can_reach(from: &Position, to: &Position, speed_max_m_s: f64, limits: &Thresholds) -> bool {
    let stated_m_s = from.speed_m_s.zip(to.speed_m_s).map(|(one, other)| one.max(other));
    let speed_m_s =
        stated_m_s.map_or(speed_max_m_s, |speed| (speed + limits.doppler_margin_m_s).min(speed_max_m_s));
    from.at.distance_m(to.at) <= speed_m_s * (to.time_s - from.time_s) + limits.step_noise_m
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::Projected;

    /// A walk eastwards at 1 m/s, one position a second, moved north by the given metres.
    fn walk(norths_m: &[f64]) -> Session {
        let position = |(index, &northing_m): (usize, &f64)| {
            let time_s = f64::from(u32::try_from(index).expect("few"));
            Position {
                epoch: index,
                time_s,
                at: Projected { easting_m: time_s, northing_m },
                speed_m_s: None,
            }
        };
        Session { positions: norths_m.iter().enumerate().map(position).collect() }
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
    fn a_bad_first_position_does_not_condemn_the_rest() {
        let mut norths_m = vec![0.0; 40];
        norths_m[0] = 500.0;
        assert_eq!(despike(&norths_m), (vec![], vec![1, 39]));
    }

    #[test]
    fn a_brisk_walk_has_no_spikes() {
        let norths_m: Vec<f64> = (0..20).map(|second| f64::from(second) * 1.8).collect();
        assert_eq!(despike(&norths_m), (vec![], vec![20]));
    }
}
