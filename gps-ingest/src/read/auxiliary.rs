//! The sentences beside the position: date, dilution, speed, errors, datum and waypoints.

use chrono::{Datelike, NaiveDate};
use gis_core::LonLat;

use crate::read::course::Course;
use crate::read::fields::{self, Fields};
use crate::read::position::from_knots;
use crate::read::sentence::Sentence;
use crate::reason::Reason;

/// Reads ZDA, GSA, VTG, GST, GBS or DTM; `None` when it says nothing that is needed.
#[must_use]
pub fn read(name: [u8; 3], fields: &Fields<'_>) -> Option<Sentence<'static>> {
    match &name {
        b"ZDA" => date(fields),
        // $GPGSA,A,3,12 satellites,pdop,hdop,vdop
        b"GSA" => Some(Sentence::Dilution { hdop: fields.number(16)? }),
        b"VTG" => speed(fields),
        // $GPGST,time,rms,major,minor,orientation,lat,lon,alt
        b"GST" => deviation(fields, 6, true),
        // $GPGBS,time,lat,lon,alt,…: the error that would be left if a satellite failed unseen.
        b"GBS" => deviation(fields, 2, false),
        b"DTM" => datum(fields),
        _ => None,
    }
}

/// Reads a named place.
///
/// ```text
/// $GPWPL,1447.460,N,01655.560,W,NAME
/// ```
///
/// # Errors
/// When the position is missing, of the wrong shape or out of range.
pub fn waypoint<'a>(fields: &Fields<'a>) -> Result<Sentence<'a>, Reason> {
    let angles = fields::position(fields, 1)?.ok_or(Reason::Unreadable)?;
    let position = LonLat::new(angles.lon_deg, angles.lat_deg).ok_or(Reason::OutOfRange)?;
    Ok(Sentence::Waypoint { name: fields.get(5), position })
}

/// Reads the estimated errors of a Garmin, `$PGRME,15.0,M,45.0,M,25.0,M`: the first is horizontal.
#[must_use]
pub fn estimated_error(fields: &Fields<'_>) -> Option<Sentence<'static>> {
    /// It is the radius that holds half of the positions: √(2 ln 2) times the deviation along an axis.
    const SIGMAS_IN_CIRCULAR_ERROR: f64 = 1.177_410;
    let radius_m = fields.number(1).filter(|radius_m| *radius_m > 0.0)?;
    Some(Sentence::Deviation { time: None, sigma_m: radius_m / SIGMAS_IN_CIRCULAR_ERROR, is_measured: false })
}

/// Reads the map datum of a Garmin, `$PGRMM,WGS 84`.
#[must_use]
pub fn map_datum(fields: &Fields<'_>) -> Option<Sentence<'static>> {
    let name = fields.get(1);
    let letters = || name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase);
    (!name.is_empty()).then(|| Sentence::Datum { is_wgs_84: letters().eq(*b"WGS84") })
}

/// Reads the local datum, `$GPDTM,W84,,0.0,N,0.0,E,0.0,W84`: offsets of zero from WGS 84 are none.
fn datum(fields: &Fields<'_>) -> Option<Sentence<'static>> {
    let [local, reference] = [fields.get(1), fields.get(8)];
    let is_zero = |field: usize| fields.number(field).is_none_or(|offset| offset == 0.0);
    let is_own = local == b"999" && reference == b"W84" && [3, 5, 7].into_iter().all(is_zero);
    (!local.is_empty()).then_some(Sentence::Datum { is_wgs_84: local == b"W84" || is_own })
}

/// `$GPZDA,hhmmss,dd,mm,yyyy,zone hours,zone minutes`
fn date(fields: &Fields<'_>) -> Option<Sentence<'static>> {
    let part = |index: usize| fields::whole_number(fields.get(index));
    let year = i32::try_from(part(4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, part(3)?, part(2)?)?;
    let is_plausible = (1980..2100).contains(&date.year());
    let zone_hours = fields.number(5).filter(|hours| hours.abs() < 15.0).unwrap_or(0.0);
    let zone_minutes = fields.number(6).filter(|minutes| minutes.abs() < 60.0).unwrap_or(0.0);
    let zone_min = whole(zone_hours) * 60 + whole(zone_minutes) * if zone_hours < 0.0 { -1 } else { 1 };
    let time = fields::time_of_day(fields.get(1)).ok()?;
    is_plausible.then_some(Sentence::Date { time, date, zone_min })
}

#[expect(clippy::cast_possible_truncation, reason = "an hour or minute of a time zone, checked before")]
fn whole(value: f64) -> i32 {
    value.abs().round() as i32 * if value < 0.0 { -1 } else { 1 }
}

/// `$GPVTG,course,T,course,M,knots,N,km/h,K`
fn speed(fields: &Fields<'_>) -> Option<Sentence<'static>> {
    let speed_m_s = fields
        .number(5)
        .map(from_knots)
        .or_else(|| Some(fields.number(7)? / 3.6))
        .filter(|speed| *speed >= 0.0)?;
    let course = fields.number(1).and_then(Course::from_deg);
    Some(Sentence::Speed { speed_m_s, course })
}

/// The larger of the deviations along latitude and longitude, which stand side by side.
fn deviation(fields: &Fields<'_>, latitude: usize, is_measured: bool) -> Option<Sentence<'static>> {
    let sigma_m = fields.number(latitude)?.max(fields.number(latitude + 1)?);
    let time = fields::time_of_day(fields.get(1)).ok()?;
    (sigma_m >= 0.0).then_some(Sentence::Deviation { time, sigma_m, is_measured })
}
