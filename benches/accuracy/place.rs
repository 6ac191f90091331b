//! Places in metres, and what lies between found and true shapes.

use anyhow::Context;
use geo::{Coord, Distance, Euclidean, Geometry, Line, LineString, MapCoords, Point, Polygon};
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

/// Intersection over union, by the even-odd rule, because rings of raw fixes cross themselves.
///
/// Summed over level lines: polygon clipping of so dirty rings does not always end well.
pub(crate) fn overlap(found: &Polygon, truth: &Polygon) -> f64 {
    const LINES: u32 = 2000;
    let ys = || [found, truth].into_iter().flat_map(|polygon| polygon.exterior().0.iter().map(|at| at.y));
    let (bottom, top) = (ys().fold(f64::INFINITY, f64::min), ys().fold(f64::NEG_INFINITY, f64::max));
    let (mut both, mut any) = (0.0, 0.0);
    for line in 0..LINES {
        let y = bottom + (top - bottom) * (f64::from(line) + 0.5) / f64::from(LINES);
        let (found, truth) = (stretches(found, y), stretches(truth, y));
        let length = |stretches: &[[f64; 2]]| stretches.iter().map(|[start, end]| end - start).sum::<f64>();
        let pairs = found.iter().flat_map(|one| truth.iter().map(move |other| (one, other)));
        let common: f64 =
            pairs.map(|(one, other)| (one[1].min(other[1]) - one[0].max(other[0])).max(0.0)).sum();
        both += common;
        any += length(&found) + length(&truth) - common;
    }
    both / any
}

/// The stretches of a level line inside a polygon.
fn stretches(polygon: &Polygon, y: f64) -> Vec<[f64; 2]> {
    let crossing = |side: Line| {
        ((side.start.y <= y) != (side.end.y <= y))
            .then(|| side.start.x + side.dx() * (y - side.start.y) / side.dy())
    };
    let mut crossings: Vec<f64> = polygon.exterior().lines().filter_map(crossing).collect();
    crossings.sort_by(f64::total_cmp);
    crossings.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect()
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
