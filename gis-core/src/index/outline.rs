//! A geometry as paths of the world grid, each vertex with the zoom from which it matters.

use crate::rings::begin_westernmost;
use crate::simplify::significances;
use geo::{Coord, Geometry, LineString, Polygon};

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PathKind {
    /// Each vertex a point.
    Points,
    /// A line.
    Line,
    /// The outer ring of a polygon, without its closing vertex; clockwise as seen, as tiles want it, from its westernmost
    /// vertex on (of those the northernmost), so that of a valid ring it does not matter where somebody began to walk, and which way.
    Exterior,
    /// A hole of the polygon whose exterior came last, without its closing vertex; the other way round.
    Hole,
}

impl PathKind {
    const ALL: [Self; 4] = [Self::Points, Self::Line, Self::Exterior, Self::Hole];

    pub(super) fn code(self) -> u32 {
        self as u32
    }

    pub(super) fn of_code(code: u32) -> Self {
        Self::ALL[(code & 3) as usize]
    }

    /// Whether it encloses something.
    #[must_use]
    pub fn is_ring(self) -> bool {
        matches!(self, Self::Exterior | Self::Hole)
    }
}

/// A path of a feature as the index holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path<'a> {
    /// What it is.
    pub kind: PathKind,
    /// x and y in steps of the world grid; no vertex equals the one before.
    pub vertices: &'a [[u32; 2]],
    /// For each vertex the lowest zoom whose tiles show the path otherwise without it; above
    /// [`FINEST_ZOOM`] for those that lie on the line between their neighbours.
    pub zooms: &'a [u8],
}

/// The highest zoom of tiles.
pub const FINEST_ZOOM: u8 = 22;

/// A vertex matters where it lies further than this from the line without it: half of a 4096th of a tile, whose
/// side at zoom 0 is 2³² steps.
const TOLERANCE_STEPS_AT_ZOOM_0: f64 = 524_288.0;

/// A path by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outline {
    pub(super) kind: PathKind,
    pub(super) vertices: Vec<[u32; 2]>,
}

impl Outline {
    /// The paths of a geometry in world-grid steps, those of a polygon together, its exterior first.
    pub(super) fn all_of(geometry: &Geometry) -> Vec<Self> {
        let mut paths = Vec::new();
        add(&mut paths, geometry);
        paths.retain(|path| !path.vertices.is_empty());
        paths
    }

    /// The zoom from which each vertex matters.
    pub(super) fn zooms(&self) -> Vec<u8> {
        if self.kind == PathKind::Points {
            return vec![0; self.vertices.len()];
        }
        let mut coords: Vec<Coord> =
            self.vertices.iter().map(|&[x, y]| Coord { x: f64::from(x), y: f64::from(y) }).collect();
        if self.kind.is_ring() {
            coords.extend(coords.first().copied());
        }
        let mut zooms: Vec<_> = significances(&coords, 0.0).into_iter().map(zoom_of).collect();
        zooms.truncate(self.vertices.len());
        zooms
    }
}

/// The lowest zoom whose tolerance is less than that distance.
fn zoom_of(significance_steps: f64) -> u8 {
    let mut tolerance_steps = TOLERANCE_STEPS_AT_ZOOM_0;
    for zoom in 0..=FINEST_ZOOM {
        if significance_steps > tolerance_steps {
            return zoom;
        }
        tolerance_steps /= 2.0;
    }
    FINEST_ZOOM + 1
}

fn add(paths: &mut Vec<Outline>, geometry: &Geometry) {
    match geometry {
        Geometry::Point(point) => paths.push(path(PathKind::Points, [point.0])),
        Geometry::MultiPoint(points) => {
            let vertices = points.iter().map(|point| step(point.0)).collect();
            paths.push(Outline { kind: PathKind::Points, vertices });
        }
        Geometry::Line(line) => paths.push(path(PathKind::Line, [line.start, line.end])),
        Geometry::LineString(line) => paths.push(path(PathKind::Line, line.0.iter().copied())),
        Geometry::MultiLineString(lines) => {
            paths.extend(lines.iter().map(|line| path(PathKind::Line, line.0.iter().copied())));
        }
        Geometry::Polygon(polygon) => add_polygon(paths, polygon),
        Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|polygon| add_polygon(paths, polygon)),
        Geometry::Rect(rectangle) => add_polygon(paths, &rectangle.to_polygon()),
        Geometry::Triangle(triangle) => add_polygon(paths, &triangle.to_polygon()),
        Geometry::GeometryCollection(members) => members.iter().for_each(|member| add(paths, member)),
    }
}

