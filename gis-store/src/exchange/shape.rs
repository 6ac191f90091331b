//! Geometry of a file made fit for the register: degrees, two dimensions, valid, of the collection's shape.

mod curve;

use super::report::REPAIRED;
use super::value::Objection;
use curve::{is_curve, to_chords};
use gdal::cpl::CslStringList;
use gdal::spatial_ref::CoordTransform;
use gdal::vector::{Geometry as OgrGeometry, ToGdal};
use geo::orient::{Direction, Orient};
use geo::{
    CoordsIter, Geometry, GeometryCollection, LineString, MapCoords, MultiLineString, MultiPolygon, Polygon,
};
use geozero::{CoordDimensions, ToWkb};
use gis_core::collection::Shape;
use gis_core::{Finding, LonLat, Text, measure};

/// Coordinates are kept to 0.000 000 001° (0.1 mm): text formats give those back exactly, so that
/// what was exported and comes back is the same.
const STEPS_PER_DEGREE: f64 = 1e9;

/// A geometry that the register can hold.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// Well-known binary in EPSG:4326.
    pub wkb: Vec<u8>,
    /// Area in m² or length in m on the ellipsoid, by the collection; none for a point.
    pub measure: Option<f64>,
    /// What had to be done to it.
    pub findings: Vec<Finding>,
}

/// Makes a geometry fit, or says why it cannot be.
pub(crate) fn prepare(
    geometry: &OgrGeometry,
    shape: Shape,
    transform: Option<&CoordTransform>,
) -> Result<Prepared, Objection> {
    let mut findings = Vec::new();
    let degrees = round(&to_degrees(geometry, transform)?);
    let shaped = fit(degrees, shape, &mut findings)?;
    let valid = repair(shaped, shape, &mut findings)?;
    let wkb = valid.to_wkb(CoordDimensions::xy()).map_err(|_| unreadable())?;
    let measure = measured(&valid, shape)?;
    Ok(Prepared { wkb, measure, findings })
}

fn unreadable() -> Objection {
    Objection::new("unreadable_geometry", "géométrie illisible", "unreadable geometry")
}

fn to_degrees(geometry: &OgrGeometry, transform: Option<&CoordTransform>) -> Result<Geometry, Objection> {
    let mut plain = if is_curve(geometry) {
        to_chords(geometry).and_then(|chords| chords.to_gdal().ok()).ok_or_else(unreadable)?
    } else {
        geometry.clone()
    };
    plain.flatten_to_2d();
    let outside = || {
        Objection::new(
            "outside_the_world",
            "coordonnées impossibles dans ce système de référence : est-ce le bon ?",
            "coordinates impossible in this reference system: is it the right one?",
        )
    };
    let plain = match transform {
        Some(transform) => plain.transform(transform).map_err(|_| outside())?,
        None => plain,
    };
    let geometry = plain.to_geo().map_err(|_| unreadable())?;
    let is_on_earth = geometry.coords_iter().all(|coord| LonLat::new(coord.x, coord.y).is_some());
    if is_on_earth { Ok(geometry) } else { Err(outside()) }
}

fn round(geometry: &Geometry) -> Geometry {
    let round = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() / STEPS_PER_DEGREE;
    geometry.map_coords(|coord| geo::coord! { x: round(coord.x), y: round(coord.y) })
}

/// Brings a geometry into the form in which the collection's table holds it.
fn fit(geometry: Geometry, shape: Shape, findings: &mut Vec<Finding>) -> Result<Geometry, Objection> {
    let kind = kind_of(&geometry);
    match shape {
        Shape::Area => {
            if let Geometry::LineString(line) = &geometry
                && line.is_closed()
                && line.0.len() >= 4
            {
                findings.push(Finding::note(
                    "closed_line",
                    Text::new("ligne fermée prise comme contour", "closed line taken as an outline"),
                ));
            }
            areas(geometry).map(|polygons| MultiPolygon::new(polygons).orient(Direction::Default).into())
        }
        Shape::Line => lines(geometry).map(|lines| MultiLineString::new(lines).into()),
        Shape::PointOrArea => match single(geometry) {
            Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::GeometryCollection(_) => None,
            geometry => Some(geometry),
        },
        Shape::Any => Some(single(geometry)),
    }
    .ok_or_else(|| wrong_shape(shape).of(kind))
}

fn kind_of(geometry: &Geometry) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

fn wrong_shape(shape: Shape) -> Objection {
    let (fr, en) = match shape {
        Shape::Area => ("une surface", "an area"),
        Shape::Line => ("une ligne", "a line"),
        Shape::PointOrArea => ("un point ou une surface", "a point or an area"),
        Shape::Any => ("une géométrie simple", "a simple geometry"),
    };
    Objection::new(
        "wrong_geometry_type",
        format!("mauvais type de géométrie : il faut {fr}"),
        format!("wrong type of geometry: {en} is wanted"),
    )
}

