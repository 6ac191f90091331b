//! The borders of the world, of the zooms and of a scope.

use super::*;
use geo::{Point, polygon};
use gis_core::{TilePx, coordinates::WORLD_STEPS};

fn tile_id(z: u8, x: u32, y: u32) -> TileId {
    TileId::new(z, x, y).expect("exists")
}

fn points(index: &Index, id: TileId) -> Vec<TilePx> {
    drawn(index, DEPARTMENTS, id).into_iter().flat_map(|feature| feature.drawing.points).collect()
}

#[test]
fn a_point_beside_the_antimeridian_is_in_the_buffer_of_the_tile_across() {
    // Ten units of zoom 10, of 1024 steps each, east of the antimeridian.
    let index = index_of(DEPARTMENTS, [feature(1, Point::new(10_240.0, 700.0 * 1024.0))]);
    assert_eq!(points(&index, tile_id(10, 0, 0)), [TilePx { x: 10, y: 700 }]);
    assert_eq!(points(&index, tile_id(10, 1023, 0)), [TilePx { x: 4106, y: 700 }]);
    assert_eq!(points(&index, tile_id(10, 1022, 0)), []);

    let index = index_of(DEPARTMENTS, [feature(1, Point::new(WORLD_STEPS - 10_240.0, 0.0))]);
    assert_eq!(points(&index, tile_id(10, 0, 0)), [TilePx { x: -10, y: 0 }]);
    assert_eq!(points(&index, tile_id(10, 1023, 0)), [TilePx { x: 4086, y: 0 }]);
}

#[test]
fn a_polygon_cut_at_the_antimeridian_is_whole_again_in_the_tiles_beside_it() {
    let half = |west: f64, east: f64| polygon![(x: west, y: 1e6), (x: east, y: 1e6), (x: east, y: 2e6), (x: west, y: 2e6)];
    let halves =
        geo::MultiPolygon::new(vec![half(WORLD_STEPS - 20_480.0, WORLD_STEPS - 1.0), half(0.0, 20_480.0)]);
    let index = index_of(DEPARTMENTS, [feature(1, halves)]);
    for (x, west) in [(0, -20), (1023, 4076)] {
        let features = drawn(&index, DEPARTMENTS, tile_id(10, x, 0));
        assert_eq!(features.len(), 1);
        let [rings] = features[0].drawing.polygons.as_slice() else { panic!("one polygon at {x}") };
        let columns = rings[0].iter().map(|vertex| vertex.x);
        assert_eq!((columns.clone().min(), columns.max()), (Some(west), Some(west + 40)));
        assert_eq!((rings.len(), rings[0].len()), (1, 4));
    }
}

#[test]
fn the_whole_world_is_a_square_at_zoom_0_and_every_tile_of_zoom_22_is_full_of_it() {
    let last = WORLD_STEPS - 1.0;
    let world = polygon![(x: 0.0, y: 0.0), (x: last, y: 0.0), (x: last, y: last), (x: 0.0, y: last)];
    let index = index_of(DEPARTMENTS, [feature(1, world)]);
    let doubled_area = |id: TileId| {
        let polygons = drawn(&index, DEPARTMENTS, id).remove(0).drawing.polygons;
        polygons.iter().map(|rings| gis_core::rings::doubled_area(&rings[0])).collect::<Vec<_>>()
    };
    assert_eq!(doubled_area(tile_id(0, 0, 0)), [2 * 4224 * 4096]);
    let middle = 1 << 21;
    assert_eq!(doubled_area(tile_id(22, middle, middle)), [2 * 4224 * 4224]);
    // A step is four units here, and the world's last step is the one before its border: 9 mm stay open.
    assert_eq!(doubled_area(tile_id(22, (1 << 22) - 1, middle)), [2 * 4156 * 4224, 2 * 64 * 4224]);
}

#[test]
fn a_stall_is_drawn_to_the_step_at_zoom_22() {
    let id = tile_id(22, 1_900_000, 1_923_700);
    let [west, north] = id.rect().min;
    let stall = polygon![
        (x: west + 100.0, y: north + 100.0), (x: west + 433.0, y: north + 100.0),
        (x: west + 433.0, y: north + 380.0), (x: west + 100.0, y: north + 380.0)
    ];
    let index = index_of(Layer::Collection(Collection::MarketAssets), [feature(1, stall)]);
    let features = drawn(&index, Layer::Collection(Collection::MarketAssets), id);
    let corners: Vec<_> = features[0].drawing.polygons[0][0].iter().map(|at| (at.x, at.y)).collect();
    assert_eq!(corners, [(400, 400), (1732, 400), (1732, 1520), (400, 1520)]);
}

