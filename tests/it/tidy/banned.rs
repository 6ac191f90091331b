//! What stands in no file: traces of the machine on which it was written. And `clippy.toml`, which says what no code
//! calls, says the same everywhere.

use super::{assert_none, workspace};

/// Parts of paths and hosts of package mirrors: a clone works anywhere, or it does not.
const TRACES: [&str; 6] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("registry", ".npmjs.org"),
    concat!("registry", ".yarnpkg.com"),
    concat!("static", ".crates.io"),
    concat!("index", ".crates.io"),
];

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let files = workspace::files("", &[""]);
    assert!(files.len() > 100, "the files were found");
    let mut wrong = Vec::new();
    for file in &files {
        let found = TRACES.iter().filter(|trace| file.text.contains(**trace));
        wrong.extend(found.map(|trace| format!("{}: {trace}", file.path)));
    }
    assert_none(&wrong, "these files name a place that is not everybody's");
}

#[test]
fn what_no_crate_calls_is_listed_for_the_pure_crates_too() {
    let everywhere = workspace::read("clippy.toml");
    // Types of axum are out of the pure crates' reach.
    let bans: Vec<_> =
        everywhere.lines().filter(|line| line.contains("path = ") && !line.contains("axum")).collect();
    assert!(!bans.is_empty(), "the bans were found");
    let mut missing = Vec::new();
    for path in ["gis-core/clippy.toml", "gps-ingest/clippy.toml"] {
        let pure = workspace::read(path);
        let left_out = bans.iter().filter(|ban| !pure.contains(**ban));
        missing.extend(left_out.map(|ban| format!("{path}: {}", ban.trim())));
    }
    assert_none(&missing, "clippy reads only the nearest clippy.toml");
    assert_eq!(
        workspace::read("gis-core/clippy.toml"),
        workspace::read("gps-ingest/clippy.toml"),
        "both crates are pure in the same way"
    );
}
