//! Data that ship with the program: departments with their sketches, communes, code lists, purposes of personal data,
//! thresholds of approvals.
//!
//! They are renewed at every start. What somebody imported in their place is kept.

use crate::StoreError;
use gis_core::department::Department;
use gis_core::{Scope, Text};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};
use std::collections::BTreeMap;
use uuid::Uuid;

const DEPARTMENTS: &str = include_str!("../../data/departments.json");
const SKETCHES: &str = include_str!("../../data/department_sketches.geojson");
const COMMUNES: &str = include_str!("../../data/communes.csv");
const CODE_LISTS: &str = include_str!("../../data/code_lists.json");
const PURPOSES: &str = include_str!("../../data/processing_purposes.json");
const THRESHOLDS: &str = include_str!("../../data/approval_thresholds.json");

/// Where a boundary comes from while nobody has imported a better one.
const SKETCH_SOURCE: &str = "Suuf: hand-made sketch";

/// Brings the built-in data of the database up to date; several programs may do so at once.
pub async fn renew(pool: &PgPool, _scope: &Scope) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await?;
    renew_departments(&mut transaction).await?;
    renew_communes(&mut transaction).await?;
    renew_code_lists(&mut transaction).await?;
    renew_purposes(&mut transaction).await?;
    renew_thresholds(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// The departments as they ship.
pub fn departments() -> Result<Vec<Department>, StoreError> {
    read("departments.json", DEPARTMENTS)
}

async fn renew_departments(conn: &mut PgConnection) -> Result<(), StoreError> {
    #[derive(Serialize)]
    struct Row {
        id: Uuid,
        #[serde(flatten)]
        department: Department,
        geometry: Value,
    }
    let mut sketches = sketches()?;
    let mut rows = Vec::new();
    for department in departments()? {
        let geometry = sketches.remove(&department.pcode).ok_or_else(|| StoreError::BuiltIn {
            file: "department_sketches.geojson",
            reason: format!("{} has no sketch", department.pcode),
        })?;
        rows.push(Row { id: Uuid::now_v7(), department, geometry });
    }
    sqlx::query_file!("sql/renew_departments.sql", Json(rows) as _, SKETCH_SOURCE).execute(conn).await?;
    Ok(())
}

/// Sketch outlines by P-code.
fn sketches() -> Result<BTreeMap<String, Value>, StoreError> {
    #[derive(Deserialize)]
    struct Collection {
        features: Vec<Feature>,
    }
    #[derive(Deserialize)]
    struct Feature {
        properties: Properties,
        geometry: Value,
    }
    #[derive(Deserialize)]
    struct Properties {
        pcode: String,
    }
    let collection: Collection = read("department_sketches.geojson", SKETCHES)?;
    Ok(collection.features.into_iter().map(|feature| (feature.properties.pcode, feature.geometry)).collect())
}

async fn renew_communes(conn: &mut PgConnection) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for line in COMMUNES.lines().skip(1).filter(|line| !line.is_empty()) {
        let [department_pcode, name, ansd_code, aliases] = line.split(',').collect::<Vec<_>>()[..] else {
            let reason = format!("“{line}” has not four columns");
            return Err(StoreError::BuiltIn { file: "communes.csv", reason });
        };
        let aliases: Vec<_> = aliases.split(';').map(str::trim).filter(|alias| !alias.is_empty()).collect();
        let ansd_code = Some(ansd_code).filter(|code| !code.is_empty());
        rows.push(json!({
            "id": Uuid::now_v7(), "department_pcode": department_pcode, "name": name, "ansd_code": ansd_code,
            "aliases": aliases,
        }));
    }
    sqlx::query_file!("sql/renew_communes.sql", Json(rows) as _).execute(conn).await?;
    Ok(())
}

fn read<T: for<'a> Deserialize<'a>>(file: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|source| StoreError::BuiltIn { file, reason: source.to_string() })
}

async fn renew_code_lists(conn: &mut PgConnection) -> Result<(), StoreError> {
    /// A code with its labels, and whatever else is known of it.
    #[derive(Deserialize)]
    struct Entry {
        code: String,
        label: Text,
        #[serde(default)]
        aliases: Vec<String>,
        #[serde(flatten)]
        attributes: Map<String, Value>,
    }
    let lists: BTreeMap<String, Vec<Entry>> = read("code_lists.json", CODE_LISTS)?;
    let mut rows = Vec::new();
    for (list, codes) in lists {
        for (position, Entry { code, label, aliases, attributes }) in codes.into_iter().enumerate() {
            rows.push(json!({
                "list": list, "code": code, "position": position, "label_fr": label.fr, "label_en": label.en,
                "aliases": aliases, "attributes": attributes,
            }));
        }
    }
    sqlx::query_file!("sql/renew_code_lists.sql", Json(rows) as _).execute(conn).await?;
    Ok(())
}

async fn renew_purposes(conn: &mut PgConnection) -> Result<(), StoreError> {
    let purposes: Value = read("processing_purposes.json", PURPOSES)?;
    sqlx::query_file!("sql/renew_purposes.sql", purposes).execute(conn).await?;
    Ok(())
}

async fn renew_thresholds(conn: &mut PgConnection) -> Result<(), StoreError> {
    let thresholds: Value = read("approval_thresholds.json", THRESHOLDS)?;
    sqlx::query_file!("sql/renew_thresholds.sql", thresholds).execute(conn).await?;
    Ok(())
}
