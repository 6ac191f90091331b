//! What the error model alone does to the area of a walk: linear propagation, apart from the pipeline's own figure.

use geo::Coord;
use gps_ingest::{Noise, TrueEpoch};

use crate::place::Ground;

/// The standard deviation of the area that a ring of all fixes would have without jumps, spikes and cold start.
///
/// A = ½ Σ (x_i y_{i+1} − x_{i+1} y_i), so ∂A/∂x_i = ½ (y_{i+1} − y_{i−1}) and ∂A/∂y_i = ½ (x_{i−1} − x_{i+1}); the
/// errors of two instants t apart have the covariance s₁² e^(−t/τ₁) + s₂² e^(−t/τ₂) on each axis, and the session's
/// bias moves the parcel as a whole.
pub(crate) fn area_deviation_m2(epochs: &[TrueEpoch], noise: &Noise, ground: &Ground) -> anyhow::Result<f64> {
    let mut ring: Vec<(f64, Coord)> = Vec::new();
    for epoch in epochs.iter().filter(|epoch| epoch.error_m.is_some()) {
        let time_s = (epoch.time - epochs[0].time).as_seconds_f64();
        ring.push((time_s, ground.at(epoch.place)?));
    }
    let last = ring.len() - 1;
    let weight = |index: usize| {
        let before = ring[if index == 0 { last } else { index - 1 }].1;
        let after = ring[if index == last { 0 } else { index + 1 }].1;
        Coord { x: after.y - before.y, y: before.x - after.x } / 2.0
    };
    let weights: Vec<(f64, Coord)> =
        (0..=last).map(|index| (ring[index].0, weight(index))).filter(|(_, w)| *w != Coord::zero()).collect();
    let covariance = |apart_s: f64| {
        noise.short_variance_m2() * (-apart_s / noise.short_correlation_s).exp()
            + noise.long_sigma_m.powi(2) * (-apart_s / noise.long_correlation_s).exp()
    };
    let mut variance = 0.0;
    for (index, (time_s, one)) in weights.iter().enumerate() {
        let alone = covariance(0.0) + noise.white_sigma_m.powi(2);
        variance += alone * (one.x * one.x + one.y * one.y);
        for (other_s, other) in &weights[..index] {
            variance += 2.0 * covariance(time_s - other_s) * (one.x * other.x + one.y * other.y);
        }
    }
    Ok(variance.max(0.0).sqrt())
}
