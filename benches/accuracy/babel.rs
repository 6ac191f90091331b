//! GPSBabel's filters on the same logs, when it is installed.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use anyhow::{Context, ensure};
use chrono::DateTime;
use gis_core::LonLat;

/// What a user would filter with: bad geometry out, then fewer points.
pub(crate) const FILTERS: [&str; 2] = ["discard,hdop=4,sat=5", "simplify,crosstrack,error=0.001k"];

/// Whether this GPSBabel has a Kalman filter, which 1.8 has not.
pub(crate) static HAS_KALMAN: LazyLock<bool> = LazyLock::new(|| {
    let help = Command::new("gpsbabel").arg("-h").output();
    help.is_ok_and(|help| String::from_utf8_lossy(&help.stdout).contains("kalman"))
});

/// A fix that GPSBabel leaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fix {
    pub(crate) at: LonLat,
    /// Since 1970.
    pub(crate) time_ms: Option<i64>,
}

/// Its version, when it is installed.
pub(crate) fn version() -> Option<String> {
    let output = Command::new("gpsbabel").arg("-V").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

/// Runs a log through filters, after the first of them through the Kalman filter where there is one.
pub(crate) fn fixes(log: &[u8], filters: &[&str]) -> anyhow::Result<Vec<Fix>> {
    let mut file = tempfile::NamedTempFile::new().context("failed to make a file for GPSBabel")?;
    file.write_all(log).context("failed to write the log for GPSBabel")?;
    let mut command = Command::new("gpsbabel");
    command.args(["-i", "nmea", "-f"]).arg(file.path());
    let kalman = HAS_KALMAN.then_some("kalman");
    let (first, rest) = filters.split_at(1);
    for filter in first.iter().copied().chain(kalman).chain(rest.iter().copied()) {
        command.args(["-x", filter]);
    }
    let output = command.args(["-o", "gpx", "-F", "-"]).stderr(Stdio::null()).output()?;
    ensure!(output.status.success(), "failed to run GPSBabel: {}", output.status);
    Ok(track_points(&String::from_utf8_lossy(&output.stdout)))
}

/// The track points of GPSBabel's own GPX, which has one attribute list and one time a point.
fn track_points(gpx: &str) -> Vec<Fix> {
    let fix = |point: &str| {
        let number = |name: &str| between(point, &format!("{name}=\""), "\"")?.parse().ok();
        let time =
            between(point, "<time>", "</time>").and_then(|time| DateTime::parse_from_rfc3339(time).ok());
        Some(Fix {
            at: LonLat::new(number("lon")?, number("lat")?)?,
            time_ms: time.map(|time| time.timestamp_millis()),
        })
    };
    gpx.split("<trkpt ").skip(1).filter_map(fix).collect()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inner, _)| inner)
}
