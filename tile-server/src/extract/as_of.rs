//! `datetime` and `recorded`: the register as of a moment, and as it was known at another.
//!
//! A moment is an RFC 3339 instant or a day, which is all of that day in UTC, Senegal's own time. `datetime` may be an
//! interval, open with `..` or nothing (OGC API: `/req/core/fc-time-definition`); of an object that had several states
//! in it, the last is meant.

use super::{QueryPairs, malformed};
use crate::error::ApiError;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use gis_store::Moment;
use gis_store::version::AsOf;
use std::ops::Bound;

/// What a query asks for; `None` is the present.
pub(crate) fn as_of(query: &QueryPairs) -> Result<Option<AsOf>, ApiError> {
    let valid = match query.get("datetime") {
        None => None,
        Some(text) => Some(interval(text).ok_or_else(|| {
            malformed(
                "datetime",
                text,
                "un instant RFC 3339, un jour, ou un intervalle des deux comme 2026-01-01/..,",
                "an RFC 3339 instant, a day, or an interval of them such as 2026-01-01/..,",
            )
        })?),
    };
    let recorded = match query.get("recorded") {
        None => None,
        Some(text) => Some(last_instant(text).ok_or_else(|| {
            malformed("recorded", text, "un instant RFC 3339 ou un jour", "an RFC 3339 instant or a day")
        })?),
    };
    let asked = AsOf { valid, recorded };
    Ok((asked != AsOf::default()).then_some(asked))
}

type Interval = (Bound<Moment>, Bound<Moment>);

fn interval(text: &str) -> Option<Interval> {
    let Some((start, end)) = text.split_once('/') else { return moment(text) };
    let start = if is_open(start) { Bound::Unbounded } else { moment(start)?.0 };
    let end = if is_open(end) { Bound::Unbounded } else { moment(end)?.1 };
    let is_forward = match (start, end) {
        (Bound::Included(start), Bound::Included(end)) => start <= end,
        (Bound::Included(start), Bound::Excluded(end)) => start < end,
        _ => true,
    };
    is_forward.then_some((start, end))
}

fn is_open(end: &str) -> bool {
    end.is_empty() || end == ".."
}

/// An instant from itself to itself, a day from midnight to before midnight.
fn moment(text: &str) -> Option<Interval> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        let instant = Bound::Included(instant.with_timezone(&Utc));
        return Some((instant, instant));
    }
    let day: NaiveDate = text.parse().ok()?;
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let next = day.checked_add_days(Days::new(1))?;
    // Years that PostgreSQL and RFC 3339 know alike.
    let is_known = (0..=9999).contains(&chrono::Datelike::year(&day));
    is_known.then(|| (Bound::Included(midnight(day)), Bound::Excluded(midnight(next))))
}

/// An instant itself, of a day its last microsecond.
fn last_instant(text: &str) -> Option<Moment> {
    match moment(text)?.1 {
        Bound::Excluded(end) => Some(end - TimeDelta::microseconds(1)),
        Bound::Included(instant) => Some(instant),
        Bound::Unbounded => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        text.parse().expect("a moment")
    }

    #[test]
    fn an_instant_a_day_and_an_interval_are_read() {
        let noon = at("2026-03-01T12:00:00Z");
        assert_eq!(
            interval("2026-03-01T13:00:00+01:00"),
            Some((Bound::Included(noon), Bound::Included(noon)))
        );
        let day = (Bound::Included(at("2026-03-01T00:00:00Z")), Bound::Excluded(at("2026-03-02T00:00:00Z")));
        assert_eq!(interval("2026-03-01"), Some(day));
        assert_eq!(interval("2026-03-01/2026-03-01"), Some(day));
        assert_eq!(interval("2026-03-01/.."), Some((day.0, Bound::Unbounded)));
        assert_eq!(interval("/2026-03-01"), Some((Bound::Unbounded, day.1)));
    }

    #[test]
    fn what_is_no_moment_or_runs_backwards_is_refused() {
        for text in ["", "yesterday", "2026-13-01", "2026-03-02/2026-03-01", "2026/2027/2028", "+12026-01-01"]
        {
            assert_eq!(interval(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_known_until_its_end() {
        assert_eq!(last_instant("2026-03-01"), Some(at("2026-03-01T23:59:59.999999Z")));
        assert_eq!(last_instant("2026-03-01T00:00:00Z"), Some(at("2026-03-01T00:00:00Z")));
        assert_eq!(last_instant("2026-03-01/.."), None);
    }
}
