//! The index against a walk over all, its scopes, and what it takes.

use super::*;
use crate::Collection;
use crate::scope::{Grant, Role};
use geo::{BoundingRect, Intersects, point, polygon};
use proptest::prelude::*;

const LAYER: Layer = Layer::Drafts;

fn square(id: u128, x: f64, y: f64, side: f64) -> Feature {
    let geometry =
        polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)].into();
    Feature { id: Uuid::from_u128(id), department: None, sender: None, geometry, attributes: Vec::new() }
}

fn everywhere() -> WorldRect {
    WorldRect { min: [0.0; 2], max: [f64::from(u32::MAX); 2] }
}

/// What somebody sees of a layer everywhere.
fn seen(index: &Index, layer: Layer, scope: &Scope) -> Sight {
    index.sight(&[layer], &[everywhere()], scope)
}

proptest! {
    #[test]
    fn the_tree_finds_what_a_walk_over_all_finds(
        squares in prop::collection::vec((0..1000_u32, 0..1000_u32, 0..100_u32), 0..60),
        removed in prop::collection::vec(0_u128..60, 0..20),
        corner in (0.0..1000.0_f64, 0.0..1000.0_f64),
    ) {
        let features: Vec<_> =
            squares.iter().zip(0..).map(|(&(x, y, side), id)| square(id, x.into(), y.into(), side.into())).collect();
        let mut index = Index::default();
        let (loaded, put) = features.split_at(features.len() / 2);
        index.load(LAYER, loaded.iter().cloned());
        for feature in put {
            index.put(LAYER, feature);
        }
        for &id in &removed {
            index.remove(LAYER, Uuid::from_u128(id));
        }

        let window = geo::Rect::new(
            geo::Coord { x: corner.0, y: corner.1 },
            geo::Coord { x: corner.0 + 200.0, y: corner.1 + 200.0 },
        );
        let expected: Vec<_> = features
            .iter()
            .filter(|feature| !removed.iter().any(|&id| Uuid::from_u128(id) == feature.id))
            .filter(|feature| feature.geometry.bounding_rect().is_some_and(|rect| rect.intersects(&window)))
            .map(|feature| feature.id)
            .collect();
        let rect = WorldRect { min: window.min().into(), max: window.max().into() };
        let mut found: Vec<_> =
            index.within(LAYER, rect, &index.sight(&[LAYER], &[rect], &Scope::operator())).iter().map(|feature| feature.id()).collect();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn a_feature_put_twice_is_held_once_where_it_was_put_last() {
    let mut index = Index::default();
    index.put(LAYER, &square(1, 0.0, 0.0, 1.0));
    index.put(LAYER, &square(1, 500.0, 500.0, 1.0));
    assert_eq!(index.within(LAYER, everywhere(), &seen(&index, LAYER, &Scope::operator())).len(), 1);
    assert_eq!(index.bounds(LAYER, &Scope::operator()).map(|rect| rect.min), Some([500.0, 500.0]));
}

#[test]
fn what_a_scope_does_not_cover_is_absent_from_finds_and_bounds() {
    let mut index = Index::default();
    index.put(LAYER, &Feature { department: Some("SN0101".into()), ..square(1, 0.0, 0.0, 1.0) });
    index.put(LAYER, &Feature { department: Some("SN1302".into()), ..square(2, 10.0, 10.0, 1.0) });
    index.put(LAYER, &square(3, 90.0, 90.0, 1.0));
    let thies = Scope::of_departments("fatou", ["SN1302".to_owned()]);
    let found = index.within(LAYER, everywhere(), &seen(&index, LAYER, &thies));
    assert_eq!(found.iter().map(|feature| feature.id().as_u128()).collect::<Vec<_>>(), [2]);
    assert_eq!(index.bounds(LAYER, &thies).map(|rect| rect.max), Some([11.0, 11.0]));
    assert!(index.get(LAYER, Uuid::from_u128(1), &thies).is_none());
}

#[test]
fn a_layer_shows_what_its_own_action_opens() {
    let roads = Layer::Collection(Collection::Roads);
    let frame = Layer::Collection(Collection::Departments);
    let own = Feature { sender: Some("fatou".into()), ..square(1, 0.0, 0.0, 1.0) };
    let of_awa = Feature {
        department: Some("SN1302".into()),
        sender: Some("awa".into()),
        ..square(2, 10.0, 10.0, 1.0)
    };
    let mut index = Index::default();
    for layer in [LAYER, roads, frame] {
        index.load(layer, [own.clone(), of_awa.clone()]);
    }
    let ids = |layer, scope: &Scope| -> Vec<_> {
        index
            .within(layer, everywhere(), &seen(&index, layer, scope))
            .iter()
            .map(|feature| feature.id().as_u128())
            .collect()
    };
    let surveyor = Scope::of_account("fatou", Uuid::nil(), &[Grant::within(Role::Surveyor, "SN1302")]);
    assert_eq!([LAYER, roads, frame].map(|layer| ids(layer, &surveyor)), [vec![1], vec![2], vec![1, 2]]);
    assert_eq!(index.bounds(LAYER, &surveyor).map(|rect| rect.max), Some([1.0, 1.0]));
    let public = Scope::public([]);
    assert_eq!([LAYER, roads, frame].map(|layer| ids(layer, &public)), [vec![], vec![], vec![1, 2]]);
    assert_eq!(index.bounds(LAYER, &public), None);
}

#[test]
fn a_position_that_is_not_on_earth_has_no_world_geometry() {
    assert_eq!(to_world(&point!(x: 200.0, y: 0.0).into()), None);
}

#[test]
fn a_feature_reads_back_as_it_was_put() {
    let yard = polygon!(
        exterior: [(x: 0., y: 0.), (x: 90., y: 0.), (x: 90., y: 90.), (x: 0., y: 90.)],
        interiors: [[(x: 10., y: 10.), (x: 10., y: 70.), (x: 70., y: 10.)]],
    );
    let text = |text: &str| Value::Text(text.into());
    let attributes =
        [("tenure", text("lease")), ("area_m2", Value::Number(12.5)), ("id", text("told apart"))];
    let feature = Feature {
        geometry: geo::MultiPolygon(vec![yard]).into(),
        attributes: attributes.map(|(name, value)| (name.into(), value)).to_vec(),
        ..square(7, 0.0, 0.0, 1.0)
    };
    let mut index = Index::default();
    index.load(LAYER, [feature.clone(), square(8, 0.0, 0.0, 1.0)]);
    let operator = Scope::operator();
    let found = index.get(LAYER, feature.id, &operator).expect("is held");
    assert_eq!(found.geometry(), feature.geometry);
    let read: Vec<_> = found.attributes().collect();
    assert_eq!(read, [("tenure", ValueRef::Text("lease")), ("area_m2", ValueRef::Number(12.5))]);
    assert_eq!(found.attribute("area_m2"), Some(ValueRef::Number(12.5)));
    assert_eq!(index.all(LAYER, &operator).len(), 2);
}

#[test]
fn words_that_nobody_uses_any_more_go() {
    let mut index = Index::default();
    let name = |id: u128, turn: u32| format!("{id} {turn} {}", "so called for a long time ".repeat(8));
    let feature = |id: u128, turn| Feature {
        attributes: vec![("name".into(), Value::Text(name(id, turn).into()))],
        ..square(id, 0.0, 0.0, 9.0)
    };
    index.load(LAYER, (0..100).map(|id| feature(id, 0)));
    for turn in 1..=300 {
        (0..100).for_each(|id| index.put(LAYER, &feature(id, turn)));
    }
    let footprint = index.footprint(LAYER);
    assert_eq!((footprint.features, footprint.vertices), (100, 400));
    assert!(footprint.other_bytes < 3 << 20, "{footprint:?} of 6 MB that were said");
    let found = index.all(LAYER, &Scope::operator());
    let told =
        |found: &Found<'_>| found.attribute("name") == Some(ValueRef::Text(&name(found.id().as_u128(), 300)));
    assert!(found.iter().all(told));
}

#[test]
fn points_that_come_one_by_one_share_blocks_with_their_neighbours() {
    let point = |id: u32| Feature {
        geometry: point!(x: f64::from(id % 50) * 1e4, y: f64::from(id / 50) * 1e4).into(),
        ..square(id.into(), 0.0, 0.0, 0.0)
    };
    let (mut loaded, mut put) = (Index::default(), Index::default());
    loaded.load(LAYER, (0..2_500).map(point));
    (0..2_500).for_each(|id| put.put(LAYER, &point(id)));
    let bytes = [&loaded, &put].map(|index| index.footprint(LAYER).other_bytes);
    assert!(bytes[1] < 2 * bytes[0], "{bytes:?}");
}

/// What somebody does to a feature: puts it where it was not or was, of so many vertices, or takes it away.
fn deed() -> impl Strategy<Value = (u128, Option<(u32, u32, usize)>)> {
    let place = (
        0..40_u32,
        0..40_u32,
        prop_oneof![3 => Just(4_usize), 1 => Just(0), 1 => Just(1), 1 => 2..3_000_usize],
    );
    (0..300_u128, prop::option::weighted(0.8, place))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn an_index_that_was_edited_tells_what_one_filled_at_once_does(
        loaded in prop::collection::vec(deed(), 0..300),
        deeds in prop::collection::vec(deed(), 0..600),
    ) {
        let feature = |id: u128, (x, y, length): (u32, u32, usize)| {
            let at = |step: u32| geo::Coord { x: f64::from(x * 3_000 + step % 90), y: f64::from(y * 3_000 + step / 90 * 7) };
            let vertices: Vec<_> = (0..).map(at).take(length).collect();
            let geometry = if length == 1 { geo::Point(vertices[0]).into() } else { geo::LineString(vertices).into() };
            let attributes = vec![("name".into(), Value::Text(format!("{x}").into())), ("number".into(), Value::Text(format!("{id}").into()))];
            Feature { geometry, attributes, ..square(id, 0.0, 0.0, 0.0) }
        };
        let mut held = BTreeMap::new();
        held.extend(loaded.into_iter().filter_map(|(id, place)| Some((id, feature(id, place?)))));
        let mut edited = Index::default();
        edited.load(LAYER, held.values().cloned());
        for (id, place) in deeds {
            if let Some(place) = place {
                edited.put(LAYER, &feature(id, place));
                held.insert(id, feature(id, place));
            } else {
                prop_assert_eq!(edited.remove(LAYER, Uuid::from_u128(id)), held.remove(&id).is_some());
            }
        }
        let mut anew = Index::default();
        anew.load(LAYER, held.values().cloned());
        let operator = Scope::operator();
        for rect in [everywhere(), WorldRect { min: [9e3; 2], max: [4e4; 2] }] {
            let found = [&edited, &anew].map(|index| {
                let found = index.within(LAYER, rect, &index.sight(&[LAYER], &[rect], &operator));
                found.into_iter().map(Found::to_feature).collect::<Vec<_>>()
            });
            prop_assert_eq!(&found[0], &found[1]);
        }
        let told = [&edited, &anew].map(|index| {
            let world = Square { level: 0, x: 0, y: 0 };
            let counts = index.counts(LAYER, world, FINEST_CELLS, &seen(index, LAYER, &operator));
            let all = index.all(LAYER, &operator).into_iter().map(Found::to_feature).collect::<Vec<_>>();
            (counts, all, index.bounds(LAYER, &operator), index.footprint(LAYER).vertices)
        });
        prop_assert_eq!(&told[0], &told[1]);
        prop_assert!(held.values().all(|feature| edited.holds(LAYER, feature)));
    }
}

#[test]
fn a_copy_of_an_index_keeps_what_it_was_a_copy_of() {
    let mut index = Index::default();
    index.load(LAYER, [square(1, 0.0, 0.0, 9.0), square(2, 50.0, 0.0, 9.0)]);
    let copy = index.clone();
    index.remove(LAYER, Uuid::from_u128(1));
    index.put(LAYER, &square(3, 90.0, 0.0, 9.0));
    let ids = |index: &Index| -> Vec<_> {
        index.all(LAYER, &Scope::operator()).iter().map(|found| found.id().as_u128()).collect()
    };
    assert_eq!((ids(&copy), ids(&index)), (vec![1, 2], vec![2, 3]));
}

/// Parcels as a simulated register has them: four corners, and the attributes of an office.
fn parcels(count: u32) -> impl Iterator<Item = Feature> {
    let text = |text: String| Value::Text(text.as_str().into());
    (0..count).map(move |number| {
        let (x, y) = (f64::from(number % 700) * 3e3, f64::from(number / 700) * 3e3);
        let attributes = [
            ("department", text("SN1302".into())),
            ("commune", text(format!("commune {}", number % 20))),
            ("number", text(format!("Q{}-P-{:04}", number / 2000, number % 2000))),
            ("nicad", text(format!("0123456789{number:06}"))),
            ("block", text(format!("Îlot {}", number / 40))),
            ("land_use", text(["housing", "trade", "farming"][number as usize % 3].into())),
            ("tenure", text(["title", "lease", "occupancy"][number as usize % 3].into())),
            ("area_m2", Value::Number(f64::from(1_500 + number * 7 % 5_000) / 10.0)),
            ("area_sd_m2", Value::Number(f64::from(number % 50) / 10.0)),
            ("sigma_m", Value::Number(0.5)),
            ("grade", text("B".into())),
            ("survey_method", text("handheld_gnss".into())),
            ("surveyed_on", text(format!("2026-11-{:02}", 1 + number % 28))),
            ("source", text("survey".into())),
        ];
        Feature {
            department: Some("SN1302".into()),
            attributes: attributes.map(|(name, value)| (name.into(), value)).to_vec(),
            ..square(u128::from(number) << 64, x, y, 2.5e3)
        }
    })
}

#[test]
fn a_parcel_takes_less_than_150_bytes_beside_its_vertices() {
    let mut index = Index::default();
    index.load(LAYER, parcels(25_000));
    let footprint = index.footprint(LAYER);
    assert_eq!((footprint.features, footprint.vertices), (25_000, 100_000));
    let bytes = footprint.other_bytes / footprint.features;
    assert!(bytes <= 115, "{bytes} bytes a parcel");
}

proptest! {
    #[test]
    fn cells_count_what_a_scope_covers_and_nothing_else(
        places in prop::collection::vec((0..u32::MAX, 0..u32::MAX, prop::bool::ANY), 0..40),
        moved in prop::collection::vec((0..40_usize, 0..u32::MAX), 0..10),
    ) {
        let feature = |number: usize, (x, y, is_own): (u32, u32, bool)| Feature {
            department: Some(if is_own { "SN1302" } else { "SN0101" }.into()),
            ..square(number as u128, x.into(), y.into(), 0.0)
        };
        let mut places = places;
        let mut index = Index::default();
        index.load(LAYER, places.iter().enumerate().map(|(number, &place)| feature(number, place)));
        for (number, x) in moved {
            if let Some(place) = places.get_mut(number) {
                *place = (x, place.1, !place.2);
                index.put(LAYER, &feature(number, *place));
            }
        }
        let own = places.iter().filter(|(_, _, is_own)| *is_own).count() as u64;
        let world = Square { level: 0, x: 0, y: 0 };
        let thies = Scope::of_departments("fatou", ["SN1302".to_owned()]);
        for level in [0, 5, FINEST_CELLS] {
            prop_assert_eq!(index.counts(LAYER, world, level, &seen(&index, LAYER, &thies)).values().sum::<u64>(), own);
        }
        let all: u64 = index.counts(LAYER, world, 5, &seen(&index, LAYER, &Scope::operator())).values().sum();
        prop_assert_eq!(all, places.len() as u64);
    }
}
