//! From epochs to clean sessions: the stages S5 to S9 in their order.

pub mod gate;
pub mod plane;
pub mod profile;
pub mod session;
pub mod spike;

use self::plane::Plane;
use self::profile::Pace;
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
    /// Sessions of kept epochs, in the order of the file.
    pub sessions: Vec<Session>,
    /// The way from metres to degrees; `None` when nothing was kept.
    pub projector: Option<Projector>,
    /// The pace whose limits were applied.
    pub pace: Pace,
}

/// Decodes and cleans a log; afterwards every epoch is kept or has one reason.
///
/// # Errors
/// When PROJ fails; dirty input never does.
pub fn clean(bytes: &[u8], settings: &Settings) -> Result<Cleaned, SurveyError> {
    let limits = &settings.thresholds;
    let mut decoded = decode(&[LogFile { name: None, bytes }], settings);
    for epoch in &mut decoded.epochs {
        epoch.rejected = gate::judge(epoch, settings).or(epoch.rejected);
    }
    let Some(Plane { projector, positions }) = plane::project(&mut decoded.epochs, settings)? else {
        return Ok(Cleaned { decoded, sessions: Vec::new(), projector: None, pace: Pace::Walk });
    };
    let pace = profile::cleaning_pace(&positions, settings.kind, limits);
    let epochs = &mut decoded.epochs;
    let mut sessions = Vec::new();
    for session in session::split(&positions, pace, limits) {
        let settled = drop_acquisition(session, epochs, limits);
        let despiked = spike::remove(&settled, pace, limits);
        for index in despiked.spikes {
            epochs[index].rejected = Some(Reason::Spike);
        }
        sessions.extend(despiked.sessions);
    }
    let sessions = drop_isolated(sessions, epochs);
    Ok(Cleaned { decoded, sessions, projector: Some(projector), pace })
}

/// S7: drops the first seconds of a session that is long enough to spare them.
fn drop_acquisition(mut session: Session, epochs: &mut [Epoch], limits: &Thresholds) -> Session {
    if session.duration_s() > limits.acquisition_session_min_s {
        let settled_s = session.positions[0].time_s + limits.acquisition_s;
        let settled = session.positions.partition_point(|position| position.time_s < settled_s);
        for position in session.positions.drain(..settled) {
            epochs[position.epoch].rejected = Some(Reason::Acquisition);
        }
    }
    session
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
