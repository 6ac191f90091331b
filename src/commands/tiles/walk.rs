//! The tiles of a zoom that may have something in them, in the order of an archive.
//!
//! PMTiles numbers tiles zoom by zoom, within each along a Hilbert curve, on which the four quarters of a tile follow
//! each other. So the walk goes down from the whole world, quarter by quarter, and turns back where nothing is.

use super::plan::Plan;
use gis_core::index::Index;
use gis_core::layer::Layer;
use pmtiles::TileCoord;
use tile_server::tile::{TileId, layers_at};
use tile_server::tileset::may_hold;

/// A place along the curve of a zoom.
#[derive(Debug, Clone, Copy)]
struct Place {
    z: u8,
    nth: u64,
}

/// Yields the numbers of tiles, growing.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    index: &'a Index,
    plan: &'a Plan,
    layers: Vec<Layer>,
    z: u8,
    from: u64,
    ahead: Vec<Place>,
}

impl<'a> Walk<'a> {
    /// The tiles of a zoom whose number is `from` or more.
    pub(crate) fn new(index: &'a Index, plan: &'a Plan, z: u8, from: u64) -> Self {
        let ahead = vec![Place { z: 0, nth: 0 }];
        Self { index, plan, layers: layers_at(&plan.layers, z), z, from, ahead }
    }

    /// Whether a tile of the walk may lie at a place or under it.
    fn leads_on(&self, place: Place) -> bool {
        let below = 2 * (self.z - place.z);
        let last = first_of(self.z) + (place.nth << below) + ((1 << below) - 1);
        if last < self.from {
            return false;
        }
        let id = tile_of(first_of(place.z) + place.nth);
        id.rect().meets(self.plan.bounds) && may_hold(self.index, &self.layers, id, &self.plan.scope)
    }
}

impl Iterator for Walk<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while let Some(place) = self.ahead.pop() {
            if !self.leads_on(place) {
                continue;
            }
            if place.z == self.z {
                return Some(first_of(self.z) + place.nth);
            }
            let quarter = |nth| Place { z: place.z + 1, nth: 4 * place.nth + nth };
            self.ahead.extend((0..4).rev().map(quarter));
        }
        None
    }
}

/// The number of the first tile of a zoom: so many are in all lower zooms.
fn first_of(z: u8) -> u64 {
    ((1 << (2 * z)) - 1) / 3
}

/// The tile of a number.
pub(crate) fn tile_of(number: u64) -> TileId {
    let coord = coord_of(number);
    TileId::new(coord.z(), coord.x(), coord.y()).expect("no zoom above the highest is walked")
}

/// The same as PMTiles has it.
pub(crate) fn coord_of(number: u64) -> TileCoord {
    pmtiles::TileId::new(number).expect("no number beyond the last is walked").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarters_of_a_tile_follow_each_other() {
        for z in 0..6 {
            for nth in 0..1 << (2 * z) {
                let whole = tile_of(first_of(z) + nth);
                for quarter in 0..4 {
                    let part = tile_of(first_of(z + 1) + 4 * nth + quarter);
                    assert_eq!((part.z(), part.x() / 2, part.y() / 2), (z + 1, whole.x(), whole.y()));
                }
            }
        }
    }
}
