//! Injected spikes and jumps: how many are taken out, and how much else with them.

use std::collections::{HashMap, HashSet};

use gps_ingest::reason::Reason;
use gps_ingest::{Injected, LogKind, Settings, SimulatedLog, clean, simulate_log};

use crate::babel::FILTERS;
use crate::figure::count;
use crate::logs::{Bench, file, request};
use crate::table::{Bounds, Row, fine_per_cent, per_cent};

/// What became of the fixes of one way.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    spikes: usize,
    spikes_removed: usize,
    jumps: usize,
    jumps_removed: usize,
    sound: usize,
    /// By the stages that look for spikes and outliers.
    sound_removed_as_spikes: usize,
    sound_removed: usize,
}

impl Tally {
    fn add(&mut self, injected: Injected, removed: Option<Removed>) {
        let is_removed = usize::from(removed.is_some());
        match injected {
            Injected::Spike => {
                self.spikes += 1;
                self.spikes_removed += is_removed;
            }
            Injected::Jump => {
                self.jumps += 1;
                self.jumps_removed += is_removed;
            }
            Injected::ColdStart | Injected::Search => {}
            Injected::None | Injected::Pinned | Injected::Canopy | Injected::Gap => {
                self.sound += 1;
                self.sound_removed += is_removed;
                self.sound_removed_as_spikes += usize::from(removed == Some(Removed::AsSpike));
            }
        }
    }

    fn sum(tallies: &[Self]) -> Self {
        tallies.iter().fold(Self::default(), |sum, tally| Self {
            spikes: sum.spikes + tally.spikes,
            spikes_removed: sum.spikes_removed + tally.spikes_removed,
            jumps: sum.jumps + tally.jumps,
            jumps_removed: sum.jumps_removed + tally.jumps_removed,
            sound: sum.sound + tally.sound,
            sound_removed_as_spikes: sum.sound_removed_as_spikes + tally.sound_removed_as_spikes,
            sound_removed: sum.sound_removed + tally.sound_removed,
        })
    }
}

/// Why a fix was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Removed {
    AsSpike,
    Otherwise,
}

pub(crate) fn rows(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, kind) in [
        ("walk of 1 ha", LogKind::BoundaryWalk { area_ha: 1.0 }),
        ("drive of 3 km", LogKind::RoadDrive { length_m: 3000.0 }),
        ("point of 3 min", LogKind::StaticPoint { duration_s: 180 }),
    ] {
        let tallies = bench.each_seed(|seed| tally(bench, kind, seed))?;
        let suuf = Tally::sum(&tallies.iter().map(|(suuf, _)| *suuf).collect::<Vec<_>>());
        let babel: Vec<Tally> = tallies.iter().filter_map(|(_, babel)| *babel).collect();
        let babel = (!babel.is_empty()).then(|| Tally::sum(&babel));
        rows.extend(rows_of(name, suuf, babel));
    }
    Ok(rows)
}

fn rows_of(name: &str, suuf: Tally, babel: Option<Tally>) -> Vec<Row> {
    let share = |part: usize, whole: usize| count(part) / count(whole.max(1));
    let each = |figure: fn(&Tally) -> (usize, usize)| {
        let share_of = |tally: &Tally| {
            let (part, whole) = figure(tally);
            share(part, whole)
        };
        [Some(share_of(&suuf)), Some(0.0), babel.as_ref().map(share_of)]
    };
    vec![
        Row::judged(
            format!("{name}: spikes removed, of {}", suuf.spikes),
            Bounds::AtLeast(0.98),
            each(|tally| (tally.spikes_removed, tally.spikes)),
            per_cent,
        ),
        Row::judged(
            format!("{name}: sound fixes removed as spikes, of {}", suuf.sound),
            Bounds::AtMost(0.005),
            each(|tally| (tally.sound_removed_as_spikes, tally.sound)),
            fine_per_cent,
        ),
        Row::told(
            format!("{name}: sound fixes removed for any reason"),
            each(|tally| (tally.sound_removed, tally.sound)).map(|share| share.map(fine_per_cent)),
        ),
        Row::told(
            format!("{name}: fixes within multipath jumps removed, of {}", suuf.jumps),
            each(|tally| (tally.jumps_removed, tally.jumps)).map(|share| share.map(per_cent)),
        ),
    ]
}

fn tally(bench: &Bench, kind: LogKind, seed: u64) -> anyhow::Result<(Tally, Option<Tally>)> {
    let log = simulate_log(&request(kind, seed));
    let truth: HashMap<i64, Injected> =
        log.epochs.iter().map(|epoch| (epoch.time.timestamp_millis(), epoch.injected)).collect();
    let cleaned = clean(&[file(&log)], &Settings::default())?;
    let mut suuf = Tally::default();
    for epoch in &cleaned.decoded.epochs {
        let Some(injected) = epoch.clock_ms.and_then(|clock_ms| truth.get(&clock_ms)) else { continue };
        let removed = epoch.rejected.map(|reason| match reason {
            Reason::Spike | Reason::Outlier => Removed::AsSpike,
            _ => Removed::Otherwise,
        });
        suuf.add(*injected, removed);
    }
    Ok((suuf, babel_tally(bench, seed, &log)?))
}

/// GPSBabel's discard filter alone: simplification removes nearly every fix.
fn babel_tally(bench: &Bench, seed: u64, log: &SimulatedLog) -> anyhow::Result<Option<Tally>> {
    let Some(fixes) = bench.babel_fixes(seed, log, &FILTERS[..1])? else { return Ok(None) };
    let left: HashSet<i64> = fixes.iter().filter_map(|fix| fix.time_ms).collect();
    let mut tally = Tally::default();
    for epoch in &log.epochs {
        let is_left = left.contains(&epoch.time.timestamp_millis());
        tally.add(epoch.injected, (!is_left).then_some(Removed::AsSpike));
    }
    Ok(Some(tally))
}
