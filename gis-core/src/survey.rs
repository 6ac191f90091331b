//! What a survey log became: the shapes that pass from cleaning (`gps-ingest`) to storage (`gis-store`).

use crate::{Finding, LonLat, Text};
use chrono::{DateTime, NaiveDate, Utc};
use geo::{Geometry, MultiLineString};
use serde::{Deserialize, Serialize};

/// What the surveyor says a log holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SurveyKind {
    /// Let the log itself tell.
    #[default]
    Auto,
    /// A boundary walk.
    Parcel,
    /// A drive along a road.
    Road,
    /// A receiver held still at an asset.
    MarketAsset,
}

impl SurveyKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Parcel, Self::Road, Self::MarketAsset];

    /// The name in forms, flags and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Parcel => "parcel",
            Self::Road => "road",
            Self::MarketAsset => "market-asset",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Whether somebody can have surveyed with GPS on a day: after its first week began, and not in the future, but for
/// the hours by which the day may begin earlier where the surveyor is.
#[must_use]
pub fn is_survey_day(day: NaiveDate, today: NaiveDate) -> bool {
    let first = NaiveDate::from_ymd_opt(1980, 1, 6).expect("a day of the calendar");
    first <= day && day.pred_opt().is_some_and(|before| before <= today)
}

/// What a draft proposes to enter into the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftKind {
    /// A polygon for the collection `parcels`.
    Parcel,
    /// A line for the collection `roads`.
    Road,
    /// A point for the collection `market-assets`.
    MarketAsset,
}

impl DraftKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Parcel, Self::Road, Self::MarketAsset];

    /// The name in JSON, tiles and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parcel => "parcel",
            Self::Road => "road",
            Self::MarketAsset => "market-asset",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The cleaned track of one log: one line string a session, positions in EPSG:4326.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// One line string a session, in degrees.
    pub geometry: MultiLineString,
    /// Time of the first kept epoch, when the log is dated.
    pub started_at: Option<DateTime<Utc>>,
    /// Time of the last kept epoch, when the log is dated.
    pub ended_at: Option<DateTime<Utc>>,
    /// Length along all sessions, on the ellipsoid.
    pub length_m: f64,
    /// How many epochs it is made of.
    pub epoch_count: usize,
}

/// How good a draft is, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grade {
    /// As good as a handheld can be.
    A,
    /// Good enough for the register.
    B,
    /// Usable with care: better surveyed again.
    C,
    /// Not to enter the register.
    #[serde(rename = "rejected")]
    Rejected,
}

impl Grade {
    /// All of them, the best first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::Rejected];

    /// The name in JSON and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::Rejected => "rejected",
        }
    }

    /// The grade of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.name() == name)
    }
}

/// A grade with the rule that decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grading {
    /// The grade.
    pub grade: Grade,
    /// Stable `snake_case` name of the rule, such as `area_deviation`.
    pub rule: String,
    /// The rule in words, with the figure that decided.
    pub reason: Text,
}

/// A corner of a boundary at which the receiver was held still, which makes it better than the rest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Corner {
    /// Where.
    pub at: LonLat,
    /// Standard deviation per axis.
    pub sigma_m: f64,
    /// How long the receiver was held there.
    pub held_s: f64,
}

/// A feature that a survey proposes, positions in EPSG:4326.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What it would become.
    pub kind: DraftKind,
    /// The name that the receiver stored with it (a waypoint's).
    pub name: Option<String>,
    /// Polygon, line string or point, in degrees.
    pub geometry: Geometry,
    /// Area of a polygon, on the ellipsoid.
    pub area_m2: Option<f64>,
    /// Standard deviation of that area.
    pub area_sd_m2: Option<f64>,
    /// Length of a line, perimeter of a polygon, on the ellipsoid.
    pub length_m: Option<f64>,
    /// Standard deviation of a position, per axis, as far as the log can tell.
    pub sigma_m: f64,
    /// How many independent positions the epochs are worth: their errors are alike for a minute and more.
    pub n_eff: f64,
    /// How many epochs it rests on.
    pub epoch_count: usize,
    /// How many times a road was driven, 1 for what is surveyed once.
    pub pass_count: usize,
    /// Corners at which the receiver was held still.
    pub corners: Vec<Corner>,
    /// How good it is, and why.
    pub grading: Grading,
    /// What cleaning has to say of it.
    pub findings: Vec<Finding>,
}

/// A drawing of a log or of what it became, for the report of its upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Stable `kebab-case` name, once a survey: `track`, `quality`, `draft-0`, ….
    pub name: String,
    /// What it shows.
    pub title: Text,
    /// The drawing as an SVG document, in each language.
    pub svg: Text,
}

/// All that one log became; the report is `gps-ingest`'s own, kept as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// The track, when at least two epochs of one session were kept.
    pub track: Option<Track>,
    /// The features it proposes; none is a result too.
    pub drafts: Vec<Draft>,
    /// The quality report as JSON, see `docs/report.md`.
    pub report: serde_json::Value,
    /// The report in pictures, in the order in which they are shown.
    pub pictures: Vec<Picture>,
}
