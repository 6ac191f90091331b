//! Which blocks are built, what each is for and how it is cut into lots.

use super::plan::{Cell, Plan};
use super::random::{Purpose, Random};
use std::ops::Range;

/// One built block.
pub(super) struct Block {
    pub(super) cell: Cell,
    /// How many blocks lie nearer to the middle.
    pub(super) rank: usize,
    pub(super) use_: Use,
    /// Among the outermost, where town turns into fields.
    pub(super) outskirts: bool,
    /// Its parcels, west to east; a market has none.
    pub(super) lots: Vec<Lot>,
}

/// What a block is for.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// Parcels only.
    Lots,
    /// Parcels on one side, one facility on the other.
    Facility(Half),
    /// A market square, counted from the middle.
    Market { number: usize },
}

/// What stands on a half block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    School,
    PlaceOfWorship,
    HealthPost,
}

/// One parcel in its block.
#[derive(Clone)]
pub(super) struct Lot {
    pub(super) side: Side,
    /// Which of the places side by side it takes.
    pub(super) places: Range<usize>,
    /// Takes the whole side, for the facility.
    pub(super) whole_side: bool,
}

/// Which street a lot looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    South,
    North,
}

/// A smaller quarter shops elsewhere.
const FEWEST_FOR_MARKET: usize = 50;

/// A market serves that many parcels.
const PARCELS_PER_MARKET: usize = 2000;

/// One block in so many belongs to the outskirts.
const OUTSKIRTS_PART: usize = 8;

/// How often two neighbouring places make one parcel.
const DOUBLE_SHARE: f64 = 0.04;

/// The blocks of a quarter of that many parcels, row by row.
pub(super) fn blocks(plan: &Plan, parcels: usize) -> Vec<Block> {
    let (mut blocks, mut cut, mut markets) = (Vec::new(), 0, 0);
    for (rank, cell) in plan.cells_outwards().into_iter().enumerate() {
        if cut == parcels {
            break;
        }
        let market_due = parcels >= FEWEST_FOR_MARKET && cut >= markets * PARCELS_PER_MARKET;
        let use_ = if market_due { Use::Market { number: markets } } else { use_of(rank) };
        markets += usize::from(market_due);
        let mut lots = lots(plan, cell, use_);
        lots.truncate(parcels - cut);
        cut += lots.len();
        blocks.push(Block { cell, rank, use_, outskirts: false, lots });
    }
    assert_eq!(cut, parcels, "the plan is made large enough for its parcels");
    let first_outside = blocks.len() - blocks.len() / OUTSKIRTS_PART;
    blocks[first_outside..].iter_mut().for_each(|block| block.outskirts = true);
    blocks.sort_unstable_by_key(|block| block.cell);
    blocks
}

/// Facilities come by so many blocks, so that each has its district.
fn use_of(rank: usize) -> Use {
    match rank % 18 {
        3 => Use::Facility(Half::School),
        6 => Use::Facility(Half::PlaceOfWorship),
        11 => Use::Facility(Half::HealthPost),
        _ => Use::Lots,
    }
}

fn lots(plan: &Plan, cell: Cell, use_: Use) -> Vec<Lot> {
    let across = plan.parcels_across(cell);
    let mut random = Random::at(plan.seed, Purpose::Layout, [cell.column, cell.row]);
    let facility_side = random.any(&[Side::South, Side::North]);
    let mut lots = match use_ {
        Use::Market { .. } => return vec![],
        Use::Lots => [Side::South, Side::North].map(|side| row_of_lots(side, across, &mut random)).concat(),
        Use::Facility(_) => {
            let other = if facility_side == Side::South { Side::North } else { Side::South };
            let mut lots = row_of_lots(other, across, &mut random);
            lots.push(Lot { side: facility_side, places: 0..across, whole_side: true });
            lots
        }
    };
    lots.sort_by_key(|lot| lot.places.start);
    lots
}

fn row_of_lots(side: Side, across: usize, random: &mut Random) -> Vec<Lot> {
    let (mut lots, mut place) = (Vec::new(), 0);
    while place < across {
        let end = if random.chance(DOUBLE_SHARE) { across.min(place + 2) } else { place + 1 };
        lots.push(Lot { side, places: place..end, whole_side: false });
        place = end;
    }
    lots
}
