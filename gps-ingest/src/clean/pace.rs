//! How fast a survey moved: held still, on foot or on wheels. The limits of cleaning depend on it.

use std::ops::Range;

use gis_core::survey::SurveyKind;
use serde::{Deserialize, Serialize};

use crate::clean::plane::{Position, quantile, usual_step_s};
use crate::settings::{Profile, Thresholds};

/// How a survey moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Held in one place.
    Still,
    /// On foot.
    Walk,
    /// In or on a vehicle.
    Drive,
}

impl Pace {
    /// How far apart and how fast a session's positions may be.
    #[must_use]
    pub fn profile(self, limits: &Thresholds) -> &Profile {
        match self {
            Self::Still | Self::Walk => &limits.walk,
            Self::Drive => &limits.drive,
        }
    }

    /// What smoothing takes for movement, as spectral density of the acceleration in m²/s³, and for noise, as standard
    /// deviation of one fix for each unit of HDOP in metres.
    #[must_use]
    pub fn movement_and_noise(self, limits: &Thresholds) -> (f64, f64) {
        match self {
            Self::Still => (limits.still.acceleration_psd_m2_s3, limits.still.sigma_per_hdop_m),
            Self::Walk | Self::Drive => {
                let profile = self.profile(limits);
                (profile.acceleration_psd_m2_s3, profile.sigma_per_hdop_m)
            }
        }
    }
}

/// The pace whose limits clean a log: what the surveyor says decides, the log itself where nobody says.
#[must_use]
pub fn cleaning_pace(positions: &[Position], kind: SurveyKind, limits: &Thresholds) -> Pace {
    match kind {
        SurveyKind::MarketAsset => Pace::Walk,
        SurveyKind::Road => Pace::Drive,
        SurveyKind::Auto | SurveyKind::Parcel => {
            let drives = paces(positions, limits).contains(&Pace::Drive);
            if drives { Pace::Drive } else { Pace::Walk }
        }
    }
}

/// The pace that the positions show.
#[must_use]
pub fn measured_pace(positions: &[Position], limits: &Thresholds) -> Pace {
    let speeds: Vec<f64> = baseline_speeds(positions, limits.pace.baseline_s).into_iter().flatten().collect();
    // Multipath jumps are short: they touch less than a tenth of a log, so the 90th percentile ignores them.
    let fast_m_s = quantile(speeds.clone(), 90).unwrap_or(0.0);
    let median_m_s = quantile(speeds, 50).unwrap_or(0.0);
    if fast_m_s > limits.pace.drive_min_m_s {
        Pace::Drive
    } else if median_m_s < limits.pace.still_max_m_s {
        Pace::Still
    } else {
        Pace::Walk
    }
}

/// The speed at each position over the baseline that ends at it; `None` within the first baseline of a stretch.
#[must_use]
pub fn baseline_speeds(positions: &[Position], baseline_s: f64) -> Vec<Option<f64>> {
    let mut start = 0;
    let mut speed_at = |index: usize| {
        let end = &positions[index];
        if index > 0 && positions[index - 1].time_s > end.time_s {
            start = index;
        }
        while start + 1 < index && end.time_s - positions[start + 1].time_s >= baseline_s {
            start += 1;
        }
        let begin = &positions[start];
        let elapsed_s = end.time_s - begin.time_s;
        (elapsed_s >= baseline_s && elapsed_s <= 3.0 * baseline_s)
            .then(|| begin.at.distance_m(end.at) / elapsed_s)
    };
    (0..positions.len()).map(&mut speed_at).collect()
}

/// The pace at each position, stretch by stretch of rising times within one log.
#[must_use]
pub fn paces(positions: &[Position], limits: &Thresholds) -> Vec<Pace> {
    let stretches =
        positions.chunk_by(|one, next| one.log == next.log && !next.begins && next.time_s > one.time_s);
    stretches.flat_map(|stretch| paces_of_stretch(stretch, limits)).collect()
}

/// The pace at each position: a drive where the speed over the baseline is a vehicle's for long enough, through its
/// short stops; a walk or a stay elsewhere.
fn paces_of_stretch(positions: &[Position], limits: &Thresholds) -> Vec<Pace> {
    // A slow log has few positions within the baseline.
    let baseline_s = limits.pace.baseline_s.max(3.0 * usual_step_s(positions));
    let speeds = centred_speeds(positions, baseline_s);
    let on_foot =
        |speed_m_s: f64| if speed_m_s < limits.pace.still_max_m_s { Pace::Still } else { Pace::Walk };
    let mut paces: Vec<Pace> = speeds.iter().map(|&speed_m_s| on_foot(speed_m_s)).collect();
    for drive in drives(positions, &speeds, limits) {
        paces[drive].fill(Pace::Drive);
    }
    paces
}

/// Stretches at a vehicle's speed, each with the short stops within it.
fn drives(positions: &[Position], speeds_m_s: &[f64], limits: &Thresholds) -> Vec<Range<usize>> {
    // The receiver's own speed is known at once and does not jump.
    let is_fast = |(position, speed_m_s): (&Position, &f64)| {
        position.speed_m_s.unwrap_or(*speed_m_s) > limits.pace.drive_min_m_s
    };
    let fast: Vec<bool> = positions.iter().zip(speeds_m_s).map(is_fast).collect();
    let mut drives: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for run in fast.chunk_by(|one, next| one == next) {
        let end = start + run.len();
        if run[0] {
            let pause_s = |last: &Range<usize>| positions[start].time_s - positions[last.end - 1].time_s;
            match drives.last_mut().filter(|last| pause_s(last) <= limits.pace.drive_pause_max_s) {
                Some(last) => last.end = end,
                None => drives.push(start..end),
            }
        }
        start = end;
    }
    let lasts = |drive: &Range<usize>| positions[drive.end - 1].time_s - positions[drive.start].time_s;
    drives.retain(|drive| lasts(drive) >= limits.pace.drive_min_s);
    let moves =
        |index: usize| positions[index].speed_m_s.unwrap_or(speeds_m_s[index]) > limits.pace.still_max_m_s;
    for drive in &mut drives {
        // Setting off and coming to a stand belong to it.
        drive.start -= (0..drive.start).rev().take_while(|&index| moves(index)).count();
        drive.end += (drive.end..positions.len()).take_while(|&index| moves(index)).count();
        // … and so do the places where it stood before and after, however much was rejected between.
        drive.start = drive.start.saturating_sub(1);
        drive.end = positions.len().min(drive.end + 1);
    }
    drives
}

/// The speed at each position over the baseline around it, by the net way.
fn centred_speeds(positions: &[Position], baseline_s: f64) -> Vec<f64> {
    let (mut from, mut to) = (0, 0);
    let mut speed_at = |index: usize| {
        let time_s = positions[index].time_s;
        while positions[from].time_s < time_s - baseline_s / 2.0 {
            from += 1;
        }
        while to + 1 < positions.len() && positions[to + 1].time_s <= time_s + baseline_s / 2.0 {
            to += 1;
        }
        let elapsed_s = positions[to].time_s - positions[from].time_s;
        if elapsed_s > 0.0 { positions[from].at.distance_m(positions[to].at) / elapsed_s } else { 0.0 }
    };
    (0..positions.len()).map(&mut speed_at).collect()
}
