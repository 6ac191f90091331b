//! Departments: which there are, and which hold a geometry.

use crate::{StoreError, geometry::to_wkb};
use geo::Geometry;
use serde_json::Value;
use sqlx::PgConnection;

/// A department by its P-code and name, with what its surveys are measured and cleaned by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentName {
    /// OCHA P-code.
    pub pcode: String,
    /// Name in French.
    pub name: String,
    /// EPSG code of its UTM zone.
    pub utm_epsg: i32,
    /// Its overrides of cleaning thresholds, an object that is merged over the defaults.
    pub survey_settings: Value,
}

impl DepartmentName {
    /// Whether its surveys are cleaned by thresholds of its own.
    #[must_use]
    pub fn has_survey_settings(&self) -> bool {
        self.survey_settings.as_object().is_some_and(|settings| !settings.is_empty())
    }
}

/// The department of a P-code. The list of departments is public: no scope.
pub async fn find_department(
    conn: &mut PgConnection,
    pcode: &str,
) -> Result<Option<DepartmentName>, StoreError> {
    let query = sqlx::query_as!(
        DepartmentName,
        "select pcode, name, utm_epsg, survey_settings from department where pcode = $1",
        pcode
    );
    Ok(query.fetch_optional(conn).await?)
}

/// The department that holds most of a shape in degrees; none for what lies in no department. The list of departments
/// is public: no scope.
pub async fn find_department_of(
    conn: &mut PgConnection,
    shape: &Geometry,
) -> Result<Option<DepartmentName>, StoreError> {
    let wkb = to_wkb(shape, "a survey")?;
    Ok(departments_meeting(conn, &wkb).await?.into_iter().next())
}

/// The departments that a geometry (well-known binary, EPSG:4326) meets, the one that holds most of it first.
pub(crate) async fn departments_meeting(
    conn: &mut PgConnection,
    wkb: &[u8],
) -> Result<Vec<DepartmentName>, StoreError> {
    Ok(sqlx::query_file_as!(DepartmentName, "sql/departments_meeting.sql", wkb).fetch_all(conn).await?)
}
