//! The attributes of each layer: what TileJSON announces, exports type, and the view `map_feature` yields.

use super::Layer;
use crate::Collection;

/// What an attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text; codes and identifiers too.
    Text,
    /// A number; the unit is in the attribute's name.
    Number,
    /// Yes or no.
    Bool,
}

impl FieldKind {
    /// The name that TileJSON suggests.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "String",
            Self::Number => "Number",
            Self::Bool => "Boolean",
        }
    }
}

/// An attribute of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
}

/// Attributes that tell a feature from others: hardly any two features of a layer have the same text there.
pub(crate) const IDENTIFYING: [&str; 3] = ["number", "nicad", "external_id"];

impl Layer {
    /// The attributes that features and tiles of the layer may have, each where it has a value.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Collection(collection) => collection.fields(),
            Self::Drafts => DRAFTS,
        }
    }
}

impl Collection {
    /// The attributes that its features may have, each where it has a value. Facilities may have more: theirs are open.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Departments => DEPARTMENTS,
            Self::Communes => COMMUNES,
            Self::Parcels => PARCELS,
            Self::Roads => ROADS,
            Self::Markets => MARKETS,
            Self::MarketAssets => MARKET_ASSETS,
            Self::Facilities => FACILITIES,
            Self::Tracks => TRACKS,
        }
    }
}

const fn text(name: &'static str) -> Field {
    Field { name, kind: FieldKind::Text }
}

const fn number(name: &'static str) -> Field {
    Field { name, kind: FieldKind::Number }
}

const fn yes_or_no(name: &'static str) -> Field {
    Field { name, kind: FieldKind::Bool }
}

const DEPARTMENTS: &[Field] = &[
    text("id"),
    text("pcode"),
    text("name"),
    text("region"),
    text("region_pcode"),
    text("seat"),
    text("iso_region"),
    text("ansd_code"),
    number("area_km2"),
    number("population_2023"),
    number("utm_epsg"),
    yes_or_no("sketch"),
    text("boundary_source"),
];

const COMMUNES: &[Field] =
    &[text("id"), text("department"), text("name"), text("ansd_code"), text("aliases")];

const PARCELS: &[Field] = &[
    text("id"),
    text("department"),
    text("commune"),
    text("number"),
    text("nicad"),
    text("block"),
    text("land_use"),
    text("vocation"),
    text("tenure"),
    text("tenure_evidence"),
    number("area_m2"),
    number("area_sd_m2"),
    number("declared_area_m2"),
    number("sigma_m"),
    text("grade"),
    text("survey_method"),
    text("surveyed_on"),
    text("source"),
    text("external_id"),
];

const ROADS: &[Field] = &[
    text("id"),
    text("department"),
    text("name"),
    text("former_name"),
    text("number"),
    text("class"),
    text("surface"),
    text("condition"),
    text("managing_authority"),
    number("width_m"),
    number("right_of_way_width_m"),
    text("sidewalk"),
    text("drain"),
    text("lighting"),
    text("direction"),
    text("passability"),
    number("chainage_start_m"),
    number("chainage_end_m"),
    number("length_m"),
    number("sigma_m"),
    text("grade"),
    text("survey_method"),
    text("surveyed_on"),
    text("source"),
    text("external_id"),
];

const MARKETS: &[Field] = &[
    text("id"),
    text("department"),
    text("name"),
    text("kind"),
    text("owner_regime"),
    text("operator"),
    number("area_m2"),
    number("sigma_m"),
    text("grade"),
    text("survey_method"),
    text("surveyed_on"),
    text("source"),
    text("external_id"),
];

const MARKET_ASSETS: &[Field] = &[
    text("id"),
    text("department"),
    text("market"),
    text("market_block"),
    text("code"),
    text("kind"),
    text("construction"),
    text("condition"),
    text("owner_regime"),
    text("activity"),
    yes_or_no("water"),
    yes_or_no("electricity"),
    number("area_m2"),
    number("sigma_m"),
    text("grade"),
    text("survey_method"),
    text("surveyed_on"),
    text("source"),
    text("external_id"),
];

const FACILITIES: &[Field] =
    &[text("id"), text("department"), text("kind"), text("name"), text("source"), text("external_id")];

const TRACKS: &[Field] = &[
    text("id"),
    text("department"),
    text("upload_id"),
    text("started_at"),
    text("ended_at"),
    number("length_m"),
    number("epoch_count"),
];

const DRAFTS: &[Field] = &[
    text("id"),
    text("department"),
    text("kind"),
    text("action"),
    text("name"),
    text("state"),
    text("grade"),
    text("upload_id"),
    number("area_m2"),
    number("length_m"),
    number("sigma_m"),
    number("epoch_count"),
    number("finding_count"),
];
