//! `suuf settings`: every threshold of cleaning with its value and its reason.

use crate::Outcome;
use crate::args::SettingsArgs;
use anyhow::Context;
use gps_ingest::Thresholds;
use std::io::Write;
use std::path::Path;

pub(crate) fn run(args: &SettingsArgs) -> anyhow::Result<Outcome> {
    let described = thresholds(args.settings.as_deref())?.described();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut out, &described)?;
        writeln!(out)?;
    } else {
        let name_width = described.iter().map(|limit| limit.name.len()).max().unwrap_or(0);
        for limit in &described {
            let value = limit.value.to_string();
            writeln!(out, "{:name_width$}  {value:>8}  {}", limit.name, limit.reason)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The default thresholds, with those replaced that a file names.
pub(crate) fn thresholds(file: Option<&Path>) -> anyhow::Result<Thresholds> {
    let Some(file) = file else { return Ok(Thresholds::default()) };
    let text = std::fs::read_to_string(file).with_context(|| format!("failed to read {}", file.display()))?;
    let overrides =
        serde_json::from_str(&text).with_context(|| format!("failed to read {} as JSON", file.display()))?;
    Thresholds::with_overrides(&overrides).with_context(|| format!("failed to use {}", file.display()))
}
