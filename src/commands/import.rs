//! `suuf import COLLECTION FILE`: what was taken, what was refused, and why.

use super::collection;
use crate::Outcome;
use crate::args::ImportArgs;
use crate::database::Database;
use gis_core::Scope;
use gis_store::exchange::{ImportReport, ImportRequest, import};
use gps_ingest::Language;

pub(crate) async fn run(args: ImportArgs, language: Language) -> anyhow::Result<Outcome> {
    let request = ImportRequest {
        collection: collection(&args.collection)?,
        file: args.file,
        layer: args.layer,
        srs: args.srs,
        map: args.map,
        source: args.source,
        dry_run: args.dry_run,
    };
    let database = Database::open(args.database.place()).await?;
    let report = import(&database.pool, &Scope::operator(), &request).await;
    database.close().await?;
    let report = report?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print_report(&report, language);
    }
    Ok(if report.is_clean() { Outcome::Done } else { Outcome::Findings })
}

fn print_report(report: &ImportReport, language: Language) {
    println!("{}", language.of(&report.summary()));
    println!("  {} · {} · {}", report.driver, report.layer, report.srs);
    let (taken, ignored) =
        (language.pick("champs", "fields"), language.pick("colonnes ignorées", "columns ignored"));
    let fields: Vec<_> =
        report.fields_used.iter().map(|(field, column)| format!("{field}={column}")).collect();
    println!("  {taken}: {}", fields.join(" "));
    if !report.columns_ignored.is_empty() {
        println!("  {ignored}: {}", report.columns_ignored.join(" "));
    }
    for (code, count) in report.refused_by_code.iter().chain(&report.findings_by_code) {
        println!("  {count:>6} {code}");
    }
    for refusal in &report.refusals {
        let value = refusal.value.as_ref().map_or_else(String::new, |value| format!(" ({value})"));
        println!(
            "  ✘ {} {}: {}{value}",
            language.pick("objet", "feature"),
            refusal.feature,
            language.of(&refusal.reason)
        );
    }
    for found in &report.findings {
        let message = language.of(&found.finding.message);
        println!("  ! {} {}: {message}", language.pick("objet", "feature"), found.feature);
    }
}