fn areas(geometry: Geometry) -> Option<Vec<Polygon>> {
    match geometry {
        Geometry::Polygon(polygon) => Some(vec![polygon]),
        Geometry::MultiPolygon(MultiPolygon(polygons)) => Some(polygons),
        Geometry::LineString(line) if line.is_closed() && line.0.len() >= 4 => {
            Some(vec![Polygon::new(line, vec![])])
        }
        _ => None,
    }
}

fn lines(geometry: Geometry) -> Option<Vec<LineString>> {
    match geometry {
        Geometry::LineString(line) => Some(vec![line]),
        Geometry::MultiLineString(MultiLineString(lines)) => Some(lines),
        _ => None,
    }
}

/// A collection of one as that one; rings wound the same way everywhere.
fn single(geometry: Geometry) -> Geometry {
    match geometry {
        Geometry::MultiPoint(mut points) if points.0.len() == 1 => points.0.remove(0).into(),
        Geometry::MultiLineString(mut lines) if lines.0.len() == 1 => lines.0.remove(0).into(),
        Geometry::MultiPolygon(mut areas) if areas.0.len() == 1 => single(areas.0.remove(0).into()),
        Geometry::MultiPolygon(areas) => areas.orient(Direction::Default).into(),
        Geometry::Polygon(area) => area.orient(Direction::Default).into(),
        geometry => geometry,
    }
}

/// Repairs what GEOS (and so PostGIS) finds invalid, keeping the dimension that is wanted.
fn repair(geometry: Geometry, shape: Shape, findings: &mut Vec<Finding>) -> Result<Geometry, Objection> {
    let ogr = geometry.to_gdal().map_err(|_| unreadable())?;
    if ogr.is_valid() {
        return Ok(geometry);
    }
    let beyond_repair = || {
        Objection::new(
            "invalid_geometry",
            "géométrie invalide qui ne peut être réparée",
            "invalid geometry that cannot be repaired",
        )
    };
    let repaired = ogr.make_valid(&CslStringList::new()).ok().and_then(|ogr| ogr.to_geo().ok());
    let repaired = repaired.ok_or_else(beyond_repair)?;
    let dimension = dimension(&geometry);
    let kept = parts(repaired).into_iter().filter(|part| self::dimension(part) == dimension).collect();
    let kept = fit(joined(kept, dimension).ok_or_else(beyond_repair)?, shape, findings)?;
    let is_valid = kept.to_gdal().is_ok_and(|ogr| !ogr.is_empty() && ogr.is_valid());
    findings.push(Finding::note(
        REPAIRED,
        Text::new(
            "géométrie invalide, réparée : vérifier le contour sur la carte",
            "invalid geometry, repaired: check the outline on the map",
        ),
    ));
    if is_valid { Ok(kept) } else { Err(beyond_repair()) }
}

fn dimension(geometry: &Geometry) -> u8 {
    match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => 0,
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => 1,
        Geometry::GeometryCollection(GeometryCollection(parts)) => {
            parts.iter().map(dimension).max().unwrap_or(0)
        }
        _ => 2,
    }
}

/// The simple geometries that it is made of.
fn parts(geometry: Geometry) -> Vec<Geometry> {
    match geometry {
        Geometry::MultiPoint(points) => points.0.into_iter().map(Geometry::from).collect(),
        Geometry::MultiLineString(lines) => lines.0.into_iter().map(Geometry::from).collect(),
        Geometry::MultiPolygon(areas) => areas.0.into_iter().map(Geometry::from).collect(),
        Geometry::GeometryCollection(parts_of) => parts_of.0.into_iter().flat_map(parts).collect(),
        single => vec![single],
    }
}

fn joined(parts: Vec<Geometry>, dimension: u8) -> Option<Geometry> {
    if parts.is_empty() {
        return None;
    }
    match dimension {
        2 => {
            let areas = parts.into_iter().filter_map(areas).flatten().collect();
            Some(MultiPolygon::new(areas).into())
        }
        1 => {
            let lines = parts.into_iter().filter_map(lines).flatten().collect();
            Some(MultiLineString::new(lines).into())
        }
        _ => parts.into_iter().next(),
    }
}

fn measured(geometry: &Geometry, shape: Shape) -> Result<Option<f64>, Objection> {
    let measure = match (shape, dimension(geometry)) {
        (Shape::Line, _) => measure::length(geometry).get(),
        (Shape::Area | Shape::PointOrArea, 2) => measure::area(geometry).get(),
        _ => return Ok(None),
    };
    if measure > 0.0 {
        return Ok(Some(measure));
    }
    Err(Objection::new("empty_geometry", "géométrie sans étendue", "geometry without extent"))
}

#[cfg(test)]
mod tests;
