//! What goes wrong with a receiver's clock and with the order of its files.

use chrono::{DateTime, Duration, NaiveTime, Utc};

use super::path::Step;

/// A fault of the clock or of the log's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockFault {
    /// No sentence states a date.
    Dateless,
    /// The first half minute states none.
    DatelessHead,
    /// Dates lie 1024 weeks back: the receiver missed a rollover of the GPS week.
    WeekRollover,
    /// Midnight passes in the middle of the log.
    Midnight,
    /// The log of the next pass stands before this one in the same file, so that time runs backwards.
    Concatenated,
    /// The receiver is switched off for half a minute in the middle, and then searches, with a bogus date, and
    /// settles anew.
    Restart,
}

impl ClockFault {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Dateless,
        Self::DatelessHead,
        Self::WeekRollover,
        Self::Midnight,
        Self::Concatenated,
        Self::Restart,
    ];

    /// The day that sentences state at a time, `None` when they state none.
    pub(super) fn stated_date(
        fault: Option<Self>,
        time: DateTime<Utc>,
        since_start_ms: i64,
    ) -> Option<DateTime<Utc>> {
        match fault {
            Some(Self::Dateless) => None,
            Some(Self::DatelessHead) if since_start_ms < HEAD_MS => None,
            Some(Self::WeekRollover) => Some(time - Duration::weeks(1024)),
            _ => Some(time),
        }
    }
}

/// How long the head of [`ClockFault::DatelessHead`] is.
const HEAD_MS: i64 = 30_000;

/// How long the receiver of [`ClockFault::Restart`] is off.
const OFF_MS: i64 = 30_000;

/// Switches the receiver off and on in the middle.
pub(super) fn restart(steps: &mut [Step]) {
    let middle = steps.len() / 2;
    if let Some(step) = steps.get_mut(middle) {
        step.is_switched_on = true;
    }
    for step in &mut steps[middle..] {
        step.time_ms += OFF_MS;
    }
}

/// A start on the same day such that midnight falls in the middle of a log that lasts so long.
pub(super) fn before_midnight(start: DateTime<Utc>, lasts_ms: i64) -> DateTime<Utc> {
    let next_midnight = (start.date_naive() + Duration::days(1)).and_time(NaiveTime::MIN).and_utc();
    next_midnight - Duration::seconds(lasts_ms / 2000)
}
