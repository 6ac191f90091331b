//! Code lists with their labels in both languages.

use crate::StoreError;
use gis_core::Text;
use serde::Serialize;
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// One code of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Code {
    /// Stable English code.
    pub code: String,
    /// What people read.
    pub label: Text,
}

/// All lists by name, each in the order in which it is offered. They are public: no scope.
pub async fn list_code_lists(conn: &mut PgConnection) -> Result<BTreeMap<String, Vec<Code>>, StoreError> {
    let rows = sqlx::query!("select list, code, label_fr, label_en from code_list order by list, position")
        .fetch_all(conn)
        .await?;
    let mut lists = BTreeMap::<String, Vec<Code>>::new();
    for row in rows {
        let code = Code { code: row.code, label: Text::new(row.label_fr, row.label_en) };
        lists.entry(row.list).or_default().push(code);
    }
    Ok(lists)
}

/// Whether a list holds a code.
pub async fn has_code(conn: &mut PgConnection, list: &str, code: &str) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"select exists (select from code_list where list = $1 and code = $2) as "found!""#,
        list,
        code
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}
