//! Departments and communes: real boundaries take the place of sketches, facts are renewed. The name of a commune
//! stays unless the file knows the commune by its identifier.

use super::error::ExchangeError;
use super::fold::fold;
use super::import::Importer;
use super::place::not_yours;
use super::reader::Row;
use super::value::Objection;
use gis_core::Scope;
use gis_core::scope::Action;
use serde_json::Value as Json;
use sqlx::PgConnection;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What a department cannot be created without.
const FACTS: [&str; 10] = [
    "pcode",
    "name",
    "region",
    "region_pcode",
    "iso_region",
    "ansd_code",
    "seat",
    "area_km2",
    "population_2023",
    "utm_epsg",
];

/// Writes a batch of departments.
pub(crate) async fn write_departments(
    importer: &mut Importer<'_>,
    conn: &mut PgConnection,
    rows: Vec<Row>,
) -> Result<(), ExchangeError> {
    let (mut new, mut known) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for mut row in rows {
        row.columns.retain(|_, value| !value.is_null());
        state_source(importer, &mut row);
        match identify_department(importer, &mut row) {
            Ok((pcode, _)) if !seen.insert(pcode.clone()) => {
                importer.report.refuse(row.refusal(repeated().of(pcode)));
            }
            Ok((pcode, true)) => known.push((pcode, row)),
            Ok((_, false)) => new.push(row),
            Err(objection) => importer.report.refuse(row.refusal(objection)),
        }
    }
    let updated = update_departments(conn, importer.scope, &known).await?;
    importer.report.updated += updated;
    importer.report.unchanged += known.len() as u64 - updated;
    importer.report.inserted += insert_departments(conn, importer.scope, &new).await?;
    for row in &new {
        importer.departments.add(row.text("pcode").unwrap_or_default(), row.text("name").unwrap_or_default());
    }
    Ok(())
}

/// An imported boundary is no sketch and has a source, unless the file (an export) says otherwise.
fn state_source(importer: &Importer<'_>, row: &mut Row) {
    let file_name = || importer.request.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if let Some(source) = &importer.request.source {
        row.columns.insert("boundary_source".to_owned(), Json::from(source.clone()));
    }
    row.columns.entry("boundary_source").or_insert_with(|| Json::from(file_name()));
    let is_sketch = row.columns.get("is_sketch").is_some_and(|value| *value == Json::Bool(true));
    row.columns.insert("is_sketch".to_owned(), Json::Bool(is_sketch));
}

/// The P-code, and whether the department is on record; one that is not may be created from all facts.
fn identify_department(importer: &Importer<'_>, row: &mut Row) -> Result<(String, bool), Objection> {
    let stated = row.text("pcode").or(row.text("name")).map(str::to_owned).unwrap_or_default();
    let found = importer.departments.find(&stated).map(str::to_owned);
    let (pcode, is_known) = match found {
        Some(pcode) => (pcode, true),
        None => (stated, false),
    };
    if !is_known {
        let missing: Vec<_> =
            FACTS.into_iter().filter(|fact| row.columns.get(*fact).is_none_or(Json::is_null)).collect();
        if !missing.is_empty() {
            return Err(unknown_department(&missing).of(pcode));
        }
    }
    if importer.scope.may(Action::Administer, &pcode) { Ok((pcode, is_known)) } else { Err(not_yours()) }
}

fn unknown_department(missing: &[&str]) -> Objection {
    let missing = missing.join(", ");
    Objection::new(
        "unknown_department",
        format!("département inconnu ; pour le créer il manque : {missing}"),
        format!("unknown department; to create it, this is missing: {missing}"),
    )
}

fn repeated() -> Objection {
    Objection::new(
        "repeated_identifier",
        "un objet précédent du fichier désigne la même unité administrative",
        "an earlier feature of the file names the same administrative unit",
    )
}

fn columns(row: &Row) -> Json {
    Json::Object(row.columns.clone())
}

