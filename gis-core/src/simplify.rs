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
    let significances = significances(vertices, tolerance);
    (0..vertices.len()).filter(|&index| significances[index] > tolerance).collect()
}

/// Of each vertex the least tolerance under which [`simplify_line`] leaves it out: infinite for those that always
/// stay. Tolerances below `least` are not told apart; they come out as 0.
#[must_use]
pub fn significances(vertices: &[Coord], least: f64) -> Vec<f64> {
    let Some(end) = vertices.len().checked_sub(1).filter(|end| *end > 1) else {
        return vec![f64::INFINITY; vertices.len()];
    };
    let mut significances = vec![0.0; vertices.len()];
    significances[0] = f64::INFINITY;
    let mut from = 0;
    while from < end {
        let to = end.min(from + PIECE_VERTICES);
        significances[to] = f64::INFINITY;
        weigh(vertices, from, to, least, &mut significances);
        from = to;
    }
    significances
}

/// Weighs the vertices between `from` and `to`, none more than the one that divided the stretch it lies in.
fn weigh(vertices: &[Coord], from: usize, to: usize, least: f64, significances: &mut [f64]) {
    let mut stretches = vec![(from, to, f64::INFINITY)];
    while let Some((from, to, at_most)) = stretches.pop() {
        let farthest = (from + 1..to)
            .map(|middle| (distance(vertices[middle], vertices[from], vertices[to]), middle))
            .max_by(|(one, _), (other, _)| one.total_cmp(other));
        if let Some((distance, middle)) = farthest.filter(|(distance, _)| *distance > least) {
            let significance = distance.min(at_most);
            significances[middle] = significance;
            stretches.extend([(from, middle, significance), (middle, to, significance)]);
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
