//! Laws of layers that change while they are read: whole changes, no tile from before one, none dropped without need.

use super::*;
use crate::tile::{decode, min_zoom};
use geo::{BoundingRect, Coord, Geometry, Intersects, LineString, Point, Polygon, Rect};
use gis_core::index::{Feature, Value, WorldRect};
use gis_core::{Collection, scope::Grant, scope::Role};
use proptest::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use uuid::Uuid;

const LAYER: Layer = Layer::Drafts;

/// All features at one place and of one department; which, tells the turn.
fn all_moved(count: u32, turn: u32) -> LayerChanges {
    let department = ["SN0101", "SN1302", "SN0902"][turn as usize % 3];
    let feature = |number: u32| Feature {
        id: Uuid::from_u128(number.into()),
        department: Some(department.into()),
        sender: None,
        geometry: Point::new(f64::from(turn) * 1e6, 5e5).into(),
        attributes: Vec::new(),
    };
    let features: Vec<_> = (0..count).map(feature).collect();
    LayerChanges { layer: LAYER, touched: features.iter().map(|feature| feature.id).collect(), features }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn no_reader_sees_half_of_a_change(counts in prop::collection::vec(prop_oneof![1..40_u32, 480..700_u32], 1..8)) {
        let count = counts.iter().copied().max().unwrap_or_default();
        let layers = LiveLayers::new(Index::default(), TileCache::new(0), Arc::default());
        layers.apply(vec![all_moved(count, 0)]);
        let is_over = AtomicBool::new(false);
        let seen_turns = |index: &Index| -> Vec<u32> {
            let everywhere = WorldRect { min: [0.0; 2], max: [4e9; 2] };
            let found = index.within(LAYER, everywhere, &index.sight(&[LAYER], &[everywhere], &Scope::operator()));
            assert_eq!(found.len(), count as usize, "every feature is somewhere, once");
            let turns = 0..=u32::try_from(counts.len()).expect("few");
            let at = |turn: u32| {
                let x = f64::from(turn) * 1e6;
                let place = WorldRect { min: [x - 1.0, 0.0], max: [x + 1.0, 1e6] };
                index.within(LAYER, place, &index.sight(&[LAYER], &[place], &Scope::operator())).len()
            };
            turns.filter(|&turn| at(turn) > 0).collect()
        };
        std::thread::scope(|threads| {
            let readers = [(); 2].map(|()| threads.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    assert!(seen_turns(&layers.reading().index).len() == 1, "all are at one place");
                }
            }));
            for turn in (1..).take(counts.len()) {
                layers.apply(vec![all_moved(count, turn)]);
            }
            is_over.store(true, Ordering::Relaxed);
            for reader in readers {
                reader.join().expect("saw whole changes only");
            }
        });
    }
}

/// A drawing of a feature, placed in units of the tile of zoom 14 that the tests are about.
#[derive(Debug, Clone)]
struct Sketch {
    layer: Layer,
    number: u32,
    geometry: Option<Geometry>,
    holder: (usize, bool),
    word: bool,
}

const LAYERS: [Layer; 5] = [
    Layer::Collection(Collection::Departments),
    Layer::Collection(Collection::Parcels),
    Layer::Collection(Collection::Roads),
    Layer::Collection(Collection::MarketAssets),
    Layer::Drafts,
];

fn scopes() -> [Scope; 4] {
    let surveyor = Scope::of_account("fatou", Uuid::nil(), &[Grant::within(Role::Surveyor, "SN1302")]);
    let dakar = Scope::of_departments("awa", ["SN0101".to_owned()]);
    [Scope::operator(), surveyor, dakar, Scope::public(["SN1302".to_owned()])]
}

impl Sketch {
    fn feature(&self) -> Option<Feature> {
        let (department, is_own) = self.holder;
        let class = if self.word { "national" } else { "urban" };
        Some(Feature {
            id: Uuid::from_u128(self.number.into()),
            department: Some(["SN0101", "SN1302"][department].into()),
            sender: (self.layer == Layer::Drafts && is_own).then(|| "fatou".into()),
            geometry: self.geometry.clone()?,
            attributes: vec![("class".into(), Value::Text(class.into()))],
        })
    }
}

