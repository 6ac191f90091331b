//! The street grid: lines that bend a little and cross at points which their four blocks share.
//!
//! Plan metres: x along the main avenue, y across it, both zero where the avenue meets the middle street.

use super::random::{Purpose, Random};
use geo::Coord;

/// One street line of the grid, straight before [`Plan::crossing`] bends it.
pub(super) struct Line {
    /// Distance from the middle line.
    pub(super) at_m: f64,
    /// Width of the carriageway.
    pub(super) width_m: f64,
}

impl Line {
    /// From the centreline to the parcels.
    pub(super) fn half_m(&self) -> f64 {
        self.width_m / 2.0 + VERGE_M
    }
}

/// A block's place in the grid, between lines `column` and `column + 1`, `row` and `row + 1`.
///
/// Ordered row by row, which is how blocks are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) row: usize,
    pub(super) column: usize,
}

/// One direction of the grid: its street lines, and the parcels between each and the next.
struct Axis {
    lines: Vec<Line>,
    between: Vec<usize>,
    middle: usize,
}

/// The street grid of a quarter.
pub(super) struct Plan {
    pub(super) seed: u64,
    columns: Axis,
    rows: Axis,
    phases: [f64; 4],
}

/// Between a carriageway and the parcels: keeps rounding from moving a wall onto the road.
const VERGE_M: f64 = 0.5;

/// Ground for one parcel with its share of the streets, rounded up so that the grid is always large enough.
const GROUND_PER_PARCEL_M2: f64 = 650.0;

/// How far a crossing strays from its lines.
const STRAY_M: f64 = 1.2;

/// Width of the main avenue.
const AVENUE_WIDTH_M: f64 = 20.0;

impl Plan {
    /// A grid with room for that many parcels.
    pub(super) fn for_parcels(parcels: usize, seed: u64) -> Self {
        let ground_m2 = count(parcels) * GROUND_PER_PARCEL_M2;
        let reach_m = 300.0 + 1.3 * (ground_m2 / std::f64::consts::PI).sqrt();
        let mut random = Random::at(seed, Purpose::Outline, [1, 0]);
        let phases = std::array::from_fn(|_| random.between(0.0, std::f64::consts::TAU));
        let columns = Axis::new(reach_m, |index| column(seed, index));
        let mut rows = Axis::new(reach_m, |index| row(seed, index));
        rows.widen_middle(AVENUE_WIDTH_M);
        Self { seed, columns, rows, phases }
    }

    /// The row line that is the main avenue.
    pub(super) fn avenue(&self) -> usize {
        self.rows.middle
    }

    /// The line along row `index`, running with the avenue.
    pub(super) fn row_line(&self, index: usize) -> &Line {
        &self.rows.lines[index]
    }

    /// The line along column `index`, running across the avenue.
    pub(super) fn column_line(&self, index: usize) -> &Line {
        &self.columns.lines[index]
    }

    /// How many parcels stand side by side in a block.
    pub(super) fn parcels_across(&self, cell: Cell) -> usize {
        self.columns.between[cell.column]
    }

    /// Where a column line and a row line cross: the long bends of the streets, and a little straying.
    pub(super) fn crossing(&self, column: usize, row: usize) -> Coord {
        let (x, y) = (self.columns.lines[column].at_m, self.rows.lines[row].at_m);
        let mut random = Random::at(self.seed, Purpose::Crossing, [column, row]);
        Coord {
            x: x + 6.0 * (y / 270.0 + self.phases[0]).sin() + random.about(STRAY_M),
            y: y + 5.0 * (x / 230.0 + self.phases[1]).sin() + random.about(STRAY_M),
        }
    }

    /// The corners of a block behind its streets, from the south-west counter-clockwise.
    pub(super) fn corners(&self, cell: Cell) -> [Coord; 4] {
        let Cell { row, column } = cell;
        let crossings = [
            self.crossing(column, row),
            self.crossing(column + 1, row),
            self.crossing(column + 1, row + 1),
            self.crossing(column, row + 1),
        ];
        let setbacks_m = [
            self.row_line(row).half_m(),
            self.column_line(column + 1).half_m(),
            self.row_line(row + 1).half_m(),
            self.column_line(column).half_m(),
        ];
        let sides: [Side; 4] = std::array::from_fn(|side| {
            Side::behind(crossings[side], crossings[(side + 1) % 4], setbacks_m[side])
        });
        std::array::from_fn(|corner| sides[(corner + 3) % 4].meets(sides[corner]))
    }

