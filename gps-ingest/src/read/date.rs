//! S4, dating: times of day become dates and times, over midnight and over heads without a date.
//!
//! Days are counted along the log (a fall of more than half a day is midnight) and anchored where a sentence
//! states a date. Times that fall by less are a restart or a second log: the count starts again from the next
//! statement. Without any statement the operator's day is used, and nothing is guessed without it. Epochs wait only
//! where their day is not certain yet: at a head without a date, and where one sentence alone contradicts.

use std::collections::VecDeque;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::read::epoch::{Epoch, StatedDate};
use crate::read::fields::DAY_MS;
use crate::read::sentence::Validity;
use crate::read::{Sink, Waypoint};
use crate::settings::Settings;

/// Where the dates of a log come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// RMC sentences.
    Rmc,
    /// ZDA sentences.
    Zda,
    /// The track points of a GPX file.
    Gpx,
    /// The operator, who gave the day of the survey.
    Operator,
    /// Nowhere: the times have no day.
    None,
}

/// How a log was dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dating {
    /// Where the dates come from.
    pub source: DateSource,
    /// Whether dates were moved by 1024 weeks into the campaign.
    pub moved_by_week_rollover: bool,
}

/// The weeks after which the GPS week number starts again, in days.
pub const WEEK_ROLLOVER_DAYS: i64 = 1024 * 7;

/// The first day of the GPS: what a receiver states that knows none.
const GPS_EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1980, 1, 6).expect("a day");

/// Half a day: a larger fall of the time of day is midnight.
const HALF_DAY_MS: i64 = DAY_MS as i64 / 2;

/// A smaller fall is disorder among sentences, a larger one a restart.
const RESTART_MS: i64 = 60_000;

/// So many epochs wait for the date of a log whose head has none: half a day at four a second.
const HELD_MAX: usize = 200_000;

/// Dates epochs in the order of the log, and hands each on as soon as its day is certain.
#[derive(Debug)]
pub struct Dater<'a> {
    settings: &'a Settings,
    /// Whether a date counts only where the receiver has a fix; before, it may be its factory default.
    needs_fix: bool,
    place: Place,
    previous_ms: Option<i64>,
    /// What waits for a date, in the order of the log.
    held: VecDeque<(Held, Place)>,
    /// The day on which the count of days is zero, once this run of rising times has stated one.
    base: Option<NaiveDate>,
    /// That of the latest run that stated one.
    last_base: Option<NaiveDate>,
    /// A day that contradicts the base and waits for a second witness: checksums let one fault in 256 pass.
    doubted: Option<NaiveDate>,
    /// The time of the epoch that was handed on last.
    last_time: Option<DateTime<Utc>>,
    has_doubtful_dates: bool,
    /// The best kind of sentence that states a date.
    source: DateSource,
    moved_by_week_rollover: bool,
}

/// Where an epoch is in its log: which run of rising times, and how many midnights into it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Place {
    run: usize,
    day: i64,
}

#[derive(Debug)]
enum Held {
    Epoch(Epoch),
    Waypoint(Waypoint),
}

impl<'a> Dater<'a> {
    /// A dater at the beginning of a log.
    #[must_use]
    pub fn new(settings: &'a Settings) -> Self {
        Self {
            settings,
            needs_fix: true,
            place: Place::default(),
            previous_ms: None,
            held: VecDeque::new(),
            base: None,
            last_base: None,
            doubted: None,
            last_time: None,
            has_doubtful_dates: false,
            source: DateSource::Rmc,
            moved_by_week_rollover: false,
        }
    }

    /// Takes the next epoch.
    pub fn push(&mut self, epoch: Epoch, sink: &mut impl Sink) {
        let Some(time) = epoch.time_of_day else { return self.hold_or_hand_on(epoch, sink) };
        self.step_to(i64::from(time.ms()), sink);
        let stated = epoch.stated_date.filter(|stated| stated.date() != GPS_EPOCH);
        if stated.is_some_and(StatedDate::from_zda) {
            self.source = DateSource::Zda;
        }
        let has_fix = epoch.position.is_some() && epoch.validity != Validity::NoFix;
        self.has_doubtful_dates |= stated.is_some() && !has_fix;
        if let Some(stated) = stated.filter(|_| has_fix || !self.needs_fix)
            && let Some(anchor) = stated.date().checked_sub_signed(Duration::days(self.place.day))
        {
            self.settle(anchor, stated.from_zda(), sink);
        }
        self.hold_or_hand_on(epoch, sink);
    }

    /// Takes a named place: its time is that of the epoch before it.
    pub fn push_waypoint(&mut self, waypoint: Waypoint, sink: &mut impl Sink) {
        if self.held.is_empty() {
            sink.waypoint(Waypoint { time: self.last_time, ..waypoint });
        } else {
            self.hold(Held::Waypoint(waypoint), sink);
        }
    }

