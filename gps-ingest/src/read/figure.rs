//! A measured figure that may be missing, in four bytes instead of sixteen: epochs are many.

/// A figure of single precision, or none.
#[derive(Debug, Clone, Copy)]
pub struct Figure(f32);

impl Figure {
    /// No figure.
    pub const NONE: Self = Self(f32::NAN);

    /// The figure as the decimal that was written, to three places: 0.9 and not 0.899999976.
    #[must_use]
    pub fn get(self) -> Option<f64> {
        (!self.0.is_nan()).then(|| (f64::from(self.0) * 1000.0).round() / 1000.0)
    }

    /// This figure, or the other when there is none.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self.0.is_nan() { other } else { self }
    }
}

impl From<Option<f64>> for Figure {
    /// What single precision cannot hold is no figure that a receiver measures.
    fn from(value: Option<f64>) -> Self {
        let narrow = value.map_or(f32::NAN, narrow);
        Self(if narrow.is_finite() { narrow } else { f32::NAN })
    }
}

/// No figure equals no figure.
impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || (self.0.is_nan() && other.0.is_nan())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits hold what a receiver measures")]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_comes_back_as_the_decimal_that_was_written() {
        for value in [0.9, 1.1, 99.9, 0.001, -17.25, 1234.5] {
            assert_eq!(Figure::from(Some(value)).get(), Some(value));
        }
        assert_eq!(Figure::from(None).get(), None);
        assert_eq!(Figure::from(Some(f64::INFINITY)), Figure::NONE);
        assert_eq!(Figure::NONE.or(Some(1.0).into()).get(), Some(1.0));
    }
}
