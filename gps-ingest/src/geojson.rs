//! A survey as GeoJSON (RFC 7946): one feature a draft, and one a log for its track. Epochs as lines of JSON.

use std::io::{self, Write};

use chrono::{DateTime, Datelike, Timelike, Utc};
use geo::{Geometry, LineString, MultiLineString, Polygon};
use gis_core::survey::{Draft, Survey, Track};
use serde_json::{Value, json};

use crate::clean::Cleaned;
use crate::clean::session::Session;
use crate::read::Decoded;
use crate::read::epoch::Epoch;
use crate::reason::Reason;
use crate::track;

/// The survey as a `FeatureCollection`; positions in degrees, longitude first. The sessions are those that the survey
/// was made of: each log has a track of its own.
#[must_use]
pub fn to_geojson(survey: &Survey, cleaned: &Cleaned) -> Value {
    let drafts = survey.drafts.iter().map(draft_feature);
    let tracks = tracks(cleaned).map(|(log, track)| track_feature(log, &track, cleaned));
    let features: Vec<Value> = drafts.chain(tracks).collect();
    json!({ "type": "FeatureCollection", "features": features })
}

/// The track of each log that has one.
fn tracks(cleaned: &Cleaned) -> impl Iterator<Item = (u32, Track)> {
    let log_of = |session: &Session| session.positions.first().map_or(0, |position| position.log);
    cleaned.sessions.chunk_by(move |one, next| log_of(one) == log_of(next)).filter_map(move |sessions| {
        let track = track::track(&cleaned.decoded.epochs, sessions)?;
        Some((log_of(&sessions[0]), track))
    })
}

fn draft_feature(draft: &Draft) -> Value {
    json!({
        "type": "Feature",
        "geometry": geometry(&draft.geometry),
        "properties": {
            "kind": draft.kind.name(),
            "name": draft.name,
            "grade": draft.grading.grade,
            "rule": draft.grading.rule,
            "sigma_m": draft.sigma_m,
            "n_eff": draft.n_eff,
            "passes": draft.pass_count,
            "area_m2": draft.area_m2,
            "area_m2_sd": draft.area_sd_m2,
            "length_m": draft.length_m,
            "epochs": draft.epoch_count,
            "corners": draft.corners,
            "findings": draft.findings,
        },
    })
}

fn track_feature(log: u32, track: &Track, cleaned: &Cleaned) -> Value {
    json!({
        "type": "Feature",
        "geometry": geometry(&Geometry::from(track.geometry.clone())),
        "properties": {
            "kind": "track",
            "log": log_name(&cleaned.decoded, log as usize),
            "length_m": track.length_m,
            "epochs": track.epoch_count,
            "started_at": track.started_at,
            "ended_at": track.ended_at,
        },
    })
}

/// A geometry of the kinds that surveys have; others become null.
#[must_use]
pub fn geometry(geometry: &Geometry) -> Value {
    match geometry {
        Geometry::Point(point) => json!({ "type": "Point", "coordinates": [point.x(), point.y()] }),
        Geometry::LineString(line) => json!({ "type": "LineString", "coordinates": line_coordinates(line) }),
        Geometry::MultiLineString(MultiLineString(lines)) => {
            let lines: Vec<Value> = lines.iter().map(line_coordinates).collect();
            json!({ "type": "MultiLineString", "coordinates": lines })
        }
        Geometry::Polygon(polygon) => {
            json!({ "type": "Polygon", "coordinates": polygon_coordinates(polygon) })
        }
        _ => Value::Null,
    }
}

fn line_coordinates(line: &LineString) -> Value {
    line.coords().map(|coord| json!([coord.x, coord.y])).collect()
}

fn polygon_coordinates(polygon: &Polygon) -> Vec<Value> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(line_coordinates).collect()
}

/// Writes each epoch as a line of JSON, in the order of the files: `log` (only when there are several), `time` (UTC,
/// RFC 3339, or null), `lon` and `lat` in degrees or null, `kept`, the `reason` when it was rejected or null, and the
/// `line` and `byte` of its first sentence.
///
/// # Errors
/// When the writer fails.
pub fn write_epochs(out: &mut impl Write, decoded: &Decoded) -> io::Result<()> {
    let is_one = decoded.logs.len() == 1;
    let names: Vec<String> = (0..decoded.logs.len()).map(|log| log_name(decoded, log).to_string()).collect();
    for epoch in &decoded.epochs {
        let log = names.get(epoch.log as usize).filter(|_| !is_one);
        write_epoch(out, epoch, log.map(String::as_str))?;
    }
    Ok(())
}

/// A log's name, or its number from 0 when it has none.
fn log_name(decoded: &Decoded, log: usize) -> Value {
    let name = decoded.logs.get(log).and_then(|reading| reading.name.as_deref());
    name.map_or_else(|| json!(log), |name| json!(name))
}

fn write_epoch(out: &mut impl Write, epoch: &Epoch, log: Option<&str>) -> io::Result<()> {
    out.write_all(b"{")?;
    if let Some(log) = log {
        write!(out, "\"log\":{log},")?;
    }
    match epoch.time {
        Some(time) => write_time(out, time)?,
        None => out.write_all(b"\"time\":null")?,
    }
    match epoch.position {
        Some(at) => write!(out, ",\"lon\":{:.9},\"lat\":{:.9}", at.lon_deg(), at.lat_deg())?,
        None => out.write_all(b",\"lon\":null,\"lat\":null")?,
    }
    match epoch.rejected.map(Reason::name) {
        None => out.write_all(b",\"kept\":true,\"reason\":null")?,
        Some(reason) => write!(out, ",\"kept\":false,\"reason\":\"{reason}\"")?,
    }
    writeln!(out, ",\"line\":{},\"byte\":{}}}", epoch.line, epoch.byte)
}

/// A time to the second, with milliseconds where there are some; several times faster than a format string.
fn write_time(out: &mut impl Write, time: DateTime<Utc>) -> io::Result<()> {
    let (year, month, day) = (time.year(), time.month(), time.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    write!(out, "\"time\":\"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
    match time.timestamp_subsec_millis() {
        0 => out.write_all(b"Z\""),
        millis => write!(out, ".{millis:03}Z\""),
    }
}
