//! One file a command.

use anyhow::Context;

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
pub(crate) mod token;
pub(crate) mod user;

/// The collection of a name, or an error that lists them.
fn collection(name: &str) -> anyhow::Result<gis_core::Collection> {
    gis_core::Collection::from_name(name).with_context(|| {
        let known = gis_core::Collection::ALL.map(gis_core::Collection::name).join(", ");
        format!("there is no collection {name}: the collections are {known}")
    })
}
