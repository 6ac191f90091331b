//! Tests of the whole way from the index to bytes: pictures, laws, and what the borders of the world and of a
//! scope do to it.

mod borders;
mod counted;
mod laws;
mod pictures;
mod stages;

use super::*;
use geo::{Coord, Geometry, LineString, Polygon};
use gis_core::{
    Collection,
    index::{Feature, Value},
};
use uuid::Uuid;

/// Drawn from zoom 0 on, in its own shape at each.
const DEPARTMENTS: Layer = Layer::Collection(Collection::Departments);
const PARCELS: Layer = Layer::Collection(Collection::Parcels);
const ROADS: Layer = Layer::Collection(Collection::Roads);

/// The tile of zoom 14 that Thiès lies in; its units are 64 steps of the world grid.
fn thies() -> TileId {
    TileId::new(14, 7_421, 7_511).expect("exists")
}

pub(super) fn feature(number: u128, geometry: impl Into<Geometry>) -> Feature {
    Feature {
        id: Uuid::from_u128(number),
        department: Some("SN1302".into()),
        sender: None,
        geometry: geometry.into(),
        attributes: Vec::new(),
    }
}

pub(super) fn index_of(layer: Layer, features: impl IntoIterator<Item = Feature>) -> Index {
    let mut index = Index::default();
    index.load(layer, features);
    index
}

/// What the operator sees of a layer in a tile.
fn drawn(index: &Index, layer: Layer, id: TileId) -> Vec<DecodedFeature> {
    let tile = tile(index, &[layer], id, &Scope::operator());
    let layers = tile.map_or_else(Vec::new, |tile| decode(&tile.bytes).expect("is a tile"));
    layers.into_iter().filter(|drawn| drawn.name == layer.name()).flat_map(|layer| layer.features).collect()
}

/// A position given in units of a tile, in steps of the world grid.
fn at_units(id: TileId, x: f64, y: f64) -> Coord {
    let [west, north] = id.rect().min;
    Coord { x: (west + x * id.unit_steps()).round(), y: (north + y * id.unit_steps()).round() }
}

/// A picture of letters, each a vertex, over the tile of Thiès; `+` stands at the tile's north-west corner.
struct Picture {
    vertices: Vec<(char, Coord)>,
}

impl Picture {
    fn new(cell_units: u32, picture: &str) -> Self {
        let cells = picture.split_whitespace().zip(0_u32..).flat_map(|(line, row)| {
            line.chars().zip(0_u32..).map(move |(sign, column)| (sign, [column, row].map(f64::from)))
        });
        let cells: Vec<_> = cells.collect();
        let &(_, corner) = cells.iter().find(|(sign, _)| *sign == '+').expect("the corner is drawn");
        let vertex = |&(sign, [x, y]): &(char, [f64; 2])| {
            let cell = f64::from(cell_units);
            (sign, at_units(thies(), (x - corner[0]) * cell, (y - corner[1]) * cell))
        };
        Self { vertices: cells.iter().map(vertex).collect() }
    }

    fn line(&self, letters: &str) -> LineString {
        let vertex = |letter| self.vertices.iter().find(|(sign, _)| *sign == letter).expect("is drawn").1;
        letters.chars().map(vertex).collect()
    }

    fn polygon(&self, exterior: &str, holes: &[&str]) -> Polygon {
        Polygon::new(self.line(exterior), holes.iter().map(|hole| self.line(hole)).collect())
    }
}