async fn update_departments(
    conn: &mut PgConnection,
    _scope: &Scope,
    known: &[(String, Row)],
) -> Result<u64, ExchangeError> {
    let pcodes: Vec<&str> = known.iter().map(|(pcode, _)| pcode.as_str()).collect();
    let geometries: Vec<&[u8]> = known.iter().map(|(_, row)| row.wkb()).collect();
    let columns: Vec<Json> = known.iter().map(|(_, row)| columns(row)).collect();
    let updated = sqlx::query_file!(
        "sql/update_departments.sql",
        &pcodes as &[&str],
        &geometries as &[&[u8]],
        &columns,
    )
    .fetch_all(conn)
    .await?;
    Ok(updated.len() as u64)
}

async fn insert_departments(
    conn: &mut PgConnection,
    _scope: &Scope,
    new: &[Row],
) -> Result<u64, ExchangeError> {
    // The P-code identifies a department; an identifier of the file may be that of another one here.
    let ids: Vec<Uuid> = new.iter().map(|_| Uuid::now_v7()).collect();
    let geometries: Vec<&[u8]> = new.iter().map(Row::wkb).collect();
    let columns: Vec<Json> = new.iter().map(columns).collect();
    let inserted = sqlx::query_file!("sql/insert_departments.sql", &ids, &geometries as &[&[u8]], &columns)
        .execute(conn)
        .await?;
    Ok(inserted.rows_affected())
}

/// Communes on record, by identifier, by department and any spelling, and by ANSD code.
#[derive(Debug, Default)]
pub(crate) struct CommuneNames {
    departments: HashMap<Uuid, String>,
    by_name: HashMap<(String, String), Uuid>,
    by_ansd_code: HashMap<(String, String), Uuid>,
}

impl CommuneNames {
    /// All of them, also out of scope: the caller refuses those.
    pub(crate) async fn load(conn: &mut PgConnection, _scope: &Scope) -> Result<Self, ExchangeError> {
        let rows =
            sqlx::query!("select id, department_pcode, name, aliases, ansd_code from commune order by id")
                .fetch_all(conn)
                .await?;
        let mut names = Self::default();
        for row in &rows {
            names.departments.insert(row.id, row.department_pcode.clone());
            names.by_name.insert((row.department_pcode.clone(), fold(&row.name)), row.id);
        }
        for row in rows {
            for alias in &row.aliases {
                names.by_name.entry((row.department_pcode.clone(), fold(alias))).or_insert(row.id);
            }
            if let Some(code) = row.ansd_code {
                names.by_ansd_code.insert((row.department_pcode, code), row.id);
            }
        }
        Ok(names)
    }

    /// Remembers the name under which a row is about to be written.
    fn add(&mut self, id: Uuid, row: &Row) {
        let Some(department) = row.department.clone() else { return };
        if let Some(name) = row.text("name").map(fold) {
            self.by_name.insert((department.clone(), name), id);
        }
        self.departments.entry(id).or_insert(department);
    }

    /// By identifier, else by name, else by ANSD code, the latter two within the department.
    fn find(&self, row: &Row) -> Option<(Uuid, FoundBy)> {
        if let Some(id) = row.id.filter(|id| self.departments.contains_key(id)) {
            return Some((id, FoundBy::Id));
        }
        if let Some(id) = self.named(row) {
            return Some((id, FoundBy::Name));
        }
        let key = (row.department.clone()?, row.text("ansd_code")?.to_owned());
        self.by_ansd_code.get(&key).map(|id| (*id, FoundBy::AnsdCode))
    }

    /// The commune of the row's department that has its name.
    fn named(&self, row: &Row) -> Option<Uuid> {
        self.by_name.get(&(row.department.clone()?, fold(row.text("name")?))).copied()
    }
}

/// What told which commune on record a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FoundBy {
    Id,
    Name,
    AnsdCode,
}

