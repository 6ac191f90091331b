//! The three who are asked for a tile: the server, PostGIS, and Suuf's own stages without the one that simplifies.

use super::shape::Shape;
use crate::client::Client;
use gis_core::Scope;
use gis_core::index::{Found, Index};
use gis_core::layer::Layer;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use tile_server::tile::{
    DecodedFeature, DecodedLayer, Fine, LayerWriter, Paths, TileId, TileValue, clip, counts_name, decode,
    mark, quantise, select, sight, simplify_point,
};
use uuid::Uuid;

/// A value as text, a number or a truth, however it is encoded.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    Text(String),
    Number(f64),
    Bool(bool),
}

/// A feature as one side draws it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Feature {
    pub(super) attributes: BTreeMap<String, Said>,
    pub(super) shape: Shape,
}

/// What one side draws: features by layer and identifier, and by layer how many there are where
/// they are only counted.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) features: BTreeMap<(&'static str, Uuid), Feature>,
    pub(super) counts: BTreeMap<&'static str, f64>,
}

/// PostGIS' tiles of one place, on both grids.
#[derive(Debug, Default)]
pub(super) struct Theirs {
    /// As a client asks for them.
    pub(super) coarse: Drawn,
    /// On a grid sixteen times as fine.
    pub(super) fine: Drawn,
}

const EVERY_LAYER: &str = "departments,communes,parcels,roads,markets,market-assets,facilities,drafts";

/// What the server answers.
pub(super) fn ask_suuf(client: &Client, id: TileId) -> Drawn {
    let answer = client.get(format_args!("/tiles/{EVERY_LAYER}/{}/{}/{}", id.z(), id.x(), id.y()));
    assert!(matches!(answer.status, 200 | 204), "{id:?}: {} {}", answer.status, answer.text());
    assert_eq!(answer.header("suuf-thinned"), "", "{id:?} holds less than there is");
    let mut drawn = Drawn::default();
    for layer in decode(&answer.body).expect("is a tile") {
        drawn.add(&layer, None, 1.0);
    }
    drawn
}

/// What PostGIS makes of all tiles, in their order.
pub(super) fn ask_postgis(url: &str, tiles: &[TileId]) -> Vec<Theirs> {
    let sql = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/oracle/tiles.sql");
    let mut psql = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", url, "--file", sql])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("psql starts");
    let mut input = psql.stdin.take().expect("piped");
    for (number, id) in tiles.iter().enumerate() {
        writeln!(input, "{number}\t{}\t{}\t{}", id.z(), id.x(), id.y()).expect("written");
    }
    drop(input);
    let output = psql.wait_with_output().expect("psql ends");
    assert!(output.status.success(), "psql: {}", output.status);
    let mut theirs: Vec<_> = tiles.iter().map(|_| Theirs::default()).collect();
    for line in String::from_utf8(output.stdout).expect("is text").lines() {
        let columns: Vec<_> = line.split('\t').collect();
        let &[number, layer, coarse, fine, count] = columns.as_slice() else { panic!("{line}") };
        let tile = &mut theirs[number.parse::<usize>().expect("is a number")];
        let layer = Layer::from_name(layer).expect("is a layer");
        tile.coarse.add_hex(layer, coarse, 1.0);
        tile.fine.add_hex(layer, fine, 1.0 / 16.0);
        let counts = &mut tile.coarse.counts;
        if counts_name(layer).is_some() {
            counts.insert(layer.name(), count.parse().expect("is a number"));
        }
    }
    theirs
}

/// What Suuf's stages make of a tile with all vertices.
pub(super) fn unsimplified(index: &Index, id: TileId) -> Drawn {
    let mut all = Drawn::default();
    for layer in Layer::ALL {
        let mut writer = LayerWriter::new(layer.name());
        let (mut whole, mut within, mut drawn) = (Paths::default(), Paths::default(), Paths::default());
        for feature in select(index, layer, id, &sight(index, &[layer], id, &Scope::operator())) {
            match mark(layer, feature, id.z()) {
                Some(point) => simplify_point(point, id, &mut whole),
                None => every_vertex(feature, id, &mut whole),
            }
            clip(&whole, id, &mut within);
            quantise(&within, id, &mut drawn);
            writer.add(feature, &drawn);
        }
        let mut bytes = Vec::new();
        writer.finish(&mut bytes);
        for layer in decode(&bytes).expect("is a tile") {
            all.add(&layer, None, 1.0);
        }
    }
    all
}

/// All of a feature in the frame of a tile.
fn every_vertex(feature: Found<'_>, id: TileId, whole: &mut Paths<Fine>) {
    let corner = [id.x(), id.y()].map(|index| i64::from(index) << (34 - u32::from(id.z())));
    whole.clear();
    for path in feature.paths() {
        let frame = |&[x, y]: &[u32; 2]| [(i64::from(x) << 2) - corner[0], (i64::from(y) << 2) - corner[1]];
        whole.push(path.kind, path.vertices.iter().map(frame));
    }
}

impl Drawn {
    fn add_hex(&mut self, layer: Layer, hex: &str, unit: f64) {
        // What `ST_AsMVT` of no feature is: null to COPY.
        if hex == "\\N" {
            return;
        }
        let digit = |place: usize| u8::from_str_radix(&hex[place..place + 2], 16).expect("is hexadecimal");
        let bytes: Vec<_> = (0..hex.len()).step_by(2).map(digit).collect();
        for decoded in decode(&bytes).expect("is a tile") {
            self.add(&decoded, Some(layer), unit);
        }
    }

    fn add(&mut self, decoded: &DecodedLayer, layer: Option<Layer>, unit: f64) {
        let Some(layer) = layer.or_else(|| Layer::from_name(&decoded.name)) else {
            let counted = Layer::ALL.into_iter().find(|layer| counts_name(*layer) == Some(&decoded.name));
            let sum = decoded.features.iter().map(|feature| match said(feature).remove("count") {
                Some(Said::Number(count)) => count,
                other => panic!("a count is {other:?}"),
            });
            self.counts.insert(counted.expect("is a layer or its counts").name(), sum.sum());
            return;
        };
        for feature in &decoded.features {
            let attributes = said(feature);
            let Some(Said::Text(id)) = attributes.get("id") else { panic!("no id: {attributes:?}") };
            let key = (layer.name(), id.parse().expect("is a UUID"));
            let known = self.features.entry(key).or_default();
            known.shape.add(&feature.drawing, unit);
            known.attributes = attributes;
        }
    }
}

fn said(feature: &DecodedFeature) -> BTreeMap<String, Said> {
    let said = |value: &TileValue| match value {
        TileValue::Str(text) => Said::Text(text.clone()),
        TileValue::Bool(yes) => Said::Bool(*yes),
        TileValue::Float(number) => Said::Number(f64::from(*number)),
        TileValue::Double(number) => Said::Number(*number),
        TileValue::Int(number) | TileValue::Sint(number) => Said::Number(exact(number)),
        TileValue::Uint(number) => Said::Number(exact(number)),
    };
    feature.attributes.iter().map(|(name, value)| (name.clone(), said(value))).collect()
}

/// A whole number that a register holds, which a double holds, too.
fn exact(number: impl std::fmt::Display) -> f64 {
    number.to_string().parse().expect("is a number")
}
