//! The order of features: along a Hilbert curve over the world, which keeps neighbours together.

use uuid::Uuid;

/// A feature's place in the order, which rests on the feature alone, so that equal registers give equal tiles: how far
/// along the curve the middle of its envelope is; of equals, their identifiers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    along: u64,
    id: Uuid,
}

impl Key {
    pub(super) fn new([x, y]: [u32; 2], id: Uuid) -> Self {
        Self { along: fast_hilbert::xy2h(x, y, 32), id }
    }

    /// Rises in the order; the same for features that only their identifiers tell apart.
    pub(super) fn along(self) -> u64 {
        self.along
    }
}
