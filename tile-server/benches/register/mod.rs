//! A simulated register in memory: four towns of parcels, their roads and their places.

use geo::Geometry;
use gis_core::index::{Feature, Index, LayerBuilder, Value, to_world};
use gis_core::layer::Layer;
use gis_core::quarter::{Quarter, QuarterRequest, TownRequest, quarter_count, town_quarter};
use gis_core::{Collection, Epsg, LonLat, measure};
use std::sync::Arc;
use uuid::Uuid;

/// How many parcels there are.
pub const PARCELS: usize = 500_000;

const TOWNS: [(&str, f64, f64); 4] = [
    ("SN1302", -16.926, 14.791),
    ("SN0101", -17.44, 14.70),
    ("SN0502", -14.1, 14.0),
    ("SN0902", -16.07, 14.14),
];

#[derive(Default)]
struct Register {
    parcels: LayerBuilder,
    roads: LayerBuilder,
    facilities: LayerBuilder,
    count: u128,
}

/// The register of so many parcels.
pub fn register(parcels: usize) -> Index {
    let mut register = Register::default();
    for (department, lon, lat) in TOWNS {
        let centre = LonLat::new(lon, lat).expect("is on Earth");
        let parcels = parcels / TOWNS.len();
        let all = QuarterRequest { centre, utm: Epsg::UTM_28N, parcels, seed: 7 };
        let town = TownRequest { all, road_pieces: Some(5_000), places: Some(2_500) };
        for number in 0..quarter_count(parcels) {
            let quarter = town_quarter(&town, number).expect("lies in the zone");
            register.add(department, number, quarter);
        }
    }
    let mut index = Index::default();
    index.set(Layer::Collection(Collection::Parcels), register.parcels);
    index.set(Layer::Collection(Collection::Roads), register.roads);
    index.set(Layer::Collection(Collection::Facilities), register.facilities);
    index
}

impl Register {
    fn add(&mut self, department: &str, number: usize, quarter: Quarter) {
        for parcel in quarter.parcels {
            let geometry = Geometry::from(parcel.geometry);
            let area_m2 = (measure::area(&geometry).get() * 10.0).round() / 10.0;
            let feature = self.feature(
                department,
                &geometry,
                &[
                    ("number", text(&format!("Q{number}-{}", parcel.number))),
                    ("block", text(&parcel.block)),
                    ("land_use", text(parcel.land_use)),
                    ("tenure", text(parcel.tenure)),
                    ("area_m2", Value::Number(area_m2)),
                    ("declared_area_m2", Value::Number(parcel.declared_area_m2.unwrap_or(area_m2))),
                    ("grade", text("B")),
                    ("source", text("simulation")),
                ],
            );
            self.parcels.add(&feature);
        }
        for road in quarter.roads {
            let feature = self.feature(
                department,
                &road.geometry.into(),
                &[
                    ("name", text(&road.name)),
                    ("class", text(road.class)),
                    ("surface", text(road.surface)),
                    ("condition", text(road.condition)),
                    ("width_m", Value::Number(road.width_m)),
                ],
            );
            self.roads.add(&feature);
        }
        for facility in quarter.facilities {
            let feature = self.feature(department, &facility.geometry, &[("kind", text(facility.kind))]);
            self.facilities.add(&feature);
        }
    }

    fn feature(&mut self, department: &str, geometry: &Geometry, attributes: &[(&str, Value)]) -> Feature {
        self.count += 1;
        // As UUIDv7 is: the time first, then bits in no order.
        let bits = self.count.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) & ((1 << 62) - 1);
        let department: Arc<str> = department.into();
        let own = ("department".into(), Value::Text(Arc::clone(&department)));
        let others = attributes.iter().map(|(name, value)| ((*name).into(), value.clone()));
        Feature {
            id: Uuid::from_u128((0x0193_0000_0000 + self.count / 50) << 80 | 7 << 76 | 2 << 62 | bits),
            department: Some(department),
            sender: None,
            geometry: to_world(geometry).expect("is on Earth"),
            attributes: std::iter::once(own).chain(others).collect(),
        }
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}
