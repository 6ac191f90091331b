//! The track: kept epochs in degrees, one line a session.

use geo::{Coord, LineString, MultiLineString};
use gis_core::measure;
use gis_core::survey::Track;

use crate::clean::session::Session;
use crate::read::epoch::Epoch;
use crate::sound::sound_line;

/// The track of a log; `None` when no session was in two places. Sessions in one place are no part of it.
#[must_use]
pub fn track(epochs: &[Epoch], sessions: &[Session]) -> Option<Track> {
    let (moving, lines): (Vec<&Session>, Vec<LineString>) =
        sessions.iter().filter_map(|session| Some((session, sound_line(line(epochs, session))?))).unzip();
    if lines.is_empty() {
        return None;
    }
    let geometry = MultiLineString(lines);
    let times = || moving.iter().flat_map(|session| &session.positions).filter_map(|p| epochs[p.epoch].time);
    Some(Track {
        length_m: measure::lines_length(&geometry).get(),
        geometry,
        started_at: times().min(),
        ended_at: times().max(),
        epoch_count: moving.iter().map(|session| session.positions.len()).sum(),
    })
}

/// One session in degrees, as the receiver wrote it.
#[must_use]
pub fn line(epochs: &[Epoch], session: &Session) -> LineString {
    session.positions.iter().filter_map(|p| epochs[p.epoch].position).map(Coord::from).collect()
}
