//! A line within a rectangle, by Cohen and Sutherland's method: the ends of each segment that lie outside are brought
//! to the borders, and what is left of neighbouring segments is joined again.

use super::{FineRect, crossing};
use crate::tile::Fine;

/// Calls for the pieces of a line within a rectangle, in its direction. A point where the line only touches the
/// rectangle is no piece.
pub(super) fn clip_line(line: &[Fine], rect: FineRect, mut call: impl FnMut(&[Fine])) {
    let mut piece: Vec<Fine> = Vec::new();
    for segment in line.windows(2) {
        let Some((enters, leaves)) = clip_segment(segment[0], segment[1], rect) else { continue };
        if piece.last() != Some(&enters) {
            if !piece.is_empty() {
                call(&piece);
            }
            piece.clear();
            piece.push(enters);
        }
        piece.push(leaves);
    }
    if !piece.is_empty() {
        call(&piece);
    }
}

/// Where a segment enters and leaves a rectangle; `None` when it does not come in or only touches it.
fn clip_segment(from: Fine, to: Fine, rect: FineRect) -> Option<(Fine, Fine)> {
    let (mut start, mut end) = (from, to);
    for axis in 0..2 {
        for (border, sign) in [(rect.min[axis], 1), (rect.max[axis], -1)] {
            let is_out = |at: Fine| (at[axis] - border) * sign < 0;
            match (is_out(start), is_out(end)) {
                (true, true) => return None,
                (true, false) => start = crossing(from, to, axis, border),
                (false, true) => end = crossing(from, to, axis, border),
                (false, false) => {}
            }
        }
    }
    // An end that was brought to one border may lie beyond another that was asked about before.
    let inside = |at: Fine| rect.contains(at);
    (start != end && inside(start) && inside(end)).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECT: FineRect = FineRect { min: [0, 0], max: [10, 10] };

    fn pieces(line: &[Fine]) -> Vec<Vec<Fine>> {
        let mut pieces = Vec::new();
        clip_line(line, RECT, |piece| pieces.push(piece.to_vec()));
        pieces
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_pieces() {
        assert_eq!(
            pieces(&[[-5, 5], [5, 5], [5, 15], [8, 15], [8, 2]]),
            [vec![[0, 5], [5, 5], [5, 10]], vec![[8, 10], [8, 2]]]
        );
    }

    #[test]
    fn a_line_that_passes_through_without_a_vertex_inside_is_one_piece() {
        assert_eq!(pieces(&[[-10, 0], [20, 15]]), [[[0, 5], [10, 10]]]);
        assert_eq!(pieces(&[[-10, 30], [30, -10]]), Vec::<Vec<Fine>>::new());
    }

    #[test]
    fn a_line_along_the_border_stays_and_a_touch_goes() {
        assert_eq!(pieces(&[[0, -5], [0, 15]]), [[[0, 0], [0, 10]]]);
        assert!(pieces(&[[-5, 5], [0, 5], [-5, 6]]).is_empty());
        assert!(pieces(&[[-5, 5], [5, -5]]).is_empty());
    }

    #[test]
    fn a_line_inside_comes_out_as_it_went_in() {
        let line = [[1, 1], [2, 9], [9, 9], [1, 1]];
        assert_eq!(pieces(&line), [line]);
    }
}
