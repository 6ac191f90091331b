//! `suuf inspect`: clean logs and report on them, without any database.

use crate::Outcome;
use crate::args::{InspectArgs, InspectFormat};
use anyhow::Context;
use gps_ingest::{
    Language, LogFile, Report, Settings, campaign_around, clean, epoch_json, report_text, survey_campaign,
    to_geojson,
};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::path::Path;

pub(crate) fn run(args: &InspectArgs, language: Language) -> anyhow::Result<Outcome> {
    let settings = Settings {
        kind: args.survey.kind.into(),
        recorded_on: args.survey.recorded_on,
        campaign: args.survey.recorded_on.map(campaign_around),
        ..Settings::default()
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut outcome = Outcome::Done;
    let mut features = Vec::new();
    for log in &args.logs {
        let bytes = read(log)?;
        let mut cleaned = || -> anyhow::Result<_> {
            let (survey, report) = survey_campaign(&[LogFile { name: None, bytes: &bytes }], &settings)?;
            if report.epochs.kept == 0 {
                outcome = Outcome::Findings;
            }
            Ok((survey, report))
        };
        match args.format {
            InspectFormat::Text => write_text(&mut out, args, log, &cleaned()?.1, language)?,
            InspectFormat::Json => write_line(&mut out, &json!({ "log": log, "report": cleaned()?.1 }))?,
            InspectFormat::Geojson => features.extend(features_of(to_geojson(&cleaned()?.0), log)),
            InspectFormat::Epochs => write_epochs(&mut out, &bytes, &settings)?,
        }
    }
    if args.format == InspectFormat::Geojson {
        write_line(&mut out, &json!({ "type": "FeatureCollection", "features": features }))?;
    }
    out.flush()?;
    Ok(outcome)
}

fn write_epochs(out: &mut impl Write, bytes: &[u8], settings: &Settings) -> anyhow::Result<()> {
    for epoch in &clean(&[LogFile { name: None, bytes }], settings)?.decoded.epochs {
        write_line(out, &epoch_json(epoch))?;
    }
    Ok(())
}

fn write_line(out: &mut impl Write, value: &Value) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
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
