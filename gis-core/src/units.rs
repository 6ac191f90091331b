//! Units of measure as types, so that metres and square metres cannot be mixed up at a public border.

use serde::{Deserialize, Serialize};

/// Declares a quantity over `f64` with the arithmetic that keeps its unit.
macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $symbol:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0.0);

            /// The bare number in this unit.
            #[must_use]
            pub fn get(self) -> f64 {
                self.0
            }
        }

        impl std::ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl std::ops::Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::ZERO, |total, next| total + next)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)?;
                f.write_str(concat!("\u{a0}", $symbol))
            }
        }
    };
}

quantity!(
    /// A length on the ground, in metres.
    Metres,
    "m"
);
quantity!(
    /// An area on the ground, in square metres.
    SquareMetres,
    "m²"
);
quantity!(
    /// A speed over ground, in metres per second.
    MetresPerSecond,
    "m/s"
);

/// One knot, the unit of NMEA's RMC and VTG speeds: 1852 m an hour, exactly.
const METRES_PER_SECOND_PER_KNOT: f64 = 1852.0 / 3600.0;

impl MetresPerSecond {
    /// A speed given in knots, as NMEA writes it.
    ///
    /// # Examples
    /// ```
    /// use gis_core::MetresPerSecond;
    /// assert!((MetresPerSecond::from_knots(10.0).get() - 5.1444).abs() < 1e-4);
    /// ```
    #[must_use]
    pub fn from_knots(knots: f64) -> Self {
        Self(knots * METRES_PER_SECOND_PER_KNOT)
    }
}
