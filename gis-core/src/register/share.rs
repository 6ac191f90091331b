//! Shares of a right or of a group: fractions, added exactly.

use super::Misfit;
use serde::{Deserialize, Serialize};

/// A part of a whole, above nothing and at most all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Share {
    numerator: u32,
    denominator: u32,
}

impl Share {
    /// The whole.
    pub const WHOLE: Self = Self { numerator: 1, denominator: 1 };

    /// A fraction; none when it is nothing, more than the whole, or no fraction.
    ///
    /// # Examples
    /// ```
    /// use gis_core::register::Share;
    /// assert!(Share::new(1, 3).is_some());
    /// assert!(Share::new(4, 3).is_none());
    /// assert!(Share::new(0, 1).is_none());
    /// ```
    #[must_use]
    pub fn new(numerator: u32, denominator: u32) -> Option<Self> {
        (numerator > 0 && numerator <= denominator).then_some(Self { numerator, denominator })
    }

    /// How many parts.
    #[must_use]
    pub fn numerator(self) -> u32 {
        self.numerator
    }

    /// Of how many.
    #[must_use]
    pub fn denominator(self) -> u32 {
        self.denominator
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Parts {
            numerator: u32,
            denominator: u32,
        }
        let parts = Parts::deserialize(deserializer)?;
        Self::new(parts.numerator, parts.denominator).ok_or_else(|| {
            serde::de::Error::custom("a share is a fraction above nothing and at most the whole, such as 1/3")
        })
    }
}

/// Refuses shares that are less or more than the whole together.
///
/// # Errors
/// Names the sum. Fractions whose common denominator has more than 38 digits are refused as well.
pub fn add_up_to_one(shares: &[Share]) -> Result<(), Misfit> {
    let refused = |sum: &str| {
        Misfit::new(
            "holders",
            format!("les parts doivent faire exactement un tout ; elles font {sum}"),
            format!("the shares must be exactly one whole together; they are {sum}"),
        )
    };
    let mut sum = (0_u128, 1_u128);
    for share in shares {
        sum = added(sum, *share).ok_or_else(|| refused("?"))?;
    }
    if sum == (1, 1) { Ok(()) } else { Err(refused(&format!("{}/{}", sum.0, sum.1))) }
}

fn added((numerator, denominator): (u128, u128), share: Share) -> Option<(u128, u128)> {
    let (other, over) = (u128::from(share.numerator), u128::from(share.denominator));
    let sum = numerator.checked_mul(over)?.checked_add(other.checked_mul(denominator)?)?;
    let common = denominator.checked_mul(over)?;
    let divisor = greatest_common_divisor(sum, common);
    Some((sum / divisor, common / divisor))
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(numerator: u32, denominator: u32) -> Share {
        Share::new(numerator, denominator).expect("a share")
    }

    #[test]
    fn three_thirds_are_a_whole_and_two_are_not() {
        assert!(add_up_to_one(&[share(1, 3); 3]).is_ok());
        let refused = add_up_to_one(&[share(1, 3); 2]).expect_err("too little");
        assert!(refused.reason.fr.contains("2/3"), "{refused}");
        assert!(add_up_to_one(&[share(1, 2), share(1, 3), share(1, 5)]).is_err());
    }

    #[test]
    fn nobody_holding_anything_is_no_whole() {
        assert!(add_up_to_one(&[]).is_err());
    }

    #[test]
    fn a_share_is_read_from_two_whole_numbers() {
        assert_eq!(
            serde_json::from_str::<Share>(r#"{"numerator":1,"denominator":4}"#).expect("read"),
            share(1, 4)
        );
        assert!(serde_json::from_str::<Share>(r#"{"numerator":5,"denominator":4}"#).is_err());
    }

    proptest! {
        #[test]
        fn parts_of_one_whole_always_add_up(parts in prop::collection::vec(1_u32..1000, 1..40)) {
            let whole: u32 = parts.iter().sum();
            let shares: Vec<_> = parts.iter().map(|part| share(*part, whole)).collect();
            prop_assert!(add_up_to_one(&shares).is_ok());
            prop_assert!(shares.len() == 1 || add_up_to_one(&shares[1..]).is_err());
        }
    }
}
