//! The truth beside a log: what was surveyed, and where the receiver truly was at each written instant.

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use geo::{Coord, Geometry};
use gis_core::survey::DraftKind;
use gis_core::{LonLat, measure};
use serde_json::{Value, json};

use super::error::Observation;
use super::plane::LocalPlane;
use crate::geojson;

/// A simulated log.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedLog {
    /// The log as the receiver would write it.
    pub bytes: Vec<u8>,
    /// What was surveyed and what it should become, in the order of the survey.
    pub features: Vec<TrueFeature>,
    /// Each written instant, in the order of the file; damage to bytes comes after.
    pub epochs: Vec<TrueEpoch>,
}

/// Something that was surveyed.
#[derive(Debug, Clone, PartialEq)]
pub struct TrueFeature {
    /// The draft that it should become.
    pub kind: DraftKind,
    /// Where it is, in EPSG:4326.
    pub geometry: Geometry,
}

/// What was true at a written instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrueEpoch {
    /// The true time, whatever the log states.
    pub time: DateTime<Utc>,
    /// Where the receiver was.
    pub place: LonLat,
    /// How far east and north of there it believed to be, in metres, before rounding; `None` without a fix.
    pub error_m: Option<Coord>,
    /// What was injected.
    pub injected: Injected,
}

/// What was injected at an instant beside the noise that is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Injected {
    /// Nothing.
    None,
    /// No fix yet.
    Search,
    /// The position settles after switching on.
    ColdStart,
    /// A single fix far off.
    Spike,
    /// A multipath jump, until less than a metre of it is left.
    Jump,
    /// The receiver pins its position.
    Pinned,
    /// Trees overhead.
    Canopy,
    /// The first instant after a gap.
    Gap,
}

pub(super) fn epoch(observation: &Observation, local: &LocalPlane, start: DateTime<Utc>) -> TrueEpoch {
    let place = local.to_degrees(observation.truth);
    TrueEpoch {
        time: start + Duration::milliseconds(observation.time_ms),
        place: LonLat::new(place.x, place.y).expect("a survey stays on Earth"),
        error_m: observation.at.map(|at| at - observation.truth),
        injected: observation.injected,
    }
}

/// The truth of a simulated log as GeoJSON: a feature, or a collection where the log holds several.
///
/// Properties are `kind`, `area_m2` of a parcel, `length_m` of a parcel's perimeter or a road; `spikes` holds the
/// times of the injected spikes, as a property of the only feature or a member of the collection.
#[must_use]
pub fn truth_geojson(log: &SimulatedLog) -> Value {
    let is_spike = |epoch: &&TrueEpoch| epoch.injected == Injected::Spike;
    let time = |epoch: &TrueEpoch| epoch.time.to_rfc3339_opts(SecondsFormat::Millis, true);
    let spikes: Vec<String> = log.epochs.iter().filter(is_spike).map(time).collect();
    let mut features: Vec<Value> = log.features.iter().map(feature).collect();
    if let [only] = features.as_mut_slice() {
        only["properties"]["spikes"] = json!(spikes);
        return only.take();
    }
    json!({ "type": "FeatureCollection", "features": features, "spikes": spikes })
}

fn feature(feature: &TrueFeature) -> Value {
    let mut properties = json!({ "kind": feature.kind.name() });
    if feature.kind == DraftKind::Parcel {
        properties["area_m2"] = rounded(measure::area(&feature.geometry).get());
    }
    if feature.kind != DraftKind::MarketAsset {
        properties["length_m"] = rounded(measure::length(&feature.geometry).get());
    }
    json!({ "type": "Feature", "geometry": geojson::geometry(&feature.geometry), "properties": properties })
}

/// To the hundredth: a truth that is written is no better than its coordinates.
fn rounded(figure: f64) -> Value {
    json!((figure * 100.0).round() / 100.0)
}
