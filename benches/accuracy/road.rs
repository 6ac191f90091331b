//! Road drives of one, four and eight passes.

use geo::{Geometry, LineString};
use gis_core::survey::DraftKind;
use gps_ingest::{DriveManner, LogKind, LogRequest, SimulatedLog, simulate_log};

use crate::babel::FILTERS;
use crate::figure::{Figures, median, quantile};
use crate::logs::{Bench, only_draft, raw_fixes, request};
use crate::place::{Apart, Ground, apart};
use crate::table::{Bounds, Row, SUUF, fine_metres, metres};

const LENGTH_M: f64 = 1500.0;

/// Passes, then the most that is allowed of lateral rms and of Hausdorff distance.
const CAMPAIGNS: [(u32, f64, f64); 3] = [(1, 2.0, 6.0), (4, 1.2, 4.0), (8, 0.9, 3.0)];

pub(crate) fn rows(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (passes, rms_m, hausdorff_m) in CAMPAIGNS {
        let roads = bench.each_seed(|seed| road(bench, passes, 0.0, seed))?;
        let name = |measure: &str| {
            let plural = if passes == 1 { "pass" } else { "passes" };
            format!("road of {LENGTH_M} m, {passes} {plural}: {measure}")
        };
        let missing = roads.iter().filter(|ways| ways[SUUF].is_none()).count();
        let laterals = Figures::of(&roads.iter(), |apart| apart.lateral_rms_m);
        let hausdorffs = Figures::of(&roads.iter(), |apart| apart.hausdorff_m);
        rows.extend([
            Row::told(
                name("campaigns that gave not one draft"),
                [Some(format!("{missing} of {}", roads.len())), None, None],
            ),
            Row::judged(
                name("lateral rms, median"),
                Bounds::AtMost(rms_m),
                laterals.each(median),
                fine_metres,
            ),
            Row::told(
                name("lateral rms, 95th percentile"),
                laterals.told(|all| fine_metres(quantile(all, 95))),
            ),
            Row::judged(
                name("Hausdorff distance, 95th percentile"),
                Bounds::AtMost(hausdorff_m),
                hausdorffs.each(|all| quantile(all, 95)),
                metres,
            ),
        ]);
    }
    let lanes = bench.each_seed(|seed| road(bench, 8, 1.75, seed))?;
    let lateral = Figures::of(&lanes.iter(), |apart| apart.lateral_rms_m);
    rows.push(Row::told(
        format!(
            "road of {LENGTH_M} m with two lanes, 8 passes, 4 in each: lateral rms from its middle, median"
        ),
        lateral.told(|all| fine_metres(median(all))),
    ));
    Ok(rows)
}

/// Raw fixes and GPSBabel have the first pass alone: neither makes one line of several.
fn road(bench: &Bench, passes: u32, lane_offset_m: f64, seed: u64) -> anyhow::Result<[Option<Apart>; 3]> {
    let base = request(LogKind::RoadDrive { length_m: LENGTH_M }, seed);
    let drive = DriveManner { lane_offset_m, ..base.drive };
    let logs: Vec<SimulatedLog> = (1..=passes)
        .map(|pass| simulate_log(&LogRequest { pass, alternates: true, drive, ..base }))
        .collect();
    let ground = Ground::new()?;
    let Geometry::LineString(truth) = ground.geometry(&logs[0].features[0].geometry)? else {
        anyhow::bail!("a road is a line")
    };
    let against_truth = |line: LineString| (line.0.len() > 1).then(|| apart(&line, &truth));
    let raw = ground.line(&raw_fixes(&logs[0]))?;
    let babel = bench.babel_fixes(seed, &logs[0], &FILTERS)?;
    let babel =
        babel.map(|fixes| ground.line(&fixes.iter().map(|fix| fix.at).collect::<Vec<_>>())).transpose()?;
    let suuf = match only_draft(&logs, DraftKind::Road)? {
        Some(draft) => match ground.geometry(&draft.geometry)? {
            Geometry::LineString(line) => against_truth(line),
            _ => None,
        },
        None => None,
    };
    Ok([suuf, against_truth(raw), babel.and_then(against_truth)])
}
