//! What a filter means, what is wrong with others, and that a filtered tile is the tile of what the filter admits.

use super::super::tests::{feature, index_of};
use super::super::{TileId, draw, sight, tile};
use super::*;
use geo::Point;
use gis_core::index::{Feature, Index, Value};
use gis_core::{Collection, Scope};
use proptest::prelude::*;

const PARCELS: Layer = Layer::Collection(Collection::Parcels);
const ROADS: Layer = Layer::Collection(Collection::Roads);
const MARKET_ASSETS: Layer = Layer::Collection(Collection::MarketAssets);
const DEPARTMENTS: Layer = Layer::Collection(Collection::Departments);

fn with(number: u128, attributes: &[(&str, Value)]) -> Feature {
    let attributes = attributes.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
    Feature { attributes, ..feature(number, Point::new(2e9, 2e9)) }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// The numbers of those features of a layer that a filter admits.
fn admitted(filter: &str, layer: Layer, index: &Index) -> Vec<u128> {
    let read =
        Filter::parse(filter, &[layer]).unwrap_or_else(|error| panic!("{filter}: {}", error.message().en));
    let all = index.all(layer, &Scope::operator());
    all.into_iter().filter(|found| read.admits(*found)).map(|found| found.id().as_u128()).collect()
}

#[test]
fn each_predicate_means_what_the_standard_says() {
    let assets = index_of(
        MARKET_ASSETS,
        [
            with(1, &[("code", text("B-12")), ("area_m2", Value::Number(4.5)), ("water", Value::Bool(true))]),
            with(
                2,
                &[("code", text("B_1%")), ("area_m2", Value::Number(9.0)), ("water", Value::Bool(false))],
            ),
            with(3, &[("code", text("Épicerie d'Awa"))]),
        ],
    );
    for (filter, expected) in [
        ("code = 'B-12'", &[1][..]),
        ("code <> 'B-12'", &[2, 3]),
        ("code = 'Épicerie d''Awa'", &[3]),
        ("\"code\" >= 'B_'", &[2, 3]),
        ("area_m2 < 9", &[1]),
        ("area_m2 <= 9e0 and area_m2 > +4.5", &[2]),
        ("area_m2 BETWEEN 4.5 AND 8.9", &[1]),
        ("area_m2 not between 4.5 and 8.9", &[2]),
        ("area_m2 in (9, 10, -1, 9, 4.5)", &[1, 2]),
        ("area_m2 in (10, -1, 1e3)", &[]),
        ("code in ('x', 'B_1%', 'B-12')", &[1, 2]),
        ("code NOT IN ('B-12', 'x')", &[2, 3]),
        ("code LIKE 'B%'", &[1, 2]),
        ("code LIKE 'B__2'", &[1]),
        (r"code LIKE 'B\_1\%'", &[2]),
        ("code LIKE '%i%ie%A_a'", &[3]),
        ("code NOT LIKE 'B%'", &[3]),
        ("code LIKE ''", &[]),
        ("water = TRUE", &[1]),
        ("water <> true", &[2]),
        ("water IS NULL", &[3]),
        ("area_m2 is not null", &[1, 2]),
        ("id = '00000000-0000-0000-0000-000000000002'", &[2]),
        ("department = 'SN1302'", &[]),
        // OR binds less than AND, NOT binds most.
        ("water = true or area_m2 = 9 and code = 'no'", &[1]),
        ("(water = true or area_m2 = 9) and not code = 'no'", &[1, 2]),
        ("not (water = true)", &[2]),
        // Unknown or true is true, unknown and true is unknown, and so is not unknown.
        ("area_m2 > 1 or code LIKE 'É%'", &[1, 2, 3]),
        ("area_m2 > 1 and code LIKE 'É%'", &[]),
        ("not (area_m2 > 100)", &[1, 2]),
    ] {
        assert_eq!(admitted(filter, MARKET_ASSETS, &assets), expected, "{filter}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (filter, position, words) in [
        ("", 1, "property"),
        ("tenure", 7, "IS NULL"),
        ("tenure = ", 10, "single quotes"),
        ("tenure = 5", 10, "single quotes"),
        ("tenure = land_use", 10, "single quotes"),
        ("area_m2 = 'x'", 11, "number"),
        ("area_m2 > 1e999", 11, "a number such as"),
        ("area_m2 LIKE 'x'", 9, "BETWEEN"),
        ("tenure BETWEEN 'a' AND 'b'", 8, "LIKE"),
        ("tenure = 'é' ; drop", 14, "operator"),
        ("tenure = 'open", 10, "closing quote"),
        ("tenure = 'a' tenure = 'b'", 14, "the end"),
        ("(tenure = 'a'", 14, "“)”"),
        ("tenure IN ()", 12, "single quotes"),
        ("tenure IS 5", 11, "NULL"),
        ("upper(tenure) = 'A'", 1, "upper"),
        ("holder = 'Awa Diop'", 1, "holder"),
        ("and", 1, "and"),
    ] {
        let error = Filter::parse(filter, &[PARCELS]).expect_err(filter);
        let message = error.message();
        assert!(
            message.en.contains(words) && message.fr.contains(&position.to_string()),
            "{filter}: {message:?}"
        );
        assert!(message.en.contains(&format!("character {position}")), "{filter}: {message:?}");
    }
}

#[test]
fn a_filter_is_about_the_layers_that_have_all_of_its_properties() {
    let about = |filter: &str, layers: &[Layer]| {
        Filter::parse(filter, layers)
            .map(|filter| layers.iter().copied().filter(|&layer| filter.is_about(layer)).collect::<Vec<_>>())
    };
    let layers = [PARCELS, ROADS, DEPARTMENTS];
    assert_eq!(about("land_use = 'x'", &layers), Ok(vec![PARCELS]));
    assert_eq!(about("department = 'SN1302'", &layers), Ok(vec![PARCELS, ROADS]));
    assert_eq!(about("department = 'SN1302' and surface = 'x'", &layers), Ok(vec![ROADS]));
    let nobody_s = about("land_use = 'x' or surface = 'x'", &layers);
    assert_eq!(nobody_s, Err(FilterError::FitsNoLayer { properties: vec!["land_use", "surface"] }));
    assert!(matches!(about("water = true", &layers), Err(FilterError::UnknownProperty { .. })));
}

#[test]
fn a_name_means_the_same_kind_of_value_in_every_layer() {
    let mut kinds = std::collections::BTreeMap::new();
    for field in Layer::ALL.iter().flat_map(|layer| layer.fields()) {
        assert_eq!(*kinds.entry(field.name).or_insert(field.kind), field.kind, "{}", field.name);
    }
}

#[test]
fn no_filter_is_too_deep_or_too_long_to_be_refused() {
    let deep = |opening: &str, count: usize, closing: &str| {
        let filter = format!("{}tenure = 'a'{}", opening.repeat(count), closing.repeat(count));
        Filter::parse(&filter, &[PARCELS])
    };
    assert!(deep("(", MAX_FILTER_DEPTH, ")").is_ok() && deep("NOT ", MAX_FILTER_DEPTH, "").is_ok());
    assert_eq!(
        deep("(", MAX_FILTER_DEPTH + 1, ")"),
        Err(FilterError::TooDeep { position: MAX_FILTER_DEPTH + 1 })
    );
    assert!(matches!(deep("NOT (", 1000, ")"), Err(FilterError::TooDeep { .. } | FilterError::TooLong)));
    assert_eq!(deep("(", 10_000, ")"), Err(FilterError::TooLong));
    // Wide is not deep, but wide enough.
    let wide = |count: usize| Filter::parse(&vec!["area_m2=1"; count].join(" or "), &[PARCELS]);
    assert!(wide(MAX_FILTER_CONDITIONS).is_ok());
    let first_too_many = MAX_FILTER_CONDITIONS * "area_m2=1 or ".len() + 1;
    assert_eq!(wide(300), Err(FilterError::TooMany { position: first_too_many }));
    let long = format!("area_m2 in ({})", vec!["1"; 2000].join(","));
    assert!(long.len() < MAX_FILTER_BYTES && Filter::parse(&long, &[PARCELS]).is_ok());
    assert!(deep("() ", 4, "").is_err());
}

/// Filters on parcels, built by the grammar.
fn filter() -> impl Strategy<Value = String> {
    let predicate = prop_oneof![
        (0..6_usize, 0..4_u8).prop_map(|(sign, number)| {
            format!("area_m2 {} {number}", ["=", "<>", "<", "<=", ">", ">="][sign])
        }),
        "tenure (=|<>|<|>=) '[ab]'",
        "tenure (NOT )?IN \\('a', 'b'\\)",
        "tenure (NOT )?LIKE '[ab%_]{0,3}'",
        "(area_m2|tenure) IS (NOT )?NULL",
        "area_m2 (NOT )?BETWEEN [0-2] AND [1-3]",
    ];
    predicate.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one}) AND ({other})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("{one} OR {other}")),
            inner.prop_map(|inner| format!("NOT ({inner})")),
        ]
    })
}

