//! Roads over time: inspections, and events at a chainage that a re-survey does not move.

mod event;
mod inspection;

pub use event::{
    NewRoadEvent, RoadEvent, correct_road_event, insert_road_event, list_road_events, resolve_road_event,
};
pub use inspection::{
    NewInspection, RoadInspection, correct_inspection, insert_inspection, list_inspections,
};

use crate::record::RecordError;
use gis_core::Scope;
use gis_core::scope::Action;

/// Refuses a correction of what somebody else recorded, to whoever does not review, and of what was changed since that
/// version.
fn check_correction(
    scope: &Scope,
    (department, recorded_by): (&str, &str),
    (seen, version): (i32, i32),
) -> Result<(), RecordError> {
    if !scope.may(Action::Review, department) && recorded_by != scope.actor() {
        return Err(RecordError::NotFound);
    }
    if seen != version {
        return Err(RecordError::Stale { revision: version });
    }
    Ok(())
}