    /// All cells, the town's middle first: it grows further in some directions than in others.
    pub(super) fn cells_outwards(&self) -> Vec<Cell> {
        let mut cells: Vec<(f64, Cell)> = self.cells().map(|cell| (self.remoteness_m(cell), cell)).collect();
        cells.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        cells.into_iter().map(|(_, cell)| cell).collect()
    }

    fn cells(&self) -> impl Iterator<Item = Cell> {
        let columns = self.columns.between.len();
        (0..self.rows.between.len()).flat_map(move |row| (0..columns).map(move |column| Cell { row, column }))
    }

    fn remoteness_m(&self, cell: Cell) -> f64 {
        let centre_m = |lines: &[Line], index: usize| f64::midpoint(lines[index].at_m, lines[index + 1].at_m);
        let (x, y) = (centre_m(&self.columns.lines, cell.column), centre_m(&self.rows.lines, cell.row));
        let bearing = y.atan2(x);
        let lobes =
            0.14 * (3.0 * bearing + self.phases[2]).sin() + 0.08 * (5.0 * bearing + self.phases[3]).sin();
        x.hypot(y) / (1.0 + lobes)
    }
}

impl Axis {
    /// Lines outwards from a middle one until both sides are `reach_m` away.
    ///
    /// `next` gives the width of a line, the depth of the blocks behind it and the parcels in that depth.
    fn new(reach_m: f64, next: impl Fn(usize) -> (f64, f64, usize)) -> Self {
        let side = |first: usize| {
            let (mut lines, mut between) = (Vec::new(), Vec::new());
            let (mut edge_m, mut index) = (next(0).0 / 2.0 + VERGE_M, first);
            while edge_m < reach_m {
                let (width_m, depth_m, parcels) = next(index);
                let half_m = width_m / 2.0 + VERGE_M;
                lines.push(Line { at_m: edge_m + depth_m + half_m, width_m });
                between.push(parcels);
                edge_m += depth_m + 2.0 * half_m;
                index += 2;
            }
            (lines, between)
        };
        let ((right, right_between), (left, left_between)) = (side(1), side(2));
        let middle = left.len();
        let mirrored = left.into_iter().rev().map(|line| Line { at_m: -line.at_m, ..line });
        let lines = mirrored.chain([Line { at_m: 0.0, width_m: next(0).0 }]).chain(right).collect();
        let between = left_between.into_iter().rev().chain(right_between).collect();
        Self { lines, between, middle }
    }

    /// Widens the middle line and moves all others out of its way.
    fn widen_middle(&mut self, width_m: f64) {
        let more_m = (width_m - self.lines[self.middle].width_m) / 2.0;
        for line in &mut self.lines {
            line.at_m += more_m * if line.at_m == 0.0 { 0.0 } else { line.at_m.signum() };
        }
        self.lines[self.middle].width_m = width_m;
    }
}

/// Six to ten parcels of 12.5 to 14.5 m.
fn column(seed: u64, index: usize) -> (f64, f64, usize) {
    let mut random = Random::at(seed, Purpose::Column, [index, 0]);
    let parcels = random.any(&[6, 7, 8, 9, 10]);
    (street_width_m(&mut random), count(parcels) * random.between(12.5, 14.5), parcels)
}

/// Two rows of 20.5 to 24.5 m.
fn row(seed: u64, index: usize) -> (f64, f64, usize) {
    let mut random = Random::at(seed, Purpose::Row, [index, 0]);
    (street_width_m(&mut random), 2.0 * random.between(20.5, 24.5), 2)
}

fn street_width_m(random: &mut Random) -> f64 {
    random.any(&[10.0, 10.5, 11.0, 11.5, 12.0])
}

/// One side of a block, as a line through a point.
#[derive(Clone, Copy)]
struct Side {
    through: Coord,
    along: Coord,
}

impl Side {
    /// The line `setback_m` to the left of a street.
    fn behind(from: Coord, to: Coord, setback_m: f64) -> Self {
        let along = (to - from) / distance_m(from, to);
        Self { through: from + Coord { x: -along.y, y: along.x } * setback_m, along }
    }

    fn meets(self, other: Self) -> Coord {
        let cross = |a: Coord, b: Coord| a.x * b.y - a.y * b.x;
        let reach_m = cross(other.through - self.through, other.along) / cross(self.along, other.along);
        self.through + self.along * reach_m
    }
}

/// Straight-line distance on the plan.
pub(super) fn distance_m(from: Coord, to: Coord) -> f64 {
    (to.x - from.x).hypot(to.y - from.y)
}

/// The point a share of the way from one to the other.
pub(super) fn between(from: Coord, to: Coord, share: f64) -> Coord {
    from + (to - from) * share
}

/// A number of things as a factor; beyond 2³² it stays there.
pub(super) fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}
