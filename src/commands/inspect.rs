//! `suuf inspect`: clean logs and report on them, without any database.

use crate::Outcome;
use crate::args::{InspectArgs, InspectFormat};
use anyhow::Context;
use gps_ingest::{Language, Report, Settings, report_text, survey_with_report, to_geojson};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::path::Path;

pub(crate) fn run(args: &InspectArgs, language: Language) -> anyhow::Result<Outcome> {
    let settings = Settings {
        kind: args.survey.kind.into(),
        recorded_on: args.survey.recorded_on,
        ..Settings::default()
    };
    let mut out = std::io::stdout().lock();
    let mut outcome = Outcome::Done;
    let mut features = Vec::new();
    for log in &args.logs {
        let bytes = read(log)?;
        let (survey, report) = survey_with_report(&bytes, &settings)?;
        if report.epochs.kept == 0 {
            outcome = Outcome::Findings;
        }
        match args.format {
            InspectFormat::Text => write_text(&mut out, args, log, &report, language)?,
            InspectFormat::Json => {
                serde_json::to_writer(&mut out, &json!({ "log": log, "report": report }))?;
                writeln!(out)?;
            }
            InspectFormat::Geojson => features.extend(features_of(to_geojson(&survey), log)),
        }
    }
    if args.format == InspectFormat::Geojson {
        serde_json::to_writer_pretty(
            &mut out,
            &json!({ "type": "FeatureCollection", "features": features }),
        )?;
        writeln!(out)?;
    }
    Ok(outcome)
}

fn read(log: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if log == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).context("failed to read standard input")?;
    } else {
        bytes = std::fs::read(log).with_context(|| format!("failed to read {}", log.display()))?;
    }
    Ok(bytes)
}

fn write_text(
    out: &mut impl Write,
    args: &InspectArgs,
    log: &Path,
    report: &Report,
    language: Language,
) -> anyhow::Result<()> {
    if args.logs.len() > 1 {
        writeln!(out, "══ {}", log.display())?;
    }
    write!(out, "{}", report_text(report, language))?;
    if args.logs.len() > 1 {
        writeln!(out)?;
    }
    Ok(())
}

/// The features of one log, each with the log's name, since several logs share one collection.
fn features_of(mut collection: Value, log: &Path) -> Vec<Value> {
    let Some(Value::Array(mut features)) = collection.get_mut("features").map(Value::take) else {
        return Vec::new();
    };
    for feature in &mut features {
        feature["properties"]["log"] = json!(log);
    }
    features
}
