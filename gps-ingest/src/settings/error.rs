//! The error model of a handheld, from which every stated uncertainty follows.

use gis_core::limits;

limits! {
    /// How the error of a handheld is made up, per axis: what moves a whole session, what drifts within minutes, and
    /// what is new with each fix. Published and measured: roof logs have a median error of 3.1 m and a correlation
    /// time of 31 to 181 s; fixes of forest handhelds are correlated over several hundred seconds.
    ErrorModel {
        /// Standard deviation of what moves a whole session (orbits, troposphere), under open sky.
        bias_open_m: f64 = 1.0,
        /// … and under trees or between houses.
        bias_covered_m: f64 = 2.0,
        /// Standard deviation of what drifts within a minute or two, at the usual HDOP.
        short_sigma_m: f64 = 1.5,
        /// Its correlation time.
        short_correlation_s: f64 = 60.0,
        /// Standard deviation of what drifts within a quarter of an hour.
        long_sigma_m: f64 = 1.0,
        /// Its correlation time.
        long_correlation_s: f64 = 600.0,
        /// Standard deviation of what small jumps leave behind that cleaning cannot tell from movement (tuned on
        /// simulated walks until the stated intervals held what they state).
        residue_sigma_m: f64 = 0.9,
        /// … which lasts as long as multipath does.
        residue_correlation_s: f64 = 8.0,
        /// Standard deviation of what is new with each fix; receivers filter most of it.
        white_m: f64 = 0.3,
        /// The HDOP at which the short term has its standard deviation: the median of handhelds.
        hdop_usual: f64 = 1.2,
        /// Beyond this median HDOP the sky counts as covered.
        covered_hdop_min: f64 = 1.8,
        /// Below this median number of satellites the sky counts as covered.
        covered_satellites_max: f64 = 6.5,
        /// Under cover the short term is this many times larger: multipath.
        covered_ratio: f64 = 1.5,
        /// Smallest standard deviation claimed: no handheld is better, however long one stands.
        sigma_floor_m: f64 = 1.0,
        /// Draws of the correlated error for the deviation of an area.
        draws: u32 = 200,
        /// Seed of these draws, so that equal logs give equal reports.
        seed: u64 = 1,
    }
}
