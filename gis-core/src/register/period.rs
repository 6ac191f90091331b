//! Periods in which something holds, and how often something falls due.

use super::Misfit;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From a day on, until before another or for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// First day after it; none while it lasts.
    pub until: Option<NaiveDate>,
}

impl Period {
    /// A period that lasts one day at least.
    ///
    /// # Errors
    /// Names the field that holds the end.
    pub fn new(from: NaiveDate, until: Option<NaiveDate>, field: &str) -> Result<Self, Misfit> {
        if until.is_some_and(|until| until <= from) {
            return Err(Misfit::new(
                field,
                format!("la fin doit être après le début ({from})"),
                format!("the end must be after the start ({from})"),
            ));
        }
        Ok(Self { from, until })
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Whether two have a day in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.until.is_none_or(|until| other.from < until) && other.until.is_none_or(|until| self.from < until)
    }
}

/// How often a fee falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Periodicity {
    /// Each day (duty).
    Daily,
    /// Each week, as at a weekly market.
    Weekly,
    /// Each month.
    Monthly,
    /// Each quarter.
    Quarterly,
    /// Each year.
    Yearly,
    /// Once.
    Once,
}

impl Periodicity {
    /// The name in the database, a code of the list `periodicity`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
            Self::Once => "once",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, until: Option<&str>) -> Period {
        let day = |text: &str| text.parse().expect("a day");
        Period::new(day(from), until.map(day), "until").expect("a period")
    }

    #[test]
    fn the_day_on_which_one_ends_is_the_next_ones() {
        let first = period("2025-01-01", Some("2026-01-01"));
        let second = period("2026-01-01", None);
        assert!(!first.overlaps(&second) && !second.overlaps(&first));
        assert!(second.overlaps(&period("2025-12-31", Some("2026-01-02"))));
        assert!(!first.holds_on(second.from) && second.holds_on(second.from));
    }

    #[test]
    fn an_end_before_the_start_is_refused_by_its_field() {
        let day = |text: &str| text.parse().expect("a day");
        let refused =
            Period::new(day("2026-01-02"), Some(day("2026-01-02")), "ends_on").expect_err("refused");
        assert_eq!(refused.field, "ends_on");
    }
}
