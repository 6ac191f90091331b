//! What the `nmea` crate makes of a sentence, in this crate's types. Only `parse_str` is used: its state machine
//! loses dates and can panic.

use chrono::{NaiveTime, Timelike};
use nmea::ParseResult;

use crate::read::fields::TimeOfDay;
use crate::read::sentence::Sentence;

/// What the crate says of a position, to be held against our own decoder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StrictFix {
    /// Time of day, UTC.
    pub time: Option<TimeOfDay>,
    /// Longitude and latitude as decoded, not checked.
    pub lon_lat_deg: Option<(f64, f64)>,
}

/// Reads a position sentence; `None` when the crate refuses it or it is another one.
#[must_use]
pub fn fix(text: &[u8]) -> Option<StrictFix> {
    let (time, lon_deg, lat_deg) = match parse(text)? {
        ParseResult::GGA(gga) => (gga.fix_time, gga.longitude, gga.latitude),
        ParseResult::RMC(rmc) => (rmc.fix_time, rmc.lon, rmc.lat),
        ParseResult::GNS(gns) => (gns.fix_time, gns.lon, gns.lat),
        ParseResult::GLL(gll) => (gll.fix_time, gll.longitude, gll.latitude),
        _ => return None,
    };
    Some(StrictFix { time: time.map(time_of_day), lon_lat_deg: lon_deg.zip(lat_deg) })
}

/// Reads the height of a Garmin, `$PGRMZ,246,f,3`, which is in feet; without a fix it is that of the barometer.
#[must_use]
pub fn height(text: &[u8]) -> Option<Sentence<'static>> {
    const METRES_PER_FOOT: f64 = 0.3048;
    match parse(text)? {
        ParseResult::PGRMZ(height) => {
            Some(Sentence::Height { altitude_m: f64::from(height.altitude) * METRES_PER_FOOT })
        }
        _ => None,
    }
}

fn parse(text: &[u8]) -> Option<ParseResult> {
    nmea::parse_str(std::str::from_utf8(text).ok()?).ok()
}

fn time_of_day(time: NaiveTime) -> TimeOfDay {
    let fraction_ms = (time.nanosecond() + 500_000) / 1_000_000;
    TimeOfDay::from_ms(time.num_seconds_from_midnight() * 1000 + fraction_ms)
}
