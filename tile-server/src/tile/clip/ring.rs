//! A ring within a rectangle, by Sutherland and Hodgman's method: cut by one border after the other.

use super::{FineRect, crossing};
use crate::tile::Fine;

/// What of a ring lies within a rectangle; fewer than three vertices when that is no area at all. `around` is the
/// least rectangle around the ring: borders that it does not reach cut nothing.
pub(super) fn clip_ring(ring: &[Fine], around: FineRect, rect: FineRect) -> Vec<Fine> {
    let mut kept = ring.to_vec();
    for axis in 0..2 {
        if around.min[axis] < rect.min[axis] {
            kept = cut(&kept, axis, rect.min[axis], 1);
        }
        if around.max[axis] > rect.max[axis] {
            kept = cut(&kept, axis, rect.max[axis], -1);
        }
    }
    kept
}

/// What lies on the side of a border that `sign` tells: 1 where the axis has more, -1 where it has less.
fn cut(ring: &[Fine], axis: usize, border: i64, sign: i64) -> Vec<Fine> {
    let keeps = |at: Fine| (at[axis] - border) * sign >= 0;
    let Some(&last) = ring.last() else { return Vec::new() };
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let mut previous = last;
    for &vertex in ring {
        match (keeps(previous), keeps(vertex)) {
            (true, true) => kept.push(vertex),
            (true, false) => kept.push(crossing(previous, vertex, axis, border)),
            (false, true) => kept.extend([crossing(previous, vertex, axis, border), vertex]),
            (false, false) => {}
        }
        previous = vertex;
    }
    kept
}
