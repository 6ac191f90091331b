//! The parameters of the error model: e(t) = bias + two Gauss-Markov terms + white noise + jumps + spikes + cold
//! start, per axis, in metres east and north.
//!
//! The figures are those that published studies of handhelds and measurements on real static logs agree on. They
//! make a receiver whose 95 % error is about 5 m in open sky.

/// How wrong a receiver's positions are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Standard deviation per axis of what stays the same from switching on to switching off.
    pub bias_sigma_m: f64,
    /// Standard deviation per axis of the short Gauss-Markov term, at the median HDOP; it grows with HDOP.
    pub short_sigma_m: f64,
    /// Correlation time of the short term.
    pub short_correlation_s: f64,
    /// Standard deviation per axis of the long Gauss-Markov term.
    pub long_sigma_m: f64,
    /// Correlation time of the long term.
    pub long_correlation_s: f64,
    /// Standard deviation per axis of the white noise that the receiver's own filter leaves.
    pub white_sigma_m: f64,
    /// Multipath jumps a second.
    pub jumps_per_s: f64,
    /// Least and greatest length of a jump.
    pub jump_m: [f64; 2],
    /// Least and greatest duration of a jump.
    pub jump_s: [f64; 2],
    /// Time constant with which a jump decays after that.
    pub jump_decay_s: f64,
    /// Share of single fixes that are far off.
    pub spike_share: f64,
    /// Least and greatest length of a spike.
    pub spike_m: [f64; 2],
    /// Least and greatest offset of the first fix after switching on; lengths are spread evenly in their
    /// logarithm, as small ones are commoner.
    pub cold_start_m: [f64; 2],
    /// Time constant of the cold start.
    pub cold_start_decay_s: f64,
    /// The cold start is over after this time.
    pub cold_start_s: f64,
    /// Share of sessions in which a receiver that can pin its position does so.
    pub pinned_share: f64,
    /// … while it moves more slowly than this.
    pub pinned_below_m_s: f64,
    /// Median horizontal dilution of precision.
    pub hdop_median: f64,
    /// Standard deviation of its logarithm: 95 % lie within a factor of exp(1.96 · this) of the median.
    pub hdop_log_sigma: f64,
    /// How long HDOP stays alike.
    pub hdop_correlation_s: f64,
    /// Stretches under trees a second.
    pub canopies_per_s: f64,
    /// Least and greatest duration of a stretch under trees.
    pub canopy_s: [f64; 2],
    /// Factor on the short term and the white noise under trees.
    pub canopy_factor: f64,
    /// Gaps a second.
    pub gaps_per_s: f64,
    /// Least and greatest duration of a gap, spread evenly in its logarithm.
    pub gap_s: [f64; 2],
    /// Standard deviation of the velocity from the Doppler shift, along its direction and across it.
    pub doppler_sigma_m_s: f64,
    /// Seconds from switching on to the first fix.
    pub search_s: u32,
}

impl Noise {
    /// No error at all: for tests of everything but cleaning.
    pub const PERFECT: Self = Self {
        bias_sigma_m: 0.0,
        short_sigma_m: 0.0,
        short_correlation_s: 60.0,
        long_sigma_m: 0.0,
        long_correlation_s: 600.0,
        white_sigma_m: 0.0,
        jumps_per_s: 0.0,
        jump_m: [5.0, 30.0],
        jump_s: [2.0, 15.0],
        jump_decay_s: 3.0,
        spike_share: 0.0,
        spike_m: [20.0, 300.0],
        cold_start_m: [0.0, 0.0],
        cold_start_decay_s: 20.0,
        cold_start_s: 60.0,
        pinned_share: 0.0,
        pinned_below_m_s: 0.5,
        hdop_median: 0.9,
        hdop_log_sigma: 0.0,
        hdop_correlation_s: 300.0,
        canopies_per_s: 0.0,
        canopy_s: [20.0, 90.0],
        canopy_factor: 2.5,
        gaps_per_s: 0.0,
        gap_s: [1.0, 60.0],
        doppler_sigma_m_s: 0.0,
        search_s: 0,
    };

    /// Open sky: HDOP is 0.7 to 2 in 95 % of all fixes, and a gap comes once an hour.
    pub const OPEN: Self = Self {
        bias_sigma_m: 1.0,
        short_sigma_m: 1.5,
        long_sigma_m: 1.0,
        white_sigma_m: 0.3,
        jumps_per_s: 1.0 / 300.0,
        spike_share: 0.002,
        cold_start_m: [10.0, 120.0],
        pinned_share: 1.0 / 3.0,
        hdop_median: 1.183,
        hdop_log_sigma: 0.268,
        gaps_per_s: 1.0 / 3600.0,
        doppler_sigma_m_s: 0.1,
        search_s: 5,
        ..Self::PERFECT
    };

    /// Under trees or between houses: twice the bias, twice the jumps, trees overhead a third of the time, a gap
    /// each ten minutes.
    pub const COVERED: Self = Self {
        bias_sigma_m: 2.0,
        jumps_per_s: 2.0 / 300.0,
        hdop_median: 1.5,
        canopies_per_s: 1.0 / 110.0,
        gaps_per_s: 1.0 / 600.0,
        ..Self::OPEN
    };

    /// White noise alone, as large as all of open sky together. It is not how receivers err; figures on it say
    /// only what a filter could do at best.
    pub const WHITE_ONLY: Self = Self {
        white_sigma_m: 2.15,
        hdop_median: 1.183,
        doppler_sigma_m_s: 0.1,
        search_s: 5,
        ..Self::PERFECT
    };

    /// The variance per axis of the short term over all HDOPs: a lognormal factor's mean square is exp(2 σ²).
    #[must_use]
    pub fn short_variance_m2(&self) -> f64 {
        self.short_sigma_m.powi(2) * (2.0 * self.hdop_log_sigma.powi(2)).exp()
    }
}

/// How bad reception is, by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reception {
    /// [`Noise::PERFECT`].
    Perfect,
    /// [`Noise::OPEN`].
    #[default]
    Open,
    /// [`Noise::COVERED`].
    Covered,
    /// [`Noise::WHITE_ONLY`].
    White,
}

impl Reception {
    /// Its parameters.
    #[must_use]
    pub fn noise(self) -> Noise {
        match self {
            Self::Perfect => Noise::PERFECT,
            Self::Open => Noise::OPEN,
            Self::Covered => Noise::COVERED,
            Self::White => Noise::WHITE_ONLY,
        }
    }
}
