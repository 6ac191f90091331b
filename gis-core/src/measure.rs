//! Lengths and areas on the WGS 84 ellipsoid (Karney's geodesics), from positions in degrees.
//!
//! Never from Web Mercator (in Senegal 7 % too large an area) nor from degrees.

use crate::{Metres, SquareMetres};
use geo::{Geodesic, GeodesicArea, Geometry, Length, LineString, MultiLineString, MultiPolygon, Polygon};

/// Area of a geometry in EPSG:4326; holes are taken off, points and lines have none.
#[must_use]
pub fn area(geometry: &Geometry) -> SquareMetres {
    let square_metres = match geometry {
        Geometry::Polygon(polygon) => polygon_m2(polygon),
        Geometry::MultiPolygon(MultiPolygon(polygons)) => polygons.iter().map(polygon_m2).sum(),
        _ => 0.0,
    };
    SquareMetres(square_metres)
}

/// Length of lines, perimeter of polygons (holes included) in EPSG:4326; points have none.
#[must_use]
pub fn length(geometry: &Geometry) -> Metres {
    match geometry {
        Geometry::LineString(line) => line_length(line),
        Geometry::MultiLineString(lines) => lines_length(lines),
        Geometry::Polygon(polygon) => perimeter(polygon),
        Geometry::MultiPolygon(MultiPolygon(polygons)) => polygons.iter().map(perimeter).sum(),
        _ => Metres::ZERO,
    }
}

/// Length of one line in EPSG:4326.
#[must_use]
pub fn line_length(line: &LineString) -> Metres {
    Metres(Geodesic.length(line))
}

/// Length of several lines in EPSG:4326, gaps between them not counted.
#[must_use]
pub fn lines_length(lines: &MultiLineString) -> Metres {
    lines.iter().map(line_length).sum()
}

/// Ring by ring, because the signs that `geo` gives to holes depend on their winding.
fn polygon_m2(polygon: &Polygon) -> f64 {
    let ring_m2 = |ring: &LineString| Polygon::new(ring.clone(), vec![]).geodesic_area_signed().abs();
    ring_m2(polygon.exterior()) - polygon.interiors().iter().map(ring_m2).sum::<f64>()
}

fn perimeter(polygon: &Polygon) -> Metres {
    line_length(polygon.exterior()) + polygon.interiors().iter().map(line_length).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{line_string, polygon};

    #[test]
    fn a_degree_of_latitude_at_thies_is_110_6_km() {
        let line = line_string![(x: -16.9, y: 14.3), (x: -16.9, y: 15.3)];
        assert!((line_length(&line).get() - 110_640.0).abs() < 20.0);
    }

    #[test]
    fn a_hole_is_taken_off_the_area_and_added_to_the_perimeter() {
        let square = |west: f64, side: f64| {
            line_string![
                (x: west, y: 14.0), (x: west + side, y: 14.0), (x: west + side, y: 14.0 + side), (x: west, y: 14.0 + side)
            ]
        };
        let whole = Geometry::from(Polygon::new(square(-17.0, 0.01), vec![]));
        let holed = Geometry::from(Polygon::new(square(-17.0, 0.01), vec![square(-16.998, 0.005)]));
        assert!((area(&holed).get() / area(&whole).get() - 0.75).abs() < 1e-3);
        assert!(length(&holed) > length(&whole));
    }

    #[test]
    fn the_winding_of_a_ring_does_not_matter() {
        let clockwise = polygon![(x: 0.0, y: 0.0), (x: 0.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 0.0)];
        let counter = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        let (one, other) = (area(&clockwise.into()).get(), area(&counter.into()).get());
        assert!((one - other).abs() < 1e-3 && one < 1.3e10);
    }
}
