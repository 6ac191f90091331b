//! S10 on wheels: the dead-reckoned way, laid where most fixes put it.
//!
//! A vehicle is past any place before the wander of its receiver has changed, so smoothing of positions alone leaves
//! all of it in the line. The way that velocities give has none of it. Each fix says where that way begins; what they
//! say drifts as slowly as the way is doubted, and is smoothed over minutes, with less and less weight for what lies
//! far from the rest (Geman-McClure). So a jump that lasts is bridged and not averaged in.

use geo::Coord;

use super::pace::{Pace, paces};
use super::plane::{Position, count, usual_step_s};
use super::session::Session;
use crate::read::epoch::Epoch;
use crate::settings::{ReckonLimits, Thresholds};

/// Smooths the drives of a session; returns the epochs that lie where the way cannot lead. What was seen over its time
/// and rejected is put where the way leads meanwhile.
pub fn steady(session: &mut Session, seen: &[Position], epochs: &[Epoch], limits: &Thresholds) -> Vec<usize> {
    let mut kept = session.positions.iter().zip(paces(&session.positions, limits)).peekable();
    let mut last = None;
    // Of what is rejected, the pace is that of what was kept before, or else after.
    let seen: Vec<Seen> = seen
        .iter()
        .map(|position| {
            let found = kept.next_if(|(other, _)| other.epoch == position.epoch);
            last = found.map(|(_, pace)| pace).or(last);
            let pace = last.or_else(|| kept.peek().map(|(_, pace)| *pace));
            Seen {
                position: found.map_or(*position, |(kept, _)| *kept),
                is_kept: found.is_some(),
                drives: pace == Some(Pace::Drive),
            }
        })
        .collect();
    if seen.iter().all(|seen| !seen.drives) {
        return Vec::new();
    }
    let fixes = fixes(&seen, epochs, limits);
    // The errors of neighbouring fixes are alike: so many of them are worth one.
    let alike = (2.0 * limits.error.short_correlation_s / usual_step_s(&session.positions)).max(1.0);
    let origins = robust_origins(&fixes, alike, &limits.reckon);
    let is_known = |index: usize| {
        seen[index].drives
            && origins[index].variance_m2 < limits.reckon.known_ratio * fixes[index].variance_m2
    };
    let is_astray = |index: usize| {
        seen[index].is_kept
            && is_known(index)
            && fixes[index].chi2(&origins[index]) > limits.smooth.innovation_max_chi2
    };
    let astray: Vec<usize> = (0..seen.len()).filter(|&index| is_astray(index)).collect();
    if count(astray.len()) > limits.reckon.astray_max_share * count(session.positions.len()) {
        return Vec::new();
    }
    session.positions.clear();
    for (index, Seen { position, is_kept, .. }) in seen.iter().enumerate() {
        let smooth =
            if is_known(index) { position.reckoned_from(origins[index].at) } else { position.smooth };
        if *is_kept && !is_astray(index) {
            session.positions.push(Position { smooth, ..*position });
        } else if is_known(index) {
            session.reckoned.push(Position { at: smooth, smooth, ..*position });
        }
    }
    astray.into_iter().map(|index| seen[index].position.epoch).collect()
}

/// A position of a session, whether it is kept or not.
struct Seen {
    position: Position,
    is_kept: bool,
    drives: bool,
}

/// What one fix says of the beginning of the way.
struct Fix {
    origin: Coord,
    /// Of its whole error but for what moves all of the session, per axis.
    variance_m2: f64,
    /// What the way is doubted by since the fix before.
    doubt_m2: f64,
    /// Its weight beside others: next to nothing when it is rejected.
    trust: f64,
}

/// Small enough to say nothing, and no zero, which cannot be divided by.
const REJECTED_TRUST: f64 = 1e-9;

/// The beginning of the way, as it appears at one fix.
#[derive(Debug, Clone, Copy, Default)]
struct Origin {
    at: Coord,
    variance_m2: f64,
}

impl Fix {
    /// How far it lies from where it should, squared, in its own variance.
    fn chi2(&self, origin: &Origin) -> f64 {
        let beside = self.origin - origin.at;
        (beside.x.powi(2) + beside.y.powi(2)) / (self.variance_m2 + origin.variance_m2)
    }
}

