//! The comma-separated fields of a sentence, and the shapes that positions, times and dates must have.
//!
//! Numbers are read digit by digit from the bytes: as exact as the standard library's, several times as fast.

use std::num::NonZeroU32;

use chrono::NaiveDate;

use crate::reason::Reason;

/// More fields than any sentence that this pipeline decodes.
const FIELDS_MAX: usize = 24;

/// The fields of one body; field 0 is the sentence's address. What is not there reads as empty.
#[derive(Debug)]
pub struct Fields<'a> {
    body: &'a [u8],
    /// Where each field ends.
    ends: [u16; FIELDS_MAX],
    count: usize,
}

impl<'a> Fields<'a> {
    /// Cuts a body at its commas; fields from the 24th on are left out.
    #[must_use]
    pub fn split(body: &'a [u8]) -> Self {
        let body = &body[..body.len().min(usize::from(u16::MAX))];
        let mut fields = Self { body, ends: [0; FIELDS_MAX], count: 0 };
        for (end, &byte) in (0..).zip(body) {
            if byte == b',' {
                fields.ends[fields.count] = end;
                fields.count += 1;
                if fields.count == FIELDS_MAX {
                    return fields;
                }
            }
        }
        fields.ends[fields.count] = u16::try_from(body.len()).unwrap_or(u16::MAX);
        fields.count += 1;
        fields
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

    /// One field, empty when it is not there; some receivers pad fields with spaces, which are taken off.
    #[must_use]
    pub fn get(&self, index: usize) -> &'a [u8] {
        if index >= self.count {
            return b"";
        }
        let start = if index == 0 { 0 } else { usize::from(self.ends[index - 1]) + 1 };
        let field = &self.body[start..usize::from(self.ends[index])];
        if matches!(field, [b' ', ..] | [.., b' ']) { field.trim_ascii() } else { field }
    }

    /// One field as a number.
    #[must_use]
    pub fn number(&self, index: usize) -> Option<f64> {
        number(self.get(index))
    }
}

/// Digits with at most a sign and a point, as a number: no exponent, `inf` or `nan`.
#[must_use]
pub fn number(field: &[u8]) -> Option<f64> {
    let (is_negative, magnitude) = match field {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, field),
    };
    let magnitude = unsigned(magnitude)?;
    Some(if is_negative { -magnitude } else { magnitude })
}

/// Digits with at most a point, as a number.
fn unsigned(field: &[u8]) -> Option<f64> {
    /// What fits the mantissa of a double without rounding.
    const EXACT_DIGITS_MAX: usize = 15;
    if field.len() > EXACT_DIGITS_MAX {
        let is_plain = field.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
        return is_plain.then(|| std::str::from_utf8(field).ok()?.parse().ok()).flatten();
    }
    let (mut mantissa, mut decimals, mut digits, mut has_point) = (0_u64, 0, 0, false);
    for &byte in field {
        match byte.wrapping_sub(b'0') {
            digit @ 0..=9 => {
                mantissa = mantissa * 10 + u64::from(digit);
                decimals += usize::from(has_point);
                digits += 1;
            }
            _ if byte == b'.' && !has_point => has_point = true,
            _ => return None,
        }
    }
    // A whole number and a power of ten that both are exact: their quotient is rounded correctly.
    (digits > 0).then(|| exact(mantissa) / POWERS_OF_TEN[decimals])
}

const POWERS_OF_TEN: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

