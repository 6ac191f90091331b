//! The geometry of a feature away from the index: what a change touched, before and after.

use super::outline::{Outline, PathKind};
use super::{Found, Square, WorldRect};
use geo::Geometry;

/// Some paths, at least one vertex, in steps of the world grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    paths: Vec<Outline>,
    envelope: WorldRect,
}

impl Shape {
    /// The shape of a geometry in steps of the world grid; `None` when there is nothing of it.
    #[must_use]
    pub fn of(geometry: &Geometry) -> Option<Self> {
        Self::of_paths(Outline::all_of(geometry))
    }

    /// The shape of a feature of the index; `None` when it has no geometry.
    #[must_use]
    pub fn of_found(found: Found<'_>) -> Option<Self> {
        let outline = |path: super::Path<'_>| Outline { kind: path.kind, vertices: path.vertices.to_vec() };
        Self::of_paths(found.paths().map(outline).collect())
    }

    fn of_paths(paths: Vec<Outline>) -> Option<Self> {
        let vertices = paths.iter().flat_map(|path| &path.vertices).map(|vertex| vertex.map(f64::from));
        let envelope = vertices.map(|at| WorldRect { min: at, max: at }).reduce(WorldRect::merged)?;
        Some(Self { paths, envelope })
    }

    /// The least rectangle around it.
    #[must_use]
    pub fn envelope(&self) -> WorldRect {
        self.envelope
    }

    /// The finest cell in which it is counted.
    #[must_use]
    pub fn cell(&self) -> Square {
        Square::around_middle(self.envelope)
    }

    /// Whether a point or edge, or the inside of a polygon, meets a rectangle. What lies within a millionth of a step
    /// of its border may be taken for either.
    #[must_use]
    pub fn meets(&self, rect: WorldRect) -> bool {
        if !rect.meets(self.envelope) {
            return false;
        }
        rect.holds(self.envelope)
            || self.paths.iter().any(|path| path.has_edge_in(rect))
            || self.encloses([0, 1].map(|axis| f64::midpoint(rect.min[axis], rect.max[axis])))
    }

    /// Whether a position is within a polygon and in none of its holes. A ring that crosses itself encloses what it
    /// goes round, however often.
    fn encloses(&self, at: [f64; 2]) -> bool {
        let mut is_enclosed = false;
        for path in &self.paths {
            match path.kind {
                PathKind::Exterior if is_enclosed => return true,
                PathKind::Exterior => is_enclosed = path.turns_around(at) != 0,
                PathKind::Hole => is_enclosed &= path.turns_around(at) == 0,
                PathKind::Points | PathKind::Line => {}
            }
        }
        is_enclosed
    }
}

impl Outline {
    fn has_edge_in(&self, rect: WorldRect) -> bool {
        let vertices = self.vertices.iter().map(|vertex| vertex.map(f64::from));
        if self.kind == PathKind::Points || self.vertices.len() == 1 {
            return vertices.into_iter().any(|at| rect.holds(WorldRect { min: at, max: at }));
        }
        self.edges().any(|(from, to)| is_edge_in(from, to, rect))
    }

    /// How often it goes round a position that is on no edge of it.
    fn turns_around(&self, [x, y]: [f64; 2]) -> i32 {
        let turn = |(from, to): ([f64; 2], [f64; 2])| {
            let is_left = side(from, to, [x, y]) > 0.0;
            match (from[1] <= y, to[1] <= y) {
                (true, false) if is_left => 1,
                (false, true) if !is_left => -1,
                _ => 0,
            }
        };
        self.edges().map(turn).sum()
    }

    /// A ring's last edge leads back to its first vertex.
    fn edges(&self) -> impl Iterator<Item = ([f64; 2], [f64; 2])> {
        let closing = self.kind.is_ring().then(|| [self.vertices.last(), self.vertices.first()]);
        let closing = closing.and_then(|[last, first]| last.zip(first));
        let edges = self.vertices.iter().zip(self.vertices.iter().skip(1)).chain(closing);
        edges.map(|(from, to)| (from.map(f64::from), to.map(f64::from)))
    }
}

