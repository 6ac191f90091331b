//! S2, decoding: a framed sentence becomes what it says of a fix, or one reason why it says nothing.
//!
//! The `nmea` crate decodes first (its `parse_str` only: its state machine loses dates and can panic); the
//! lenient decoder takes what it refuses. Ranges are checked on the raw fields before either, because
//! `nmea` accepts a latitude of 95° and reads `1706.33` as 170°.

use chrono::NaiveDate;
use gis_core::LonLat;

use crate::read::fields::{self, Fields, TimeOfDay};
use crate::read::frame::Frame;
use crate::read::layout::Layout;
use crate::read::{lenient, strict};
use crate::reason::Reason;

/// The sentences that carry a position, in rising order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Geographic position, latitude/longitude.
    Gll,
    /// Recommended minimum.
    Rmc,
    /// GNSS fix data of several systems.
    Gns,
    /// GPS fix data.
    Gga,
}

/// What a sentence says of the worth of its fix, in rising order of objection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Validity {
    /// No statement.
    #[default]
    Unknown,
    /// A fix.
    Valid,
    /// No fix.
    NoFix,
    /// Dead reckoning.
    Estimated,
    /// Entered by hand.
    Manual,
    /// Demonstration mode.
    Simulated,
}

/// What a position sentence measures.
///
/// # Units
/// Speed in metres per second.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measured {
    /// Time of day, UTC.
    pub time: Option<TimeOfDay>,
    /// Longitude and latitude as decoded, not yet checked.
    pub lon_lat_deg: Option<(f64, f64)>,
    /// Satellites in use.
    pub satellites: Option<u16>,
    /// Horizontal dilution of precision.
    pub hdop: Option<f64>,
    /// Speed over ground.
    pub speed_m_s: Option<f64>,
}

/// One position sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix {
    /// Which sentence.
    pub source: Source,
    /// The two letters before the sentence's name.
    pub talker: [u8; 2],
    /// Time of day, UTC.
    pub time: Option<TimeOfDay>,
    /// Where.
    pub position: Option<LonLat>,
    /// The day, when the sentence states one (RMC).
    pub date: Option<NaiveDate>,
    /// What it says of its worth.
    pub validity: Validity,
    /// Satellites in use.
    pub satellites: Option<u16>,
    /// Horizontal dilution of precision; `None` when unknown.
    pub hdop: Option<f64>,
    /// Speed over ground.
    pub speed_m_s: Option<f64>,
}

/// What one sentence says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sentence {
    /// A position sentence: GGA, GNS, RMC or GLL.
    Fix(Fix),
    /// Time and date (ZDA).
    Date {
        /// Time of day, UTC.
        time: Option<TimeOfDay>,
        /// The day, with its century.
        date: NaiveDate,
    },
    /// Dilution of precision (GSA).
    Dilution {
        /// Horizontal dilution of precision.
        hdop: f64,
    },
    /// Speed over ground (VTG).
    Speed {
        /// In metres per second.
        speed_m_s: f64,
    },
    /// Error statistics (GST).
    Deviation {
        /// Larger of the standard deviations along latitude and longitude.
        sigma_m: f64,
    },
    /// Sound, and nothing that this pipeline needs.
    Other,
}

/// Decodes one sentence.
///
/// # Errors
/// The reason, when the sentence is one that carries a position and cannot be read.
pub fn read(frame: &Frame<'_>) -> Result<Sentence, Reason> {
    let Some((talker, name)) = address(frame.body) else { return Ok(Sentence::Other) };
    let source = match name {
        b"GGA" => Source::Gga,
        b"RMC" => Source::Rmc,
        b"GNS" => Source::Gns,
        b"GLL" => Source::Gll,
        b"ZDA" | b"GSA" | b"VTG" | b"GST" => {
            return Ok(strict::auxiliary(frame.text)
                .or_else(|| lenient::auxiliary(name, &Fields::split(frame.body)))
                .unwrap_or(Sentence::Other));
        }
        _ => return Ok(Sentence::Other),
    };
    fix(source, talker, frame, &Fields::split(frame.body)).map(Sentence::Fix)
}

