//! Passes of one road become its centreline: cross-sections every few metres, and a robust mean across each.
//!
//! One of the passes is the seed. Its cross-sections find where the other passes go by; the robust mean of what they
//! find moves the seed, and further rounds with the moved seed take out the seed's own crookedness. Where the two
//! directions keep apart, the road has two carriageways.

use std::collections::{BTreeMap, HashMap};

use geo::{Coord, Geometry, LineString};
use gis_core::simplify::{distance, simplify_line};
use gis_core::survey::DraftKind;
use gis_core::{Finding, Text};

use super::road::Pass;
use super::{Shape, Workshop, duration_s};
use crate::clean::plane::{Position, count, median};
use crate::settings::RoadLimits;

/// The code of the finding that passes lie farther apart than their errors explain.
pub(super) const PASSES_DISAGREE: &str = "passes_disagree";

/// Roads from the passes of a campaign.
pub(super) fn centrelines(workshop: &Workshop<'_>, passes: Vec<Pass>) -> Vec<Shape> {
    let road = &workshop.limits.road;
    let groups = grouped(passes, road);
    groups
        .into_iter()
        .flat_map(|group| carriageways(group, road))
        .map(|group| shape(workshop, &group))
        .collect()
}

fn shape(workshop: &Workshop<'_>, group: &[Pass]) -> Shape {
    let road = &workshop.limits.road;
    let Centreline { line, spread_m } = centreline(group, road);
    let positions: Vec<Position> = group.iter().flat_map(|pass| pass.positions.iter().copied()).collect();
    let deviation = workshop.deviation(&positions);
    let mut by_log: BTreeMap<u32, usize> = BTreeMap::new();
    for pass in group {
        *by_log.entry(pass.log).or_default() += 1;
    }
    let by_log: Vec<usize> = by_log.into_values().collect();
    let modelled_m = deviation.of_passes_m(&by_log);
    let measured_m = spread_m / count(group.len()).sqrt();
    let sigma_m = modelled_m.max(measured_m).max(workshop.limits.error.sigma_floor_m);
    let disagree = measured_m > 2.0 * modelled_m;
    let line = simplify_line(&line, road.tolerance_m);
    Shape {
        pass_count: group.len(),
        n_eff: group.iter().map(|pass| deviation.independent_fixes(duration_s(&pass.positions))).sum(),
        findings: disagree.then(passes_disagree).into_iter().collect(),
        ..workshop.shape(DraftKind::Road, Geometry::from(line), sigma_m, &positions)
    }
}

