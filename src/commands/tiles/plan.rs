//! Which tiles are to be written: layers, zooms, whose register, and where.

use super::super::layers;
use crate::args::TilesArgs;
use anyhow::{Context, bail, ensure};
use gis_core::coordinates::world_to_lonlat;
use gis_core::index::{Found, Index, ValueRef, WorldRect};
use gis_core::layer::Layer;
use gis_core::{Collection, Scope};
use gis_store::exchange::fold;
use std::ops::RangeInclusive;
use tile_server::tileset;

const DEPARTMENTS: Layer = Layer::Collection(Collection::Departments);

/// Tiles to be written.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) layers: Vec<Layer>,
    pub(crate) zooms: RangeInclusive<u8>,
    /// Who could see the same on the server's map.
    pub(crate) scope: Scope,
    /// Tiles that do not meet it are left out.
    pub(crate) bounds: WorldRect,
    /// The departments that were asked for by name; none for all.
    pub(crate) departments: Vec<String>,
}

impl Plan {
    /// What was asked for, of a register in memory and the departments that publish theirs.
    pub(crate) fn new(args: &TilesArgs, index: &Index, published: &[String]) -> anyhow::Result<Self> {
        ensure!(
            args.min_zoom <= args.max_zoom,
            "--min-zoom {} is above --max-zoom {}",
            args.min_zoom,
            args.max_zoom
        );
        let layers = if args.layers.is_empty() { Layer::ALL.to_vec() } else { layers(&args.layers)? };
        ensure!(
            args.layers.is_empty() || !layers.contains(&Layer::Drafts),
            "drafts are for those who decide on them, and never written to files: leave them out of --layers"
        );
        let layers: Vec<_> = layers.into_iter().filter(|&layer| layer != Layer::Drafts).collect();
        let named = named(&args.department, index)?;
        let pcodes: Vec<_> = named.iter().map(|found| text(*found, "pcode").to_owned()).collect();
        if args.public
            && let Some(hidden) = pcodes.iter().find(|pcode| !published.contains(pcode))
        {
            bail!(
                "the department {hidden} does not publish its register: leave out --public, or see suuf department"
            );
        }
        let scope = match (args.public, named.is_empty()) {
            (false, true) => Scope::operator(),
            (true, true) => Scope::public(published.iter().cloned()),
            (_, false) => Scope::public(pcodes),
        };
        let own = named.iter().filter_map(|found| found.envelope());
        // The frame is all of Senegal's; around a department only as much of it is wanted as the department takes.
        let is_own = |layer: &Layer| named.is_empty() || layer.seen_by() != DEPARTMENTS.seen_by();
        let register: Vec<_> = layers.iter().copied().filter(is_own).collect();
        let bounds = own.chain(tileset::bounds(index, &register, &scope)).reduce(WorldRect::merged);
        Ok(Self {
            layers,
            zooms: args.min_zoom..=args.max_zoom,
            scope,
            bounds: bounds.context("there is nothing in these layers")?,
            departments: named.iter().map(|found| text(*found, "name").to_owned()).collect(),
        })
    }

    /// West, south, east and north of the bounds, in degrees.
    pub(crate) fn bounds_deg(&self) -> [f64; 4] {
        let (north_west, south_east) = (world_to_lonlat(self.bounds.min), world_to_lonlat(self.bounds.max));
        [north_west.lon_deg(), south_east.lat_deg(), south_east.lon_deg(), north_west.lat_deg()]
    }

    /// Its name, as a list of maps shows it.
    pub(crate) fn name(&self) -> String {
        if self.departments.is_empty() {
            "Suuf".to_owned()
        } else {
            format!("Suuf · {}", self.departments.join(", "))
        }
    }
}

/// The departments of these names or P-codes, each once, in the order given.
fn named<'a>(names: &[String], index: &'a Index) -> anyhow::Result<Vec<Found<'a>>> {
    let all = index.all(DEPARTMENTS, &Scope::operator());
    let mut meant: Vec<Found<'a>> = Vec::new();
    for name in names {
        let is_meant = |found: &&Found<'_>| {
            ["pcode", "name"].iter().any(|field| fold(text(**found, field)) == fold(name))
        };
        let found = all.iter().find(is_meant).with_context(|| {
            let mut known: Vec<_> = all.iter().map(|found| text(*found, "name")).collect();
            known.sort_unstable();
            format!("there is no department {name}: the departments are {}", known.join(", "))
        })?;
        if meant.iter().all(|other| other.id() != found.id()) {
            meant.push(*found);
        }
    }
    Ok(meant)
}

fn text<'a>(found: Found<'a>, field: &str) -> &'a str {
    match found.attribute(field) {
        Some(ValueRef::Text(text)) => text,
        _ => "",
    }
}