/// The talker and name of a standard sentence; proprietary ones (`P…`) have none.
fn address(body: &str) -> Option<([u8; 2], &[u8])> {
    match body.as_bytes() {
        [first, second, name @ ..] if *first != b'P' || *second == b'Q' => {
            (name.get(3) == Some(&b',')).then(|| ([*first, *second], &name[..3]))
        }
        _ => None,
    }
}

fn fix(source: Source, talker: [u8; 2], frame: &Frame<'_>, fields: &Fields<'_>) -> Result<Fix, Reason> {
    let layout = Layout::of(source);
    if fields.len() < layout.fields_min {
        return Err(Reason::Unreadable);
    }
    let validity = validity(source, fields);
    let has_position = match fields::check_position(fields, layout.latitude) {
        // Without a fix, receivers fill in what cannot be, such as 8960.000,N, or zeros of no hemisphere.
        Err(Reason::OutOfRange) if validity == Validity::NoFix => false,
        Err(Reason::Unreadable) if validity == Validity::NoFix && is_blank(fields, layout.latitude) => false,
        checked => checked?,
    };
    fields::check_time(fields.get(layout.time))?;
    let measured = strict::fix(frame.text).unwrap_or_else(|| lenient::fix(&layout, fields));
    let position = match measured.lon_lat_deg.filter(|_| has_position) {
        Some((lon_deg, lat_deg)) => Some(LonLat::new(lon_deg, lat_deg).ok_or(Reason::OutOfRange)?),
        None => None,
    };
    Ok(Fix {
        source,
        talker,
        time: measured.time,
        position,
        date: layout.date.and_then(|field| fields::short_date(fields.get(field))),
        validity,
        satellites: measured.satellites,
        hdop: measured.hdop.and_then(known_dilution),
        speed_m_s: measured.speed_m_s,
    })
}

/// Whether the four fields of a position hold zeros at most, and no hemisphere.
fn is_blank(fields: &Fields<'_>, latitude: usize) -> bool {
    let is_zero = |field: &str| field.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    [0, 2].into_iter().all(|offset| is_zero(fields.get(latitude + offset)))
        && [1, 3].into_iter().all(|offset| fields.get(latitude + offset).is_empty())
}

/// What quality, status and mode say together.
fn validity(source: Source, fields: &Fields<'_>) -> Validity {
    let status_and_mode = |status: &str, mode: &str| {
        let status = match status {
            "A" | "D" => Validity::Valid,
            "V" => Validity::NoFix,
            _ => Validity::Unknown,
        };
        status.max(mode.bytes().next().map_or(Validity::Unknown, mode_letter))
    };
    match source {
        Source::Gga => match fields.get(6) {
            "0" => Validity::NoFix,
            "" => Validity::Unknown,
            "6" => Validity::Estimated,
            "7" => Validity::Manual,
            "8" => Validity::Simulated,
            _ => Validity::Valid,
        },
        Source::Rmc => status_and_mode(fields.get(2), fields.get(12)),
        Source::Gll => status_and_mode(fields.get(6), fields.get(7)),
        // One letter for each satellite system: the best one gives the fix.
        Source::Gns => fields.get(6).bytes().map(mode_letter).min().unwrap_or_default(),
    }
}

fn mode_letter(letter: u8) -> Validity {
    match letter {
        b'N' => Validity::NoFix,
        b'E' => Validity::Estimated,
        b'M' => Validity::Manual,
        b'S' => Validity::Simulated,
        _ => Validity::Valid,
    }
}

