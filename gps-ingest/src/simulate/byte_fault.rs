//! What cables and memory cards do to a log: a byte is lost, a stretch is cut out, a bit flips.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// How often bytes are damaged, each kind as a probability a byte.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ByteFaults {
    /// One byte is lost.
    pub drops_per_byte: f64,
    /// From 10 to 80 bytes are lost, so that two sentences are spliced.
    pub splices_per_byte: f64,
    /// One bit of the byte flips.
    pub flips_per_byte: f64,
}

impl ByteFaults {
    /// No damage.
    pub const NONE: Self = Self { drops_per_byte: 0.0, splices_per_byte: 0.0, flips_per_byte: 0.0 };

    /// The three kinds alike, together at that rate; a walk of ten minutes meets one or two at 1e-5.
    #[must_use]
    pub fn of_all_kinds(per_byte: f64) -> Self {
        Self::of_kinds([true; 3], per_byte)
    }

    /// Drops, splices and flips where each is wanted, alike, together at that rate.
    #[must_use]
    pub fn of_kinds(wanted: [bool; 3], per_byte: f64) -> Self {
        let kinds: f64 = wanted.iter().map(|wanted| f64::from(u8::from(*wanted))).sum();
        let [drops_per_byte, splices_per_byte, flips_per_byte] =
            wanted.map(|wanted| if wanted { per_byte / kinds } else { 0.0 });
        Self { drops_per_byte, splices_per_byte, flips_per_byte }
    }
}

/// Damages a log in place.
pub(super) fn damage(bytes: &mut Vec<u8>, faults: ByteFaults, rng: &mut ChaCha8Rng) {
    let flips_below = faults.flips_per_byte;
    let drops_below = flips_below + faults.drops_per_byte;
    let splices_below = drops_below + faults.splices_per_byte;
    if splices_below <= 0.0 {
        return;
    }
    let mut whole = std::mem::take(bytes).into_iter();
    while let Some(byte) = whole.next() {
        let fate: f64 = rng.random();
        if fate < flips_below {
            bytes.push(byte ^ (1 << rng.random_range(0..8)));
        } else if fate < drops_below {
        } else if fate < splices_below {
            whole.by_ref().take(rng.random_range(9..79)).for_each(drop);
        } else {
            bytes.push(byte);
        }
    }
}
