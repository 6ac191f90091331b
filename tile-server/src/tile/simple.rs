//! Rings that are valid as they are: the quick way through [`super::quantise()`].

use super::mend::{Ring, doubled_area};
use gis_core::TilePx;

/// Longer rings are not asked about: the question takes the square of their length.
const MOST_VERTICES: usize = 24;

/// The ring as the overlay would give it back, if it is a short one that neither touches nor crosses itself: with
/// positive area, without vertices on the line between their neighbours, and with the westernmost vertex (of
/// those the northernmost) in second place.
pub(super) fn simple_ring(ring: &[TilePx]) -> Option<Ring> {
    let ring = match ring {
        [first, inner @ .., last] if first == last => &ring[..=inner.len()],
        _ => ring,
    };
    if !(3..=MOST_VERTICES).contains(&ring.len()) || !is_simple(ring) {
        return None;
    }
    let mut simple: Ring = corners(ring).filter(|corner| turn(*corner) != 0).map(|[_, at, _]| at).collect();
    if doubled_area(&simple) < 0 {
        simple.reverse();
    }
    let (first, _) = simple.iter().enumerate().min_by_key(|(_, at)| (at.x, at.y))?;
    let length = simple.len();
    simple.rotate_left((first + length - 1) % length);
    Some(simple)
}

/// Each vertex between its neighbours.
fn corners(ring: &[TilePx]) -> impl Iterator<Item = [TilePx; 3]> {
    let length = ring.len();
    (0..length).map(move |at| [ring[(at + length - 1) % length], ring[at], ring[(at + 1) % length]])
}

fn is_simple(ring: &[TilePx]) -> bool {
    let turns_back = |corner: [TilePx; 3]| turn(corner) == 0 && !goes_on(corner);
    if corners(ring).any(turns_back) {
        return false;
    }
    let length = ring.len();
    let edge = |at: usize| [ring[at], ring[(at + 1) % length]];
    (0..length).all(|one| {
        // Edges next to each other share their corner, which was looked at.
        let last = if one == 0 { length - 1 } else { length };
        (one + 2..last).all(|other| !touch(edge(one), edge(other)))
    })
}

/// Whether the way goes on in its direction, on a straight line.
fn goes_on([from, at, to]: [TilePx; 3]) -> bool {
    (at.x - from.x) * (to.x - at.x) + (at.y - from.y) * (to.y - at.y) > 0
}

/// Twice the area of the triangle; positive for a turn to the right as seen. Units of a buffered tile leave room in 32 bits.
fn turn([from, at, to]: [TilePx; 3]) -> i32 {
    (at.x - from.x) * (to.y - from.y) - (to.x - from.x) * (at.y - from.y)
}

/// Whether two edges have a point in common.
fn touch([a, b]: [TilePx; 2], [c, d]: [TilePx; 2]) -> bool {
    let is_apart = |a: i32, b: i32, c: i32, d: i32| a.max(b) < c.min(d) || c.max(d) < a.min(b);
    if is_apart(a.x, b.x, c.x, d.x) || is_apart(a.y, b.y, c.y, d.y) {
        return false;
    }
    let on_one_side = |one: i32, other: i32| one.signum() * other.signum() > 0;
    !on_one_side(turn([a, b, c]), turn([a, b, d])) && !on_one_side(turn([c, d, a]), turn([c, d, b]))
}

#[cfg(test)]
mod tests {
    use super::super::mend::mend;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_simple_is_what_the_overlay_makes_of_it(
            ring in prop::collection::vec((-6..7_i32, -6..7_i32), 3..8),
        ) {
            let mut ring: Ring = ring.into_iter().map(|(x, y)| TilePx { x, y }).collect();
            ring.dedup();
            if let Some(simple) = simple_ring(&ring) {
                prop_assert_eq!(mend(&[vec![ring]]), [vec![simple]]);
            }
        }
    }

    #[test]
    fn what_touches_or_crosses_itself_is_not_simple() {
        let ring = |vertices: &[(i32, i32)]| {
            simple_ring(&vertices.iter().map(|&(x, y)| TilePx { x, y }).collect::<Ring>())
        };
        assert!(ring(&[(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)]).is_some_and(|ring| ring.len() == 4));
        assert_eq!(ring(&[(0, 0), (10, 10), (10, 0), (0, 10)]), None);
        assert_eq!(ring(&[(0, 0), (10, 0), (5, 0), (0, 10)]), None);
        assert_eq!(ring(&[(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)]), None);
        assert_eq!(ring(&[(0, 0), (5, 0), (10, 0)]), None);
    }
}
