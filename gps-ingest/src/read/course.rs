//! The direction of movement, in two bytes: epochs are many.

use std::num::NonZeroU16;

/// Degrees clockwise from true north, to the hundredth that receivers write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Hundredths of a degree; north is 36 000, so that it is never zero.
    hundredths: NonZeroU16,
}

impl Course {
    /// A course over ground; `None` of what is no direction.
    #[must_use]
    pub fn from_deg(course_deg: f64) -> Option<Self> {
        (0.0..=360.0).contains(&course_deg).then(|| {
            let hundredths = hundredths(course_deg);
            Self { hundredths: NonZeroU16::new(hundredths).unwrap_or(NORTH) }
        })
    }

    /// In degrees, above 0 and up to 360.
    #[must_use]
    pub fn deg(self) -> f64 {
        f64::from(self.hundredths.get()) / 100.0
    }
}

const NORTH: NonZeroU16 = NonZeroU16::new(36_000).expect("it is not zero");

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 36 000")]
fn hundredths(course_deg: f64) -> u16 {
    (course_deg * 100.0).round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_comes_back_and_what_is_no_direction_is_none() {
        for (written_deg, course_deg) in
            [(0.0, 360.0), (0.004, 360.0), (84.4, 84.4), (359.99, 359.99), (360.0, 360.0)]
        {
            assert_eq!(Course::from_deg(written_deg).map(Course::deg), Some(course_deg));
        }
        for no_direction in [-0.1, 360.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Course::from_deg(no_direction), None);
        }
    }
}