#[expect(clippy::cast_precision_loss, reason = "fifteen digits are exact in a double")]
fn exact(whole: u64) -> f64 {
    whole as f64
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

/// Reads `hhmmss` or `hhmmss.sss`; an empty field is no time.
///
/// # Errors
/// When the field holds something else.
pub fn time_of_day(field: &[u8]) -> Result<Option<TimeOfDay>, Reason> {
    if field.is_empty() {
        return Ok(None);
    }
    let (whole, fraction) = at_point(field);
    let digits = digits(whole, 6).ok_or(Reason::Unreadable)?;
    let (hours, minutes, seconds) = (digits / 10_000, digits / 100 % 100, digits % 100);
    if hours > 23 || minutes > 59 || seconds > 60 || !fraction.iter().all(u8::is_ascii_digit) {
        return Err(Reason::OutOfRange);
    }
    let digit = |index: usize| fraction.get(index).map_or(0, |byte| u32::from(byte - b'0'));
    let rounding = u32::from(digit(3) >= 5);
    let fraction_ms = digit(0) * 100 + digit(1) * 10 + digit(2) + rounding;
    Ok(Some(TimeOfDay::from_ms(((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction_ms)))
}

/// Reads `ddmmyy`. The GPS counts from 1980, so 80 to 99 are of the twentieth century.
#[must_use]
pub fn short_date(field: &[u8]) -> Option<NaiveDate> {
    let digits = digits(field, 6)?;
    let (day, month, year) = (digits / 10_000, digits / 100 % 100, digits % 100);
    let century = if year >= 80 { 1900 } else { 2000 };
    NaiveDate::from_ymd_opt(i32::try_from(century + year).ok()?, month, day)
}

/// A whole number of up to nine digits.
#[must_use]
pub fn whole_number(field: &[u8]) -> Option<u32> {
    if field.len() > 9 { None } else { digits(field, field.len().max(1)) }
}

/// Longitude and latitude in degrees, as a sentence states them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Angles {
    /// East of Greenwich.
    pub lon_deg: f64,
    /// North of the equator.
    pub lat_deg: f64,
    /// The value of the last digit of the coarser of the two.
    pub last_digit_deg: f64,
}

/// Reads the four fields from `latitude` on: `ddmm.mm,N,dddmm.mm,E`, or `None` when they are empty.
///
/// # Errors
/// When they hold something else, or a position that is not on Earth.
pub fn position(fields: &Fields<'_>, latitude: usize) -> Result<Option<Angles>, Reason> {
    let [lat, north, lon, east] = [0, 1, 2, 3].map(|offset| fields.get(latitude + offset));
    if lat.is_empty() && lon.is_empty() {
        return Ok(None);
    }
    if !matches!(north, b"N" | b"S") || !matches!(east, b"E" | b"W") {
        return Err(Reason::Unreadable);
    }
    let ((lat_deg, lat_decimals), (lon_deg, lon_decimals)) = (angle_deg(lat, 2)?, angle_deg(lon, 3)?);
    if lat_deg > 90.0 || lon_deg > 180.0 {
        return Err(Reason::OutOfRange);
    }
    let signed = |magnitude: f64, is_negative: bool| if is_negative { -magnitude } else { magnitude };
    Ok(Some(Angles {
        lon_deg: signed(lon_deg, east == b"W"),
        lat_deg: signed(lat_deg, north == b"S"),
        last_digit_deg: 1.0 / (60.0 * POWERS_OF_TEN[lat_decimals.min(lon_decimals).min(15)]),
    }))
}

/// Reads degrees and minutes run together, such as `1447.460` with two digits of degrees; also tells the decimals.
fn angle_deg(field: &[u8], degree_digits: usize) -> Result<(f64, usize), Reason> {
    let (whole, fraction) = at_point(field);
    if whole.len() != degree_digits + 2 || fraction.contains(&b'.') {
        return Err(Reason::Unreadable);
    }
    let degrees = digits(&field[..degree_digits], degree_digits).ok_or(Reason::Unreadable)?;
    let minutes = unsigned(&field[degree_digits..]).ok_or(Reason::Unreadable)?;
    if minutes < 60.0 {
        Ok((f64::from(degrees) + minutes / 60.0, fraction.len()))
    } else {
        Err(Reason::OutOfRange)
    }
}

/// What stands before and after the first point.
fn at_point(field: &[u8]) -> (&[u8], &[u8]) {
    match field.iter().position(|byte| *byte == b'.') {
        Some(point) => (&field[..point], &field[point + 1..]),
        None => (field, b""),
    }
}

/// Exactly so many decimal digits, as a number.
fn digits(field: &[u8], count: usize) -> Option<u32> {
    let all_digits = field.len() == count && field.iter().all(u8::is_ascii_digit);
    all_digits.then(|| field.iter().fold(0, |number, byte| number * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(field: &str) -> Result<Option<u32>, Reason> {
        time_of_day(field.as_bytes()).map(|time| time.map(TimeOfDay::ms))
    }

    #[test]
    fn times_round_to_the_millisecond_and_never_to_the_next_day() {
        assert_eq!(ms("000000.9996"), Ok(Some(1000)));
        assert_eq!(ms("235959.9999"), Ok(Some(DAY_MS - 1)));
        assert_eq!(ms("235960"), Ok(Some(DAY_MS - 1)));
        assert_eq!(ms(""), Ok(None));
        assert_eq!(ms("12345"), Err(Reason::Unreadable));
        assert_eq!(ms("240000"), Err(Reason::OutOfRange));
    }

    #[test]
    fn the_distance_of_two_times_goes_round_midnight() {
        let time = |ms| TimeOfDay::from_ms(ms);
        assert_eq!(time(DAY_MS - 1000).distance_ms(time(1000)), 2000);
    }

    #[test]
    fn numbers_are_plain_decimals() {
        let fields = Fields::split(b"GPGGA, 1.5 ,1e9,nan,inf,-2,1.2.3,.,1-2");
        assert_eq!(fields.number(1), Some(1.5));
        assert_eq!([2, 3, 4, 6, 7, 8, 30].map(|index| fields.number(index)), [None; 7]);
        assert_eq!(fields.number(5), Some(-2.0));
    }

    #[test]
    fn numbers_are_those_of_the_standard_library() {
        for text in
            ["0.1", "47.460123", "59.99999999", "00012.5", "123456789012345", "0.1234567890123456789", "7."]
        {
            assert_eq!(number(text.as_bytes()), text.parse().ok(), "{text}");
        }
    }
}
