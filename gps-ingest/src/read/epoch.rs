//! S3, epochs: the sentences of one instant become one epoch.
//!
//! Position sentences of the same time of day belong together, whatever their order; GSA, VTG and GST belong to
//! the epoch that is open. The best sentence gives the position (GGA, GNS, RMC, GLL in this order). When two
//! sentences of one instant state different positions, the lesser becomes an epoch of its own, marked as a
//! twin: no position is lost, and none counts twice.

use chrono::{DateTime, NaiveDate, Utc};
use gis_core::LonLat;

use crate::read::fields::TimeOfDay;
use crate::read::figure::Figure;
use crate::read::sentence::{Fix, Sentence, Source, Validity};
use crate::reason::Reason;
use crate::settings::Thresholds;

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
    hdop: Figure,
    stated_sigma_m: Figure,
    speed_m_s: Figure,
    altitude_m: Figure,
    geoid_m: Figure,
    /// Whether it begins a session because the file says so (a GPX track segment).
    pub starts_session: bool,
    /// Whether a better sentence of the same instant states another position.
    pub is_twin: bool,
    /// Why it is not used; `None` when it is.
    pub rejected: Option<Reason>,
    seen: u8,
}

/// A day as a sentence states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedDate {
    /// The day.
    pub date: NaiveDate,
    /// Whether ZDA states it, which gives the century.
    pub from_zda: bool,
}

impl Epoch {
    fn new(fix: &Fix, line: u64, byte: u64) -> Self {
        let mut epoch = Self {
            log: 0,
            line,
            byte,
            time_of_day: fix.time,
            stated_date: None,
            time: None,
            clock_ms: None,
            position: None,
            source: fix.source,
            validity: Validity::Unknown,
            satellites: None,
            hdop: Figure::NONE,
            stated_sigma_m: Figure::NONE,
            speed_m_s: Figure::NONE,
            altitude_m: Figure::NONE,
            geoid_m: Figure::NONE,
            starts_session: false,
            is_twin: false,
            rejected: None,
            seen: 0,
        };
        epoch.add(fix);
        epoch
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

    fn has_seen(&self, source: Source) -> bool {
        self.seen & bit(source) != 0
    }

    /// Takes over what a sentence says; the best source's position and figures win.
    fn add(&mut self, fix: &Fix) {
        let better = self.position.is_none() || fix.source > self.source;
        if fix.position.is_some() && better {
            self.position = fix.position;
            self.source = fix.source;
            self.time_of_day = fix.time.or(self.time_of_day);
        }
        self.time_of_day = self.time_of_day.or(fix.time);
        self.validity = self.validity.max(fix.validity);
        self.satellites = self.satellites.max(fix.satellites);
        self.hdop = Figure::from(fix.hdop).or(self.hdop);
        self.speed_m_s = Figure::from(fix.speed_m_s).or(self.speed_m_s);
        self.stated_date = self.stated_date.or(fix.date.map(|date| StatedDate { date, from_zda: false }));
        self.seen |= bit(fix.source);
    }
}

fn bit(source: Source) -> u8 {
    1 << source as u8
}

/// Builds epochs from sentences in the order of the file.
#[derive(Debug)]
pub struct Assembler<'a> {
    thresholds: &'a Thresholds,
    epochs: Vec<Epoch>,
    /// Index of the first epoch of the instant that is open; its twins follow it.
    open: Option<usize>,
    /// A ZDA that came before the position sentences of its instant.
    pending_date: Option<(Option<TimeOfDay>, NaiveDate)>,
}

impl<'a> Assembler<'a> {
    /// An assembler without epochs.
    #[must_use]
    pub fn new(thresholds: &'a Thresholds) -> Self {
        Self { thresholds, epochs: Vec::new(), open: None, pending_date: None }
    }

