//! Departments: which there are, and which hold a geometry.

use crate::StoreError;
use sqlx::PgConnection;

/// A department by its P-code and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentName {
    /// OCHA P-code.
    pub pcode: String,
    /// Name in French.
    pub name: String,
    /// EPSG code of its UTM zone.
    pub utm_epsg: u32,
}

/// The department of a P-code. The list of departments is public: no scope.
pub async fn find_department(
    conn: &mut PgConnection,
    pcode: &str,
) -> Result<Option<DepartmentName>, StoreError> {
    let row = sqlx::query!(r#"select pcode, name, utm_epsg from department where pcode = $1"#, pcode)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| DepartmentName {
        pcode: row.pcode,
        name: row.name,
        utm_epsg: row.utm_epsg.unsigned_abs(),
    }))
}

/// P-codes and names of all departments, by name.
pub async fn list_departments(conn: &mut PgConnection) -> Result<Vec<DepartmentName>, StoreError> {
    let rows =
        sqlx::query!("select pcode, name, utm_epsg from department order by name").fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| DepartmentName { pcode: row.pcode, name: row.name, utm_epsg: row.utm_epsg.unsigned_abs() })
        .collect())
}

/// The departments that a geometry (well-known binary, EPSG:4326) meets, the one that holds most of it first.
pub(crate) async fn departments_meeting(
    conn: &mut PgConnection,
    wkb: &[u8],
) -> Result<Vec<DepartmentName>, StoreError> {
    let rows = sqlx::query_file!("sql/departments_meeting.sql", wkb).fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| DepartmentName { pcode: row.pcode, name: row.name, utm_epsg: row.utm_epsg.unsigned_abs() })
        .collect())
}
