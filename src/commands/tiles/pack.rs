//! `suuf tiles pack FOLDER|FILE.zip`: a map that opens without Suuf and without a network.
//!
//! The tiles come last, so a folder that has them has everything. A zip is made of a folder beside it.

use super::draw::jobs;
use super::export::{export, read};
use super::part::beside;
use crate::Outcome;
use crate::args::TilesPackArgs;
use anyhow::{Context, ensure};
use gps_ingest::Language;
use std::fs::{File, create_dir_all, read_dir};
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
    ensure!(
        args.overwrite || !done.exists(),
        "{} is there already: replace it with --overwrite",
        done.display()
    );
    let page: Vec<_> = map_assets::viewer().collect();
    ensure!(!page.is_empty(), "the web app is not in this binary: run script/server");
    let (index, plan) = read(args.database.place(), &args.what).await?;
    let report = tokio::task::block_in_place(|| {
        for (path, bytes) in page.into_iter().chain(map_assets::files()) {
            write(&folder, &path, &bytes)?;
        }
        for theme in Theme::ALL {
            let style = document("{base}", theme);
            write(&folder, &format!("style-{}.json", theme.name()), style.as_bytes())?;
        }
        write(&folder, "LISEZMOI.txt", LISEZMOI.as_bytes())?;
        write(&folder, "README.txt", README.as_bytes())?;
        let report = export(&folder.join(TILES), &index, &plan, jobs(args.what.jobs), language)?;
        if is_zip {
            zip(&folder, target).with_context(|| format!("failed to write {}", target.display()))?;
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("failed to remove {}", folder.display()))?;
        }
        Ok::<_, anyhow::Error>(report)
    })?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(Outcome::Done)
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let path = folder.join(path);
    let failed = || format!("failed to write {}", path.display());
    create_dir_all(path.parent().unwrap_or(folder)).with_context(failed)?;
    std::fs::write(&path, bytes).with_context(failed)
}

/// Puts the files of a folder into one, as they are: what is large in them is compressed already. In order of name and
/// without times, so that equal folders give equal bytes.
fn zip(folder: &Path, target: &Path) -> anyhow::Result<()> {
    let aside = beside(target, "new");
    let mut zip = ZipWriter::new(File::create(&aside)?);
    for path in files(folder)? {
        let mut file = File::open(&path)?;
        let is_large = file.metadata()?.len() >= u64::from(u32::MAX);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(is_large);
        zip.start_file_from_path(path.strip_prefix(folder)?, options)?;
        copy(&mut file, &mut zip)?;
    }
    zip.finish()?.sync_all()?;
    Ok(std::fs::rename(aside, target)?)
}

/// All files of a folder and of those in it, by name.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut ahead = vec![folder.to_owned()];
    while let Some(folder) = ahead.pop() {
        for entry in read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { ahead.push(path) } else { found.push(path) }
        }
    }
    found.sort_unstable();
    Ok(found)
}
