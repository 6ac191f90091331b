//! What cables and memory cards do to a log: now and then a byte is changed, lost, or a stretch is cut out.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Faults a byte; a walk of ten minutes meets one or two.
const FAULTS_PER_BYTE: f64 = 1e-5;

/// Damages a log in place.
pub(super) fn damage(bytes: &mut Vec<u8>, rng: &mut ChaCha8Rng) {
    let mut whole = std::mem::take(bytes).into_iter();
    while let Some(byte) = whole.next() {
        if !rng.random_bool(FAULTS_PER_BYTE) {
            bytes.push(byte);
            continue;
        }
        match rng.random_range(0..3) {
            0 => bytes.push(byte ^ (1 << rng.random_range(0..8))),
            1 => {}
            _ => {
                let lost = rng.random_range(10..80);
                whole.by_ref().take(lost).for_each(drop);
            }
        }
    }
}
