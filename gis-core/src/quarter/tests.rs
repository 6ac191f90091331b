//! What every quarter keeps to, whatever its size and seed.

use super::*;
use crate::{Projected, Projector};
use geo::line_measures::{Distance, Euclidean};
use geo::{Area, BooleanOps, BoundingRect, Centroid, Contains, MapCoords, Validation, Winding};
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};
use std::collections::HashSet;

fn thies() -> LonLat {
    LonLat::new(-16.926, 14.791).expect("Thiès is on Earth")
}

fn town(parcels: usize, seed: u64) -> Quarter {
    let request = QuarterRequest { centre: thies(), utm: Epsg::UTM_28N, parcels, seed };
    quarter(&request).expect("Thiès is in the zone")
}

/// Degrees back onto the plane, in metres.
struct Plane(Projector);

impl Plane {
    fn new() -> Self {
        Self(Projector::new(Epsg::UTM_28N).expect("PROJ knows the zone"))
    }

    fn metres<G: MapCoords<f64, f64, Output = G>>(&self, geometry: &G) -> G {
        geometry.map_coords(|at| {
            let position = LonLat::new(at.x, at.y).expect("the quarter is on Earth");
            self.0.project(position).expect("the quarter is in the zone").into()
        })
    }

    fn parcels(&self, town: &Quarter) -> Vec<Polygon> {
        town.parcels.iter().map(|parcel| self.metres(&parcel.geometry)).collect()
    }
}

type Envelopes = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

fn envelopes(polygons: &[Polygon]) -> Envelopes {
    let boxes = polygons.iter().enumerate().map(|(index, polygon)| {
        let rect = polygon.bounding_rect().expect("no parcel is empty");
        let corners = Rectangle::from_corners(rect.min().into(), rect.max().into());
        GeomWithData::new(corners, index)
    });
    RTree::bulk_load(boxes.collect())
}

#[test]
fn a_quarter_has_exactly_the_parcels_asked_for() {
    for parcels in [0, 1, 7, 49, 50, 300, 2001, 5000] {
        for seed in [1, 2, 99] {
            assert_eq!(town(parcels, seed).parcels.len(), parcels, "seed {seed}");
        }
    }
}

#[test]
fn parcel_numbers_and_asset_codes_are_unique() {
    let town = town(5000, 3);
    let numbers: HashSet<&str> = town.parcels.iter().map(|parcel| parcel.number.as_str()).collect();
    assert_eq!(numbers.len(), 5000);
    for market in &town.markets {
        let codes: HashSet<&str> = market.assets.iter().map(|asset| asset.code.as_str()).collect();
        assert_eq!(codes.len(), market.assets.len());
    }
}

#[test]
fn the_seed_decides_the_quarter() {
    assert_eq!(town(300, 5), town(300, 5));
    assert_ne!(town(300, 5), town(300, 6));
}

#[test]
fn parcels_and_markets_do_not_overlap() {
    let plane = Plane::new();
    for seed in [1, 8, 42] {
        let town = town(300, seed);
        let mut polygons = plane.parcels(&town);
        polygons.extend(town.markets.iter().map(|market| plane.metres(&market.geometry)));
        let index = envelopes(&polygons);
        for (pair, other) in index.intersection_candidates_with_other_tree(&index) {
            if pair.data < other.data {
                let common = polygons[pair.data].intersection(&polygons[other.data]);
                assert!(common.unsigned_area() < 0.01, "{} and {}, seed {seed}", pair.data, other.data);
            }
        }
    }
}

#[test]
fn parcels_keep_off_the_carriageways() {
    let plane = Plane::new();
    for (parcels, seed) in [(1, 1), (300, 1), (300, 2), (5000, 4)] {
        let town = town(parcels, seed);
        let polygons = plane.parcels(&town);
        let index = envelopes(&polygons);
        for road in &town.roads {
            let half_m = road.width_m / 2.0;
            for piece in plane.metres(&road.geometry).lines() {
                let rect = piece.bounding_rect();
                let near = AABB::from_corners(
                    [rect.min().x - half_m, rect.min().y - half_m],
                    [rect.max().x + half_m, rect.max().y + half_m],
                );
                for hit in index.locate_in_envelope_intersecting(near) {
                    let distance_m = Euclidean.distance(&piece, &polygons[hit.data]);
                    assert!(distance_m >= half_m, "{} comes within {distance_m} m", road.name);
                }
            }
        }
    }
}

