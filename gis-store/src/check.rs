//! Features and drafts before the rules of [`gis_core::rules`]: what lies around them comes from PostGIS here.
//!
//! One feature is judged among its neighbours, which one statement finds by the GiST indexes; a department is read
//! whole, once, for whoever judges it in memory.

mod around;
mod candidate;
mod draft;
mod register;
mod rival;

pub use candidate::{Candidate, judge_candidate, judge_feature};
pub use draft::{Completion, judge_completed, judge_draft};
pub use register::{
    Ground, RawFeature, RawOutline, frame_of, list_grounds, read_codes, read_frame, read_ground,
    read_settings,
};
pub use rival::judge_rivals;
