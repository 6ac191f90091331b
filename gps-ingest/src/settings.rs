//! Every threshold of the pipeline in one type, each with its unit in the name and its reason beside it.
//!
//! "Survey practice" below means figures that handheld-GPS manuals and published accuracy studies agree on;
//! "measured" means measured on real static and moving logs for this project.

use chrono::{Days, NaiveDate};
use gis_core::Epsg;
use gis_core::survey::SurveyKind;

/// The version of the default thresholds; it changes whenever one of them does.
pub const SETTINGS_VERSION: &str = "2";

/// What the surveyor and the office say about a log, and how strict cleaning is.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What the surveyor says the log holds.
    pub kind: SurveyKind,
    /// The UTM zone of the department; used when the track lies in it, else the track's own zone.
    pub zone: Option<Epsg>,
    /// The day of the survey as the operator gave it: the day of a log that states none, and a warning for a log
    /// that states another.
    pub recorded_on: Option<NaiveDate>,
    /// First and last day of the campaign: a date outside that falls inside after 1024 weeks is moved there
    /// (a receiver that missed a GPS week rollover). Never a fixed cutoff: archives must keep their dates.
    /// [`campaign_around`] makes one of the day that the operator gave.
    pub campaign: Option<(NaiveDate, NaiveDate)>,
    /// West, south, east, north beyond which positions are rejected. None: anywhere on Earth.
    pub area_deg: Option<[f64; 4]>,
    /// The limits that cleaning applies.
    pub thresholds: Thresholds,
}

/// Days before and after the operator's day that still count as the same campaign: logs are brought in within the
/// week, and a rollover is off by 1024 weeks.
const CAMPAIGN_MARGIN: Days = Days::new(7);

/// The campaign of a log of which the operator gave the day: a week before and after it.
#[must_use]
pub fn campaign_around(recorded_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = recorded_on.checked_sub_days(CAMPAIGN_MARGIN).unwrap_or(recorded_on);
    let last = recorded_on.checked_add_days(CAMPAIGN_MARGIN).unwrap_or(recorded_on);
    (first, last)
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kind: SurveyKind::Auto,
            zone: None,
            recorded_on: None,
            campaign: None,
            area_deg: None,
            thresholds: Thresholds::default(),
        }
    }
}

impl Settings {
    /// The version that a report records: the defaults' own, marked when a threshold was changed.
    #[must_use]
    pub fn version(&self) -> String {
        let changed = self.thresholds != Thresholds::default();
        format!("{SETTINGS_VERSION}{}", if changed { "+custom" } else { "" })
    }
}