/// Writes a batch of communes.
pub(crate) async fn write_communes(
    importer: &mut Importer<'_>,
    conn: &mut PgConnection,
    rows: Vec<Row>,
) -> Result<(), ExchangeError> {
    let (mut new, mut known) = (Vec::new(), Vec::new());
    for mut row in rows {
        row.columns.retain(|_, value| !value.is_null());
        match identify_commune(importer, &mut row) {
            Ok(Identified::Known(id)) => known.push((id, row)),
            Ok(Identified::New) => new.push(row),
            Err(objection) => importer.report.refuse(row.refusal(objection)),
        }
    }
    let updated = update_communes(conn, importer.scope, &known).await?;
    importer.report.updated += updated;
    importer.report.unchanged += known.len() as u64 - updated;
    importer.report.inserted += insert_communes(conn, importer.scope, &new).await?;
    Ok(())
}

/// Whether a row is on record.
enum Identified {
    Known(Uuid),
    New,
}

/// Finds the commune that a row stands for, and makes the row ready to be written.
fn identify_commune(importer: &mut Importer<'_>, row: &mut Row) -> Result<Identified, Objection> {
    let Some((id, by)) = importer.communes.find(row) else {
        if row.text("name").is_none() {
            return Err(nameless());
        }
        let id = *row.id.get_or_insert_with(Uuid::now_v7);
        importer.written.insert(id);
        importer.communes.add(id, row);
        return Ok(Identified::New);
    };
    if by == FoundBy::Id {
        // Its department is the one on record, whatever the file states.
        row.department = importer.communes.departments.get(&id).cloned();
        if row.department.as_deref().is_none_or(|pcode| !importer.scope.may(Action::Administer, pcode)) {
            return Err(not_yours());
        }
        if importer.communes.named(row).is_some_and(|other| other != id) {
            return Err(name_taken().of(row.text("name").unwrap_or_default()));
        }
    }
    if !importer.written.insert(id) {
        return Err(repeated());
    }
    match by {
        FoundBy::Id => importer.communes.add(id, row),
        FoundBy::Name => _ = row.columns.remove("name"),
        FoundBy::AnsdCode => take_as_spelling(row),
    }
    Ok(Identified::Known(id))
}

fn name_taken() -> Objection {
    Objection::new(
        "name_taken",
        "ce nom désigne déjà une autre commune du département",
        "this name is that of another commune of the department already",
    )
}

fn nameless() -> Objection {
    Objection::new("missing_value", "une commune nouvelle a besoin d'un nom", "a new commune needs a name")
}

/// Found by its code under another name: that is one more spelling.
fn take_as_spelling(row: &mut Row) {
    let Some(name) = row.columns.remove("name") else { return };
    let aliases = row.columns.entry("aliases").or_insert_with(|| Json::Array(Vec::new()));
    if let Json::Array(aliases) = aliases {
        aliases.push(name);
    }
}

async fn update_communes(
    conn: &mut PgConnection,
    _scope: &Scope,
    known: &[(Uuid, Row)],
) -> Result<u64, ExchangeError> {
    let ids: Vec<Uuid> = known.iter().map(|(id, _)| *id).collect();
    let geometries: Vec<Option<&[u8]>> = known.iter().map(|(_, row)| row.wkb.as_deref()).collect();
    let columns: Vec<Json> = known.iter().map(|(_, row)| columns(row)).collect();
    let updated =
        sqlx::query_file!("sql/update_communes.sql", &ids, &geometries as &[Option<&[u8]>], &columns)
            .fetch_all(conn)
            .await?;
    Ok(updated.len() as u64)
}

async fn insert_communes(conn: &mut PgConnection, _scope: &Scope, new: &[Row]) -> Result<u64, ExchangeError> {
    let ids: Vec<Uuid> = new.iter().map(|row| row.id.unwrap_or_else(Uuid::now_v7)).collect();
    let departments: Vec<&str> =
        new.iter().map(|row| row.department.as_deref().unwrap_or_default()).collect();
    let geometries: Vec<Option<&[u8]>> = new.iter().map(|row| row.wkb.as_deref()).collect();
    let columns: Vec<Json> = new.iter().map(columns).collect();
    let inserted = sqlx::query_file!(
        "sql/insert_communes.sql",
        &ids,
        &departments as &[&str],
        &geometries as &[Option<&[u8]>],
        &columns,
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected())
}
