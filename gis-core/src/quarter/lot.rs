//! A block's parcels: their boundaries, uses and holders, and the facility that one of them may carry.

use super::block::{Block, Half, Lot, Side, Use};
use super::ground::Ground;
use super::plan::{Plan, between, count, distance_m};
use super::random::{Purpose, Random};
use super::{Quarter, QuarterFacility, QuarterParcel};
use crate::crs::CrsError;
use geo::{Area, Coord, LineString, Polygon};

/// How far a boundary strays from an even division of the front.
const STRAY_M: f64 = 0.4;

/// What is cut from the corner of a block so that drivers see each other.
const CORNER_CUT_M: f64 = 2.5;

/// A transformer serves so many blocks.
const BLOCKS_PER_TRANSFORMER: usize = 24;

/// The points that parcels of a block share: along the streets and along the line between the rows.
struct Stakes {
    corners: [Coord; 4],
    south: Vec<Coord>,
    middle: Vec<Coord>,
    north: Vec<Coord>,
}

/// Adds the parcels of a block and what stands on them.
pub(super) fn add_lots(
    plan: &Plan,
    block: &Block,
    number: usize,
    ground: &Ground,
    quarter: &mut Quarter,
) -> Result<(), CrsError> {
    let mut random = Random::at(plan.seed, Purpose::Holder, [block.cell.column, block.cell.row]);
    let stakes = Stakes::new(plan, block, &mut random);
    for lot in &block.lots {
        let ring = stakes.ring(lot);
        let land_use = land_use(plan, block, lot, &mut random);
        let tenure = tenure(land_use, &mut random);
        quarter.parcels.push(QuarterParcel {
            number: format!("P-{:04}", quarter.parcels.len() + 1),
            block: format!("Îlot {number}"),
            land_use,
            tenure,
            declared_area_m2: declared_area_m2(tenure, &ring, &mut random),
            geometry: ground.polygon(&ring)?,
        });
        if lot.whole_side
            && let Use::Facility(half) = block.use_
        {
            quarter.facilities.push(facility(half, block.rank, &stakes.building(lot.side), ground)?);
        }
    }
    if block.rank % BLOCKS_PER_TRANSFORMER == 1 {
        // The corner that the cut leaves to the public.
        let geometry = ground.point(stakes.corners[0])?.into();
        quarter.facilities.push(QuarterFacility { kind: "power_transformer", name: None, geometry });
    }
    Ok(())
}

impl Stakes {
    fn new(plan: &Plan, block: &Block, random: &mut Random) -> Self {
        let corners = plan.corners(block.cell);
        let [south_west, south_east, north_east, north_west] = corners;
        let across = plan.parcels_across(block.cell);
        let mut divide = |from, to| divided(from, to, across, random);
        Self {
            corners,
            south: divide(south_west, south_east),
            middle: divide(between(south_west, north_west, 0.5), between(south_east, north_east, 0.5)),
            north: divide(north_west, north_east),
        }
    }

    /// The boundary of a lot, counter-clockwise, every shared stake in it, the block's corners cut off.
    fn ring(&self, lot: &Lot) -> Vec<Coord> {
        let (south, north) = match lot.side {
            Side::South => (&self.south, &self.middle),
            Side::North => (&self.middle, &self.north),
        };
        let places = lot.places.start..=lot.places.end;
        let stakes: Vec<Coord> =
            south[places.clone()].iter().chain(north[places].iter().rev()).copied().collect();
        let mut ring = Vec::with_capacity(stakes.len() + 2);
        for (index, &stake) in stakes.iter().enumerate() {
            if self.corners.contains(&stake) {
                let before = stakes[(index + stakes.len() - 1) % stakes.len()];
                let after = stakes[(index + 1) % stakes.len()];
                ring.extend([before, after].map(|to| towards(stake, to, CORNER_CUT_M)));
            } else {
                ring.push(stake);
            }
        }
        ring
    }

    /// A building in the middle of a side.
    fn building(&self, side: Side) -> [Coord; 4] {
        let (south, north) = match side {
            Side::South => (&self.south, &self.middle),
            Side::North => (&self.middle, &self.north),
        };
        let (last_south, last_north) = (south[south.len() - 1], north[north.len() - 1]);
        let at = |x, y| between(between(south[0], last_south, x), between(north[0], last_north, x), y);
        [at(0.3, 0.3), at(0.7, 0.3), at(0.7, 0.7), at(0.3, 0.7)]
    }
}

/// The ends exactly, the stakes between them roughly even.
fn divided(from: Coord, to: Coord, places: usize, random: &mut Random) -> Vec<Coord> {
    let stray = STRAY_M / distance_m(from, to);
    let inner =
        (1..places).map(|place| between(from, to, count(place) / count(places) + random.about(stray)));
    std::iter::once(from).chain(inner).chain([to]).collect()
}

fn towards(from: Coord, to: Coord, by_m: f64) -> Coord {
    between(from, to, by_m / distance_m(from, to))
}

/// Shops line the avenue, fields the outskirts, homes are everywhere.
fn land_use(plan: &Plan, block: &Block, lot: &Lot, random: &mut Random) -> &'static str {
    if lot.whole_side {
        return if matches!(block.use_, Use::Facility(Half::School)) { "school" } else { "institutional" };
    }
    let front = match lot.side {
        Side::South => block.cell.row,
        Side::North => block.cell.row + 1,
    };
    let weights = if front == plan.avenue() {
        [0.5, 0.42, 0.08, 0.0]
    } else if block.outskirts {
        [0.7, 0.02, 0.03, 0.25]
    } else {
        [0.91, 0.06, 0.03, 0.0]
    };
    let [housing, commercial, artisanal, fields] = weights;
    random.pick(&[
        ("housing", housing),
        ("commercial", commercial),
        ("artisanal", artisanal),
        ("agriculture_rainfed", fields),
    ])
}

fn tenure(land_use: &str, random: &mut Random) -> &'static str {
    match land_use {
        "school" | "institutional" => random.any(&["approved_deliberation", "land_title"]),
        "agriculture_rainfed" => random.pick(&[("customary", 0.7), ("council_deliberation", 0.3)]),
        _ => random.pick(&[
            ("de_facto_occupation", 0.22),
            ("customary", 0.14),
            ("attestation_presented", 0.14),
            ("council_deliberation", 0.24),
            ("approved_deliberation", 0.14),
            ("lease", 0.06),
            ("land_title", 0.06),
        ]),
    }
}

/// Holders with a paper mostly know their area to 2 %; one in twelve declares far too much.
fn declared_area_m2(tenure: &str, ring: &[Coord], random: &mut Random) -> Option<f64> {
    let with_paper = !matches!(tenure, "de_facto_occupation" | "customary");
    let factor = if random.chance(1.0 / 12.0) { random.between(1.15, 1.4) } else { 1.0 + random.about(0.02) };
    let known = random.chance(if with_paper { 0.85 } else { 0.15 });
    let area_m2 = Polygon::new(LineString::new(ring.to_vec()), vec![]).unsigned_area();
    known.then(|| (area_m2 * factor).round())
}

fn facility(
    half: Half,
    rank: usize,
    building: &[Coord; 4],
    ground: &Ground,
) -> Result<QuarterFacility, CrsError> {
    let (kind, name) = match half {
        Half::School => ("school", "École élémentaire"),
        Half::PlaceOfWorship => ("place_of_worship", "Mosquée"),
        Half::HealthPost => ("health_post", "Poste de santé"),
    };
    let name = Some(format!("{name} {}", rank / 18 + 1));
    Ok(QuarterFacility { kind, name, geometry: ground.polygon(building)?.into() })
}
