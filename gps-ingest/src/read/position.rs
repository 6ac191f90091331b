//! The sentences that carry a position (NMEA 0183 GGA, RMC, GNS, GLL; u-blox PUBX,00).

use gis_core::{LonLat, MetresPerSecond};

use crate::read::course::Course;
use crate::read::fields::{self, Angles, Fields};
use crate::read::figure::Figure;
use crate::read::sentence::{Fix, Source, Validity};
use crate::reason::Reason;

/// Where the fields of a position sentence are; the sentence's name is field 0, what is not there is field 0 too.
///
/// ```text
///        0   1      2        3 4         5 6 7  8   9    10 11
/// $GPGGA,    102030,1447.460,N,01655.560,W,1,08,0.9,20.1,M,30.5,M,…
/// $GPRMC,    102030,A,1447.460,N,01655.560,W,speed,course,ddmmyy,…
/// $GNGNS,    102030,1447.460,N,01655.560,W,modes,sats,hdop,20.1,30.5,…
/// $GPGLL,    1447.460,N,01655.560,W,102030,A,mode
/// ```
struct Layout {
    fields_min: usize,
    time: usize,
    latitude: usize,
    date: usize,
    satellites: usize,
    hdop: usize,
    /// The course is beside it.
    speed_knots: usize,
    altitude: usize,
    geoid: usize,
}

const NONE: Layout = Layout {
    fields_min: 0,
    time: 0,
    latitude: 0,
    date: 0,
    satellites: 0,
    hdop: 0,
    speed_knots: 0,
    altitude: 0,
    geoid: 0,
};
const GGA: Layout =
    Layout { fields_min: 8, time: 1, latitude: 2, satellites: 7, hdop: 8, altitude: 9, geoid: 11, ..NONE };
const GNS: Layout = Layout { geoid: 10, ..GGA };
const RMC: Layout = Layout { fields_min: 7, time: 1, latitude: 3, date: 9, speed_knots: 7, ..NONE };
const GLL: Layout = Layout { fields_min: 5, time: 5, latitude: 1, ..NONE };

/// Reads GGA, RMC, GNS or GLL.
///
/// # Errors
/// When fields are missing, of the wrong shape or out of range.
pub fn fix(source: Source, talker: [u8; 2], fields: &Fields<'_>) -> Result<Fix, Reason> {
    let layout = match source {
        Source::Rmc => &RMC,
        Source::Gns => &GNS,
        Source::Gll => &GLL,
        Source::Gga | Source::Pubx | Source::Gpx => &GGA,
    };
    if fields.len() < layout.fields_min {
        return Err(Reason::Unreadable);
    }
    let validity = validity(source, fields);
    let angles = angles(fields, layout.latitude, validity)?;
    let figure = |field: usize| if field == 0 { Figure::NONE } else { fields.number(field).into() };
    Ok(Fix {
        source,
        talker,
        time: fields::time_of_day(fields.get(layout.time))?,
        position: place(angles)?,
        last_digit_deg: angles.map_or(0.0, |angles| angles.last_digit_deg),
        date: if layout.date == 0 { None } else { fields::short_date(fields.get(layout.date)) },
        validity,
        satellites: if layout.satellites == 0 { None } else { satellites(fields.get(layout.satellites)) },
        hdop: known_dilution(if layout.hdop == 0 { None } else { fields.number(layout.hdop) }),
        speed_m_s: if layout.speed_knots == 0 {
            Figure::NONE
        } else {
            fields.number(layout.speed_knots).map(from_knots).into()
        },
        course: if layout.speed_knots == 0 {
            None
        } else {
            fields.number(layout.speed_knots + 1).and_then(Course::from_deg)
        },
        altitude_m: figure(layout.altitude),
        geoid_m: figure(layout.geoid),
        sigma_m: Figure::NONE,
    })
}