/// Whether an edge meets a rectangle: their envelopes do, and not all corners lie on one side of it.
fn is_edge_in(from: [f64; 2], to: [f64; 2], rect: WorldRect) -> bool {
    let around = WorldRect { min: from, max: from }.merged(WorldRect { min: to, max: to });
    if !rect.meets(around) {
        return false;
    }
    let WorldRect { min, max } = rect;
    let sides = [min, [max[0], min[1]], max, [min[0], max[1]]].map(|corner| side(from, to, corner));
    !(sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0))
}

/// Above zero on one side of an edge, below on the other.
fn side(from: [f64; 2], to: [f64; 2], at: [f64; 2]) -> f64 {
    (to[0] - from[0]) * (at[1] - from[1]) - (at[0] - from[0]) * (to[1] - from[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Coord, Intersects, LineString, MultiPolygon, Polygon, Rect, coord};
    use proptest::prelude::*;

    fn rect() -> impl Strategy<Value = Rect> {
        let corner = || (0..60_u32, 0..60_u32).prop_map(|(x, y)| coord! { x: f64::from(x), y: f64::from(y) });
        (corner(), corner()).prop_map(|(one, other)| Rect::new(one, other))
    }

    fn line() -> impl Strategy<Value = LineString> {
        let vertex = (0..60_u32, 0..60_u32).prop_map(|(x, y)| coord! { x: f64::from(x), y: f64::from(y) });
        prop::collection::vec(vertex, 2..6).prop_map(LineString)
    }

    /// Squares with a hole each.
    fn yard() -> impl Strategy<Value = Polygon> {
        (0..40_u32, 0..40_u32, 5..20_u32).prop_map(|(x, y, side)| {
            let square = |inset: u32| {
                let (from, to) = (f64::from(inset), f64::from(side - inset));
                let corners = [(from, from), (to, from), (to, to), (from, to), (from, from)];
                let at = |(dx, dy): (f64, f64)| Coord { x: f64::from(x) + dx, y: f64::from(y) + dy };
                corners.map(at).into_iter().collect::<LineString>()
            };
            Polygon::new(square(0), vec![square(2)])
        })
    }

    fn as_world(rect: Rect) -> WorldRect {
        WorldRect { min: rect.min().into(), max: rect.max().into() }
    }

    proptest! {
        #[test]
        fn lines_meet_what_geo_says_they_meet(line in line(), rect in rect()) {
            let shape = Shape::of(&line.clone().into()).expect("has vertices");
            prop_assert_eq!(shape.meets(as_world(rect)), line.intersects(&rect));
        }

        #[test]
        fn polygons_meet_what_geo_says_they_meet(yards in prop::collection::vec(yard(), 1..4), rect in rect()) {
            let yards = MultiPolygon(yards);
            let shape = Shape::of(&yards.clone().into()).expect("has vertices");
            let meets = yards.0.iter().any(|yard| yard.intersects(&rect));
            prop_assert_eq!(shape.meets(as_world(rect)), meets);
        }
    }

    #[test]
    fn a_rectangle_in_a_hole_is_not_met_and_one_inside_is() {
        let ring = |from: f64, to: f64| {
            LineString::from(vec![(from, from), (to, from), (to, to), (from, to), (from, from)])
        };
        let yard = Polygon::new(ring(0.0, 100.0), vec![ring(20.0, 80.0)]);
        let shape = Shape::of(&yard.into()).expect("has vertices");
        let meets = |from: f64, to: f64| shape.meets(WorldRect { min: [from; 2], max: [to; 2] });
        assert_eq!(
            [meets(30.0, 70.0), meets(5.0, 10.0), meets(70.0, 85.0), meets(101.0, 120.0)],
            [false, true, true, false]
        );
        assert_eq!(shape.cell(), Square { level: 17, x: 0, y: 0 });
    }
}
