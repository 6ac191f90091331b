//! What a handheld makes of the truth: e(t) = bias + two Gauss-Markov terms + white noise + jumps + cold start.

use std::f64::consts::TAU;

use geo::Coord;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::Reception;

/// One second of a receiver's life.
#[derive(Debug, Clone, Copy)]
pub(super) struct Observation {
    /// Where the receiver believes to be, in metres from the centre; `None` before the first fix.
    pub(super) at: Option<Coord>,
    /// How fast it truly moved since the last second.
    pub(super) speed_m_s: f64,
    /// Direction of that, degrees clockwise from north.
    pub(super) course_deg: f64,
    /// Horizontal dilution of precision.
    pub(super) hdop: f64,
    /// Satellites in use.
    pub(super) satellites: u32,
}

/// A first-order Gauss-Markov process along two axes, one step a second.
struct GaussMarkov {
    value: Coord,
    keep: f64,
    step_m: f64,
}

impl GaussMarkov {
    fn new(sigma_m: f64, correlation_s: f64, rng: &mut ChaCha8Rng) -> Self {
        let keep = (-1.0 / correlation_s).exp();
        Self { value: normal(sigma_m, rng), keep, step_m: sigma_m * (1.0 - keep * keep).sqrt() }
    }

    fn next(&mut self, rng: &mut ChaCha8Rng) -> Coord {
        self.value = self.value * self.keep + normal(self.step_m, rng);
        self.value
    }
}

/// A multipath jump: constant for some seconds.
struct Jump {
    offset: Coord,
    left_s: u32,
}

/// How well a handheld measures its speed.
const DOPPLER_SIGMA_M_S: f64 = 0.1;

/// Seconds from switching on to the first fix.
const SEARCH_S: usize = 5;

pub(super) fn observe(truth: &[Coord], reception: Reception, rng: &mut ChaCha8Rng) -> Vec<Observation> {
    if reception == Reception::Perfect {
        return truth.iter().enumerate().map(|(index, &at)| moving(truth, index, Some(at), 0.9, 9)).collect();
    }
    let cover = if reception == Reception::Covered { 2.0 } else { 1.0 };
    let bias = normal(cover, rng);
    let mut short = GaussMarkov::new(1.5, 60.0, rng);
    let mut long = GaussMarkov::new(1.0, 600.0, rng);
    let mut dilution = GaussMarkov::new(0.18, 300.0, rng);
    let cold_start = vector(rng.random_range(10.0..30.0), rng);
    let mut jump = Jump { offset: Coord::zero(), left_s: 0 };
    let searching = (0..SEARCH_S).map(|_| moving(truth, 0, None, 99.9, 0));
    let mut observations: Vec<Observation> = searching.collect();
    for (index, position) in truth.iter().enumerate() {
        let hdop = (0.95 * cover.sqrt() * dilution.next(rng).x.exp()).clamp(0.7, 3.5);
        let age_s = seconds(index);
        let error = bias
            + short.next(rng) * (hdop * cover.sqrt())
            + long.next(rng)
            + normal(0.3, rng)
            + cold_start * (-age_s / 20.0).exp()
            + jump.next(cover, rng)
            + spike(rng);
        let satellites = (12.0 - 3.0 * hdop).clamp(4.0, 12.0);
        let mut observation = moving(truth, index, Some(*position + error), hdop, whole(satellites));
        observation.speed_m_s = (observation.speed_m_s + normal(DOPPLER_SIGMA_M_S, rng).x).abs();
        observations.push(observation);
    }
    observations
}

impl Jump {
    fn next(&mut self, cover: f64, rng: &mut ChaCha8Rng) -> Coord {
        const JUMPS_PER_SECOND: f64 = 1.0 / 300.0;
        if self.left_s > 0 {
            self.left_s -= 1;
            return self.offset;
        }
        if rng.random_bool(JUMPS_PER_SECOND * cover) {
            self.left_s = rng.random_range(2..12);
            self.offset = vector(rng.random_range(5.0..30.0), rng);
        }
        Coord::zero()
    }
}

/// Two seconds in a thousand are far off.
fn spike(rng: &mut ChaCha8Rng) -> Coord {
    if rng.random_bool(0.002) { vector(rng.random_range(20.0..300.0), rng) } else { Coord::zero() }
}

fn moving(truth: &[Coord], index: usize, at: Option<Coord>, hdop: f64, satellites: u32) -> Observation {
    let here = truth.get(index).copied().unwrap_or(Coord::zero());
    let step = here - truth.get(index.saturating_sub(1)).copied().unwrap_or(here);
    let course_deg = step.x.atan2(step.y).to_degrees().rem_euclid(360.0);
    Observation { at, speed_m_s: step.x.hypot(step.y), course_deg, hdop, satellites }
}

fn normal(sigma: f64, rng: &mut ChaCha8Rng) -> Coord {
    let mut draw = || -> f64 { StandardNormal.sample(rng) };
    Coord { x: draw() * sigma, y: draw() * sigma }
}

/// A vector of that length in a random direction.
fn vector(length_m: f64, rng: &mut ChaCha8Rng) -> Coord {
    let (sin, cos) = rng.random_range(0.0..TAU).sin_cos();
    Coord { x: length_m * cos, y: length_m * sin }
}

#[expect(clippy::cast_precision_loss, reason = "a log has fewer than 2^53 seconds")]
fn seconds(index: usize) -> f64 {
    index as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 4..=12 before")]
fn whole(value: f64) -> u32 {
    value.round() as u32
}
