//! Administrative sources: who must approve a deliberation, by area and by date.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From a day on, who approves deliberations that allot up to an area. Parameters, because decrees change them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalThreshold {
    /// The day from which it holds.
    pub valid_from: NaiveDate,
    /// Up to this area, inclusive; none for whatever is larger than all others.
    pub up_to_ha: Option<f64>,
    /// Who approves: codes of authorities.
    pub authorities: Vec<String>,
    /// The text that says so.
    pub legal_basis: String,
}

/// Who approves the deliberation of that day over that area: the latest set of thresholds in force then, the smallest
/// step that holds the area.
#[must_use]
pub fn approving_authority(
    thresholds: &[ApprovalThreshold],
    area_ha: f64,
    on: NaiveDate,
) -> Option<&ApprovalThreshold> {
    let in_force = thresholds.iter().map(|step| step.valid_from).filter(|from| *from <= on).max()?;
    let steps = thresholds.iter().filter(|step| step.valid_from == in_force);
    let fitting = steps.filter(|step| step.up_to_ha.is_none_or(|limit| area_ha <= limit));
    fitting.min_by(|one, other| {
        let limit = |step: &ApprovalThreshold| step.up_to_ha.unwrap_or(f64::INFINITY);
        limit(one).total_cmp(&limit(other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(from: &str, up_to_ha: Option<f64>, authority: &str) -> ApprovalThreshold {
        let valid_from = from.parse().expect("a day");
        let authorities = vec![authority.to_owned()];
        ApprovalThreshold { valid_from, up_to_ha, authorities, legal_basis: String::new() }
    }

    #[test]
    fn the_authority_follows_area_and_day() {
        let steps = [
            step("1972-10-26", None, "sub_prefect"),
            step("2020-09-16", Some(10.0), "sub_prefect"),
            step("2020-09-16", Some(50.0), "prefect"),
            step("2020-09-16", None, "governor"),
        ];
        let who = |area_ha, on: &str| {
            approving_authority(&steps, area_ha, on.parse().expect("a day"))
                .map(|step| step.authorities[0].as_str())
        };
        assert_eq!(who(10.0, "2021-01-01"), Some("sub_prefect"));
        assert_eq!(who(10.1, "2021-01-01"), Some("prefect"));
        assert_eq!(who(50.5, "2020-09-16"), Some("governor"));
        assert_eq!(who(50.5, "2020-09-15"), Some("sub_prefect"));
        assert_eq!(who(1.0, "1964-06-17"), None);
    }
}
