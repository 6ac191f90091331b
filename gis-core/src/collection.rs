//! The collections that the product serves, imports and exports, under the names that users meet.

use crate::Text;
use crate::scope::Action;

/// A collection of features, as OGC API Features and the commands name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Collection {
    /// Departments (second administrative level).
    Departments,
    /// Communes of the departments.
    Communes,
    /// Parcels of land (*foncier*).
    Parcels,
    /// Roads (*voirie*).
    Roads,
    /// Markets.
    Markets,
    /// Places, stalls and other assets of markets (*patrimoine marchand*).
    MarketAssets,
    /// Whatever else a department maps.
    Facilities,
    /// Cleaned tracks of survey logs.
    Tracks,
}

/// What shapes the features of a collection may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Polygon or multipolygon.
    Area,
    /// Line string or multi line string.
    Line,
    /// Point or area.
    PointOrArea,
    /// Any simple feature.
    Any,
}

impl Collection {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::Departments,
        Self::Communes,
        Self::Parcels,
        Self::Roads,
        Self::Markets,
        Self::MarketAssets,
        Self::Facilities,
        Self::Tracks,
    ];

    /// The name in URLs, tiles, commands and the change feed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Departments => "departments",
            Self::Communes => "communes",
            Self::Parcels => "parcels",
            Self::Roads => "roads",
            Self::Markets => "markets",
            Self::MarketAssets => "market-assets",
            Self::Facilities => "facilities",
            Self::Tracks => "tracks",
        }
    }

    /// The collection of that name.
    ///
    /// # Examples
    /// ```
    /// use gis_core::Collection;
    /// assert_eq!(Collection::from_name("market-assets"), Some(Collection::MarketAssets));
    /// assert_eq!(Collection::from_name("market_assets"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|collection| collection.name() == name)
    }

    /// Its title, as a list of collections shows it.
    #[must_use]
    pub fn title(self) -> Text {
        match self {
            Self::Departments => Text::new("Départements", "Departments"),
            Self::Communes => Text::new("Communes", "Communes"),
            Self::Parcels => Text::new("Parcelles", "Parcels"),
            Self::Roads => Text::new("Voirie", "Roads"),
            Self::Markets => Text::new("Marchés", "Markets"),
            Self::MarketAssets => Text::new("Patrimoine marchand", "Market assets"),
            Self::Facilities => Text::new("Équipements", "Facilities"),
            Self::Tracks => Text::new("Traces GPS", "GPS tracks"),
        }
    }

    /// What whoever sees its features must be allowed.
    #[must_use]
    pub fn seen_by(self) -> Action {
        match self {
            Self::Departments | Self::Communes => Action::SeeFrame,
            Self::Parcels | Self::Roads | Self::Markets | Self::MarketAssets | Self::Facilities => {
                Action::SeeRegister
            }
            Self::Tracks => Action::SeeEvidence,
        }
    }

    /// The shapes that its features may have.
    #[must_use]
    pub fn shape(self) -> Shape {
        match self {
            Self::Departments | Self::Communes | Self::Parcels => Shape::Area,
            Self::Roads | Self::Tracks => Shape::Line,
            Self::Markets | Self::MarketAssets => Shape::PointOrArea,
            Self::Facilities => Shape::Any,
        }
    }
}

impl std::fmt::Display for Collection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
