//! S10, smoothing: what is left of white noise and rounding is averaged out, because it would lengthen every line.
//!
//! A Kalman filter of constant velocity runs over each session, and back again (Rauch-Tung-Striebel), so that each
//! position is judged by what came before and after. At corners the acceleration is free: a walker turns on the spot,
//! and a corner that is cut makes every parcel too small. Positions that the filter cannot believe are rejected.
//! The errors of a handheld are correlated, so the filter's own variance says little of what a position is worth;
//! that is the error model's to say.

use gis_core::Projected;

use super::corner::corners;
use super::pace::{Pace, paces};
use super::plane::Position;
use super::session::Session;
use crate::read::epoch::Epoch;
use crate::settings::{SmoothLimits, Thresholds};

/// Smooths a session; returns the epochs that the filter rejects.
///
/// What the filter cannot believe is held back. When it soon finds its way again, that was an outlier; when not, the
/// filter was wrong and not the receiver (a vehicle brakes), and it starts anew from what was held back.
pub fn smooth(session: &mut Session, epochs: &[Epoch], limits: &Thresholds) -> Vec<usize> {
    let noise = Noise::of(&session.positions, epochs, limits);
    let mut outliers = Vec::new();
    let mut run = Run::default();
    let mut smoothed = Vec::with_capacity(session.positions.len());
    let mut index = 0;
    let mut held_since: Option<usize> = None;
    while let Some(position) = session.positions.get(index) {
        if run.accepts(position, &noise[index], &limits.smooth) {
            let held = held_since.take().unwrap_or(index)..index;
            outliers.extend(session.positions[held].iter().map(|position| position.epoch));
            index += 1;
            continue;
        }
        let first = *held_since.get_or_insert(index);
        let is_last = index + 1 == session.positions.len();
        if position.time_s - session.positions[first].time_s >= limits.smooth.restart_s || is_last {
            smoothed.extend(std::mem::take(&mut run).back());
            index = first;
            held_since = None;
        } else {
            index += 1;
        }
    }
    smoothed.extend(run.back());
    session.positions = smoothed;
    outliers
}

/// What the filter expects of one position.
struct Noise {
    /// Variance of the fix, per axis.
    fix_m2: f64,
    /// Spectral density of the acceleration since the position before.
    acceleration_psd_m2_s3: f64,
}

impl Noise {
    fn of(positions: &[Position], epochs: &[Epoch], limits: &Thresholds) -> Vec<Self> {
        let paces = paces(positions, limits);
        let mut corners = corners(positions, &limits.smooth).into_iter().peekable();
        let mut noise = |(index, position): (usize, &Position)| {
            let near = |corner: usize| positions[corner].time_s - position.time_s;
            while corners.next_if(|&corner| near(corner) < -limits.smooth.corner_reach_s).is_some() {}
            let turns = corners.peek().is_some_and(|&corner| near(corner) <= limits.smooth.corner_reach_s);
            let (usual, sigma_per_hdop_m) = paces[index].movement_and_noise(limits);
            let turns = turns && paces[index] != Pace::Drive;
            Self {
                fix_m2: fix_sigma_m(&epochs[position.epoch], sigma_per_hdop_m, &limits.smooth).powi(2),
                acceleration_psd_m2_s3: if turns { limits.smooth.corner_psd_m2_s3 } else { usual },
            }
        };
        positions.iter().enumerate().map(&mut noise).collect()
    }
}

/// The standard deviation of one fix: from its HDOP, or what the receiver states when that is worse.
fn fix_sigma_m(epoch: &Epoch, sigma_per_hdop_m: f64, limits: &SmoothLimits) -> f64 {
    let from_hdop_m = epoch.hdop().unwrap_or(limits.hdop_unknown) * sigma_per_hdop_m;
    from_hdop_m.max(epoch.stated_sigma_m().unwrap_or(0.0))
}

/// Place and velocity along both axes.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    at: [f64; 2],
    velocity: [f64; 2],
}

/// Covariance of place and velocity; the same along both axes.
#[derive(Debug, Clone, Copy, Default)]
struct Covariance {
    place: f64,
    cross: f64,
    velocity: f64,
}

/// One accepted position with the filter's mind before and after it.
struct Step {
    position: Position,
    since_s: f64,
    predicted: (State, Covariance),
    filtered: (State, Covariance),
}

/// A stretch that the filter follows without starting anew.
#[derive(Default)]
struct Run {
    steps: Vec<Step>,
}

