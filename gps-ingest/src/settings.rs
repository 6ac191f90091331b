//! Every threshold of the pipeline in one type, each with its unit in the name and its reason beside it.
//!
//! "Survey practice" below means figures that handheld-GPS manuals and published accuracy studies agree on;
//! "measured" means measured on real static and moving logs for this project.

mod error;
mod feature;
mod gate;
mod motion;
mod read;

use chrono::{Days, NaiveDate};
use gis_core::Epsg;
use gis_core::limits::merge;
use gis_core::survey::SurveyKind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use error::ErrorModel;
pub use feature::{BoundaryLimits, FeatureLimits, GradeLimits, PointLimits, RoadLimits};
pub use gate::GateLimits;
pub use gis_core::limits::Described;
pub use motion::{PaceLimits, Profile, ReckonLimits, SmoothLimits, SpikeLimits, StillLimits};
pub use read::ReadLimits;

/// The version of the default thresholds; it changes whenever one of them does.
pub const SETTINGS_VERSION: &str = "4";

/// What the surveyor and the office say about a log, and how strict cleaning is.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What the surveyor says the log holds.
    pub kind: SurveyKind,
    /// The UTM zone of the department; used when the track lies in it, else the track's own zone.
    pub zone: Option<Epsg>,
    /// The day of the survey as the operator gave it: the day of a log that states none, and a warning for a log
    /// that states another.
    pub recorded_on: Option<NaiveDate>,
    /// First and last day of the campaign: a date outside that falls inside after 1024 weeks is moved there
    /// (a receiver that missed a GPS week rollover). Never a fixed cutoff: archives must keep their dates.
    /// [`campaign_around`] makes one of the day that the operator gave.
    pub campaign: Option<(NaiveDate, NaiveDate)>,
    /// West, south, east, north beyond which positions are rejected. None: anywhere on Earth.
    pub area_deg: Option<[f64; 4]>,
    /// The limits that cleaning applies.
    pub thresholds: Thresholds,
}

/// Days before and after the operator's day that still count as the same campaign: logs are brought in within the
/// week, and a rollover is off by 1024 weeks.
const CAMPAIGN_MARGIN: Days = Days::new(7);

/// The campaign of a log of which the operator gave the day: a week before and after it.
#[must_use]
pub fn campaign_around(recorded_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = recorded_on.checked_sub_days(CAMPAIGN_MARGIN).unwrap_or(recorded_on);
    let last = recorded_on.checked_add_days(CAMPAIGN_MARGIN).unwrap_or(recorded_on);
    (first, last)
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kind: SurveyKind::Auto,
            zone: None,
            recorded_on: None,
            campaign: None,
            area_deg: None,
            thresholds: Thresholds::default(),
        }
    }
}

impl Settings {
    /// The version that a report records: the defaults' own, with a fingerprint when a threshold was changed.
    #[must_use]
    pub fn version(&self) -> String {
        if self.thresholds == Thresholds::default() {
            return SETTINGS_VERSION.to_owned();
        }
        format!("{SETTINGS_VERSION}+{:08x}", self.thresholds.fingerprint())
    }
}

/// The limits that cleaning applies, by stage and by what they make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// On reading.
    pub read: ReadLimits,
    /// On single epochs.
    pub gate: GateLimits,
    /// Between still, walk and drive.
    pub pace: PaceLimits,
    /// On foot.
    pub walk: Profile,
    /// On wheels.
    pub drive: Profile,
    /// Held in one place.
    pub still: StillLimits,
    /// Between jumps and movement.
    pub spike: SpikeLimits,
    /// Of smoothing.
    pub smooth: SmoothLimits,
    /// Of dead reckoning.
    pub reckon: ReckonLimits,
    /// The error of a handheld.
    pub error: ErrorModel,
    /// On the features of a log as a whole.
    pub feature: FeatureLimits,
    /// On boundary walks.
    pub boundary: BoundaryLimits,
    /// On roads.
    pub road: RoadLimits,
    /// On points.
    pub point: PointLimits,
    /// For grades.
    pub grade: GradeLimits,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            read: ReadLimits::default(),
            gate: GateLimits::default(),
            pace: PaceLimits::default(),
            walk: Profile::default(),
            drive: Profile::DRIVE,
            still: StillLimits::default(),
            spike: SpikeLimits::default(),
            smooth: SmoothLimits::default(),
            reckon: ReckonLimits::default(),
            error: ErrorModel::default(),
            feature: FeatureLimits::default(),
            boundary: BoundaryLimits::default(),
            road: RoadLimits::default(),
            point: PointLimits::default(),
            grade: GradeLimits::default(),
        }
    }
}

