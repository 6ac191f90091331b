//! Pictures and laws of linear referencing.

use super::*;
use geo::{LineString, coord};
use proptest::prelude::*;

/// Metres from a corner near Thiès to degrees, well enough over a few kilometres.
fn degrees(east_m: f64, north_m: f64) -> Coord {
    let m_per_deg_lat = 110_640.0;
    let m_per_deg_lon = 111_320.0 * 14.8_f64.to_radians().cos();
    coord! { x: -16.93 + east_m / m_per_deg_lon, y: 14.79 + north_m / m_per_deg_lat }
}

fn road(metres: &[(f64, f64)]) -> Centreline {
    let line: LineString = metres.iter().map(|(east, north)| degrees(*east, *north)).collect();
    Centreline::new(&MultiLineString(vec![line])).expect("a line")
}

fn place(east_m: f64, north_m: f64) -> Point {
    Point(degrees(east_m, north_m))
}

#[test]
fn a_place_beside_the_road_has_a_chainage_and_an_offset() {
    // 0 ────────── 100 m
    //        ·  7 m below, at 60 m
    let road = road(&[(0.0, 0.0), (100.0, 0.0)]);
    let found = road.project(place(60.0, -7.0));
    assert!((found.chainage.get() - 60.0).abs() < 0.5, "{found:?}");
    assert!((found.offset.get() - 7.0).abs() < 0.1, "{found:?}");
}

#[test]
fn chainage_runs_on_in_the_next_part_and_a_gap_has_none() {
    let parts = [[(0.0, 0.0), (100.0, 0.0)], [(150.0, 0.0), (250.0, 0.0)]];
    let lines =
        parts.map(|part| part.iter().map(|(east, north)| degrees(*east, *north)).collect::<LineString>());
    let road = Centreline::new(&MultiLineString(lines.to_vec())).expect("a line");
    assert!((road.length().get() - 200.0).abs() < 1.0);
    assert!((road.project(place(160.0, 0.0)).chainage.get() - 110.0).abs() < 1.0);
    let in_the_gap = road.project(place(120.0, 0.0));
    assert!((in_the_gap.offset.get() - 20.0).abs() < 0.5, "{in_the_gap:?}");
}

#[test]
fn an_event_stays_where_it_is_when_the_road_is_surveyed_again_with_more_vertices() {
    let old = road(&[(0.0, 0.0), (500.0, 0.0), (1000.0, 200.0)]);
    let new =
        road(&[(-20.0, 2.0), (120.0, -3.0), (260.0, 2.0), (500.0, 3.0), (760.0, 101.0), (1004.0, 204.0)]);
    let moved = transfer(&old, &new, Metres(700.0));
    assert_eq!(moved.name(), "nearest");
    assert!(metres_between(moved.projection().at, old.at(Metres(700.0))).get() < 6.0, "{moved:?}");
}

#[test]
fn an_event_on_a_bend_that_was_straightened_lies_as_far_between_its_ends_as_before() {
    //      ╱╲        the bend of 400 m, straightened
    // ────╱  ╲────
    let old = road(&[(0.0, 0.0), (300.0, 0.0), (450.0, 130.0), (600.0, 0.0), (900.0, 0.0)]);
    let new = road(&[(0.0, 0.0), (900.0, 0.0)]);
    let top = Metres(300.0 + (150.0_f64.powi(2) + 130.0_f64.powi(2)).sqrt());
    let moved = transfer(&old, &new, top);
    assert_eq!(moved.name(), "between");
    assert!((moved.projection().chainage.get() - 450.0).abs() < 2.0, "{moved:?}");
}

#[test]
fn a_line_without_length_is_none() {
    let nothing: LineString = [degrees(0.0, 0.0), degrees(0.0, 0.0)].into_iter().collect();
    assert!(Centreline::new(&MultiLineString(vec![nothing])).is_none());
    assert!(Centreline::new(&MultiLineString(vec![])).is_none());
}

fn a_road() -> impl Strategy<Value = Vec<(f64, f64)>> {
    // Steps ahead with some way to the side: roads do not turn back on themselves within metres.
    prop::collection::vec((40.0..200.0_f64, -60.0..60.0_f64), 2..20).prop_map(|steps| {
        let mut at = (0.0, 0.0);
        let walked = steps.into_iter().map(|(ahead, aside)| {
            at = (at.0 + ahead, at.1 + aside);
            at
        });
        std::iter::once((0.0, 0.0)).chain(walked).collect()
    })
}

proptest! {
    #[test]
    fn what_is_interpolated_is_found_again(metres in a_road(), ratio in 0.0..=1.0_f64) {
        let road = road(&metres);
        let chainage = Metres(ratio * road.length().get());
        let found = road.project(road.at(chainage));
        prop_assert!((found.chainage - chainage).get().abs() < 0.05, "{found:?}");
        prop_assert!(found.offset.get() < 0.05);
    }

    #[test]
    fn an_event_survives_a_resurvey_by_another_receiver(
        metres in a_road(),
        shifts in prop::collection::vec((-4.0..4.0_f64, -4.0..4.0_f64), 20),
        ratio in 0.0..=1.0_f64,
        backward in any::<bool>(),
    ) {
        let old = road(&metres);
        let mut again: Vec<_> =
            metres.iter().zip(&shifts).map(|((east, north), shift)| (east + shift.0, north + shift.1)).collect();
        if backward {
            again.reverse();
        }
        let new = road(&again);
        let chainage = Metres(ratio * old.length().get());
        let moved = transfer(&old, &new, chainage);
        prop_assert_eq!(moved.name(), "nearest");
        prop_assert!(metres_between(moved.projection().at, old.at(chainage)).get() < 8.0, "{:?}", moved);
    }

    #[test]
    fn the_order_of_events_along_a_road_that_was_moved_aside_is_kept(
        metres in a_road(),
        aside_m in 60.0..400.0_f64,
        one in 0.0..=1.0_f64,
        other in 0.0..=1.0_f64,
    ) {
        let old = road(&metres);
        let moved: Vec<_> = metres.iter().map(|(east, north)| (*east, north + aside_m)).collect();
        let new = road(&moved);
        let length_m = old.length().get();
        let at = |ratio: f64| transfer(&old, &new, Metres(ratio * length_m)).projection().chainage.get();
        let (first, second) = if one <= other { (one, other) } else { (other, one) };
        prop_assert!(at(first) <= at(second) + 60.0, "{} {}", at(first), at(second));
        prop_assert!((0.0..=new.length().get()).contains(&at(first)));
    }
}
