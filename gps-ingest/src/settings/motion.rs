//! Limits of the stages S6, S9 and S10: how people and vehicles move, and how receivers that they carry jump.

use gis_core::limits;

limits! {
    /// Limits that tell still, walk and drive apart.
    PaceLimits {
        /// Speeds are judged over this baseline, because noise of one second looks like movement.
        baseline_s: f64 = 10.0,
        /// Slower than this over the baseline is standing still: a standing handheld drifts up to 0.2 m/s.
        still_max_m_s: f64 = 0.35,
        /// … and no more than this times what it so may drift apart anywhere within the baseline: the noise of a
        /// standing receiver reaches a little farther between than from end to end, a walk out and back much farther.
        still_extent_ratio: f64 = 1.25,
        /// Faster than this over the baseline is a vehicle: runners seldom survey.
        drive_min_m_s: f64 = 4.0,
        /// A drive lasts at least so long; a shorter burst is a jump of the receiver.
        drive_min_s: f64 = 30.0,
        /// A vehicle that stops for less goes on driving (a crossing, a herd).
        drive_pause_max_s: f64 = 120.0,
        /// Still for so long is a stop. Around the edges of a stop the baseline sees movement, so this is a stop of some
        /// ten seconds: what surveyors are asked for at a corner.
        dwell_min_s: f64 = 5.0,
    }
}

limits! {
    /// Limits that depend on how the surveyor moves; the defaults are those of a walk.
    Profile {
        /// A longer pause ends a session: one step can no longer be told from a gap.
        gap_max_s: f64 = 30.0,
        /// Nobody surveys faster: a run, 180 km/h on wheels.
        speed_max_m_s: f64 = 4.0,
        /// Power spectral density of the acceleration that smoothing allows, in m²/s³: how briskly speed and heading
        /// may change without being noise.
        acceleration_psd_m2_s3: f64 = 0.05,
        /// Standard deviation of one fix for each unit of HDOP, as smoothing takes it: on foot the whole error, of
        /// which smoothing takes out what it can; on wheels what is white, because ten metres on no wander is left.
        sigma_per_hdop_m: f64 = 2.2,
    }
}

impl Profile {
    /// On wheels: 180 km/h; brakes and curves of 2 m/s² for some seconds.
    pub const DRIVE: Self =
        Self { gap_max_s: 60.0, speed_max_m_s: 50.0, acceleration_psd_m2_s3: 2.0, sigma_per_hdop_m: 1.0 };
}

limits! {
    /// Limits of smoothing where the receiver is held in one place; a session is as long, and as fast, as on foot.
    StillLimits {
        /// Power spectral density of the acceleration, in m²/s³: somebody may shift his feet.
        acceleration_psd_m2_s3: f64 = 0.01,
        /// Standard deviation of one fix for each unit of HDOP.
        sigma_per_hdop_m: f64 = 2.0,
    }
}

limits! {
    /// Limits that tell jumps from movement.
    SpikeLimits {
        /// Between two epochs nobody is faster than the receiver's own speed and this: Doppler speeds are good to a
        /// tenth of it.
        doppler_margin_m_s: f64 = 2.0,
        /// Steps up to this beyond what speed allows are noise: white noise and rounding of two fixes.
        step_noise_m: f64 = 1.5,
        /// How somebody moves is judged by velocities over this: over the fifth of a second noise is all that there is.
        baseline_s: f64 = 0.9,
        /// … of so long before and after a step …
        near_s: f64 = 3.0,
        /// … and of so long before and after a gap that a jump leaves.
        far_s: f64 = 6.0,
        /// Where velocities lead is believed instead, up to this variance: a fix is known no better.
        reckoned_max_m2: f64 = 4.0,
        /// A step this far beside all that the movement before and after explains is a jolt: two fixes of a settled
        /// receiver differ by half a metre of noise along each axis.
        jolt_min_m: f64 = 3.0,
        /// … and this many times farther than the usual step of a noisy receiver.
        jolt_ratio: f64 = 6.0,
        /// Over a gap that a jump leaves, the way is no longer than what Doppler speeds add up to and this share.
        way_share: f64 = 0.15,
        /// … and this: two fixes before and after a jump differ by correlated noise too.
        way_noise_m: f64 = 3.0,
        /// … or this many times the usual step of a noisy receiver, where dead reckoning leads over the gap.
        way_noise_ratio: f64 = 3.0,
        /// … and leads where the movement before and after leads, within the noise of these velocities …
        way_drift_m_s: f64 = 0.3,
        /// … and within this share of the way, for its bends.
        way_bend_share: f64 = 0.05,
        /// An excursion that comes back within this time is a multipath jump; measured jumps last 2 to 15 s and
        /// then fade.
        excursion_max_s: f64 = 30.0,
        /// To leave out what follows without a jump costs as much as so many seconds of the log: whoever was believed up to
        /// here is believed on.
        unforced_s: f64 = 15.0,
    }
}

