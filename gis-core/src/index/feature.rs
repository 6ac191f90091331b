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

/// The steps of the world grid that lie in a rectangle, borders included: the least rectangle around vertices, and what is
/// asked for in whole numbers where many are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    min: [u32; 2],
    max: [u32; 2],
}

impl Extent {
    /// Of no step at all.
    pub(super) const EMPTY: Self = Self { min: [u32::MAX; 2], max: [0; 2] };

    /// The steps in a rectangle.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what lies beyond the world saturates"
    )]
    pub fn within(rect: WorldRect) -> Self {
        let [min, max] = [rect.min.map(f64::ceil), rect.max.map(f64::floor)];
        let is_beyond = |axis: usize| max[axis] < 0.0 || min[axis] > f64::from(u32::MAX);
        if is_beyond(0) || is_beyond(1) {
            return Self::EMPTY;
        }
        Self { min: min.map(|least| least as u32), max: max.map(|most| most as u32) }
    }

    /// The least that holds it and a vertex.
    #[inline]
    pub(super) fn with(self, [x, y]: [u32; 2]) -> Self {
        Self { min: [x.min(self.min[0]), y.min(self.min[1])], max: [x.max(self.max[0]), y.max(self.max[1])] }
    }

    /// Whether there is no step in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.min[0] > self.max[0] || self.min[1] > self.max[1]
    }

    /// Whether both have a step in common.
    #[must_use]
    #[inline]
    pub fn meets(self, other: Self) -> bool {
        self.min[0].max(other.min[0]) <= self.max[0].min(other.max[0])
            && self.min[1].max(other.min[1]) <= self.max[1].min(other.max[1])
    }

    /// Whether another lies within this one.
    #[must_use]
    #[inline]
    pub fn holds(self, other: Self) -> bool {
        self.min[0] <= other.min[0]
            && self.min[1] <= other.min[1]
            && other.max[0] <= self.max[0]
            && other.max[1] <= self.max[1]
    }

    /// Its least x and y.
    pub(super) fn least(self) -> [u32; 2] {
        self.min
    }

    /// The step in its middle; the first of the world where there is none.
    pub(super) fn middle(self) -> [u32; 2] {
        let middle = |axis: usize| self.min[axis].midpoint(self.max[axis]);
        if self.is_empty() { [0; 2] } else { [middle(0), middle(1)] }
    }

    /// How many steps its longer side is.
    #[must_use]
    pub fn length_steps(self) -> u32 {
        let side = |axis: usize| self.max[axis].saturating_sub(self.min[axis]);
        side(0).max(side(1))
    }

    /// The same as a rectangle, if there is any step in it.
    #[inline]
    pub(super) fn rect(self) -> Option<WorldRect> {
        let rect = || WorldRect { min: self.min.map(f64::from), max: self.max.map(f64::from) };
        (!self.is_empty()).then(rect)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extent_has_the_whole_steps_of_a_rectangle_that_lie_in_the_world() {
        let most = f64::from(u32::MAX);
        let within = |min: [f64; 2], max: [f64; 2]| Extent::within(WorldRect { min, max });
        assert_eq!(within([0.5, 1.0], [3.0, 3.9]), Extent { min: [1, 1], max: [3, 3] });
        assert_eq!(within([-16.0; 2], [most + 16.0; 2]), Extent { min: [0; 2], max: [u32::MAX; 2] });
        for beyond in [within([-9.0; 2], [-1.0, 5.0]), within([0.0, most + 1.0], [5.0, most + 9.0])] {
            assert!(beyond.is_empty() && !beyond.meets(within([0.0; 2], [most; 2])));
        }
    }
}
