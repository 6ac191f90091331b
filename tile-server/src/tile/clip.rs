//! What of a geometry lies within the buffered tile, in whole numbers.
//!
//! Invariant: every vertex that comes out lies within the rectangle, borders included; what lies wholly inside
//! comes out as it went in, and where an edge crosses the border is the same for all who share it. A polygon may
//! come out with edges along the border that touch each other (bridges between its pieces); [`super::quantise()`]
//! mends that.

mod line;
mod ring;

use super::{Fine, Paths, TileId};
use gis_core::index::PathKind;

/// A rectangle in the frame of a tile, borders included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FineRect {
    /// Least x and y.
    pub min: Fine,
    /// Greatest x and y.
    pub max: Fine,
}

impl FineRect {
    /// The least rectangle around some positions.
    pub(super) fn around(vertices: &[Fine]) -> Self {
        let empty = Self { min: [i64::MAX; 2], max: [i64::MIN; 2] };
        vertices.iter().fold(empty, |Self { min, max }, &[x, y]| Self {
            min: [min[0].min(x), min[1].min(y)],
            max: [max[0].max(x), max[1].max(y)],
        })
    }

    fn contains(self, [x, y]: Fine) -> bool {
        (self.min[0]..=self.max[0]).contains(&x) && (self.min[1]..=self.max[1]).contains(&y)
    }

    fn holds(self, other: Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    fn meets(self, other: Self) -> bool {
        (0..2).all(|axis| self.min[axis] <= other.max[axis] && other.min[axis] <= self.max[axis])
    }
}

/// What of a geometry in the frame of a tile lies within the buffered tile; what is seen across the antimeridian
/// comes to lie beside it.
pub fn clip(paths: &Paths<Fine>, id: TileId, within: &mut Paths<Fine>) {
    within.clear();
    for &shift in id.world_shifts_fine() {
        clip_to(paths, shift, id.rect_with_buffer_fine(), within);
    }
}

/// Adds what of a geometry, shifted eastwards, lies within a rectangle.
pub fn clip_to(paths: &Paths<Fine>, shift: i64, rect: FineRect, within: &mut Paths<Fine>) {
    let mut shifted = Vec::new();
    let mut is_exterior_within = false;
    for (kind, vertices) in paths.iter() {
        let vertices = if shift == 0 {
            vertices
        } else {
            shifted.clear();
            shifted.extend(vertices.iter().map(|&[x, y]| [x + shift, y]));
            shifted.as_slice()
        };
        match kind {
            PathKind::Points => {
                let mut points = vertices.iter().copied().filter(|&at| rect.contains(at)).peekable();
                if points.peek().is_some() {
                    within.push(kind, points);
                }
            }
            PathKind::Line => clip_line(vertices, rect, within),
            PathKind::Exterior => is_exterior_within = clip_ring(kind, vertices, rect, within),
            PathKind::Hole if is_exterior_within => {
                clip_ring(kind, vertices, rect, within);
            }
            PathKind::Hole => {}
        }
    }
}

fn clip_line(line: &[Fine], rect: FineRect, within: &mut Paths<Fine>) {
    let around = FineRect::around(line);
    if rect.holds(around) {
        within.push(PathKind::Line, line.iter().copied());
    } else if rect.meets(around) {
        line::clip_line(line, rect, |piece| within.push(PathKind::Line, piece.iter().copied()));
    }
}

/// Whether anything is left.
fn clip_ring(kind: PathKind, ring: &[Fine], rect: FineRect, within: &mut Paths<Fine>) -> bool {
    let around = FineRect::around(ring);
    if rect.holds(around) {
        within.push(kind, ring.iter().copied());
        return true;
    }
    let clipped = if rect.meets(around) { ring::clip_ring(ring, around, rect) } else { Vec::new() };
    let is_left = clipped.len() > 2;
    if is_left {
        within.push(kind, clipped);
    }
    is_left
}

/// Where an edge comes to the line `at` of an axis, to the nearest whole number on the other.
///
/// Taken from the lesser end, so that whoever shares the edge crosses at the very same position.
fn crossing(one: Fine, other: Fine, axis: usize, at: i64) -> Fine {
    let (from, to) = if one[axis] <= other[axis] { (one, other) } else { (other, one) };
    let across = 1 - axis;
    let (run, rise) = (i128::from(to[axis] - from[axis]), i128::from(to[across] - from[across]));
    let twice = 2 * i128::from(at - from[axis]) * rise + run;
    let offset = i64::try_from(twice.div_euclid(2 * run)).expect("lies between the ends");
    let mut crossing = [at; 2];
    crossing[across] = from[across] + offset;
    crossing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_crosses_at_the_same_place_whichever_way_it_goes() {
        let (one, other) = ([-7, 3], [10, 12]);
        assert_eq!(crossing(one, other, 0, 0), [0, 7]);
        assert_eq!(crossing(other, one, 0, 0), [0, 7]);
        assert_eq!(crossing(one, other, 1, 5), [-3, 5]);
        let far = 1 << 34;
        assert_eq!(crossing([-far, -far], [far, far], 0, 12_345), [12_345, 12_345]);
    }

    #[test]
    fn holes_of_what_lies_outside_are_left_out() {
        let square = |from: i64, to: i64| [[from, from], [to, from], [to, to], [from, to]];
        let mut paths = Paths::default();
        paths.push(PathKind::Exterior, square(20, 30));
        paths.push(PathKind::Hole, square(-5, 5));
        paths.push(PathKind::Exterior, square(-9, 9));
        paths.push(PathKind::Hole, square(-8, 5));
        let mut within = Paths::default();
        clip_to(&paths, 0, FineRect { min: [0, 0], max: [10, 10] }, &mut within);
        let kinds: Vec<_> = within.iter().map(|(kind, vertices)| (kind, vertices.len())).collect();
        assert_eq!(kinds, [(PathKind::Exterior, 4), (PathKind::Hole, 4)]);
    }
}
