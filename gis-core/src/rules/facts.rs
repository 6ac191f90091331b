//! What is known of a feature beside its shape: its attributes, typed by collection.
//!
//! They are read by name from the properties that features, tiles and exports show, so that a new attribute of the
//! register is there for the rules as soon as it is shown. What is not there, or of another type, is not known.

use crate::Collection;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use uuid::Uuid;

/// Attributes of one feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Facts {
    /// Of a parcel.
    Parcel(Box<ParcelFacts>),
    /// Of a road.
    Road(Box<RoadFacts>),
    /// Of a market.
    Market(Box<MarketFacts>),
    /// Of a place or another market asset.
    Place(Box<PlaceFacts>),
    /// Of a facility, or of anything else.
    Other(Box<OtherFacts>),
}

/// How a shape came in, and what it is worth.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// How it came in: survey, import or simulation.
    #[serde(deserialize_with = "lenient")]
    pub source: Option<String>,
    /// Standard deviation of a position, per axis, where it is recorded.
    #[serde(deserialize_with = "lenient")]
    pub sigma_m: Option<f64>,
}

/// Declares the attributes of one kind of feature.
macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_doc])* #[serde(deserialize_with = "lenient")] pub $field: Option<$type>,)+
        }
    )+};
}

facts! {
    /// Attributes of a parcel.
    ParcelFacts {
        /// Number within the department.
        number: String,
        /// NICAD as the Cadastre allotted it.
        nicad: String,
        /// Code of the list `land_use`.
        land_use: String,
        /// Code of the list `tenure`.
        tenure: String,
        /// Measured area, on the ellipsoid.
        area_m2: f64,
        /// Standard deviation of that area.
        area_sd_m2: f64,
        /// Area as the holder or a document states it.
        declared_area_m2: f64,
    }
    /// Attributes of a road.
    RoadFacts {
        /// Name as people use it.
        name: String,
        /// Number in the classified network.
        number: String,
        /// Code of the list `road_class`.
        class: String,
        /// Code of the list `road_surface`.
        surface: String,
        /// Code of the list `condition`.
        condition: String,
        /// Code of the list `passability`.
        passability: String,
        /// Code of the list `managing_authority`.
        managing_authority: String,
        /// Width of the carriageway.
        width_m: f64,
        /// Measured length, on the ellipsoid.
        length_m: f64,
    }
    /// Attributes of a market.
    MarketFacts {
        /// Name as people use it.
        name: String,
        /// Code of the list `market_kind`.
        kind: String,
        /// Measured area, on the ellipsoid.
        area_m2: f64,
    }
    /// Attributes of a place.
    PlaceFacts {
        /// The market that it belongs to.
        market: Uuid,
        /// Code painted or written on it.
        code: String,
        /// Code of the list `asset_kind`.
        kind: String,
        /// Code of the list `condition`.
        condition: String,
        /// Measured area, on the ellipsoid.
        area_m2: f64,
    }
    /// Attributes of anything else.
    OtherFacts {
        /// Its kind.
        kind: String,
        /// Name as people use it.
        name: String,
    }
}

/// A value of the wanted type, or nothing: open attributes may hold anything.
fn lenient<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(
    from: D,
) -> Result<Option<T>, D::Error> {
    Ok(T::deserialize(Value::deserialize(from)?).ok())
}

impl Facts {
    /// The attributes of a feature of that collection, from its properties by name.
    ///
    /// # Examples
    /// ```
    /// use gis_core::{Collection, rules::Facts};
    /// let facts = Facts::read(Collection::Roads, &serde_json::json!({ "number": "N2", "width_m": 7 }));
    /// assert_eq!(facts.label(), Some("N2"));
    /// ```
    #[must_use]
    pub fn read(collection: Collection, properties: &Value) -> Self {
        fn of<T: Default + serde::de::DeserializeOwned>(properties: &Value) -> T {
            T::deserialize(properties).unwrap_or_default()
        }
        match collection {
            Collection::Parcels => Self::Parcel(Box::new(of(properties))),
            Collection::Roads => Self::Road(Box::new(of(properties))),
            Collection::Markets => Self::Market(Box::new(of(properties))),
            Collection::MarketAssets => Self::Place(Box::new(of(properties))),
            _ => Self::Other(Box::new(of(properties))),
        }
    }

    /// What people call it.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::Parcel(parcel) => parcel.number.as_deref().or(parcel.nicad.as_deref()),
            Self::Road(road) => road.number.as_deref().or(road.name.as_deref()),
            Self::Market(market) => market.name.as_deref(),
            Self::Place(place) => place.code.as_deref(),
            Self::Other(other) => other.name.as_deref().or(other.kind.as_deref()),
        }
    }

    /// Measured area as it is stated.
    #[must_use]
    pub fn area_m2(&self) -> Option<f64> {
        match self {
            Self::Parcel(parcel) => parcel.area_m2,
            Self::Market(market) => market.area_m2,
            Self::Place(place) => place.area_m2,
            Self::Road(_) | Self::Other(_) => None,
        }
    }

    /// Those of a parcel.
    #[must_use]
    pub fn parcel(&self) -> Option<&ParcelFacts> {
        if let Self::Parcel(parcel) = self { Some(parcel) } else { None }
    }

    /// Those of a road.
    #[must_use]
    pub fn road(&self) -> Option<&RoadFacts> {
        if let Self::Road(road) = self { Some(road) } else { None }
    }

    /// Those of a place.
    #[must_use]
    pub fn place(&self) -> Option<&PlaceFacts> {
        if let Self::Place(place) = self { Some(place) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_of_another_type_is_not_known_and_does_not_hide_the_rest() {
        let facts = Facts::read(
            Collection::Parcels,
            &json!({ "number": "P-1", "area_m2": "large", "nicad": null, "x": 1 }),
        );
        let parcel = facts.parcel().expect("a parcel");
        assert_eq!((parcel.number.as_deref(), parcel.area_m2), (Some("P-1"), None));
        assert_eq!(Facts::read(Collection::Roads, &json!([])).label(), None);
    }
}
