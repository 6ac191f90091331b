//! Simulated survey logs with their truth: for sample data, tests and figures of accuracy.
//!
//! The noise is that of real handhelds (see [`Noise`]), because white noise alone makes any cleaning look several
//! times better than it is. Equal requests give equal bytes; the shape depends on the seed alone, so that another
//! pass is another survey of the same thing.

mod byte_fault;
mod clock_fault;
mod error;
mod noise;
mod path;
mod plane;
mod receiver;
mod request;
mod truth;

use chrono::Duration;
use geo::MapCoords;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

pub use byte_fault::ByteFaults;
pub use clock_fault::ClockFault;
pub use noise::{Noise, Reception};
pub use receiver::Receiver;
pub use request::{Detour, DriveManner, LogKind, LogRequest, WalkManner};
pub use truth::{Injected, SimulatedLog, TrueEpoch, TrueFeature, truth_geojson};

use self::path::Path;
use self::plane::LocalPlane;

/// What decides each part of a log, so that a change to one of them leaves the others as they are.
#[derive(Clone, Copy)]
enum Dice {
    /// What is surveyed: the seed alone.
    Shape,
    /// How the surveyor moves.
    Manner,
    /// What the receiver makes of it.
    Noise,
    /// What cable and card do to the file.
    Damage,
}

fn dice(request: &LogRequest, dice: Dice) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(request.seed);
    let pass = if matches!(dice, Dice::Shape) { 0 } else { u64::from(request.pass) };
    rng.set_stream(pass * 4 + dice as u64);
    rng
}

/// Simulates a log.
///
/// # Examples
/// ```
/// use gps_ingest::{LogKind, LogRequest, simulate_log};
/// let log = simulate_log(&LogRequest {
///     start: "2026-01-20T10:11:12Z".parse().unwrap(),
///     ..LogRequest::new(LogKind::RoadDrive { length_m: 800.0 }, 7)
/// });
/// assert!(log.bytes.starts_with(b"$GPRMC,101112,V,"));
/// ```
#[must_use]
pub fn simulate_log(request: &LogRequest) -> SimulatedLog {
    let mut log = undamaged(request);
    if request.clock_fault == Some(ClockFault::Concatenated) {
        let pass = request.pass + 1;
        let later = undamaged(&LogRequest { pass, clock_fault: None, ..*request });
        log.bytes.splice(0..0, later.bytes);
        log.epochs.splice(0..0, later.epochs);
    }
    byte_fault::damage(&mut log.bytes, request.byte_faults, &mut dice(request, Dice::Damage));
    log
}

fn undamaged(request: &LogRequest) -> SimulatedLog {
    let Path { mut steps, shapes } =
        path::path(request, &mut dice(request, Dice::Shape), &mut dice(request, Dice::Manner));
    if request.clock_fault == Some(ClockFault::Restart) {
        clock_fault::restart(&mut steps);
    }
    let mut noise_dice = dice(request, Dice::Noise);
    let observations = error::observe(&steps, &request.noise, request.receiver, &mut noise_dice);
    let last_ms = observations.last().map_or(0, |observation| observation.time_ms);
    let mut start = request.start + Duration::days(i64::from(request.pass.saturating_sub(1)));
    if request.clock_fault == Some(ClockFault::Midnight) {
        start = clock_fault::before_midnight(start, last_ms);
    }
    let local = LocalPlane::at(request.centre);
    let written = receiver::write(&observations, &local, start, request);
    let features = shapes
        .into_iter()
        .map(|shape| TrueFeature {
            kind: shape.kind,
            geometry: shape.geometry.map_coords(|metres| local.to_degrees(metres)),
        })
        .collect();
    let epochs = observations.iter().map(|observation| truth::epoch(observation, &local, start)).collect();
    SimulatedLog { bytes: written, features, epochs }
}
