//! A drive becomes passes of roads: stops drawn together, cut where the vehicle turned round.

use std::ops::Range;

use geo::Coord;
use gis_core::{Finding, Projected};

use super::Workshop;
use super::gap::bridged;
use super::path::{Vertex, length_m, path};
use crate::clean::plane::Position;
use crate::clean::session::Session;
use crate::settings::RoadLimits;
use crate::words::both;

/// One drive along a road in one direction.
#[derive(Debug, Clone)]
pub(super) struct Pass {
    /// Where it went, in metres, in equal steps.
    pub(super) line: Vec<Coord>,
    /// Which log of the campaign it is of.
    pub(super) log: u32,
    /// How much it counts among passes: the inverse variance of its fixes.
    pub(super) weight: f64,
    /// Its positions.
    pub(super) positions: Vec<Position>,
}

/// Where dead reckoning puts the vehicle while the fixes of a drive are rejected, up to the kept positions before and
/// after it.
pub(super) fn reckoned_beside(outing: &[Session], whole: &[Position], drive: &Range<usize>) -> Vec<Position> {
    let before_s = drive.start.checked_sub(1).map_or(f64::NEG_INFINITY, |index| whole[index].time_s);
    let after_s = whole.get(drive.end).map_or(f64::INFINITY, |position| position.time_s);
    let reckoned = outing.iter().flat_map(|session| &session.reckoned);
    reckoned.filter(|position| position.time_s > before_s && position.time_s < after_s).copied().collect()
}

/// The positions of a drive with those that are reckoned, in rising order of time.
fn merged(positions: &[Position], reckoned: &[Position]) -> Vec<Position> {
    let mut all = [positions, reckoned].concat();
    all.sort_by(|one, other| one.time_s.total_cmp(&other.time_s));
    all
}

/// The passes of one drive; the finding, when there is none.
pub(super) fn passes(
    workshop: &Workshop<'_>,
    positions: &[Position],
    reckoned: &[Position],
) -> Result<Vec<Pass>, Finding> {
    let limits = workshop.limits;
    let path_m = length_m(&path(positions, limits));
    if path_m > limits.road.length_max_m {
        return Err(too_long(path_m));
    }
    let driven = merged(positions, reckoned);
    let sessions = driven.chunk_by(|one, next| next.time_s - one.time_s <= limits.drive.gap_max_s);
    let passes: Vec<Pass> =
        sessions.flat_map(|session| between_turns(workshop, over(session, positions), session)).collect();
    if passes.is_empty() { Err(too_short(path_m)) } else { Ok(passes) }
}

/// The kept positions over the time of a session.
fn over<'a>(session: &[Position], positions: &'a [Position]) -> &'a [Position] {
    let (first_s, last_s) = (session[0].time_s, session[session.len() - 1].time_s);
    let from = positions.partition_point(|position| position.time_s < first_s);
    let to = positions.partition_point(|position| position.time_s <= last_s);
    &positions[from..to]
}

/// The passes of a session, of which some positions are kept and the others reckoned.
fn between_turns(workshop: &Workshop<'_>, positions: &[Position], driven: &[Position]) -> Vec<Pass> {
    let limits = workshop.limits;
    let road = &limits.road;
    let steps = stepped(&path(&bridged(driven, road), limits), road.section_m);
    let mut passes = Vec::new();
    let mut start = 0;
    for end in turns(&steps, road).into_iter().chain([steps.len().saturating_sub(1)]) {
        let line = &steps[start..=end.min(steps.len().saturating_sub(1)).max(start)];
        start = end;
        let (first_s, last_s) = (line[0].time_s, line[line.len() - 1].time_s);
        let from = positions.partition_point(|position| position.time_s < first_s);
        let to = positions.partition_point(|position| position.time_s <= last_s);
        if length_m(line) >= road.length_min_m && to - from >= road.epochs_min {
            passes.push(Pass {
                line: line.iter().map(|vertex| Coord::from(vertex.at)).collect(),
                log: positions[0].log,
                weight: workshop.deviation(&positions[from..to]).of_fix_m().powi(-2),
                positions: positions[from..to].to_vec(),
            });
        }
    }
    passes
}

/// A path in equal steps, with its ends.
fn stepped(path: &[Vertex], step_m: f64) -> Vec<Vertex> {
    let mut steps: Vec<Vertex> = path.first().copied().into_iter().collect();
    let mut ahead_m = step_m;
    for pair in path.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let side_m = from.at.distance_m(to.at);
        while ahead_m <= side_m && side_m > 0.0 {
            steps.push(between(&from, &to, ahead_m / side_m));
            ahead_m += step_m;
        }
        ahead_m -= side_m;
    }
    let is_new = |last: &&Vertex| steps.last().is_some_and(|step| step.at.distance_m(last.at) > 0.1 * step_m);
    if let Some(last) = path.last().filter(is_new) {
        steps.push(*last);
    }
    steps
}

fn between(from: &Vertex, to: &Vertex, share: f64) -> Vertex {
    let mix = |one: f64, other: f64| one + (other - one) * share;
    let at = Projected {
        easting_m: mix(from.at.easting_m, to.at.easting_m),
        northing_m: mix(from.at.northing_m, to.at.northing_m),
    };
    Vertex { at, time_s: mix(from.time_s, to.time_s), stop: None }
}

