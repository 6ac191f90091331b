//! The avenue with its lights, the streets between the blocks, and the departmental road out of town.

use super::block::Block;
use super::ground::Ground;
use super::plan::{Plan, between, count, distance_m};
use super::random::{Purpose, Random};
use super::{Quarter, QuarterFacility, QuarterRoad};
use crate::crs::CrsError;
use geo::Coord;
use std::collections::BTreeSet;

/// One street between two blocks: the line it lies on and the crossing it starts from.
type Edge = (usize, usize);

/// A street without a gap: its line and the crossings from first to last.
type Run = (usize, std::ops::RangeInclusive<usize>);

/// Between two lights of the avenue.
const LIGHT_SPACING_M: f64 = 40.0;

/// Between two bends of the road out of town.
const BEND_SPACING_M: f64 = 40.0;

/// How far out the borehole stands, and how far from the road.
const BOREHOLE_M: (f64, f64) = (220.0, 18.0);

/// Adds every street that a block looks at, the road out of town, and what stands along them.
pub(super) fn add_streets(
    plan: &Plan,
    blocks: &[Block],
    ground: &Ground,
    quarter: &mut Quarter,
) -> Result<(), CrsError> {
    let (mut along, mut across) = (BTreeSet::new(), BTreeSet::new());
    for cell in blocks.iter().map(|block| block.cell) {
        along.extend([(cell.row, cell.column), (cell.row + 1, cell.column)]);
        across.extend([(cell.column, cell.row), (cell.column + 1, cell.row)]);
    }
    let mut names = Names::default();
    for (row, columns) in runs(&along) {
        let line: Vec<Coord> = columns.map(|column| plan.crossing(column, row)).collect();
        let road = if row == plan.avenue() {
            add_lights(&line, plan.row_line(row).width_m, ground, quarter)?;
            avenue(plan.row_line(row).width_m)
        } else {
            street(plan, names.of(row), plan.row_line(row).width_m, [row, 0])
        };
        quarter.roads.push(QuarterRoad { geometry: ground.line(&line)?, ..road });
    }
    names = names.for_other_direction();
    for (column, rows) in runs(&across) {
        let line: Vec<Coord> = rows.map(|row| plan.crossing(column, row)).collect();
        let road = street(plan, names.of(column), plan.column_line(column).width_m, [column, 1]);
        quarter.roads.push(QuarterRoad { geometry: ground.line(&line)?, ..road });
    }
    let town_edge = runs(&along).into_iter().rfind(|(row, _)| *row == plan.avenue());
    if let Some((row, columns)) = town_edge {
        add_road_out(plan, plan.crossing(*columns.end(), row), ground, quarter)?;
    }
    Ok(())
}

/// Numbers street lines in the order they are asked for; all runs of one line share a number.
#[derive(Default)]
struct Names {
    used: usize,
    line: Option<usize>,
}

impl Names {
    fn of(&mut self, line: usize) -> String {
        if self.line.replace(line) != Some(line) {
            self.used += 1;
        }
        format!("Rue {}", self.used)
    }

    fn for_other_direction(self) -> Self {
        Self { line: None, ..self }
    }
}

/// Joins edges that follow one another.
fn runs(edges: &BTreeSet<Edge>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for &(line, start) in edges {
        match runs.last_mut() {
            Some((last, crossings)) if *last == line && *crossings.end() == start => {
                *crossings = *crossings.start()..=start + 1;
            }
            _ => runs.push((line, start..=start + 1)),
        }
    }
    runs
}

fn avenue(width_m: f64) -> QuarterRoad {
    QuarterRoad {
        name: "Avenue principale".to_owned(),
        number: None,
        class: "urban",
        surface: "asphalt",
        condition: "good",
        width_m,
        managing_authority: "ageroute",
        geometry: geo::LineString::empty(),
    }
}

fn street(plan: &Plan, name: String, width_m: f64, address: [usize; 2]) -> QuarterRoad {
    let mut random = Random::at(plan.seed, Purpose::Street, address);
    QuarterRoad {
        name,
        number: None,
        class: "unclassified",
        surface: random.pick(&[("laterite", 0.85), ("earth_sand", 0.1), ("paving_blocks", 0.05)]),
        condition: random.pick(&[("good", 0.2), ("fair", 0.45), ("poor", 0.35)]),
        width_m,
        managing_authority: "commune",
        geometry: geo::LineString::empty(),
    }
}

/// From the end of the avenue, one to two kilometres, in gentle bends.
fn add_road_out(plan: &Plan, from: Coord, ground: &Ground, quarter: &mut Quarter) -> Result<(), CrsError> {
    let mut random = Random::at(plan.seed, Purpose::Road, [0, 0]);
    let bends = random.any(&[25, 30, 35, 40, 45]);
    let swing_m = random.between(14.0, 22.0) * random.any(&[-1.0, 1.0]);
    let drift_m = random.about(180.0);
    let wave_m = random.between(800.0, 1100.0);
    let aside_m = |along_m: f64| {
        let end_m = count(bends) * BEND_SPACING_M;
        let wave = 1.0 - (std::f64::consts::TAU * along_m / wave_m).cos();
        swing_m * wave + drift_m * (along_m / end_m).powi(2)
    };
    let at = |along_m: f64| from + Coord { x: along_m, y: aside_m(along_m) };
    let line: Vec<Coord> = (0..=bends).map(|bend| at(count(bend) * BEND_SPACING_M)).collect();
    let number = random.any(&["D701", "D702", "D703", "D704", "D705"]);
    quarter.roads.push(QuarterRoad {
        name: format!("Route départementale {}", &number[1..]),
        number: Some(number.to_owned()),
        class: "departmental",
        surface: "asphalt",
        condition: "fair",
        width_m: 7.0,
        managing_authority: "ageroute",
        geometry: ground.line(&line)?,
    });
    let (out_m, off_m) = BOREHOLE_M;
    quarter.facilities.push(QuarterFacility {
        kind: "borehole",
        name: Some("Forage".to_owned()),
        geometry: ground.point(at(out_m) - Coord { x: 0.0, y: off_m })?.into(),
    });
    Ok(())
}

/// Lights at the edges of the carriageway, left and right in turn.
fn add_lights(line: &[Coord], width_m: f64, ground: &Ground, quarter: &mut Quarter) -> Result<(), CrsError> {
    let mut next_m = LIGHT_SPACING_M / 2.0;
    let mut aside_m = width_m / 2.0;
    for (&from, &to) in line.iter().zip(&line[1..]) {
        let length_m = distance_m(from, to);
        let along = (to - from) / length_m;
        while next_m < length_m {
            let at = between(from, to, next_m / length_m) + Coord { x: -along.y, y: along.x } * aside_m;
            let geometry = ground.point(at)?.into();
            quarter.facilities.push(QuarterFacility { kind: "street_light", name: None, geometry });
            next_m += LIGHT_SPACING_M;
            aside_m = -aside_m;
        }
        next_m -= length_m;
    }
    Ok(())
}