/// The limits that cleaning applies.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    /// Two sentences belong to one epoch when their times differ by no more: receivers print the same instant
    /// with two or three decimals.
    pub same_epoch_ms: u32,
    /// Positions of one instant are one position within this: half a unit of the fourth decimal of a minute
    /// is 0.8 millionths of a degree.
    pub same_position_deg: f64,
    /// Worst HDOP kept: beyond 4 the error of a handheld passes 10 m (survey practice).
    pub hdop_max: f64,
    /// Fewest satellites kept, when the receiver says how many: four give a fix that nothing checks, the fifth is
    /// the first that shows a false one.
    pub satellites_min: u16,
    /// Largest standard deviation kept, when the receiver states one (GST).
    pub stated_sigma_max_m: f64,
    /// A position this near to 0° N 0° E is a receiver's empty field, not a place.
    pub null_island_deg: f64,
    /// A position at this latitude or beyond is a receiver's "no position" marker.
    pub latitude_max_deg: f64,
    /// A position farther than this from the middle of the log, in degrees, is not of this survey.
    pub far_away_deg: f64,
    /// A pause longer than this ends a session on foot: one step can no longer be told from a gap.
    pub gap_max_walk_s: f64,
    /// A pause longer than this ends a session on wheels.
    pub gap_max_drive_s: f64,
    /// Nobody surveys on foot faster than this (a run).
    pub speed_max_walk_m_s: f64,
    /// No vehicle surveys faster than this (180 km/h).
    pub speed_max_drive_m_s: f64,
    /// Between two epochs nobody is faster than the receiver's own speed and this: Doppler speeds are good to
    /// a tenth of it, and a step of white noise is less than half a metre.
    pub doppler_margin_m_s: f64,
    /// Steps up to this beyond what speed allows are noise.
    pub step_noise_m: f64,
    /// An excursion that comes back within this time is a multipath jump; measured jumps last 2 to 15 s.
    pub excursion_max_s: f64,
    /// The first seconds after acquisition are dropped: measured, the first fix is 8.6 m off (median).
    pub acquisition_s: f64,
    /// … but only in sessions longer than this: a short session has nothing to spare.
    pub acquisition_session_min_s: f64,
    /// Speeds are judged over this baseline, because noise of one second looks like movement.
    pub speed_baseline_s: f64,
    /// Slower than this over the baseline is standing still: a standing handheld drifts up to 0.2 m/s.
    pub still_max_m_s: f64,
    /// … and no more than this times what it so may drift apart anywhere within the baseline: the noise of a
    /// standing receiver reaches a little farther between than from end to end, a walk out and back much farther.
    pub still_extent_ratio: f64,
    /// Faster than this over the baseline (90th percentile) is a vehicle.
    pub drive_min_m_s: f64,
    /// Standing at the start or end of a walk: all within this of the median …
    pub dwell_radius_m: f64,
    /// … for at least so long.
    pub dwell_min_s: f64,
    /// Moving positions are averaged over this time, which takes out white noise and rounding.
    pub smoothing_s: f64,
    /// A turn of so much is a corner, over which nothing is averaged (survey practice: 30°; noise over the
    /// baseline is below that).
    pub corner_min_deg: f64,
    /// Turns are measured between what lies this long before and after.
    pub corner_baseline_s: f64,
    /// … where both sides are at least so long.
    pub corner_side_min_m: f64,
    /// Before the first stop and after the last one, at most so long, the surveyor is not yet or no longer on
    /// the boundary: the receiver settles, or is carried away.
    pub lead_max_s: f64,
    /// Sessions of a walk with a pause up to this between them are one walk (a battery change, a tree).
    pub outing_gap_max_s: f64,
    /// A ring whose ends meet within this is closed silently: the noise of two fixes.
    pub closure_silent_m: f64,
    /// A ring whose ends meet within this is closed with a warning; beyond, it is open.
    pub closure_max_m: f64,
    /// The end of the ring is looked for after this share of the length.
    pub closure_search_share: f64,
    /// A path that has come back to its start and stays this near to its first lap is a second lap: two fixes of
    /// one place, some minutes apart, differ by no more (twice what closes silently).
    pub lap_apart_max_m: f64,
    /// Loops up to this area, made by noise where the walk crosses itself, are removed.
    pub loop_max_m2: f64,
    /// … and no more than this share of the parcel together: beyond, the walk is a scribble.
    pub loops_max_share: f64,
    /// A ring of more corners than this is refused: the boundary of a square kilometre has some hundreds, and
    /// the search for crossings must stay bounded.
    pub ring_vertices_max: usize,
    /// A ring longer than so many times the hull around it is refused: four laps round an indented field are
    /// shorter.
    pub ring_length_max_hulls: f64,
    /// Smallest parcel: below, the noise of a handheld is as large as the plot.
    pub parcel_min_m2: f64,
    /// Simplification of boundaries: below the noise, so that corners stay.
    pub parcel_tolerance_m: f64,
    /// Simplification of roads.
    pub road_tolerance_m: f64,
    /// Shortest road.
    pub road_min_m: f64,
    /// A road that gained fewer fixes than this is none.
    pub road_epochs_min: usize,
    /// No log proposes more: a day's survey gives some dozens, people decide on each, and the register counts the
    /// drafts of a log in 15 bits.
    pub drafts_max: usize,
    /// Nothing is made of a shorter stretch unless the surveyor says what it is.
    pub auto_min_s: f64,
    /// A point needs this long to be more than a single fix.
    pub point_min_s: f64,
    /// A shorter stay gives a point with a warning (survey practice asks for a minute).
    pub point_short_s: f64,
    /// A point is averaged from what lies within this of the running median (walk-away is left out).
    pub point_radius_m: f64,
    /// Smallest standard deviation claimed in the open: averaging does not remove the session's bias.
    pub sigma_floor_open_m: f64,
    /// … and under trees or between houses.
    pub sigma_floor_covered_m: f64,
    /// Beyond this median HDOP the sky counts as covered.
    pub covered_hdop_min: f64,
    /// Below this median number of satellites the sky counts as covered.
    pub covered_satellites_max: f64,
    /// Range error of one fix for each unit of HDOP.
    pub sigma_per_hdop_m: f64,
    /// Correlation time of a handheld's error; measured 31 to 181 s.
    pub correlation_s: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            same_epoch_ms: 10,
            same_position_deg: 1e-6,
            hdop_max: 4.0,
            satellites_min: 5,
            stated_sigma_max_m: 10.0,
            null_island_deg: 1e-4,
            latitude_max_deg: 89.999,
            far_away_deg: 3.0,
            gap_max_walk_s: 30.0,
            gap_max_drive_s: 60.0,
            speed_max_walk_m_s: 4.0,
            speed_max_drive_m_s: 50.0,
            doppler_margin_m_s: 2.0,
            step_noise_m: 1.0,
            excursion_max_s: 15.0,
            acquisition_s: 10.0,
            acquisition_session_min_s: 60.0,
            speed_baseline_s: 10.0,
            still_max_m_s: 0.35,
            still_extent_ratio: 1.25,
            drive_min_m_s: 4.0,
            dwell_radius_m: 5.0,
            dwell_min_s: 10.0,
            smoothing_s: 4.0,
            corner_min_deg: 40.0,
            corner_baseline_s: 4.0,
            corner_side_min_m: 2.0,
            lead_max_s: 60.0,
            outing_gap_max_s: 300.0,
            closure_silent_m: 5.0,
            closure_max_m: 15.0,
            closure_search_share: 0.8,
            lap_apart_max_m: 10.0,
            loop_max_m2: 25.0,
            loops_max_share: 0.1,
            ring_vertices_max: 4_000,
            ring_length_max_hulls: 8.0,
            parcel_min_m2: 200.0,
            parcel_tolerance_m: 1.0,
            road_tolerance_m: 1.5,
            road_min_m: 30.0,
            road_epochs_min: 5,
            drafts_max: 1000,
            auto_min_s: 30.0,
            point_min_s: 10.0,
            point_short_s: 30.0,
            point_radius_m: 8.0,
            sigma_floor_open_m: 2.5,
            sigma_floor_covered_m: 4.0,
            covered_hdop_min: 1.5,
            covered_satellites_max: 7.0,
            sigma_per_hdop_m: 2.0,
            correlation_s: 60.0,
        }
    }
}
