//! Simulated survey logs with their truth: for sample data, tests and figures of accuracy.
//!
//! The noise is that of real handhelds (a bias a session, two correlated terms, white noise, jumps, a cold start),
//! because white noise alone makes any cleaning look several times better than it is. Equal requests give equal
//! bytes.

mod fault;
mod noise;
mod path;
mod receiver;

use chrono::{DateTime, Utc};
use geo::{Coord, Geometry, MapCoords};
use gis_core::LonLat;
use gis_core::survey::DraftKind;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

pub use receiver::Receiver;

use crate::geojson;

/// What is surveyed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LogKind {
    /// A walk round a parcel, with a stop at its start and end.
    BoundaryWalk {
        /// Area of the parcel.
        area_ha: f64,
    },
    /// A drive along a road.
    RoadDrive {
        /// Length of the road.
        length_m: f64,
    },
    /// A receiver held still.
    StaticPoint {
        /// For how long.
        duration_s: u32,
    },
}

impl LogKind {
    /// The draft that the log should become.
    #[must_use]
    pub fn draft_kind(self) -> DraftKind {
        match self {
            Self::BoundaryWalk { .. } => DraftKind::Parcel,
            Self::RoadDrive { .. } => DraftKind::Road,
            Self::StaticPoint { .. } => DraftKind::MarketAsset,
        }
    }
}

/// How bad reception is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reception {
    /// No error at all: for tests of everything but cleaning.
    Perfect,
    /// Open sky.
    #[default]
    Open,
    /// Under trees or between houses.
    Covered,
}

/// A log to be simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRequest {
    /// What is surveyed.
    pub kind: LogKind,
    /// Where, roughly: the middle of the parcel or of the road, or the point itself.
    pub centre: LonLat,
    /// When the receiver is switched on.
    pub start: DateTime<Utc>,
    /// Decides shape and noise.
    pub seed: u64,
    /// Which receiver's sentences.
    pub receiver: Receiver,
    /// How bad reception is.
    pub reception: Reception,
}

/// A simulated log.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedLog {
    /// The log as the receiver would write it.
    pub bytes: Vec<u8>,
    /// What was surveyed, in EPSG:4326.
    pub truth: Geometry,
    /// What the log should become.
    pub kind: DraftKind,
}

/// Simulates a log.
///
/// # Examples
/// ```
/// use gps_ingest::{LogKind, LogRequest, Receiver, Reception, simulate_log};
/// let log = simulate_log(&LogRequest {
///     kind: LogKind::RoadDrive { length_m: 800.0 },
///     centre: gis_core::LonLat::new(-16.926, 14.791).unwrap(),
///     start: "2026-01-20T10:11:12Z".parse().unwrap(),
///     seed: 7,
///     receiver: Receiver::Garmin,
///     reception: Reception::Open,
/// });
/// assert!(log.bytes.starts_with(b"$GPRMC,101112,V,"));
/// ```
#[must_use]
pub fn simulate_log(request: &LogRequest) -> SimulatedLog {
    let mut rng = ChaCha8Rng::seed_from_u64(request.seed);
    let path = path::path(request.kind, &mut rng);
    let observations = noise::observe(&path.positions, request.reception, &mut rng);
    let local = LocalPlane::at(request.centre);
    let mut bytes = receiver::write(&observations, &local, request);
    if request.reception != Reception::Perfect {
        fault::damage(&mut bytes, &mut rng);
    }
    let truth = path.truth.map_coords(|metres| local.to_degrees(metres));
    SimulatedLog { bytes, truth, kind: request.kind.draft_kind() }
}

/// The truth of a simulated log as a GeoJSON feature.
#[must_use]
pub fn truth_geojson(log: &SimulatedLog) -> Value {
    json!({
        "type": "Feature",
        "geometry": geojson::geometry(&log.truth),
        "properties": { "kind": log.kind.name() },
    })
}

/// Metres east and north of a centre, on the plane that touches the ellipsoid there.
struct LocalPlane {
    centre: LonLat,
    metres_per_lon_deg: f64,
    metres_per_lat_deg: f64,
}

impl LocalPlane {
    fn at(centre: LonLat) -> Self {
        /// WGS 84.
        const SEMI_MAJOR_M: f64 = 6_378_137.0;
        const ECCENTRICITY_2: f64 = 0.006_694_379_990_14;
        let (sin, cos) = centre.lat_deg().to_radians().sin_cos();
        let bend = 1.0 - ECCENTRICITY_2 * sin * sin;
        Self {
            centre,
            metres_per_lon_deg: (SEMI_MAJOR_M / bend.sqrt() * cos).to_radians(),
            metres_per_lat_deg: (SEMI_MAJOR_M * (1.0 - ECCENTRICITY_2) / bend.powf(1.5)).to_radians(),
        }
    }

    fn to_degrees(&self, metres: Coord) -> Coord {
        Coord {
            x: self.centre.lon_deg() + metres.x / self.metres_per_lon_deg,
            y: self.centre.lat_deg() + metres.y / self.metres_per_lat_deg,
        }
    }
}
