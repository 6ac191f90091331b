//! Values of a file as values of a field: trimmed, looked up, checked; or the reason why not.

use super::context::{Codes, Departments};
use super::field::{Field, Format, Kind};
use super::mapping::Mapping;
use super::reference::Reference;
use gis_core::rules::{is_nicad, is_road_number, parse_day};
use gis_core::{Finding, Text};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

/// A value as the file holds it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Raw {
    Text(String),
    Whole(i64),
    Real(f64),
}

impl Raw {
    /// The value as trimmed text, unless it is empty or a word for nothing.
    fn text(&self) -> Option<String> {
        let text = match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Whole(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
        };
        let is_nothing = text.is_empty() || ["null", "<null>"].contains(&text.to_lowercase().as_str());
        (!is_nothing).then_some(text)
    }

    /// The value as a number; a comma may stand for the decimal point, as in French files.
    fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(number) => number.to_string().parse().ok(),
            Self::Real(number) => Some(*number),
            Self::Text(text) => {
                text.trim().replace(['\u{a0}', '\u{202f}', ' '], "").replace(',', ".").parse().ok()
            }
        }
    }

    /// The value of a free attribute: text, number, or the JSON that an export wrote as text.
    fn attribute(&self) -> Json {
        match self {
            Self::Whole(number) => Json::from(*number),
            Self::Real(number) => Json::from(*number),
            Self::Text(_) => self.text().map_or(Json::Null, |text| match text.as_str() {
                "true" => Json::Bool(true),
                "false" => Json::Bool(false),
                _ if text.starts_with(['{', '[']) => {
                    serde_json::from_str(&text).ok().filter(is_storable).unwrap_or(Json::String(text))
                }
                _ => Json::String(text),
            }),
        }
    }
}

/// Whether PostgreSQL can hold a value: its `jsonb` has no NUL, which JSON can spell.
fn is_storable(value: &Json) -> bool {
    match value {
        Json::String(text) => !text.contains('\0'),
        Json::Array(values) => values.iter().all(is_storable),
        Json::Object(values) => values.iter().all(|(name, value)| !name.contains('\0') && is_storable(value)),
        _ => true,
    }
}

/// Longest text in bytes that is taken into a field of its own: what identifies a feature must fit into an index of
/// PostgreSQL (2,704 bytes), and no name or number is as long.
const TEXT_BYTES_MAX: usize = 2000;

/// So much of a text that is refused is shown.
const SHOWN_CHARACTERS: usize = 60;

/// Why a feature is not taken.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Objection {
    pub code: &'static str,
    pub reason: Text,
    pub value: Option<String>,
}

impl Objection {
    pub(crate) fn new(code: &'static str, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, reason: Text::new(fr, en), value: None }
    }

    pub(crate) fn of(self, value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..self }
    }
}

/// The values of one feature, by what becomes of them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Values {
    /// Identifier in the register, or one of another register.
    pub id: Option<Uuid>,
    /// Identifier in the file.
    pub external_id: Option<String>,
    /// P-code of the department that the file states.
    pub department: Option<String>,
    /// What else of the register the file names.
    pub references: Vec<(Reference, String)>,
    /// Columns of the table.
    pub columns: Map<String, Json>,
    /// What is worth knowing.
    pub findings: Vec<Finding>,
}

/// Reads the mapped values of one feature.
pub(crate) fn read_values(
    mapping: &Mapping,
    codes: &Codes,
    departments: &Departments,
    raw: impl Fn(usize) -> Option<Raw>,
) -> Result<Values, Objection> {
    let mut values = Values::default();
    for (field, column) in &mapping.taken {
        let raw = raw(*column);
        check_text(field.name, raw.as_ref(), TEXT_BYTES_MAX)?;
        take(&mut values, field, raw.as_ref(), codes, departments)?;
    }
    for (name, column) in &mapping.attributes {
        check_text(name, raw(*column).as_ref(), usize::MAX)?;
    }
    if !mapping.attributes.is_empty() {
        let attribute = |(name, column): &(String, usize)| {
            (name.clone(), raw(*column).map_or(Json::Null, |value| value.attribute()))
        };
        let attributes = mapping.attributes.iter().map(attribute).collect();
        values.columns.insert("attributes".to_owned(), Json::Object(attributes));
    }
    Ok(values)
}

