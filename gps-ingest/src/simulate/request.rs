//! What is to be simulated: the thing surveyed, the surveyor's manner, the receiver, and what goes wrong.

use chrono::{DateTime, Utc};
use gis_core::LonLat;

use super::{ByteFaults, ClockFault, Noise, Receiver};

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
        /// For how long, once the surveyor has waited.
        duration_s: u32,
    },
    /// A day's work in one log: a parcel, a point at which the receiver is held for two minutes, and another
    /// parcel. The receiver runs on the way to the point and is off on the way from it.
    Campaign {
        /// Area of each parcel.
        area_ha: f64,
    },
}

/// Where a walk leaves the plain round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detour {
    /// The second and third corner are walked in the wrong order, so that the walk crosses itself.
    FigureEight,
    /// Twenty to forty metres away from the boundary and back, from the middle of the second side.
    SideTrip,
}

/// How a surveyor walks round a parcel.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct WalkManner {
    /// Stands for 8 to 20 s at each corner, as surveyors are taught; else for 0 to 3 s.
    pub holds_corners: bool,
    /// Walks on so far along the first sides after the round.
    pub overlap_m: f64,
    /// Stops so far short of the start.
    pub open_m: f64,
    /// Leaves the plain round.
    pub detour: Option<Detour>,
}

/// How a road is driven.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DriveManner {
    /// Stops now and then for 10 to 40 s.
    pub has_stops: bool,
    /// Turns round at the end and drives all the way back.
    pub turns_round: bool,
    /// Keeps so far to the right of the road's middle, which is its truth: half a lane where there are two.
    pub lane_offset_m: f64,
}

impl Default for DriveManner {
    fn default() -> Self {
        Self { has_stops: true, turns_round: false, lane_offset_m: 0.0 }
    }
}

/// A log to be simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRequest {
    /// What is surveyed.
    pub kind: LogKind,
    /// Where, roughly: the middle of the parcel or of the road, or the point itself.
    pub centre: LonLat,
    /// When the receiver is switched on for the first pass; each later pass is a day later.
    pub start: DateTime<Utc>,
    /// Decides the shape and, with the pass, everything else.
    pub seed: u64,
    /// Which survey of the same thing, from 1: another pass has other noise, another pace and another day.
    pub pass: u32,
    /// Whether passes with even numbers go the other way.
    pub alternates: bool,
    /// How long the surveyor stands still after switching on, before the survey begins.
    pub wait_s: u32,
    /// The manner of a boundary walk.
    pub walk: WalkManner,
    /// The manner of a road drive.
    pub drive: DriveManner,
    /// Which receiver's sentences.
    pub receiver: Receiver,
    /// How wrong its positions are.
    pub noise: Noise,
    /// What happens to the bytes.
    pub byte_faults: ByteFaults,
    /// What is wrong with the receiver's clock or the log's order.
    pub clock_fault: Option<ClockFault>,
}

/// As surveyors are taught: wait until the position has settled, which takes a minute.
const WAIT_S: u32 = 75;

impl LogRequest {
    /// One pass near Thiès on 16 November 2026 with a Garmin handheld in open sky, the bytes damaged as on a
    /// worn cable.
    #[must_use]
    pub fn new(kind: LogKind, seed: u64) -> Self {
        Self {
            kind,
            centre: LonLat::new(-16.926, 14.791).expect("a place on Earth"),
            start: DateTime::from_timestamp_secs(1_794_819_600).expect("a time within chrono's range"),
            seed,
            pass: 1,
            alternates: false,
            wait_s: WAIT_S,
            walk: WalkManner::default(),
            drive: DriveManner::default(),
            receiver: Receiver::default(),
            noise: Noise::OPEN,
            byte_faults: ByteFaults::of_all_kinds(1e-5),
            clock_fault: None,
        }
    }

    /// The same without any error, of positions, bytes or clock.
    #[must_use]
    pub fn perfect(kind: LogKind, seed: u64) -> Self {
        Self { noise: Noise::PERFECT, byte_faults: ByteFaults::NONE, ..Self::new(kind, seed) }
    }

    /// Whether this pass goes the other way.
    pub(super) fn is_reversed(&self) -> bool {
        self.alternates && self.pass.is_multiple_of(2)
    }
}
