//! S3, epochs: the sentences of one instant become one epoch.
//!
//! Position sentences of the same time of day belong together, whatever their order; GSA, VTG and the like belong to
//! the epoch that is open. The best sentence gives the position (GGA, GNS, RMC, PUBX, GLL in this order), and of
//! several talkers the one with most satellites. When two sentences of one instant state different positions, the
//! lesser becomes an epoch of its own, marked as a twin: no position is lost, and none counts twice.
//!
//! Epochs are handed on as soon as the next instant begins: memory does not grow with the log.

use chrono::NaiveDate;
use gis_core::LonLat;

use crate::read::epoch::{Epoch, StatedDate};
use crate::read::fields::TimeOfDay;
use crate::read::sentence::{Fix, Sentence, Validity};
use crate::read::{Sink, Waypoint, position};
use crate::reason::Reason;
use crate::settings::Thresholds;

/// Where a sentence stands.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// Which log of the campaign.
    pub log: u32,
    /// Line, from 1.
    pub line: u64,
    /// Offset in the log as it was received.
    pub byte: u64,
}

/// Builds epochs from sentences in the order of the log.
#[derive(Debug)]
pub struct Assembler<'a> {
    thresholds: &'a Thresholds,
    open: Option<Instant>,
    /// Other positions of the open instant.
    twins: Vec<Epoch>,
    /// Places named during the open instant, or before the first.
    waypoints: Vec<Waypoint>,
    /// A ZDA or GST that came before the position sentences of its instant.
    pending_date: Option<(TimeOfDay, NaiveDate)>,
    pending_sigma: Option<(TimeOfDay, f64)>,
    has_wrong_datum: bool,
    disagreements: u64,
    zone_min: Option<i32>,
}

/// The instant that is open.
#[derive(Debug)]
struct Instant {
    epoch: Epoch,
    /// What each source said, by [`Source`](crate::read::sentence::Source).
    voices: [Option<Voice>; 6],
    has_measured_sigma: bool,
    last_digit_deg: f64,
    /// Whether the epoch was handed on already, because too many other positions state the same instant.
    is_out: bool,
}

/// Whose word was taken for one kind of sentence.
#[derive(Debug, Clone, Copy)]
struct Voice {
    talker: [u8; 2],
    validity: Validity,
    has_position: bool,
    satellites: Option<u16>,
}

/// A clock that stands still states one instant for ever: so many of its positions are held at once.
const TWINS_HELD_MAX: usize = 16;

/// So many named places wait for an epoch.
const WAYPOINTS_HELD_MAX: usize = 1000;

/// How long a ZDA may come before the fix that it dates: it is often the first sentence of a second's burst.
const DATE_LEAD_MS: u32 = 2000;

/// Some receivers print the RMC of a second ago under the present time.
const LAG_S: f64 = 1.0;

impl<'a> Assembler<'a> {
    /// An assembler without epochs.
    #[must_use]
    pub fn new(thresholds: &'a Thresholds) -> Self {
        Self {
            thresholds,
            open: None,
            twins: Vec::new(),
            waypoints: Vec::new(),
            pending_date: None,
            pending_sigma: None,
            has_wrong_datum: false,
            disagreements: 0,
            zone_min: None,
        }
    }

    /// Instants of which two sentences state positions that differ by more than their last two digits.
    #[must_use]
    pub fn disagreements(&self) -> u64 {
        self.disagreements
    }

    /// How far local time is from UTC, when the receiver says so.
    #[must_use]
    pub fn zone_min(&self) -> Option<i32> {
        self.zone_min
    }

    /// Takes the next sentence, and hands on what it closes.
    pub fn push(&mut self, sentence: &Sentence<'_>, at: At, sink: &mut impl Sink) {
        match *sentence {
            Sentence::Fix(ref fix) => self.push_fix(fix, at, sink),
            Sentence::Date { time, date, zone_min } => {
                self.zone_min = Some(zone_min).filter(|zone_min| *zone_min != 0).or(self.zone_min);
                self.push_date(time, date);
            }
            Sentence::Deviation { time, sigma_m, is_measured } => {
                self.push_deviation(time, sigma_m, is_measured);
            }
            Sentence::Dilution { hdop } => {
                self.fill(|epoch| epoch.hdop = epoch.hdop.or(position::known_dilution(Some(hdop))));
            }
            Sentence::Speed { speed_m_s, course } => self.fill(|epoch| {
                epoch.speed_m_s = epoch.speed_m_s.or(Some(speed_m_s).into());
                epoch.course = epoch.course.or(course);
            }),
            Sentence::Height { altitude_m } => {
                self.fill(|epoch| epoch.altitude_m = epoch.altitude_m.or(Some(altitude_m).into()));
            }
            Sentence::Datum { is_wgs_84 } => self.has_wrong_datum = !is_wgs_84,
            Sentence::Waypoint { name, position } => self.push_waypoint(name, position, at, sink),
            Sentence::Other => {}
        }
    }