/// Passes that go along one another, the longest first in each group.
fn grouped(mut passes: Vec<Pass>, road: &RoadLimits) -> Vec<Vec<Pass>> {
    // Passes are in equal steps.
    passes.sort_by_key(|pass| std::cmp::Reverse(pass.line.len()));
    let mut groups: Vec<(Segments, Vec<Pass>)> = Vec::new();
    for pass in passes {
        let runs_along = |segments: &Segments| {
            let near = pass.line.windows(2).filter(|step| segments.go_along(step[0], step[1])).count();
            share(near, pass.line.len() - 1) >= road.group_share_min
        };
        match groups.iter_mut().find(|(segments, _)| runs_along(segments)) {
            Some((_, group)) => group.push(pass),
            None => groups.push((Segments::of(&pass.line, road.group_apart_max_m), vec![pass])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn share(part: usize, whole: usize) -> f64 {
    count(part) / count(whole).max(1.0)
}

/// One group, or one for each direction when the two keep apart.
fn carriageways(group: Vec<Pass>, road: &RoadLimits) -> Vec<Vec<Pass>> {
    let seed = group[0].line.clone();
    let (forward, backward): (Vec<Pass>, Vec<Pass>) =
        group.into_iter().partition(|pass| goes_along(&pass.line, &seed));
    if backward.is_empty() {
        return vec![forward];
    }
    let offset_m = |passes: &[Pass]| {
        let sections = sections(&seed, passes, road);
        median(
            sections
                .into_iter()
                .flat_map(|section| section.offsets_m)
                .map(|(offset_m, _)| offset_m)
                .collect(),
        )
        .unwrap_or(0.0)
    };
    if (offset_m(&forward) - offset_m(&backward)).abs() >= road.carriageway_apart_min_m {
        vec![forward, backward]
    } else {
        vec![[forward, backward].concat()]
    }
}

/// Whether a line goes the same way as the seed, by which of its ends lies nearer to the seed's start.
fn goes_along(line: &[Coord], seed: &[Coord]) -> bool {
    let place_along = |place: Coord| {
        let apart = |other: &Coord| (place.x - other.x).hypot(place.y - other.y);
        (0..seed.len()).min_by(|&one, &other| apart(&seed[one]).total_cmp(&apart(&seed[other])))
    };
    line.first().map(|first| place_along(*first)) <= line.last().map(|last| place_along(*last))
}

/// The first round brings the seed near, the others take out its crookedness.
const ROUNDS: usize = 3;

/// The middle of a group of passes.
struct Centreline {
    line: LineString,
    /// Standard deviation of one pass across the road, robustly; 0 of one pass.
    spread_m: f64,
}

/// The pass to begin with: of those that go nearly all the way, the one of median length, because jumps lengthen.
fn seed(group: &[Pass]) -> &Pass {
    /// Shorter ones leave a part of the road out.
    const WHOLE_SHARE: f64 = 0.8;
    let steps = |pass: &Pass| pass.line.len();
    let longest = group.iter().map(steps).max().unwrap_or(0);
    let mut whole: Vec<&Pass> =
        group.iter().filter(|pass| share(steps(pass), longest) >= WHOLE_SHARE).collect();
    whole.sort_by_key(|pass| steps(pass));
    whole[whole.len() / 2]
}

fn centreline(group: &[Pass], road: &RoadLimits) -> Centreline {
    let mut line = seed(group).line.clone();
    let mut spread_m = 0.0;
    if group.len() > 1 {
        for _ in 0..ROUNDS {
            let sections = sections(&line, group, road);
            let spreads = sections.iter().filter_map(Section::spread_m);
            spread_m = median(spreads.collect()).unwrap_or(0.0);
            line = sections.iter().map(Section::middle).collect();
        }
    }
    if group.len() > 1 {
        for _ in 0..2 {
            line = ended(line, group, road);
            line.reverse();
        }
    }
    Centreline { line: LineString::new(line), spread_m }
}

/// The line up to where most passes end, near its own end.
fn ended(mut line: Vec<Coord>, group: &[Pass], road: &RoadLimits) -> Vec<Coord> {
    let reach_m = 2.0 * road.group_apart_max_m;
    let end = line[line.len() - 1];
    let apart_m = |one: Coord, other: Coord| (one.x - other.x).hypot(one.y - other.y);
    // The end of a pass that belongs to this end of the line, and not to the other.
    let near_end = |pass: &Pass| {
        let ends = [pass.line[0], pass.line[pass.line.len() - 1]];
        let nearer = if apart_m(ends[0], end) < apart_m(ends[1], end) { ends[0] } else { ends[1] };
        (apart_m(nearer, end) <= reach_m && apart_m(nearer, end) < apart_m(nearer, line[0])).then_some(nearer)
    };
    let ends: Vec<Coord> = group.iter().filter_map(near_end).collect();
    let x = median(ends.iter().map(|end| end.x).collect());
    let y = median(ends.iter().map(|end| end.y).collect());
    let (Some(x), Some(y)) = (x, y) else { return line };
    let middle = Coord { x, y };
    // What lies beyond the middle of the ends, seen along the road, is one pass alone.
    let before = line[line.len().saturating_sub(1 + END_STEPS)];
    let beyond =
        |place: &Coord| (*place - middle).x * (end - before).x + (*place - middle).y * (end - before).y > 0.0;
    while line.len() > 2 && line.last().is_some_and(beyond) {
        line.pop();
    }
    line.push(middle);
    line
}

/// Steps over which the direction of a road's end is taken.
const END_STEPS: usize = 6;

/// A line across the road, and how far to its left each pass goes by, with the pass' weight.
struct Section {
    at: Coord,
    left: Coord,
    offsets_m: Vec<(f64, f64)>,
}

impl Section {
    fn middle(&self) -> Coord {
        self.at + self.left * robust_mean(&self.offsets_m)
    }

    fn spread_m(&self) -> Option<f64> {
        robust_spread_m(&self.offsets_m.iter().map(|(offset_m, _)| *offset_m).collect::<Vec<_>>())
    }
}

fn sections(seed: &[Coord], passes: &[Pass], road: &RoadLimits) -> Vec<Section> {
    /// The direction of the road is taken over so many steps either way: a jump of the seed shall not turn it.
    const REACH: usize = 4;
    // The seed may be as far off to one side as another pass to the other.
    let reach_m = 2.0 * road.group_apart_max_m;
    let segments: Vec<Segments> = passes.iter().map(|pass| Segments::of(&pass.line, reach_m)).collect();
    let section = |index: usize| {
        let (before, after) = (seed[index.saturating_sub(REACH)], seed[(index + REACH).min(seed.len() - 1)]);
        let along = after - before;
        let length_m = along.x.hypot(along.y).max(f64::MIN_POSITIVE);
        let left = Coord { x: -along.y / length_m, y: along.x / length_m };
        let at = seed[index];
        let crossings = segments.iter().zip(passes);
        let offset =
            |(segments, pass): (&Segments, &Pass)| Some((segments.crossing_m(at, left)?, pass.weight));
        let offsets_m = crossings.filter_map(offset).collect();
        Section { at, left, offsets_m }
    };
    (0..seed.len()).map(section).collect()
}

/// The weighted mean of values, with less weight for what lies far from the median: as good as the mean where errors
/// are normal, and as safe as the median where one pass went astray.
fn robust_mean(values: &[(f64, f64)]) -> f64 {
    /// Beyond so many standard deviations the weight falls (Huber's constant).
    const REACH: f64 = 1.5;
    let mean = |weight: &dyn Fn(f64) -> f64| {
        let total: f64 = values.iter().map(|&(value, of_pass)| of_pass * weight(value)).sum();
        values.iter().map(|&(value, of_pass)| of_pass * weight(value) * value).sum::<f64>() / total
    };
    match values {
        [] => 0.0,
        [_] | [_, _] => mean(&|_| 1.0),
        _ => {
            let offsets: Vec<f64> = values.iter().map(|(value, _)| *value).collect();
            let spread = robust_spread_m(&offsets).unwrap_or(0.0).max(0.5);
            let mut middle = median(offsets).unwrap_or(0.0);
            for _ in 0..5 {
                let of = middle;
                middle = mean(&|value| (REACH * spread / (value - of).abs().max(f64::MIN_POSITIVE)).min(1.0));
            }
            middle
        }
    }
}

/// The standard deviation by the median absolute deviation; `None` of fewer than two.
fn robust_spread_m(values: &[f64]) -> Option<f64> {
    /// A normal distribution's standard deviation for each unit of its median absolute deviation.
    const SIGMA_PER_MAD: f64 = 1.4826;
    let middle = median(values.to_vec()).filter(|_| values.len() > 1)?;
    let deviations = values.iter().map(|value| (value - middle).abs()).collect();
    median(deviations).map(|deviation| deviation * SIGMA_PER_MAD)
}

/// The segments of a line by the squares of a grid, so that what is near to a place is found at once.
struct Segments {
    line: Vec<Coord>,
    reach_m: f64,
    squares: HashMap<(i64, i64), Vec<usize>>,
}

impl Segments {
    fn of(line: &[Coord], reach_m: f64) -> Self {
        let mut squares: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
        for index in 1..line.len() {
            for square in squares_around(line[index - 1], line[index], reach_m) {
                squares.entry(square).or_default().push(index);
            }
        }
        Self { line: line.to_vec(), reach_m, squares }
    }

    fn near(&self, place: Coord) -> impl Iterator<Item = (Coord, Coord)> {
        let square = (grid(place.x, self.reach_m), grid(place.y, self.reach_m));
        self.squares.get(&square).into_iter().flatten().map(|&index| (self.line[index - 1], self.line[index]))
    }

    /// Whether the line runs near a step and in its direction, this way or the other: a side street does not.
    fn go_along(&self, from: Coord, to: Coord) -> bool {
        /// The cosine of 45°.
        const ALONG_MIN: f64 = 0.707;
        let step = to - from;
        self.near(from).any(|(start, end)| {
            let side = end - start;
            let along = (side.x * step.x + side.y * step.y).abs();
            distance(from, start, end) <= self.reach_m
                && along >= ALONG_MIN * side.x.hypot(side.y) * step.x.hypot(step.y)
        })
    }

    /// Where the line crosses a line across a road, in metres to its left; the nearest crossing within the reach.
    fn crossing_m(&self, at: Coord, left: Coord) -> Option<f64> {
        let crossings = self.near(at).filter_map(|(from, to)| {
            let (from, to) = (from - at, to - at);
            let along = |place: Coord| place.x * left.y - place.y * left.x;
            let (start, end) = (along(from), along(to));
            if start * end > 0.0 || (start - end).abs() < f64::MIN_POSITIVE {
                return None;
            }
            let crossing = from + (to - from) * (start / (start - end));
            Some(crossing.x * left.x + crossing.y * left.y)
        });
        crossings
            .min_by(|one, other| one.abs().total_cmp(&other.abs()))
            .filter(|offset_m| offset_m.abs() <= self.reach_m)
    }
}

/// The squares within reach of a segment's box.
fn squares_around(from: Coord, to: Coord, reach_m: f64) -> impl Iterator<Item = (i64, i64)> {
    let span = |one: f64, other: f64| {
        grid(one.min(other) - reach_m, reach_m)..=grid(one.max(other) + reach_m, reach_m)
    };
    let rows = span(from.y, to.y);
    span(from.x, to.x).flat_map(move |column| rows.clone().map(move |row| (column, row)))
}

#[expect(clippy::cast_possible_truncation, reason = "metres of a zone fit by far")]
fn grid(value_m: f64, reach_m: f64) -> i64 {
    (value_m / reach_m).floor() as i64
}

fn passes_disagree() -> Finding {
    Finding::warning(
        PASSES_DISAGREE,
        Text::new(
            "Les passages s'écartent plus que l'erreur du récepteur : voies séparées, déviation ou mauvais passage. \
             Vérifiez le tracé.",
            "The passes lie farther apart than the receiver's error explains: separate lanes, a detour or a bad \
             pass. Check the line.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Euclidean, Length};

    /// A pass along the east axis, at that distance north of it.
    fn pass(north_m: f64, backward: bool) -> Pass {
        let mut line: Vec<Coord> =
            (0..100).map(|step| Coord { x: 5.0 * f64::from(step), y: north_m }).collect();
        if backward {
            line.reverse();
        }
        Pass { line, log: 0, weight: 1.0, positions: Vec::new() }
    }

    #[test]
    fn one_pass_that_went_astray_does_not_move_the_middle() {
        let passes = [pass(0.0, false), pass(1.0, true), pass(-1.0, false), pass(15.0, false)];
        let Centreline { line, .. } = centreline(&passes, &RoadLimits::default());
        assert!(line.coords().all(|place| place.y.abs() < 1.2), "{line:?}");
    }

    #[test]
    fn a_short_road_of_one_pass_keeps_its_length_and_ends_are_those_of_most_passes() {
        let short = |metres: i32| Pass {
            line: pass(0.0, false).line[..=usize::try_from(metres / 5).expect("few")].to_vec(),
            ..pass(0.0, false)
        };
        let length_m = |passes: &[Pass]| Euclidean.length(&centreline(passes, &RoadLimits::default()).line);
        assert!((length_m(&[short(35)]) - 35.0).abs() < 1e-9);
        assert!((length_m(&[short(400), short(400), short(420)]) - 400.0).abs() < 6.0);
    }

    #[test]
    fn near_passes_are_one_road_and_far_ones_are_not() {
        let road = RoadLimits::default();
        let sizes = |passes: Vec<Pass>| grouped(passes, &road).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(vec![pass(0.0, false), pass(10.0, true), pass(60.0, false)]), [2, 1]);
    }

    #[test]
    fn directions_that_keep_apart_are_two_carriageways() {
        let road = RoadLimits::default();
        assert_eq!(carriageways(vec![pass(0.0, false), pass(3.0, true)], &road).len(), 1);
        assert_eq!(carriageways(vec![pass(0.0, false), pass(12.0, true)], &road).len(), 2);
    }

    #[test]
    fn a_robust_mean_of_good_values_is_their_mean() {
        let alike = [1.0, 2.0, 3.0, 4.0].map(|value| (value, 1.0));
        assert!((robust_mean(&alike) - 2.5).abs() < 0.2);
        assert!((robust_mean(&[(7.0, 0.3)]) - 7.0).abs() < 1e-12);
        assert!((robust_mean(&[(1.0, 3.0), (2.0, 1.0)]) - 1.25).abs() < 1e-12);
    }
}
