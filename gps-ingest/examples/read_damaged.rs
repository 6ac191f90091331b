//! Prints what reading finds again of logs with damaged bytes, as a table.

#[path = "../tests/reading/faults.rs"]
mod faults;

/// Twenty half hours at each rate of faults, other seeds than those of the test.
fn main() {
    println!(
        "| faults per byte | faults | undamaged epochs | found again | decoded falsely | kept though false |"
    );
    println!("|---|---|---|---|---|---|");
    for rate in [1e-5, 1e-4, 1e-3] {
        let faults::Score { faults, undamaged, recovered, false_decoded, false_kept } =
            faults::score(rate, 100..120);
        let share = 100.0 * f64::from(recovered) / f64::from(undamaged);
        println!("| {rate:e} | {faults} | {undamaged} | {share:.3} % | {false_decoded} | {false_kept} |");
    }
}