    /// Hands on what still waits, and tells how the log was dated.
    pub fn finish(mut self, sink: &mut impl Sink) -> Dating {
        let has_anchor = |dater: &Self| dater.base.or(dater.last_base).is_some();
        if !has_anchor(&self) && self.has_doubtful_dates && self.needs_fix {
            let mut trusting = Self { needs_fix: false, ..Self::new(self.settings) };
            for (held, _) in self.held {
                match held {
                    Held::Epoch(epoch) => trusting.push(epoch, sink),
                    Held::Waypoint(waypoint) => trusting.push_waypoint(waypoint, sink),
                }
            }
            return trusting.finish(sink);
        }
        self.base = self.doubted.or(self.base);
        let source = match (has_anchor(&self), self.settings.recorded_on) {
            (true, _) => self.source,
            (false, Some(_)) => DateSource::Operator,
            (false, None) => DateSource::None,
        };
        self.release(sink);
        Dating { source, moved_by_week_rollover: self.moved_by_week_rollover }
    }

    /// Counts midnights and restarts along the times of day.
    fn step_to(&mut self, time_ms: i64, sink: &mut impl Sink) {
        let rise_ms = time_ms - self.previous_ms.replace(time_ms).unwrap_or(time_ms);
        if rise_ms < -HALF_DAY_MS {
            self.place.day += 1;
        } else if rise_ms > HALF_DAY_MS && self.place.day > 0 {
            self.place.day -= 1;
        } else if rise_ms < -RESTART_MS {
            self.base = self.doubted.take().or(self.base);
            if self.base.or(self.last_base).is_some() {
                self.release(sink);
            }
            self.last_base = self.base.take().or(self.last_base);
            self.place.run += 1;
        }
    }

    /// Weighs the day that an epoch states against what is known. Of two days that are whole eras apart the one of a
    /// ZDA, which gives the century, is right.
    fn settle(&mut self, anchor: NaiveDate, from_zda: bool, sink: &mut impl Sink) {
        let eras_apart = |base: NaiveDate| (anchor - base).num_days() % WEEK_ROLLOVER_DAYS == 0;
        match self.base {
            None => self.base = Some(anchor),
            Some(base) if base == anchor => self.doubted = None,
            Some(base) if eras_apart(base) && self.source == DateSource::Zda => {
                self.base = Some(if from_zda { anchor } else { base });
                self.doubted = None;
            }
            Some(_) if self.doubted == Some(anchor) => self.base = self.doubted.take(),
            Some(_) => {
                self.release(sink);
                self.doubted = Some(anchor);
                return;
            }
        }
        self.release(sink);
    }

    fn hold_or_hand_on(&mut self, epoch: Epoch, sink: &mut impl Sink) {
        if self.held.is_empty() && self.doubted.is_none() && self.base.is_some() {
            let place = self.place;
            self.hand_on(Held::Epoch(epoch), place, sink);
        } else {
            self.hold(Held::Epoch(epoch), sink);
        }
    }

    fn hold(&mut self, held: Held, sink: &mut impl Sink) {
        self.held.push_back((held, self.place));
        if self.held.len() >= HELD_MAX {
            self.base = self.doubted.take().or(self.base);
            self.release(sink);
        }
    }

    fn release(&mut self, sink: &mut impl Sink) {
        while let Some((held, place)) = self.held.pop_front() {
            self.hand_on(held, place, sink);
        }
    }

    fn hand_on(&mut self, held: Held, place: Place, sink: &mut impl Sink) {
        match held {
            Held::Epoch(mut epoch) => {
                self.date(&mut epoch, place);
                self.last_time = epoch.time.or(self.last_time);
                sink.epoch(epoch);
            }
            Held::Waypoint(waypoint) => sink.waypoint(Waypoint { time: self.last_time, ..waypoint }),
        }
    }

    /// Gives an epoch its clock and, where the log or the operator says it, its date. What stands in a run without
    /// a date takes that of the run before, at the head that of the run behind.
    fn date(&mut self, epoch: &mut Epoch, place: Place) {
        let Some(time) = epoch.time_of_day else { return };
        let own = self.base.filter(|_| place.run == self.place.run);
        let base = own.or(self.last_base).or(self.base).or(self.settings.recorded_on);
        let unknown = NaiveDate::default();
        let Some(stated) = base.unwrap_or(unknown).checked_add_signed(Duration::days(place.day)) else {
            return;
        };
        let day = into_campaign(stated, self.settings);
        self.moved_by_week_rollover |= day != stated;
        let clock_ms = (day - unknown).num_days() * i64::from(DAY_MS) + i64::from(time.ms());
        epoch.clock_ms = Some(clock_ms);
        epoch.time = DateTime::<Utc>::from_timestamp_millis(clock_ms).filter(|_| base.is_some());
    }
}

/// The same day, or the one 1024 weeks later when only that lies in the campaign.
pub(super) fn into_campaign(date: NaiveDate, settings: &Settings) -> NaiveDate {
    let Some((first, last)) = settings.campaign else { return date };
    let moved = date.checked_add_signed(Duration::days(WEEK_ROLLOVER_DAYS));
    match moved {
        Some(moved) if !(first..=last).contains(&date) && (first..=last).contains(&moved) => moved,
        _ => date,
    }
}
