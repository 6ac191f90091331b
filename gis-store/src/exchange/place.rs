//! Which department each feature is taken into: the one that the file states, else the one that holds most of it.

use super::error::ExchangeError;
use super::reader::Row;
use super::report::ImportReport;
use super::value::Objection;
use gis_core::scope::Action;
use gis_core::{Finding, Scope, Text};
use sqlx::PgConnection;
use std::collections::HashMap;

/// Gives every row its department; rows that have none, or one out of scope, are refused.
pub(crate) async fn place(
    conn: &mut PgConnection,
    scope: &Scope,
    rows: Vec<Row>,
    report: &mut ImportReport,
) -> Result<Vec<Row>, ExchangeError> {
    let meeting = locate(conn, &rows).await?;
    let mut placed = Vec::with_capacity(rows.len());
    for mut row in rows {
        let met = meeting.get(&row.feature).map_or(&[][..], Vec::as_slice);
        match department_of(&row, met, scope) {
            Ok(pcode) => {
                if row.wkb.is_some() && !met.contains(&pcode) {
                    report.note(row.finding(outside_department(&pcode)));
                }
                row.department = Some(pcode);
                placed.push(row);
            }
            Err(objection) => report.refuse(row.refusal(objection)),
        }
    }
    Ok(placed)
}

fn department_of(row: &Row, met: &[String], scope: &Scope) -> Result<String, Objection> {
    let pcode = row.department.as_ref().or_else(|| met.first()).ok_or_else(|| {
        Objection::new(
            "in_no_department",
            "hors de tout département enregistré : nommer le département, ou vérifier le système de coordonnées",
            "in no department on record: name its department, or check the coordinate reference system",
        )
    })?;
    if scope.may(Action::Review, pcode) {
        return Ok(pcode.clone());
    }
    Err(not_yours())
}

/// The same words whether the department or the feature exists or not: a refusal tells nothing.
pub(crate) fn not_yours() -> Objection {
    Objection::new("not_your_department", "hors de vos départements", "outside your departments")
}

fn outside_department(pcode: &str) -> Finding {
    Finding::warning(
        "outside_department",
        Text::new(
            format!("hors des limites du département indiqué ({pcode})"),
            format!("outside the boundary of the stated department ({pcode})"),
        ),
    )
}

async fn locate(conn: &mut PgConnection, rows: &[Row]) -> Result<HashMap<u64, Vec<String>>, ExchangeError> {
    let located: Vec<&Row> = rows.iter().filter(|row| row.wkb.is_some()).collect();
    let features: Vec<i64> = located.iter().map(|row| row.feature.cast_signed()).collect();
    let geometries: Vec<Vec<u8>> = located.iter().map(|row| row.wkb().to_vec()).collect();
    let found =
        sqlx::query_file!("sql/locate_departments.sql", &features, &geometries).fetch_all(conn).await?;
    Ok(found.into_iter().map(|row| (row.feature.cast_unsigned(), row.pcodes)).collect())
}