limits! {
    /// Limits of smoothing.
    SmoothLimits {
        /// The HDOP of a fix that states none: the median of handhelds.
        hdop_unknown: f64 = 1.2,
        /// A fix whose squared innovation, in its own variance, is larger is no measurement of the place: the 99.9 %
        /// point of chi-square with two degrees of freedom.
        innovation_max_chi2: f64 = 13.8,
        /// After so long without an accepted fix the filter starts anew: it was wrong, and not the receiver.
        restart_s: f64 = 3.0,
        /// A turn of so much is a corner, at which smoothing must not cut (survey practice: 30°; noise over the
        /// baseline is below 40°).
        corner_min_deg: f64 = 40.0,
        /// Turns are measured between what lies this long before and after.
        corner_baseline_s: f64 = 4.0,
        /// … where both sides are at least so long.
        corner_side_min_m: f64 = 2.0,
        /// Within this of a corner the acceleration is free.
        corner_reach_s: f64 = 1.5,
        /// … up to this spectral density, in m²/s³: a walker turns on the spot.
        corner_psd_m2_s3: f64 = 2.0,
    }
}

limits! {
    /// Limits of dead reckoning: what the velocities of a receiver are worth.
    ReckonLimits {
        /// Variance per axis that the way gathers in a second: Doppler velocities of a tenth of a metre a second, partly
        /// alike for some seconds.
        drift_m2_s: f64 = 0.015,
        /// … and this share of each change of the velocity that it cannot tell when within a step it came.
        lag_s: f64 = 0.2,
        /// The velocity of a step lies halfway between those at its ends until changes of so much, squared and added up,
        /// say otherwise.
        phase_prior_m2: f64 = 10.0,
        /// … but for steps this far off, which are jumps.
        phase_off_max_m: f64 = 3.0,
        /// Between two velocities farther apart than this nobody knows how the vehicle moved.
        fresh_s: f64 = 2.0,
        /// … beyond the spectral density of its acceleration, in m²/s³.
        unseen_psd_m2_s3: f64 = 2.0,
        /// Velocities are believed or not over so long: twice as long as a jump takes to fade.
        belief_s: f64 = 20.0,
        /// … unless positions usually move more than this beside them: less than a walk of which a receiver says that
        /// it stands, and many times the noise of a settled one …
        disagreement_max_m_s: f64 = 1.2,
        /// … over such a baseline.
        baseline_s: f64 = 3.0,
        /// The speed of a log is stuck when it disagrees over so many stretches, and over half of those that move: a cold
        /// start drifts for two.
        stuck_stretches_min: usize = 3,
        /// A fix with this squared distance, in its own variance, has a quarter of the weight.
        robust_chi2: f64 = 4.0,
        /// Where the way itself is known to no better than so many variances of a fix, it is no help.
        known_ratio: f64 = 4.0,
        /// When more than this share of fixes lies where the way cannot lead, it is the way that is wrong.
        astray_max_share: f64 = 0.2,
        /// Rounds until weights no longer change.
        rounds: u32 = 8,
    }
}
