//! A server that nobody else asks: each change is to drop those of its kept tiles that the change touches, and no others.
//! Which these are, PostGIS says.

use super::{LON_LAT_DEG, id_at, tile};
use crate::client::Client;
use crate::server::{Server, run_well, wait_for};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Zooms of the tiles that are kept.
const ZOOMS: [u32; 8] = [8, 11, 13, 14, 15, 16, 17, 18];

/// So many columns and rows around the tile of the place where it changes.
const AROUND: i64 = 3;

/// What became of the kept tiles in all changes, or in one.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Drops {
    /// Tiles that were kept when it changed.
    pub(super) kept: u64,
    /// Of them, tiles that the server dropped.
    pub(super) dropped: u64,
    /// Of them, tiles that the shape meets, with their buffers.
    pub(super) touched: u64,
    /// Of them, tiles that were dropped and that the shape does not even meet with a unit more.
    pub(super) needless: u64,
}

/// A server with kept tiles, and which of them each change touches.
pub(super) struct Watched {
    _server: Server,
    caller: Client,
    watcher: Client,
    tiles: Vec<String>,
    /// By shape: the tiles that it touches, with a unit more; and how many without.
    touched: Vec<(Vec<usize>, u64)>,
}

impl Watched {
    /// Starts it on a data directory, for a caller's view and changes of these shapes.
    pub(super) fn start(data_dir: &Path, caller: &Client, shapes: &[Value]) -> Self {
        let server = Server::start_with(data_dir, &["--demo", "--metrics-listen", "127.0.0.1:0"]);
        let talk = server.talk();
        let metrics = talk.lines().find_map(|line| line.strip_prefix("metrics: ")).expect("told where");
        let watcher = Client::of(metrics.strip_suffix("/metrics").expect("the page"));
        let caller = caller.moved_to(&server.address);
        // What has nothing in it is not kept.
        let is_kept = |place: &[i64; 3]| caller.get(tile(*place)).status == 200;
        let places: Vec<_> = ZOOMS.into_iter().flat_map(places).filter(is_kept).collect();
        let touched = ask_postgis(data_dir, &places, shapes);
        let tiles = places.into_iter().map(tile).collect();
        Self { _server: server, caller, watcher, tiles, touched }
    }

    /// After a change of a shape that comes or goes: waits until this server shows it as the other one does, compares what it
    /// dropped with what the shape touches, and keeps all tiles anew.
    pub(super) fn compare(&self, shape: usize, before: [u64; 2], shown: (&str, &[u8])) -> Drops {
        let (tile, body) = shown;
        wait_for("the change to be shown", || (self.caller.get(tile).body == body).then_some(()));
        let (touched, strictly) = &self.touched[shape];
        let [dropped, misses] = self.counters();
        let ask = |is_meant: &dyn Fn(&usize) -> bool| {
            let meant = (0..self.tiles.len()).filter(is_meant);
            meant.for_each(|tile| assert_eq!(self.caller.get(&self.tiles[tile]).status, 200));
            self.counters()
        };
        // Those that it does not touch are still kept, each of them.
        let [_, misses_of_others] = ask(&|tile| !touched.contains(tile));
        let after = ask(&|tile| touched.contains(tile));
        let [all_dropped, all_misses] = [0, 1].map(|count| after[count] - before[count]);
        assert_eq!(all_dropped, dropped - before[0], "one change at a time");
        assert_eq!(all_misses, all_dropped, "what was dropped is drawn again, and nothing else");
        let beyond = all_dropped.saturating_sub(touched.len() as u64);
        Drops {
            kept: self.tiles.len() as u64,
            dropped: all_dropped,
            touched: *strictly,
            needless: beyond.max(misses_of_others - misses),
        }
    }

    /// Tiles that were dropped, and tiles that were drawn, since the start.
    pub(super) fn counters(&self) -> [u64; 2] {
        let text = self.watcher.get("/metrics").text();
        ["suuf_tile_cache_dropped_total ", "suuf_tile_cache_misses_total "].map(|name| {
            let number = text.lines().find_map(|line| line.strip_prefix(name)).expect("is counted");
            number.parse().expect("is a number")
        })
    }
}

impl Drops {
    pub(super) fn add(&mut self, other: Self) {
        self.kept += other.kept;
        self.dropped += other.dropped;
        self.touched += other.touched;
        self.needless += other.needless;
    }
}

/// The tiles of a zoom, at the place where it changes and around it.
fn places(zoom: u32) -> impl Iterator<Item = [i64; 3]> {
    let [z, x, y] = id_at(LON_LAT_DEG, zoom);
    let around = |at: i64| at - AROUND..=at + AROUND;
    around(x).flat_map(move |x| around(y).map(move |y| [z, x, y]))
}

fn ask_postgis(data_dir: &Path, places: &[[i64; 3]], shapes: &[Value]) -> Vec<(Vec<usize>, u64)> {
    let url = run_well(data_dir, &["db", "url"]);
    let sql = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/freshness/touched.sql");
    let mut psql = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", url.trim(), "--file", sql])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("psql starts");
    let mut input = psql.stdin.take().expect("piped");
    for (number, [z, x, y]) in places.iter().enumerate() {
        writeln!(input, "{number}\t{z}\t{x}\t{y}").expect("written");
    }
    writeln!(input, "\\.").expect("written");
    for (number, shape) in shapes.iter().enumerate() {
        writeln!(input, "{number}\t{shape}").expect("written");
    }
    drop(input);
    let output = psql.wait_with_output().expect("psql ends");
    assert!(output.status.success(), "psql: {}", output.status);
    let mut touched = vec![(Vec::new(), 0); shapes.len()];
    for line in String::from_utf8(output.stdout).expect("is text").lines() {
        let columns: Vec<_> = line.split('\t').collect();
        let &[shape, tile, is_strict] = columns.as_slice() else { panic!("{line}") };
        let (tiles, strictly) = &mut touched[shape.parse::<usize>().expect("a number")];
        tiles.push(tile.parse().expect("a number"));
        *strictly += u64::from(is_strict == "t");
    }
    touched
}
