//! Thinning of lines (Douglas-Peucker) in bounded stack and bounded time, whatever somebody's log or file holds.
//!
//! The usual recursive form goes as deep as there are vertices on a shrinking zigzag, and takes their square. This
//! one keeps its own stack and works on pieces of a line.

use geo::{Coord, LineString};

/// Pieces of so many vertices are thinned apart; their ends stay. Real lines lose nothing by it: a straight stretch
/// keeps one vertex in a thousand.
const PIECE_VERTICES: usize = 1_000;

/// The line without the vertices that lie within a tolerance of what remains; its ends stay, and a closed line
/// stays closed.
///
/// # Units
/// `tolerance` is in the units of the coordinates.
///
/// # Examples
/// ```
/// use geo::line_string;
/// let bent = line_string![(x: 0.0, y: 0.0), (x: 5.0, y: 0.1), (x: 10.0, y: 0.0), (x: 10.0, y: 9.0)];
/// assert_eq!(gis_core::simplify::simplify_line(&bent, 0.5).0.len(), 3);
/// ```
#[must_use]
pub fn simplify_line(line: &LineString, tolerance: f64) -> LineString {
    kept_vertices(&line.0, tolerance).into_iter().map(|index| line.0[index]).collect()
}

/// Which vertices [`simplify_line`] keeps, in rising order.
#[must_use]
pub fn kept_vertices(vertices: &[Coord], tolerance: f64) -> Vec<usize> {
    let Some(last) = vertices.len().checked_sub(1).filter(|last| *last > 1) else {
        return (0..vertices.len()).collect();
    };
    let mut keeps = vec![false; vertices.len()];
    keeps[0] = true;
    let mut from = 0;
    while from < last {
        let to = last.min(from + PIECE_VERTICES);
        mark_kept(vertices, from, to, tolerance, &mut keeps);
        from = to;
    }
    (0..=last).filter(|&index| keeps[index]).collect()
}

/// Marks the vertices after `from` up to `to` that one piece keeps.
fn mark_kept(vertices: &[Coord], from: usize, to: usize, tolerance: f64, keeps: &mut [bool]) {
    keeps[to] = true;
    let mut stretches = vec![(from, to)];
    while let Some((from, to)) = stretches.pop() {
        let farthest = (from + 1..to)
            .map(|middle| (distance(vertices[middle], vertices[from], vertices[to]), middle))
            .max_by(|(one, _), (other, _)| one.total_cmp(other));
        if let Some((_, middle)) = farthest.filter(|(distance, _)| *distance > tolerance) {
            keeps[middle] = true;
            stretches.extend([(from, middle), (middle, to)]);
        }
    }
}

/// From a point to a segment.
#[must_use]
pub fn distance(point: Coord, start: Coord, end: Coord) -> f64 {
    let apart = point - foot(point, start, end);
    apart.x.hypot(apart.y)
}

/// The place of a segment that is nearest to a point.
#[must_use]
pub fn foot(point: Coord, start: Coord, end: Coord) -> Coord {
    let along = end - start;
    let length_2 = along.x * along.x + along.y * along.y;
    let offset = point - start;
    let share = if length_2 > 0.0 { (offset.x * along.x + offset.y * along.y) / length_2 } else { 0.0 };
    start + along * share.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(vertices: &[(f64, f64)]) -> LineString {
        LineString::from(vertices.to_vec())
    }

    proptest! {
        #[test]
        fn what_is_left_out_lies_within_the_tolerance_of_what_remains(
            vertices in prop::collection::vec((0.0..100.0_f64, 0.0..100.0_f64), 2..200),
            tolerance in 0.1..20.0_f64,
        ) {
            let whole = line(&vertices);
            let thin = simplify_line(&whole, tolerance);
            prop_assert_eq!((thin.0.first(), thin.0.last()), (whole.0.first(), whole.0.last()));
            for vertex in &whole.0 {
                let nearest = thin.lines().map(|side| distance(*vertex, side.start, side.end)).fold(f64::MAX, f64::min);
                prop_assert!(nearest <= tolerance + 1e-9);
            }
        }
    }

    #[test]
    fn a_shrinking_zigzag_of_many_vertices_overflows_nothing() {
        let vertices: Vec<_> = (0..100_000)
            .map(|step| (f64::from(step), f64::from(100_000 - step) * if step % 2 == 0 { 1.0 } else { -1.0 }))
            .collect();
        assert_eq!(simplify_line(&line(&vertices), 0.5).0.len(), vertices.len());
    }

    #[test]
    fn a_ring_stays_closed_and_short_lines_stay_as_they_are() {
        let ring = line(&[(0.0, 0.0), (5.0, 0.01), (10.0, 0.0), (10.0, 10.0), (0.0, 0.0)]);
        let thin = simplify_line(&ring, 0.5);
        assert!(thin.is_closed() && thin.0.len() == 4);
        let short = line(&[(0.0, 0.0), (0.0, 0.0)]);
        assert_eq!(simplify_line(&short, 1.0), short);
    }
}
