//! How fast a survey moved: held still, on foot or on wheels. The limits of cleaning depend on it.

use gis_core::survey::SurveyKind;
use serde::{Deserialize, Serialize};

use crate::clean::plane::{Position, quantile};
use crate::settings::Thresholds;

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
    /// The fastest that is believed.
    #[must_use]
    pub fn speed_max_m_s(self, limits: &Thresholds) -> f64 {
        match self {
            Self::Still | Self::Walk => limits.speed_max_walk_m_s,
            Self::Drive => limits.speed_max_drive_m_s,
        }
    }

    /// The longest pause within one session.
    #[must_use]
    pub fn gap_max_s(self, limits: &Thresholds) -> f64 {
        match self {
            Self::Still | Self::Walk => limits.gap_max_walk_s,
            Self::Drive => limits.gap_max_drive_s,
        }
    }
}

/// The pace whose limits clean a log: what the surveyor says decides, the log itself where nobody says.
#[must_use]
pub fn cleaning_pace(positions: &[Position], kind: SurveyKind, limits: &Thresholds) -> Pace {
    match kind {
        SurveyKind::MarketAsset => Pace::Walk,
        SurveyKind::Road => Pace::Drive,
        SurveyKind::Auto | SurveyKind::Parcel => match measured_pace(positions, limits) {
            Pace::Still => Pace::Walk,
            pace => pace,
        },
    }
}

/// The pace that the positions show.
#[must_use]
pub fn measured_pace(positions: &[Position], limits: &Thresholds) -> Pace {
    let speeds: Vec<f64> =
        baseline_speeds(positions, limits.speed_baseline_s).into_iter().flatten().collect();
    // Multipath jumps are short: they touch less than a tenth of a log, so the 90th percentile ignores them.
    let fast_m_s = quantile(speeds.clone(), 90).unwrap_or(0.0);
    let median_m_s = quantile(speeds, 50).unwrap_or(0.0);
    if fast_m_s > limits.drive_min_m_s {
        Pace::Drive
    } else if median_m_s < limits.still_max_m_s {
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
