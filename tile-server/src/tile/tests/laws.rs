//! Laws of tiles, on random geometries.

use super::*;
use geo::{Area, Distance, Euclidean, Intersects, MultiPolygon, Relate, Validation, line_string};
use gis_core::TilePx;
use gis_core::index::{Found, PathKind, WorldRect};
use gis_core::rings::begin_westernmost;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A tile away from the border of the world, at zooms whose units are four steps or more.
fn inner_tile() -> impl Strategy<Value = TileId> {
    (2..=18_u8).prop_flat_map(|z| {
        let inner = 1..(1_u32 << z) - 1;
        (inner.clone(), inner).prop_map(move |(x, y)| TileId::new(z, x, y).expect("exists"))
    })
}

/// A position in tile units, in the tile or up to a quarter of it away.
fn around_tile() -> impl Strategy<Value = (f64, f64)> {
    (-1_000.0..5_000.0_f64, -1_000.0..5_000.0_f64)
}

/// A ring round a centre: for each of its directions, how far out it goes, as a share of the radius.
fn shape() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.5..1.0_f64, 3..40)
}

fn ring(id: TileId, centre: (f64, f64), radius: f64, shape: &[f64]) -> LineString {
    let turn = std::f64::consts::TAU / f64::from(u32::try_from(shape.len()).expect("short"));
    let vertex = |(share, direction): (&f64, u32)| {
        let (sin, cos) = (f64::from(direction) * turn).sin_cos();
        at_units(id, centre.0 + radius * share * cos, centre.1 + radius * share * sin)
    };
    shape.iter().zip(0..).map(vertex).collect()
}

/// A polygon with a hole, or one all spikes, anywhere around a tile.
fn tile_and_polygon() -> impl Strategy<Value = (TileId, Polygon)> {
    let radius = prop_oneof![3.0..300.0_f64, 300.0..3_000.0_f64];
    let spikes = prop::collection::vec(0.02..1.0_f64, 3..200);
    let rings = prop_oneof![(shape(), shape().prop_map(Some)), (spikes, Just(None))];
    (inner_tile(), around_tile(), radius, rings).prop_map(|(id, centre, radius, (outer, inner))| {
        let hole = inner.map(|inner| ring(id, centre, radius * 0.24, &inner));
        (id, Polygon::new(ring(id, centre, radius, &outer), hole.into_iter().collect()))
    })
}

fn rect_of(rect: WorldRect) -> geo::Rect {
    geo::Rect::new(Coord::from(rect.min), Coord::from(rect.max))
}

fn as_geo(polygons: &[Vec<Vec<TilePx>>]) -> MultiPolygon {
    let ring = |ring: &Vec<TilePx>| -> LineString {
        ring.iter().map(|at| Coord { x: f64::from(at.x), y: f64::from(at.y) }).collect()
    };
    let polygon =
        |rings: &Vec<Vec<TilePx>>| Polygon::new(ring(&rings[0]), rings[1..].iter().map(ring).collect());
    polygons.iter().map(polygon).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a step of the world grid has 32 bits")]
fn quarters(steps: f64) -> i64 {
    (4.0 * steps).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "a position in a frame has fewer than 36 bits")]
fn exact(fine: i64) -> f64 {
    fine as f64
}

/// A geometry in the frame of a tile, with all of its vertices.
fn paths_of(geometry: &Geometry, id: TileId) -> Paths<Fine> {
    let [west, north] = id.rect().min;
    let fine = |at: &Coord| [at.x - west, at.y - north].map(quarters);
    let mut paths = Paths::default();
    match geometry {
        Geometry::LineString(line) => paths.push(PathKind::Line, line.0.iter().map(fine)),
        Geometry::Polygon(polygon) => {
            let kinds = std::iter::once(PathKind::Exterior).chain(std::iter::repeat(PathKind::Hole));
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            kinds.zip(rings).for_each(|(kind, ring)| paths.push(kind, ring.0[1..].iter().map(fine)));
        }
        other => panic!("no test draws {other:?}"),
    }
    paths
}

fn clipped(geometry: &Geometry, id: TileId) -> Paths<Fine> {
    let mut within = Paths::default();
    clip(&paths_of(geometry, id), id, &mut within);
    within
}

/// A feature through all stages but the last.
fn drawing_of(feature: Found<'_>, id: TileId) -> Paths<TilePx> {
    let (mut seen, mut within, mut drawn) = (Paths::default(), Paths::default(), Paths::default());
    simplify(feature, id, &mut seen);
    clip(&seen, id, &mut within);
    quantise(&within, id, &mut drawn);
    drawn
}

