//! Real logs of real receivers, real boundaries and roads, through the real program.
//!
//! They are not part of the repository: their folders come from the environment variables `SUUF_NMEA_LOGS` and
//! `SUUF_REAL_DATA`. Without them these tests are listed as ignored, never as passed.

#[path = "../e2e/client.rs"]
#[expect(dead_code, reason = "the harness of the end-to-end tests, of which these need a part")]
mod client;
#[path = "../e2e/oracle/mod.rs"]
mod oracle;
#[path = "../e2e/server.rs"]
#[expect(dead_code, reason = "the harness of the end-to-end tests, of which these need a part")]
mod server;

mod boundaries;
mod logs;

use libtest_mimic::{Arguments, Trial};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let logs = folder("SUUF_NMEA_LOGS");
    let data = folder("SUUF_REAL_DATA");
    let trial = |name: &str, folder: &Option<PathBuf>, test: fn(&Path)| {
        let given = folder.clone();
        Trial::test(name, move || {
            test(&given.expect("ignored without a folder"));
            Ok(())
        })
        .with_ignored_flag(folder.is_none())
    };
    let trials = vec![
        trial("every_real_log_is_inspected_without_failing", &logs, logs::all_are_inspected),
        trial("every_real_log_is_stored_and_processed", &logs, logs::all_are_processed),
        trial("real_logs_from_elsewhere_are_flagged_and_reach_the_map", &logs, logs::three_reach_the_map),
        trial("real_boundaries_replace_the_sketches", &data, boundaries::replace_the_sketches),
        trial("real_roads_load_equally_from_three_formats", &data, boundaries::roads_load_from_three_formats),
        trial(
            "tiles_of_real_boundaries_and_roads_are_what_postgis_makes_of_them",
            &data,
            boundaries::tiles_are_what_postgis_makes,
        ),
        trial(
            "real_boundaries_and_roads_come_back_from_every_format",
            &data,
            boundaries::come_back_from_every_format,
        ),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
