//! One point of a GPX file, from its first tag to its last.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use gis_core::LonLat;
use quick_xml::events::BytesStart;

use super::Place;
use crate::read::Waypoint;
use crate::read::course::Course;
use crate::read::date::into_campaign;
use crate::read::epoch::Epoch;
use crate::read::fields::{self, TimeOfDay};
use crate::read::figure::Figure;
use crate::read::position::known_dilution;
use crate::read::sentence::{Fix, Source, Validity};
use crate::reason::Reason;
use crate::settings::Settings;

/// What a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PointKind {
    /// A point of a track.
    Track,
    /// A named place.
    Way,
}

/// The elements of a point that are read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Field {
    Course,
    Elevation,
    Fix,
    GeoidHeight,
    Hdop,
    Name,
    Satellites,
    Speed,
    Time,
}

impl Field {
    /// By the local name of its element; `speed` and `course` are GPX 1.0's, in 1.1 an extension of many makers.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "course" => Self::Course,
            "ele" => Self::Elevation,
            "fix" => Self::Fix,
            "geoidheight" => Self::GeoidHeight,
            "hdop" => Self::Hdop,
            "name" => Self::Name,
            "sat" => Self::Satellites,
            "speed" => Self::Speed,
            "time" => Self::Time,
            _ => return None,
        })
    }
}

/// A point as far as it is read.
#[derive(Debug)]
pub(super) struct Point {
    pub(super) kind: PointKind,
    pub(super) at: Place,
    /// Its attributes, for a reject.
    pub(super) raw: String,
    lat_deg: Option<f64>,
    lon_deg: Option<f64>,
    time: Option<DateTime<Utc>>,
    name: String,
    validity: Validity,
    satellites: Option<u16>,
    hdop: Figure,
    altitude_m: Figure,
    geoid_m: Figure,
    speed_m_s: Figure,
    course: Option<Course>,
}

impl Point {
    pub(super) fn new(kind: PointKind, at: Place, element: &BytesStart<'_>) -> Self {
        let mut point = Self {
            kind,
            at,
            raw: element.attributes_raw().trim().to_owned(),
            lat_deg: None,
            lon_deg: None,
            time: None,
            name: String::new(),
            validity: Validity::Unknown,
            satellites: None,
            hdop: Figure::NONE,
            altitude_m: Figure::NONE,
            geoid_m: Figure::NONE,
            speed_m_s: Figure::NONE,
            course: None,
        };
        for attribute in element.attributes().flatten() {
            let value = fields::number(attribute.value.trim().as_bytes());
            match attribute.key.local_name().as_ref() {
                "lat" => point.lat_deg = value,
                "lon" => point.lon_deg = value,
                _ => {}
            }
        }
        point
    }

    pub(super) fn set(&mut self, field: Field, content: &str) {
        let number = || fields::number(content.as_bytes());
        match field {
            Field::Elevation => self.altitude_m = number().into(),
            Field::GeoidHeight => self.geoid_m = number().into(),
            Field::Hdop => self.hdop = known_dilution(number()),
            Field::Satellites => self.satellites = content.parse().ok(),
            Field::Course => self.course = number().and_then(Course::from_deg),
            Field::Speed => self.speed_m_s = number().into(),
            Field::Time => self.time = time(content),
            Field::Name => content.clone_into(&mut self.name),
            Field::Fix => {
                self.validity = if content == "none" { Validity::NoFix } else { Validity::Valid };
            }
        }
    }

    pub(super) fn position(&self) -> Result<LonLat, Reason> {
        let (lon_deg, lat_deg) = self.lon_deg.zip(self.lat_deg).ok_or(Reason::Unreadable)?;
        LonLat::new(lon_deg, lat_deg).ok_or(Reason::OutOfRange)
    }

    pub(super) fn date(&self) -> Option<NaiveDate> {
        self.time.map(|time| time.date_naive())
    }

    pub(super) fn into_waypoint(self, log: u32, position: LonLat) -> Waypoint {
        let Place { line, byte } = self.at;
        Waypoint { log, line, byte, name: self.name, position, time: self.time }
    }

    pub(super) fn to_epoch(&self, log: u32, position: LonLat, settings: &Settings) -> Epoch {
        let time_of_day = self.time.map(|time| {
            let fraction_ms = time.timestamp_subsec_millis();
            TimeOfDay::from_ms(time.num_seconds_from_midnight() * 1000 + fraction_ms)
        });
        let fix = Fix {
            source: Source::Gpx,
            talker: *b"GX",
            time: time_of_day,
            position: Some(position),
            last_digit_deg: 0.0,
            date: self.date(),
            validity: self.validity,
            satellites: self.satellites,
            hdop: self.hdop,
            speed_m_s: self.speed_m_s,
            course: self.course,
            altitude_m: self.altitude_m,
            geoid_m: self.geoid_m,
            sigma_m: Figure::NONE,
        };
        let mut epoch = Epoch::new(&fix, log, self.at.line, self.at.byte);
        epoch.time = self.time.map(|time| {
            let moved = into_campaign(time.date_naive(), settings) - time.date_naive();
            time + moved
        });
        epoch.clock_ms = epoch.time.map(|time| time.timestamp_millis());
        epoch
    }
}

/// A time with its zone, or without one as UTC; years that no receiver has seen are none.
fn time(content: &str) -> Option<DateTime<Utc>> {
    let with_zone = DateTime::parse_from_rfc3339(content).map(|time| time.to_utc());
    let without =
        || NaiveDateTime::parse_from_str(content, "%Y-%m-%dT%H:%M:%S%.f").map(|time| time.and_utc());
    with_zone.or_else(|_| without()).ok().filter(|time| (1980..2100).contains(&time.year()))
}
