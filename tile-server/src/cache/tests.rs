//! Laws of the cache: who waits for what, what is kept for how long, and in how much memory.

use super::*;
use crate::encoding::Encoding;
use crate::tile::Tile;
use futures_util::FutureExt;
use gis_core::index::{Feature, Index, Sight};
use gis_core::{Scope, layer::Layer};
use gis_store::feed::LayerChanges;
use proptest::prelude::*;
use std::convert::Infallible;
use tokio::sync::oneshot;
use uuid::Uuid;

const MIB: usize = 1 << 20;

fn point(number: u128, x: f64) -> Feature {
    Feature {
        id: Uuid::from_u128(number),
        department: Some("SN1302".into()),
        sender: None,
        geometry: geo::Point::new(x, 5e5).into(),
        attributes: Vec::new(),
    }
}

fn world() -> TileId {
    TileId::new(0, 0, 0).expect("exists")
}

/// What the operator sees of a draft.
fn sight() -> Sight {
    let mut index = Index::default();
    index.put(Layer::Drafts, &point(1, 1e6));
    crate::tile::sight(&index, &[Layer::Drafts], world(), &Scope::operator())
}

fn view(encoding: Encoding) -> View {
    View::new(&[Layer::Drafts], sight(), encoding)
}

fn tile(bytes: &[u8]) -> Drawn {
    let tile = Tile { bytes: bytes.to_vec(), thinned: Vec::new() };
    Drawn { tile: Some(EncodedTile::new(tile, Encoding::Identity)), changes: 0 }
}

fn body(kept: Result<Drawn, Infallible>) -> Vec<u8> {
    kept.expect("cannot fail").tile.expect("holds something").body.to_vec()
}

/// A tile that is made at once.
fn get(cache: &TileCache, id: TileId, bytes: &[u8]) -> Vec<u8> {
    let made = cache.get(id, view(Encoding::Identity), || async { Ok(tile(bytes)) });
    body(made.now_or_never().expect("nobody is waited for"))
}

/// What a change of the one draft touches.
fn touched() -> Vec<Touched> {
    let features = vec![point(1, 1e6)];
    let changes = LayerChanges { layer: Layer::Drafts, touched: vec![features[0].id], features };
    Touched::by(&[changes], &Index::default())
}

#[test]
fn a_tile_is_made_once_and_each_view_of_it_by_itself() {
    let cache = TileCache::new(MIB);
    assert_eq!(get(&cache, world(), b"first"), b"first");
    assert_eq!(get(&cache, world(), b"second"), b"first");
    let other = cache.get(world(), view(Encoding::Gzip), || async { Ok(tile(b"third")) });
    assert_eq!(body(other.now_or_never().expect("nobody is waited for")), b"third");
    let elsewhere = TileId::new(1, 0, 0).expect("exists");
    assert_eq!(get(&cache, elsewhere, b"fourth"), b"fourth");
    let counts = cache.counts();
    assert_eq!((counts.hits, counts.misses, counts.entries, counts.dropped), (1, 3, 3, 0));
}

#[test]
fn a_tile_with_nothing_in_it_is_kept_too_and_a_cache_of_no_bytes_keeps_nothing() {
    let cache = TileCache::new(MIB);
    let nothing = Drawn { tile: None, changes: 0 };
    for drawn in [nothing.clone(), tile(b"never made")] {
        let kept = cache.get(world(), view(Encoding::Identity), || async { Ok::<_, Infallible>(drawn) });
        assert_eq!(kept.now_or_never(), Some(Ok(nothing.clone())));
    }
    let none = TileCache::new(0);
    assert_eq!([b"a", b"b"].map(|bytes| get(&none, world(), bytes)), [b"a", b"b"]);
    assert_eq!((none.counts().misses, none.counts().bytes), (2, 0));
}

#[tokio::test]
async fn whoever_comes_while_a_tile_is_made_waits_for_that_one() {
    let cache = TileCache::new(MIB);
    let (release, released) = oneshot::channel();
    let first = cache.get(world(), view(Encoding::Identity), || async {
        released.await.expect("is released");
        Ok::<_, Infallible>(tile(b"one for all"))
    });
    let others =
        (0..9).map(|_| cache.get(world(), view(Encoding::Identity), || async { Ok(tile(b"another")) }));
    let others = futures_util::future::join_all(others);
    let release = async { release.send(()).expect("is waited for") };
    let (first, others, ()) = tokio::join!(first, others, release);
    assert_eq!(body(first), b"one for all");
    assert!(others.into_iter().all(|other| body(other) == b"one for all"));
    assert_eq!((cache.counts().hits, cache.counts().misses), (9, 1));
}