#[test]
fn neighbours_share_their_boundary_vertex_by_vertex() {
    let town = town(300, 1);
    let mut uses = std::collections::HashMap::new();
    for coord in town.parcels.iter().flat_map(|parcel| parcel.geometry.exterior().coords().skip(1)) {
        *uses.entry((coord.x.to_bits(), coord.y.to_bits())).or_insert(0) += 1;
    }
    assert!(uses.values().filter(|&&count| count == 4).count() > 80);
}

#[test]
fn polygons_are_valid_closed_and_counter_clockwise() {
    let town = town(2001, 12);
    let parcels = town.parcels.iter().map(|parcel| &parcel.geometry);
    let stalls = town.markets.iter().flat_map(|market| &market.assets).map(|asset| &asset.geometry);
    let others = stalls.chain(town.facilities.iter().map(|facility| &facility.geometry));
    let built = others.filter_map(|geometry| match geometry {
        Geometry::Polygon(polygon) => Some(polygon),
        _ => None,
    });
    for polygon in parcels.chain(town.markets.iter().map(|market| &market.geometry)).chain(built) {
        assert!(polygon.is_valid(), "{:?}", polygon.validation_errors());
        assert!(polygon.exterior().is_closed());
        assert!(polygon.exterior().is_ccw());
    }
}

#[test]
fn parcels_are_as_large_as_parcels_are() {
    let town = town(5000, 7);
    for (parcel, polygon) in town.parcels.iter().zip(Plane::new().parcels(&town)) {
        let area_m2 = polygon.unsigned_area();
        let most_m2 = if matches!(parcel.land_use, "school" | "institutional") { 5000.0 } else { 2500.0 };
        assert!((120.0..most_m2).contains(&area_m2), "{} has {area_m2} m²", parcel.number);
        if let Some(declared_m2) = parcel.declared_area_m2 {
            assert!((0.95..1.45).contains(&(declared_m2 / area_m2)), "{}", parcel.number);
        }
    }
    let homes = town.parcels.iter().filter(|parcel| parcel.land_use == "housing").count();
    assert!((3500..4800).contains(&homes), "{homes} homes");
}

#[test]
fn stalls_lie_in_their_market() {
    let town = town(5000, 11);
    assert_eq!(town.markets.len(), 3);
    for market in &town.markets {
        assert!(market.assets.len() > 60);
        for asset in &market.assets {
            let inside = match &asset.geometry {
                Geometry::Polygon(stall) => market.geometry.contains(stall),
                Geometry::Point(stand) => market.geometry.contains(stand),
                _ => false,
            };
            assert!(inside, "{} of {}", asset.code, market.name);
        }
    }
}

#[test]
fn everything_lies_near_the_centre() {
    let plane = Plane::new();
    let centre = plane.0.project(thies()).expect("Thiès is in the zone");
    for (parcels, town_m, reach_m) in [(1, 160.0, 2200.0), (300, 450.0, 2600.0), (5000, 1500.0, 3600.0)] {
        let town = town(parcels, 21);
        for polygon in plane.parcels(&town) {
            let at = Projected::from(polygon.centroid().expect("no parcel is empty").0);
            assert!(centre.distance_m(at) < town_m, "{} m with {parcels}", centre.distance_m(at));
        }
        for road in &town.roads {
            for &at in plane.metres(&road.geometry).coords() {
                assert!(centre.distance_m(at.into()) < reach_m, "{}", road.name);
            }
        }
    }
}

#[test]
fn one_departmental_road_leaves_the_town() {
    let town = town(300, 2);
    let out: Vec<&QuarterRoad> = town.roads.iter().filter(|road| road.class == "departmental").collect();
    assert_eq!(out.len(), 1);
    let length_m = crate::measure::line_length(&out[0].geometry).0;
    assert!((1000.0..2000.0).contains(&length_m), "{length_m} m");
    let avenue = town.roads.iter().find(|road| road.class == "urban").expect("there is an avenue");
    assert_eq!(avenue.geometry.coords().last(), out[0].geometry.coords().next());
}

#[test]
fn a_town_of_300_parcels_has_every_kind_of_facility() {
    let kinds: HashSet<&str> = town(300, 1).facilities.iter().map(|facility| facility.kind).collect();
    let expected =
        ["school", "health_post", "place_of_worship", "borehole", "street_light", "power_transformer"];
    assert_eq!(kinds, HashSet::from(expected));
}
