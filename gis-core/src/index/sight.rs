//! What somebody sees of a place: the holders whose features they may see and who have any there.
//!
//! Invariant: what is found by a sight belongs to the holders that it names, even if the index has changed since.
//! So those who have the same sight of a place see the same there, and one picture of it serves them all.

use super::{Feature, Index, Part, WorldRect};
use crate::{Scope, layer::Layer};
use std::sync::Arc;

/// Whose features are: all that decides who may see them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holder {
    department: Option<Arc<str>>,
    sender: Option<Arc<str>>,
}

impl Holder {
    /// Whose a feature is.
    #[must_use]
    pub fn of(feature: &Feature) -> Self {
        Self { department: feature.department.clone(), sender: feature.sender.clone() }
    }

    /// Whether somebody of that scope may see features of that layer here.
    pub(super) fn is_visible_to(&self, scope: &Scope, layer: Layer) -> bool {
        scope.sees(layer.seen_by(), self.department.as_deref(), self.sender.as_deref())
    }
}

/// What somebody sees of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sight {
    /// In order, each once.
    holders: Box<[(Layer, Holder)]>,
}

impl Sight {
    /// Whether there is nothing to be seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.holders.is_empty()
    }

    /// Whether anything of a layer is seen.
    #[must_use]
    pub fn has(&self, layer: Layer) -> bool {
        self.holders.binary_search_by(|(known, _)| known.cmp(&layer)).is_ok()
    }

    /// Whether that holder's features of a layer are seen.
    #[must_use]
    pub fn names(&self, layer: Layer, holder: &Holder) -> bool {
        self.holders.binary_search_by(|(known, own)| (known, own).cmp(&(&layer, holder))).is_ok()
    }

    /// The memory that it takes, without the names that it shares with the index.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        size_of_val(&*self.holders)
    }
}

impl Index {
    /// What somebody of that scope sees of some layers in some rectangles.
    #[must_use]
    pub fn sight(&self, layers: &[Layer], rects: &[WorldRect], scope: &Scope) -> Sight {
        let mut holders = Vec::new();
        for &layer in layers {
            // From the cheapest question to the dearest.
            let seen = self.layers.get(&layer).into_iter().flatten().filter(|(holder, part)| {
                rects.iter().any(|&rect| part.may_meet(rect))
                    && holder.is_visible_to(scope, layer)
                    && rects.iter().any(|&rect| part.meets(rect))
            });
            holders.extend(seen.map(|(holder, _)| (layer, holder.clone())));
        }
        holders.sort_unstable();
        holders.dedup();
        Sight { holders: holders.into() }
    }

    /// The parts of a layer that a sight names and that there are still.
    pub(super) fn seen<'a>(&'a self, layer: Layer, sight: &Sight) -> impl Iterator<Item = &'a Part> {
        let parts = self.layers.get(&layer);
        let of_layer = sight.holders.iter().filter(move |(known, _)| *known == layer);
        of_layer.filter_map(move |(_, holder)| parts?.get(holder)).map(|part| &**part)
    }
}
