//! From epochs to clean sessions: the stages S5 to S10 in their order.

pub mod corner;
pub mod jolt;
pub mod pace;
pub mod plane;
pub mod quality;
pub mod reckon;
pub mod session;
pub mod smooth;
pub mod spike;
pub mod steady;
pub mod validity;

use self::pace::Pace;
use self::plane::{Plane, Position};
use self::session::Session;
use crate::SurveyError;
use crate::read::epoch::Epoch;
use crate::read::{Decoded, LogFile, decode};
use crate::reason::Reason;
use crate::settings::{Settings, Thresholds};
use gis_core::Projector;

/// A log as clean sessions.
pub struct Cleaned {
    /// The epochs with their final verdicts.
    pub decoded: Decoded,
    /// Sessions of kept epochs, smoothed, in the order of the file.
    pub sessions: Vec<Session>,
    /// The way from metres to degrees; `None` when nothing was kept.
    pub projector: Option<Projector>,
    /// The fastest pace of its logs.
    pub pace: Pace,
}

/// Decodes and cleans the logs of a campaign; afterwards every epoch is kept or has one reason.
///
/// # Errors
/// When PROJ fails; dirty input never does.
pub fn clean(files: &[LogFile<'_>], settings: &Settings) -> Result<Cleaned, SurveyError> {
    let limits = &settings.thresholds;
    let mut decoded = decode(files, settings);
    for epoch in &mut decoded.epochs {
        epoch.rejected = validity::judge(epoch, settings)
            .or(epoch.rejected)
            .or_else(|| quality::judge(epoch, &limits.gate));
    }
    let Some(Plane { projector, positions, disbelieved }) = plane::project(&mut decoded.epochs, settings)?
    else {
        return Ok(Cleaned { decoded, sessions: Vec::new(), projector: None, pace: Pace::Walk });
    };
    for (reading, log) in decoded.logs.iter_mut().zip(0..) {
        reading.has_stuck_speed = disbelieved.contains(&log);
    }
    let mut sessions = Vec::new();
    let mut fastest = Pace::Walk;
    for log in positions.chunk_by(|one, next| one.log == next.log) {
        let pace = pace::cleaning_pace(log, settings.kind, limits);
        sessions.extend(sessions_of(log, pace, &mut decoded.epochs, limits));
        if pace == Pace::Drive {
            fastest = pace;
        }
    }
    let sessions = drop_isolated(sessions, &mut decoded.epochs);
    Ok(Cleaned { decoded, sessions, projector: Some(projector), pace: fastest })
}

/// S6 to S10 on one log.
fn sessions_of(
    positions: &[Position],
    pace: Pace,
    epochs: &mut [Epoch],
    limits: &Thresholds,
) -> Vec<Session> {
    let mut sessions = Vec::new();
    for mut session in session::split(positions, pace, limits) {
        reject(epochs, quality::drop_acquisition(&mut session, limits), Reason::Acquisition);
        let despiked = spike::remove(&session, pace, limits);
        reject(epochs, despiked.spikes, Reason::Spike);
        for (mut kept, seen) in with_all_seen(despiked.sessions, &session.positions) {
            let outliers = smooth::smooth(&mut kept, epochs, limits);
            reject(epochs, outliers, Reason::Outlier);
            let astray = steady::steady(&mut kept, seen, epochs, limits);
            reject(epochs, astray, Reason::Outlier);
            sessions.push(kept);
        }
    }
    sessions
}

/// Each session with all positions over its time, the first and the last with what lies before and after it.
fn with_all_seen(sessions: Vec<Session>, seen: &[Position]) -> Vec<(Session, &[Position])> {
    let last = sessions.len().saturating_sub(1);
    let seen_over = |(index, session): (usize, Session)| {
        let place_of = |position: Option<&Position>| {
            let epoch = position.map_or(0, |position| position.epoch);
            seen.partition_point(|other| other.epoch < epoch)
        };
        let from = if index == 0 { 0 } else { place_of(session.positions.first()) };
        let to = if index == last { seen.len() } else { place_of(session.positions.last()) + 1 };
        (session, &seen[from..to])
    };
    sessions.into_iter().enumerate().map(seen_over).collect()
}

fn reject(epochs: &mut [Epoch], indices: Vec<usize>, reason: Reason) {
    for index in indices {
        epochs[index].rejected = Some(reason);
    }
}

/// A session of one position has no neighbour to check it, unless it is all that there is.
fn drop_isolated(sessions: Vec<Session>, epochs: &mut [Epoch]) -> Vec<Session> {
    if sessions.len() < 2 {
        return sessions;
    }
    let (sessions, isolated): (Vec<_>, Vec<_>) =
        sessions.into_iter().partition(|session| session.positions.len() > 1);
    for position in isolated.iter().flat_map(|session| &session.positions) {
        epochs[position.epoch].rejected = Some(Reason::Isolated);
    }
    sessions
}

/// What becomes of one GGA whose fields after the time are given.
#[cfg(test)]
fn verdict(fields: &str, settings: &Settings) -> Option<Reason> {
    let body = format!("GPGGA,101112,{fields},20.0,M,30.0,M,,");
    let log = format!("${body}*{:02X}\r\n", body.bytes().fold(0, |sum, byte| sum ^ byte));
    let cleaned = clean(&[LogFile { name: None, bytes: log.as_bytes() }], settings).expect("PROJ works");
    cleaned.decoded.epochs[0].rejected
}
