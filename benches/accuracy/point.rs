//! Static points: the surveyor waits a minute and holds the receiver still for another.

use anyhow::Context;
use geo::{Coord, Distance, Euclidean, Geometry};
use gis_core::LonLat;
use gis_core::survey::DraftKind;
use gps_ingest::{LogKind, LogRequest, simulate_log};

use crate::figure::{Figures, count, greatest, mean, median, quantile};
use crate::logs::{Bench, only_draft, raw_fixes, request};
use crate::place::Ground;
use crate::table::{Bounds, Row, SUUF, fine_metres, metres, per_cent};

/// The factor on a deviation per axis that makes the circle of 95 %: √(−2 ln 0.05).
const CIRCLE_95: f64 = 2.448;

/// One way's point.
struct Figure {
    error_m: f64,
    is_covered: Option<bool>,
}

pub(crate) fn rows(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let waited = bench.each_seed(|seed| point(bench, 60, seed))?;
    let unwaited = bench.each_seed(|seed| point(bench, 0, seed))?;
    let name = |measure: &str| format!("point of 60 s after a wait of 60 s: {measure}");
    let errors = Figures::of(&waited.iter(), |figure| figure.error_m);
    let missing = waited.iter().filter(|ways| ways[SUUF].is_none()).count();
    let stated: Vec<bool> = waited.iter().filter_map(|ways| ways[SUUF].as_ref()?.is_covered).collect();
    let covered = stated.iter().filter(|is_covered| **is_covered).count();
    let coverage = (!stated.is_empty()).then(|| count(covered) / count(stated.len()));
    let unwaited = Figures::of(&unwaited.iter(), |figure| figure.error_m);
    Ok(vec![
        Row::told(
            name("logs that gave no draft"),
            [Some(format!("{missing} of {}", waited.len())), None, None],
        ),
        Row::judged(name("error, median"), Bounds::AtMost(3.0), errors.each(median), fine_metres),
        Row::told(name("error, 95th percentile"), errors.told(|all| metres(quantile(all, 95)))),
        Row::judged(name("error, greatest"), Bounds::AtMost(20.0), errors.each(greatest), metres),
        Row::judged(
            name("the truth lies within the stated 95 % circle"),
            Bounds::Within(0.90, 0.97),
            [coverage, None, None],
            per_cent,
        ),
        Row::told(
            "point of 60 s from switching on, without a wait: error, median and greatest",
            unwaited.told(|all| format!("{}; {}", fine_metres(median(all)), metres(greatest(all)))),
        ),
    ])
}

fn point(bench: &Bench, wait_s: u32, seed: u64) -> anyhow::Result<[Option<Figure>; 3]> {
    let base = request(LogKind::StaticPoint { duration_s: 60 }, seed);
    let log = simulate_log(&LogRequest { wait_s, ..base });
    let ground = Ground::new()?;
    let Geometry::Point(truth) = ground.geometry(&log.features[0].geometry)? else {
        anyhow::bail!("an asset is a point")
    };
    let figure = |at: Coord, sigma_m: Option<f64>| {
        let error_m = Euclidean.distance(at, truth.0);
        Figure { error_m, is_covered: sigma_m.map(|sigma_m| error_m <= CIRCLE_95 * sigma_m) }
    };
    let middle = |fixes: &[LonLat]| -> anyhow::Result<Option<Figure>> {
        let (east_m, north_m): (Vec<f64>, Vec<f64>) =
            ground.line(fixes)?.into_iter().map(|at| (at.x, at.y)).unzip();
        Ok((!fixes.is_empty()).then(|| figure(Coord { x: mean(&east_m), y: mean(&north_m) }, None)))
    };
    let babel = bench.babel_fixes(seed, &log, &crate::babel::FILTERS[..1])?;
    let babel = babel.map(|fixes| middle(&fixes.iter().map(|fix| fix.at).collect::<Vec<_>>()));
    let raw = middle(&raw_fixes(&log))?;
    let suuf = match only_draft(&[log], DraftKind::MarketAsset)? {
        Some(draft) => {
            let Geometry::Point(at) = &draft.geometry else { anyhow::bail!("a point's draft is a point") };
            let at = ground.at(LonLat::new(at.x(), at.y()).context("a place on Earth")?)?;
            Some(figure(at, Some(draft.sigma_m)))
        }
        None => None,
    };
    Ok([suuf, raw, babel.transpose()?.flatten()])
}