proptest! {
    #[test]
    fn a_filtered_tile_is_the_tile_of_the_features_that_the_filter_admits(
        parcels in prop::collection::vec((0..4096_u32, 0..4096_u32, prop::option::of(0..4_u8), prop::option::of("[ab]{0,2}")), 0..30),
        filter in filter(),
        z in 10..=15_u8,
    ) {
        let corner = TileId::new(10, 463, 469).expect("exists");
        let [west, north] = corner.rect().min;
        let parcels: Vec<_> = (1..).zip(parcels).map(|(number, (x, y, area, tenure))| {
            let at = Point::new(west + f64::from(x) * 1024.0, north + f64::from(y) * 1024.0);
            let area = area.map(|area| ("area_m2".into(), Value::Number(area.into())));
            let tenure = tenure.map(|tenure| ("tenure".into(), Value::Text(tenure.into())));
            Feature { attributes: area.into_iter().chain(tenure).collect(), ..feature(number, at) }
        }).collect();
        let road = with(99, &[("class", text("national"))]);
        let mut all = index_of(PARCELS, parcels.clone());
        all.load(ROADS, [road.clone()]);
        let admitted = admitted(&filter, PARCELS, &all);
        let mut wanted = index_of(PARCELS, parcels.into_iter().filter(|parcel| admitted.contains(&parcel.id.as_u128())));
        wanted.load(ROADS, [road]);
        let layers = [PARCELS, ROADS];
        let filter = Filter::parse(&filter, &layers).expect("is a filter");
        let id = TileId::new(z, corner.x() << (z - 10), corner.y() << (z - 10)).expect("exists");
        let scope = Scope::operator();
        prop_assert_eq!(draw(&all, &layers, id, &sight(&all, &layers, id, &scope), Some(&filter)), tile(&wanted, &layers, id, &scope));
    }

    #[test]
    fn whatever_is_given_is_read_or_refused(given in "([ '\"()%_=<>,.+-]|AND|OR|NOT|IN|LIKE|IS|NULL|tenure|area_m2|[0-9]|é|\\\\){0,40}") {
        if let Err(error) = Filter::parse(&given, &[PARCELS]) {
            prop_assert!(!error.message().fr.is_empty());
        }
    }
}
