//! What is too small or too much to be drawn: counts at low zooms, thinned tiles.

use super::*;
use geo::{Point, polygon};
use geozero::mvt::TileValue;
use proptest::prelude::*;

fn counted(index: &Index, layer: Layer, id: TileId, scope: &Scope) -> Vec<(u64, TilePx)> {
    let tile = tile(index, &[layer], id, scope);
    let layers = tile.map_or_else(Vec::new, |tile| decode(&tile.bytes).expect("is a tile"));
    let features = layers.into_iter().filter(|drawn| Some(drawn.name.as_str()) == counts_name(layer));
    let count = |feature: DecodedFeature| match feature.attributes["count"] {
        TileValue::Uint(count) => (count, feature.drawing.points[0]),
        ref other => panic!("a count is a number, not {other:?}"),
    };
    features.flat_map(|layer| layer.features).map(count).collect()
}

proptest! {
    #[test]
    fn the_counts_of_all_tiles_of_a_zoom_are_the_register_that_somebody_may_see(
        places in prop::collection::vec((0..u32::MAX, 0..u32::MAX, prop::bool::ANY), 0..60),
        z in 0..4_u8,
    ) {
        let parcels = (1..).zip(&places).map(|(number, &(x, y, is_own))| Feature {
            department: Some(if is_own { "SN1302" } else { "SN0101" }.into()),
            ..feature(number, Point::new(x.into(), y.into()))
        });
        let index = index_of(PARCELS, parcels);
        let thies = Scope::of_departments("fatou", ["SN1302".to_owned()]);
        let own = places.iter().filter(|(_, _, is_own)| *is_own).count();
        for (scope, expected) in [(&thies, own), (&Scope::operator(), places.len())] {
            let tiles = (0..1 << z).flat_map(|x| (0..1 << z).map(move |y| TileId::new(z, x, y).expect("exists")));
            let cells: Vec<_> = tiles.flat_map(|id| counted(&index, PARCELS, id, scope)).collect();
            prop_assert_eq!(cells.iter().map(|(count, _)| *count).sum::<u64>(), expected as u64);
            prop_assert!(cells.iter().all(|(_, at)| (0..4096).contains(&at.x) && (0..4096).contains(&at.y)));
        }
    }
}

#[test]
fn a_parcel_is_counted_in_its_cell_until_it_is_drawn() {
    let index = index_of(PARCELS, [feature(1, Point(at_units(thies(), 2_000.0, 70.0)))]);
    let above = |z: u8| TileId::new(z, thies().x() >> (14 - z), thies().y() >> (14 - z)).expect("exists");
    // At zoom 12 a tile is four of zoom 14 wide: 500 and 17 units from the corner of its quarter.
    let quarter = [thies().x() % 4, thies().y() % 4].map(|place| place.cast_signed() * 1024);
    let middle = TilePx { x: quarter[0] + 384, y: quarter[1] + 128 };
    assert_eq!(counted(&index, PARCELS, above(12), &Scope::operator()), [(1, middle)]);
    assert_eq!(counted(&index, PARCELS, above(13), &Scope::operator()), []);
    assert_eq!(drawn(&index, PARCELS, above(13)).len(), 1);
    assert_eq!(counted(&index, DEPARTMENTS, above(5), &Scope::operator()), []);
}

/// One of up to 5,100 squares that stand beside each other in the tile, each third one a large one.
fn a_square(number: u32, word_bytes: usize) -> Feature {
    let (x, y) = (f64::from(number % 60) * 60.0, f64::from(number / 60) * 48.0);
    let side = if number.is_multiple_of(3) { 50.0 } else { 20.0 };
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
    let [nw, ne, se, sw] = corners.map(|(x, y)| at_units(thies(), x, y));
    let word = format!("{number} {}", "x".repeat(word_bytes));
    Feature {
        attributes: vec![("name".into(), Value::Text(word.as_str().into()))],
        ..feature(number.into(), polygon![nw, ne, se, sw])
    }
}

#[test]
fn what_goes_round_a_tile_changes_nothing_in_it_however_full_it_is() {
    let round =
        [(-500.0, -500.0), (-500.0, 5_000.0), (5_000.0, 5_000.0)].map(|(x, y)| at_units(thies(), x, y));
    let round = feature(1_000_000, LineString::new(round.to_vec()));
    for (count, word_bytes) in [(3_600, 200), (5_000, 0)] {
        let mut index = index_of(PARCELS, (0..count).map(|number| a_square(number, word_bytes)));
        let before = tile(&index, &[PARCELS], thies(), &Scope::operator());
        index.put(PARCELS, &round);
        assert!(before == tile(&index, &[PARCELS], thies(), &Scope::operator()), "{count} parcels");
    }
}

#[test]
fn a_tile_that_would_be_too_large_keeps_its_largest_features_and_says_so() {
    let index = index_of(PARCELS, (0..3_600).map(|number| a_square(number, 200)));
    let tile = tile(&index, &[PARCELS], thies(), &Scope::operator()).expect("holds something");
    assert!((MAX_BYTES / 2..=MAX_BYTES).contains(&tile.bytes.len()), "{}", tile.bytes.len());
    let [thinned] = tile.thinned.as_slice() else { panic!("{:?}", tile.thinned) };
    assert_eq!((thinned.layer, thinned.all), (PARCELS, 3_600));
    let features = drawn(&index, PARCELS, thies());
    assert_eq!(features.len(), thinned.shown);
    let width = |feature: &DecodedFeature| {
        let ring = &feature.drawing.polygons[0][0];
        ring.iter().map(|at| at.x).max().zip(ring.iter().map(|at| at.x).min()).map(|(max, min)| max - min)
    };
    let large = features.iter().filter(|feature| width(feature) == Some(50)).count();
    assert_eq!(large, 1_200, "the large ones stay");
}
