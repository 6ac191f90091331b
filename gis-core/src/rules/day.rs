//! Days as records hold them.

use chrono::{Datelike, NaiveDate};

/// Years in which anything on record can have happened: neither an age of the world nor a typing error.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// The day that a text names as year-month-day, if it is one of these times.
///
/// # Examples
/// ```
/// use gis_core::rules::parse_day;
/// assert!(parse_day("2026-11-22").is_some());
/// assert!(parse_day("22/11/2026").is_none());
/// assert!(parse_day("20261-01-01").is_none());
/// ```
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year()))
}
