//! gis-core and gps-ingest are pure: no I/O, no threads, no clock, no dice.
//!
//! `clippy.toml` in both crates bans the same where clippy can; this sees what it cannot, above all `std::fs`.

use super::rust::{code, has_word, without_tests};
use super::{assert_none, workspace};

/// Paths that act on the world or look at it.
const ACTING: [&str; 20] = [
    "File::open",
    "Instant::now",
    "Local::now",
    "SystemTime",
    "TcpStream",
    "UdpSocket",
    "Utc::now",
    "env::args",
    "env::current_dir",
    "env::var",
    "env::var_os",
    "from_entropy",
    "from_os_rng",
    "now_v7",
    "rand::random",
    "rand::rng",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
];

#[test]
fn the_pure_crates_name_nothing_that_acts() {
    let mut files = workspace::files("gis-core/src", &[".rs"]);
    files.extend(workspace::files("gps-ingest/src", &[".rs"]));
    assert!(files.len() > 20, "the crates were found");
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| !file.path.ends_with("/tests.rs")) {
        let code = code(without_tests(&file.text));
        for (line, text) in (1..).zip(code.lines()) {
            let acting = ACTING.iter().filter(|path| has_word(text, path));
            wrong.extend(acting.map(|path| format!("{}:{line}: {path}", file.path)));
        }
    }
    assert_none(&wrong, "gis-core and gps-ingest take time, seed and bytes as arguments");
}
