//! The fields of each collection: what an import takes, under which other names, and what an export writes.
//!
//! This is data: a further spelling met in somebody's file is one more word in an alias list.

use super::reference::Reference;
use gis_core::Collection;

/// What a field may hold, and so how a value of a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Identifier of the feature in the register (or in the file, when it is none of ours).
    Id,
    /// Identifier in the file it came from.
    ExternalId,
    /// A department, by P-code or name.
    Department,
    /// Something else of the register, by identifier or name.
    Reference(Reference),
    /// Any text; empty is none.
    Text,
    /// Several texts, separated by semicolons.
    Texts,
    /// A text of one form; the feature is refused when a value has another.
    Formatted(Format),
    /// A number of the classified road network.
    RoadNumber,
    /// A NICAD: recorded, never altered.
    Nicad,
    /// A code of that list; empty is none.
    Code(&'static str),
    /// A code of that list, or the department's own word.
    OpenCode(&'static str),
    /// A number above zero.
    Positive,
    /// A number not below zero.
    NotNegative,
    /// A whole number above zero.
    PositiveWhole,
    /// A day, as year-month-day.
    Day,
    /// EPSG code of a UTM zone.
    UtmZone,
    /// Yes or no.
    Flag,
    /// Measured or set by the register: exported, never taken.
    Derived(Output),
}

/// Forms of identifying texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// `SN` and four digits.
    DepartmentPcode,
    /// `SN` and two digits.
    RegionPcode,
    /// `SN-` and two letters.
    IsoRegion,
    /// So many digits.
    Digits(usize),
}

/// Type of a column that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// Text.
    Text,
    /// Floating-point number.
    Real,
    /// Whole number of 32 bits; yes and no are 1 and 0.
    Whole,
}

/// One field of a collection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Name in mappings and properties.
    pub name: &'static str,
    /// Column of the table, where it is another.
    pub column: &'static str,
    /// Column name in formats that allow ten characters only.
    pub short: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Column names that stand for it in files, best first; compared folded.
    pub aliases: &'static [&'static str],
}

impl Field {
    /// Type of the column that an export writes for it.
    pub(crate) fn output(&self) -> Output {
        match self.kind {
            Kind::Derived(output) => output,
            Kind::Positive | Kind::NotNegative => Output::Real,
            Kind::PositiveWhole | Kind::UtmZone | Kind::Flag => Output::Whole,
            _ => Output::Text,
        }
    }

    /// Whether an import takes it.
    pub(crate) fn is_taken(&self) -> bool {
        !matches!(self.kind, Kind::Derived(_))
    }
}

