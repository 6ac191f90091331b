//! Draws the tiles of a block, on several cores.

use super::part::{Block, Run};
use super::plan::Plan;
use super::walk::tile_of;
use flate2::Compression;
use flate2::write::GzEncoder;
use gis_core::index::Index;
use std::io::Write;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{available_parallelism, scope};
use tile_server::tile::tile;

/// A tile ready to be stored.
struct Drawn {
    bytes: Vec<u8>,
    is_thinned: bool,
}

/// The number of threads that draw.
pub(crate) fn jobs(wanted: Option<NonZero<usize>>) -> usize {
    wanted.or_else(|| available_parallelism().ok()).map_or(1, NonZero::get)
}

/// The tiles of these numbers, which grow, as a block; each is drawn by the thread that is free.
pub(crate) fn block(index: &Index, plan: &Plan, numbers: &[u64], jobs: usize) -> std::io::Result<Block> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(&number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.extend(draw(index, plan, number)?.map(|drawn| (number, drawn)));
        }
        Ok(done)
    };
    let mut drawn = Vec::new();
    scope(|threads| {
        let workers: Vec<_> = (0..jobs).map(|_| threads.spawn(work)).collect();
        for worker in workers {
            let done: std::io::Result<Vec<_>> = worker.join().expect("drawing does not panic");
            drawn.extend(done?);
        }
        Ok::<_, std::io::Error>(())
    })?;
    drawn.sort_unstable_by_key(|(number, _)| *number);
    let mut block = Block { through: numbers.last().copied().unwrap_or_default(), ..Block::default() };
    for (number, Drawn { bytes, is_thinned }) in drawn {
        block.thinned += u64::from(is_thinned);
        match block.runs.last_mut() {
            Some(run) if run.first + u64::from(run.length) == number && run.bytes == bytes => run.length += 1,
            _ => block.runs.push(Run { first: number, length: 1, bytes }),
        }
    }
    Ok(block)
}

fn draw(index: &Index, plan: &Plan, number: u64) -> std::io::Result<Option<Drawn>> {
    let Some(tile) = tile(index, &plan.layers, tile_of(number), &plan.scope) else { return Ok(None) };
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&tile.bytes)?;
    Ok(Some(Drawn { bytes: gzip.finish()?, is_thinned: !tile.thinned.is_empty() }))
}