/// Reads the u-blox position sentence.
///
/// ```text
/// $PUBX,00,102030.00,1447.46000,N,01655.56000,W,54.6,G3,2.1,3.0,0.007,77.5,0.0,,0.92,1.19,0.77,9,0,0
/// 0     1  2         3          4 5           6 7    8  9   10  11    12   13 14 15   16   17   18
///                                               height status   km/h             HDOP           satellites
/// ```
///
/// # Errors
/// When fields are missing, of the wrong shape or out of range.
pub fn ublox(fields: &Fields<'_>) -> Result<Fix, Reason> {
    /// The receiver states the radius that holds 68 % in the plane: √2 times the deviation along an axis.
    const SIGMAS_IN_ACCURACY: f64 = std::f64::consts::SQRT_2;
    if fields.len() < 9 {
        return Err(Reason::Unreadable);
    }
    let validity = match fields.get(8) {
        b"NF" | b"TT" => Validity::NoFix,
        b"DR" | b"RK" => Validity::Estimated,
        b"G2" | b"G3" | b"D2" | b"D3" => Validity::Valid,
        _ => Validity::Unknown,
    };
    let angles = angles(fields, 3, validity)?;
    Ok(Fix {
        source: Source::Pubx,
        talker: *b"PU",
        time: fields::time_of_day(fields.get(2))?,
        position: place(angles)?,
        last_digit_deg: angles.map_or(0.0, |angles| angles.last_digit_deg),
        date: None,
        validity,
        satellites: satellites(fields.get(18)),
        hdop: known_dilution(fields.number(15)),
        speed_m_s: fields.number(11).map(|kmh| kmh / 3.6).into(),
        course: fields.number(12).and_then(Course::from_deg),
        // Its height is that above the ellipsoid, which GGA states better.
        altitude_m: Figure::NONE,
        geoid_m: Figure::NONE,
        sigma_m: fields.number(9).map(|radius_m| radius_m / SIGMAS_IN_ACCURACY).into(),
    })
}

fn place(angles: Option<Angles>) -> Result<Option<LonLat>, Reason> {
    let lon_lat = |angles: Angles| LonLat::new(angles.lon_deg, angles.lat_deg).ok_or(Reason::OutOfRange);
    angles.map(lon_lat).transpose()
}

/// Without a fix, receivers fill in what cannot be, such as 8960.000,N, or zeros of no hemisphere.
fn angles(fields: &Fields<'_>, latitude: usize, validity: Validity) -> Result<Option<Angles>, Reason> {
    match fields::position(fields, latitude) {
        Err(Reason::OutOfRange) if validity == Validity::NoFix => Ok(None),
        Err(Reason::Unreadable) if validity == Validity::NoFix && is_blank(fields, latitude) => Ok(None),
        read => read,
    }
}

/// Whether the four fields of a position hold zeros at most, and no hemisphere.
fn is_blank(fields: &Fields<'_>, latitude: usize) -> bool {
    let is_zero = |field: &[u8]| field.iter().all(|byte| matches!(byte, b'0' | b'.'));
    [0, 2].into_iter().all(|offset| is_zero(fields.get(latitude + offset)))
        && [1, 3].into_iter().all(|offset| fields.get(latitude + offset).is_empty())
}

/// What quality, status and mode say together.
fn validity(source: Source, fields: &Fields<'_>) -> Validity {
    let status_and_mode = |status: &[u8], mode: &[u8]| {
        let status = match status {
            b"A" | b"D" => Validity::Valid,
            b"V" => Validity::NoFix,
            _ => Validity::Unknown,
        };
        status.max(mode.first().map_or(Validity::Unknown, |letter| mode_letter(*letter)))
    };
    match source {
        Source::Rmc => status_and_mode(fields.get(2), fields.get(12)),
        Source::Gll => status_and_mode(fields.get(6), fields.get(7)),
        // One letter for each satellite system: the best one gives the fix.
        Source::Gns => fields.get(6).iter().map(|letter| mode_letter(*letter)).min().unwrap_or_default(),
        Source::Gga | Source::Pubx | Source::Gpx => match fields.get(6) {
            b"0" => Validity::NoFix,
            b"" => Validity::Unknown,
            b"6" => Validity::Estimated,
            b"7" => Validity::Manual,
            b"8" => Validity::Simulated,
            _ => Validity::Valid,
        },
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

fn satellites(field: &[u8]) -> Option<u16> {
    fields::whole_number(field).and_then(|count| u16::try_from(count).ok())
}

/// Receivers write 0.00, 50.0, 99.0 or 99.99 for "unknown".
#[must_use]
pub fn known_dilution(hdop: Option<f64>) -> Figure {
    hdop.filter(|hdop| *hdop > 0.0 && *hdop < 50.0).into()
}

/// Knots as metres per second.
#[must_use]
pub fn from_knots(knots: f64) -> f64 {
    MetresPerSecond::from_knots(knots).get()
}
