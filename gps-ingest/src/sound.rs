//! Geometries that the register can hold: what leaves this crate is valid in the sense of PostGIS.
//!
//! A receiver that stands still repeats its position, and a line of one place is no line; a ring that was simple
//! in metres may touch itself by the last digit once it is back in degrees.

use geo::{Coord, Geometry, Intersects, Line, LineString, Polygon};

/// A line without the repetitions of a vertex; `None` when fewer than two vertices are left.
#[must_use]
pub fn sound_line(mut line: LineString) -> Option<LineString> {
    line.0.dedup();
    (line.0.len() > 1 && line.0.iter().all(is_finite)).then_some(line)
}

/// A point, line or polygon without repeated vertices; `None` when PostGIS would call it invalid or empty.
/// Polygons have no holes here, and no other geometry is proposed.
#[must_use]
pub fn sound(geometry: Geometry) -> Option<Geometry> {
    match geometry {
        Geometry::Point(point) => is_finite(&point.0).then_some(geometry),
        Geometry::LineString(line) => sound_line(line).map(Geometry::from),
        Geometry::Polygon(polygon) => sound_polygon(polygon).map(Geometry::from),
        _ => None,
    }
}

fn sound_polygon(polygon: Polygon) -> Option<Polygon> {
    let (exterior, interiors) = polygon.into_inner();
    let exterior = sound_line(exterior)?;
    (interiors.is_empty() && is_simple_ring(&exterior)).then(|| Polygon::new(exterior, vec![]))
}

fn is_finite(coord: &Coord) -> bool {
    coord.x.is_finite() && coord.y.is_finite()
}

/// Whether a ring touches itself nowhere but from one side to the next. Sides are compared from west to east, so
/// that each meets only those beside it: `geo`'s own check compares all with all, which a long walk cannot afford,
/// and lets a ring pass that touches itself at a vertex.
fn is_simple_ring(ring: &LineString) -> bool {
    let mut sides: Vec<(usize, Line)> = ring.lines().enumerate().collect();
    if sides.len() < 3 || !ring.is_closed() {
        return false;
    }
    let west = |side: &Line| side.start.x.min(side.end.x);
    let east = |side: &Line| side.start.x.max(side.end.x);
    let count = sides.len();
    sides.sort_by(|(_, one), (_, other)| west(one).total_cmp(&west(other)));
    sides.iter().enumerate().all(|(place, (index, side))| {
        let beside = sides[place + 1..].iter().take_while(|(_, other)| west(other) <= east(side));
        beside.into_iter().all(|(other_index, other)| {
            if (index + 1) % count == *other_index {
                goes_on(side, other)
            } else if (other_index + 1) % count == *index {
                goes_on(other, side)
            } else {
                !side.intersects(other)
            }
        })
    })
}

/// Whether two sides in a row share their common vertex only: neither turns back over the other.
fn goes_on(side: &Line, next: &Line) -> bool {
    !side.intersects(&next.end) && !next.intersects(&side.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Point, polygon};

    #[test]
    fn a_line_of_one_place_is_none() {
        assert_eq!(sound_line(vec![(1.0, 2.0); 5].into()), None);
        assert_eq!(sound_line(LineString::new(vec![])), None);
        let there_and_back =
            sound_line(vec![(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 0.0), (0.0, 0.0)].into());
        assert_eq!(there_and_back, Some(vec![(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)].into()));
    }

    #[test]
    fn what_is_not_finite_is_none() {
        assert!(sound(Point::new(f64::NAN, 0.0).into()).is_none());
        assert!(sound(LineString::from(vec![(0.0, 0.0), (f64::INFINITY, 0.0)]).into()).is_none());
        assert!(sound(Point::new(1.0, 2.0).into()).is_some());
    }

    #[test]
    fn a_plain_ring_is_sound_and_loses_repeated_vertices() {
        let square = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        let Some(Geometry::Polygon(sound)) = sound(square.into()) else { panic!("a polygon") };
        assert_eq!(sound.exterior().0.len(), 5);
        let triangle = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 0.5, y: 1.0)];
        assert!(super::sound(triangle.into()).is_some());
    }

    #[test]
    fn a_ring_that_crosses_or_touches_itself_is_none() {
        let eight = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 1.0), (x: 1.0, y: 0.0), (x: 0.0, y: 1.0)];
        let pinched = polygon![
            (x: 0.0, y: 0.0), (x: 1.0, y: 1.0), (x: 2.0, y: 0.0), (x: 2.0, y: 2.0), (x: 1.0, y: 1.0), (x: 0.0, y: 2.0)
        ];
        let spiked = polygon![
            (x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 4.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 2.0), (x: 0.0, y: 2.0)
        ];
        let flat = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 2.0, y: 0.0)];
        for polygon in [eight, pinched, spiked, flat] {
            assert!(sound(polygon.clone().into()).is_none(), "{polygon:?}");
        }
    }
}
