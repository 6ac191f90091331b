//! Where subjects are laid on the plane and judged: threads, each with its own judge.

use anyhow::Context;
use gis_core::rules::{CodeLists, Judge, RuleSettings, Subject, Surroundings};
use gis_core::{Epsg, Finding};
use gis_store::check::RawFeature;
use indicatif::ProgressBar;
use std::collections::HashSet;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

/// How many subjects a thread takes at once.
const HANDFUL: usize = 256;

/// What all threads judge by.
pub(super) struct Bench<'a> {
    pub(super) zone: Epsg,
    pub(super) settings: &'a RuleSettings,
    pub(super) codes: &'a CodeLists,
    pub(super) jobs: Option<NonZero<usize>>,
}

/// What was found about one subject, by its place among the features.
pub(super) struct Verdict {
    pub(super) subject: usize,
    pub(super) findings: Vec<Finding>,
}

/// The verdicts on one handful.
type Batch = (usize, Vec<Verdict>);

impl Bench<'_> {
    /// A judge for the calling thread.
    pub(super) fn judge_of_thread(&self) -> anyhow::Result<Judge> {
        let today = chrono::Utc::now().date_naive();
        Ok(Judge::new(self.zone, self.settings.clone(), self.codes.clone(), today)?)
    }

    /// Puts rows on the plane, each feature once, in the order of their identifiers.
    pub(super) fn lay(&self, rows: impl Iterator<Item = RawFeature>) -> anyhow::Result<Vec<Subject>> {
        let judge = self.judge_of_thread()?;
        let mut known = HashSet::new();
        let mut subjects = Vec::new();
        for row in rows {
            if known.insert(row.id) {
                subjects.extend(row.subject(&judge)?);
            }
        }
        subjects.sort_unstable_by_key(|subject| (subject.collection, subject.id));
        Ok(subjects)
    }

    /// Judges all subjects on all cores and hands over the verdicts in the order of the features.
    pub(super) fn judge(
        &self,
        around: &Surroundings,
        is_subject: &(impl Fn(&Subject) -> bool + Sync),
        bar: &ProgressBar,
        mut take: impl FnMut(Verdict) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let jobs = self.jobs.map_or(cores, NonZero::get);
        let next = AtomicUsize::new(0);
        std::thread::scope(|threads| {
            let (verdicts, done) = channel::<Batch>();
            let workers: Vec<_> = (0..jobs)
                .map(|_| {
                    let (verdicts, next) = (verdicts.clone(), &next);
                    threads.spawn(move || self.work(around, is_subject, next, &verdicts))
                })
                .collect();
            drop(verdicts);
            // Handfuls end in any order; what comes early waits for those before it.
            let mut early = std::collections::BTreeMap::new();
            let mut wanted = 0;
            for (start, batch) in done {
                early.insert(start, batch);
                while let Some(batch) = early.remove(&wanted) {
                    bar.inc(HANDFUL as u64);
                    wanted += HANDFUL;
                    batch.into_iter().try_for_each(&mut take)?;
                }
            }
            for worker in workers {
                worker
                    .join()
                    .map_err(|_| anyhow::anyhow!("a thread panicked"))
                    .context("failed to judge")??;
            }
            Ok(())
        })
    }

    /// Takes handful after handful until none is left, or nobody listens.
    fn work(
        &self,
        around: &Surroundings,
        is_subject: &impl Fn(&Subject) -> bool,
        next: &AtomicUsize,
        verdicts: &Sender<Batch>,
    ) -> anyhow::Result<()> {
        let judge = self.judge_of_thread()?;
        let features = around.features();
        loop {
            let start = next.fetch_add(HANDFUL, Ordering::Relaxed);
            if start >= features.len() {
                return Ok(());
            }
            let handful = features.iter().enumerate().skip(start).take(HANDFUL);
            let verdict = |(subject, feature): (usize, &Subject)| {
                let findings = if is_subject(feature) { judge.judge(feature, around) } else { Vec::new() };
                (!findings.is_empty()).then_some(Verdict { subject, findings })
            };
            if verdicts.send((start, handful.filter_map(verdict).collect())).is_err() {
                return Ok(());
            }
        }
    }
}