/// Refuses texts that PostgreSQL cannot hold.
fn check_text(name: &str, raw: Option<&Raw>, bytes_max: usize) -> Result<(), Objection> {
    let Some(Raw::Text(text)) = raw else { return Ok(()) };
    if text.contains('\0') {
        return Err(Objection::new(
            "nul_in_text",
            format!("la valeur de {name} contient un caractère nul (NUL)"),
            format!("the value of {name} holds a NUL character"),
        )
        .of(text.replace('\0', "␀").chars().take(SHOWN_CHARACTERS).collect::<String>()));
    }
    if text.len() > bytes_max {
        return Err(Objection::new(
            "text_too_long",
            format!("la valeur de {name} dépasse {bytes_max} octets"),
            format!("the value of {name} is longer than {bytes_max} bytes"),
        )
        .of(text.chars().take(SHOWN_CHARACTERS).collect::<String>()));
    }
    Ok(())
}

fn take(
    values: &mut Values,
    field: &Field,
    raw: Option<&Raw>,
    codes: &Codes,
    departments: &Departments,
) -> Result<(), Objection> {
    let text = raw.and_then(Raw::text);
    let value = match field.kind {
        Kind::Id => {
            take_id(values, text);
            return Ok(());
        }
        Kind::ExternalId => {
            values.external_id = text.or(values.external_id.take());
            return Ok(());
        }
        Kind::Department => {
            values.department = text.map(|text| find_department(departments, text)).transpose()?;
            return Ok(());
        }
        Kind::Reference(reference) => {
            values.references.extend(text.map(|text| (reference, text)));
            return Ok(());
        }
        Kind::RoadNumber => text.and_then(|text| road_number(values, &text)).map(Json::from),
        Kind::Nicad => match text.and_then(|text| nicad(values, &text)) {
            // A NICAD is recorded; a file that does not state it takes none away.
            None => return Ok(()),
            nicad => nicad.map(Json::from),
        },
        Kind::Text => text.map(Json::from),
        Kind::Texts => text.map(|text| {
            text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(Json::from).collect()
        }),
        Kind::Formatted(format) => text.map(|text| formatted(field, format, &text)).transpose()?,
        Kind::Code(list) => text.map(|text| code(field, list, codes, text)).transpose()?,
        Kind::OpenCode(list) => {
            text.map(|text| Json::from(codes.find(list, &text).map_or(text.clone(), str::to_owned)))
        }
        Kind::Positive => text.map(|text| positive(field, raw, text)).transpose()?.map(Json::from),
        Kind::NotNegative => text.map(|text| not_negative(field, raw, text)).transpose()?.map(Json::from),
        Kind::Day => text.map(|text| day(field, text)).transpose()?,
        Kind::PositiveWhole => text.map(|text| whole(field, raw, text)).transpose()?,
        Kind::UtmZone => text.map(|text| utm_zone(field, raw, text)).transpose()?,
        Kind::Flag => text
            .map(|text| Json::from(["1", "true", "t", "yes", "oui"].contains(&text.to_lowercase().as_str()))),
        Kind::Derived(_) => return Ok(()),
    };
    values.columns.insert(field.column.to_owned(), value.unwrap_or(Json::Null));
    Ok(())
}

/// Ours are `UUIDv7`; anything else is the file's own identifier.
fn take_id(values: &mut Values, text: Option<String>) {
    let Some(text) = text else { return };
    match Uuid::parse_str(&text) {
        Ok(id) if id.get_version_num() == 7 => values.id = Some(id),
        _ => values.external_id = values.external_id.take().or(Some(text)),
    }
}

fn find_department(departments: &Departments, text: String) -> Result<String, Objection> {
    departments.find(&text).map(str::to_owned).ok_or_else(|| {
        Objection::new(
            "unknown_department",
            "département inconnu : donner un code P ou un nom de département enregistré",
            "unknown department: give the P-code or the name of a department on record",
        )
        .of(text)
    })
}

/// A number of the classified network, such as `N2`, `RN 2` or `d-710b`; others are reported and not taken.
fn road_number(values: &mut Values, text: &str) -> Option<String> {
    let compact: String =
        text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_uppercase();
    let number = match compact.strip_prefix('R') {
        Some(rest) if rest.starts_with(['N', 'R', 'D']) => rest.to_owned(),
        _ => compact,
    };
    if is_road_number(&number) {
        return Some(number);
    }
    values.findings.push(Finding::warning(
        "unusual_road_number",
        Text::new(
            format!("numéro de route non repris : « {text} » n'a pas la forme N2, R31, D710B ou P602"),
            format!("road number not taken: \"{text}\" is not of the form N2, R31, D710B or P602"),
        ),
    ));
    None
}

