//! One file a command.

use anyhow::Context;
use gis_core::layer::Layer;

pub(crate) mod audit;
pub(crate) mod check;
pub(crate) mod db;
pub(crate) mod department;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod ingest;
pub(crate) mod inspect;
pub(crate) mod persons;
pub(crate) mod serve;
pub(crate) mod settings;
pub(crate) mod simulate;
pub(crate) mod tile;
pub(crate) mod tiles;
pub(crate) mod token;
pub(crate) mod user;

/// The collection of a name, or an error that lists them.
fn collection(name: &str) -> anyhow::Result<gis_core::Collection> {
    gis_core::Collection::from_name(name).with_context(|| {
        let known = gis_core::Collection::ALL.map(gis_core::Collection::name).join(", ");
        format!("there is no collection {name}: the collections are {known}")
    })
}

/// The layers of these names, each once; an error lists those that there are.
fn layers(names: &[String]) -> anyhow::Result<Vec<Layer>> {
    let mut layers = Vec::new();
    for name in names {
        let layer = Layer::from_name(name).with_context(|| {
            let known = Layer::ALL.map(Layer::name).join(", ");
            format!("there is no layer {name}: the layers are {known}")
        })?;
        if !layers.contains(&layer) {
            layers.push(layer);
        }
    }
    Ok(layers)
}