    /// Hands on what is still open.
    pub fn close(&mut self, sink: &mut impl Sink) {
        if let Some(Instant { epoch, is_out: false, .. }) = self.open.take() {
            sink.epoch(epoch);
        }
        self.twins.drain(..).for_each(|twin| sink.epoch(twin));
        self.waypoints.drain(..).for_each(|waypoint| sink.waypoint(waypoint));
    }

    fn fill(&mut self, change: impl FnOnce(&mut Epoch)) {
        if let Some(open) = &mut self.open {
            change(&mut open.epoch);
        }
    }

    fn push_fix(&mut self, fix: &Fix, at: At, sink: &mut impl Sink) {
        let same_epoch_ms = self.thresholds.gate.same_epoch_ms;
        match &mut self.open {
            Some(open) if open.holds(fix, same_epoch_ms) => {
                if !open.is_out && agrees(&open.epoch, fix, self.thresholds.gate.same_position_deg) {
                    open.add(fix);
                } else {
                    self.push_twin(fix, at, sink);
                }
            }
            _ => {
                self.close(sink);
                self.open = Some(self.instant(fix, at));
            }
        }
    }

    fn instant(&mut self, fix: &Fix, at: At) -> Instant {
        let mut epoch = Epoch::new(fix, at.log, at.line, at.byte);
        epoch.rejected = self.has_wrong_datum.then_some(Reason::WrongDatum);
        let lead_ms = |time: TimeOfDay| Some(fix.time?.ms().wrapping_sub(time.ms()));
        let same_epoch_ms = self.thresholds.gate.same_epoch_ms;
        let is_near = |time: TimeOfDay| fix.time.is_some_and(|fix| fix.distance_ms(time) <= same_epoch_ms);
        let dates = |(time, _): &mut (TimeOfDay, _)| {
            is_near(*time) || lead_ms(*time).is_some_and(|ms| ms <= DATE_LEAD_MS)
        };
        if let Some((_, date)) = self.pending_date.take_if(dates) {
            epoch.stated_date = StatedDate::new(date, true);
        }
        let pending_sigma = self.pending_sigma.take_if(|(time, _)| is_near(*time));
        if let Some((_, sigma_m)) = pending_sigma {
            epoch.stated_sigma_m = Some(sigma_m).into();
        }
        let mut voices = [None; 6];
        voices[fix.source as usize] = Some(Voice::of(fix));
        Instant {
            epoch,
            voices,
            has_measured_sigma: pending_sigma.is_some(),
            last_digit_deg: fix.last_digit_deg,
            is_out: false,
        }
    }

    /// Adds another position of the open instant; the better one becomes the epoch, the other its twin.
    fn push_twin(&mut self, fix: &Fix, at: At, sink: &mut impl Sink) {
        let Some(open) = &mut self.open else { return };
        let same_position_deg = self.thresholds.gate.same_position_deg;
        if self.twins.last().is_some_and(|twin| agrees(twin, fix, same_position_deg)) {
            return;
        }
        let mut twin = Epoch::new(fix, at.log, at.line, at.byte);
        if !open.is_out {
            self.disagreements += u64::from(open.contradict(fix, self.thresholds));
            let is_preferred = open.prefers(fix);
            let is_better = fix.source > open.epoch.source
                || (fix.source == open.epoch.source && is_preferred && open.epoch.position.is_some());
            if is_better {
                std::mem::swap(&mut twin.position, &mut open.epoch.position);
                std::mem::swap(&mut twin.source, &mut open.epoch.source);
                (twin.line, twin.byte) = (open.epoch.line, open.epoch.byte);
                open.add(fix);
            } else {
                open.hear(fix);
                open.epoch.stated_date = open.epoch.stated_date.or(twin.stated_date);
            }
        }
        twin.is_twin = true;
        self.twins.push(twin);
        if self.twins.len() >= TWINS_HELD_MAX {
            if !std::mem::replace(&mut open.is_out, true) {
                sink.epoch(open.epoch.clone());
            }
            self.twins.drain(..).for_each(|twin| sink.epoch(twin));
        }
    }

    fn push_date(&mut self, time: Option<TimeOfDay>, date: NaiveDate) {
        let same_epoch_ms = self.thresholds.gate.same_epoch_ms;
        match &mut self.open {
            Some(open) if is_same(time, open.epoch.time_of_day, same_epoch_ms) => {
                open.epoch.stated_date = StatedDate::new(date, true);
            }
            _ => self.pending_date = time.map(|time| (time, date)),
        }
    }

