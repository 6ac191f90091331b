//! Drafts: everything that is proposed to the register, by surveys and by people, and the decision on it.
//!
//! draft → submitted → approved | returned | withdrawn; what is returned or withdrawn can be corrected and submitted
//! again.
//!
//! Invariant: every step locks the draft's row, so that of two who decide at once one is told.
//! Invariant: nobody decides on what they proposed, corrected or submitted.
//! Invariant: a draft that would change features is refused once one of them has changed since it was proposed.

mod apply;
mod attribute;
mod columns;
mod decide;
mod error;
mod kind;
mod propose;
mod read;
mod resurvey;
mod revise;
mod shape;
mod target;

pub use decide::{Approval, approve_draft, return_draft};
pub use error::DraftError;
pub use kind::{collection_of, kind_of};
pub use propose::{NOTE_LENGTH, Proposal, propose};
pub use read::{
    Blend, Draft, DraftAction, DraftEvent, DraftState, Target, get_draft, list_drafts, list_drafts_of_upload,
    list_events,
};
pub(crate) use resurvey::standing_after;
pub use resurvey::{clear_target, compare_draft, set_target};
pub use revise::{Correction, correct_draft, submit_draft, withdraw_draft};
pub use shape::Part;
