//! `suuf doctor`: what this machine has, what is wrong and how to mend it.

use crate::Outcome;
use crate::args::DoctorArgs;
use crate::database::Place;
use gis_store::doctor::{CheckStatus, Subject, examine};
use gps_ingest::Language;
use std::path::PathBuf;

pub(crate) async fn run(args: DoctorArgs, language: Language) -> anyhow::Result<Outcome> {
    let (data_dir, database_url) = match args.database.place() {
        Place::Private(folder) => (folder, None),
        Place::Elsewhere(url) => (PathBuf::new(), Some(url)),
    };
    let migrations = gis_store::pool::migrations();
    let subject =
        Subject { suuf_version: env!("CARGO_PKG_VERSION").to_owned(), data_dir, database_url, migrations };
    let checks = examine(subject).await;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&checks)?);
    } else {
        for check in &checks {
            let mark = match check.status {
                CheckStatus::Ok => "✔",
                CheckStatus::Warning => "!",
                CheckStatus::Error => "✘",
            };
            println!("{mark} {} : {}", language.of(&check.name), language.of(&check.found));
            if let Some(remedy) = &check.remedy {
                println!("    → {}", language.of(remedy));
            }
        }
    }
    let is_well = checks.iter().all(|check| check.status == CheckStatus::Ok);
    Ok(if is_well { Outcome::Done } else { Outcome::Findings })
}
