//! Limits of the stages S3, S5 and S7: what one epoch says of itself.

use gis_core::limits;

limits! {
    /// Limits on single epochs.
    GateLimits {
        /// Two sentences belong to one epoch when their times differ by no more: receivers print the same instant
        /// with two or three decimals.
        same_epoch_ms: u32 = 10,
        /// Positions of one instant are one position within this: half a unit of the fourth decimal of a minute
        /// is 0.8 millionths of a degree.
        same_position_deg: f64 = 1e-6,
        /// Worst HDOP kept: beyond 4 the error of a handheld passes 10 m (survey practice).
        hdop_max: f64 = 4.0,
        /// Fewest satellites kept, when the receiver says how many: four give a fix that nothing checks, the fifth
        /// is the first that shows a false one.
        satellites_min: u16 = 5,
        /// Largest standard deviation kept, when the receiver states one (GST).
        stated_sigma_max_m: f64 = 10.0,
        /// A position this near to 0° N 0° E is a receiver's empty field, not a place.
        null_island_deg: f64 = 1e-4,
        /// A position at this latitude or beyond is a receiver's "no position" marker.
        latitude_max_deg: f64 = 89.999,
        /// A position farther than this from the middle of the log is not of this survey: no department is wider.
        far_away_deg: f64 = 3.0,
        /// The first seconds after (re)acquisition are dropped: measured, the first fix is 8.6 m off (median).
        acquisition_s: f64 = 10.0,
        /// … but only in sessions longer than this: a short session has nothing to spare.
        acquisition_session_min_s: f64 = 60.0,
        /// Until so long after acquisition a receiver may still settle: measured drifts last 30 to 120 s, most of
        /// it in the first minute.
        settling_max_s: f64 = 60.0,
        /// A receiver settles while its positions move this much faster than it says that it moves. Correlated noise
        /// of a settled one moves by 0.1 m/s over the baseline.
        settling_min_m_s: f64 = 0.3,
    }
}
