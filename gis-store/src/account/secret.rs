//! Secrets that are handed out: random, shown once, stored as digests.

use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

/// Length of the random part. 256 bits cannot be guessed, so a plain digest of them is enough.
const SECRET_BYTES: usize = 32;

/// A secret of a session, an invitation or a program. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0; SECRET_BYTES];
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        let mut text = String::with_capacity(2 * SECRET_BYTES);
        for byte in bytes {
            write!(text, "{byte:02x}").expect("a string takes all");
        }
        Self(text)
    }

    /// One that a caller shows; whether it is known, its digest tells.
    #[must_use]
    pub fn shown(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text to hand out.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(super) fn digest(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_do_not_show_themselves() {
        let (one, other) = (Secret::random(), Secret::random());
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), 2 * SECRET_BYTES);
        assert!(!format!("{one:?}").contains(one.reveal()));
        assert_eq!(Secret::shown(one.reveal()).digest(), one.digest());
    }
}