fn fixes(seen: &[Seen], epochs: &[Epoch], limits: &Thresholds) -> Vec<Fix> {
    let error = &limits.error;
    let mut doubted_m2 = seen.first().map_or(0.0, |first| first.position.reckoned.doubt_m2);
    let mut fix = |Seen { position, is_kept, .. }: &Seen| {
        let hdop = epochs[position.epoch].hdop().unwrap_or(error.hdop_usual);
        let short_m = error.short_sigma_m * hdop / error.hdop_usual;
        let until_now_m2 = std::mem::replace(&mut doubted_m2, position.reckoned.doubt_m2);
        Fix {
            origin: position.origin(),
            variance_m2: short_m.powi(2) + error.white_m.powi(2),
            doubt_m2: position.reckoned.doubt_m2 - until_now_m2,
            trust: if *is_kept { 1.0 } else { REJECTED_TRUST },
        }
    };
    seen.iter().map(&mut fix).collect()
}

fn robust_origins(fixes: &[Fix], alike: f64, limits: &ReckonLimits) -> Vec<Origin> {
    let mut weights: Vec<f64> = fixes.iter().map(|fix| fix.trust).collect();
    let mut origins = Vec::new();
    for _ in 0..limits.rounds {
        origins = smoothed(fixes, &weights, alike);
        for ((weight, fix), origin) in weights.iter_mut().zip(fixes).zip(&origins) {
            let doubt = 1.0 + fix.chi2(origin) / limits.robust_chi2;
            *weight = fix.trust * doubt.powi(-2);
        }
    }
    origins
}

/// A random walk seen through fixes: forth (Kalman) and back again (Rauch, Tung and Striebel).
fn smoothed(fixes: &[Fix], weights: &[f64], alike: f64) -> Vec<Origin> {
    let mut filtered: Vec<Origin> = Vec::with_capacity(fixes.len());
    for (fix, weight) in fixes.iter().zip(weights) {
        let noise_m2 = fix.variance_m2 * alike / weight;
        let next = filtered.last().map_or(Origin { at: fix.origin, variance_m2: noise_m2 }, |before| {
            let expected_m2 = before.variance_m2 + fix.doubt_m2;
            let gain = expected_m2 / (expected_m2 + noise_m2);
            Origin {
                at: before.at + (fix.origin - before.at) * gain,
                variance_m2: expected_m2 * (1.0 - gain),
            }
        });
        filtered.push(next);
    }
    for index in (1..filtered.len()).rev() {
        let later = filtered[index];
        let before = &mut filtered[index - 1];
        let expected_m2 = before.variance_m2 + fixes[index].doubt_m2;
        let gain = before.variance_m2 / expected_m2;
        before.at = before.at + (later.at - before.at) * gain;
        before.variance_m2 += gain.powi(2) * (later.variance_m2 - expected_m2);
    }
    filtered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(east_m: f64) -> Fix {
        Fix { origin: Coord { x: east_m, y: 0.0 }, variance_m2: 2.0, doubt_m2: 0.015, trust: 1.0 }
    }

    fn easts_m(fixes: &[Fix]) -> Vec<f64> {
        let origins = robust_origins(fixes, 120.0, &ReckonLimits::default());
        origins.iter().map(|origin| origin.at.x).collect()
    }

    #[test]
    fn a_jump_that_lasts_moves_the_way_by_less_than_the_noise() {
        let jumps = (0..200).map(|second| fix(if (80..100).contains(&second) { 25.0 } else { 0.0 }));
        assert!(easts_m(&jumps.collect::<Vec<_>>()).iter().all(|east_m| east_m.abs() < 0.5));
    }

    #[test]
    fn what_drifts_as_slowly_as_the_way_is_doubted_is_followed() {
        let drift: Vec<Fix> = (0..600).map(|second| fix(0.01 * f64::from(second))).collect();
        let easts_m = easts_m(&drift);
        assert!((easts_m[300] - 3.0).abs() < 0.5, "{}", easts_m[300]);
    }

    #[test]
    fn rejected_fixes_say_nothing() {
        let mut fixes: Vec<Fix> = (0..100).map(|_| fix(1.0)).collect();
        for fix in &mut fixes[..30] {
            *fix = Fix { trust: REJECTED_TRUST, ..self::fix(500.0) };
        }
        assert!(easts_m(&fixes).iter().all(|east_m| (east_m - 1.0).abs() < 0.01));
    }
}
