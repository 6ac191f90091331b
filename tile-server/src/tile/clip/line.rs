//! A line within a rectangle, by Liang and Barsky's method: each segment is cut by the two pairs of parallel
//! borders, and what is left of neighbouring segments is joined again.

use geo::{Coord, LineString};
use gis_core::index::WorldRect;

/// The pieces of a line within a rectangle, in its direction. A point where the line only touches the
/// rectangle is no piece.
pub(super) fn clip_line(line: &[Coord], rect: WorldRect) -> Vec<LineString> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Coord> = Vec::new();
    for segment in line.windows(2) {
        let Some((enters, leaves)) = clip_segment(segment[0], segment[1], rect) else { continue };
        if piece.last() != Some(&enters) {
            pieces.push(std::mem::replace(&mut piece, vec![enters]));
        }
        piece.push(leaves);
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.is_empty());
    pieces.into_iter().map(LineString::new).collect()
}

/// Where a segment enters and leaves a rectangle; `None` when it does not come in or only touches it.
fn clip_segment(from: Coord, to: Coord, rect: WorldRect) -> Option<(Coord, Coord)> {
    let WorldRect { min, max } = rect;
    let way = to - from;
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    let borders = [
        (-way.x, from.x - min[0]),
        (way.x, max[0] - from.x),
        (-way.y, from.y - min[1]),
        (way.y, max[1] - from.y),
    ];
    for (outwards, room) in borders {
        if outwards > 0.0 {
            leaves = leaves.min(room / outwards);
        } else if outwards < 0.0 {
            enters = enters.max(room / outwards);
        } else if room < 0.0 {
            return None;
        }
    }
    let at = |share: f64| Coord {
        x: (from.x + share * way.x).clamp(min[0], max[0]),
        y: (from.y + share * way.y).clamp(min[1], max[1]),
    };
    let start = if enters > 0.0 { at(enters) } else { from };
    let end = if leaves < 1.0 { at(leaves) } else { to };
    (enters < leaves && start != end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECT: WorldRect = WorldRect { min: [0.0, 0.0], max: [10.0, 10.0] };

    fn pieces(line: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let line: Vec<_> = line.iter().map(|&at| Coord::from(at)).collect();
        let pieces = clip_line(&line, RECT);
        pieces.iter().map(|piece| piece.0.iter().map(Coord::x_y).collect()).collect()
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_pieces() {
        assert_eq!(
            pieces(&[(-5.0, 5.0), (5.0, 5.0), (5.0, 15.0), (8.0, 15.0), (8.0, 2.0)]),
            [vec![(0.0, 5.0), (5.0, 5.0), (5.0, 10.0)], vec![(8.0, 10.0), (8.0, 2.0)]]
        );
    }

    #[test]
    fn a_line_that_passes_through_without_a_vertex_inside_is_one_piece() {
        assert_eq!(pieces(&[(-10.0, 0.0), (20.0, 15.0)]), [[(0.0, 5.0), (10.0, 10.0)]]);
    }

    #[test]
    fn a_line_along_the_border_stays_and_a_touch_goes() {
        assert_eq!(pieces(&[(0.0, -5.0), (0.0, 15.0)]), [[(0.0, 0.0), (0.0, 10.0)]]);
        assert!(pieces(&[(-5.0, 5.0), (0.0, 5.0), (-5.0, 6.0)]).is_empty());
        assert!(pieces(&[(-5.0, 5.0), (5.0, -5.0)]).is_empty());
    }

    #[test]
    fn a_line_inside_comes_out_as_it_went_in() {
        let line = [(1.0, 1.0), (2.0, 9.0), (9.0, 9.0), (1.0, 1.0)];
        assert_eq!(pieces(&line), [line]);
    }
}
