//! An epoch: all that a log says of one instant, and what became of it.

use std::num::NonZeroI32;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use gis_core::LonLat;

use crate::read::course::Course;
use crate::read::fields::TimeOfDay;
use crate::read::figure::Figure;
use crate::read::sentence::{Fix, Source, Validity};
use crate::reason::Reason;

/// All that a log says of one instant, and what became of it. Kept small: a day holds tens of thousands.
#[derive(Debug, Clone, PartialEq)]
pub struct Epoch {
    /// Which log of the campaign it is of, as an index into [`Decoded::logs`](crate::read::Decoded::logs).
    pub log: u32,
    /// Line of its first sentence, from 1.
    pub line: u64,
    /// Offset of its first sentence in the file as it was received.
    pub byte: u64,
    /// Time of day, UTC.
    pub time_of_day: Option<TimeOfDay>,
    /// The day that a sentence of this epoch states.
    pub stated_date: Option<StatedDate>,
    /// Date and time, when the log or the operator gives a date.
    pub time: Option<DateTime<Utc>>,
    /// Milliseconds on a clock that runs on over midnight; counts from 1970 when the log is dated.
    pub clock_ms: Option<i64>,
    /// Where.
    pub position: Option<LonLat>,
    /// Which sentence gave the position.
    pub source: Source,
    /// What the sentences say of its worth.
    pub validity: Validity,
    /// Satellites in use.
    pub satellites: Option<u16>,
    /// Direction of movement.
    pub course: Option<Course>,
    pub(super) hdop: Figure,
    pub(super) stated_sigma_m: Figure,
    pub(super) speed_m_s: Figure,
    pub(super) altitude_m: Figure,
    pub(super) geoid_m: Figure,
    /// Whether it begins a session because the file says so (a GPX track segment).
    pub starts_session: bool,
    /// Whether a better sentence of the same instant states another position.
    pub is_twin: bool,
    /// Why it is not used; `None` when it is.
    pub rejected: Option<Reason>,
}

/// A day as a sentence states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedDate {
    /// Twice the days since the first of the common era, and one more when it is of a ZDA: never zero.
    packed: NonZeroI32,
}

impl StatedDate {
    /// A day after the beginning of the common era.
    #[must_use]
    pub fn new(date: NaiveDate, from_zda: bool) -> Option<Self> {
        let packed = NonZeroI32::new(date.num_days_from_ce() * 2 + i32::from(from_zda))?;
        Some(Self { packed })
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        let days = self.packed.get().div_euclid(2);
        NaiveDate::from_num_days_from_ce_opt(days).expect("it was made of a day")
    }

    /// Whether ZDA states it, which gives the century.
    #[must_use]
    pub fn from_zda(self) -> bool {
        self.packed.get().rem_euclid(2) == 1
    }
}

impl Epoch {
    /// What one sentence or track point says, before anything else is known of its instant.
    #[must_use]
    pub(super) fn new(fix: &Fix, log: u32, line: u64, byte: u64) -> Self {
        Self {
            log,
            line,
            byte,
            time_of_day: fix.time,
            stated_date: fix.date.and_then(|date| StatedDate::new(date, false)),
            time: None,
            clock_ms: None,
            position: fix.position,
            source: fix.source,
            validity: fix.validity,
            satellites: fix.satellites,
            course: fix.course,
            hdop: fix.hdop,
            stated_sigma_m: fix.sigma_m,
            speed_m_s: fix.speed_m_s,
            altitude_m: fix.altitude_m,
            geoid_m: fix.geoid_m,
            starts_session: false,
            is_twin: false,
            rejected: None,
        }
    }

    /// Whether the epoch is used.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.rejected.is_none()
    }

    /// Horizontal dilution of precision.
    #[must_use]
    pub fn hdop(&self) -> Option<f64> {
        self.hdop.get()
    }

    /// Standard deviation along the worse axis, as the receiver states it (GST, PGRME, PUBX,00).
    #[must_use]
    pub fn stated_sigma_m(&self) -> Option<f64> {
        self.stated_sigma_m.get()
    }

    /// Speed over ground.
    #[must_use]
    pub fn speed_m_s(&self) -> Option<f64> {
        self.speed_m_s.get()
    }

    /// Height above mean sea level.
    #[must_use]
    pub fn altitude_m(&self) -> Option<f64> {
        self.altitude_m.get()
    }

    /// Height of the geoid above the ellipsoid, when the receiver gives it.
    #[must_use]
    pub fn geoid_m(&self) -> Option<f64> {
        self.geoid_m.get()
    }

    /// The figure that decided, for the report.
    #[must_use]
    pub fn detail(&self) -> String {
        let place =
            self.position.map_or("-".to_owned(), |p| format!("{:.6} {:.6}", p.lon_deg(), p.lat_deg()));
        let time = self.time_of_day.map_or("-".to_owned(), |time| {
            let seconds = time.ms() / 1000;
            format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
        });
        let figure = match self.rejected {
            Some(Reason::HighHdop) => self.hdop().map(|hdop| format!(" HDOP {hdop}")),
            Some(Reason::FewSatellites) => self.satellites.map(|count| format!(" satellites {count}")),
            Some(Reason::StatedError) => self.stated_sigma_m().map(|sigma| format!(" sigma {sigma} m")),
            _ => None,
        };
        format!("{time} {place}{}", figure.unwrap_or_default())
    }

    /// Takes over what a further sentence of the same instant says. The best source's position wins; figures that
    /// are there are replaced only by a sentence that is preferred.
    pub(super) fn add(&mut self, fix: &Fix, is_preferred: bool) {
        let is_better = fix.source > self.source || (fix.source == self.source && is_preferred);
        if fix.position.is_some() && (self.position.is_none() || is_better) {
            self.position = fix.position;
            self.source = fix.source;
            self.time_of_day = fix.time.or(self.time_of_day);
        }
        self.time_of_day = self.time_of_day.or(fix.time);
        self.stated_date = self.stated_date.or(fix.date.and_then(|date| StatedDate::new(date, false)));
        let choose =
            |old: &mut Figure, new: Figure| *old = if is_preferred { new.or(*old) } else { old.or(new) };
        choose(&mut self.hdop, fix.hdop);
        choose(&mut self.speed_m_s, fix.speed_m_s);
        self.course = if is_preferred { fix.course.or(self.course) } else { self.course.or(fix.course) };
        choose(&mut self.altitude_m, fix.altitude_m);
        choose(&mut self.geoid_m, fix.geoid_m);
        self.stated_sigma_m = self.stated_sigma_m.or(fix.sigma_m);
        self.satellites = if is_preferred {
            fix.satellites.or(self.satellites)
        } else {
            self.satellites.or(fix.satellites)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_date_comes_back() {
        let date = NaiveDate::from_ymd_opt(2026, 1, 20).expect("a day");
        for from_zda in [false, true] {
            let stated = StatedDate::new(date, from_zda).expect("a day of our time");
            assert_eq!((stated.date(), stated.from_zda()), (date, from_zda));
        }
    }

    #[test]
    fn an_epoch_takes_no_more_than_112_bytes() {
        assert!(size_of::<Epoch>() <= 112, "{}", size_of::<Epoch>());
    }
}
