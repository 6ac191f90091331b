//! A survey as GeoJSON (RFC 7946): one feature a draft, and one for the track.

use chrono::SecondsFormat;
use geo::{Geometry, LineString, MultiLineString, Polygon};
use gis_core::LonLat;
use gis_core::survey::{Draft, Survey, Track};
use serde_json::{Value, json};

use crate::read::epoch::Epoch;
use crate::reason::Reason;

/// The survey as a `FeatureCollection`; positions in degrees, longitude first.
#[must_use]
pub fn to_geojson(survey: &Survey) -> Value {
    let features: Vec<Value> =
        survey.drafts.iter().map(draft_feature).chain(survey.track.iter().map(track_feature)).collect();
    json!({ "type": "FeatureCollection", "features": features })
}

/// One epoch as a JSON object: `time` (UTC, RFC 3339 or null), `lon`, `lat` in degrees or null, `kept`, and
/// the `reason` when it was rejected, with the `line` and `byte` of its first sentence.
#[must_use]
pub fn epoch_json(epoch: &Epoch) -> Value {
    json!({
        "time": epoch.time.map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true)),
        "lon": epoch.position.map(LonLat::lon_deg),
        "lat": epoch.position.map(LonLat::lat_deg),
        "kept": epoch.is_kept(),
        "reason": epoch.rejected.map(Reason::name),
        "line": epoch.line,
        "byte": epoch.byte,
    })
}

fn draft_feature(draft: &Draft) -> Value {
    json!({
        "type": "Feature",
        "geometry": geometry(&draft.geometry),
        "properties": {
            "kind": draft.kind.name(),
            "sigma_m": draft.sigma_m,
            "area_m2": draft.area_m2,
            "length_m": draft.length_m,
            "epochs": draft.epoch_count,
            "findings": draft.findings,
        },
    })
}

fn track_feature(track: &Track) -> Value {
    json!({
        "type": "Feature",
        "geometry": geometry(&Geometry::from(track.geometry.clone())),
        "properties": {
            "kind": "track",
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
