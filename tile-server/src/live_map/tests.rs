//! A map over a register of its own: a change that fails inside it, and many who wait for the same one.

use super::*;
use crate::Settings;
use crate::encoding::Encoding;
use crate::tile::TileId;
use futures_util::future::join_all;
use gis_core::Collection;
use gis_core::index::Found;
use gis_core::layer::Layer;
use gis_store::cluster::Cluster;
use gis_store::vault::Vault;
use std::collections::BTreeSet;
use tempfile::TempDir;

const DEPARTMENTS: Layer = Layer::Collection(Collection::Departments);

/// The departments of a new register, in memory.
struct World {
    cluster: Cluster,
    pool: PgPool,
    map: LiveMap,
    _data_dir: TempDir,
}

impl World {
    async fn new() -> Self {
        let data_dir = tempfile::Builder::new().prefix("suuf-map-").tempdir_in("/tmp").expect("a folder");
        let cluster = Cluster::open_async(data_dir.path().to_owned()).await.expect("a cluster starts");
        let pool = gis_store::connect(cluster.connect_options()).await.expect("connects");
        gis_store::migrate(&pool).await.expect("migrates");
        gis_store::reference::renew(&pool, &Scope::operator()).await.expect("has departments");
        let settings = Settings { tile_cache_bytes: 1 << 20, ..Settings::default() };
        let app = App::new(pool.clone(), Vault::new(&[7; 32]), settings);
        let map = LiveMap::load(pool.clone(), &app).await.expect("is read");
        Self { cluster, pool, map, _data_dir: data_dir }
    }

    async fn end(self) {
        self.pool.close().await;
        self.cluster.close_async().await.expect("stops");
    }
}

/// The bytes of the tile that has all departments in it.
async fn tile(map: &LiveMap) -> Vec<u8> {
    let layers = map.layers().expect("is whole");
    let id = TileId::new(5, 14, 14).expect("exists");
    let tile = layers.tile(&[DEPARTMENTS], id, &Scope::operator(), Encoding::Identity).await;
    tile.expect("is drawn").expect("has something in it").body.to_vec()
}

#[tokio::test]
async fn a_change_that_fails_half_way_is_seen_by_nobody_and_the_register_is_read_anew() {
    let world = World::new().await;
    let map = &world.map;
    let before = tile(map).await;
    let all = |index: &Index| -> Vec<_> {
        index.all(DEPARTMENTS, &Scope::operator()).into_iter().map(Found::id).collect()
    };
    let departments = map.layers().expect("is whole").read(all).await.expect("is read");
    let gone = LayerChanges { layer: DEPARTMENTS, touched: departments, features: Vec::new() };
    let is_whole = map.layers.change(|layers| {
        layers.apply(vec![gone]);
        panic!("as a change may that breaks a law of the index");
    });
    assert!(!is_whole && map.layers().is_none(), "nobody gets half of it");
    map.catch_up().await.expect("the register is read");
    assert_eq!(tile(map).await, before, "all of it is there, and no tile from meanwhile");
    world.end().await;
}

#[tokio::test]
async fn those_who_come_while_others_catch_up_share_what_begins_next() {
    let world = World::new().await;
    let map = &world.map;
    let catch_up = async || {
        let asked = Instant::now();
        map.catch_up().await.expect("the register is read");
        let (began, _) = map.following.lock().await.ended.clone().expect("has ended");
        assert!(began >= asked, "what was committed before it was asked for is seen");
        began
    };
    let began: BTreeSet<_> = join_all((0..40).map(|_| catch_up())).await.into_iter().collect();
    assert!(began.len() <= 2, "{} times for 40 who asked", began.len());
    world.end().await;
}