/// A NICAD of 16 digits (blanks between its parts are layout); anything else is reported and not taken.
fn nicad(values: &mut Values, text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if is_nicad(&compact) {
        return Some(compact);
    }
    values.findings.push(Finding::warning(
        "malformed_nicad",
        Text::new(
            format!("NICAD non repris : « {text} » n'a pas 16 chiffres"),
            format!("NICAD not taken: \"{text}\" has not 16 digits"),
        ),
    ));
    None
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn formatted(field: &Field, format: Format, text: &str) -> Result<Json, Objection> {
    let text = text.to_uppercase();
    let (fits, form) = match format {
        Format::DepartmentPcode => (text.strip_prefix("SN").is_some_and(|rest| is_digits(rest, 4)), "SN0000"),
        Format::RegionPcode => (text.strip_prefix("SN").is_some_and(|rest| is_digits(rest, 2)), "SN00"),
        Format::IsoRegion => {
            let is_region =
                |rest: &str| rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_uppercase());
            (text.strip_prefix("SN-").is_some_and(is_region), "SN-XX")
        }
        Format::Digits(3) => (is_digits(&text, 3), "000"),
        Format::Digits(count) => (is_digits(&text, count), "00000000"),
    };
    if fits { Ok(Json::from(text)) } else { Err(malformed(field, form).of(text)) }
}

fn malformed(field: &Field, form: &str) -> Objection {
    let name = field.name;
    Objection::new(
        "malformed_value",
        format!("valeur de {name} mal formée : attendu {form}"),
        format!("malformed value of {name}: expected {form}"),
    )
}

fn code(field: &Field, list: &str, codes: &Codes, text: String) -> Result<Json, Objection> {
    codes.find(list, &text).map(Json::from).ok_or_else(|| {
        let (name, known) = (field.name, codes.of_list(list).join(", "));
        Objection::new(
            "unknown_code",
            format!("code inconnu pour {name} : donner l'un de {known} (ou son libellé)"),
            format!("unknown code for {name}: give one of {known} (or its label)"),
        )
        .of(text)
    })
}

fn positive(field: &Field, raw: Option<&Raw>, text: String) -> Result<f64, Objection> {
    let number = raw.and_then(Raw::number).filter(|number| number.is_finite() && *number > 0.0);
    let name = field.name;
    number.ok_or_else(|| {
        Objection::new(
            "malformed_number",
            format!("{name} doit être un nombre supérieur à zéro"),
            format!("{name} must be a number above zero"),
        )
        .of(text)
    })
}

fn not_negative(field: &Field, raw: Option<&Raw>, text: String) -> Result<f64, Objection> {
    let number = raw.and_then(Raw::number).filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| malformed(field, "0, 12.5").of(text))
}

/// A day; GDAL writes those of date columns with slashes, and a time may follow.
fn day(field: &Field, text: String) -> Result<Json, Objection> {
    let is_separator = |letter: char| letter == 'T' || letter == ' ';
    let date = text.split(is_separator).next().unwrap_or_default().replace('/', "-");
    let day = parse_day(&date).map(|day| Json::from(day.to_string()));
    day.ok_or_else(|| malformed(field, "2026-11-22").of(text))
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within i32")]
fn whole(field: &Field, raw: Option<&Raw>, text: String) -> Result<Json, Objection> {
    let number = positive(field, raw, text.clone())?;
    if number.fract() == 0.0 && number <= f64::from(i32::MAX) {
        Ok(Json::from(number as i64))
    } else {
        Err(malformed(field, "123").of(text))
    }
}

/// EPSG codes of the UTM zones of WGS 84, north and south.
fn utm_zone(field: &Field, raw: Option<&Raw>, text: String) -> Result<Json, Objection> {
    let epsg = whole(field, raw, text.clone())?;
    let is_zone = epsg.as_i64().is_some_and(|epsg| matches!(epsg, 32601..=32660 | 32701..=32760));
    if is_zone { Ok(epsg) } else { Err(malformed(field, "32601–32660, 32701–32760").of(text)) }
}

#[cfg(test)]
mod tests;
