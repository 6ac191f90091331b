//! Several things in one log: two parcels and a point.

use gps_ingest::{LogKind, Settings, SimulatedLog, simulate_log, survey_campaign};

use crate::figure::count;
use crate::logs::{Bench, file, request};
use crate::table::{Row, per_cent};

pub(crate) fn rows(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let are_found = bench.each_seed(|seed| {
        let log = simulate_log(&request(LogKind::Campaign { area_ha: 0.5 }, seed));
        are_all_found(&log)
    })?;
    let found = are_found.iter().filter(|are_found| **are_found).count();
    Ok(vec![Row::told(
        "two parcels of 0.5 ha and a point in one log: logs that gave just these, in their order",
        [Some(per_cent(count(found) / count(are_found.len()))), None, None],
    )])
}

/// Whether the drafts are of the kinds that were surveyed, in their order.
fn are_all_found(log: &SimulatedLog) -> anyhow::Result<bool> {
    let (survey, _) = survey_campaign(&[file(log)], &Settings::default())?;
    let found = survey.drafts.iter().map(|draft| draft.kind);
    Ok(found.eq(log.features.iter().map(|feature| feature.kind)))
}
