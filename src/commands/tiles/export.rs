//! `suuf tiles export FILE.pmtiles`.

use super::archive::{self, TilesReport};
use super::draw::{block, jobs};
use super::part::{Part, beside, foreign};
use super::plan::Plan;
use super::state;
use super::walk::Walk;
use crate::Outcome;
use crate::args::{TilesArgs, TilesExportArgs};
use crate::database::Database;
use anyhow::{bail, ensure};
use gis_core::Scope;
use gis_core::index::Index;
use gis_store::account::list_published;
use gis_store::feed::load_index;
use gps_ingest::Language;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use tile_server::tileset::attribution;

/// So many tiles are finished together: few enough to be held at once, many enough to keep all cores busy.
const TILES_A_BLOCK: usize = 512;

pub(crate) async fn run(args: TilesExportArgs, language: Language) -> anyhow::Result<Outcome> {
    let file = &args.file;
    let is_archive = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pmtiles"));
    ensure!(is_archive, "{} does not end in .pmtiles", file.display());
    ensure!(
        args.overwrite || !file.exists(),
        "{} is there already: replace it with --overwrite",
        file.display()
    );
    let (index, plan) = read(args.database.place(), &args.what).await?;
    let report = tokio::task::block_in_place(|| {
        let mut part = open(file, &[beside(file, "new")], &index, &plan, language)?;
        let report = export(file, &index, &plan, jobs(args.what.jobs), &mut part)?;
        part.remove()?;
        Ok::<_, anyhow::Error>(report)
    })?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(Outcome::Done)
}

/// Reads the register, and what of it is wanted.
pub(crate) async fn read(place: crate::database::Place, what: &TilesArgs) -> anyhow::Result<(Index, Plan)> {
    let database = Database::open(place).await?;
    let (index, _) = load_index(&database.pool, &Scope::operator()).await?;
    let mut conn = gis_store::pool::acquire(&database.pool).await?;
    let published = list_published(&mut conn, false).await?;
    drop(conn);
    database.close().await?;
    let plan = Plan::new(what, &index, &published)?;
    Ok((index, plan))
}

/// Opens the part file of an archive: nobody else writes the archive while it is open, nor the files that are written
/// aside first. Those that are somebody else's are left as they are.
pub(crate) fn open(
    file: &Path,
    asides: &[PathBuf],
    index: &Index,
    plan: &Plan,
    language: Language,
) -> anyhow::Result<Part> {
    if let Some(foreign) = foreign(file, asides) {
        let told = (
            "n'est pas d'un export interrompu : déplacez ce fichier, ou donnez un autre nom aux tuiles",
            "is not of an interrupted export: move it away, or give the tiles another name",
        );
        bail!("{} {}", foreign.display(), language.pick(told.0, told.1));
    }
    let part = Part::open(file, state::key(index, plan))?;
    if part.done_through.is_some() {
        let taken_up =
            ("reprise là où un export interrompu en était", "going on where an interrupted export was");
        eprintln!("{}", language.pick(taken_up.0, taken_up.1));
    }
    Ok(part)
}

/// Writes an archive; goes on where an earlier export of the same register was interrupted.
pub(crate) fn export(
    file: &Path,
    index: &Index,
    plan: &Plan,
    jobs: usize,
    part: &mut Part,
) -> anyhow::Result<TilesReport> {
    for z in plan.zooms.clone() {
        draw_zoom(index, plan, z, jobs, part)?;
    }
    archive::write(file, plan, &attribution(index, &plan.scope), part)
}

fn draw_zoom(index: &Index, plan: &Plan, z: u8, jobs: usize, part: &mut Part) -> anyhow::Result<()> {
    let walk = |part: &Part| Walk::new(index, plan, z, part.done_through.map_or(0, |done| done + 1));
    // Counting them costs a small part of drawing them.
    let bar = progress_bar(walk(part).count() as u64, z);
    let mut walk = walk(part);
    loop {
        let numbers: Vec<_> = walk.by_ref().take(TILES_A_BLOCK).collect();
        if numbers.is_empty() {
            break;
        }
        part.add(&block(index, plan, &numbers, jobs)?)?;
        bar.inc(numbers.len() as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Hidden when standard error is no terminal.
fn progress_bar(tiles: u64, z: u8) -> ProgressBar {
    let template = "z{prefix} {bar:30} {human_pos}/{human_len} {elapsed} · {eta}";
    let style = ProgressStyle::with_template(template).expect("the template is sound");
    ProgressBar::new(tiles).with_style(style).with_prefix(z.to_string())
}
