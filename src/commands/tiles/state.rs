//! What tiles are made of, as a digest.

use super::part::Key;
use super::plan::Plan;
use gis_core::index::{Found, Index, PathKind, ValueRef};
use sha2::{Digest, Sha256};

/// Raised whenever the same register gives other tiles than before, or part files are written otherwise: builds between
/// two versions of the program do not go on with each other's part files.
const TILES_FORMAT: u32 = 2;

/// The digest of the tiles of a small register by this format: a test draws them and compares.
#[cfg(test)]
const TILES_DIGEST: &str = "978b49c633c1989bfecf8a8c968c07d6";

/// The key of a plan for a register: of all features that it shows, of what was asked for, and of this version of the
/// program and its tiles. Equal keys give equal tiles.
pub(crate) fn key(index: &Index, plan: &Plan) -> Key {
    let mut digest = Sha256::new();
    digest.update(env!("CARGO_PKG_VERSION"));
    digest.update(TILES_FORMAT.to_le_bytes());
    digest.update([*plan.zooms.start(), *plan.zooms.end()]);
    for side in plan.bounds.min.iter().chain(&plan.bounds.max) {
        digest.update(side.to_le_bytes());
    }
    for &layer in &plan.layers {
        put_text(&mut digest, layer.name());
        let features = index.all(layer, &plan.scope);
        put_count(&mut digest, features.len());
        for feature in features {
            put_feature(&mut digest, feature);
        }
    }
    digest.finalize().into()
}

fn put_feature(digest: &mut Sha256, feature: Found<'_>) {
    digest.update(feature.id().as_bytes());
    put_count(digest, feature.paths().count());
    for path in feature.paths() {
        let kind = match path.kind {
            PathKind::Points => 0,
            PathKind::Line => 1,
            PathKind::Exterior => 2,
            PathKind::Hole => 3,
        };
        digest.update([kind]);
        put_count(digest, path.vertices.len());
        for [x, y] in path.vertices {
            digest.update(x.to_le_bytes());
            digest.update(y.to_le_bytes());
        }
    }
    put_count(digest, feature.attributes().count());
    for (name, value) in feature.attributes() {
        put_text(digest, name);
        // Each begins with its kind.
        match value {
            ValueRef::Text(text) => {
                digest.update([0]);
                put_text(digest, text);
            }
            ValueRef::Number(number) => {
                digest.update([1]);
                digest.update(number.to_le_bytes());
            }
            ValueRef::Bool(yes) => digest.update([2, u8::from(yes)]),
        }
    }
}

fn put_text(digest: &mut Sha256, text: &str) {
    put_count(digest, text.len());
    digest.update(text);
}

fn put_count(digest: &mut Sha256, count: usize) {
    digest.update((count as u64).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::super::draw::block;
    use super::super::walk::Walk;
    use super::*;
    use geo::{Coord, Geometry, LineString, Point, Polygon};
    use gis_core::index::{Feature, Value};
    use gis_core::layer::Layer;
    use gis_core::{Collection, Scope};
    use tile_server::tileset;
    use uuid::Uuid;

    /// A place near Thiès, in steps of the world grid.
    const THIES: Coord = Coord { x: 1_945_391_104.0, y: 1_969_029_120.0 };

    /// Corners of a ring, as parts of a side.
    const CORNERS: [[f64; 2]; 7] =
        [[0.0, 0.0], [0.4, 0.1], [1.0, 0.0], [0.9, 0.5], [1.0, 1.0], [0.3, 0.8], [0.0, 1.0]];

    fn ring(at: Coord, side: f64) -> LineString {
        let mut ring: LineString = CORNERS
            .iter()
            .map(|[x, y]| Coord { x: (at.x + x * side).round(), y: (at.y + y * side).round() })
            .collect();
        ring.close();
        ring
    }

    fn feature(layer: Layer, number: u32) -> Feature {
        let along = f64::from(number);
        let at = Coord { x: THIES.x + along * 9_973.0, y: THIES.y + along * along * 331.0 };
        let geometry: Geometry = match layer {
            Layer::Collection(Collection::Roads) => ring(at, 250_000.0).into(),
            Layer::Collection(Collection::Facilities) => Point(at).into(),
            Layer::Collection(Collection::Departments | Collection::Communes) => {
                Polygon::new(ring(at, 9_000_000.0), vec![ring(at + Coord { x: 2e6, y: 2e6 }, 1_000_000.0)])
                    .into()
            }
            _ => Polygon::new(ring(at, 3_001.0), vec![ring(at + Coord { x: 1e3, y: 1e3 }, 500.0)]).into(),
        };
        let attributes = vec![
            ("name".into(), Value::Text(format!("N° {number}").into())),
            ("class".into(), Value::Text(if number.is_multiple_of(2) { "national" } else { "urban" }.into())),
            ("area_m2".into(), Value::Number(along / 4.0)),
            ("water".into(), Value::Bool(number.is_multiple_of(3))),
        ];
        Feature {
            id: Uuid::from_u128(number.into()),
            department: Some("SN1302".into()),
            sender: None,
            geometry,
            attributes,
        }
    }

    #[test]
    fn the_same_register_gives_the_tiles_of_its_format() {
        let mut index = Index::default();
        for layer in Layer::ALL {
            index.load(layer, (0..12).map(|number| feature(layer, number)));
        }
        let scope = Scope::operator();
        let bounds = tileset::bounds(&index, &Layer::ALL, &scope).expect("something is there");
        let plan =
            Plan { layers: Layer::ALL.to_vec(), zooms: 0..=16, scope, bounds, departments: Vec::new() };
        let mut digest = Sha256::new();
        for z in [0, 5, 8, 11, 13, 16] {
            let numbers: Vec<_> = Walk::new(&index, &plan, z, 0).collect();
            // How a tile is drawn is the question, not how many there are.
            let some: Vec<_> = numbers.iter().copied().step_by(numbers.len().div_ceil(40)).collect();
            digest.update(block(&index, &plan, &some, 1).expect("is drawn").encode());
        }
        let digest = digest.finalize();
        let half = digest[..16].try_into().expect("a SHA-256 has 32 bytes");
        let digest = format!("{:032x}", u128::from_be_bytes(half));
        assert_eq!(
            digest, TILES_DIGEST,
            "the same register gives other tiles than before, or blocks of a part file are written otherwise: raise \
             TILES_FORMAT, so that no build goes on with part files of another, and set TILES_DIGEST to the new digest"
        );
    }
}
