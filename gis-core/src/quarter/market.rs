//! A market square: four rows of stalls, a shed in the middle, stands around it, and toilets.

use super::block::Block;
use super::ground::Ground;
use super::plan::{Plan, between, count, distance_m};
use super::random::{Purpose, Random};
use super::{QuarterAsset, QuarterMarket};
use crate::crs::CrsError;
use geo::Coord;
use std::ops::Range;

/// A row of stalls: where it lies between the southern and the northern edge, and how wide a stall is.
struct Row {
    letter: char,
    depth: Range<f64>,
    kind: &'static str,
    stall_m: f64,
}

const ROWS: [Row; 4] = [
    Row { letter: 'A', depth: 0.07..0.16, kind: "lockup_stall", stall_m: 4.0 },
    Row { letter: 'B', depth: 0.27..0.33, kind: "market_stall", stall_m: 3.0 },
    Row { letter: 'C', depth: 0.67..0.73, kind: "market_stall", stall_m: 3.0 },
    Row { letter: 'D', depth: 0.84..0.93, kind: "lockup_stall", stall_m: 4.0 },
];

const LOCKUP_ACTIVITIES: [&str; 8] = [
    "tissus",
    "quincaillerie",
    "téléphonie",
    "couture",
    "alimentation générale",
    "cosmétiques",
    "friperie",
    "chaussures",
];
const STALL_ACTIVITIES: [&str; 7] =
    ["légumes", "poisson frais", "poisson séché", "viande", "céréales", "fruits", "épices"];
const STAND_ACTIVITIES: [&str; 5] =
    ["café Touba", "petit-déjeuner", "fruits", "recharge téléphonique", "jus locaux"];

/// Free at both ends of a row, and half of the aisle through its middle.
const END_M: f64 = 6.0;
const HALF_AISLE_M: f64 = 2.5;

/// Stands on each side of the shed.
const STANDS_PER_SIDE: usize = 6;

/// The square, measured by shares of its length and depth, so that all that is placed in it stays in it.
struct Square {
    corners: [Coord; 4],
    length_m: f64,
}

/// The market on a block; `number` counts from the middle of the quarter.
pub(super) fn market(
    plan: &Plan,
    block: &Block,
    number: usize,
    ground: &Ground,
) -> Result<QuarterMarket, CrsError> {
    let corners = plan.corners(block.cell);
    let square = Square { corners, length_m: distance_m(corners[0], corners[1]) };
    let mut random = Random::at(plan.seed, Purpose::Market, [number, 0]);
    let mut assets = Vec::new();
    for row in &ROWS {
        add_row(row, &square, ground, &mut random, &mut assets)?;
    }
    add_middle(&square, ground, &mut random, &mut assets)?;
    let (name, kind) = match number {
        0 => ("Marché central".to_owned(), "permanent"),
        _ if number % 3 == 2 => (format!("Louma {}", number / 3 + 1), "weekly"),
        _ => (format!("Marché {}", number + 1), "permanent"),
    };
    Ok(QuarterMarket { name, kind, geometry: ground.polygon(&corners)?, assets })
}

impl Square {
    /// The point so many metres from the western edge, at a share of the depth.
    fn at(&self, along_m: f64, depth: f64) -> Coord {
        let [south_west, south_east, north_east, north_west] = self.corners;
        let share = along_m / self.length_m;
        between(between(south_west, south_east, share), between(north_west, north_east, share), depth)
    }

    fn rectangle(&self, along_m: &Range<f64>, depth: &Range<f64>) -> [Coord; 4] {
        [
            self.at(along_m.start, depth.start),
            self.at(along_m.end, depth.start),
            self.at(along_m.end, depth.end),
            self.at(along_m.start, depth.end),
        ]
    }
}

fn add_row(
    row: &Row,
    square: &Square,
    ground: &Ground,
    random: &mut Random,
    assets: &mut Vec<QuarterAsset>,
) -> Result<(), CrsError> {
    let middle_m = square.length_m / 2.0;
    let halves = [END_M..middle_m - HALF_AISLE_M, middle_m + HALF_AISLE_M..square.length_m - END_M];
    let mut number = 0;
    for half in halves {
        let mut from_m = half.start;
        while from_m + row.stall_m <= half.end {
            number += 1;
            let corners = square.rectangle(&(from_m..from_m + row.stall_m), &row.depth);
            let activities: &[&str] =
                if row.kind == "lockup_stall" { &LOCKUP_ACTIVITIES } else { &STALL_ACTIVITIES };
            assets.push(QuarterAsset {
                code: format!("{}-{number:03}", row.letter),
                kind: row.kind,
                condition: condition(random),
                activity: random.any(activities),
                geometry: ground.polygon(&corners)?.into(),
            });
            from_m += row.stall_m;
        }
    }
    Ok(())
}

/// What stands between rows B and C.
fn add_middle(
    square: &Square,
    ground: &Ground,
    random: &mut Random,
    assets: &mut Vec<QuarterAsset>,
) -> Result<(), CrsError> {
    let (middle_m, length_m) = (square.length_m / 2.0, square.length_m);
    let shed = square.rectangle(&(middle_m - 12.0..middle_m + 12.0), &(0.42..0.58));
    let toilets = square.rectangle(&(length_m - 9.0..length_m - 4.0), &(0.46..0.54));
    let mut push = |code, kind, condition, activity, geometry| {
        assets.push(QuarterAsset { code, kind, condition, activity, geometry });
    };
    let shed = ground.polygon(&shed)?.into();
    push("H-001".to_owned(), "shed", condition(random), "vente en gros de légumes", shed);
    let toilets = ground.polygon(&toilets)?.into();
    push("T-001".to_owned(), "toilets", condition(random), "toilettes publiques", toilets);
    let step_m = (middle_m - 12.0 - 2.0 * END_M) / count(STANDS_PER_SIDE);
    for stand in 0..2 * STANDS_PER_SIDE {
        let from_m = if stand < STANDS_PER_SIDE { END_M } else { middle_m + 12.0 };
        let along_m = from_m + (count(stand % STANDS_PER_SIDE) + 0.5) * step_m + random.about(0.5);
        let at = square.at(along_m, random.between(0.42, 0.58));
        let (activity, condition) = (random.any(&STAND_ACTIVITIES), condition(random));
        push(format!("S-{:03}", stand + 1), "stand", condition, activity, ground.point(at)?.into());
    }
    Ok(())
}

fn condition(random: &mut Random) -> &'static str {
    random.pick(&[("good", 0.4), ("fair", 0.4), ("poor", 0.2)])
}