#[test]
fn layers_begin_at_their_zoom_and_what_is_too_small_to_see_is_left_out() {
    let around = |half: f64| {
        let centre = at_units(thies(), 2_048.0, 2_048.0);
        geo::Rect::new(centre - (half, half).into(), centre + (half, half).into()).to_polygon()
    };
    let above = |z: u8| tile_id(z, thies().x() >> (14 - z), thies().y() >> (14 - z));
    let mut index = index_of(PARCELS, [feature(1, around(3_000.0))]);
    index.put(DEPARTMENTS, &feature(2, around(3_000.0)));
    index.put(Layer::Drafts, &feature(3, around(3_000.0)));
    let seen = |layer| (0..=14).filter(|&z| !drawn(&index, layer, above(z)).is_empty()).collect::<Vec<_>>();
    assert_eq!(seen(PARCELS), [13, 14]);
    // 6000 steps are a unit and a half at zoom 8.
    assert_eq!(seen(DEPARTMENTS), [8, 9, 10, 11, 12, 13, 14]);
    // A draft is a point where its shape is too small to see.
    assert_eq!(seen(Layer::Drafts), (0..=14).collect::<Vec<_>>());
}

#[test]
fn a_tile_without_anything_to_draw_is_none() {
    let index = index_of(DEPARTMENTS, [feature(1, Point(at_units(thies(), 9_000.0, 0.0)))]);
    assert_eq!(tile(&index, &Layer::ALL, thies(), &Scope::operator()), None);
    assert_eq!(tile(&index, &[], thies(), &Scope::operator()), None);
}

#[test]
fn what_a_scope_does_not_cover_leaves_no_byte() {
    let of = |number: u128, pcode: Option<&str>, word: &str| {
        let place = f64::from(u32::try_from(number).expect("small"));
        Feature {
            department: pcode.map(Into::into),
            sender: None,
            attributes: vec![
                ("name".into(), Value::Text(word.into())),
                (format!("only_{word}").as_str().into(), Value::Bool(true)),
            ],
            ..feature(number, Point(at_units(thies(), 100.0 * place, 500.0)))
        }
    };
    let all = [
        of(1, Some("SN1302"), "thies"),
        of(2, Some("SN0101"), "dakar"),
        of(3, None, "nowhere"),
        of(4, Some("SN1302"), "also_thies"),
    ];
    let own = all.iter().filter(|feature| feature.department.as_deref() == Some("SN1302")).cloned();
    let scope = Scope::of_departments("fatou", ["SN1302".to_owned()]);
    let layers = [Layer::Drafts];

    let seen =
        tile(&index_of(Layer::Drafts, all.clone()), &layers, thies(), &scope).expect("holds something");
    let of_own_only = tile(&index_of(Layer::Drafts, own), &layers, thies(), &Scope::operator());
    assert_eq!(Some(&seen), of_own_only.as_ref());
    let bytes = seen.bytes;
    for word in ["dakar", "nowhere", "only_dakar", &all[1].id.to_string()] {
        assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
    let stranger = Scope::of_departments("awa", ["SN0902".to_owned()]);
    assert_eq!(tile(&index_of(Layer::Drafts, all), &layers, thies(), &stranger), None);
}

#[test]
fn equal_registers_give_equal_bytes_whatever_the_order_they_were_filled_in() {
    // Several have their middle at the same place, or belong to another department.
    let square = |number: u32| {
        let (middle, half) = (f64::from(number % 9 * 400), f64::from(10 + number));
        let at = |x: f64, y: f64| at_units(thies(), middle + x * half, 90.0 + y * half);
        Polygon::new(vec![at(-1.0, -1.0), at(1.0, -1.0), at(1.0, 1.0), at(-1.0, 1.0)].into(), vec![])
    };
    let held = |number: u32| Feature {
        department: Some(["SN1302", "SN0101", "SN0502"][number as usize % 3].into()),
        attributes: vec![("name".into(), Value::Text(format!("{}", number * 7 % 50).into()))],
        ..feature(number.into(), square(number))
    };
    let features: Vec<_> = (1..200).map(held).collect();
    let bytes = |index: &Index| tile(index, &[DEPARTMENTS], thies(), &Scope::operator());
    let loaded = index_of(DEPARTMENTS, features.clone());
    let mut put = Index::default();
    for feature in features.into_iter().rev() {
        put.put(DEPARTMENTS, &Feature { geometry: square(7).into(), ..feature.clone() });
        put.put(DEPARTMENTS, &feature);
    }
    put.remove(DEPARTMENTS, Uuid::from_u128(50));
    put.put(DEPARTMENTS, &held(50));
    assert_eq!(bytes(&loaded), bytes(&put));
}

#[test]
fn a_layer_may_have_hundreds_of_attributes() {
    let many = (0..300_u32).map(|number| {
        let attributes = vec![(format!("key_{number}").into(), Value::Number(f64::from(number)))];
        Feature { attributes, ..feature(number.into(), Point(at_units(thies(), f64::from(number * 9), 9.0))) }
    });
    let features = drawn(&index_of(DEPARTMENTS, many), DEPARTMENTS, thies());
    assert_eq!(features.len(), 300);
    for number in 0..300_u32 {
        let is_there = |feature: &DecodedFeature| {
            feature.attributes.get(&format!("key_{number}")) == Some(&TileValue::Uint(number.into()))
        };
        assert_eq!(features.iter().filter(|feature| is_there(feature)).count(), 1, "{number}");
    }
}
