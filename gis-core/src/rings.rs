//! Rings in tile units that are valid as they are: the quick way through quantising, for whoever draws a tile and for
//! the index, which knows beforehand which rings will be.

use crate::TilePx;

/// Longer rings are not asked about: the question takes the square of their length.
const MOST_VERTICES: usize = 24;

/// Turns a ring into what the overlay would give back, if it is a short one that neither touches nor crosses itself:
/// with positive area, without vertices on the line between their neighbours, and from the westernmost vertex (of those
/// the northernmost) on. Tells how many vertices stay; `None` when the ring is another one.
#[must_use]
pub fn make_simple(ring: &mut [TilePx]) -> Option<usize> {
    let length = without_repeated(ring);
    let mut ring = &mut ring[..length];
    if !(3..=MOST_VERTICES).contains(&length) {
        return None;
    }
    let turns = Turns::of(ring)?;
    if !turns.go_round_once() && touches_itself(ring) {
        return None;
    }
    if turns.has_straight {
        let length = without_straight(ring);
        ring = &mut ring[..length];
    }
    if turns.are_left(ring) {
        ring.reverse();
    }
    begin_westernmost(ring, |at| (at.x, at.y));
    Some(ring.len())
}

/// Whether [`make_simple`] would leave a ring as it is, wherever it begins.
pub(crate) fn is_simple(ring: &[TilePx]) -> bool {
    let is_short = (3..=MOST_VERTICES).contains(&ring.len());
    let has_repeated = || ring.first() == ring.last() || ring.windows(2).any(|edge| edge[0] == edge[1]);
    let turns = if is_short && !has_repeated() { Turns::of(ring) } else { None };
    turns.is_some_and(|turns| {
        !turns.has_straight && !turns.are_left(ring) && (turns.go_round_once() || !touches_itself(ring))
    })
}

/// Has a ring begin at its westernmost vertex, of those the northernmost: where somebody began to walk does not matter.
pub fn begin_westernmost<V, K: Ord>(ring: &mut [V], x_and_y: impl Fn(&V) -> K) {
    let first = (0..ring.len()).min_by_key(|&place| x_and_y(&ring[place]));
    ring.rotate_left(first.unwrap_or_default());
}

/// Twice the area of a ring by the surveyor's formula, in square units; positive for exteriors (MVT 2.1
/// §4.3.4.4). A closing vertex may be there or not.
#[must_use]
pub fn doubled_area(ring: &[TilePx]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(from, to)| i64::from(from.x) * i64::from(to.y) - i64::from(to.x) * i64::from(from.y))
        .sum()
}

/// How a ring turns at its vertices.
#[derive(Default)]
struct Turns {
    has_right: bool,
    has_left: bool,
    has_straight: bool,
    /// How often its way changes between eastwards and westwards.
    reversals: usize,
}

impl Turns {
    /// `None` when the ring goes back on itself somewhere.
    fn of(ring: &[TilePx]) -> Option<Self> {
        let mut turns = Self::default();
        let (mut first_heading, mut heading) = (None, None);
        let (&[mut at, ..], &[.., mut from]) = (ring, ring) else { return None };
        for &to in ring[1..].iter().chain(&ring[..1]) {
            match turn([from, at, to]) {
                0 if !goes_on([from, at, to]) => return None,
                0 => turns.has_straight = true,
                to_the_right if to_the_right > 0 => turns.has_right = true,
                _ => turns.has_left = true,
            }
            if to.x != at.x {
                let next = Some(to.x > at.x);
                turns.reversals += usize::from(heading.is_some() && heading != next);
                first_heading = first_heading.or(next);
                heading = next;
            }
            (from, at) = (at, to);
        }
        turns.reversals += usize::from(heading != first_heading);
        Some(turns)
    }

    /// Whether the ring is convex: it always turns to the same side, and goes round once.
    fn go_round_once(&self) -> bool {
        self.has_right != self.has_left && self.reversals <= 2
    }

    /// Whether a ring that does not touch itself, and turns so, has negative area.
    fn are_left(&self, ring: &[TilePx]) -> bool {
        if self.has_right && self.has_left { doubled_area(ring) < 0 } else { self.has_left }
    }
}

/// Drops vertices that equal the one before; the first comes after the last.
fn without_repeated(ring: &mut [TilePx]) -> usize {
    let mut kept = 0;
    for at in 0..ring.len() {
        if kept == 0 || ring[kept - 1] != ring[at] {
            ring[kept] = ring[at];
            kept += 1;
        }
    }
    if kept > 1 && ring[0] == ring[kept - 1] { kept - 1 } else { kept }
}

/// Drops vertices on the line between their neighbours.
fn without_straight(ring: &mut [TilePx]) -> usize {
    let (Some(&first), Some(&last)) = (ring.first(), ring.last()) else { return 0 };
    let (mut kept, mut before) = (0, last);
    for at in 0..ring.len() {
        let (vertex, after) = (ring[at], ring.get(at + 1).copied().unwrap_or(first));
        if turn([before, vertex, after]) != 0 {
            ring[kept] = vertex;
            kept += 1;
        }
        before = vertex;
    }
    kept
}

/// Whether edges that are not next to each other have a point in common.
fn touches_itself(ring: &[TilePx]) -> bool {
    let closing = [ring[ring.len() - 1], ring[0]];
    // Edges next to each other share their corner, which was looked at.
    let touches_later = |at: usize| {
        let edge = [ring[at], ring[at + 1]];
        let mut later = ring[at + 2..].windows(2);
        let is_beside_closing = at == 0 || at + 2 == ring.len();
        later.any(|other| touch(edge, [other[0], other[1]])) || !is_beside_closing && touch(edge, closing)
    };
    (0..ring.len() - 1).any(touches_later)
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
    use super::*;
    use proptest::prelude::*;

    fn ring(vertices: &[(i32, i32)]) -> Vec<TilePx> {
        vertices.iter().map(|&(x, y)| TilePx { x, y }).collect()
    }

    #[test]
    fn what_touches_or_crosses_itself_is_not_simple() {
        let length = |vertices: &[(i32, i32)]| make_simple(&mut ring(vertices));
        assert_eq!(length(&[(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)]), Some(4));
        assert_eq!(length(&[(0, 0), (10, 10), (10, 0), (0, 10)]), None);
        assert_eq!(length(&[(0, 0), (10, 0), (5, 0), (0, 10)]), None);
        assert_eq!(length(&[(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)]), None);
        assert_eq!(length(&[(0, 0), (5, 0), (10, 0)]), None);
    }

    proptest! {
        #[test]
        fn what_is_simple_is_left_as_it_is(vertices in prop::collection::vec((-6..7_i32, -6..7_i32), 0..8)) {
            let before = ring(&vertices);
            let mut after = before.clone();
            let kept = make_simple(&mut after);
            let is_left = kept == Some(before.len()) && {
                // It may begin elsewhere.
                let first = after.iter().position(|at| *at == before[0]).expect("is there still");
                after.rotate_left(first);
                after == before
            };
            prop_assert_eq!(is_simple(&before), is_left);
        }
    }
}
