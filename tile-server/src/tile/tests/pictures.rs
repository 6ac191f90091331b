//! Small cases drawn as pictures, the tile as text beside them.

use super::*;
use insta::assert_snapshot;

fn text(index: &Index, layers: &[Layer]) -> String {
    let tile = tile(index, layers, thies(), &Scope::operator()).expect("holds something");
    to_text(&tile.bytes).expect("is a tile")
}

#[test]
fn a_parcel_with_a_courtyard() {
    let picture = Picture::new(
        10,
        "
         +...........
         .a.......b..
         ...e...f....
         ............
         ...h...g....
         .d.......c..",
    );
    let parcel = Feature {
        attributes: vec![
            ("tenure".into(), Value::Text("titre foncier".into())),
            ("area_m2".into(), Value::Number(1_234.5)),
            ("disputed".into(), Value::Bool(false)),
        ],
        ..feature(1, picture.polygon("abcd", &["efgh"]))
    };
    assert_snapshot!(text(&index_of(PARCELS, [parcel]), &[PARCELS]), @r#"
    layer parcels: features 1, extent 4096
      feature
        area_m2 = 1234.5
        disputed = false
        id = "00000000-0000-0000-0000-000000000001"
        tenure = "titre foncier"
        polygon: 10,10 90,10 90,50 10,50
        hole: 30,20 30,40 70,40 70,20
    "#);
}

#[test]
fn a_courtyard_that_touches_the_boundary_stays_a_courtyard() {
    let picture = Picture::new(
        10,
        "
         +........
         .a.....b.
         ...e.f...
         ....g....
         .........
         .d.....c.
         ",
    );
    let parcel = feature(1, picture.polygon("abcgd", &["efg"]));
    assert_snapshot!(text(&index_of(PARCELS, [parcel]), &[PARCELS]), @r#"
    layer parcels: features 1, extent 4096
      feature
        id = "00000000-0000-0000-0000-000000000001"
        polygon: 10,10 70,10 70,50 40,30 10,50
        hole: 30,20 40,30 50,20
    "#);
}

#[test]
fn a_walk_round_a_parcel_either_way_is_drawn_alike() {
    let picture = Picture::new(
        100,
        "
         +.a..
         .d...
         ...b.
         ..c..",
    );
    let [one, other] =
        ["abcd", "adcb"].map(|ring| index_of(PARCELS, [feature(1, picture.polygon(ring, &[]))]));
    assert_eq!(text(&one, &[PARCELS]), text(&other, &[PARCELS]));
    assert_snapshot!(text(&one, &[PARCELS]), @r#"
    layer parcels: features 1, extent 4096
      feature
        id = "00000000-0000-0000-0000-000000000001"
        polygon: 100,100 200,0 300,200 200,300
    "#);
}

#[test]
fn a_parcel_whose_arms_reach_into_the_tile_is_two_polygons() {
    // The buffer ends two cells west of the corner: the back of the bracket lies beyond it.
    let picture = Picture::new(
        32,
        "
         ....+.....
         a......b..
         .d..c.....
         ..........
         .e..f.....
         h......g..",
    );
    let parcels = index_of(PARCELS, [feature(1, picture.polygon("abcdefgh", &[]))]);
    assert_snapshot!(text(&parcels, &[PARCELS]), @r#"
    layer parcels: features 1, extent 4096
      feature
        id = "00000000-0000-0000-0000-000000000001"
        polygon: -64,32 96,32 0,64 -64,64
        polygon: -64,128 0,128 96,160 -64,160
    "#);
}

#[test]
fn a_road_that_leaves_the_tile_and_comes_back_is_two_lines() {
    let picture = Picture::new(
        64,
        "
         ...+.....
         .b....a..
         .........
         .c.d.e...",
    );
    let roads = index_of(ROADS, [feature(1, picture.line("abcde"))]);
    assert_snapshot!(text(&roads, &[ROADS]), @r#"
    layer roads: features 1, extent 4096
      feature
        id = "00000000-0000-0000-0000-000000000001"
        line: 192,64 -64,64
        line: -64,192 128,192
    "#);
}

#[test]
fn layers_come_in_the_order_asked_for_without_empty_or_repeated_ones() {
    let picture = Picture::new(
        10,
        "
         +a...
         ....b",
    );
    let mut index = index_of(ROADS, [feature(2, picture.line("ab")), feature(1, picture.line("ba"))]);
    index.put(Layer::Drafts, &feature(3, geo::Point(picture.line("a")[0])));
    let layers = [Layer::Drafts, PARCELS, ROADS, Layer::Drafts];
    assert_snapshot!(text(&index, &layers), @r#"
    layer drafts: features 1, extent 4096
      feature
        id = "00000000-0000-0000-0000-000000000003"
        point: 10,0
    layer roads: features 2, extent 4096
      feature
        id = "00000000-0000-0000-0000-000000000001"
        line: 40,10 10,0
      feature
        id = "00000000-0000-0000-0000-000000000002"
        line: 10,0 40,10
    "#);
}

#[test]
fn a_collection_of_all_kinds_is_a_feature_a_kind() {
    let picture = Picture::new(
        10,
        "
         +p.....
         .l...m.
         .a.b...
         ...c...",
    );
    let members = [
        Geometry::from(picture.polygon("abc", &[])),
        geo::Point(picture.line("p")[0]).into(),
        picture.line("lm").into(),
    ];
    let drafts = index_of(Layer::Drafts, [feature(1, Geometry::GeometryCollection(members.to_vec().into()))]);
    assert_snapshot!(text(&drafts, &[Layer::Drafts]), @r#"
    layer drafts: features 3, extent 4096
      feature
        id = "00000000-0000-0000-0000-000000000001"
        point: 10,0
      feature
        id = "00000000-0000-0000-0000-000000000001"
        line: 10,10 50,10
      feature
        id = "00000000-0000-0000-0000-000000000001"
        polygon: 10,20 30,20 30,30
    "#);
}