fn add_polygon(paths: &mut Vec<Outline>, polygon: &Polygon) {
    if polygon.exterior().0.is_empty() {
        return;
    }
    paths.push(ring(PathKind::Exterior, polygon.exterior()));
    paths.extend(polygon.interiors().iter().map(|hole| ring(PathKind::Hole, hole)));
}

fn path(kind: PathKind, coords: impl IntoIterator<Item = Coord>) -> Outline {
    let mut vertices: Vec<_> = coords.into_iter().map(step).collect();
    vertices.dedup();
    Outline { kind, vertices }
}

fn ring(kind: PathKind, line: &LineString) -> Outline {
    let mut ring = path(kind, line.0.iter().copied());
    while ring.vertices.len() > 1 && ring.vertices.first() == ring.vertices.last() {
        ring.vertices.pop();
    }
    let doubled_area = doubled_area_steps(&ring.vertices);
    let is_backwards = if kind == PathKind::Exterior { doubled_area < 0 } else { doubled_area > 0 };
    if is_backwards {
        ring.vertices.reverse();
    }
    begin_westernmost(&mut ring.vertices, |vertex| *vertex);
    ring
}

/// Twice the area of a ring by the surveyor's formula, in square steps; positive where it goes clockwise as seen.
fn doubled_area_steps(ring: &[[u32; 2]]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    let product = |x: u32, y: u32| i128::from(x) * i128::from(y);
    ring.iter().zip(next).map(|(from, to)| product(from[0], to[1]) - product(to[0], from[1])).sum()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to u32 first")]
fn step(at: Coord) -> [u32; 2] {
    [at.x, at.y].map(|steps| steps.round().clamp(0.0, f64::from(u32::MAX)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{line_string, polygon};

    fn zooms(geometry: &Geometry) -> Vec<Vec<u8>> {
        Outline::all_of(geometry).iter().map(Outline::zooms).collect()
    }

    #[test]
    fn a_vertex_matters_from_the_zoom_where_it_is_half_a_unit_off_the_line() {
        // Units of zoom 14 are 64 steps long, those of zoom 20 one.
        let bent = |off: f64| line_string![(x: 0., y: 0.), (x: 500., y: off), (x: 1000., y: 0.)].into();
        assert_eq!(zooms(&bent(33.0)), [[0, 14, 0]]);
        assert_eq!(zooms(&bent(32.0)), [[0, 15, 0]]);
        assert_eq!(zooms(&bent(1.0)), [[0, 20, 0]]);
        assert_eq!(zooms(&bent(0.0)), [[0, FINEST_ZOOM + 1, 0]]);
    }

    #[test]
    fn a_ring_is_the_same_wherever_a_walk_round_it_began_and_whichever_way_it_went() {
        let walk = [(30., 0.), (90., 40.), (50., 90.), (0., 60.), (20., 30.)].map(|(x, y)| Coord { x, y });
        let exterior = |walk: &[Coord]| Outline::all_of(&Polygon::new(walk.to_vec().into(), vec![]).into());
        let first = exterior(&walk);
        assert_eq!((first[0].vertices[0], first[0].vertices[1]), ([0, 60], [20, 30]));
        for begin in 0..walk.len() {
            let mut walk = walk;
            walk.rotate_left(begin);
            assert_eq!(exterior(&walk), first);
            walk.reverse();
            assert_eq!(exterior(&walk), first);
        }
    }

    #[test]
    fn rings_lose_their_closing_vertex_and_holes_follow_their_exterior() {
        let yard = polygon!(
            exterior: [(x: 0., y: 0.), (x: 90., y: 0.), (x: 90., y: 90.), (x: 0., y: 90.)],
            interiors: [[(x: 10., y: 10.), (x: 10., y: 70.), (x: 70., y: 10.)]],
        );
        let paths = Outline::all_of(&yard.into());
        let shapes: Vec<_> = paths.iter().map(|path| (path.kind, path.vertices.len())).collect();
        assert_eq!(shapes, [(PathKind::Exterior, 4), (PathKind::Hole, 3)]);
    }
}