const fn field(name: &'static str, kind: Kind, aliases: &'static [&'static str]) -> Field {
    Field { name, column: name, short: name, kind, aliases }
}

const fn named(field: Field, column: &'static str, short: &'static str) -> Field {
    Field { column, short, ..field }
}

const ID: Field = field("id", Kind::Id, &[]);
const EXTERNAL_ID: Field = named(
    field("external_id", Kind::ExternalId, &["ext_id", "iduu", "uuid", "gml_id", "globalid", "identifiant"]),
    "external_id",
    "ext_id",
);
const DEPARTMENT: Field = field(
    "department",
    Kind::Department,
    &[
        "department_pcode",
        "dept_pcode",
        "departement",
        "pcode",
        "adm2_pcode",
        "admin2pcode",
        "dept",
        "adm2_fr",
        "adm2_name",
        "nom_dept",
    ],
);
const NAME: Field = field(
    "name",
    Kind::Text,
    &["nom", "toponyme", "designation", "libelle", "nom_fr", "name_fr", "denomination"],
);
const CONDITION: Field = field("condition", Kind::Code("condition"), &["etat", "state"]);
const AREA: Field = field("area_m2", Kind::Derived(Output::Real), &[]);
const SOURCE: Field = field("source", Kind::Derived(Output::Text), &[]);
const SIGMA: Field = field("sigma_m", Kind::Positive, &["precision_m", "ecart_type_m"]);
const GRADE: Field = field("grade", Kind::Derived(Output::Text), &[]);
const SURVEY_METHOD: Field = named(
    field("survey_method", Kind::Code("survey_method"), &["method", "methode", "mode_leve"]),
    "survey_method",
    "method",
);
const SURVEYED_ON: Field = named(
    field("surveyed_on", Kind::Day, &["surv_on", "date_leve", "date_enquete"]),
    "surveyed_on",
    "surv_on",
);
const OWNER_REGIME: Field = named(
    field("owner_regime", Kind::Code("owner_regime"), &["owner", "propriete", "regime_propriete"]),
    "owner_regime",
    "owner",
);

const DEPARTMENTS: &[Field] = &[
    ID,
    field(
        "pcode",
        Kind::Formatted(Format::DepartmentPcode),
        &["dept_pcode", "department_pcode", "adm2_pcode", "admin2pcode", "department"],
    ),
    field(
        "name",
        Kind::Text,
        &["nom", "adm2_fr", "adm2_name", "departement", "nom_dept", "admin2name", "dept"],
    ),
    field("region", Kind::Text, &["adm1_fr", "adm1_name", "admin1name", "nom_reg"]),
    named(
        field(
            "region_pcode",
            Kind::Formatted(Format::RegionPcode),
            &["reg_pcode", "adm1_pcode", "admin1pcode"],
        ),
        "region_pcode",
        "reg_pcode",
    ),
    field("iso_region", Kind::Formatted(Format::IsoRegion), &["iso_3166_2", "iso"]),
    field("ansd_code", Kind::Formatted(Format::Digits(3)), &["ansd_dept_code", "cod_dept", "code_ansd"]),
    field("seat", Kind::Text, &["chef_lieu", "cheflieu"]),
    field("area_km2", Kind::Positive, &["area_sqkm", "superficie_km2", "superficie"]),
    named(
        field("population_2023", Kind::PositiveWhole, &["pop_2023", "pop_rgph5_2023", "population"]),
        "population_2023",
        "pop_2023",
    ),
    field("utm_epsg", Kind::UtmZone, &[]),
    named(field("sketch", Kind::Flag, &["is_sketch"]), "is_sketch", "sketch"),
    named(field("boundary_source", Kind::Text, &["bound_src"]), "boundary_source", "bound_src"),
];

const COMMUNES: &[Field] = &[
    ID,
    DEPARTMENT,
    field("name", Kind::Text, &["nom", "commune", "nom_commune", "ccrca", "toponyme", "libelle"]),
    field(
        "ansd_code",
        Kind::Formatted(Format::Digits(8)),
        &["cod_entite", "code_entite", "syscol", "cod_ccrca"],
    ),
    field("aliases", Kind::Texts, &["autres_noms"]),
];

const PARCELS: &[Field] = &[
    ID,
    DEPARTMENT,
    EXTERNAL_ID,
    field("number", Kind::Text, &["numero", "num", "num_parcel", "num_parcelle", "no_parcelle", "parcelle"]),
    field("nicad", Kind::Nicad, &[]),
    named(
        field("commune", Kind::Reference(Reference::Commune), &["commune_id", "nom_commune"]),
        "commune_id",
        "commune",
    ),
    field("block", Kind::Text, &["ilot", "bloc"]),
    field("land_use", Kind::Code("land_use"), &["usage", "occupation", "type_usag"]),
    field("vocation", Kind::Code("land_use"), &["destination"]),
    field("tenure", Kind::Code("tenure"), &["statut", "regime", "droit"]),
    named(
        field("tenure_evidence", Kind::Code("source_kind"), &["evidence", "type_doc", "preuve"]),
        "tenure_evidence",
        "evidence",
    ),
    named(
        field(
            "declared_area_m2",
            Kind::Positive,
            &["decl_area", "superficie", "superficie_m2", "surface_m2"],
        ),
        "declared_area_m2",
        "decl_area",
    ),
    AREA,
    named(field("area_sd_m2", Kind::NotNegative, &[]), "area_sd_m2", "area_sd_m2"),
    SIGMA,
    GRADE,
    SURVEY_METHOD,
    SURVEYED_ON,
    SOURCE,
];

const ROADS: &[Field] = &[
    ID,
    DEPARTMENT,
    EXTERNAL_ID,
    NAME,
    named(field("former_name", Kind::Text, &["former", "ancien_nom", "old_name"]), "former_name", "former"),
    field("number", Kind::RoadNumber, &["ref", "numero", "num_route", "code_route"]),
    field("class", Kind::Code("road_class"), &["classe", "categorie", "highway"]),
    field("surface", Kind::Code("road_surface"), &["revet", "revetement"]),
    CONDITION,
    named(
        field("managing_authority", Kind::Code("managing_authority"), &["manager", "gestionnaire"]),
        "managing_authority",
        "manager",
    ),
    field("width_m", Kind::Positive, &["largeur", "largeur_m", "width"]),
    named(
        field(
            "right_of_way_width_m",
            Kind::Positive,
            &["row_width", "emprise", "emprise_m", "largeur_emprise"],
        ),
        "right_of_way_width_m",
        "row_width",
    ),
    field("sidewalk", Kind::Code("sidewalk"), &["trottoir", "trottoirs"]),
    field("drain", Kind::Code("drain"), &["caniveau", "caniveaux", "drainage"]),
    field("lighting", Kind::Code("lighting"), &["eclairage"]),
    field("direction", Kind::Code("direction"), &["sens", "sens_circulation", "oneway"]),
    named(
        field("passability", Kind::Code("passability"), &["passable", "praticabilite"]),
        "passability",
        "passable",
    ),
    named(
        field("chainage_start_m", Kind::NotNegative, &["pk_start_m", "pk_debut_m"]),
        "chainage_start_m",
        "pk_start_m",
    ),
    named(
        field("chainage_end_m", Kind::NotNegative, &["pk_end_m", "pk_fin_m"]),
        "chainage_end_m",
        "pk_end_m",
    ),
    field("length_m", Kind::Derived(Output::Real), &[]),
    SIGMA,
    GRADE,
    SURVEY_METHOD,
    SURVEYED_ON,
    SOURCE,
];

const MARKETS: &[Field] = &[
    ID,
    DEPARTMENT,
    EXTERNAL_ID,
    NAME,
    field("kind", Kind::Code("market_kind"), &["type", "nature"]),
    OWNER_REGIME,
    field("operator", Kind::Text, &["exploitant"]),
    AREA,
    SIGMA,
    GRADE,
    SURVEY_METHOD,
    SURVEYED_ON,
    SOURCE,
];

const MARKET_ASSETS: &[Field] = &[
    ID,
    DEPARTMENT,
    EXTERNAL_ID,
    named(
        field("market", Kind::Reference(Reference::Market), &["market_id", "marche"]),
        "market_id",
        "market",
    ),
    named(
        field("market_block", Kind::Reference(Reference::Block), &["block", "block_id", "bloc", "ilot"]),
        "block_id",
        "block",
    ),
    field("code", Kind::Text, &["numero", "number", "ref", "num"]),
    field("kind", Kind::Code("asset_kind"), &["type", "nature"]),
    named(
        field("construction", Kind::Code("construction"), &["constr", "materiau"]),
        "construction",
        "constr",
    ),
    CONDITION,
    OWNER_REGIME,
    field("activity", Kind::Text, &["activite"]),
    field("water", Kind::Flag, &["eau"]),
    named(field("electricity", Kind::Flag, &["electric", "electricite"]), "electricity", "electric"),
    AREA,
    SIGMA,
    GRADE,
    SURVEY_METHOD,
    SURVEYED_ON,
    SOURCE,
];

const FACILITIES: &[Field] = &[
    ID,
    DEPARTMENT,
    EXTERNAL_ID,
    field("kind", Kind::OpenCode("facility_kind"), &["type", "nature", "categorie", "amenity"]),
    NAME,
    SOURCE,
];

const TRACKS: &[Field] = &[
    ID,
    DEPARTMENT,
    field("upload_id", Kind::Derived(Output::Text), &[]),
    field("started_at", Kind::Derived(Output::Text), &[]),
    field("ended_at", Kind::Derived(Output::Text), &[]),
    field("length_m", Kind::Derived(Output::Real), &[]),
    named(field("epoch_count", Kind::Derived(Output::Whole), &[]), "epoch_count", "epochs"),
];

/// The fields of a collection, in the order in which an export writes them.
pub(crate) fn fields_of(collection: Collection) -> &'static [Field] {
    match collection {
        Collection::Departments => DEPARTMENTS,
        Collection::Communes => COMMUNES,
        Collection::Parcels => PARCELS,
        Collection::Roads => ROADS,
        Collection::Markets => MARKETS,
        Collection::MarketAssets => MARKET_ASSETS,
        Collection::Facilities => FACILITIES,
        Collection::Tracks => TRACKS,
    }
}