/// Places in and around a tile of zoom 14 in Thiès; some beside the antimeridian.
fn place() -> impl Strategy<Value = Coord> {
    let side = f64::from(1 << 18);
    let inland = (7_420.0..7_423.0, 7_510.0..7_513.0);
    let abroad = (prop_oneof![0.0..0.3, 16_383.8..16_384.0], 7_511.0..7_512.0);
    prop_oneof![9 => inland.boxed(), 1 => abroad.boxed()]
        .prop_map(move |(x, y)| Coord { x: f64::floor(x * side), y: f64::floor(y * side) })
}

fn geometry() -> impl Strategy<Value = Geometry> {
    let size = prop_oneof![1.0..50.0_f64, 50.0..5e3, 5e3..5e5];
    (place(), size, 0..5_u8).prop_map(|(at, size, kind): (Coord, f64, u8)| {
        let corner = |dx: f64, dy: f64| Coord {
            x: (at.x + dx * size).clamp(0.0, 4_294_967_295.0).round(),
            y: (at.y + dy * size).round(),
        };
        let ring = |inset: f64| {
            let (from, to) = (inset, 1.0 - inset);
            LineString::new(
                [(from, from), (to, from), (to, to), (from, to), (from, from)]
                    .map(|(x, y)| corner(x, y))
                    .to_vec(),
            )
        };
        match kind {
            0 => Point(at).into(),
            1 => LineString::new(vec![at, corner(0.5, 0.4), corner(0.9, -0.3)]).into(),
            2 => Polygon::new(ring(0.0), vec![]).into(),
            3 => Polygon::new(ring(0.0), vec![ring(0.1)]).into(),
            _ => Polygon::new(LineString::new(vec![at, corner(1.0, 0.02), corner(0.98, 1.0), at]), vec![])
                .into(),
        }
    })
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let geometry = prop::option::weighted(0.85, geometry());
    let layer = prop::sample::select(LAYERS.to_vec());
    (layer, 0..8_u32, geometry, (0..2_usize, any::<bool>()), any::<bool>())
        .prop_map(|(layer, number, geometry, holder, word)| Sketch { layer, number, geometry, holder, word })
}

fn commit(sketches: &[Sketch], is_bulk: bool) -> Vec<LayerChanges> {
    let of_layer = |layer: Layer| {
        // The last word on each feature.
        let sketches = sketches.iter().filter(|sketch| sketch.layer == layer);
        let last: std::collections::BTreeMap<_, _> = sketches.map(|sketch| (sketch.number, sketch)).collect();
        let mut touched: Vec<_> = last.keys().map(|number| Uuid::from_u128((*number).into())).collect();
        if is_bulk {
            touched.extend((1_000..1_600).map(Uuid::from_u128));
        }
        LayerChanges {
            layer,
            touched,
            features: last.values().filter_map(|sketch| sketch.feature()).collect(),
        }
    };
    LAYERS.map(of_layer).into_iter().filter(|change| !change.touched.is_empty()).collect()
}

/// Whether a tile shows a feature, by another way than the cache's own.
fn shows(id: TileId, layer: Layer, feature: &Feature) -> bool {
    let around = feature.geometry.bounding_rect().expect("has vertices");
    if id.z() < min_zoom(layer) {
        let WorldRect { min, max } = id.rect();
        let middle = around.center();
        return (min[0]..max[0]).contains(&middle.x.floor()) && (min[1]..max[1]).contains(&middle.y.floor());
    }
    let margin = 65.0 * id.unit_steps();
    id.world_shifts_steps().into_iter().any(|shift| {
        let WorldRect { min, max } = id.rect();
        let corner = |[x, y]: [f64; 2], margin: f64| Coord { x: x - shift + margin, y: y + margin };
        Rect::new(corner(min, -margin), corner(max, margin)).intersects(&feature.geometry)
    })
}

