//! `suuf import COLLECTION FILE`: what was taken, what was refused, and why.

use super::collection;
use crate::Outcome;
use crate::args::{ImportArgs, ReportFormat};
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
    if args.json || args.format == ReportFormat::Json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print_report(&report, language);
    }
    Ok(if report.is_clean() { Outcome::Done } else { Outcome::Findings })
}

fn print_report(report: &ImportReport, language: Language) {
    println!("{}", language.of(&report.summary()));
    println!("  {} · {} · {}", report.driver, report.layer, report.srs);
    if let Some(operation) = &report.operation {
        let accuracy = operation.accuracy_m.map_or_else(
            || language.pick("exactitude inconnue", "accuracy unknown").to_owned(),
            |accuracy_m| {
                format!("{} {} m", language.pick("exactitude", "accuracy"), language.figure(accuracy_m, 1))
            },
        );
        println!("  {} → EPSG:4326 : {} ({accuracy})", report.srs, operation.name);
    }
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
        println!("  ✘ {}: {}{value}", place(report, refusal.feature, language), language.of(&refusal.reason));
    }
    for found in &report.findings {
        let message = language.of(&found.finding.message);
        println!("  ! {}: {message}", place(report, found.feature, language));
    }
    let listed = (report.refusals.len() + report.findings.len()) as u64;
    let all = report.refused + report.findings_by_code.values().sum::<u64>();
    if all > listed {
        println!(
            "  … {} {}",
            all - listed,
            language.pick("autres, comptés ci-dessus", "more, counted above")
        );
    }
}

/// Where in the file: its feature, and in a table the line as well.
fn place(report: &ImportReport, feature: u64, language: Language) -> String {
    let object = language.pick("objet", "feature");
    if report.driver == "CSV" {
        format!("{object} {feature} ({} {})", language.pick("ligne", "line"), feature + 1)
    } else {
        format!("{object} {feature}")
    }
}
