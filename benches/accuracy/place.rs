//! Places in metres, and what lies between found and true shapes.

use anyhow::Context;
use geo::{
    Area, BooleanOps, Coord, Distance, Euclidean, Geometry, Line, LineString, MapCoords, Point, Polygon,
};
use gis_core::{Epsg, LonLat, Projector};

use crate::figure::{greatest, rms};

/// Takes degrees to metres; all simulated surveys lie near Thiès.
pub(crate) struct Ground(Projector);

impl Ground {
    pub(crate) fn new() -> anyhow::Result<Self> {
        Ok(Self(Projector::new(Epsg::UTM_28N)?))
    }

    pub(crate) fn at(&self, place: LonLat) -> anyhow::Result<Coord> {
        Ok(Coord::from(self.0.project(place)?))
    }

    pub(crate) fn apart_m(&self, one: LonLat, other: LonLat) -> anyhow::Result<f64> {
        Ok(Euclidean.distance(self.at(one)?, self.at(other)?))
    }

    pub(crate) fn line(&self, places: &[LonLat]) -> anyhow::Result<LineString> {
        places.iter().map(|place| self.at(*place)).collect()
    }

    pub(crate) fn geometry(&self, geometry: &Geometry) -> anyhow::Result<Geometry> {
        geometry.try_map_coords(|coord| self.at(LonLat::new(coord.x, coord.y).context("a place on Earth")?))
    }
}

/// Intersection over union.
pub(crate) fn overlap(found: &Polygon, truth: &Polygon) -> f64 {
    found.intersection(truth).unsigned_area() / found.union(truth).unsigned_area()
}

/// How far a found line lies from the true one.
pub(crate) struct Apart {
    /// Root mean square over the found line, a sample each 5 m.
    pub(crate) lateral_rms_m: f64,
    /// The greatest distance of either to the other.
    pub(crate) hausdorff_m: f64,
}

/// Holds a found line against the true one.
pub(crate) fn apart(found: &LineString, truth: &LineString) -> Apart {
    let there = distances(found, truth);
    let back = distances(truth, found);
    Apart { lateral_rms_m: rms(&there), hausdorff_m: greatest(&there).max(greatest(&back)) }
}

fn distances(from: &LineString, to: &LineString) -> Vec<f64> {
    samples(from).into_iter().map(|at| Euclidean.distance(&Point::from(at), to)).collect()
}

/// A place each 5 m, and each vertex.
fn samples(line: &LineString) -> Vec<Coord> {
    const EVERY_M: f64 = 5.0;
    let along = |side: Line| {
        let length_m = Euclidean.distance(side.start, side.end);
        let mut at_m = 0.0;
        std::iter::from_fn(move || {
            let at = (at_m < length_m).then(|| side.start + side.delta() * (at_m / length_m));
            at_m += EVERY_M;
            at
        })
    };
    line.lines().flat_map(along).chain(line.0.last().copied()).collect()
}
