//! Walks round a parcel with the error of a receiver.

use geo::{Coord, LineString, Polygon, Simplify};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// On foot along a boundary.
const SPEED_M_S: f64 = 1.2;

/// What cleaning simplifies by.
const TOLERANCE_M: f64 = 1.0;

/// How wrong a receiver is, per axis.
pub(crate) struct Receiver {
    /// What moves a whole walk.
    bias_m: f64,
    /// What drifts, with its correlation time in seconds.
    drifts: [(f64, f64); 3],
    /// What is new with each fix.
    white_m: f64,
}

impl Receiver {
    /// The error model of a handheld under open sky.
    pub(crate) const HANDHELD: Self =
        Self { bias_m: 1.0, drifts: [(1.5, 60.0), (1.0, 600.0), (0.9, 8.0)], white_m: 0.3 };

    /// A receiver with corrections.
    pub(crate) const CORRECTED: Self =
        Self { bias_m: 0.05, drifts: [(0.06, 60.0), (0.04, 600.0), (0.02, 8.0)], white_m: 0.01 };

    /// The standard deviation of one fix, per axis, which a survey states.
    pub(crate) fn sigma_m(&self) -> f64 {
        let drifts: f64 = self.drifts.iter().map(|(sigma_m, _)| sigma_m * sigma_m).sum();
        (self.bias_m * self.bias_m + drifts + self.white_m * self.white_m).sqrt()
    }
}

/// Chance from one seed.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * unit(&mut self.0)
    }
}

fn unit(dice: &mut ChaCha8Rng) -> f64 {
    f64::from(dice.next_u32()) / 4_294_967_296.0
}

/// Normal in both axes, after Box and Muller.
fn normal(sigma_m: f64, dice: &mut ChaCha8Rng) -> Coord {
    let radius = sigma_m * (-2.0 * (1.0 - unit(dice)).ln()).sqrt();
    let (sine, cosine) = (std::f64::consts::TAU * unit(dice)).sin_cos();
    Coord { x: radius * cosine, y: radius * sine }
}

/// What becomes of a parcel's outline in a survey: a fix a second round it, simplified as drafts are.
pub(crate) fn surveyed(truth: &Polygon, receiver: &Receiver, dice: &mut ChaCha8Rng) -> Polygon {
    let bias = normal(receiver.bias_m, dice);
    let mut drifts = receiver.drifts.map(|(sigma_m, _)| normal(sigma_m, dice));
    let mut fixes = Vec::new();
    for side in truth.exterior().lines() {
        let along = side.end - side.start;
        let length_m = along.x.hypot(along.y);
        let mut gone_m = 0.0;
        while gone_m < length_m {
            for (drift, (sigma_m, correlation_s)) in drifts.iter_mut().zip(receiver.drifts) {
                let kept = (-1.0 / correlation_s).exp();
                *drift = *drift * kept + normal(sigma_m * (1.0 - kept * kept).sqrt(), dice);
            }
            let error = drifts.iter().fold(bias + normal(receiver.white_m, dice), |sum, drift| sum + *drift);
            fixes.push(side.start + along * (gone_m / length_m) + error);
            gone_m += SPEED_M_S;
        }
    }
    fixes.push(fixes[0]);
    // A tenth of what a handheld errs is drawn away; of a better receiver no more than that either.
    let tolerance_m = TOLERANCE_M.min(receiver.sigma_m());
    Polygon::new(LineString::new(fixes).simplify(tolerance_m), Vec::new())
}
