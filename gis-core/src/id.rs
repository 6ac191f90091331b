//! Typed identifiers: a parcel's cannot be handed where a road's is wanted.
//!
//! All are UUIDv7: made on any node without asking another, and in order of time, which keeps indexes dense.
//! The program makes them where it writes (the random part needs a source); this module only types them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares one typed identifier over [`Uuid`].
macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

typed_id!(
    /// An upload: the raw bytes of one log as they were received.
    UploadId,
    /// A draft: a feature proposed by a survey, not yet in the register.
    DraftId,
    /// Any feature of a collection, where its kind is known from beside it.
    FeatureId,
);

/// A feature of the register, by collection and identifier.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FeatureRef {
    /// Name of the collection.
    pub collection: String,
    /// Identifier within it.
    pub id: Uuid,
}
