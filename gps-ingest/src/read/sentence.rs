//! S2, decoding: a framed sentence becomes what it says of a fix, or one reason why it says nothing.
//!
//! Our own decoder comes first ([`position`], [`auxiliary`]): it reads
//! what the `nmea` crate refuses (an RMC dated `2208-1`, a GNS with the modes `AANN`, sentences beyond 102 bytes),
//! refuses what that accepts (a latitude of 95°, `1706.33` as a longitude of 170°), and is several times as fast.
//! The crate ([`strict`]) decodes what ours does not know; a test holds the two against each
//! other wherever both decode.

use chrono::NaiveDate;
use gis_core::LonLat;

use crate::read::course::Course;
use crate::read::fields::{Fields, TimeOfDay};
use crate::read::figure::Figure;
use crate::read::frame::Frame;
use crate::read::{auxiliary, position, strict};
use crate::reason::Reason;

/// Who states a position, in rising order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Geographic position, latitude/longitude.
    Gll,
    /// The u-blox navigation solution.
    Pubx,
    /// Recommended minimum.
    Rmc,
    /// GNSS fix data of several systems.
    Gns,
    /// GPS fix data.
    Gga,
    /// A track point of a GPX file.
    Gpx,
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

/// What a position sentence says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix {
    /// Which sentence.
    pub source: Source,
    /// Who speaks: `GP`, `GN`, `GL`, …
    pub talker: [u8; 2],
    /// Time of day, UTC.
    pub time: Option<TimeOfDay>,
    /// Where.
    pub position: Option<LonLat>,
    /// The value of the last digit of the position.
    pub last_digit_deg: f64,
    /// The day, when the sentence states one (RMC).
    pub date: Option<NaiveDate>,
    /// What it says of its worth.
    pub validity: Validity,
    /// Satellites in use.
    pub satellites: Option<u16>,
    /// Horizontal dilution of precision; none when unknown.
    pub hdop: Figure,
    /// Speed over ground.
    pub speed_m_s: Figure,
    /// Its direction.
    pub course: Option<Course>,
    /// Height above mean sea level.
    pub altitude_m: Figure,
    /// Height of the geoid above the ellipsoid.
    pub geoid_m: Figure,
    /// Standard deviation along each axis, as the receiver states it.
    pub sigma_m: Figure,
}

/// What one sentence says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sentence<'a> {
    /// A position: GGA, GNS, RMC, GLL or PUBX,00.
    Fix(Fix),
    /// Time and date (ZDA).
    Date {
        /// Time of day, UTC.
        time: Option<TimeOfDay>,
        /// The day, with its century.
        date: NaiveDate,
        /// How far local time is from UTC, when it says so.
        zone_min: i32,
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
        /// Its direction.
        course: Option<Course>,
    },
    /// Error statistics (GST, GBS, PGRME).
    Deviation {
        /// Time of day, UTC, when it states one.
        time: Option<TimeOfDay>,
        /// Standard deviation along the worse axis.
        sigma_m: f64,
        /// Whether it is that of a statistic (GST) and not of an estimate.
        is_measured: bool,
    },
    /// Height above mean sea level (PGRMZ).
    Height {
        /// In metres.
        altitude_m: f64,
    },
    /// The datum of the positions that follow (DTM, PGRMM).
    Datum {
        /// Whether it is WGS 84.
        is_wgs_84: bool,
    },
    /// A named place (WPL).
    Waypoint {
        /// The name.
        name: &'a [u8],
        /// Where.
        position: LonLat,
    },
    /// Sound, and nothing that this pipeline needs.
    Other,
}

/// Decodes one sentence.
///
/// # Errors
/// The reason, when the sentence is one that carries a position and cannot be read.
pub fn read<'a>(frame: &Frame<'a>) -> Result<Sentence<'a>, Reason> {
    let body = frame.body;
    let split = || Fields::split(body);
    match *body {
        [b'P', b'G', b'R', b'M', kind, b',', ..] => Ok(match kind {
            b'E' => auxiliary::estimated_error(&split()),
            b'M' => auxiliary::map_datum(&split()),
            b'Z' => strict::height(frame.text),
            _ => None,
        }
        .unwrap_or(Sentence::Other)),
        [b'P', b'U', b'B', b'X', b',', b'0', b'0', b',', ..] => position::ublox(&split()).map(Sentence::Fix),
        [b'P', second, ..] if second != b'Q' => Ok(Sentence::Other),
        [first, second, a, b, c, b',', ..] => standard([first, second], [a, b, c], body),
        _ => Ok(Sentence::Other),
    }
}

/// A sentence of the standard: two letters of the talker, three of the name.
fn standard(talker: [u8; 2], name: [u8; 3], body: &[u8]) -> Result<Sentence<'_>, Reason> {
    let source = match &name {
        b"GGA" => Source::Gga,
        b"RMC" => Source::Rmc,
        b"GNS" => Source::Gns,
        b"GLL" => Source::Gll,
        b"WPL" => return auxiliary::waypoint(&Fields::split(body)),
        b"ZDA" | b"GSA" | b"VTG" | b"GST" | b"GBS" | b"DTM" => {
            return Ok(auxiliary::read(name, &Fields::split(body)).unwrap_or(Sentence::Other));
        }
        _ => return Ok(Sentence::Other),
    };
    position::fix(source, talker, &Fields::split(body)).map(Sentence::Fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::frame::{Piece, pieces};

    fn read_body(body: &str) -> Result<Sentence<'static>, Reason> {
        let text = format!("${body}*{:02X}", body.bytes().fold(0, |sum, byte| sum ^ byte));
        match pieces(text.as_bytes()).next().expect("one piece") {
            Piece::Sentence(frame) => read(&frame).map(owned),
            Piece::Rejected { reason, .. } => Err(reason),
        }
    }

    /// Names of places are of no interest here.
    fn owned(sentence: Sentence<'_>) -> Sentence<'static> {
        match sentence {
            Sentence::Fix(fix) => Sentence::Fix(fix),
            Sentence::Date { time, date, zone_min } => Sentence::Date { time, date, zone_min },
            _ => Sentence::Other,
        }
    }

    fn fix_of(body: &str) -> Fix {
        match read_body(body) {
            Ok(Sentence::Fix(fix)) => fix,
            other => panic!("{body}: {other:?}"),
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
        let Ok(Sentence::Date { time, date, .. }) = read_body("GPZDA,101112.00,20,01,2026,00,00") else {
            panic!("no date")
        };
        assert_eq!(time.map(TimeOfDay::ms), Some(36_672_000));
        assert_eq!(Some(date), NaiveDate::from_ymd_opt(2026, 1, 20));
    }
}
