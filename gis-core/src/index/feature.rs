//! Features as they come in, and how their attributes are read back.

use crate::{LonLat, World};
use geo::{Geometry, MapCoords};
use std::sync::Arc;
use uuid::Uuid;

/// An attribute as tiles show it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(Arc<str>),
    /// A number; its unit is in the attribute's name.
    Number(f64),
    /// Yes or no.
    Bool(bool),
}

impl Value {
    /// The same, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Text(text) => ValueRef::Text(text),
            Self::Number(number) => ValueRef::Number(*number),
            Self::Bool(yes) => ValueRef::Bool(*yes),
        }
    }
}

/// An attribute as the index holds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueRef<'a> {
    /// Text.
    Text(&'a str),
    /// A number; its unit is in the attribute's name.
    Number(f64),
    /// Yes or no.
    Bool(bool),
}

/// A feature of the map on its way into the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its identifier in the register.
    pub id: Uuid,
    /// P-code of the department it belongs to; drafts outside every department have none.
    pub department: Option<Arc<str>>,
    /// Who sent the evidence it was made from, for those layers that only the sender may see besides the office.
    pub sender: Option<Arc<str>>,
    /// Geometry in world-grid steps (whole numbers from 0 to 2³² - 1).
    pub geometry: Geometry,
    /// Attributes by name.
    pub attributes: Vec<(Arc<str>, Value)>,
}

/// A rectangle of the world grid, borders included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldRect {
    /// Least x and y, in steps; may lie outside the world by a tile's buffer.
    pub min: [f64; 2],
    /// Greatest x and y, in steps.
    pub max: [f64; 2],
}

impl WorldRect {
    /// Whether two rectangles have a place in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        (0..2).all(|axis| self.min[axis] <= other.max[axis] && other.min[axis] <= self.max[axis])
    }

    /// Whether another lies within this one.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        (0..2).all(|axis| self.min[axis] <= other.min[axis] && other.max[axis] <= self.max[axis])
    }

    /// The least rectangle around both.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        Self {
            min: [self.min[0].min(other.min[0]), self.min[1].min(other.min[1])],
            max: [self.max[0].max(other.max[0]), self.max[1].max(other.max[1])],
        }
    }
}

/// Degrees (EPSG:4326) to world-grid steps; `None` when a coordinate is not on Earth.
#[must_use]
pub fn to_world(geometry: &Geometry) -> Option<Geometry> {
    geometry
        .try_map_coords(|coord| {
            let step = World::from_lonlat(LonLat::new(coord.x, coord.y).ok_or(())?);
            Ok::<_, ()>(geo::Coord { x: f64::from(step.x), y: f64::from(step.y) })
        })
        .ok()
}
