//! `suuf tiles pack FOLDER|FILE.zip`: a map that opens without Suuf and without a network.
//!
//! The tiles come last, so a folder that has them has everything. A zip is made of a folder beside it.

use super::draw::jobs;
use super::export::{export, open, read};
use super::part::{beside, is_begun};
use crate::Outcome;
use crate::args::TilesPackArgs;
use anyhow::{Context, ensure};
use gps_ingest::Language;
use std::collections::BTreeSet;
use std::fs::{File, create_dir_all, read_dir, remove_dir, remove_file};
use std::io::copy;
use std::path::{Path, PathBuf};
use tile_server::map_assets;
use tile_server::style::{Theme, document};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const TILES: &str = "map.pmtiles";

const LISEZMOI: &str = include_str!("pack/LISEZMOI.txt");
const README: &str = include_str!("pack/README.txt");

pub(crate) async fn run(args: TilesPackArgs, language: Language) -> anyhow::Result<Outcome> {
    let target = &args.target;
    let is_zip = target.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    let folder = if is_zip { beside(target, "folder") } else { target.clone() };
    let done = if is_zip { target.clone() } else { folder.join(TILES) };
    let is_free = || {
        ensure!(
            args.overwrite || !done.exists(),
            "{} is there already: replace it with --overwrite",
            done.display()
        );
        Ok(())
    };
    is_free()?;
    // --overwrite is about the zip, not about a folder beside it.
    ensure!(
        (args.overwrite && !is_zip) || is_empty(&folder) || is_begun(&folder.join(TILES)),
        "{} has other files in it: name another target, or move them away",
        folder.display()
    );
    let page: Vec<_> = map_assets::viewer().collect();
    ensure!(!page.is_empty(), "the web app is not in this binary: run script/server");
    let (index, plan) = read(args.database.place(), &args.what).await?;
    let report = tokio::task::block_in_place(|| {
        create_dir_all(&folder).with_context(|| format!("failed to write {}", folder.display()))?;
        // Before any other file: whoever has it open is the only one who writes here.
        let mut asides = vec![beside(&folder.join(TILES), "new")];
        asides.extend(is_zip.then(|| beside(target, "new")));
        let mut part = open(&folder.join(TILES), &asides, &index, &plan, language)?;
        is_free()?;
        let mut pack = Pack { folder: &folder, written: BTreeSet::new() };
        for (path, bytes) in page.into_iter().chain(map_assets::files()) {
            pack.write(&path, &bytes)?;
        }
        for theme in Theme::ALL {
            pack.write(&format!("style-{}.json", theme.name()), document("{base}", theme).as_bytes())?;
        }
        pack.write("LISEZMOI.txt", LISEZMOI.as_bytes())?;
        pack.write("README.txt", README.as_bytes())?;
        let report = export(&folder.join(TILES), &index, &plan, jobs(args.what.jobs), &mut part)?;
        pack.written.insert(TILES.into());
        if is_zip {
            pack.zip(target).with_context(|| format!("failed to write {}", target.display()))?;
            pack.remove().with_context(|| format!("failed to remove {}", folder.display()))?;
        }
        part.remove()?;
        if is_zip {
            // What else was put there meanwhile stays.
            drop(remove_dir(&folder));
        }
        Ok::<_, anyhow::Error>(report)
    })?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(Outcome::Done)
}

/// Whether nothing is in a folder, or it is not there.
fn is_empty(folder: &Path) -> bool {
    read_dir(folder).map_or(!folder.exists(), |mut entries| entries.next().is_none())
}

/// What was written to a folder, by its paths in there: only that is zipped, and only that is removed.
#[derive(Debug)]
struct Pack<'a> {
    folder: &'a Path,
    written: BTreeSet<PathBuf>,
}

impl Pack<'_> {
    fn write(&mut self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        self.written.insert(path.into());
        let path = self.folder.join(path);
        let failed = || format!("failed to write {}", path.display());
        create_dir_all(path.parent().unwrap_or(self.folder)).with_context(failed)?;
        std::fs::write(&path, bytes).with_context(failed)
    }

    /// Puts the files into one, as they are: what is large in them is compressed already. In order of name and without
    /// times, so that equal packs give equal bytes.
    fn zip(&self, target: &Path) -> anyhow::Result<()> {
        let aside = beside(target, "new");
        let mut zip = ZipWriter::new(File::create(&aside)?);
        for path in &self.written {
            let mut file = File::open(self.folder.join(path))?;
            let is_large = file.metadata()?.len() >= u64::from(u32::MAX);
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Stored)
                .last_modified_time(DateTime::default())
                .unix_permissions(0o644)
                .large_file(is_large);
            zip.start_file_from_path(path, options)?;
            copy(&mut file, &mut zip)?;
        }
        zip.finish()?.sync_all()?;
        Ok(std::fs::rename(aside, target)?)
    }

    /// Removes the files, and the folders in which nothing is left.
    fn remove(&self) -> std::io::Result<()> {
        for path in &self.written {
            remove_file(self.folder.join(path))?;
            for parent in path.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()) {
                drop(remove_dir(self.folder.join(parent)));
            }
        }
        Ok(())
    }
}
