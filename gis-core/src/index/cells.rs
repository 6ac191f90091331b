//! How many features lie in each cell of a grid over the world: what low zooms show instead of features.
//!
//! Invariant: each feature with a geometry is counted in exactly one cell, that of the middle of its envelope.

use super::WorldRect;
use crate::coordinates::WORLD_STEPS;
use std::collections::BTreeMap;

/// The finest cells: those of so many halvings of the world, 2¹⁵ steps (300 m at the equator) wide.
pub const FINEST_CELLS: u8 = 17;

/// A square of the quad tree over the world: one of 2^level columns and rows, counted from the north-west.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Square {
    /// Halvings of the world, fewer than 32.
    pub level: u8,
    /// Column, eastwards.
    pub x: u32,
    /// Row, southwards.
    pub y: u32,
}

impl Square {
    /// Where it lies, borders included.
    #[must_use]
    pub fn rect(self) -> WorldRect {
        let side = WORLD_STEPS / f64::from(1_u32 << self.level);
        let min = [self.x, self.y].map(|index| f64::from(index) * side);
        WorldRect { min, max: min.map(|least| least + side) }
    }

    /// The finest cell that holds the middle of a rectangle.
    pub(super) fn around_middle(envelope: WorldRect) -> Self {
        let cell = |axis: usize| finest(f64::midpoint(envelope.min[axis], envelope.max[axis]));
        Self { level: FINEST_CELLS, x: cell(0), y: cell(1) }
    }

    /// The square of a level, at most its own, that it lies in.
    #[must_use]
    pub fn at_level(self, level: u8) -> Self {
        let halvings = self.level - level;
        Self { level, x: self.x >> halvings, y: self.y >> halvings }
    }

    /// The squares of a level follow each other so that those within a larger square are neighbours.
    fn place(self) -> u64 {
        spread(self.x) | spread(self.y) << 1
    }

    fn at_place(level: u8, place: u64) -> Self {
        Self { level, x: gather(place), y: gather(place >> 1) }
    }
}

/// The counts of a part, by the place of the finest cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Cells(BTreeMap<u64, u32>);

impl Cells {
    pub(super) fn enter(&mut self, envelope: WorldRect) {
        *self.0.entry(place_of(envelope)).or_default() += 1;
    }

    pub(super) fn leave(&mut self, envelope: WorldRect) {
        let place = place_of(envelope);
        if let Some(count) = self.0.get_mut(&place) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(&place);
            }
        }
    }

    /// Adds what lies in a square, by its cells of a level no finer than [`FINEST_CELLS`] and no coarser than it.
    pub(super) fn add_to(&self, counts: &mut BTreeMap<Square, u64>, square: Square, level: u8) {
        let to_finest = 2 * u32::from(FINEST_CELLS - square.level);
        let first = square.place() << to_finest;
        let drop = 2 * u32::from(FINEST_CELLS - level);
        for (&place, &count) in self.0.range(first..first + (1 << to_finest)) {
            *counts.entry(Square::at_place(level, place >> drop)).or_default() += u64::from(count);
        }
    }

    pub(super) fn size_bytes(&self) -> usize {
        // A node of a BTreeMap holds 11 entries of 12 bytes and is two thirds full as a rule.
        self.0.len() * 20
    }
}

fn place_of(envelope: WorldRect) -> u64 {
    Square::around_middle(envelope).place()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "steps are from 0 to 2³² - 1")]
fn finest(steps: f64) -> u32 {
    steps as u32 >> (32 - FINEST_CELLS)
}

/// Every other bit.
fn spread(number: u32) -> u64 {
    let mut bits = u64::from(number);
    for (shift, mask) in MASKS {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

fn gather(place: u64) -> u32 {
    let mut bits = place & MASKS[4].1;
    for step in (0..5).rev() {
        let mask = if step == 0 { 0xffff_ffff } else { MASKS[step - 1].1 };
        bits = (bits | bits >> MASKS[step].0) & mask;
    }
    u32::try_from(bits).expect("32 bits are left")
}

const MASKS: [(u32, u64); 5] = [
    (16, 0x0000_ffff_0000_ffff),
    (8, 0x00ff_00ff_00ff_00ff),
    (4, 0x0f0f_0f0f_0f0f_0f0f),
    (2, 0x3333_3333_3333_3333),
    (1, 0x5555_5555_5555_5555),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_square_is_found_again_at_its_place(x in any::<u32>(), y in any::<u32>()) {
            let square = Square { level: 31, x, y };
            prop_assert_eq!(Square::at_place(31, square.place()), square);
        }

        #[test]
        fn the_counts_of_all_squares_of_a_level_are_all_features(
            places in prop::collection::vec((0.0..4e9_f64, 0.0..4e9_f64), 0..50),
            level in 0..4_u8,
        ) {
            let mut cells = Cells::default();
            let at = |&(x, y): &(f64, f64)| WorldRect { min: [x, y], max: [x, y] };
            for place in &places {
                cells.enter(at(place));
            }
            let mut counts = BTreeMap::new();
            for (x, y) in (0..1 << level).flat_map(|x| (0..1 << level).map(move |y| (x, y))) {
                cells.add_to(&mut counts, Square { level, x, y }, level + 5);
            }
            prop_assert_eq!(counts.values().sum::<u64>(), places.len() as u64);
            for (x, y) in places.iter().copied() {
                let side = f64::from(1_u32 << (27 - level));
                let holds = |cell: &Square| {
                    let near = |index: u32, at: f64| (f64::from(index) * side..=f64::from(index + 1) * side).contains(&at);
                    near(cell.x, x) && near(cell.y, y)
                };
                prop_assert!(counts.keys().any(holds));
            }
            for place in &places {
                cells.leave(at(place));
            }
            prop_assert!(cells.0.is_empty());
        }
    }
}
