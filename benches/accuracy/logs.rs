//! The surveys that are simulated, and what each way makes of them.

use std::ops::Range;

use gis_core::LonLat;
use gis_core::survey::{Draft, DraftKind};
use gps_ingest::read::epoch::Epoch;
use gps_ingest::read::sentence::Validity;
use gps_ingest::{LogFile, LogKind, LogRequest, Receiver, Settings, SimulatedLog, decode, survey_campaign};

use crate::babel;

/// What is measured over.
pub(crate) struct Bench {
    pub(crate) seeds: Range<u64>,
    /// Seeds below this are given to GPSBabel too.
    pub(crate) babel_below: u64,
    pub(crate) threads: u64,
}

impl Bench {
    /// One result a seed, in the order of the seeds.
    pub(crate) fn each_seed<T: Send>(
        &self,
        work: impl Fn(u64) -> anyhow::Result<T> + Sync,
    ) -> anyhow::Result<Vec<T>> {
        let work = &work;
        let share = |thread: u64| {
            let seeds = self.seeds.clone().filter(move |seed| seed % self.threads == thread);
            seeds.map(|seed| Ok((seed, work(seed)?))).collect::<anyhow::Result<Vec<_>>>()
        };
        let mut results = std::thread::scope(|scope| {
            let share = &share;
            let threads: Vec<_> =
                (0..self.threads).map(|thread| scope.spawn(move || share(thread))).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("no measure panics"))
                .collect::<anyhow::Result<Vec<_>>>()
        })?
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
        results.sort_by_key(|(seed, _)| *seed);
        Ok(results.into_iter().map(|(_, result)| result).collect())
    }

    /// The fixes that GPSBabel leaves of a log, with its time in milliseconds, for the seeds that it is given.
    pub(crate) fn babel_fixes(
        &self,
        seed: u64,
        log: &SimulatedLog,
        filters: &[&str],
    ) -> anyhow::Result<Option<Vec<babel::Fix>>> {
        if seed >= self.babel_below {
            return Ok(None);
        }
        babel::fixes(&log.bytes, filters).map(Some)
    }
}

/// A survey with the receiver of its turn, so that each kind of receiver has its share.
pub(crate) fn request(kind: LogKind, seed: u64) -> LogRequest {
    let turn = usize::try_from(seed % Receiver::ALL.len() as u64).expect("fewer than a dozen receivers");
    LogRequest { receiver: Receiver::ALL[turn], ..LogRequest::new(kind, seed) }
}

/// A log as it is handed in.
pub(crate) fn file(log: &SimulatedLog) -> LogFile<'_> {
    LogFile { name: None, bytes: &log.bytes }
}

/// What Suuf proposes of a survey's logs, when it is one draft of that kind: the surveyor says nothing.
pub(crate) fn only_draft(logs: &[SimulatedLog], kind: DraftKind) -> anyhow::Result<Option<Draft>> {
    let files: Vec<LogFile<'_>> = logs.iter().map(file).collect();
    let (mut survey, _) = survey_campaign(&files, &Settings::default())?;
    survey.drafts.retain(|draft| draft.kind == kind);
    Ok(if survey.drafts.len() == 1 { survey.drafts.pop() } else { None })
}

/// All fixes of a log with their times in milliseconds, as a user finds them on the map.
pub(crate) fn raw_epochs(log: &SimulatedLog) -> Vec<(Option<i64>, LonLat)> {
    let epochs = decode(&[file(log)], &Settings::default()).epochs;
    let is_fix = |epoch: &&Epoch| epoch.validity != Validity::NoFix;
    let fix = |epoch: &Epoch| Some((epoch.clock_ms, epoch.position?));
    epochs.iter().filter(is_fix).filter_map(fix).collect()
}

/// All fixes of a log.
pub(crate) fn raw_fixes(log: &SimulatedLog) -> Vec<LonLat> {
    raw_epochs(log).into_iter().map(|(_, at)| at).collect()
}
