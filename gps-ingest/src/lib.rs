//! From a handheld's bytes to a survey: a track, drafts and a quality report that explains every rejected byte.
//!
//! Pure: no I/O (but PROJ's own database), no clock, no randomness without a seed. Dirty input is never an error.
//! The stages are one file each, in the order in which a log passes them:
//!
//! | stage | file | from | to |
//! |---|---|---|---|
//! | S0 | `read::container`, [`read::input`], [`read::gpx`] | file | bytes, whatever the wrapping and encoding |
//! | S1 | [`read::frame`] | bytes | sentences with a sound checksum |
//! | S2 | [`read::sentence`] | sentence | what it says of a fix |
//! | S3 | [`read::assemble`] | sentences | one epoch an instant |
//! | S4 | [`read::date`] | times of day | dates and times |
//! | S5 | [`clean::validity`] | epoch | kept, or one reason |
//! | S6 | [`clean::session`] | positions | stretches without a gap |
//! | S7 | [`clean::quality`] | epoch, session | the same without weak fixes |
//! | S8 | [`clean::plane`] | degrees | metres of one UTM zone |
//! | S9 | [`clean::spike`] | session | the same without jumps |
//! | S10 | [`clean::smooth`], [`clean::steady`] | session | the same without white noise; drives along the dead-reckoned way |
//! | | [`feature`] | sessions | parcel, road or point |
//! | | [`sound`] | shapes | geometries that PostGIS calls valid |
//! | | [`report`] | all of it | what a surveyor and a reviewer read |
//! | | [`picture`] | all of it | what they look at |
//!
//! Invariant: epochs = kept + Σ rejected by reason.

pub mod clean;
pub mod error_model;
pub mod feature;
pub mod geojson;
pub mod picture;
pub mod read;
pub mod reason;
pub mod report;
pub mod settings;
pub mod simulate;
pub mod sound;
mod survey;
pub mod track;
pub use gis_core::words;

pub use clean::{Cleaned, clean};
pub use geojson::{to_geojson, write_epochs};
pub use read::{Decoded, LogFile, decode};
pub use report::{Report, report_text};
pub use settings::{Settings, Thresholds, campaign_around};
pub use simulate::{
    ByteFaults, ClockFault, Detour, DriveManner, Injected, LogKind, LogRequest, Noise, Receiver, Reception,
    SimulatedLog, TrueEpoch, TrueFeature, WalkManner, simulate_log, truth_geojson,
};
pub use survey::{SurveyError, survey, survey_campaign, survey_cleaned};
pub use words::Language;