fn find(layers: &LiveLayers, change: &LayerChanges) -> Vec<Feature> {
    let index = &layers.reading().index;
    let found = change.touched.iter().filter_map(|&id| index.get(change.layer, id, &Scope::operator()));
    let feature = |found: gis_core::index::Found<'_>| Feature {
        id: found.id(),
        department: None,
        sender: None,
        geometry: found.geometry(),
        attributes: Vec::new(),
    };
    found.map(feature).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_is_kept_is_what_would_be_drawn_and_what_is_dropped_was_touched(
        register in prop::collection::vec(sketch(), 0..20),
        asked in prop::collection::vec((0..=22_u8, place()), 1..12),
        commits in prop::collection::vec((prop::collection::vec(sketch(), 1..4), any::<bool>()), 1..6),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let layers = Arc::new(LiveLayers::new(Index::default(), TileCache::new(1 << 24), Arc::default()));
        layers.apply(commit(&register, false));
        let tiles: std::collections::BTreeSet<_> = asked.into_iter().map(|(z, at)| {
            let index = |steps: f64| (steps / f64::from(1 << 16) * f64::from(1_u32 << z) / 65_536.0).floor();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place on the grid")]
            let index = |steps: f64| index(steps) as u32;
            TileId::new(z, index(at.x), index(at.y)).expect("exists")
        }).collect();
        let ask_all = || -> Result<(), TestCaseError> {
            for &id in &tiles {
                for scope in scopes() {
                    let kept = runtime.block_on(layers.tile(&LAYERS, id, &scope, Encoding::Identity)).expect("is drawn");
                    let drawn = tile::tile(&layers.reading().index, &LAYERS, id, &scope);
                    prop_assert_eq!(kept.map(|tile| tile.body.to_vec()), drawn.map(|tile| tile.bytes), "{:?} {}", id, scope.actor());
                }
            }
            Ok(())
        };
        ask_all()?;
        for (sketches, is_bulk) in commits {
            let before: Vec<_> = tiles.iter().map(|&id| (id, layers.cache().count_of(id))).collect();
            let changes = commit(&sketches, is_bulk);
            let mut changed = Vec::new();
            for change in &changes {
                changed.extend(find(&layers, change).into_iter().map(|feature| (change.layer, feature)));
                changed.extend(change.features.iter().map(|feature| (change.layer, feature.clone())));
            }
            layers.apply(changes);
            for (id, count) in before {
                let is_touched = changed.iter().any(|(layer, feature)| shows(id, *layer, feature));
                let kept = layers.cache().count_of(id);
                prop_assert!(is_touched || kept == count, "{id:?}: {kept} of {count} kept, nothing changed there");
            }
            ask_all()?;
        }
    }
}

/// Points that all tell the same turn.
fn of_turn(turn: u32) -> LayerChanges {
    let mut change = all_moved(20, turn);
    let told = ("turn".into(), Value::Number(f64::from(turn)));
    change.features.iter_mut().for_each(|feature| feature.attributes.push(told.clone()));
    change
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_tile_is_older_than_the_change_that_was_answered_before_it_was_asked_for() {
    let layers = Arc::new(LiveLayers::new(Index::default(), TileCache::new(1 << 24), Arc::default()));
    layers.apply(vec![of_turn(1)]);
    let (answered, is_over) = (Arc::new(AtomicU32::new(1)), Arc::new(AtomicBool::new(false)));
    let id = TileId::new(2, 0, 0).expect("exists");
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (layers, answered, is_over) =
                (Arc::clone(&layers), Arc::clone(&answered), Arc::clone(&is_over));
            tokio::spawn(async move {
                while !is_over.load(Ordering::SeqCst) {
                    let least = f64::from(answered.load(Ordering::SeqCst));
                    let tile = layers.tile(&[LAYER], id, &Scope::operator(), Encoding::Identity).await;
                    let tile = tile.expect("is drawn").expect("holds all points");
                    let features = decode(&tile.body).expect("is a tile").remove(0).features;
                    let turns: Vec<_> =
                        features.iter().map(|feature| format!("{:?}", feature.attributes["turn"])).collect();
                    assert!(turns.len() == 20 && turns.iter().all(|turn| *turn == turns[0]), "{turns:?}");
                    let turn: f64 =
                        turns[0].trim_matches(|sign: char| !sign.is_ascii_digit()).parse().expect("a number");
                    assert!(turn >= least, "{turn} after {least} was answered");
                }
            })
        })
        .collect();
    for turn in 2..300 {
        let writing = Arc::clone(&layers);
        spawn_blocking(move || writing.apply(vec![of_turn(turn)])).await.expect("is applied");
        answered.store(turn, Ordering::SeqCst);
        tokio::task::yield_now().await;
    }
    is_over.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await.expect("saw no tile from before");
    }
    assert!(layers.cache().counts().dropped > 0);
}
