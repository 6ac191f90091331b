//! Arcs as chords: the register holds straight lines only.

use gdal::vector::{Geometry as OgrGeometry, OGRwkbGeometryType as Type, geometry_type_flatten};
use geo::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Polygon, coord};
use std::f64::consts::TAU;

/// Chords turn by at most 4°: on a circle of 100 m radius they leave the arc by 6 cm.
const STEP_RAD: f64 = 4.0 / 360.0 * TAU;

/// Whether it is, or holds, arcs.
pub(super) fn is_curve(geometry: &OgrGeometry) -> bool {
    matches!(
        kind(geometry),
        Type::wkbCircularString
            | Type::wkbCompoundCurve
            | Type::wkbCurvePolygon
            | Type::wkbMultiCurve
            | Type::wkbMultiSurface
    )
}

/// The same with chords for arcs; `None` for what is no curve nor made of them.
pub(super) fn to_chords(geometry: &OgrGeometry) -> Option<Geometry> {
    match kind(geometry) {
        Type::wkbMultiCurve => Some(MultiLineString::new(members(geometry, line)?).into()),
        Type::wkbMultiSurface => Some(MultiPolygon::new(members(geometry, area)?).into()),
        Type::wkbCurvePolygon => area(geometry).map(Geometry::from),
        _ => line(geometry).map(Geometry::from),
    }
}

fn kind(geometry: &OgrGeometry) -> Type::Type {
    geometry_type_flatten(geometry.geometry_type())
}

fn members<T>(geometry: &OgrGeometry, member: fn(&OgrGeometry) -> Option<T>) -> Option<Vec<T>> {
    (0..geometry.geometry_count()).map(|index| member(&geometry.get_geometry(index))).collect()
}

fn area(geometry: &OgrGeometry) -> Option<Polygon> {
    let mut rings = members(geometry, line)?.into_iter();
    Some(Polygon::new(rings.next()?, rings.collect()))
}

fn line(geometry: &OgrGeometry) -> Option<LineString> {
    match kind(geometry) {
        Type::wkbLineString => Some(LineString::new(points(geometry))),
        Type::wkbCircularString => Some(LineString::new(arcs(&points(geometry)))),
        Type::wkbCompoundCurve => {
            let mut coords = members(geometry, line)?.into_iter().flat_map(|part| part.0).collect::<Vec<_>>();
            coords.dedup();
            Some(LineString::new(coords))
        }
        _ => None,
    }
}

fn points(geometry: &OgrGeometry) -> Vec<Coord> {
    let mut points = Vec::new();
    geometry.get_points(&mut points);
    points.into_iter().map(|(x, y, _)| coord! { x: x, y: y }).collect()
}

/// A circular string: every second point is the end of an arc, those between lie on it.
fn arcs(points: &[Coord]) -> Vec<Coord> {
    let mut chords: Vec<Coord> = points.first().copied().into_iter().collect();
    for arc in points.windows(3).step_by(2) {
        push_arc(&mut chords, arc[0], arc[1], arc[2]);
    }
    chords
}

/// Adds the points of the arc from `start` through `middle`, its end included.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 90 steps of 4°")]
fn push_arc(chords: &mut Vec<Coord>, start: Coord, middle: Coord, end: Coord) {
    let Some((centre, is_full)) = centre(start, middle, end) else {
        chords.extend([middle, end]);
        return;
    };
    let angle = |point: Coord| (point.y - centre.y).atan2(point.x - centre.x);
    let (from, radius) = (angle(start), (start.x - centre.x).hypot(start.y - centre.y));
    let to_end = (angle(end) - from).rem_euclid(TAU);
    let to_middle = (angle(middle) - from).rem_euclid(TAU);
    let sweep = if is_full {
        TAU
    } else if to_middle <= to_end {
        to_end
    } else {
        to_end - TAU
    };
    let steps = (sweep.abs() / STEP_RAD).ceil().max(1.0);
    for step in 1..steps as u32 {
        let at = from + sweep * f64::from(step) / steps;
        chords.push(coord! { x: centre.x + radius * at.cos(), y: centre.y + radius * at.sin() });
    }
    chords.push(end);
}

/// The centre of the circle through three points, and whether they mean all of it; `None` on a straight line.
fn centre(start: Coord, middle: Coord, end: Coord) -> Option<(Coord, bool)> {
    if start == end {
        // By convention the middle point is then the opposite one.
        return (start != middle).then(|| ((start + middle) / 2.0, true));
    }
    let (b, c) = (middle - start, end - start);
    let twice_area = 2.0 * (b.x * c.y - b.y * c.x);
    let (b2, c2) = (b.x * b.x + b.y * b.y, c.x * c.x + c.y * c.y);
    let flat = 1e-12 * b2.max(c2);
    (twice_area.abs() > flat).then(|| {
        let offset = coord! { x: (c.y * b2 - b.y * c2) / twice_area, y: (b.x * c2 - c.x * b2) / twice_area };
        (start + offset, false)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Euclidean, Length};

    fn chords(wkt: &str) -> Geometry {
        let geometry = OgrGeometry::from_wkt(wkt).expect("well-known text");
        assert!(is_curve(&geometry));
        to_chords(&geometry).expect("curves")
    }

    #[test]
    fn a_circle_keeps_its_area_within_a_promille() {
        for wkt in [
            "CURVEPOLYGON(CIRCULARSTRING(1 0,0 1,-1 0,0 -1,1 0))",
            "CURVEPOLYGON(CIRCULARSTRING(1 0,-1 0,1 0))",
        ] {
            let area = chords(wkt).unsigned_area();
            assert!((area / std::f64::consts::PI - 1.0).abs() < 1e-3, "{wkt}: {area}");
        }
    }

    #[test]
    fn an_arc_goes_through_its_middle_point_either_way_round() {
        for (wkt, expected) in
            [("CIRCULARSTRING(1 0,0 1,-1 0)", 1.0), ("CIRCULARSTRING(1 0,0 -1,-1 0)", -1.0)]
        {
            let Geometry::LineString(line) = chords(wkt) else { panic!("not a line") };
            assert!(line.0.iter().any(|at| at.x.abs() < 0.1 && (at.y - expected).abs() < 0.01), "{wkt}");
            assert!((Euclidean.length(&line) / std::f64::consts::PI - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn straight_parts_of_a_compound_curve_stay() {
        let wkt = "COMPOUNDCURVE((0 0,1 0),CIRCULARSTRING(1 0,2 1,3 0),(3 0,4 0))";
        let Geometry::LineString(line) = chords(wkt) else { panic!("not a line") };
        assert_eq!(line.0.first(), Some(&coord! { x: 0.0, y: 0.0 }));
        assert_eq!(line.0.last(), Some(&coord! { x: 4.0, y: 0.0 }));
        assert_eq!(line.0.len(), 2 + 45 + 1);
    }

    #[test]
    fn three_points_on_a_line_are_a_line() {
        let Geometry::LineString(line) = chords("CIRCULARSTRING(0 0,1 1,2 2)") else { panic!("not a line") };
        assert_eq!(line.0.len(), 3);
    }
}
