//! How long a tile takes, whole and stage by stage, with half a million parcels: `cargo bench -p tile-server --bench
//! tiles`.

mod register;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use gis_core::index::Index;
use gis_core::layer::Layer;
use gis_core::{Collection, Scope};
use register::{PARCELS, register};
use tile_server::tile::{LayerWriter, Paths, TileId, clip, quantise, select, sight, simplify, tile};

const LAYERS: [Layer; 3] = [
    Layer::Collection(Collection::Parcels),
    Layer::Collection(Collection::Roads),
    Layer::Collection(Collection::Facilities),
];

/// Tiles that lie over the towns, each around a parcel.
fn tiles(index: &Index, z: u8) -> Vec<TileId> {
    let parcels = index.all(LAYERS[0], &Scope::operator());
    let index_of = |steps: u32| steps.checked_shr(32 - u32::from(z)).unwrap_or(0);
    let tile_at = |[x, y]: [u32; 2]| TileId::new(z, index_of(x), index_of(y)).expect("exists");
    let first = |place: usize| parcels[place].paths().next().expect("has an outline").vertices[0];
    (0..500).map(|number| tile_at(first(number * 7_919 * 131 % parcels.len()))).collect()
}

fn whole(criterion: &mut Criterion, index: &Index) {
    let mut group = criterion.benchmark_group("tile");
    group.sample_size(20);
    for z in [0, 6, 10, 12, 13, 14, 15, 16, 18] {
        let tiles = tiles(index, z);
        let mut next = tiles.iter().cycle();
        group.bench_function(BenchmarkId::from_parameter(format!("z{z}")), |bencher| {
            bencher.iter(|| {
                let id = *next.next().expect("goes round");
                black_box(tile(index, &LAYERS, id, &Scope::operator()))
            });
        });
    }
    group.finish();
}

fn stages(criterion: &mut Criterion, index: &Index) {
    let operator = Scope::operator();
    let id = tiles(index, 14)[0];
    let sight = sight(index, &LAYERS[..1], id, &operator);
    let found = select(index, LAYERS[0], id, &sight);
    let seen: Vec<_> = found.iter().map(|&feature| stage(|out| simplify(feature, id, out))).collect();
    let within: Vec<_> = seen.iter().map(|seen| stage(|out| clip(seen, id, out))).collect();
    let drawn: Vec<_> = within.iter().map(|within| stage(|out| quantise(within, id, out))).collect();

    let mut group = criterion.benchmark_group(format!("stage of {} parcels", found.len()));
    group.sample_size(20);
    group.bench_function("select", |bencher| {
        bencher.iter(|| black_box(select(index, LAYERS[0], id, &sight)));
    });
    group.bench_function("simplify", |bencher| {
        let mut out = Paths::default();
        bencher.iter(|| found.iter().for_each(|&feature| simplify(feature, id, black_box(&mut out))));
    });
    group.bench_function("clip", |bencher| {
        let mut out = Paths::default();
        bencher.iter(|| seen.iter().for_each(|seen| clip(seen, id, black_box(&mut out))));
    });
    group.bench_function("quantise", |bencher| {
        let mut out = Paths::default();
        bencher.iter(|| within.iter().for_each(|within| quantise(within, id, black_box(&mut out))));
    });
    group.bench_function("encode", |bencher| {
        bencher.iter(|| {
            let mut writer = LayerWriter::new("parcels");
            found.iter().zip(&drawn).for_each(|(feature, drawn)| writer.add(*feature, drawn));
            let mut tile = Vec::new();
            writer.finish(&mut tile);
            black_box(tile)
        });
    });
    group.finish();
}

fn stage<V>(work: impl FnOnce(&mut Paths<V>)) -> Paths<V> {
    let mut out = Paths::default();
    work(&mut out);
    out
}

fn all(criterion: &mut Criterion) {
    let index = register(PARCELS);
    let footprint = index.footprint(LAYERS[0]);
    println!(
        "{footprint:?}: {} bytes a parcel beside its vertices",
        footprint.other_bytes / footprint.features
    );
    let parcels = index.all(LAYERS[0], &Scope::operator());
    for zoom in [13, 14, 15, 16, 18] {
        let plain = parcels.iter().filter(|parcel| parcel.plain_ring(zoom).is_some()).count();
        println!("plain from zoom {zoom} on: {plain} of {} parcels", parcels.len());
    }
    whole(criterion, &index);
    stages(criterion, &index);
}

criterion_group!(benches, all);
criterion_main!(benches);