/// Why overrides of thresholds cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OverrideError {
    /// A name is unknown, or a value is of another type.
    #[error("failed to read the survey settings")]
    Shape(#[from] serde_json::Error),
    /// A limit is zero, negative or endless.
    #[error("failed to use the survey setting {0}: its value is out of bounds")]
    Value(String),
}

impl Thresholds {
    /// The defaults with some of them replaced, as a department asks for: `{"gate": {"hdop_max": 3.0}}`.
    ///
    /// # Errors
    /// When a name is unknown, or a value is of another type or no limit at all.
    ///
    /// # Examples
    /// ```
    /// use gps_ingest::Thresholds;
    /// let strict = Thresholds::with_overrides(&serde_json::json!({ "gate": { "hdop_max": 3.0 } })).unwrap();
    /// assert_eq!((strict.gate.hdop_max, strict.gate.satellites_min), (3.0, 5));
    /// assert!(Thresholds::with_overrides(&serde_json::json!({ "gate": { "hdop": 3.0 } })).is_err());
    /// ```
    pub fn with_overrides(overrides: &Value) -> Result<Self, OverrideError> {
        /// What decides how long cleaning takes.
        const BOUNDS: [(&str, f64, f64); 3] =
            [("error.draws", 1.0, 1e5), ("road.section_m", 0.5, 1e3), ("road.group_apart_max_m", 1.0, 1e3)];
        let mut settings = serde_json::to_value(Self::default())?;
        merge(&mut settings, overrides);
        let thresholds: Self = serde_json::from_value(settings)?;
        let is_sound = |limit: &Described| {
            let bounds = BOUNDS.into_iter().find(|(name, ..)| limit.name == *name);
            let (least, most) = bounds.map_or((f64::MIN_POSITIVE, 1e12), |(_, least, most)| (least, most));
            limit.value.as_f64().is_some_and(|value| (least..=most).contains(&value))
        };
        match thresholds.described().into_iter().find(|limit| !is_sound(limit)) {
            Some(limit) => Err(OverrideError::Value(limit.name)),
            None => Ok(thresholds),
        }
    }

    /// Tells two sets of thresholds apart: FNV-1a of all of them as JSON.
    fn fingerprint(&self) -> u32 {
        let json = serde_json::to_vec(self).unwrap_or_default();
        json.into_iter()
            .fold(0x811C_9DC5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// Every limit with its value and its reason, for people.
    #[must_use]
    pub fn described(&self) -> Vec<Described> {
        let values = serde_json::to_value(self).unwrap_or_default();
        let groups = [
            ("read", ReadLimits::reasons()),
            ("gate", GateLimits::reasons()),
            ("pace", PaceLimits::reasons()),
            ("walk", Profile::reasons()),
            ("drive", Profile::reasons()),
            ("still", StillLimits::reasons()),
            ("spike", SpikeLimits::reasons()),
            ("smooth", SmoothLimits::reasons()),
            ("reckon", ReckonLimits::reasons()),
            ("error", ErrorModel::reasons()),
            ("feature", FeatureLimits::reasons()),
            ("boundary", BoundaryLimits::reasons()),
            ("road", RoadLimits::reasons()),
            ("point", PointLimits::reasons()),
            ("grade", GradeLimits::reasons()),
        ];
        let described = |(group, limits): (&'static str, Vec<(&'static str, String)>)| {
            let values = values[group].clone();
            limits.into_iter().map(move |(limit, reason)| Described {
                name: format!("{group}.{limit}"),
                value: values[limit].clone(),
                reason,
            })
        };
        groups.into_iter().flat_map(described).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_described_with_its_value_and_reason() {
        let described = Thresholds::default().described();
        let hdop = described.iter().find(|limit| limit.name == "gate.hdop_max").expect("described");
        assert_eq!(hdop.value, 4.0);
        assert!(hdop.reason.contains("beyond 4"));
        assert!(described.iter().all(|limit| !limit.value.is_null() && !limit.reason.is_empty()));
    }

    #[test]
    fn a_limit_that_would_never_end_is_refused_by_name() {
        let refusal =
            |overrides: Value| Thresholds::with_overrides(&overrides).expect_err("refused").to_string();
        assert!(refusal(serde_json::json!({ "road": { "section_m": 0.0 } })).contains("road.section_m"));
        assert!(refusal(serde_json::json!({ "error": { "white_m": -1.0 } })).contains("error.white_m"));
    }

    #[test]
    fn two_sets_of_thresholds_have_two_versions() {
        let version = |hdop: f64| {
            let overrides = serde_json::json!({ "gate": { "hdop_max": hdop } });
            let thresholds = Thresholds::with_overrides(&overrides).expect("sound");
            Settings { thresholds, ..Settings::default() }.version()
        };
        assert_eq!(version(4.0), SETTINGS_VERSION);
        assert_ne!(version(3.0), version(2.0));
    }
}
