//! The law of damaged logs: what is not damaged is found, and what is found was there.

use crate::faults::score;

#[test]
fn undamaged_epochs_of_a_damaged_log_are_found_and_nothing_false_is_kept() {
    for rate in [1e-5, 1e-4, 1e-3] {
        let score = score(rate, 0..5);
        assert!(score.recovered * 100 >= score.undamaged * 99, "{rate}: {score:?}");
        assert!(score.undamaged > 5000 && score.faults > 0, "{rate}: {score:?}");
        assert!(score.false_decoded <= 1 + score.faults / 500, "{rate}: {score:?}");
        assert_eq!(score.false_kept, 0, "{rate}: {score:?}");
    }
}
