//! From which zoom a layer, and a feature of it, is drawn: the one table, for tiles and for `TileJSON` alike.
//!
//! | layer | from zoom | why |
//! |---|---|---|
//! | departments, drafts | 0 | few; drafts wait for somebody to find them |
//! | communes | 7 | a commune of 20 km is then 70 pixels wide |
//! | roads | 5 | motorways, national and regional roads; departmental ones from 8, all others from 11 |
//! | markets | 8 | as points until they can be seen, so that a department's view shows where they are |
//! | parcels, facilities | 13 | a parcel of 20 m is then 2 pixels wide |
//! | market-assets | 15 | a stall of 3 m is then a pixel wide |

use gis_core::{
    Collection,
    index::{Found, ValueRef},
    layer::Layer,
};

/// The highest zoom with tiles: there a tile unit is 2 mm long, less than the world grid's step.
pub const MAX_ZOOM: u8 = 22;

/// The zoom from which tiles may hold features of a layer.
#[must_use]
pub fn min_zoom(layer: Layer) -> u8 {
    match layer {
        Layer::Drafts => 0,
        Layer::Collection(collection) => match collection {
            Collection::Departments => 0,
            Collection::Communes => 7,
            Collection::Roads => 5,
            Collection::Markets => 8,
            Collection::Parcels | Collection::Facilities => 13,
            Collection::MarketAssets => 15,
            // Evidence, not map: never drawn.
            Collection::Tracks => MAX_ZOOM + 1,
        },
    }
}

/// The zoom from which a feature of a layer is drawn: the layer's, but later for lesser roads.
#[must_use]
pub fn feature_min_zoom(layer: Layer, feature: Found<'_>) -> u8 {
    min_zoom_of(layer, |name| feature.attribute(name))
}

/// The zoom from which all features of a layer are drawn.
pub(super) fn all_from_zoom(layer: Layer) -> u8 {
    min_zoom_of(layer, |_| None)
}

/// The same for what the index does not hold, by its attributes.
pub(crate) fn min_zoom_of<'a>(layer: Layer, attribute: impl Fn(&str) -> Option<ValueRef<'a>>) -> u8 {
    match layer {
        Layer::Collection(Collection::Roads) => match attribute("class") {
            Some(ValueRef::Text("motorway" | "national" | "regional")) => min_zoom(layer),
            Some(ValueRef::Text("departmental")) => 8,
            _ => 11,
        },
        _ => min_zoom(layer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::Scope;
    use gis_core::index::{Feature, Index, Value};
    use uuid::Uuid;

    #[test]
    fn lesser_roads_wait_for_higher_zooms() {
        let roads = Layer::Collection(Collection::Roads);
        let road = |(number, class): (u128, &str)| Feature {
            id: Uuid::from_u128(number),
            department: None,
            sender: None,
            geometry: geo::Point::new(0.0, 0.0).into(),
            attributes: vec![("class".into(), Value::Text(class.into()))],
        };
        let classes =
            ["motorway", "national", "regional", "departmental", "listed_track", "unclassified", ""];
        let mut index = Index::default();
        index.load(roads, (0..).zip(classes).map(road));
        let found = index.all(roads, &Scope::operator());
        let zooms: Vec<_> = found.into_iter().map(|found| feature_min_zoom(roads, found)).collect();
        assert_eq!(zooms, [5, 5, 5, 8, 11, 11, 11]);
        assert_eq!(zooms.into_iter().max(), Some(all_from_zoom(roads)));
    }

    #[test]
    fn every_layer_of_the_map_is_drawn_at_some_zoom() {
        assert!(Layer::ALL.into_iter().all(|layer| min_zoom(layer) <= MAX_ZOOM));
    }
}
