//! What two drawings of one feature have in common: outlines in tile units, and how far apart they are.

use std::collections::HashMap;
use std::f64::consts::TAU;
use tile_server::tile::Drawing;

/// A place in tile units.
pub(super) type At = [f64; 2];

/// Outlines are looked up by squares of so many units.
const CELL_UNITS: f64 = 64.0;

/// Places farther than this from an outline are not told apart.
const REACH_UNITS: f64 = 2.0;

/// A feature's geometry in tile units, whatever grid it was drawn on.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shape {
    pub(super) points: Vec<At>,
    pub(super) lines: Vec<Vec<At>>,
    /// Closed: the last vertex is the first. Positive area for exteriors.
    pub(super) rings: Vec<Vec<At>>,
}

impl Shape {
    /// Adds a drawing whose unit is that share of a tile unit.
    pub(super) fn add(&mut self, drawing: &Drawing, unit: f64) {
        let at = |px: &gis_core::TilePx| [f64::from(px.x) * unit, f64::from(px.y) * unit];
        self.points.extend(drawing.points.iter().map(at));
        self.lines.extend(drawing.lines.iter().map(|line| line.iter().map(at).collect()));
        for ring in drawing.polygons.iter().flatten() {
            self.rings.push(ring.iter().chain(ring.first()).map(at).collect());
        }
    }

    /// How many pieces it has.
    pub(super) fn pieces(&self) -> [usize; 3] {
        [self.points.len(), self.lines.len(), self.rings.len()]
    }

    /// Of all lines and rings.
    pub(super) fn length(&self) -> f64 {
        self.lines.iter().chain(&self.rings).map(|line| length(line)).sum()
    }

    /// Each vertex and the middle of each edge.
    pub(super) fn places(&self) -> Vec<At> {
        let mut places = self.points.clone();
        for line in self.lines.iter().chain(&self.rings) {
            places.extend(line);
            places.extend(line.windows(2).map(|edge| middle(edge[0], edge[1])));
        }
        places
    }

    /// Edges; a point is one that ends where it begins.
    fn edges(&self) -> Vec<[At; 2]> {
        let points = self.points.iter().map(|&at| [at, at]);
        let edges = self.lines.iter().chain(&self.rings).flat_map(|line| line.windows(2));
        points.chain(edges.map(|edge| [edge[0], edge[1]])).collect()
    }
}

/// How far the farthest place of either outline lies from the other one.
pub(super) fn apart(one: &Shape, other: &Shape) -> f64 {
    farthest(one, &Outline::of(other)).max(farthest(other, &Outline::of(one)))
}

/// The places of either outline that lie more than so many units from the other one.
pub(super) fn places_apart(one: &Shape, other: &Shape, units: f64) -> Vec<At> {
    let far = |shape: &Shape, outline: &Outline| -> Vec<At> {
        shape.places().into_iter().filter(|at| outline.distance_to(*at) > units).collect()
    };
    [far(one, &Outline::of(other)), far(other, &Outline::of(one))].concat()
}

/// Whether an area, or what is not area, is so narrow at places of its outline that whole units may miss it: nothing
/// within a unit is more than six tenths of a unit from the outline.
pub(super) fn is_narrow(area: &Shape, mut places: impl Iterator<Item = At>) -> bool {
    let outline = Outline::of(area);
    places.all(|[x, y]| {
        let around = (0..32_u8).map(|step| {
            let (turn, reach) = (f64::from(step / 2) * TAU / 16.0, f64::from(1 + step % 2) / 2.0);
            [x + reach * turn.cos(), y + reach * turn.sin()]
        });
        let wide = around.filter(|at| outline.distance_to(*at) > 0.6);
        let wide: Vec<_> = wide.map(|at| is_inside(at, &outline)).collect();
        !wide.contains(&true) || !wide.contains(&false)
    })
}

/// Whether each point of a shape lies within the area of another one or less than a unit beside it.
pub(super) fn is_within(points: &Shape, area: &Shape) -> bool {
    let outline = Outline::of(area);
    points.pieces() == [points.points.len(), 0, 0]
        && points.points.iter().all(|&at| outline.distance_to(at) <= 1.0 || is_inside(at, &outline))
}

/// By the number of edges that a ray from the place crosses.
fn is_inside([x, y]: At, area: &Outline) -> bool {
    let crosses = |[from, to]: &[At; 2]| {
        (from[1] > y) != (to[1] > y) && x < from[0] + (y - from[1]) / (to[1] - from[1]) * (to[0] - from[0])
    };
    area.edges.iter().filter(|edge| crosses(edge)).count() % 2 == 1
}

fn farthest(shape: &Shape, outline: &Outline) -> f64 {
    shape.places().into_iter().map(|at| outline.distance_to(at)).fold(0.0, f64::max)
}

/// The edges of a shape, by the squares that they pass.
struct Outline {
    edges: Vec<[At; 2]>,
    near: HashMap<[i32; 2], Vec<usize>>,
}

impl Outline {
    fn of(shape: &Shape) -> Self {
        let edges = shape.edges();
        let mut near: HashMap<_, Vec<_>> = HashMap::new();
        for (place, [from, to]) in edges.iter().enumerate() {
            // Whatever lies within its reach of an edge finds it in its own square.
            let reach = |axis: usize, sign: f64| {
                let ends = [from[axis], to[axis]].map(|end| sign * end);
                cell(sign * (ends[0].max(ends[1]) + REACH_UNITS))
            };
            for x in reach(0, -1.0)..=reach(0, 1.0) {
                for y in reach(1, -1.0)..=reach(1, 1.0) {
                    near.entry([x, y]).or_default().push(place);
                }
            }
        }
        Self { edges, near }
    }

    /// How far a place lies from the outline; infinitely, if it is farther than its reach.
    fn distance_to(&self, at: At) -> f64 {
        let near = self.near.get(&at.map(cell)).into_iter().flatten();
        let distances = near.map(|&place| distance_to_edge(at, self.edges[place]));
        distances.fold(f64::INFINITY, f64::min)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a buffered tile is a few thousand units wide")]
fn cell(along: f64) -> i32 {
    (along / CELL_UNITS).floor() as i32
}

/// Of a line.
fn length(line: &[At]) -> f64 {
    line.windows(2).map(|edge| distance(edge[0], edge[1])).sum()
}

fn middle(one: At, other: At) -> At {
    [f64::midpoint(one[0], other[0]), f64::midpoint(one[1], other[1])]
}

fn distance(one: At, other: At) -> f64 {
    (one[0] - other[0]).hypot(one[1] - other[1])
}

fn distance_to_edge(at: At, [from, to]: [At; 2]) -> f64 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let square = along[0] * along[0] + along[1] * along[1];
    let share = match square {
        0.0 => 0.0,
        _ => ((at[0] - from[0]) * along[0] + (at[1] - from[1]) * along[1]) / square,
    };
    let share = share.clamp(0.0, 1.0);
    distance(at, [from[0] + share * along[0], from[1] + share * along[1]])
}
