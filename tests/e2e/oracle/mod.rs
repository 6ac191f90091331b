//! The oracle of tiles: PostGIS' `ST_AsMVT` over the same register. What Suuf serves has the same features, attributes
//! and rings within one tile unit, and whatever differs has one of a few named reasons.
//!
//! Two comparisons of 500 tiles each. *As served*: the server's answer beside the tile that a client would ask PostGIS for.
//! *Unsimplified*: the stages `select`, `clip`, `quantise` and the writer, with every vertex of the register, beside
//! `ST_AsMVT` on a grid sixteen times as fine, because `ST_AsMVTGeom` straightens lines by up to a unit of its grid, too.

mod asked;
mod judge;
mod shape;

use crate::server::{Server, run_well};
use asked::{ask_postgis, ask_suuf, unsimplified};
use gis_core::Scope;
use gis_core::index::Index;
use gis_core::layer::Layer;
use gis_store::{feed::load_index, pool};
use judge::Judge;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;
use std::path::Path;
use tile_server::tile::TileId;

/// How many tiles are compared.
const TILES: usize = 500;

/// How far the same outline may lie from the fine one: three quarters of a unit by rounding, the rest by the world grid.
const REACH_UNITS: f64 = 1.0;

/// How far `simplify` may move an outline besides.
const STRAIGHTENED_UNITS: f64 = 0.5;

/// Zooms from 10 to 18.
const ZOOMS: std::ops::RangeInclusive<u8> = 10..=18;

/// Compares the register of a data directory; the server on it is started and stopped.
pub(crate) fn compare(data_dir: &Path, seed: u64) {
    let server = Server::start_with(data_dir, &[]);
    run_well(data_dir, &["user", "add", "oracle", "--role", "administrator"]);
    let token = run_well(data_dir, &["token", "add", "oracle", "carte"]);
    let administrator = server.anybody().with_token(token.trim());
    let url = run_well(data_dir, &["db", "url"]);
    let index = index(url.trim());

    let tiles = random_tiles(&index, seed);
    let theirs = ask_postgis(url.trim(), &tiles);
    assert_eq!(theirs.len(), tiles.len());
    let mut exact = Judge::new(&index, REACH_UNITS);
    let mut as_served = Judge::new(&index, REACH_UNITS + STRAIGHTENED_UNITS);
    for (&id, theirs) in tiles.iter().zip(&theirs) {
        let ours = ask_suuf(&administrator, id);
        as_served.compare(id, &ours, &theirs.coarse, &theirs.fine);
        as_served.compare_counts(id, &ours, &theirs.coarse);
        exact.compare(id, &unsimplified(&index, id), &theirs.fine, &theirs.fine);
    }
    exact.tell("unsimplified, beside ST_AsMVT sixteen times as fine");
    as_served.tell("as served, beside ST_AsMVT");
    exact.must_be_explained();
    as_served.must_be_explained();
}

fn index(url: &str) -> Index {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let loaded = runtime.block_on(async {
        let pool = pool::connect(url.parse().expect("is a URL")).await?;
        let loaded = load_index(&pool, &Scope::operator()).await;
        pool.close().await;
        loaded
    });
    loaded.expect("the register is read").0
}

/// Tiles of all zooms in turn, each at a vertex of a random feature of a random layer or right beside it; each once.
fn random_tiles(index: &Index, seed: u64) -> Vec<TileId> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let layers: Vec<_> = Layer::ALL.iter().map(|&layer| index.all(layer, &Scope::operator())).collect();
    let layers: Vec<_> = layers.into_iter().filter(|layer| !layer.is_empty()).collect();
    let mut tiles = BTreeSet::new();
    let mut zooms = ZOOMS.cycle();
    while tiles.len() < TILES {
        let z = zooms.next().expect("goes round");
        let layer = &layers[dice.random_range(0..layers.len())];
        let feature = layer[dice.random_range(0..layer.len())];
        let vertices: Vec<_> = feature.paths().flat_map(|path| path.vertices).collect();
        let [x, y] = vertices[dice.random_range(0..vertices.len())].map(|steps| steps >> (32 - u32::from(z)));
        let beside = |along: u32, dice: &mut ChaCha8Rng| along + dice.random_range(0..=2) - 1;
        let (x, y) =
            if dice.random_bool(0.2) { (beside(x, &mut dice), beside(y, &mut dice)) } else { (x, y) };
        tiles.extend(TileId::new(z, x, y));
    }
    tiles.into_iter().collect()
}

#[test]
fn tiles_of_a_simulated_register_are_what_postgis_makes_of_it() {
    let data_dir = crate::server::data_dir();
    run_well(
        data_dir.path(),
        &["simulate", "register", "--parcels", "600", "--road-pieces", "150", "--places", "100"],
    );
    compare(data_dir.path(), 1);
}
