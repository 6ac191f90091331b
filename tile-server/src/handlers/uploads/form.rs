//! The fields beside a log, from a form or from the query string.

use crate::error::{ApiError, Problem, unprocessable};
use crate::extract::nul_character;
use chrono::{NaiveDate, Utc};
use gis_core::survey::{SurveyKind, is_survey_day};

/// Longest note, in characters.
const NOTE_LENGTH: usize = 2000;

/// Longest file name that is kept, in characters.
const FILE_NAME_LENGTH: usize = 255;

/// The fields of an upload, checked.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) kind: SurveyKind,
    pub(super) department: Option<String>,
    pub(super) recorded_on: Option<NaiveDate>,
    pub(super) note: Option<String>,
    pub(super) file_name: Option<String>,
}

/// Names of the fields, as forms and query strings carry them.
pub(super) const FIELDS: [&str; 5] = ["kind", "department", "recorded_on", "note", "file_name"];

impl Form {
    /// Refuses a field that no upload has, before its value is read.
    pub(super) fn known(name: &str) -> Result<(), ApiError> {
        if FIELDS.contains(&name) { Ok(()) } else { Err(unknown_field(name).into()) }
    }

    /// Takes one field; an empty value says nothing.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Result<(), ApiError> {
        if value.contains('\0') {
            return Err(nul_character(name).into());
        }
        let value = value.trim();
        if value.is_empty() {
            return Ok(());
        }
        match name {
            "kind" => self.kind = SurveyKind::from_name(value).ok_or_else(|| unknown_kind(value))?,
            "department" => self.department = Some(value.to_owned()),
            "recorded_on" => self.recorded_on = Some(day(value)?),
            "note" if value.chars().count() > NOTE_LENGTH => return Err(long_note().into()),
            "note" => self.note = Some(value.to_owned()),
            "file_name" => self.file_name = Some(value.chars().take(FILE_NAME_LENGTH).collect()),
            _ => return Err(unknown_field(name).into()),
        }
        Ok(())
    }
}

fn day(value: &str) -> Result<NaiveDate, ApiError> {
    let day = value.parse().ok().filter(|day| is_survey_day(*day, Utc::now().date_naive()));
    day.ok_or_else(|| {
        unprocessable(
            "malformed-day",
            format!("« {value} » n'est pas un jour de levé : écrivez année-mois-jour, comme 2026-11-22, pas après aujourd'hui."),
            format!("“{value}” is not a day of a survey: write year-month-day, such as 2026-11-22, not after today."),
        )
        .in_field("recorded_on")
        .into()
    })
}

fn unknown_kind(value: &str) -> Problem {
    let known = SurveyKind::ALL.map(SurveyKind::name).join(", ");
    unprocessable(
        "unknown-kind",
        format!("Type de levé inconnu « {value} ». Les types sont : {known}."),
        format!("Unknown kind of survey “{value}”. The kinds are: {known}."),
    )
    .in_field("kind")
}

fn long_note() -> Problem {
    unprocessable(
        "long-note",
        format!("La note dépasse {NOTE_LENGTH} caractères."),
        format!("The note is longer than {NOTE_LENGTH} characters."),
    )
    .in_field("note")
}

fn unknown_field(name: &str) -> Problem {
    let known = FIELDS.join(", ");
    unprocessable(
        "unknown-field",
        format!("Champ inconnu « {name} ». Les champs sont : log (le fichier), {known}."),
        format!("Unknown field “{name}”. The fields are: log (the file), {known}."),
    )
    .in_field(name)
}
