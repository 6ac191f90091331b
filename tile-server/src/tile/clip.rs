//! What of a geometry lies within the buffered tile.
//!
//! Invariant: every vertex that comes out lies within the rectangle, borders included; what lies wholly inside
//! comes out as it went in. A polygon may come out with edges along the border that touch each other (bridges
//! between its pieces); [`super::quantise()`] mends that.

mod line;
mod ring;

use super::{TileId, select::shifted};
use geo::{Coord, Geometry, LineString, MapCoordsInPlace, Polygon};
use gis_core::index::WorldRect;

/// A geometry taken apart by kind, since an MVT feature has one kind only.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// Points.
    pub points: Vec<Coord>,
    /// Lines of two vertices or more.
    pub lines: Vec<LineString>,
    /// Polygons with their holes.
    pub polygons: Vec<Polygon>,
}

/// What of a geometry on the world grid lies within the buffered tile, in steps; what is seen across the
/// antimeridian is shifted to lie beside the tile.
#[must_use]
pub fn clip_to_tile(geometry: &Geometry, id: TileId) -> Parts {
    let mut seen = Parts::default();
    for shift_steps in id.world_shifts_steps() {
        let mut parts = clip(geometry, shifted(id.rect_with_buffer(), -shift_steps));
        parts.shift_east(shift_steps);
        seen.points.append(&mut parts.points);
        seen.lines.append(&mut parts.lines);
        seen.polygons.append(&mut parts.polygons);
    }
    seen
}

/// What of a geometry lies within a rectangle.
#[must_use]
pub fn clip(geometry: &Geometry, rect: WorldRect) -> Parts {
    let mut parts = Parts::default();
    parts.add(geometry, rect);
    parts
}

impl Parts {
    fn add(&mut self, geometry: &Geometry, rect: WorldRect) {
        match geometry {
            Geometry::Point(point) => self.points.extend(Some(point.0).filter(|&at| holds(rect, at))),
            Geometry::MultiPoint(points) => {
                self.points.extend(points.iter().map(|point| point.0).filter(|&at| holds(rect, at)));
            }
            Geometry::Line(line) => self.lines.extend(line::clip_line(&[line.start, line.end], rect)),
            Geometry::LineString(line) => self.lines.extend(line::clip_line(&line.0, rect)),
            Geometry::MultiLineString(lines) => {
                self.lines.extend(lines.iter().flat_map(|line| line::clip_line(&line.0, rect)));
            }
            Geometry::Polygon(polygon) => self.polygons.extend(clip_polygon(polygon, rect)),
            Geometry::MultiPolygon(polygons) => {
                self.polygons.extend(polygons.iter().filter_map(|polygon| clip_polygon(polygon, rect)));
            }
            Geometry::Rect(rectangle) => self.polygons.extend(clip_polygon(&rectangle.to_polygon(), rect)),
            Geometry::Triangle(triangle) => self.polygons.extend(clip_polygon(&triangle.to_polygon(), rect)),
            Geometry::GeometryCollection(members) => {
                for member in members {
                    self.add(member, rect);
                }
            }
        }
    }

    fn shift_east(&mut self, east_steps: f64) {
        let shifted = |at: Coord| Coord { x: at.x + east_steps, y: at.y };
        self.points.iter_mut().for_each(|at| *at = shifted(*at));
        self.lines.iter_mut().for_each(|line| line.map_coords_in_place(shifted));
        self.polygons.iter_mut().for_each(|polygon| polygon.map_coords_in_place(shifted));
    }
}

/// Whether a position lies within a rectangle, borders included.
fn holds(rect: WorldRect, at: Coord) -> bool {
    let WorldRect { min, max } = rect;
    (min[0]..=max[0]).contains(&at.x) && (min[1]..=max[1]).contains(&at.y)
}

fn clip_polygon(polygon: &Polygon, rect: WorldRect) -> Option<Polygon> {
    if polygon.exterior().coords().all(|&vertex| holds(rect, vertex)) {
        return Some(polygon.clone());
    }
    let exterior = ring::clip_ring(polygon.exterior(), rect)?;
    let interiors = polygon.interiors().iter().filter_map(|hole| ring::clip_ring(hole, rect)).collect();
    Some(Polygon::new(exterior, interiors))
}
