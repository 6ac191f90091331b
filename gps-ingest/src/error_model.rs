//! What a position, a mean and an area are worth: the error model of the settings applied to one stretch of a log.
//!
//! The error of a handheld is not new with each fix. A part moves the whole session, a part drifts within a minute
//! and another within a quarter of an hour; only a small rest is white. So the mean of a minute is little better than
//! one fix, and the spread of a log says little of its error. Every stated uncertainty comes from here.

use geo::Coord;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::clean::plane::count;
use crate::settings::ErrorModel;

/// The error of one stretch, per axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deviation {
    /// What moves all of it.
    bias_m: f64,
    /// What drifts within a minute.
    short: Drift,
    /// What drifts within a quarter of an hour.
    long: Drift,
    /// What small jumps leave behind.
    residue: Drift,
    /// What is new with each fix.
    white_m: f64,
    /// Smallest standard deviation claimed.
    floor_m: f64,
}

/// A first-order Gauss-Markov process.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Drift {
    sigma_m: f64,
    correlation_s: f64,
}

/// How well a stretch saw the sky.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sky {
    /// Median HDOP, when the receiver states it.
    pub hdop: Option<f64>,
    /// Median number of satellites, when the receiver states it.
    pub satellites: Option<f64>,
    /// Median standard deviation that the receiver itself states.
    pub stated_sigma_m: Option<f64>,
}

impl Sky {
    /// Whether trees or houses cover it.
    #[must_use]
    pub fn is_covered(&self, model: &ErrorModel) -> bool {
        self.hdop.is_some_and(|hdop| hdop > model.covered_hdop_min)
            || self.satellites.is_some_and(|count| count < model.covered_satellites_max)
    }
}

impl Deviation {
    /// The error of a stretch under that sky.
    #[must_use]
    pub fn under(sky: &Sky, model: &ErrorModel) -> Self {
        let covered = sky.is_covered(model);
        let dilution = sky.hdop.unwrap_or(model.hdop_usual) / model.hdop_usual;
        let multipath = if covered { model.covered_ratio } else { 1.0 };
        let modelled_m = model.short_sigma_m * dilution * multipath;
        Self {
            bias_m: if covered { model.bias_covered_m } else { model.bias_open_m },
            // What the receiver states is believed when it is worse than what is usual.
            short: Drift {
                sigma_m: modelled_m.max(sky.stated_sigma_m.unwrap_or(0.0)),
                correlation_s: model.short_correlation_s,
            },
            long: Drift { sigma_m: model.long_sigma_m, correlation_s: model.long_correlation_s },
            residue: Drift { sigma_m: model.residue_sigma_m, correlation_s: model.residue_correlation_s },
            white_m: model.white_m,
            floor_m: model.sigma_floor_m,
        }
    }

    /// The standard deviation of one fix.
    #[must_use]
    pub fn of_fix_m(&self) -> f64 {
        let drifts_m = self.drifts().map(|drift| drift.sigma_m);
        root_of_squares(&[&[self.bias_m, self.white_m], &drifts_m[..]].concat()).max(self.floor_m)
    }

    /// The standard deviation of the mean of so many fixes over so many seconds.
    #[must_use]
    pub fn of_mean_m(&self, duration_s: f64, fixes: usize) -> f64 {
        let white_m = self.white_m / count(fixes.max(1)).sqrt();
        let drifts_m = self.drifts().map(|drift| drift.of_mean_m(duration_s));
        root_of_squares(&[&[self.bias_m, white_m], &drifts_m[..]].concat()).max(self.floor_m)
    }

    /// The standard deviation across a road of the mean of passes, given how many passes each log holds: what moves a
    /// whole log is the same in all its passes.
    #[must_use]
    pub fn of_passes_m(&self, passes_by_log: &[usize]) -> f64 {
        let passes: usize = passes_by_log.iter().sum();
        let shares = passes_by_log.iter().map(|&of_log| (count(of_log) / count(passes.max(1))).powi(2));
        let shared_m = root_of_squares(&[self.bias_m, self.long.sigma_m]) * shares.sum::<f64>().sqrt();
        let own_m = root_of_squares(&[self.short.sigma_m, self.residue.sigma_m, self.white_m])
            / count(passes.max(1)).sqrt();
        root_of_squares(&[shared_m, own_m])
    }

    fn drifts(&self) -> [Drift; 3] {
        [self.short, self.long, self.residue]
    }

    /// How many independent fixes so many seconds are worth.
    #[must_use]
    pub fn independent_fixes(&self, duration_s: f64) -> f64 {
        (duration_s / (2.0 * self.short.correlation_s)).max(1.0)
    }

