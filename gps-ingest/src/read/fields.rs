//! The comma-separated fields of a sentence, and the shapes that positions, times and dates must have.

use std::num::NonZeroU32;

use chrono::NaiveDate;

use crate::reason::Reason;

/// More fields than any sentence that this pipeline decodes.
const FIELDS_MAX: usize = 24;

/// The fields of one body; field 0 is the sentence's address. What is not there reads as empty.
#[derive(Debug)]
pub struct Fields<'a> {
    fields: [&'a str; FIELDS_MAX],
    count: usize,
}

impl<'a> Fields<'a> {
    /// Cuts a body at its commas; some receivers pad fields with spaces, which are taken off.
    #[must_use]
    pub fn split(body: &'a str) -> Self {
        let mut fields = [""; FIELDS_MAX];
        let mut count = 0;
        for (slot, field) in fields.iter_mut().zip(body.split(',')) {
            *slot = field.trim_ascii();
            count += 1;
        }
        Self { fields, count }
    }

    /// How many there are, up to 24.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none; never so for a split body.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// One field, empty when it is not there.
    #[must_use]
    pub fn get(&self, index: usize) -> &'a str {
        self.fields.get(index).copied().unwrap_or("")
    }

    /// One field as a finite number.
    #[must_use]
    pub fn number(&self, index: usize) -> Option<f64> {
        let field = self.get(index);
        is_decimal(field).then(|| field.parse().ok()).flatten()
    }
}

/// A time of day in UTC, in milliseconds since midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay {
    /// Never zero, so that an optional time of day takes no more room.
    ms_and_one: NonZeroU32,
}

/// One day.
pub const DAY_MS: u32 = 86_400_000;

impl TimeOfDay {
    /// A time of day; the leap second and what rounding carries over count as the last millisecond.
    #[must_use]
    pub fn from_ms(ms: u32) -> Self {
        Self { ms_and_one: NonZeroU32::MIN.saturating_add(ms.min(DAY_MS - 1)) }
    }

    /// Milliseconds since midnight.
    #[must_use]
    pub fn ms(self) -> u32 {
        self.ms_and_one.get() - 1
    }

    /// The time between two times of day, the shorter way round midnight.
    #[must_use]
    pub fn distance_ms(self, other: Self) -> u32 {
        let apart = self.ms().abs_diff(other.ms());
        apart.min(DAY_MS - apart)
    }
}

/// Reads `hhmmss` or `hhmmss.sss`.
#[must_use]
pub fn time_of_day(field: &str) -> Option<TimeOfDay> {
    let (whole, fraction) = field.split_once('.').unwrap_or((field, ""));
    let digits = digits(whole, 6)?;
    let (hours, minutes, seconds) = (digits / 10_000, digits / 100 % 100, digits % 100);
    if hours > 23 || minutes > 59 || seconds > 60 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digit = |index: usize| fraction.as_bytes().get(index).map_or(0, |byte| u32::from(byte - b'0'));
    let rounding = u32::from(digit(3) >= 5);
    let fraction_ms = digit(0) * 100 + digit(1) * 10 + digit(2) + rounding;
    Some(TimeOfDay::from_ms(((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction_ms))
}

/// A time field is empty, or a time of day.
///
/// # Errors
/// When it is something else.
pub fn check_time(field: &str) -> Result<(), Reason> {
    if field.is_empty() || time_of_day(field).is_some() {
        return Ok(());
    }
    let whole = field.split('.').next().unwrap_or("");
    Err(if digits(whole, 6).is_some() { Reason::OutOfRange } else { Reason::Unreadable })
}

/// Reads `ddmmyy`. The GPS counts from 1980, so 80 to 99 are of the twentieth century.
#[must_use]
pub fn short_date(field: &str) -> Option<NaiveDate> {
    let digits = digits(field, 6)?;
    let (day, month, year) = (digits / 10_000, digits / 100 % 100, digits % 100);
    let century = if year >= 80 { 1900 } else { 2000 };
    NaiveDate::from_ymd_opt(i32::try_from(century + year).ok()?, month, day)
}

/// Whether the four fields from `latitude` on hold a position: `ddmm.mm,N,dddmm.mm,E`, or are all empty.
///
/// # Errors
/// When they hold something else, or a position that is not on Earth.
pub fn check_position(fields: &Fields<'_>, latitude: usize) -> Result<bool, Reason> {
    let [lat, north, lon, east] = [0, 1, 2, 3].map(|offset| fields.get(latitude + offset));
    if lat.is_empty() && lon.is_empty() {
        return Ok(false);
    }
    if !matches!(north, "N" | "S") || !matches!(east, "E" | "W") {
        return Err(Reason::Unreadable);
    }
    let (lat_deg, lon_deg) = (angle_deg(lat, 2)?, angle_deg(lon, 3)?);
    if lat_deg <= 90.0 && lon_deg <= 180.0 { Ok(true) } else { Err(Reason::OutOfRange) }
}

/// Reads degrees and minutes run together, such as `1447.460` with two digits of degrees.
///
/// # Errors
/// When it is not of that shape, or has 60 minutes or more.
pub fn angle_deg(field: &str, degree_digits: usize) -> Result<f64, Reason> {
    let (whole, fraction) = field.split_once('.').unwrap_or((field, ""));
    let digits = digits(whole, degree_digits + 2).ok_or(Reason::Unreadable)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::Unreadable);
    }
    let minutes: f64 = field[degree_digits..].parse().map_err(|_| Reason::Unreadable)?;
    if minutes < 60.0 { Ok(f64::from(digits / 100) + minutes / 60.0) } else { Err(Reason::OutOfRange) }
}

/// Exactly so many decimal digits, as a number.
fn digits(field: &str, count: usize) -> Option<u32> {
    let all_digits = field.len() == count && field.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| field.bytes().fold(0, |number, byte| number * 10 + u32::from(byte - b'0')))
}

/// Digits with at most a sign and a point: no exponent, `inf` or `nan`.
fn is_decimal(field: &str) -> bool {
    field.bytes().any(|byte| byte.is_ascii_digit())
        && field.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_round_to_the_millisecond_and_never_to_the_next_day() {
        assert_eq!(time_of_day("000000.9996").map(TimeOfDay::ms), Some(1000));
        assert_eq!(time_of_day("235959.9999").map(TimeOfDay::ms), Some(DAY_MS - 1));
        assert_eq!(time_of_day("235960").map(TimeOfDay::ms), Some(DAY_MS - 1));
        assert_eq!(time_of_day("12345"), None);
        assert_eq!(time_of_day("240000"), None);
    }

    #[test]
    fn the_distance_of_two_times_goes_round_midnight() {
        let before = time_of_day("235959").expect("a time");
        let after = time_of_day("000001").expect("a time");
        assert_eq!(before.distance_ms(after), 2000);
    }

    #[test]
    fn numbers_are_plain_decimals() {
        let fields = Fields::split("GPGGA, 1.5 ,1e9,nan,inf,-2");
        assert_eq!(fields.number(1), Some(1.5));
        assert_eq!([2, 3, 4, 9].map(|index| fields.number(index)), [None; 4]);
        assert_eq!(fields.number(5), Some(-2.0));
    }
}