/// In quarters of a step.
fn polygons_of(paths: &Paths<Fine>) -> Vec<Polygon> {
    let mut polygons: Vec<Polygon> = Vec::new();
    for (kind, ring) in paths.iter() {
        let ring: LineString = ring.iter().map(|&[x, y]| Coord { x: exact(x), y: exact(y) }).collect();
        match (kind, polygons.last_mut()) {
            (PathKind::Hole, Some(polygon)) => polygon.interiors_push(ring),
            _ => polygons.push(Polygon::new(ring, vec![])),
        }
    }
    polygons
}

fn area_of(paths: &Paths<Fine>) -> f64 {
    polygons_of(paths).iter().map(Area::unsigned_area).sum()
}

fn border_of(paths: &Paths<Fine>) -> f64 {
    let rings = |polygon: &Polygon| -> f64 {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(|ring| geo::Length::length(&Euclidean, ring)).sum()
    };
    polygons_of(paths).iter().map(rings).sum()
}

proptest! {
    #[test]
    fn polygons_are_valid_wound_right_and_within_the_buffered_tile((id, polygon) in tile_and_polygon()) {
        let index = index_of(DEPARTMENTS, [feature(1, polygon)]);
        for feature in drawn(&index, DEPARTMENTS, id) {
            let polygons = &feature.drawing.polygons;
            for vertex in polygons.iter().flatten().flatten() {
                prop_assert!((-64..=4160).contains(&vertex.x) && (-64..=4160).contains(&vertex.y), "{vertex:?}");
            }
            let polygons = as_geo(polygons);
            polygons.check_validation().map_err(|why| TestCaseError::fail(format!("{why}: {polygons:?}")))?;
            for polygon in polygons {
                prop_assert!(Polygon::new(polygon.exterior().clone(), vec![]).signed_area() > 0.0);
                for hole in polygon.interiors() {
                    prop_assert!(Polygon::new(hole.clone(), vec![]).signed_area() < 0.0);
                }
            }
        }
    }

    #[test]
    fn a_polygon_keeps_its_area_but_for_rounding_along_its_border((id, polygon) in tile_and_polygon()) {
        let index = index_of(DEPARTMENTS, [feature(1, polygon.clone())]);
        let within = clipped(&polygon.into(), id);
        let unit = exact(id.unit_fine());
        let (exact, border) = (area_of(&within) / unit.powi(2), border_of(&within) / unit);
        let found = index.all(DEPARTMENTS, &Scope::operator())[0];
        let drawn = as_geo(&Drawing::from(&drawing_of(found, id)).polygons).unsigned_area();
        prop_assert!((drawn - exact).abs() <= 1.3 * border + 10.0, "{drawn} of {exact}, border {border}");
    }

    #[test]
    fn the_four_children_of_a_tile_share_out_the_area_in_it((id, polygon) in tile_and_polygon()) {
        let side = i64::from(EXTENT) * id.unit_fine();
        let paths = paths_of(&polygon.into(), id);
        let area_in = |from: [i64; 2], side: i64| {
            let mut within = Paths::default();
            clip_to(&paths, 0, FineRect { min: from, max: from.map(|least| least + side) }, &mut within);
            area_of(&within)
        };
        let half = side / 2;
        let parent = area_in([0, 0], side);
        let shared: f64 = [[0, 0], [half, 0], [0, half], [half, half]].map(|from| area_in(from, half)).iter().sum();
        // Where an edge is cut it is moved by half a quarter of a step at most.
        let rounding = border_of(&paths) + 1.0;
        prop_assert!((parent - shared).abs() <= rounding + 1e-9 * area_of(&paths), "{parent} {shared}");
    }

    #[test]
    fn what_is_clipped_lies_within_the_rectangle((id, polygon) in tile_and_polygon()) {
        let FineRect { min, max } = id.rect_with_buffer_fine();
        let line = Geometry::from(polygon.exterior().clone());
        for within in [clipped(&polygon.into(), id), clipped(&line, id)] {
            for &[x, y] in within.iter().flat_map(|(_, vertices)| vertices) {
                let is_within = (min[0]..=max[0]).contains(&x) && (min[1]..=max[1]).contains(&y);
                prop_assert!(is_within, "{x},{y} not in {min:?} {max:?}");
            }
        }
    }

    #[test]
    fn a_line_across_tiles_is_drawn_in_each_within_a_sixth_of_a_pixel(
        // What is drawn reaches two tiles and a bit eastwards and southwards.
        id in inner_tile().prop_filter("ends within the world", |id| id.x().max(id.y()) + 3 < 1 << id.z()),
        vertices in prop::collection::vec((-500.0..9_000.0_f64, -500.0..9_000.0_f64), 2..12),
    ) {
        let truth: LineString = vertices.iter().map(|&(x, y)| at_units(id, x, y)).collect();
        let index = index_of(DEPARTMENTS, [feature(1, truth.clone())]);
        let margin_steps = 1.3 * id.unit_steps();
        for (east, south) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let Some(id) = TileId::new(id.z(), id.x() + east, id.y() + south) else { continue };
            let steps = |at: &TilePx| {
                let [west, north] = id.rect().min;
                let unit = id.unit_steps();
                Coord { x: west + f64::from(at.x) * unit, y: north + f64::from(at.y) * unit }
            };
            let drawn: geo::MultiLineString = drawn(&index, DEPARTMENTS, id)
                .iter()
                .flat_map(|feature| &feature.drawing.lines)
                .map(|line| line.iter().map(steps).collect::<LineString>())
                .collect();
            for segment in truth.lines() {
                for share in 0..=1_000 {
                    let at = segment.start + segment.delta() * (f64::from(share) / 1_000.0);
                    if rect_of(id.rect()).intersects(&at) {
                        let away = Euclidean.distance(&geo::Point(at), &drawn);
                        prop_assert!(away <= margin_steps, "{at:?} is {away} steps away in {id:?}");
                    }
                }
            }
            for segment in drawn.iter().flat_map(LineString::lines) {
                let middle = segment.start + segment.delta() / 2.0;
                for at in [segment.start, middle, segment.end] {
                    let away = Euclidean.distance(&geo::Point(at), &truth);
                    prop_assert!(away <= margin_steps, "{at:?} is {away} steps from the truth");
                }
            }
        }
    }

    /// Vertices lie on a lattice of 64 units, as the border of the buffered tile does, so that what comes in
    /// is either a mere touch or large enough to be drawn.
    #[test]
    fn a_feature_is_in_a_tile_exactly_when_its_geometry_is(
        z in 14..=20_u8,
        corner in prop::sample::select(vec![(-1, -1), (65, -1), (-1, 65), (65, 65), (30, 65)]),
        vertices in prop::collection::vec((-3..=3_i32, -3..=3_i32), 3),
    ) {
        let id = TileId::new(z, 1 << (z - 1), 1 << (z - 2)).expect("exists");
        let vertices: Vec<_> = vertices
            .iter()
            .map(|(x, y)| at_units(id, f64::from(64 * (corner.0 + x)), f64::from(64 * (corner.1 + y))))
            .collect();
        let point = geo::Point(vertices[0]);
        let line = LineString::new(vertices.clone());
        let triangle = Polygon::new(line.clone(), vec![]);
        let rect = rect_of(id.rect_with_buffer()).to_polygon();

        let mut index = index_of(DEPARTMENTS, [feature(1, point), feature(2, line.clone())]);
        let mut expected = Vec::new();
        if rect.intersects(&point) {
            expected.push(Uuid::from_u128(1));
        }
        // A stretch inside, or along the border.
        let meeting = line.relate(&rect);
        if meeting.matches("1********").expect("is a pattern") || meeting.matches("*1*******").expect("is a pattern") {
            expected.push(Uuid::from_u128(2));
        }
        if triangle.unsigned_area() > 0.0 {
            index.put(DEPARTMENTS, &feature(3, triangle.clone()));
            if triangle.relate(&rect).matches("2********").expect("is a pattern") {
                expected.push(Uuid::from_u128(3));
            }
        }
        let mut found: Vec<_> = drawn(&index, DEPARTMENTS, id).iter().map(id_of).collect();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn what_is_plain_is_what_all_stages_make_of_it(
        z in 10..=22_u8,
        centre in (0.0..4096.0_f64, 0.0..4096.0_f64),
        size_units in prop_oneof![0.3..3.0_f64, 3.0..60.0_f64],
        corners in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 3..7),
    ) {
        let id = TileId::new(z, (1 << z) / 3, (1 << z) / 2).expect("exists");
        let at = |(x, y): (f64, f64)| at_units(id, centre.0 + x * size_units, centre.1 + y * size_units);
        let index = index_of(PARCELS, [feature(1, Polygon::new(corners.into_iter().map(at).collect(), vec![]))]);
        let found = index.all(PARCELS, &Scope::operator())[0];
        let is_inside = lies_in(found, Extent::within(id.rect_with_buffer()));
        if let Some(ring) = plain(PARCELS, found, id).filter(|_| is_inside) {
            let mut drawn = Paths::default();
            drawn.push(PathKind::Exterior, ring.vertices());
            prop_assert_eq!(drawn.vertex_count(), ring.vertex_count());
            let all_stages = drawing_of(found, id);
            let rings = [&drawn, &all_stages].map(|drawn| Drawing::from(drawn).polygons.concat().concat());
            let [drawn, all_stages] = rings.map(|mut ring| {
                begin_westernmost(&mut ring, |at| (at.x, at.y));
                ring
            });
            prop_assert_eq!(drawn, all_stages);
        }
    }

    #[test]
    fn what_is_encoded_is_decoded(
        (id, polygon) in tile_and_polygon(),
        words in prop::collection::vec(("key_[a-z]", ".{0,5}"), 0..6),
        number in any::<f64>(),
        nicad in "[0-9]{0,20}",
        area_m2 in 0.0..1e9_f64,
    ) {
        let line = line_string![at_units(id, 5.0, 5.0), at_units(id, 4_000.0, 90.0)];
        let mut attributes: Vec<(std::sync::Arc<str>, Value)> = vec![
            // Stands in the feature itself, as the last two do if they are long enough.
            ("nicad".into(), Value::Text(nicad.as_str().into())),
            ("number".into(), Value::Number(number)),
        ];
        attributes.extend(words.iter().map(|(name, word)| (name.as_str().into(), Value::Text(word.as_str().into()))));
        attributes.push(("area_m2".into(), Value::Number(area_m2)));
        let expected: BTreeMap<_, _> = attributes
            .iter()
            .filter(|(_, value)| !matches!(value, Value::Number(number) if !number.is_finite()))
            .map(|(name, value)| (name.to_string(), value.clone()))
            .collect();
        let held = (1..).zip([Geometry::from(polygon), line.into()]).map(|(number, geometry)| {
            Feature { attributes: attributes.clone(), ..feature(number, geometry) }
        });
        let index = index_of(PARCELS, held);
        let found = index.all(PARCELS, &Scope::operator()).into_iter();
        let features: Vec<_> = found.map(|found| (found, drawing_of(found, id))).collect();
        let mut writer = LayerWriter::new(PARCELS.name());
        for (found, drawn) in &features {
            writer.add(*found, drawn);
        }
        let features: Vec<_> = features.into_iter().filter(|(_, drawn)| !drawn.is_empty()).collect();
        let mut tile = Vec::new();
        writer.finish(&mut tile);
        prop_assert_eq!(tile.len(), writer.size_bytes());
        let decoded = decode(&tile).expect("is a tile");
        prop_assert_eq!(decoded.len(), 1);
        prop_assert_eq!(decoded[0].features.len(), features.len());
        for (decoded, (feature, drawing)) in decoded[0].features.iter().zip(&features) {
            prop_assert_eq!(&decoded.drawing, &Drawing::from(drawing));
            prop_assert_eq!(id_of(decoded), feature.id());
            let attributes = decoded.attributes.iter().filter(|(name, _)| *name != "id");
            let attributes: BTreeMap<_, _> = attributes.map(|(name, value)| (name.clone(), as_held(value))).collect();
            prop_assert_eq!(&attributes, &expected);
        }
    }

    #[test]
    fn bytes_that_are_no_tile_are_an_error_and_no_panic(
        (id, polygon) in tile_and_polygon(),
        spoilt in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let index = index_of(DEPARTMENTS, [feature(1, polygon)]);
        let mut bytes = tile(&index, &[DEPARTMENTS], id, &Scope::operator()).map(|tile| tile.bytes).unwrap_or_default();
        for (place, byte) in spoilt.iter().filter(|_| !bytes.is_empty()).collect::<Vec<_>>() {
            let place = place.index(bytes.len());
            bytes[place] = *byte;
        }
        prop_assert_eq!(to_text(&bytes).is_ok(), decode(&bytes).is_ok());
    }
}

/// An attribute of a tile as the index has it.
#[expect(clippy::cast_precision_loss, reason = "was written from f64")]
fn as_held(value: &TileValue) -> Value {
    match value {
        TileValue::Str(text) => Value::Text(text.as_str().into()),
        TileValue::Double(number) => Value::Number(*number),
        TileValue::Uint(number) => Value::Number(*number as f64),
        TileValue::Sint(number) => Value::Number(*number as f64),
        other => panic!("{other:?} was not written"),
    }
}

fn id_of(feature: &DecodedFeature) -> Uuid {
    match &feature.attributes["id"] {
        TileValue::Str(id) => id.parse().expect("is a UUID"),
        other => panic!("an identifier is text, not {other:?}"),
    }
}