    /// Takes the next sentence, which began at that line and byte.
    pub fn push(&mut self, sentence: &Sentence, line: u64, byte: u64) {
        match sentence {
            Sentence::Fix(fix) => self.push_fix(fix, line, byte),
            Sentence::Date { time, date } => self.push_date(*time, *date),
            Sentence::Dilution { hdop } => {
                if let Some(epoch) = self.open_epoch() {
                    epoch.hdop = epoch.hdop.or(Some(*hdop).filter(|hdop| *hdop > 0.0 && *hdop < 50.0).into());
                }
            }
            Sentence::Speed { speed_m_s } => {
                if let Some(epoch) = self.open_epoch() {
                    epoch.speed_m_s = epoch.speed_m_s.or(Some(*speed_m_s).into());
                }
            }
            Sentence::Deviation { sigma_m } => {
                if let Some(epoch) = self.open_epoch() {
                    epoch.stated_sigma_m = Some(*sigma_m).into();
                }
            }
            Sentence::Other => {}
        }
    }

    /// All epochs, in the order of the file.
    #[must_use]
    pub fn finish(self) -> Vec<Epoch> {
        self.epochs
    }

    fn open_epoch(&mut self) -> Option<&mut Epoch> {
        self.open.and_then(|index| self.epochs.get_mut(index))
    }

    fn push_fix(&mut self, fix: &Fix, line: u64, byte: u64) {
        let Some(index) = self.open.filter(|&index| self.belongs(fix, &self.epochs[index])) else {
            self.open = Some(self.epochs.len());
            let mut epoch = Epoch::new(fix, line, byte);
            if let Some((_, date)) =
                self.pending_date.take_if(|(time, _)| same(self.thresholds, *time, fix.time))
            {
                epoch.stated_date = Some(StatedDate { date, from_zda: true });
            }
            self.epochs.push(epoch);
            return;
        };
        let agrees = |epoch: &Epoch| match (epoch.position, fix.position) {
            (Some(one), Some(other)) => {
                (one.lon_deg() - other.lon_deg()).abs() <= self.thresholds.gate.same_position_deg
                    && (one.lat_deg() - other.lat_deg()).abs() <= self.thresholds.gate.same_position_deg
            }
            _ => true,
        };
        if agrees(&self.epochs[index]) {
            self.epochs[index].add(fix);
        } else if !self.epochs.last().is_some_and(agrees) {
            self.push_twin(index, fix, line, byte);
        }
    }

    /// Adds a second position of one instant; the better source becomes the epoch, the other its twin.
    fn push_twin(&mut self, index: usize, fix: &Fix, line: u64, byte: u64) {
        let mut twin = Epoch::new(fix, line, byte);
        let open = &mut self.epochs[index];
        if fix.source > open.source {
            std::mem::swap(&mut twin.position, &mut open.position);
            std::mem::swap(&mut twin.source, &mut open.source);
            (twin.line, twin.byte) = (open.line, open.byte);
            open.add(fix);
        } else {
            open.validity = open.validity.max(fix.validity);
            open.stated_date = open.stated_date.or(twin.stated_date);
            open.seen |= bit(fix.source);
        }
        twin.is_twin = true;
        self.epochs.push(twin);
    }

    /// Whether a sentence is of the open instant: same time, or no time and not yet seen there.
    fn belongs(&self, fix: &Fix, open: &Epoch) -> bool {
        match (fix.time, open.time_of_day) {
            (Some(one), Some(other)) => one.distance_ms(other) <= self.thresholds.gate.same_epoch_ms,
            (None, _) => !open.has_seen(fix.source),
            (Some(_), None) => !open.has_seen(fix.source) && open.position.is_none(),
        }
    }

    fn push_date(&mut self, time: Option<TimeOfDay>, date: NaiveDate) {
        let thresholds = self.thresholds;
        match self.open_epoch() {
            Some(epoch) if same(thresholds, time, epoch.time_of_day) => {
                epoch.stated_date = Some(StatedDate { date, from_zda: true });
            }
            _ => self.pending_date = Some((time, date)),
        }
    }
}

/// How long a ZDA may come before the fix that it dates: it is often the first sentence of a second's burst.
const DATE_LEAD_MS: u32 = 2000;

fn same(thresholds: &Thresholds, stated: Option<TimeOfDay>, time: Option<TimeOfDay>) -> bool {
    match (stated, time) {
        (Some(one), Some(other)) => {
            let lead_ms = other.ms().checked_sub(one.ms());
            one.distance_ms(other) <= thresholds.gate.same_epoch_ms
                || lead_ms.is_some_and(|ms| ms <= DATE_LEAD_MS)
        }
        _ => false,
    }
}
