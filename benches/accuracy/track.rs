//! Tracks: how near the smoothed positions come to the truth, beside the fixes without their spikes.

use std::collections::HashMap;

use gis_core::LonLat;
use gps_ingest::{
    Injected, LogKind, LogRequest, Noise, Settings, SimulatedLog, TrueEpoch, clean, simulate_log,
};

use crate::babel::FILTERS;
use crate::figure::count;
use crate::logs::{Bench, file, raw_epochs, request};
use crate::place::Ground;
use crate::table::{Bounds, Row, fine_metres, ratio};

/// Squares of distances to the truth, and how many there are.
#[derive(Debug, Default, Clone, Copy)]
struct Squares {
    sum_m2: f64,
    number: usize,
}

impl Squares {
    fn add(&mut self, distance_m: f64) {
        self.sum_m2 += distance_m * distance_m;
        self.number += 1;
    }

    fn rmse_m(self) -> f64 {
        (self.sum_m2 / count(self.number)).sqrt()
    }

    fn sum(all: impl Iterator<Item = Self>) -> Option<Self> {
        all.reduce(|sum, one| Self { sum_m2: sum.sum_m2 + one.sum_m2, number: sum.number + one.number })
    }
}

/// One walk: Suuf, raw fixes, GPSBabel, and the fixes without spikes as the measure of all three.
struct Walk {
    ways: [Option<Squares>; 3],
    despiked: Squares,
}

pub(crate) fn rows(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, noise, most) in
        [("white noise alone", Noise::WHITE_ONLY, 0.45), ("the whole error model", Noise::OPEN, 0.85)]
    {
        let walks = bench.each_seed(|seed| walk(bench, &noise, seed))?;
        let way = |way: usize| Squares::sum(walks.iter().filter_map(|walk| walk.ways[way]));
        let despiked = Squares::sum(walks.iter().map(|walk| walk.despiked)).map_or(f64::NAN, Squares::rmse_m);
        let rmse = [0, 1, 2].map(way).map(|squares| squares.map(Squares::rmse_m));
        rows.extend([
            Row::judged(
                format!("track, {name}: RMSE ÷ {} of fixes without their spikes", fine_metres(despiked)),
                Bounds::AtMost(most),
                rmse.map(|rmse_m| rmse_m.map(|rmse_m| rmse_m / despiked)),
                ratio,
            ),
            Row::told(format!("track, {name}: RMSE"), rmse.map(|rmse_m| rmse_m.map(fine_metres))),
        ]);
    }
    Ok(rows)
}

fn walk(bench: &Bench, noise: &Noise, seed: u64) -> anyhow::Result<Walk> {
    let base = request(LogKind::BoundaryWalk { area_ha: 1.0 }, seed);
    let log = simulate_log(&LogRequest { noise: *noise, ..base });
    let ground = Ground::new()?;
    let truth = settled(&log);
    let (mut raw, mut despiked) = (Squares::default(), Squares::default());
    for (time_ms, at) in raw_epochs(&log) {
        let Some(epoch) = time_ms.and_then(|time_ms| truth.get(&time_ms)) else { continue };
        let distance_m = ground.apart_m(at, epoch.place)?;
        raw.add(distance_m);
        if epoch.injected != Injected::Spike {
            despiked.add(distance_m);
        }
    }
    let babel = bench.babel_fixes(seed, &log, &FILTERS[..1])?.map(|fixes| {
        let fixes = fixes.into_iter().map(|fix| (fix.time_ms, fix.at));
        squares(&truth, fixes, &ground)
    });
    let cleaned = clean(&[file(&log)], &Settings::default())?;
    let mut smooth = Vec::new();
    if let Some(projector) = &cleaned.projector {
        for position in cleaned.sessions.iter().flat_map(|session| &session.positions) {
            let clock_ms = cleaned.decoded.epochs[position.epoch].clock_ms;
            smooth.push((clock_ms, projector.unproject(position.smooth)?));
        }
    }
    let suuf = squares(&truth, smooth.into_iter(), &ground)?;
    Ok(Walk { ways: [Some(suuf), Some(raw), babel.transpose()?], despiked })
}

/// The truth by time, once the receiver has settled.
fn settled(log: &SimulatedLog) -> HashMap<i64, &TrueEpoch> {
    let is_unsettled = |epoch: &TrueEpoch| matches!(epoch.injected, Injected::Search | Injected::ColdStart);
    let settled = log.epochs.iter().rposition(is_unsettled).map_or(0, |last| last + 1);
    log.epochs[settled..].iter().map(|epoch| (epoch.time.timestamp_millis(), epoch)).collect()
}

fn squares(
    truth: &HashMap<i64, &TrueEpoch>,
    fixes: impl Iterator<Item = (Option<i64>, LonLat)>,
    ground: &Ground,
) -> anyhow::Result<Squares> {
    let mut squares = Squares::default();
    for (time_ms, at) in fixes {
        if let Some(epoch) = time_ms.and_then(|time_ms| truth.get(&time_ms)) {
            squares.add(ground.apart_m(at, epoch.place)?);
        }
    }
    Ok(squares)
}
