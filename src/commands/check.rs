//! `suuf check`: every rule over the whole register, department by department, on all cores.
//!
//! A department is read once into memory: one thread takes rows from PostGIS, another puts them on the plane, and then
//! all cores judge. What lies in other departments near its border is read with it, so that no neighbour is missed.

mod bench;
mod print;
mod summary;

use super::collection;
use crate::Outcome;
use crate::args::CheckArgs;
use crate::database::Database;
use anyhow::Context;
use bench::{Bench, Verdict};
use gis_core::rules::{Pairs, RuleSettings, Subject, Surroundings};
use gis_core::{Collection, Language, Scope};
use gis_store::check::{Ground, frame_of, list_grounds, read_codes, read_frame, read_ground, read_settings};
use indicatif::{ProgressBar, ProgressStyle};
use print::Printer;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Instant;
use summary::Summary;

/// Rows that wait to be put on the plane: enough to keep both ends busy.
const WAITING_ROWS: usize = 4096;

pub(crate) async fn run(args: CheckArgs, language: Language) -> anyhow::Result<Outcome> {
    let wanted = args.collection.iter().map(|name| collection(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let database = Database::open(args.database.place()).await?;
    let checked = check(&database, &args, &wanted, language).await;
    database.close().await?;
    let summary = checked?;
    eprintln!("{}", summary.told(language));
    Ok(if summary.printed > 0 { Outcome::Findings } else { Outcome::Done })
}

/// The limits of the register, with those replaced that a file names.
async fn settings(
    conn: &mut gis_store::PgConnection,
    scope: &Scope,
    file: Option<&Path>,
) -> anyhow::Result<RuleSettings> {
    let settings = read_settings(conn, scope).await?;
    let Some(file) = file else { return Ok(settings) };
    let text = std::fs::read_to_string(file).with_context(|| format!("failed to read {}", file.display()))?;
    let overrides =
        serde_json::from_str(&text).with_context(|| format!("failed to read {} as JSON", file.display()))?;
    settings.overridden(&overrides).with_context(|| format!("failed to use {}", file.display()))
}

async fn check(
    database: &Database,
    args: &CheckArgs,
    wanted: &[Collection],
    language: Language,
) -> anyhow::Result<Summary> {
    let scope = Scope::operator();
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let mut grounds = list_grounds(&mut conn, &scope).await?;
    if let Some(pcode) = &args.department {
        grounds.retain(|ground| ground.pcode == *pcode);
        anyhow::ensure!(!grounds.is_empty(), "the department {pcode} has no features, or there is none");
    }
    let codes = read_codes(&mut conn).await?;
    let settings = settings(&mut conn, &scope, args.settings.as_deref()).await?;
    let mut printer = Printer::new(args.format, args.severity, language);
    let mut summary = Summary::start();
    printer.begin()?;
    for ground in &grounds {
        let bench = Bench { zone: ground.zone, settings: &settings, codes: &codes, jobs: args.jobs };
        let around = read(&mut conn, &scope, ground, &bench, language).await?;
        let is_subject = |subject: &Subject| {
            let is_own = subject.department.as_deref() == Some(ground.pcode.as_str());
            is_own && (wanted.is_empty() || wanted.contains(&subject.collection))
        };
        summary.subjects += around.features().iter().filter(|subject| is_subject(subject)).count();
        let began = Instant::now();
        let bar = bar(around.features().len(), language.pick("jugés", "judged"), &ground.name);
        bench.judge(&around, &is_subject, &bar, |verdict: Verdict| {
            summary.add(&verdict.findings);
            summary.printed += printer.print(&around.features()[verdict.subject], &verdict.findings)?;
            Ok(())
        })?;
        bar.finish_and_clear();
        summary.judging += began.elapsed();
    }
    printer.end()?;
    Ok(summary)
}

/// Reads a department and what lies around it, onto the plane.
async fn read(
    conn: &mut gis_store::PgConnection,
    scope: &Scope,
    ground: &Ground,
    bench: &Bench<'_>,
    language: Language,
) -> anyhow::Result<Surroundings> {
    let outlines = read_frame(conn, scope, &ground.pcode).await?;
    let judge = bench.judge_of_thread()?;
    let frame = frame_of(outlines, &judge)?;
    let length = usize::try_from(ground.feature_count).unwrap_or(0);
    let bar = bar(length, language.pick("lus", "read"), &ground.name);
    let (rows, waiting) = sync_channel(WAITING_ROWS);
    let laying = std::thread::scope(|threads| {
        // Rows come by a future that stays on this thread; the plane is another's work meanwhile.
        let planes = threads.spawn(|| bench.lay(waiting.into_iter().inspect(|_| bar.inc(1))));
        let reading = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(read_ground(conn, scope, &ground.pcode, |row| {
                // The other end goes away only when it failed, which it tells itself.
                let _ = rows.send(row);
            }))
        });
        drop(rows);
        let laid = planes.join().map_err(|_| anyhow::anyhow!("a thread panicked"))?;
        reading?;
        laid
    });
    bar.finish_and_clear();
    Ok(Surroundings::new(laying?, frame, Pairs::Once))
}

fn bar(length: usize, what: &'static str, department: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {bar:30} {human_pos} {msg}, {eta}");
    let bar = ProgressBar::new(length as u64).with_prefix(department.to_owned()).with_message(what);
    bar.with_style(style.expect("a template that parses"))
}
