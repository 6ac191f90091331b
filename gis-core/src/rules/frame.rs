//! The frame: outlines of departments and communes, made ready for many questions.

use super::plane::{nearest_on, ray_meets, sides};
use geo::{Coord, Line, MultiPolygon};
use rstar::{AABB, PointDistance, RTree, RTreeObject};

/// Departments and communes around what is judged.
#[derive(Debug, Default)]
pub struct Frame {
    /// Departments.
    pub departments: Vec<Outline>,
    /// Communes.
    pub communes: Vec<Outline>,
}

/// The outline of a department or commune on the plane. It may be cut off some way around what is judged.
#[derive(Debug)]
pub struct Outline {
    /// P-code of the department, also of a commune's.
    pub pcode: String,
    /// Name in French.
    pub name: String,
    /// ANSD code: 3 digits of a department, 8 of a commune.
    pub ansd_code: Option<String>,
    /// Whether it was drawn by hand, until a real one is imported.
    pub is_sketch: bool,
    sides: RTree<Edge>,
}

#[derive(Debug)]
struct Edge(Line);

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.0.start.x, self.0.start.y], [self.0.end.x, self.0.end.y])
    }
}

impl PointDistance for Edge {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        let at = Coord { x: point[0], y: point[1] };
        let apart = nearest_on(self.0, at) - at;
        apart.x * apart.x + apart.y * apart.y
    }
}

impl Outline {
    /// An outline from polygons on the plane.
    #[must_use]
    pub fn new(
        pcode: String,
        name: String,
        ansd_code: Option<String>,
        is_sketch: bool,
        area: &MultiPolygon,
    ) -> Self {
        let sides = RTree::bulk_load(sides(area).map(Edge).collect());
        Self { pcode, name, ansd_code, is_sketch, sides }
    }

    /// Whether a place lies within.
    #[must_use]
    pub fn holds(&self, at: Coord) -> bool {
        let ray = AABB::from_corners([at.x, at.y], [f64::MAX, at.y]);
        let met = self.sides.locate_in_envelope_intersecting(ray).filter(|side| ray_meets(side.0, at));
        met.count() % 2 == 1
    }

    /// How far a place is from the outline, inside or outside; none for an outline without sides.
    #[must_use]
    pub fn distance_m(&self, at: Coord) -> Option<f64> {
        let point = [at.x, at.y];
        self.sides.nearest_neighbor(point).map(|side| side.distance_2(&point).sqrt())
    }

    /// Whether a place lies within, or no farther outside than that.
    #[must_use]
    pub fn nearly_holds(&self, at: Coord, reach_m: f64) -> bool {
        self.holds(at) || self.distance_m(at).is_some_and(|distance_m| distance_m <= reach_m)
    }
}

impl Frame {
    /// The department of that P-code.
    #[must_use]
    pub fn department(&self, pcode: &str) -> Option<&Outline> {
        self.departments.iter().find(|department| department.pcode == pcode)
    }
}
