//! The track: kept epochs in degrees, one line a session.

use geo::{Coord, LineString, MultiLineString};
use gis_core::measure;
use gis_core::survey::Track;

use crate::epoch::Epoch;
use crate::session::Session;

/// The track of a log; `None` when no session has two epochs.
#[must_use]
pub fn track(epochs: &[Epoch], sessions: &[Session]) -> Option<Track> {
    let long = || sessions.iter().filter(|session| session.positions.len() > 1);
    let geometry = MultiLineString(long().map(|session| line(epochs, session)).collect());
    if geometry.0.is_empty() {
        return None;
    }
    let times = || long().flat_map(|session| &session.positions).filter_map(|p| epochs[p.epoch].time);
    Some(Track {
        length_m: measure::lines_length(&geometry).get(),
        geometry,
        started_at: times().min(),
        ended_at: times().max(),
        epoch_count: long().map(|session| session.positions.len()).sum(),
    })
}

/// One session in degrees, as the receiver wrote it.
#[must_use]
pub fn line(epochs: &[Epoch], session: &Session) -> LineString {
    session.positions.iter().filter_map(|p| epochs[p.epoch].position).map(Coord::from).collect()
}
