//! The present: each object of the register against the version of it that is true and known still.

use super::{AuditFinding, Tell, unlisted};
use crate::StoreError;
use futures_util::TryStreamExt;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    version: Option<i32>,
    number: Option<i32>,
    present_pcode: Option<String>,
    version_pcode: Option<String>,
    present_columns: Option<String>,
    version_columns: Option<String>,
    present_wkb: Option<Vec<u8>>,
    version_wkb: Option<Vec<u8>>,
}

/// Compares all objects of all layers; tells how many there are.
pub(super) async fn verify(conn: &mut PgConnection, tell: &mut Tell<'_>) -> Result<u64, StoreError> {
    let mut count = 0;
    for (layer, table) in layers(conn).await? {
        let Some(table) = table else {
            tell(unlisted("register_table", layer));
            continue;
        };
        let mut rows = sqlx::query_file_as!(Row, "sql/verify_present.sql", layer).fetch(&mut *conn);
        while let Some(row) = rows.try_next().await? {
            count += u64::from(row.version.is_some());
            if let Some((code, fr, en)) = row.objection() {
                tell(AuditFinding::new(code, &table, row.id.to_string(), fr, en));
            }
        }
    }
    Ok(count)
}

/// Every layer that has versions or a table, with its table.
async fn layers(conn: &mut PgConnection) -> Result<Vec<(String, Option<String>)>, StoreError> {
    let layers = sqlx::query!(
        r#"with recursive versioned as (
            select min(layer) as layer from feature_version
            union all
            select (select min(layer) from feature_version where layer > versioned.layer) from versioned
            where versioned.layer is not null
        )
        select layer as "layer!", table_name as "table_name?"
        from (select layer from versioned where layer is not null) as known
        full join register_table using (layer)
        order by layer"#
    );
    let rows = layers.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.layer, row.table_name)).collect())
}

impl Row {
    /// What is wrong with it, if anything: code, French, English.
    fn objection(&self) -> Option<(&'static str, String, String)> {
        match (self.version, self.number) {
            (None, Some(number)) => Some((
                "object_missing",
                format!("l'objet manque : sa version {number} est toujours vraie"),
                format!("the object is missing: its version {number} is true still"),
            )),
            (Some(version), None) => Some((
                "object_unrecorded",
                format!(
                    "l'objet (version {version}) n'a pas de version : il n'est pas entré par le registre"
                ),
                format!("the object (version {version}) has no version: it did not come in by the register"),
            )),
            _ => {
                let different = self.different();
                let number = self.number.unwrap_or_default();
                (!different.is_empty()).then(|| {
                    let names = different.join(", ");
                    (
                        "object_changed",
                        format!("l'objet n'est pas ce que dit sa version {number} : {names}"),
                        format!("the object is not what its version {number} says: {names}"),
                    )
                })
            }
        }
    }

    /// Names of the columns that are not as the version has them.
    fn different(&self) -> Vec<String> {
        let mut names = Vec::new();
        if self.version != self.number {
            names.push("version".to_owned());
        }
        if self.present_pcode != self.version_pcode {
            names.push("department_pcode".to_owned());
        }
        if self.present_wkb != self.version_wkb {
            names.push("geometry".to_owned());
        }
        if self.present_columns != self.version_columns {
            names.extend(different_columns(self.present_columns.as_deref(), self.version_columns.as_deref()));
        }
        names
    }
}

fn different_columns(present: Option<&str>, version: Option<&str>) -> Vec<String> {
    let read = |text: Option<&str>| -> Map<String, Value> {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (present, version) = (read(present), read(version));
    let missing = version.keys().filter(|name| !present.contains_key(*name));
    let names = present.keys().chain(missing).filter(|name| present.get(*name) != version.get(*name));
    let names: Vec<_> = names.cloned().collect();
    // Numbers that JSON readers take for equal, such as 1 and 1.0.
    if names.is_empty() { vec!["columns".to_owned()] } else { names }
}
