//! Reads what the `nmea` crate refuses although the fields that matter are sound.
//!
//! Such as an RMC with the date `2208-1`, a GNS with the modes `AANN`, a GLL from before NMEA 2.3, or any
//! sentence longer than 102 bytes. Shapes were checked before (`fields`).

use chrono::NaiveDate;
use gis_core::MetresPerSecond;

use crate::read::fields::{self, Fields};
use crate::read::layout::Layout;
use crate::read::sentence::{Measured, Sentence};
use crate::read::strict::plausible;

/// What a position sentence measures.
#[must_use]
pub fn fix(layout: &Layout, fields: &Fields<'_>) -> Measured {
    let angle = |index: usize, degree_digits: usize, negative: &str| {
        let magnitude_deg = fields::angle_deg(fields.get(index), degree_digits).ok()?;
        Some(if fields.get(index + 1) == negative { -magnitude_deg } else { magnitude_deg })
    };
    let lat_deg = angle(layout.latitude, 2, "S");
    let lon_deg = angle(layout.latitude + 2, 3, "W");
    Measured {
        time: fields::time_of_day(fields.get(layout.time)),
        lon_lat_deg: lon_deg.zip(lat_deg),
        satellites: layout.satellites.and_then(|index| fields.get(index).parse().ok()),
        hdop: layout.hdop.and_then(|index| fields.number(index)),
        speed_m_s: layout.speed_knots.and_then(|index| fields.number(index)).map(knots),
    }
}

/// What a sentence beside the position says.
#[must_use]
pub fn auxiliary(name: &[u8], fields: &Fields<'_>) -> Option<Sentence> {
    match name {
        b"ZDA" => {
            let part = |index: usize| fields.get(index).parse::<u32>().ok();
            let year = i32::try_from(part(4)?).ok()?;
            let date = plausible(NaiveDate::from_ymd_opt(year, part(3)?, part(2)?)?)?;
            Some(Sentence::Date { time: fields::time_of_day(fields.get(1)), date })
        }
        b"GSA" => Some(Sentence::Dilution { hdop: fields.number(16)? }),
        b"VTG" => Some(Sentence::Speed { speed_m_s: knots(fields.number(5)?) }),
        b"GST" => Some(Sentence::Deviation { sigma_m: fields.number(6)?.max(fields.number(7)?) }),
        _ => None,
    }
}

fn knots(knots: f64) -> f64 {
    MetresPerSecond::from_knots(knots).get()
}
