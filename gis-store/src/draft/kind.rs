//! What drafts propose, by the name of one and by the collection that holds many.

use gis_core::Collection;

/// The collections that drafts change, with the name of one of their features.
const KINDS: [(&str, Collection); 5] = [
    ("parcel", Collection::Parcels),
    ("road", Collection::Roads),
    ("market", Collection::Markets),
    ("market-asset", Collection::MarketAssets),
    ("facility", Collection::Facilities),
];

/// The name of one feature of a collection; none for collections that no draft changes.
#[must_use]
pub fn kind_of(collection: Collection) -> Option<&'static str> {
    KINDS.iter().find(|(_, known)| *known == collection).map(|(kind, _)| *kind)
}

/// The collection of a kind.
#[must_use]
pub fn collection_of(kind: &str) -> Option<Collection> {
    KINDS.iter().find(|(known, _)| *known == kind).map(|(_, collection)| *collection)
}
