//! The way of most features: an outline of which nothing is to be clipped or mended.

use super::TileId;
use super::mark::marks_areas;
use gis_core::TilePx;
use gis_core::index::{Found, Path, to_units};
use gis_core::layer::Layer;

/// A ring in whole tile units, as an exterior of MVT is: valid, and clockwise as seen.
#[derive(Debug, Clone, Copy)]
pub struct PlainRing<'a> {
    path: Path<'a>,
    zoom: u8,
    corner_steps: [u32; 2],
}

/// What a tile shows of a feature that lies in it whole, if that is one plain ring. Simplifying, clipping and quantising
/// give the same ring, maybe beginning elsewhere.
#[must_use]
#[inline]
pub fn plain(layer: Layer, feature: Found<'_>, id: TileId) -> Option<PlainRing<'_>> {
    let path = feature.plain_ring(id.z()).filter(|_| !marks_areas(layer, id.z()))?;
    Some(PlainRing { path, zoom: id.z(), corner_steps: id.corner_steps() })
}

impl PlainRing<'_> {
    /// How many vertices it has.
    #[must_use]
    #[inline]
    pub fn vertex_count(&self) -> usize {
        self.path.zooms.iter().filter(|zoom| **zoom <= self.zoom).count()
    }

    /// Its vertices.
    #[inline]
    pub fn vertices(&self) -> impl Iterator<Item = TilePx> {
        let kept = self.path.vertices.iter().zip(self.path.zooms).filter(|(_, zoom)| **zoom <= self.zoom);
        // A tile of a zoom with plain rings is less than 2²⁰ steps wide.
        let unit = |axis: usize, at: u32| {
            to_units(at.wrapping_sub(self.corner_steps[axis]).cast_signed(), self.zoom)
        };
        kept.map(move |(&[x, y], _)| TilePx { x: unit(0, x), y: unit(1, y) })
    }
}
