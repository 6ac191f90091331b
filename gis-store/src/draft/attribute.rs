//! Which attributes a draft may give to the features of each collection, and what they must look like.

use super::DraftError;
use crate::code_list::has_code;
use gis_core::rules::{is_nicad, is_road_number, parse_day};
use gis_core::{Collection, Text};
use serde_json::{Map, Value};
use sqlx::PgConnection;

/// What the value of an attribute must be.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    /// Text of at most so many characters.
    Text(usize),
    /// A code of that list.
    Code(&'static str),
    /// A number above zero, in the unit of the attribute's name.
    Positive,
    /// A number not below zero, in the unit of the attribute's name.
    NotNegative,
    /// Yes or no.
    Flag,
    /// A day, as year-month-day.
    Day,
    /// 16 digits as the Cadastre allotted them.
    Nicad,
    /// A number of the classified road network.
    RoadNumber,
}

const NAME_LENGTH: usize = 200;

fn wanted(collection: Collection, field: &str) -> Option<Wanted> {
    use Wanted::{Code, Day, Flag, Nicad, NotNegative, Positive, RoadNumber, Text};
    Some(match (collection, field) {
        (Collection::Parcels, "nicad") => Nicad,
        (Collection::Parcels, "block")
        | (Collection::Roads, "name" | "former_name")
        | (Collection::Markets, "name")
        | (Collection::Facilities, "kind" | "name")
        | (Collection::MarketAssets, "code" | "activity") => Text(NAME_LENGTH),
        (Collection::Parcels, "land_use" | "vocation") => Code("land_use"),
        (Collection::Parcels, "tenure") => Code("tenure"),
        (Collection::Parcels, "tenure_evidence") => Code("source_kind"),
        (Collection::Parcels, "declared_area_m2")
        | (Collection::Roads, "width_m" | "right_of_way_width_m") => Positive,
        (Collection::Roads, "chainage_start_m" | "chainage_end_m") => NotNegative,
        (Collection::Roads, "number") => RoadNumber,
        (Collection::Roads, "class") => Code("road_class"),
        (Collection::Roads, "surface") => Code("road_surface"),
        (Collection::Roads, "managing_authority") => Code("managing_authority"),
        (Collection::Roads, "sidewalk") => Code("sidewalk"),
        (Collection::Roads, "drain") => Code("drain"),
        (Collection::Roads, "lighting") => Code("lighting"),
        (Collection::Roads, "direction") => Code("direction"),
        (Collection::Roads, "passability") => Code("passability"),
        (Collection::MarketAssets, "kind") => Code("asset_kind"),
        (Collection::Markets, "kind") => Code("market_kind"),
        (Collection::MarketAssets, "construction") => Code("construction"),
        (Collection::MarketAssets, "owner_regime") => Code("owner_regime"),
        (Collection::MarketAssets, "water" | "electricity") => Flag,
        (_, "survey_method") => Code("survey_method"),
        (_, "surveyed_on") => Day,
        (Collection::Roads | Collection::MarketAssets, "condition") => Code("condition"),
        _ => return None,
    })
}

/// Refuses the first attribute that the collection does not have or whose value does not fit. Null empties one and fits.
pub(super) async fn check_attributes(
    conn: &mut PgConnection,
    collection: Collection,
    attributes: &Map<String, Value>,
) -> Result<(), DraftError> {
    for (field, value) in attributes {
        let refused = |reason| DraftError::Field { field: format!("attributes.{field}"), reason };
        let wanted = wanted(collection, field).ok_or_else(|| refused(unknown_attribute(collection)))?;
        if value.is_null() {
            continue;
        }
        let is_fit = match (wanted, value) {
            (Wanted::Code(list), Value::String(code)) => has_code(conn, list, code).await?,
            _ => fits(wanted, value),
        };
        if !is_fit {
            return Err(refused(misfit(wanted)));
        }
    }
    Ok(())
}

fn fits(wanted: Wanted, value: &Value) -> bool {
    match (wanted, value) {
        (Wanted::Text(limit), Value::String(text)) => {
            !text.trim().is_empty() && text.chars().count() <= limit
        }
        (Wanted::Positive, Value::Number(number)) => number.as_f64().is_some_and(|number| number > 0.0),
        (Wanted::NotNegative, Value::Number(number)) => number.as_f64().is_some_and(|number| number >= 0.0),
        (Wanted::Flag, Value::Bool(_)) => true,
        (Wanted::Day, Value::String(day)) => parse_day(day).is_some(),
        (Wanted::Nicad, Value::String(nicad)) => is_nicad(nicad),
        (Wanted::RoadNumber, Value::String(number)) => is_road_number(number),
        _ => false,
    }
}

fn unknown_attribute(collection: Collection) -> Text {
    Text::new(
        format!("attribut inconnu pour cette couche ({collection})"),
        format!("unknown attribute for this collection ({collection})"),
    )
}

fn misfit(wanted: Wanted) -> Text {
    match wanted {
        Wanted::Text(limit) => Text::new(
            format!("un texte de 1 à {limit} caractères est attendu"),
            format!("a text of 1 to {limit} characters is wanted"),
        ),
        Wanted::Nicad => Text::new(
            "un NICAD a 16 chiffres, tels que le Cadastre les a attribués",
            "a NICAD has 16 digits, as the Cadastre allotted them",
        ),
        Wanted::RoadNumber => Text::new(
            "un numéro de route est une lettre A, N, R, D ou P, 1 à 3 chiffres et une lettre au plus, comme N2 ou D610B",
            "a road number is a letter A, N, R, D or P, 1 to 3 digits and at most one letter, such as N2 or D610B",
        ),
        Wanted::Code(list) => Text::new(
            format!("code inconnu : choisissez dans la liste {list} de /code-lists"),
            format!("unknown code: choose from the list {list} of /code-lists"),
        ),
        Wanted::Positive => {
            Text::new("un nombre supérieur à zéro est attendu", "a number above zero is wanted")
        }
        Wanted::NotNegative => {
            Text::new("un nombre supérieur ou égal à zéro est attendu", "a number not below zero is wanted")
        }
        Wanted::Flag => Text::new("true ou false est attendu", "true or false is wanted"),
        Wanted::Day => Text::new(
            "un jour écrit année-mois-jour est attendu, comme 2026-11-22",
            "a day written year-month-day is wanted, such as 2026-11-22",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_road_number_is_one_of_the_classified_network() {
        assert!(fits(Wanted::RoadNumber, &json!("D610B")));
        assert!(!fits(Wanted::RoadNumber, &json!("VU2")));
    }

    #[test]
    fn a_nicad_is_sixteen_digits_and_nothing_else() {
        assert!(fits(Wanted::Nicad, &json!("0722010100100001")));
        assert!(!fits(Wanted::Nicad, &json!("072201010010001")));
        assert!(!fits(Wanted::Nicad, &json!(722_010_100_100_001_u64)));
    }

    #[test]
    fn each_kind_has_its_own_attributes() {
        assert!(wanted(Collection::Parcels, "land_use").is_some());
        assert!(wanted(Collection::Roads, "land_use").is_none());
        assert!(wanted(Collection::Parcels, "id").is_none());
    }
}