    fn push_deviation(&mut self, time: Option<TimeOfDay>, sigma_m: f64, is_measured: bool) {
        let same_epoch_ms = self.thresholds.gate.same_epoch_ms;
        match (&mut self.open, time) {
            (Some(open), _) if time.is_none() || is_same(time, open.epoch.time_of_day, same_epoch_ms) => {
                if is_measured || !open.has_measured_sigma {
                    open.epoch.stated_sigma_m = Some(sigma_m).into();
                }
                open.has_measured_sigma |= is_measured;
            }
            (_, Some(time)) if is_measured => self.pending_sigma = Some((time, sigma_m)),
            _ => {}
        }
    }

    fn push_waypoint(&mut self, name: &[u8], position: LonLat, at: At, sink: &mut impl Sink) {
        let At { log, line, byte } = at;
        let name = String::from_utf8_lossy(name).into_owned();
        self.waypoints.push(Waypoint { log, line, byte, name, position, time: None });
        if self.waypoints.len() >= WAYPOINTS_HELD_MAX {
            self.waypoints.drain(..).for_each(|waypoint| sink.waypoint(waypoint));
        }
    }
}

impl Voice {
    fn of(fix: &Fix) -> Self {
        Self {
            talker: fix.talker,
            validity: fix.validity,
            has_position: fix.position.is_some(),
            satellites: fix.satellites,
        }
    }
}

impl Instant {
    /// Whether a sentence is of this instant: same time, or no time and not yet heard here.
    fn holds(&self, fix: &Fix, same_epoch_ms: u32) -> bool {
        let is_heard = self.voices[fix.source as usize].is_some();
        match (fix.time, self.epoch.time_of_day) {
            (Some(one), Some(other)) => one.distance_ms(other) <= same_epoch_ms,
            (None, _) => !is_heard,
            (Some(_), None) => !is_heard && self.epoch.position.is_none(),
        }
    }

    /// Whether a sentence says more than the one of its kind that was heard before: of several talkers, the one
    /// with a position and most satellites counts. A talker does not count twice.
    fn prefers(&self, fix: &Fix) -> bool {
        self.voices[fix.source as usize].is_none_or(|voice| {
            voice.talker != fix.talker
                && (fix.position.is_some(), fix.satellites) > (voice.has_position, voice.satellites)
        })
    }

    fn add(&mut self, fix: &Fix) {
        let is_preferred = self.prefers(fix);
        self.epoch.add(fix, is_preferred);
        self.last_digit_deg = self.last_digit_deg.max(fix.last_digit_deg);
        self.hear(fix);
    }

    /// Notes what a sentence says of its worth; the gravest of all kinds of sentences counts.
    fn hear(&mut self, fix: &Fix) {
        let is_preferred = self.prefers(fix);
        let voice = self.voices[fix.source as usize].get_or_insert_with(|| Voice::of(fix));
        if is_preferred {
            *voice = Voice::of(fix);
        } else if voice.talker == fix.talker {
            voice.validity = voice.validity.max(fix.validity);
        }
        self.epoch.validity =
            self.voices.iter().flatten().map(|voice| voice.validity).max().unwrap_or_default();
    }

    /// Holds another kind of sentence's position against the epoch's: beyond what a moving receiver may lag, one of
    /// them is wrong, and nobody knows which. Tells whether they differ by more than their last two digits.
    fn contradict(&mut self, fix: &Fix, thresholds: &Thresholds) -> bool {
        let (Some(one), Some(other)) = (self.epoch.position, fix.position) else { return false };
        if self.voices[fix.source as usize].is_some() {
            return false;
        }
        let speed_m_s = fix.speed_m_s.or(self.epoch.speed_m_s).get().unwrap_or(0.0);
        if distance_m(one, other) > thresholds.read.disagreement_max_m + speed_m_s * LAG_S {
            self.epoch.rejected = Some(Reason::Disagreement);
        }
        let digits_deg = 2.0 * self.last_digit_deg.max(fix.last_digit_deg);
        !is_within(one, other, digits_deg)
    }
}

fn agrees(epoch: &Epoch, fix: &Fix, within_deg: f64) -> bool {
    match (epoch.position, fix.position) {
        (Some(one), Some(other)) => is_within(one, other, within_deg),
        _ => true,
    }
}

fn is_within(one: LonLat, other: LonLat, within_deg: f64) -> bool {
    (one.lon_deg() - other.lon_deg()).abs() <= within_deg
        && (one.lat_deg() - other.lat_deg()).abs() <= within_deg
}

/// Good to a percent over the few metres that matter.
fn distance_m(one: LonLat, other: LonLat) -> f64 {
    const METRES_PER_DEGREE: f64 = 111_200.0;
    let east_deg = (one.lon_deg() - other.lon_deg()) * one.lat_deg().to_radians().cos();
    METRES_PER_DEGREE * east_deg.hypot(one.lat_deg() - other.lat_deg())
}

fn is_same(stated: Option<TimeOfDay>, time: Option<TimeOfDay>, same_epoch_ms: u32) -> bool {
    stated.zip(time).is_some_and(|(one, other)| one.distance_ms(other) <= same_epoch_ms)
}
