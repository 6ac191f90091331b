//! The layers of the map: the collections, and the drafts that wait for a decision.

mod fields;

pub(crate) use fields::IDENTIFYING;
pub use fields::{Field, FieldKind};

use crate::scope::Action;
use crate::{Collection, Text};

/// A layer of vector tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Features of the register.
    Collection(Collection),
    /// Drafts that no one has decided on yet.
    Drafts,
}

impl Layer {
    /// Every layer that tiles can hold, in drawing order. Tracks are evidence, not map: they have none.
    pub const ALL: [Self; 8] = [
        Self::Collection(Collection::Departments),
        Self::Collection(Collection::Communes),
        Self::Collection(Collection::Parcels),
        Self::Collection(Collection::Roads),
        Self::Collection(Collection::Markets),
        Self::Collection(Collection::MarketAssets),
        Self::Collection(Collection::Facilities),
        Self::Drafts,
    ];

    /// The name in tiles, URLs and the change feed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Collection(collection) => collection.name(),
            Self::Drafts => "drafts",
        }
    }

    /// The layer of that name.
    ///
    /// # Examples
    /// ```
    /// use gis_core::layer::Layer;
    /// assert_eq!(Layer::from_name("drafts"), Some(Layer::Drafts));
    /// assert_eq!(Layer::from_name("tracks"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.name() == name)
    }

    /// What whoever sees its features must be allowed.
    #[must_use]
    pub fn seen_by(self) -> Action {
        match self {
            Self::Collection(collection) => collection.seen_by(),
            Self::Drafts => Action::SeeEvidence,
        }
    }

    /// Its title, as a legend shows it.
    #[must_use]
    pub fn title(self) -> Text {
        match self {
            Self::Collection(collection) => collection.title(),
            Self::Drafts => Text::new("Brouillons", "Drafts"),
        }
    }
}
