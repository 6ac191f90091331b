//! An area that somebody looks for is a point where it is too small to see.

use geo::{Coord, InteriorPoint};
use gis_core::index::Found;
use gis_core::{Collection, layer::Layer};

/// From this zoom on, markets and drafts are drawn in their own shape: 100 m are then 10 pixels or more.
pub const SHAPES_FROM_ZOOM: u8 = 14;

/// The point within it, in steps of the world grid, that stands for an area of markets and drafts at low zooms;
/// `None` for what is drawn in its own shape.
#[must_use]
pub fn mark(layer: Layer, feature: Found<'_>, z: u8) -> Option<[u32; 2]> {
    if !marks_areas(layer, z) || !feature.paths().all(|path| path.kind.is_ring()) {
        return None;
    }
    feature.geometry().interior_point().map(|point| step(point.0))
}

/// Whether areas of a layer are points at a zoom.
pub(super) fn marks_areas(layer: Layer, z: u8) -> bool {
    z < SHAPES_FROM_ZOOM && matches!(layer, Layer::Drafts | Layer::Collection(Collection::Markets))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lies within what is on the grid"
)]
fn step(at: Coord) -> [u32; 2] {
    [at.x.round() as u32, at.y.round() as u32]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{feature, index_of};
    use super::*;
    use geo::{Intersects, polygon};
    use gis_core::Scope;

    #[test]
    fn a_market_is_a_point_inside_itself_until_it_can_be_seen() {
        let markets = Layer::Collection(Collection::Markets);
        let bent =
            polygon![(x: 0., y: 0.), (x: 90., y: 0.), (x: 90., y: 90.), (x: 80., y: 10.), (x: 0., y: 10.)];
        let index = index_of(markets, [feature(1, bent.clone())]);
        let market = index.all(markets, &Scope::operator())[0];
        let far = mark(markets, market, SHAPES_FROM_ZOOM - 1).expect("is a point");
        assert!(bent.intersects(&geo::Point::from(far.map(f64::from))));
        assert_eq!(mark(markets, market, SHAPES_FROM_ZOOM), None);
        assert_eq!(mark(Layer::Collection(Collection::Departments), market, 0), None);
    }
}
