//! Places along a road after a re-survey.

use super::{Centreline, Projection};
use crate::Metres;
use geo::Point;

/// Farther than this from the new line, the line and not the survey has moved: GPS de poche errs by 3 to 5 m, a
/// carriageway is 6 to 20 m wide, so that 25 m hold both and a road that was moved aside is told from them.
const NEAR_M: f64 = 25.0;

/// How a place was found again on a re-surveyed line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Transferred {
    /// The line is the same: so is the chainage.
    Same(Projection),
    /// The place is near the new line: its foot there.
    Nearest(Projection),
    /// The road was moved aside: as far between the two places that both lines share as it was before.
    Between(Projection),
}

impl Transferred {
    /// Where it is now.
    #[must_use]
    pub fn projection(&self) -> Projection {
        match self {
            Self::Same(projection) | Self::Nearest(projection) | Self::Between(projection) => *projection,
        }
    }

    /// The name in answers.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Same(_) => "same",
            Self::Nearest(_) => "nearest",
            Self::Between(_) => "between",
        }
    }
}

/// Finds a place at a chainage of an old line again on a new one.
#[must_use]
pub fn transfer(old: &Centreline, new: &Centreline, chainage: Metres) -> Transferred {
    let place = old.at(chainage);
    if is_same(old, new) {
        let chainage = Metres(chainage.get().clamp(0.0, new.length_m));
        return Transferred::Same(Projection { chainage, offset: Metres::ZERO, at: place });
    }
    let nearest = new.project(place);
    if nearest.offset.get() <= NEAR_M {
        return Transferred::Nearest(nearest);
    }
    Transferred::Between(between_anchors(old, new, chainage, place))
}

fn is_same(old: &Centreline, new: &Centreline) -> bool {
    let is_same = |(one, other): (&super::Vertex, &super::Vertex)| {
        one.at == other.at && one.is_joined == other.is_joined
    };
    old.vertices.len() == new.vertices.len() && old.vertices.iter().zip(&new.vertices).all(is_same)
}

/// Between the last vertex before it and the first after it that lie near the new line too: as far in between as before.
fn between_anchors(old: &Centreline, new: &Centreline, chainage: Metres, place: Point) -> Projection {
    let anchors: Vec<(f64, f64)> = old
        .vertices
        .iter()
        .map(|vertex| (vertex.chainage_m, new.project(vertex.at)))
        .filter(|(_, there)| there.offset.get() <= NEAR_M)
        .map(|(chainage_m, there)| (chainage_m, there.chainage.get()))
        .collect();
    let wanted_m = chainage.get().clamp(0.0, old.length_m);
    let is_backward = runs_backward(&anchors, old, new);
    let ends = if is_backward { (new.length_m, 0.0) } else { (0.0, new.length_m) };
    let before = anchors.iter().rev().find(|(here, _)| *here <= wanted_m).copied().unwrap_or((0.0, ends.0));
    let after = anchors.iter().find(|(here, _)| *here >= wanted_m).copied().unwrap_or((old.length_m, ends.1));
    let span_m = after.0 - before.0;
    let ratio = if span_m > 0.0 { (wanted_m - before.0) / span_m } else { 0.0 };
    let chainage = Metres((before.1 + ratio * (after.1 - before.1)).clamp(0.0, new.length_m));
    let at = new.at(chainage);
    Projection { chainage, offset: super::metres_between(place, at), at }
}

/// Whether the new line was drawn the other way.
fn runs_backward(anchors: &[(f64, f64)], old: &Centreline, new: &Centreline) -> bool {
    match (anchors.first(), anchors.last()) {
        (Some(first), Some(last)) if last.0 > first.0 => last.1 < first.1,
        _ => {
            let (start, end) = (old.vertices[0].at, old.at(old.length()));
            let (there, other) = (new.vertices[0].at, new.at(new.length()));
            super::metres_between(start, other) < super::metres_between(start, there)
                && super::metres_between(end, there) < super::metres_between(end, other)
        }
    }
}
