//! `suuf inspect`: clean the logs of one campaign and report on them, without any database.

use super::settings::thresholds;
use crate::Outcome;
use crate::args::{InspectArgs, InspectFormat};
use anyhow::{Context, bail, ensure};
use gis_core::Severity;
use gis_core::survey::{Grade, Picture};
use gps_ingest::{
    Cleaned, Language, LogFile, Report, Settings, campaign_around, clean, report_text, survey_cleaned,
    to_geojson, write_epochs,
};
use serde_json::json;
use std::io::{Read, Write};
use std::path::Path;

/// A log as it was named and read.
struct Log {
    name: String,
    bytes: Vec<u8>,
}

pub(crate) fn run(args: &InspectArgs, language: Language) -> anyhow::Result<Outcome> {
    check(args)?;
    let settings = Settings {
        kind: args.survey.kind.into(),
        recorded_on: args.survey.recorded_on,
        campaign: args.survey.recorded_on.map(campaign_around),
        area_deg: args.area.0,
        thresholds: thresholds(args.settings.as_deref())?,
        ..Settings::default()
    };
    let (logs, are_all_there) = read_all(args)?;
    let files: Vec<LogFile<'_>> =
        logs.iter().map(|log| LogFile { name: Some(&log.name), bytes: &log.bytes }).collect();
    let cleaned = clean(&files, &settings)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let outcome = if args.format == InspectFormat::Epochs {
        write_epochs(&mut out, &cleaned.decoded)?;
        if cleaned.sessions.is_empty() { Outcome::Findings } else { Outcome::Done }
    } else {
        report(args, &cleaned, &settings, language, &mut out)?
    };
    out.flush()?;
    Ok(if are_all_there { outcome } else { Outcome::Findings })
}

/// Pictures go to one place, and nothing else goes there.
fn check(args: &InspectArgs) -> anyhow::Result<()> {
    let has_place = args.output.is_some() || args.picture.is_some();
    match args.format {
        InspectFormat::Svg => ensure!(has_place, "--format svg wants --output FOLDER or --picture NAME"),
        _ => ensure!(!has_place, "--output and --picture want --format svg"),
    }
    Ok(())
}

/// The logs that can be read, and whether those are all; what cannot is said.
fn read_all(args: &InspectArgs) -> anyhow::Result<(Vec<Log>, bool)> {
    let mut logs = Vec::new();
    for path in &args.logs {
        match read(path) {
            Ok(bytes) => logs.push(Log { name: path.display().to_string(), bytes }),
            Err(error) if args.logs.len() == 1 => return Err(error),
            Err(error) => eprintln!("suuf: {error:#}"),
        }
    }
    ensure!(!logs.is_empty(), "failed to read any of the logs");
    let are_all_there = logs.len() == args.logs.len();
    Ok((logs, are_all_there))
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

fn report(
    args: &InspectArgs,
    cleaned: &Cleaned,
    settings: &Settings,
    language: Language,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let (survey, report) = survey_cleaned(cleaned, settings)?;
    match args.format {
        InspectFormat::Text => write!(out, "{}", report_text(&report, language))?,
        InspectFormat::Json => writeln!(out, "{}", json!({ "logs": args.logs, "report": survey.report }))?,
        InspectFormat::Geojson => writeln!(out, "{}", to_geojson(&survey, cleaned))?,
        InspectFormat::Svg => write_pictures(args, &survey.pictures, language, out)?,
        InspectFormat::Epochs => write_epochs(out, &cleaned.decoded)?,
    }
    Ok(outcome(&report))
}

/// Whether somebody should look at what the report says.
fn outcome(report: &Report) -> Outcome {
    let of_drafts = report.drafts.iter().flat_map(|draft| &draft.findings);
    let has_warning = of_drafts.chain(&report.findings).any(|finding| finding.severity >= Severity::Warning);
    let has_reject = report.drafts.iter().any(|draft| draft.grade == Grade::Rejected);
    if has_warning || has_reject || report.epochs.kept == 0 { Outcome::Findings } else { Outcome::Done }
}

fn write_pictures(
    args: &InspectArgs,
    pictures: &[Picture],
    language: Language,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    if let Some(name) = &args.picture {
        let Some(picture) = pictures.iter().find(|picture| picture.name == *name) else {
            let known: Vec<&str> = pictures.iter().map(|picture| picture.name.as_str()).collect();
            bail!("there is no picture {name}: the pictures are {}", known.join(", "));
        };
        write!(out, "{}", language.of(&picture.svg))?;
    }
    let Some(folder) = &args.output else { return Ok(()) };
    std::fs::create_dir_all(folder).with_context(|| format!("failed to make {}", folder.display()))?;
    for picture in pictures {
        let file = folder.join(format!("{}.svg", picture.name));
        std::fs::write(&file, language.of(&picture.svg))
            .with_context(|| format!("failed to write {}", file.display()))?;
        writeln!(out, "{}", file.display())?;
    }
    Ok(())
}
