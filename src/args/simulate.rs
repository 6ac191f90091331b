//! What can be said to `suuf simulate`.

use super::{DatabaseArgs, lon_lat};
use chrono::NaiveDateTime;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Subcommand, ValueEnum};
use gps_ingest::Receiver;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum SimulateCommand {
    /// Make the log that a receiver would write, with its truth beside it.
    Log(Box<SimulateLogArgs>),
    /// Fill the register with a sample town quarter per department.
    Register(SimulateRegisterArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct SimulateLogArgs {
    /// What to survey.
    #[arg(long, value_enum)]
    pub(crate) kind: SimulatedKind,
    /// Centre, in degrees: longitude,latitude.
    #[arg(
        long,
        value_name = "LON,LAT",
        allow_hyphen_values = true,
        value_parser = lon_lat,
        default_value = "-16.926,14.791"
    )]
    pub(crate) at: gis_core::LonLat,
    /// Hectares of a parcel (0.02 to 100, of each one in a campaign), metres of a road (50 to 100000), seconds at a
    /// point (5 to 86400).
    #[arg(long)]
    pub(crate) size: Option<f64>,
    /// Equal seeds give equal logs, and the same shape in every pass.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Which survey of the same thing: another pass is a day later, with other noise and another pace.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) pass: u32,
    /// Go the other way in passes with even numbers.
    #[arg(long)]
    pub(crate) alternate: bool,
    /// Start of the first pass, UTC (2026-11-22T09:00:00).
    #[arg(long, default_value = "2026-11-16T09:00:00")]
    pub(crate) start: NaiveDateTime,
    /// Seconds of standing still after switching on, in which the receiver settles.
    #[arg(long, value_name = "SECONDS", default_value_t = 75, value_parser = clap::value_parser!(u32).range(0..=3600))]
    pub(crate) wait: u32,
    /// Whose sentences, how often and how fine.
    #[arg(long, default_value = Receiver::default().name(), value_parser = receivers())]
    pub(crate) receiver: Receiver,
    /// How wrong the positions are.
    #[arg(long, value_enum, default_value = "open")]
    pub(crate) reception: SimulatedReception,
    /// Damage only so, and disturb the clock so; several may be given, but one of the clock at most. By default
    /// bytes are damaged in all ways, unless reception is perfect.
    #[arg(long, value_enum)]
    pub(crate) fault: Vec<SimulatedFault>,
    /// Damaged bytes in a million.
    #[arg(long, value_name = "BYTES", default_value_t = 10.0)]
    pub(crate) fault_rate: f64,
    #[command(flatten)]
    pub(crate) walk: SimulatedWalkArgs,
    #[command(flatten)]
    pub(crate) drive: SimulatedDriveArgs,
    /// File to write; the truth goes beside it as `.truth.geojson`. Without it the log goes to standard output.
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
}

/// The manner of a boundary walk.
#[derive(Debug, PartialEq, clap::Args)]
#[command(next_help_heading = "Walks")]
pub(crate) struct SimulatedWalkArgs {
    /// What the surveyor does at corners.
    #[arg(long, value_enum, default_value = "passed")]
    pub(crate) corners: SimulatedCorners,
    /// Metres of walking on along the first sides after the round.
    #[arg(long, value_name = "METRES", default_value_t = 0.0)]
    pub(crate) overlap: f64,
    /// Metres that the round stops short of its start.
    #[arg(long, value_name = "METRES", default_value_t = 0.0)]
    pub(crate) short_by: f64,
    /// Leave the plain round.
    #[arg(long, value_enum)]
    pub(crate) detour: Option<SimulatedDetour>,
}

/// The manner of a road drive.
#[derive(Debug, PartialEq, clap::Args)]
#[command(next_help_heading = "Drives")]
pub(crate) struct SimulatedDriveArgs {
    /// Never stop on the way.
    #[arg(long)]
    pub(crate) no_stops: bool,
    /// Turn round at the end and drive all the way back.
    #[arg(long)]
    pub(crate) turn_round: bool,
    /// Metres to the right of the road's middle, which is the truth: 1.75 where there are two lanes.
    #[arg(long, value_name = "METRES", default_value_t = 0.0)]
    pub(crate) lane_offset: f64,
}

/// What a simulated surveyor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SimulatedKind {
    /// Walks round a parcel.
    Parcel,
    /// Drives along a road.
    Road,
    /// Holds the receiver still at an asset.
    MarketAsset,
    /// A day in one log: a parcel, a point, and with the receiver off on the way another parcel.
    Campaign,
}

/// [`gps_ingest::Reception`] as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SimulatedReception {
    /// No error at all.
    Perfect,
    /// Open sky: 95 % within about 5 m.
    Open,
    /// Under trees or between houses.
    Covered,
    /// White noise alone, which no receiver has: to see what filters do at best.
    White,
}

/// What a simulated surveyor does at corners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SimulatedCorners {
    /// Passes them, with a rest of 3 s at most.
    Passed,
    /// Stands at each for 8 to 20 s.
    Held,
}

/// Where a simulated walk leaves the plain round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SimulatedDetour {
    /// Two corners in the wrong order: the walk crosses itself.
    FigureEight,
    /// Some metres away from the boundary and back.
    SideTrip,
}

/// What is wrong with a simulated log beside its positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SimulatedFault {
    /// Single bytes are lost.
    DroppedBytes,
    /// Stretches are lost, so that sentences are spliced.
    SplicedBytes,
    /// Single bits flip.
    FlippedBytes,
    /// No sentence states a date.
    Dateless,
    /// The first half minute states none.
    DatelessHead,
    /// Dates lie 1024 weeks back.
    WeekRollover,
    /// Midnight passes in the middle.
    Midnight,
    /// The log of the next pass stands before it in the same file.
    Concatenated,
    /// The receiver is off for half a minute in the middle.
    Restart,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SimulateRegisterArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Parcels in each department; more than 2000 are several quarters.
    #[arg(long, default_value_t = 300)]
    pub(crate) parcels: usize,
    /// Cut the streets of each department into so many pieces, at crossings.
    #[arg(long, value_name = "N")]
    pub(crate) road_pieces: Option<usize>,
    /// Keep at most so many places of the markets in each department.
    #[arg(long, value_name = "N")]
    pub(crate) places: Option<usize>,
    /// Equal seeds give equal quarters.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// P-codes of the departments; by default all.
    #[arg(long, value_name = "PCODE")]
    pub(crate) department: Vec<String>,
    /// Leave departments alone that have parcels already.
    #[arg(long)]
    pub(crate) if_empty: bool,
}

fn receivers() -> impl TypedValueParser<Value = Receiver> {
    PossibleValuesParser::new(Receiver::ALL.map(Receiver::name))
        .map(|name| Receiver::from_name(&name).expect("only names of receivers pass"))
}