    /// One draw of the drifting error at rising times; what moves the whole stretch is left out.
    fn draw(&self, times_s: &[f64], rng: &mut ChaCha8Rng) -> Vec<Coord> {
        let drifts = self.drifts();
        let mut states = drifts.map(|drift| normal(drift.sigma_m, rng));
        let mut previous_s = times_s.first().copied().unwrap_or(0.0);
        let mut error_at = |&time_s: &f64| {
            for (state, drift) in states.iter_mut().zip(drifts) {
                let kept = (-(time_s - previous_s).max(0.0) / drift.correlation_s).exp();
                *state = *state * kept + normal(drift.sigma_m * (1.0 - kept * kept).sqrt(), rng);
            }
            previous_s = time_s;
            states.iter().fold(Coord::zero(), |sum, state| sum + *state)
        };
        times_s.iter().map(&mut error_at).collect()
    }

    /// The standard deviation of the area of a ring, in square metres, from so many draws of its error. The ring's
    /// vertices were taken at rising times; its end is its start, taken twice.
    #[must_use]
    pub fn of_area_m2(&self, ring: &[Coord], times_s: &[f64], model: &ErrorModel) -> f64 {
        let mut dice = ChaCha8Rng::seed_from_u64(model.seed);
        let truth_m2 = signed_area(ring);
        let squares = (0..model.draws).map(|_| {
            let errors = self.draw(times_s, &mut dice);
            let drawn: Vec<Coord> = ring.iter().zip(&errors).map(|(at, error)| *at + *error).collect();
            (signed_area(&drawn) - truth_m2).powi(2)
        });
        (squares.sum::<f64>() / f64::from(model.draws.max(1))).sqrt()
    }
}

impl Drift {
    /// The standard deviation of its mean over so many seconds.
    fn of_mean_m(self, duration_s: f64) -> f64 {
        let x = duration_s / self.correlation_s;
        if x < 1e-3 {
            return self.sigma_m;
        }
        self.sigma_m * (2.0 * (x - 1.0 + (-x).exp()) / (x * x)).sqrt()
    }
}

/// Twice the area is the sum of the cross products; relative to the first vertex, to keep digits.
fn signed_area(ring: &[Coord]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    let next = ring.iter().skip(1).chain(std::iter::once(&origin));
    let cross = ring.iter().zip(next).map(|(one, other)| {
        let (one, other) = (*one - origin, *other - origin);
        one.x * other.y - other.x * one.y
    });
    cross.sum::<f64>() / 2.0
}

fn root_of_squares(parts: &[f64]) -> f64 {
    parts.iter().map(|part| part * part).sum::<f64>().sqrt()
}

fn normal(sigma_m: f64, rng: &mut ChaCha8Rng) -> Coord {
    let mut draw = || -> f64 { StandardNormal.sample(rng) };
    Coord { x: draw() * sigma_m, y: draw() * sigma_m }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open_sky() -> Deviation {
        let sky = Sky { hdop: Some(1.2), satellites: Some(9.0), stated_sigma_m: None };
        Deviation::under(&sky, &ErrorModel::default())
    }

    #[test]
    fn a_minute_is_little_better_than_one_fix_and_an_hour_is_bounded_by_the_bias() {
        let deviation = open_sky();
        let one_m = deviation.of_fix_m();
        let minute_m = deviation.of_mean_m(60.0, 60);
        let hour_m = deviation.of_mean_m(3600.0, 3600);
        assert!(minute_m > 0.8 * one_m && minute_m < one_m, "{minute_m} of {one_m}");
        assert!(hour_m > 1.0 && hour_m < 1.3, "{hour_m}");
    }

    #[test]
    fn passes_on_several_days_are_worth_more_than_passes_of_one() {
        let deviation = open_sky();
        let of_days = deviation.of_passes_m(&[1, 1, 1, 1]);
        let of_one_day = deviation.of_passes_m(&[4]);
        assert!((of_days - deviation.of_passes_m(&[1]) / 2.0).abs() < 1e-9);
        assert!(of_one_day > 1.4 * of_days);
    }

    #[test]
    fn the_deviation_of_an_area_grows_with_its_side_and_not_with_its_area() {
        let square = |side: f64| [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)].map(Coord::from);
        let times = |side: f64| [0.0, side, 2.0 * side, 3.0 * side];
        let deviation = |side: f64| {
            open_sky().of_area_m2(&square(side), &times(side), &ErrorModel::default()) / (side * side)
        };
        let (small, large) = (deviation(30.0), deviation(300.0));
        assert!(small > 5.0 * large && small < 20.0 * large, "{small} {large}");
    }
}
