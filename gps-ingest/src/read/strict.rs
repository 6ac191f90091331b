//! What the `nmea` crate makes of a sentence, in this crate's types. Only `parse_str` is used.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use gis_core::MetresPerSecond;
use nmea::ParseResult;

use crate::read::fields::TimeOfDay;
use crate::read::sentence::{Measured, Sentence};

/// What a position sentence measures; `None` when the crate refuses it or it is no position sentence.
#[must_use]
pub fn fix(text: &str) -> Option<Measured> {
    let lon_lat = |lat: Option<f64>, lon: Option<f64>| lon.zip(lat);
    match nmea::parse_str(text).ok()? {
        ParseResult::GGA(gga) => Some(Measured {
            time: gga.fix_time.map(time_of_day),
            lon_lat_deg: lon_lat(gga.latitude, gga.longitude),
            satellites: gga.fix_satellites.and_then(|count| u16::try_from(count).ok()),
            hdop: gga.hdop.map(widen),
            speed_m_s: None,
        }),
        ParseResult::RMC(rmc) => Some(Measured {
            time: rmc.fix_time.map(time_of_day),
            lon_lat_deg: lon_lat(rmc.lat, rmc.lon),
            satellites: None,
            hdop: None,
            speed_m_s: rmc.speed_over_ground.map(from_knots),
        }),
        ParseResult::GNS(gns) => Some(Measured {
            time: gns.fix_time.map(time_of_day),
            lon_lat_deg: lon_lat(gns.lat, gns.lon),
            satellites: Some(gns.nsattelites),
            hdop: gns.hdop.map(widen),
            speed_m_s: None,
        }),
        ParseResult::GLL(gll) => Some(Measured {
            time: gll.fix_time.map(time_of_day),
            lon_lat_deg: lon_lat(gll.latitude, gll.longitude),
            ..Measured::default()
        }),
        _ => None,
    }
}

/// What a sentence beside the position says; `None` when the crate refuses it.
#[must_use]
pub fn auxiliary(text: &str) -> Option<Sentence> {
    match nmea::parse_str(text).ok()? {
        ParseResult::ZDA(zda) => {
            Some(Sentence::Date { time: zda.utc_time.map(time_of_day), date: plausible(zda.utc_date()?)? })
        }
        ParseResult::GSA(gsa) => Some(Sentence::Dilution { hdop: widen(gsa.hdop?) }),
        ParseResult::VTG(vtg) => Some(Sentence::Speed { speed_m_s: from_knots(vtg.speed_over_ground?) }),
        ParseResult::GST(gst) => {
            Some(Sentence::Deviation { sigma_m: widen(gst.lat_sd?).max(widen(gst.long_sd?)) })
        }
        _ => None,
    }
}

/// A date that a GPS receiver can have seen: its system began in 1980.
#[must_use]
pub fn plausible(date: NaiveDate) -> Option<NaiveDate> {
    (1980..2100).contains(&date.year()).then_some(date)
}

fn time_of_day(time: NaiveTime) -> TimeOfDay {
    let fraction_ms = (time.nanosecond() + 500_000) / 1_000_000;
    TimeOfDay::from_ms(time.num_seconds_from_midnight() * 1000 + fraction_ms)
}

/// The crate's `f32` back to the decimal that was written: 0.9 and not 0.899999976.
fn widen(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}

fn from_knots(knots: f32) -> f64 {
    MetresPerSecond::from_knots(widen(knots)).get()
}