#[tokio::test]
async fn whoever_comes_after_a_change_waits_for_no_tile_from_before_it() {
    let cache = TileCache::new(MIB);
    let (release, released) = oneshot::channel::<()>();
    let before = cache.get(world(), view(Encoding::Identity), || async {
        released.await.expect("is released");
        Ok::<_, Infallible>(tile(b"before"))
    });
    let waiting = cache.get(world(), view(Encoding::Identity), || async { Ok(tile(b"never made")) });
    let (mut before, mut waiting) = (Box::pin(before), Box::pin(waiting));
    assert!((&mut before).now_or_never().is_none() && (&mut waiting).now_or_never().is_none());
    cache.doom(&touched()).drop_all();
    assert_eq!(get(&cache, world(), b"after"), b"after");
    release.send(()).expect("is waited for");
    assert_eq!((body(before.await), body(waiting.await)), (b"before".to_vec(), b"before".to_vec()));
    assert_eq!(get(&cache, world(), b"later"), b"after", "what was dropped does not come back");
    let counts = cache.counts();
    assert_eq!((counts.dropped, counts.entries), (1, 1));
}

#[test]
fn a_tile_that_came_while_a_change_was_looked_into_is_dropped_with_the_others() {
    let cache = TileCache::new(MIB);
    let touched = touched();
    let doomed = cache.doom(&touched);
    assert_eq!(get(&cache, world(), b"before"), b"before");
    doomed.drop_all();
    assert_eq!(get(&cache, world(), b"after"), b"after");
}

#[tokio::test]
async fn when_whoever_makes_a_tile_goes_away_or_fails_the_next_makes_it() {
    let cache = TileCache::new(MIB);
    let never =
        || cache.get(world(), view(Encoding::Identity), std::future::pending::<Result<_, Infallible>>);
    let mut first = Box::pin(never());
    assert!((&mut first).now_or_never().is_none());
    let mut next =
        Box::pin(cache.get(world(), view(Encoding::Identity), || async {
            Ok::<_, Infallible>(tile(b"made by the next"))
        }));
    assert!((&mut next).now_or_never().is_none());
    drop(first);
    assert_eq!(body(next.await), b"made by the next");

    let elsewhere = TileId::new(3, 1, 1).expect("exists");
    let failed = cache.get(elsewhere, view(Encoding::Identity), || async { Err("no luck") });
    assert_eq!(failed.await, Err("no luck"));
    assert_eq!(cache.lock().count_at(3), 0, "nothing is left of it");
    assert_eq!(get(&cache, elsewhere, b"made"), b"made");
}

#[test]
fn of_what_is_too_much_the_tiles_stay_that_are_asked_for() {
    let cache = TileCache::new(100_000);
    let wanted = TileId::new(10, 0, 0).expect("exists");
    get(&cache, wanted, &[0; 1_000]);
    for number in 0..1_000 {
        get(&cache, TileId::new(10, 1, number).expect("exists"), &[0; 1_000]);
        get(&cache, wanted, &[0; 1_000]);
    }
    let counts = cache.counts();
    assert_eq!((counts.hits, counts.misses), (1_000, 1_001));
    assert_eq!(counts.evicted + counts.entries, counts.misses);
    assert!((50_000..=100_000).contains(&counts.bytes), "{counts:?}");
}

proptest! {
    #[test]
    fn never_more_is_kept_than_may_be(
        asked in prop::collection::vec((0..40_u32, 0..30_000_usize, prop::bool::weighted(0.1)), 0..200),
    ) {
        let cache = TileCache::new(60_000);
        let touched = touched();
        for (column, length, is_dropped) in asked {
            get(&cache, TileId::new(8, column, 0).expect("exists"), &vec![1; length]);
            prop_assert!(cache.counts().bytes <= 60_000);
            if is_dropped {
                cache.doom(&touched).drop_all();
            }
        }
        let state = cache.lock();
        let bytes: usize = (0..40).flat_map(|column| state.entries_of(TileId::new(8, column, 0).expect("exists")))
            .map(|entry| entry.size_bytes()).sum();
        prop_assert_eq!(state.size().1, bytes);
        drop(state);
    }
}
