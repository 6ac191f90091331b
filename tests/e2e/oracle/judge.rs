//! Compares what two sides draw, feature by feature, and counts why they differ.

use super::asked::{Drawn, Feature};
use super::shape::{At, Shape, apart, is_narrow, is_within, places_apart};
use gis_core::index::Index;
use gis_core::layer::Layer;
use gis_core::{Collection, Scope};
use std::collections::{BTreeMap, BTreeSet};
use tile_server::tile::{BUFFER, EXTENT, SHAPES_FROM_ZOOM, TileId, feature_min_zoom, min_zoom};
use uuid::Uuid;

/// What became of a feature, by name. The first is what is asked for, the others are why something else is right.
const SAME: &str = "same attributes and number of pieces, outlines within 1 unit";
const LATER: &str = "lesser road, drawn from a higher zoom";
const COUNTED: &str = "drawn from a higher zoom; until then counted, if it is many";
const MARKED: &str = "market too small to see: a point within 1 unit of it";
const TOO_SMALL: &str = "less than a unit long or wide: ours rounds it to nothing";
const DROPPED: &str = "less than a unit long or wide: ST_AsMVTGeom drops it";
const ROUNDED: &str = "near the fine one, where ST_AsMVT rounds or straightens the other way";
const CUT: &str = "apart at the border of the buffer alone, cut at a flat angle after rounding or before";
const NARROW: &str = "pieces, spits and slits hardly more than a unit wide go or join";

