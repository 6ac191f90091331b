//! How features are called in messages.

use crate::{Collection, Language};

/// A feature of a collection with its article: "la parcelle", "the parcel".
pub(super) fn noun(collection: Collection, language: Language) -> &'static str {
    match collection {
        Collection::Parcels => language.pick("la parcelle", "parcel"),
        Collection::Roads => language.pick("la voie", "road"),
        Collection::Markets => language.pick("le marché", "market"),
        Collection::MarketAssets => language.pick("la place", "pitch"),
        Collection::Departments => language.pick("le département", "department"),
        Collection::Communes => language.pick("la commune", "commune"),
        Collection::Facilities => language.pick("l'équipement", "facility"),
        Collection::Tracks => language.pick("la trace", "track"),
    }
}