/// Variance of a velocity of which nothing is known: of a vehicle.
const VELOCITY_UNKNOWN_M2_S2: f64 = 400.0;

impl Run {
    fn begin(&mut self, position: &Position, noise: &Noise) {
        let state = State { at: [position.at.easting_m, position.at.northing_m], velocity: [0.0; 2] };
        let covariance = Covariance { place: noise.fix_m2, cross: 0.0, velocity: VELOCITY_UNKNOWN_M2_S2 };
        let mind = (state, covariance);
        self.steps.push(Step { position: *position, since_s: 0.0, predicted: mind, filtered: mind });
    }

    /// Takes a position, unless it lies where the filter cannot believe it. The first is always believed.
    fn accepts(&mut self, position: &Position, noise: &Noise, limits: &SmoothLimits) -> bool {
        let Some(last) = self.steps.last() else {
            self.begin(position, noise);
            return true;
        };
        let step_s = position.time_s - last.position.time_s;
        let predicted = predict(last.filtered, step_s, noise.acceleration_psd_m2_s3);
        let (state, covariance) = predicted;
        let variance = covariance.place + noise.fix_m2;
        let innovation = [position.at.easting_m - state.at[0], position.at.northing_m - state.at[1]];
        let chi2 = (innovation[0].powi(2) + innovation[1].powi(2)) / variance;
        if chi2 > limits.innovation_max_chi2 {
            return false;
        }
        let gains = [covariance.place / variance, covariance.cross / variance];
        let mut filtered = predicted;
        for (axis, error) in innovation.into_iter().enumerate() {
            filtered.0.at[axis] += gains[0] * error;
            filtered.0.velocity[axis] += gains[1] * error;
        }
        filtered.1 = Covariance {
            place: covariance.place * (1.0 - gains[0]),
            cross: covariance.cross * (1.0 - gains[0]),
            velocity: covariance.velocity - gains[1] * covariance.cross,
        };
        self.steps.push(Step { position: *position, since_s: step_s, predicted, filtered });
        true
    }

    /// The way back: each position in the light of those after it.
    fn back(self) -> Vec<Position> {
        let mut smoothed = Vec::with_capacity(self.steps.len());
        let mut later: Option<(State, &Step)> = None;
        for step in self.steps.iter().rev() {
            let (mut state, covariance) = step.filtered;
            if let Some((after, next)) = later {
                let (expected, spread) = next.predicted;
                let gain = smoother_gain(covariance, spread, next.since_s);
                for axis in 0..2 {
                    let at_m = after.at[axis] - expected.at[axis];
                    let velocity_m_s = after.velocity[axis] - expected.velocity[axis];
                    state.at[axis] += gain[0][0] * at_m + gain[0][1] * velocity_m_s;
                    state.velocity[axis] += gain[1][0] * at_m + gain[1][1] * velocity_m_s;
                }
            }
            let smooth = Projected { easting_m: state.at[0], northing_m: state.at[1] };
            smoothed.push(Position { smooth, ..step.position });
            later = Some((state, step));
        }
        smoothed.reverse();
        smoothed
    }
}

/// Constant velocity over a time, with white noise of acceleration.
fn predict((state, spread): (State, Covariance), step_s: f64, psd_m2_s3: f64) -> (State, Covariance) {
    let at = [0, 1].map(|axis| state.at[axis] + state.velocity[axis] * step_s);
    let covariance = Covariance {
        place: spread.place
            + step_s * (2.0 * spread.cross + step_s * spread.velocity)
            + psd_m2_s3 * step_s.powi(3) / 3.0,
        cross: spread.cross + step_s * spread.velocity + psd_m2_s3 * step_s.powi(2) / 2.0,
        velocity: spread.velocity + psd_m2_s3 * step_s,
    };
    (State { at, ..state }, covariance)
}

/// How much of what was learnt later is carried back: P Fᵀ P₁⁻¹.
fn smoother_gain(filtered: Covariance, predicted: Covariance, step_s: f64) -> [[f64; 2]; 2] {
    let determinant = predicted.place * predicted.velocity - predicted.cross * predicted.cross;
    if determinant <= f64::EPSILON {
        return [[0.0; 2]; 2];
    }
    let forward = [
        [filtered.place + filtered.cross * step_s, filtered.cross],
        [filtered.cross + filtered.velocity * step_s, filtered.velocity],
    ];
    forward.map(|[one, other]| {
        [
            (one * predicted.velocity - other * predicted.cross) / determinant,
            (other * predicted.place - one * predicted.cross) / determinant,
        ]
    })
}