/// Receivers write 0.00, 50.0, 99.0 or 99.99 for "unknown".
fn known_dilution(hdop: f64) -> Option<f64> {
    (hdop > 0.0 && hdop < 50.0).then_some(hdop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::frame::{Framer, Piece};

    fn read_body(body: &str) -> Result<Sentence, Reason> {
        let text = format!("${body}*{:02X}", body.bytes().fold(0, |sum, byte| sum ^ byte));
        match Framer::new(text.as_bytes()).next().expect("one piece") {
            Piece::Sentence(frame) => read(&frame),
            Piece::Rejected { reason, .. } => Err(reason),
        }
    }

    fn fix_of(body: &str) -> Fix {
        match read_body(body) {
            Ok(Sentence::Fix(fix)) => fix,
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn impossible_positions_and_times_are_out_of_range() {
        for body in [
            "GPGGA,101112,9514.00,N,01655.56,W,1,08,0.9,20.0,M,30.0,M,,",
            "GPGGA,101112,1447.46,N,25055.56,W,1,08,0.9,20.0,M,30.0,M,,",
            "GPGGA,101112,1499.00,N,01655.56,W,1,08,0.9,20.0,M,30.0,M,,",
            "GPGGA,251112,1447.46,N,01655.56,W,1,08,0.9,20.0,M,30.0,M,,",
        ] {
            assert_eq!(read_body(body), Err(Reason::OutOfRange), "{body}");
        }
    }

    #[test]
    fn a_longitude_without_its_three_digits_is_unreadable() {
        for body in [
            "GPGLL,1447.46,N,1706.33,W,101112,A",
            "GPGLL,14nan,N,01655.56,W,101112,A",
            "GPGLL,141e9,N,01655.56,W,101112,A",
            "GPGLL,1447.46,X,01655.56,W,101112,A",
            "GPGLL,1447.46,N",
        ] {
            assert_eq!(read_body(body), Err(Reason::Unreadable), "{body}");
        }
    }

    #[test]
    fn what_the_nmea_crate_refuses_is_read_all_the_same() {
        for body in [
            "GPRMC,101112,A,1447.4600,N,01655.5600,W,0.1,20.0,2208-1,,",
            "GPRMC,101112,A,1447.4600,N,01655.5600,W,0.1,20.0,000000,2.1,",
            "GPRMC,101112,A,1447.4600,N,01655.5600,W",
            "GNGNS,101112,1447.4600,N,01655.5600,W,AANN,12,0.8,20.0,30.0,,",
            "GPGLL,1447.4600,N,01655.5600,W,101112,A",
            "GPGLL,1447.4600,N,01655.5600,W",
            "GPGGA, 101112,1447.4600,N,01655.5600,W,1,08,0.9,20.0,M,,,,",
            "GPGGA,101112,1447.4600,N,01655.5600,W,9,08,0.9,20.0,M,30.0,M,,",
        ] {
            let position = fix_of(body).position.expect(body);
            assert!((position.lat_deg() - 14.791).abs() < 1e-9 && (position.lon_deg() + 16.926).abs() < 1e-9);
        }
    }

    #[test]
    fn both_decoders_agree_where_both_decode() {
        for body in [
            "GPGGA,101112.123,1447.4601,N,01655.5602,W,1,08,0.9,20.0,M,30.0,M,,",
            "GPRMC,101112.98,A,1447.46012,S,01655.56023,E,3.21,20.0,200126,2.1,W,A",
            "GPGLL,1447.460,N,01655.560,W,101112.5,A,A",
        ] {
            let text = format!("${body}*{:02X}", body.bytes().fold(0, |sum, byte| sum ^ byte));
            let strict = strict::fix(&text).expect("nmea decodes it");
            let source = match &body[2..5] {
                "GGA" => Source::Gga,
                "RMC" => Source::Rmc,
                _ => Source::Gll,
            };
            let lenient = lenient::fix(&Layout::of(source), &Fields::split(body));
            assert_eq!(strict.time, lenient.time);
            let (one, other) = (strict.lon_lat_deg.expect("there"), lenient.lon_lat_deg.expect("there"));
            assert!((one.0 - other.0).abs() < 1e-9 && (one.1 - other.1).abs() < 1e-9);
            assert_eq!((strict.satellites, strict.hdop), (lenient.satellites, lenient.hdop));
            let speeds = (strict.speed_m_s.unwrap_or(0.0), lenient.speed_m_s.unwrap_or(0.0));
            assert!((speeds.0 - speeds.1).abs() < 1e-3);
        }
    }

    #[test]
    fn unknown_dilutions_are_none() {
        for hdop in ["99.99", "99.0", "0.00", "50.0", ""] {
            let body = format!("GPGGA,101112,1447.46,N,01655.56,W,1,08,{hdop},20.0,M,30.0,M,,");
            assert_eq!(fix_of(&body).hdop, None, "{hdop}");
        }
    }

    #[test]
    fn quality_status_and_mode_become_one_validity() {
        let gga = |quality| format!("GPGGA,101112,1447.46,N,01655.56,W,{quality},08,0.9,20.0,M,30.0,M,,");
        assert_eq!(fix_of(&gga("0")).validity, Validity::NoFix);
        assert_eq!(fix_of(&gga("")).validity, Validity::Unknown);
        assert_eq!(fix_of(&gga("6")).validity, Validity::Estimated);
        assert_eq!(fix_of(&gga("8")).validity, Validity::Simulated);
        let rmc =
            |status, mode| format!("GPRMC,101112,{status},1447.46,N,01655.56,W,0.1,20.0,200126,2.1,W,{mode}");
        assert_eq!(fix_of(&rmc("V", "A")).validity, Validity::NoFix);
        assert_eq!(fix_of(&rmc("A", "N")).validity, Validity::NoFix);
        assert_eq!(fix_of(&rmc("A", "D")).validity, Validity::Valid);
        let gns = |modes| format!("GNGNS,101112,1447.46,N,01655.56,W,{modes},12,0.8,20.0,30.0,,");
        assert_eq!(fix_of(&gns("NA")).validity, Validity::Valid);
        assert_eq!(fix_of(&gns("NNN")).validity, Validity::NoFix);
    }

    #[test]
    fn zeros_without_hemispheres_are_no_fix_where_the_receiver_has_none() {
        for body in [
            "GPGGA,101112,0000.0000,,00000.0000,,0,00,99.9,,M,,M,,",
            "GPGGA,101112,0.0,,0.0,,0,00,,,M,,M,,",
            "GPRMC,101112,V,0000.0000,,00000.0000,,0.0,0.0,200126,,,N",
            "GPGLL,0000.0000,,00000.0000,,101112,V,N",
        ] {
            let fix = fix_of(body);
            assert_eq!((fix.position, fix.validity), (None, Validity::NoFix), "{body}");
        }
        let with_a_fix = "GPGGA,101112,0000.0000,,00000.0000,,1,08,0.9,20.0,M,30.0,M,,";
        assert_eq!(read_body(with_a_fix), Err(Reason::Unreadable));
    }

    #[test]
    fn two_digit_years_from_80_on_are_of_the_twentieth_century() {
        let date = |ddmmyy| fix_of(&format!("GPRMC,101112,A,1447.46,N,01655.56,W,0.1,20.0,{ddmmyy},,")).date;
        assert_eq!(date("060180"), NaiveDate::from_ymd_opt(1980, 1, 6));
        assert_eq!(date("200126"), NaiveDate::from_ymd_opt(2026, 1, 20));
        assert_eq!(date("310226"), None);
    }

    #[test]
    fn a_date_sentence_gives_its_century() {
        let Ok(Sentence::Date { time, date }) = read_body("GPZDA,101112.00,20,01,2026,00,00") else {
            panic!("no date")
        };
        assert_eq!(time.map(TimeOfDay::ms), Some(36_672_000));
        assert_eq!(Some(date), NaiveDate::from_ymd_opt(2026, 1, 20));
    }
}
