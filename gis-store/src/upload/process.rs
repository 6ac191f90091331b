//! The upload table as a queue: a worker takes the oldest waiting upload and holds it by its row lock.
//!
//! A worker that dies lets go of the lock, so the upload waits again; what it wrote was never committed.
//! Every attempt is noted beside, so that an upload which ends the program again and again is set aside.

use super::picture::insert_picture;
use crate::act::{self, Act};
use crate::check::judge_draft;
use crate::department::{DepartmentName, departments_meeting, find_department};
use crate::{StoreError, geometry::to_wkb};
use chrono::NaiveDate;
use gis_core::id::{DraftId, UploadId};
use gis_core::scope::Action;
use gis_core::survey::{Draft, Survey, SurveyKind, Track};
use gis_core::{Scope, Text};
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// An upload in the hands of a worker, for as long as its transaction lives.
#[derive(Debug)]
pub struct TakenUpload {
    /// Identifier.
    pub id: UploadId,
    /// The very bytes.
    pub bytes: Vec<u8>,
    /// What the surveyor says they hold.
    pub kind: SurveyKind,
    /// Day of the survey as the surveyor gave it.
    pub recorded_on: Option<NaiveDate>,
    /// Department that the surveyor named.
    pub department: Option<DepartmentName>,
}

/// The queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waiting {
    /// How many uploads wait, with those that a worker holds.
    pub count: u64,
    /// How long the oldest of them has waited.
    pub longest_s: f64,
}

/// Looks at the queue.
pub async fn count_waiting(conn: &mut PgConnection, scope: &Scope) -> Result<Waiting, StoreError> {
    let row =
        sqlx::query_file!("sql/count_waiting.sql", scope.filter(Action::SeeEvidence)).fetch_one(conn).await?;
    Ok(Waiting { count: row.count.unsigned_abs(), longest_s: row.longest_s })
}

/// Takes the oldest waiting upload that no other worker holds.
///
/// To be called inside a transaction, whose end lets go of the upload.
pub async fn take_upload(conn: &mut PgConnection, scope: &Scope) -> Result<Option<TakenUpload>, StoreError> {
    let row = sqlx::query_file!("sql/take_upload.sql", scope.filter(Action::SeeEvidence))
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let department = match row.department_pcode {
        Some(pcode) => find_department(conn, &pcode).await?,
        None => None,
    };
    Ok(Some(TakenUpload {
        id: UploadId(row.id),
        bytes: row.bytes,
        kind: SurveyKind::from_name(&row.kind).unwrap_or_default(),
        recorded_on: row.recorded_on,
        department,
    }))
}

/// Notes, outside the worker's transaction, that an upload was taken; how many times it was within the last hour.
pub async fn note_attempt(pool: &PgPool, id: UploadId) -> Result<i64, StoreError> {
    let mut conn = pool.acquire().await?;
    sqlx::query!("insert into upload_attempt (upload_id) values ($1)", id.0).execute(&mut *conn).await?;
    let attempts = sqlx::query_scalar!(
        r#"select count(*) as "count!" from upload_attempt
        where upload_id = $1 and started_at > now() - interval '1 hour'"#,
        id.0,
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(attempts)
}

/// Writes what an upload became: report, pictures, track and drafts, each draft judged by the rules. All of it or nothing: after
/// a failure the caller's transaction goes on as if it had not been called.
pub async fn finish_upload(
    conn: &mut PgConnection,
    scope: &Scope,
    taken: &TakenUpload,
    survey: Survey,
) -> Result<(), StoreError> {
    let mut savepoint = act::begin(conn, scope, &Act::default()).await?;
    let mut located = None;
    if let Some(track) = &survey.track {
        located = insert_track(&mut savepoint, taken, track).await?;
    }
    for (draft, position) in survey.drafts.into_iter().zip(0_i16..=i16::MAX) {
        let department = insert_draft(&mut savepoint, scope, taken, draft, position).await?;
        located = located.or(department);
    }
    for (picture, position) in survey.pictures.iter().zip(0_i16..=i16::MAX) {
        insert_picture(&mut savepoint, taken.id, picture, position).await?;
    }
    sqlx::query!(
        "update upload set state = 'processed', processed_at = now(), report = $2, located_pcode = $4
        where id = $1 and ($3::text[] is null or department_pcode = any ($3))",
        taken.id.0,
        survey.report,
        scope.filter(Action::SeeEvidence),
        located,
    )
    .execute(&mut *savepoint)
    .await?;
    savepoint.commit().await?;
    Ok(())
}

/// Sets an upload aside, with the reason; its bytes are kept.
pub async fn fail_upload(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
    failure: &Text,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update upload set state = 'failed', processed_at = now(), failure = $2
        where id = $1 and ($3::text[] is null or department_pcode = any ($3))",
        id.0,
        Json(failure) as _,
        scope.filter(Action::SeeEvidence),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the department that it is filed under.
async fn insert_track(
    conn: &mut PgConnection,
    taken: &TakenUpload,
    track: &Track,
) -> Result<Option<String>, StoreError> {
    let wkb = to_wkb(&track.geometry.clone().into(), "a track")?;
    let department = place(conn, taken, &wkb).await?;
    sqlx::query_file!(
        "sql/insert_track.sql",
        Uuid::now_v7(),
        taken.id.0,
        department,
        wkb,
        track.started_at,
        track.ended_at,
        track.length_m,
        count(track.epoch_count),
    )
    .execute(conn)
    .await?;
    Ok(department)
}

/// Gives the department that it is filed under.
async fn insert_draft(
    conn: &mut PgConnection,
    scope: &Scope,
    taken: &TakenUpload,
    draft: Draft,
    position: i16,
) -> Result<Option<String>, StoreError> {
    let id = Uuid::now_v7();
    let wkb = to_wkb(&draft.geometry, "a draft")?;
    let department = place(conn, taken, &wkb).await?;
    sqlx::query_file!(
        "sql/insert_draft.sql",
        id,
        taken.id.0,
        position,
        draft.kind.name(),
        department,
        wkb,
        draft.area_m2,
        draft.length_m,
        draft.sigma_m,
        count(draft.epoch_count),
        Json(&draft.findings) as _,
        draft.name,
        draft.area_sd_m2,
        draft.n_eff,
        count(draft.pass_count),
        Json(&draft.corners) as _,
        draft.grading.grade.name(),
        draft.grading.rule,
        Json(&draft.grading.reason) as _,
    )
    .execute(&mut *conn)
    .await?;
    judge_draft(conn, scope, DraftId(id)).await?;
    Ok(department)
}

/// The department that a geometry is filed under: the one that the surveyor named, else the one that holds most of it.
async fn place(
    conn: &mut PgConnection,
    taken: &TakenUpload,
    wkb: &[u8],
) -> Result<Option<String>, StoreError> {
    if let Some(declared) = &taken.department {
        return Ok(Some(declared.pcode.clone()));
    }
    Ok(departments_meeting(conn, wkb).await?.into_iter().next().map(|department| department.pcode))
}

/// A number of epochs or passes as the database counts them.
fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
