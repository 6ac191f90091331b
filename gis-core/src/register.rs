//! The register in LADM's words (ISO 19152): parties and their shares, rights with their evidence, sources, and what is
//! known along a road.
//!
//! Spatial units are the features of the collections. Everything here is a small pure rule; storing is gis-store's.

pub mod chainage;
mod identity;
mod misfit;
mod period;
mod right;
mod share;
mod source;

pub use identity::{identity_digits, mask_identity, name_key};
pub use misfit::Misfit;
pub use period::{Period, Periodicity};
pub use right::{RightClass, RightKind, check_evidence};
pub use share::{Share, add_up_to_one};
pub use source::{ApprovalThreshold, approving_authority};
