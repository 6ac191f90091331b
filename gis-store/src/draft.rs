//! Drafts: what surveys propose, and the decision on it.
//!
//! Invariant: a draft is decided on once; deciding locks its row, so that of two who decide at once one is told.

mod decide;
mod read;

pub use decide::{Approval, DecisionError, approve_draft, return_draft};
pub use read::{Draft, DraftState, FeatureRef, get_draft, list_drafts, list_drafts_of_upload};
