//! Roads over time: inspections, and events at a chainage that a re-survey does not move.

mod event;
mod inspection;

pub use event::{NewRoadEvent, RoadEvent, insert_road_event, list_road_events, resolve_road_event};
pub use inspection::{NewInspection, RoadInspection, insert_inspection, list_inspections};