/// Compares tiles, and remembers what came of it.
pub(super) struct Judge<'a> {
    index: &'a Index,
    /// How far ours may be from the fine one.
    reach_units: f64,
    outcomes: BTreeMap<(&'static str, &'static str), usize>,
    unexplained: Vec<String>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(index: &'a Index, reach_units: f64) -> Self {
        Self { index, reach_units, outcomes: BTreeMap::new(), unexplained: Vec::new() }
    }

    /// Compares a tile of ours with theirs; `fine` tells what is there before anything is rounded.
    pub(super) fn compare(&mut self, id: TileId, ours: &Drawn, theirs: &Drawn, fine: &Drawn) {
        let keys: BTreeSet<_> = [ours, theirs, fine].iter().flat_map(|side| side.features.keys()).collect();
        for &key in &keys {
            let [ours, theirs, fine] = [ours, theirs, fine].map(|side| side.features.get(key));
            match self.outcome(id, *key, ours, theirs, fine) {
                Ok(why) => *self.outcomes.entry((key.0, why)).or_default() += 1,
                Err(what) => self.unexplained.push(format!("{id:?} {} {}: {what}", key.0, key.1)),
            }
        }
    }

    /// Compares how many features there are where ours are only counted.
    pub(super) fn compare_counts(&mut self, id: TileId, ours: &Drawn, theirs: &Drawn) {
        for (&layer, &there) in &theirs.counts {
            let is_counted = id.z() < min_zoom(Layer::from_name(layer).expect("is a layer"));
            let counted = ours.counts.get(layer).copied().unwrap_or_default();
            let should_be = if is_counted { there } else { 0.0 };
            if (counted - should_be).abs() > 0.5 {
                self.unexplained.push(format!("{id:?} {layer}: {counted} counted instead of {should_be}"));
            }
        }
    }

    fn outcome(
        &mut self,
        id: TileId,
        (layer, feature): (&'static str, Uuid),
        ours: Option<&Feature>,
        theirs: Option<&Feature>,
        fine: Option<&Feature>,
    ) -> Result<&'static str, String> {
        let layer = Layer::from_name(layer).expect("is a layer");
        let found = self.index.get(layer, feature, &Scope::operator()).ok_or("not in the register")?;
        if id.z() < min_zoom(layer) {
            return if ours.is_none() { Ok(COUNTED) } else { Err("drawn too early".into()) };
        }
        if id.z() < feature_min_zoom(layer, found) {
            return if ours.is_none() { Ok(LATER) } else { Err("drawn too early".into()) };
        }
        let (ours, theirs) = match (ours, theirs) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (None, _) if fine.is_none_or(|fine| is_nothing(&fine.shape)) => return Ok(TOO_SMALL),
            (Some(_), None) if fine.is_none_or(|fine| is_nothing(&fine.shape)) => return Ok(DROPPED),
            (None, _) => return Err(format!("ours lacks {fine:?}")),
            (Some(ours), None) => return Err(format!("theirs lacks {ours:?}")),
        };
        if ours.attributes != theirs.attributes {
            return Err(format!("{:?}, theirs {:?}", ours.attributes, theirs.attributes));
        }
        if is_marked(layer, id, theirs) {
            let is_inside = is_within(&ours.shape, &theirs.shape);
            return if is_inside {
                Ok(MARKED)
            } else {
                Err(format!("{:?} beside {:?}", ours.shape, theirs.shape))
            };
        }
        self.compare_shapes(&ours.shape, &theirs.shape, fine.map(|fine| &fine.shape))
    }

    fn compare_shapes(
        &mut self,
        ours: &Shape,
        theirs: &Shape,
        fine: Option<&Shape>,
    ) -> Result<&'static str, String> {
        let has_same_pieces = |theirs: &Shape| ours.pieces() == theirs.pieces();
        if has_same_pieces(theirs) && apart(ours, theirs) <= 1.0 {
            return Ok(SAME);
        }
        let fine = fine.unwrap_or(theirs);
        let far = places_apart(ours, fine, self.reach_units);
        if has_same_pieces(fine) && far.is_empty() {
            return Ok(ROUNDED);
        }
        if has_same_pieces(fine) && far.iter().all(|at| is_on_border(*at)) {
            return Ok(CUT);
        }
        if is_narrow(fine, far.iter().copied().filter(|at| !is_on_border(*at))) {
            return Ok(NARROW);
        }
        let (apart, pieces) = (apart(ours, fine), [ours, theirs, fine].map(Shape::pieces));
        Err(format!("{apart} units from the fine one, too far at {far:?}, pieces {pieces:?}"))
    }

    pub(super) fn tell(&self, what: &str) {
        println!("{what}:");
        for ((layer, why), count) in &self.outcomes {
            println!("  {count:>8}  {layer:<14} {why}");
        }
    }

    pub(super) fn must_be_explained(&self) {
        let same: usize =
            self.outcomes.iter().filter(|((_, why), _)| *why == SAME).map(|(_, count)| count).sum();
        let drawn = self.outcomes.iter().filter(|((_, why), _)| ![LATER, COUNTED].contains(why));
        let drawn: usize = drawn.map(|(_, count)| count).sum();
        assert!(10 * same > 9 * drawn, "only {same} of {drawn} are the same");
        let (count, first) = (self.unexplained.len(), self.unexplained.iter().take(20));
        assert!(count == 0, "{count} unexplained, such as {:#?}", first.collect::<Vec<_>>());
    }
}

/// Whether whole units may leave nothing of it: a line hardly longer than their diagonal, narrow
/// areas.
fn is_nothing(fine: &Shape) -> bool {
    match fine.pieces() {
        [0, _, 0] => fine.length() < 2.0,
        [0, 0, _] => is_narrow(fine, fine.places().into_iter()),
        _ => false,
    }
}

/// Whether ours is a point in place of an area.
fn is_marked(layer: Layer, id: TileId, theirs: &Feature) -> bool {
    let is_market = matches!(layer, Layer::Collection(Collection::Markets));
    is_market && id.z() < SHAPES_FROM_ZOOM && !theirs.shape.rings.is_empty()
}

/// Whether a place lies where the buffer ends, give or take a unit.
fn is_on_border(at: At) -> bool {
    let (least, greatest) = (-f64::from(BUFFER), f64::from(EXTENT + BUFFER));
    at.iter().any(|along| *along < least + 1.0 || *along > greatest - 1.0)
}
