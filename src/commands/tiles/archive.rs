//! A PMTiles v3 archive of finished tiles: clustered, each distinct tile stored once.

use super::part::{Part, beside};
use super::plan::Plan;
use super::walk::coord_of;
use anyhow::Context;
use gis_core::coordinates::WORLD_STEPS;
use pmtiles::{Compression, PmTilesWriter, TileType};
use serde::Serialize;
use serde_json::json;
use std::fs::File;
use std::path::Path;
use tile_server::tileset::vector_layers;

/// What became of an export.
#[derive(Debug, Serialize)]
pub(crate) struct TilesReport {
    file: String,
    bytes: u64,
    /// Tiles that the file answers.
    tiles: u64,
    /// Of them, tiles that do not show everything because they would be too large.
    thinned: u64,
    min_zoom: u8,
    max_zoom: u8,
    bounds_deg: [f64; 4],
}

/// Writes the archive from its part file, in place of what is there. The file is whole or not there.
pub(crate) fn write(
    path: &Path,
    plan: &Plan,
    attribution: &str,
    part: &mut Part,
) -> anyhow::Result<TilesReport> {
    let aside = beside(path, "new");
    let failed = || format!("failed to write {}", aside.display());
    let file = File::create(&aside).with_context(failed)?;
    let [west, south, east, north] = plan.bounds_deg();
    let mut writer = PmTilesWriter::new(TileType::Mvt)
        .precompressed(Compression::Gzip)
        .bounds(west, south, east, north)
        .center(f64::midpoint(west, east), f64::midpoint(south, north))
        .center_zoom(zoom_of_all(plan))
        .metadata(metadata(plan, attribution).to_string())
        .create(&file)
        .with_context(failed)?;
    let (mut tiles, mut thinned) = (0, 0);
    let mut zooms: Option<(u8, u8)> = None;
    let unread = || format!("failed to read {}", beside(path, "part").display());
    for block in part.blocks().with_context(unread)? {
        let block = block.with_context(unread)?;
        thinned += block.thinned;
        for run in block.runs {
            for number in run.first..run.first + u64::from(run.length) {
                writer.add_tile(coord_of(number), &run.bytes).with_context(failed)?;
            }
            tiles += u64::from(run.length);
            let z = coord_of(run.first).z();
            zooms = Some((zooms.map_or(z, |(min, _)| min), z));
        }
    }
    let (min_zoom, max_zoom) = zooms.context("no tile has anything in it: the file would be empty")?;
    writer.set_zoom_range(min_zoom, max_zoom);
    writer.finalize().with_context(failed)?;
    file.sync_all().with_context(failed)?;
    let bytes = file.metadata().with_context(failed)?.len();
    std::fs::rename(&aside, path).with_context(|| format!("failed to write {}", path.display()))?;
    let bounds_deg = plan.bounds_deg();
    Ok(TilesReport {
        file: path.display().to_string(),
        bytes,
        tiles,
        thinned,
        min_zoom,
        max_zoom,
        bounds_deg,
    })
}

/// What readers are told beside the header (PMTiles v3 §5): nothing that changes from one writing to the next.
fn metadata(plan: &Plan, attribution: &str) -> serde_json::Value {
    json!({
        "name": plan.name(),
        "description": "Voirie, foncier et patrimoine marchand",
        "attribution": attribution,
        "type": "baselayer",
        "generator": concat!("suuf ", env!("CARGO_PKG_VERSION")),
        "vector_layers": vector_layers(&plan.layers, &plan.zooms),
    })
}

/// The highest zoom at which the bounds are no larger than a tile.
fn zoom_of_all(plan: &Plan) -> u8 {
    let side_steps = (0..2).map(|axis| plan.bounds.max[axis] - plan.bounds.min[axis]).fold(1.0, f64::max);
    let fits = |z: &u8| side_steps <= WORLD_STEPS / f64::from(1_u32 << z);
    plan.zooms.clone().rev().find(fits).unwrap_or(*plan.zooms.start())
}
