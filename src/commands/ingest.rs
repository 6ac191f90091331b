//! `suuf ingest`: store logs as uploads, process them on all cores, and say what each is worth.
//!
//! Invariant: so many logs are in memory as there are jobs, however many there are, and what is wrong with one stops
//! no other. What was stored stays stored, whatever ends the command.

mod batch;
mod gather;
mod lines;
mod summary;

use crate::Outcome;
use crate::args::{IngestArgs, Kind};
use crate::database::Database;
use anyhow::Context;
use batch::Batch;
use gather::{Found, gather};
use gis_core::survey::SurveyKind;
use gis_store::department::find_department;
use gis_store::pool::MAX_CONNECTIONS;
use gps_ingest::Language;
use lines::Lines;
use std::num::NonZero;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

pub(crate) async fn run(args: IngestArgs, language: Language) -> anyhow::Result<Outcome> {
    // From the start, so that a stop while the database starts ends in order too.
    let stop = asked_to_stop()?;
    let database = Database::open(args.database.place()).await?;
    let outcome = ingest(&database, args, language, stop).await;
    database.close().await?;
    outcome
}

async fn ingest(
    database: &Database,
    args: IngestArgs,
    language: Language,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<Outcome> {
    if let Some(pcode) = &args.department {
        let mut conn = gis_store::pool::acquire(&database.pool).await?;
        let known = find_department(&mut conn, pcode).await?;
        known.with_context(|| {
            format!("failed to find the department {pcode}: a P-code is wanted, such as SN1302")
        })?;
    }
    let found = gather(&args.logs);
    let mut lines = Lines::new(found.len(), language);
    let jobs = jobs(args.jobs);
    let batch = Arc::new(Batch::new(database.pool.clone(), args, language));
    let left = work(&batch, found, jobs, &mut lines, stop).await?;
    lines.finish();
    anyhow::ensure!(
        left == 0,
        "stopped before {left} logs were read: what was stored stays stored, and the same command goes on from there"
    );
    Ok(if lines.has_findings() { Outcome::Findings } else { Outcome::Done })
}

/// Takes so many logs at once until there are none or the command is asked to stop; how many are left then.
async fn work(
    batch: &Arc<Batch>,
    found: Vec<Found>,
    jobs: usize,
    lines: &mut Lines,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<usize> {
    let mut waiting = found.into_iter().enumerate();
    let mut is_stopped = false;
    let mut tasks = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        while !is_stopped && tasks.len() < jobs {
            let Some((index, found)) = waiting.next() else { break };
            let batch = Arc::clone(batch);
            tasks.spawn(async move { batch.ingest(found).await.map(|line| (index, line)) });
        }
        tokio::select! {
            ended = tasks.join_next() => {
                let Some(ended) = ended else { return Ok(waiting.len()) };
                let (index, line) = ended.context("a job broke off")??;
                lines.add(index, line)?;
            }
            () = &mut stop, if !is_stopped => is_stopped = true,
        }
    }
}

/// How many logs are worked on at once: by default as many as there are cores. Each holds a connection of the pool, and
/// one more is needed for whoever asks for a second.
fn jobs(wanted: Option<NonZero<usize>>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
    let most = usize::try_from(MAX_CONNECTIONS).map_or(usize::MAX, |connections| connections - 1);
    wanted.map_or_else(cores, NonZero::get).min(most)
}

/// Ends when somebody presses Ctrl-C or ends the program in order.
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

impl From<Kind> for SurveyKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Auto => Self::Auto,
            Kind::Parcel => Self::Parcel,
            Kind::Road => Self::Road,
            Kind::MarketAsset => Self::MarketAsset,
        }
    }
}
