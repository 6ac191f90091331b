//! Every threshold of the rules in one type, each with its unit in the name and its reason beside it.

use crate::limits;
use crate::limits::{Described, merge};
use crate::register::ApprovalThreshold;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Limits and tables that rules go by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSettings {
    /// Limits.
    pub limits: RuleLimits,
    /// Who approves an allocation of land, by area and day: data of the register, none by default.
    pub approval: Vec<ApprovalThreshold>,
    /// The first digits that numbers of roads bear, by P-code of the region.
    pub road_digits: BTreeMap<String, String>,
}

limits! {
    /// Limits of the rules.
    RuleLimits {
        /// Two boundaries whose distance is within this many standard deviations of their difference may be one:
        /// of 44 true common boundaries, one seems to overlap by more.
        confidence_sigmas: f64 = 2.0,
        /// What is drawn this near touches: coordinates are exchanged in 10⁻⁷ degrees, a centimetre, and drawn to a
        /// few.
        contact_m: f64 = 0.05,
        /// Standard deviation per axis of a survey that states none: a handheld under open sky, one walk.
        sigma_survey_m: f64 = 3.0,
        /// Standard deviation per axis of what was imported without one: plans and orthophotos of several scales.
        sigma_import_m: f64 = 1.0,
        /// Standard deviation per axis of simulated features: they are exact.
        sigma_simulation_m: f64 = 0.1,
        /// Parcels nearer than this ought to share their boundary: no way of a subdivision is narrower, and a
        /// footpath between two fields is an easement on one of them.
        gap_max_m: f64 = 3.0,
        /// … when they face each other over this share of the shorter one's side.
        gap_facing_share: f64 = 0.5,
        /// Two parcels that share this much of what they cover together are one ground surveyed twice.
        duplicate_share: f64 = 0.7,
        /// … or this much, when their middles are apart by no more than the uncertainty.
        duplicate_uncertain_share: f64 = 0.4,
        /// A smaller parcel is no plot to build on or to sow: the smallest lots of subdivisions have 150 m².
        parcel_area_min_m2: f64 = 50.0,
        /// A larger parcel is likelier several: beyond 1000 ha only the State's own estates and forests go.
        parcel_area_max_m2: f64 = 10_000_000.0,
        /// Declared and measured area may differ by this many standard deviations of the measured one.
        area_sigmas: f64 = 2.0,
        /// … and by this share in any case: documents round.
        area_share_min: f64 = 0.02,
        /// A parcel whose boundary comes this near to a way has access by it: half of a right-of-way of 30 m.
        access_reach_m: f64 = 15.0,
        /// Ways within this distance show that ways are mapped there at all.
        mapped_reach_m: f64 = 250.0,
        /// The end of a road this near to another ought to meet it: the half-width of a wide street and the error
        /// of one drive.
        junction_reach_m: f64 = 15.0,
        /// Ends and roads this near do meet.
        junction_contact_m: f64 = 0.5,
        /// Roads that run this near to each other are one road surveyed twice; two carriageways are farther apart.
        road_apart_max_m: f64 = 7.5,
        /// … over this share of the shorter one.
        road_duplicate_share: f64 = 0.8,
        /// … in directions that differ by no more than this.
        road_turn_max_deg: f64 = 25.0,
        /// A shorter road is a remnant of editing.
        road_length_min_m: f64 = 5.0,
        /// A carriageway narrower than this is a path.
        road_width_min_m: f64 = 2.0,
        /// A carriageway wider than this is several: the motorway's two have 25 m together.
        road_width_max_m: f64 = 40.0,
        /// A larger place is a building of its own: halls of the largest markets have half a hectare.
        place_area_max_m2: f64 = 5_000.0,
        /// Distance between the samples that are taken along a line.
        sample_m: f64 = 2.0,
        /// Outlines of the frame are known this far around what is judged.
        frame_reach_m: f64 = 500.0,
    }
}

impl Default for RuleSettings {
    fn default() -> Self {
        Self { limits: RuleLimits::default(), approval: Vec::new(), road_digits: road_digits() }
    }
}

/// The regions of the colonial era that the first digit of D, P and R roads tells of: 1 Cap-Vert, 2 Casamance,
/// 3 Diourbel and Louga, 4 Fleuve, 5 Sénégal oriental, 6 Sine-Saloum, 7 Thiès. The north of Louga was Fleuve.
fn road_digits() -> BTreeMap<String, String> {
    const DIGITS: [(&str, &str); 14] = [
        ("SN01", "1"),
        ("SN02", "3"),
        ("SN03", "6"),
        ("SN04", "6"),
        ("SN05", "6"),
        ("SN06", "5"),
        ("SN07", "2"),
        ("SN08", "34"),
        ("SN09", "4"),
        ("SN10", "4"),
        ("SN11", "2"),
        ("SN12", "5"),
        ("SN13", "7"),
        ("SN14", "2"),
    ];
    DIGITS.into_iter().map(|(region, digits)| (region.to_owned(), digits.to_owned())).collect()
}

/// Why overrides of settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A name is unknown, or a value is of another type.
    #[error("failed to read the settings of the rules")]
    Shape(#[from] serde_json::Error),
    /// A limit is zero, negative or endless.
    #[error("failed to use the setting {0}: its value is out of bounds")]
    Value(String),
}

impl RuleSettings {
    /// These with some of them replaced: `{"limits": {"gap_max_m": 2.0}}`.
    ///
    /// # Errors
    /// When a name is unknown, or a value is of another type or no limit at all.
    ///
    /// # Examples
    /// ```
    /// use gis_core::rules::RuleSettings;
    /// let strict = serde_json::json!({ "limits": { "gap_max_m": 2.0 } });
    /// assert_eq!(RuleSettings::default().overridden(&strict).unwrap().limits.gap_max_m, 2.0);
    /// assert!(RuleSettings::default().overridden(&serde_json::json!({ "limits": { "gap": 2.0 } })).is_err());
    /// ```
    pub fn overridden(&self, overrides: &Value) -> Result<Self, SettingsError> {
        let mut settings = serde_json::to_value(self)?;
        merge(&mut settings, overrides);
        let settings: Self = serde_json::from_value(settings)?;
        let is_sound = |limit: &Described| {
            // Samples closer than this take for ever.
            let least = if limit.name == "limits.sample_m" { 0.2 } else { f64::MIN_POSITIVE };
            limit.value.as_f64().is_some_and(|value| (least..=1e12).contains(&value))
        };
        match settings.described().into_iter().find(|limit| !is_sound(limit)) {
            Some(limit) => Err(SettingsError::Value(limit.name)),
            None => Ok(settings),
        }
    }

    /// Every limit with its value and its reason, for people.
    #[must_use]
    pub fn described(&self) -> Vec<Described> {
        let values = serde_json::to_value(&self.limits).unwrap_or_default();
        let reasons = RuleLimits::reasons().into_iter();
        let described = |(name, reason): (&'static str, String)| Described {
            name: format!("limits.{name}"),
            value: values[name].clone(),
            reason,
        };
        reasons.map(described).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_described_and_a_limit_that_is_none_is_refused_by_name() {
        let described = RuleSettings::default().described();
        assert!(described.iter().all(|limit| limit.value.is_number() && limit.reason.len() > 10));
        let endless = serde_json::json!({ "limits": { "sample_m": 0.0 } });
        let refused = RuleSettings::default().overridden(&endless).expect_err("refused").to_string();
        assert!(refused.contains("limits.sample_m"), "{refused}");
    }
}
