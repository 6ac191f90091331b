//! What is judged: one feature or draft, in metres of its department's plane, with what is known of it.

use super::facts::Facts;
use super::plane;
use crate::crs::CrsError;
use crate::{Collection, LonLat, Projector};
use geo::{BoundingRect, Coord, Geometry, MapCoords, MultiLineString, MultiPoint, MultiPolygon, Rect};
use std::sync::Arc;
use uuid::Uuid;

/// A shape on the plane, in metres.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Polygons.
    Area(MultiPolygon),
    /// Lines.
    Line(MultiLineString),
    /// Points.
    Point(MultiPoint),
}

/// A feature or draft under judgement, and each of its neighbours.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Its identifier in the register, or the draft's.
    pub id: Uuid,
    /// The collection that it belongs to or is proposed for.
    pub collection: Collection,
    /// P-code of the department that keeps it, if any.
    pub department: Option<Arc<str>>,
    /// Standard deviation of a position on its boundary, per axis.
    pub sigma_m: f64,
    /// Its shape.
    pub shape: Shape,
    /// What is known of it beside.
    pub facts: Facts,
    envelope: Rect,
}

impl Subject {
    /// A subject from a shape on the plane; `None` when it is empty or not finite.
    #[must_use]
    pub fn on_plane(
        id: Uuid,
        collection: Collection,
        department: Option<Arc<str>>,
        sigma_m: f64,
        shape: Shape,
        facts: Facts,
    ) -> Option<Self> {
        let envelope = match &shape {
            Shape::Area(area) => area.bounding_rect(),
            Shape::Line(line) => line.bounding_rect(),
            Shape::Point(points) => points.bounding_rect(),
        }?;
        let corners = [envelope.min(), envelope.max()];
        let is_finite = corners.iter().all(|corner| corner.x.is_finite() && corner.y.is_finite());
        is_finite.then_some(Self { id, collection, department, sigma_m, shape, facts, envelope })
    }

    /// Least and greatest easting and northing.
    #[must_use]
    pub fn envelope(&self) -> Rect {
        self.envelope
    }

    /// The middle of its envelope.
    #[must_use]
    pub fn middle(&self) -> Coord {
        self.envelope.center()
    }

    /// Its polygons, when it is an area.
    #[must_use]
    pub fn area(&self) -> Option<&MultiPolygon> {
        if let Shape::Area(area) = &self.shape { Some(area) } else { None }
    }

    /// Its lines, when it is one.
    #[must_use]
    pub fn line(&self) -> Option<&MultiLineString> {
        if let Shape::Line(line) = &self.shape { Some(line) } else { None }
    }

    /// Its measured area: as the register states it (on the ellipsoid), else that of the plane.
    #[must_use]
    pub fn area_m2(&self) -> Option<f64> {
        self.area().map(|area| self.facts.area_m2().unwrap_or_else(|| plane::area_m2(area)))
    }

    /// What people call it, such as `P-000012` or `N2`.
    #[must_use]
    pub fn label(&self) -> String {
        self.facts.label().map_or_else(|| self.id.to_string()[..8].to_owned(), str::to_owned)
    }
}

impl Shape {
    /// A shape in degrees on the plane of a projector; `None` for one that mixes kinds, or is empty.
    ///
    /// # Errors
    /// When a position cannot be projected.
    pub fn projected(degrees: &Geometry, projector: &Projector) -> Result<Option<Self>, CrsError> {
        let plane = degrees.try_map_coords(|at| {
            let Some(at) = LonLat::new(at.x, at.y) else { return Ok(Coord { x: f64::NAN, y: f64::NAN }) };
            projector.project(at).map(Coord::from)
        })?;
        Ok(Self::of(plane))
    }

    /// The shape of a geometry in metres.
    #[must_use]
    pub fn of(plane: Geometry) -> Option<Self> {
        match plane {
            Geometry::Polygon(polygon) => Some(Self::Area(polygon.into())),
            Geometry::MultiPolygon(polygons) => Some(Self::Area(polygons)),
            Geometry::LineString(line) => Some(Self::Line(line.into())),
            Geometry::MultiLineString(lines) => Some(Self::Line(lines)),
            Geometry::Point(point) => Some(Self::Point(point.into())),
            Geometry::MultiPoint(points) => Some(Self::Point(points)),
            _ => None,
        }
    }

    /// Every vertex.
    #[must_use]
    pub fn vertices(&self) -> Box<dyn Iterator<Item = Coord> + '_> {
        use geo::CoordsIter;
        match self {
            Self::Area(area) => Box::new(area.coords_iter()),
            Self::Line(line) => Box::new(line.coords_iter()),
            Self::Point(points) => Box::new(points.coords_iter()),
        }
    }
}
