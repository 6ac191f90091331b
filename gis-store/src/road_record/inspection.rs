//! Inspections: the condition of a road as it was found on a day.

use super::check_correction;
use crate::Moment;
use crate::act::{Act, begin};
use crate::record::{RecordError, check_code, clean, department_of, last_department_of};
use chrono::NaiveDate;
use gis_core::register::Misfit;
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

/// An inspection on record.
#[derive(Debug, Clone, Serialize)]
pub struct RoadInspection {
    /// Identifier.
    pub id: Uuid,
    /// Day of the inspection.
    pub inspected_on: NaiveDate,
    /// Code of the list `condition`.
    pub condition: String,
    /// Code of the list `passability`.
    pub passability: Option<String>,
    /// What was seen.
    pub note: Option<String>,
    /// Counts its corrections; its entity tag.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
}

/// An inspection to record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewInspection {
    /// Day of the inspection.
    pub inspected_on: NaiveDate,
    /// Code of the list `condition`.
    pub condition: String,
    /// Code of the list `passability`.
    pub passability: Option<String>,
    /// What was seen.
    pub note: Option<String>,
}

/// Inspections of a road, the latest first.
pub async fn list_inspections(
    conn: &mut PgConnection,
    scope: &Scope,
    road: Uuid,
) -> Result<Vec<RoadInspection>, RecordError> {
    last_department_of(conn, scope, Action::SeeHistory, (Collection::Roads, road)).await?;
    let inspections = sqlx::query_as!(
        RoadInspection,
        "select id, inspected_on, condition, passability, note, version, created_at, created_by from road_inspection
        where road_id = $1 order by inspected_on desc",
        road,
    )
    .fetch_all(conn)
    .await?;
    Ok(inspections)
}

/// Records an inspection; a road has one a day.
///
/// # Errors
/// Names the field that does not fit.
pub async fn insert_inspection(
    conn: &mut PgConnection,
    scope: &Scope,
    road: Uuid,
    new: &NewInspection,
) -> Result<RoadInspection, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let department =
        department_of(&mut transaction, scope, Action::Propose, (Collection::Roads, road)).await?;
    check_code(&mut transaction, "condition", "condition", Some(&new.condition)).await?;
    check_code(&mut transaction, "passability", "passability", new.passability.as_deref()).await?;
    let inspection = sqlx::query_as!(
        RoadInspection,
        "insert into road_inspection (
            id, department_pcode, road_id, inspected_on, condition, passability, note, created_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (road_id, inspected_on) do nothing
        returning id, inspected_on, condition, passability, note, version, created_at, created_by",
        Uuid::now_v7(),
        department,
        road,
        new.inspected_on,
        new.condition,
        new.passability,
        clean("note", new.note.as_deref(), 2000)?,
        scope.actor(),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or_else(inspected_that_day)?;
    transaction.commit().await?;
    Ok(inspection)
}

/// Corrects an inspection that nobody changed since that version: whoever recorded it, or reviews. What was said before
/// stays among its versions.
///
/// # Errors
/// Names the field that does not fit, or the version that it is at.
pub async fn correct_inspection(
    conn: &mut PgConnection,
    scope: &Scope,
    (id, seen): (Uuid, i32),
    new: &NewInspection,
) -> Result<RoadInspection, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let known = sqlx::query!(
        r#"select department_pcode, created_by, version,
            exists (
                select from road_inspection as other
                where other.road_id = road_inspection.road_id and other.inspected_on = $3 and other.id <> $1
            ) as "is_taken!"
        from road_inspection
        where id = $1 and ($2::text[] is null or department_pcode = any ($2)) for update"#,
        id,
        scope.filter(Action::Propose),
        new.inspected_on,
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(RecordError::NotFound)?;
    check_correction(scope, (&known.department_pcode, &known.created_by), (seen, known.version))?;
    if known.is_taken {
        return Err(inspected_that_day().into());
    }
    check_code(&mut transaction, "condition", "condition", Some(&new.condition)).await?;
    check_code(&mut transaction, "passability", "passability", new.passability.as_deref()).await?;
    let inspection = sqlx::query_as!(
        RoadInspection,
        "update road_inspection set inspected_on = $2, condition = $3, passability = $4, note = $5
        where id = $1
        returning id, inspected_on, condition, passability, note, version, created_at, created_by",
        id,
        new.inspected_on,
        new.condition,
        new.passability,
        clean("note", new.note.as_deref(), 2000)?,
    )
    .fetch_one(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(inspection)
}

fn inspected_that_day() -> Misfit {
    Misfit::new(
        "inspected_on",
        "une visite de ce jour est déjà enregistrée pour ce tronçon",
        "an inspection of that day is on record for this road already",
    )
}
