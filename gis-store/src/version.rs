//! Versions: what an object was, the register as of any moment, and what changed between two states.
//!
//! Invariant: a version is seen by whoever may see the history of the department that kept it then.

mod as_of;
mod compare;
mod lineage;
mod read;

pub use as_of::{AsOf, get_feature_as_of, list_features_as_of};
pub use compare::{AttributeChange, Comparison, GeometryChange, compare_versions};
pub use lineage::{Lineage, Relative, get_lineage};
pub use read::{Version, VersionSummary, get_version, list_versions};

use gis_core::Collection;

/// Whether the states of a collection's objects are kept. Departments and communes are the frame, tracks are evidence.
#[must_use]
pub fn is_kept(collection: Collection) -> bool {
    match collection {
        Collection::Parcels
        | Collection::Roads
        | Collection::Markets
        | Collection::MarketAssets
        | Collection::Facilities => true,
        Collection::Departments | Collection::Communes | Collection::Tracks => false,
    }
}