/// Fields of which at least one must have a column, the first being the one to ask for.
pub(crate) fn needed_fields(collection: Collection) -> &'static [&'static str] {
    match collection {
        Collection::Departments => &["pcode", "name"],
        Collection::Communes => &["name", "ansd_code"],
        Collection::Markets => &["name"],
        Collection::Facilities => &["kind"],
        Collection::Parcels | Collection::Roads | Collection::MarketAssets | Collection::Tracks => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::fold::fold;
    use std::collections::HashSet;

    #[test]
    fn short_names_fit_a_shapefile_and_are_taken_back() {
        for collection in Collection::ALL {
            let mut seen = HashSet::new();
            for field in fields_of(collection) {
                assert!(field.short.len() <= 10, "{collection}: {}", field.short);
                assert!(seen.insert(field.short), "{collection}: {} twice", field.short);
                let taken_back =
                    field.short == field.name || field.aliases.contains(&field.short) || !field.is_taken();
                assert!(taken_back, "{collection}: {}", field.short);
            }
        }
    }

    #[test]
    fn no_alias_is_the_name_of_another_field() {
        for collection in Collection::ALL {
            let names: HashSet<_> = fields_of(collection).iter().map(|field| fold(field.name)).collect();
            for field in fields_of(collection) {
                for alias in field.aliases {
                    assert!(!names.contains(&fold(alias)), "{collection}: {alias}");
                }
            }
        }
    }

    #[test]
    fn what_a_collection_needs_is_one_of_its_fields() {
        for collection in Collection::ALL {
            for needed in needed_fields(collection) {
                assert!(
                    fields_of(collection).iter().any(|field| field.name == *needed),
                    "{collection}: {needed}"
                );
            }
        }
    }
}