/// Where a path in equal steps turns back on itself within a short way.
fn turns(steps: &[Vertex], road: &RoadLimits) -> Vec<usize> {
    let reach = whole_steps(road.u_turn_reach_m / road.section_m).max(2);
    let heading = |from: usize, to: usize| {
        let (from, to) = (Coord::from(steps[from].at), Coord::from(steps[to].at));
        (to.y - from.y).atan2(to.x - from.x).to_degrees()
    };
    let turn_deg = |index: usize| {
        let turn_deg = (heading(index, index + reach) - heading(index - reach, index)).rem_euclid(360.0);
        turn_deg.min(360.0 - turn_deg)
    };
    let mut turns: Vec<(usize, f64)> = Vec::new();
    for index in reach..steps.len().saturating_sub(reach) {
        let turn_deg = turn_deg(index);
        match turns.last_mut() {
            _ if turn_deg < road.u_turn_min_deg => {}
            Some(last) if index - last.0 <= 2 * reach => {
                if turn_deg > last.1 {
                    *last = (index, turn_deg);
                }
            }
            _ => turns.push((index, turn_deg)),
        }
    }
    turns.into_iter().map(|(index, _)| index).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of steps")]
fn whole_steps(steps: f64) -> usize {
    steps.clamp(0.0, 1e6) as usize
}

fn too_long(length_m: f64) -> Finding {
    Finding::warning(
        "road_too_long",
        both(|language| {
            let length = language.length(length_m);
            language
                .pick(
                    "Un trajet de {} est trop long pour un levé ; il n'est pas proposé. Envoyez-le en plusieurs fichiers.",
                    "A way of {} is too long for one survey; it is not proposed. Send it as several files.",
                )
                .replace("{}", &length)
        }),
    )
}

fn too_short(length_m: f64) -> Finding {
    Finding::warning(
        "road_too_short",
        both(|language| {
            let length = language.length(length_m);
            language
                .pick(
                    "Un tronçon de {} est trop court ; il n'est pas proposé.",
                    "A stretch of {} is too short for a road; it is not proposed.",
                )
                .replace("{}", &length)
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Thresholds;

    fn drive(places: impl Iterator<Item = (f64, f64)>) -> Vec<Position> {
        let position = |(index, (east_m, north_m)): (usize, (f64, f64))| {
            let at = Projected { easting_m: 3e5 + east_m, northing_m: 1.6e6 + north_m };
            Position::new(0, f64::from(u32::try_from(index).expect("few")), at, None)
        };
        places.enumerate().map(position).collect()
    }

    fn passes_of(positions: &[Position]) -> Vec<Pass> {
        let log = crate::LogFile { name: None, bytes: b"$GPGLL,1447.46,N,01655.56,W,101112,A\r\n" };
        let epochs = crate::decode(&[log], &crate::Settings::default()).epochs;
        between_turns(&Workshop { limits: &Thresholds::default(), epochs: &epochs }, positions, positions)
    }

    #[test]
    fn a_shrinking_zigzag_of_thousands_of_positions_is_cut_in_bounded_time() {
        let zigzag = (0..20_000_u32).map(|step| {
            let swing_m = f64::from(20_000 - step) * if step.is_multiple_of(2) { 0.05 } else { -0.05 };
            (f64::from(step), swing_m)
        });
        assert!(!passes_of(&drive(zigzag)).is_empty());
    }

    #[test]
    fn a_way_out_and_back_is_two_passes_that_meet_where_it_turns() {
        let out = (0..50).map(|second| (10.0 * f64::from(second), 0.0));
        let back = (0..50).map(|second| (490.0 - 10.0 * f64::from(second), 4.0));
        let passes = passes_of(&drive(out.chain(back)));
        assert_eq!(passes.len(), 2);
        let turn = passes[0].line.last().expect("a line");
        assert!((turn.x - 3e5 - 490.0).abs() < 15.0, "{turn:?}");
        assert_eq!(Some(turn), passes[1].line.first());
    }

    #[test]
    fn what_is_reckoned_belongs_to_its_own_session() {
        let straight = |first_s: u32, last_s: u32| {
            let place = |second: u32| (10.0 * f64::from(second), 0.0);
            let moved =
                |position: Position| Position { time_s: position.time_s + f64::from(first_s), ..position };
            drive((first_s..last_s).map(place)).into_iter().map(moved).collect::<Vec<_>>()
        };
        let kept = [straight(0, 40), straight(200, 240)].concat();
        let log = crate::LogFile { name: None, bytes: b"$GPGLL,1447.46,N,01655.56,W,101112,A\r\n" };
        let epochs = crate::decode(&[log], &crate::Settings::default()).epochs;
        let workshop = Workshop { limits: &Thresholds::default(), epochs: &epochs };
        let passes = passes(&workshop, &kept, &straight(240, 260)).expect("passes");
        let lengths: Vec<usize> = passes.iter().map(|pass| pass.line.len()).collect();
        assert_eq!(lengths, [79, 119]);
    }

    #[test]
    fn a_bend_is_no_turn() {
        let bend = (0..100).map(|second| {
            let angle = f64::from(second) * std::f64::consts::PI / 100.0;
            (300.0 * angle.sin(), 300.0 * angle.cos())
        });
        assert_eq!(passes_of(&drive(bend)).len(), 1);
    }
}
