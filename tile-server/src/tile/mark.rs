//! An area that somebody looks for is a point where it is too small to see.

use geo::{Geometry, InteriorPoint};
use gis_core::{Collection, layer::Layer};
use std::borrow::Cow;

/// From this zoom on, markets and drafts are drawn in their own shape: 100 m are then 10 pixels or more.
pub const SHAPES_FROM_ZOOM: u8 = 14;

/// What is drawn of a geometry: of areas of markets and drafts a point within them at low zooms, else all of it.
#[must_use]
pub fn mark(layer: Layer, geometry: &Geometry, z: u8) -> Cow<'_, Geometry> {
    let is_looked_for = matches!(layer, Layer::Drafts | Layer::Collection(Collection::Markets));
    let is_area = matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_));
    if !is_looked_for || !is_area || z >= SHAPES_FROM_ZOOM {
        return Cow::Borrowed(geometry);
    }
    geometry.interior_point().map_or(Cow::Borrowed(geometry), |point| Cow::Owned(point.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Intersects, polygon};

    #[test]
    fn a_market_is_a_point_inside_itself_until_it_can_be_seen() {
        let markets = Layer::Collection(Collection::Markets);
        let bent: Geometry =
            polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 8., y: 1.), (x: 0., y: 1.)].into();
        let far = mark(markets, &bent, SHAPES_FROM_ZOOM - 1);
        assert!(matches!(*far, Geometry::Point(point) if bent.intersects(&point)));
        assert_eq!(*mark(markets, &bent, SHAPES_FROM_ZOOM), bent);
        assert_eq!(*mark(Layer::Collection(Collection::Departments), &bent, 0), bent);
    }
}
