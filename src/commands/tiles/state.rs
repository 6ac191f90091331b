//! What tiles are made of, as a digest.

use super::part::Key;
use super::plan::Plan;
use gis_core::index::{Found, Index, PathKind, ValueRef};
use sha2::{Digest, Sha256};

/// Raised whenever the same register gives other tiles than before, or part files are written otherwise: builds between
/// two versions of the program do not go on with each other's part files.
const TILES_FORMAT: u32 = 1;

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
        match value {
            ValueRef::Text(text) => put_text(digest, text),
            ValueRef::Number(number) => digest.update(number.to_le_bytes()),
            ValueRef::Bool(yes) => digest.update([u8::from(yes)]),
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
