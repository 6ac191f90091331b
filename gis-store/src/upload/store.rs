//! Receiving uploads and showing them.

use crate::act::{self, Act};
use crate::{Moment, StoreError};
use chrono::NaiveDate;
use gis_core::scope::Action;
use gis_core::{Scope, Text, id::UploadId, survey::SurveyKind};
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// A log as it was received.
#[derive(Debug, Clone)]
pub struct NewUpload<'a> {
    /// The very bytes.
    pub bytes: &'a [u8],
    /// Name of the file, if the sender gave one.
    pub file_name: Option<&'a str>,
    /// What the surveyor says it holds.
    pub kind: SurveyKind,
    /// P-code of the department that the surveyor named; must exist.
    pub department: Option<&'a str>,
    /// Day of the survey.
    pub recorded_on: Option<NaiveDate>,
    /// Words of the surveyor.
    pub note: Option<&'a str>,
}

/// What became of bytes that were handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// They are new, and committed.
    New(UploadId),
    /// They were stored before, under this identifier.
    Known(UploadId),
}

impl Stored {
    /// The upload that holds the bytes.
    #[must_use]
    pub fn id(self) -> UploadId {
        match self {
            Self::New(id) | Self::Known(id) => id,
        }
    }
}

/// Where an upload is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum UploadState {
    /// Stored, waiting for the worker.
    Received,
    /// Report and drafts are there.
    Processed,
    /// Could not be processed; its bytes are kept.
    Failed,
}

/// An upload as answers show it, without its bytes.
#[derive(Debug, Serialize)]
pub struct Upload {
    /// Identifier.
    pub id: Uuid,
    /// Digest of the bytes, hexadecimal.
    pub sha256: String,
    /// Length of the bytes.
    pub size_bytes: i64,
    /// Name of the file.
    pub file_name: Option<String>,
    /// What the surveyor says it holds.
    pub kind: String,
    /// P-code of the department that the surveyor named.
    pub department: Option<String>,
    /// Day of the survey as the surveyor gave it.
    pub recorded_on: Option<NaiveDate>,
    /// Words of the surveyor.
    pub note: Option<String>,
    /// Where it is on its way.
    pub state: UploadState,
    /// When its bytes were committed.
    pub received_at: Moment,
    /// When the worker was done.
    pub processed_at: Option<Moment>,
    /// Why it could not be processed.
    pub failure: Option<Json<Text>>,
}

/// One page of a list, newest first.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// At most so many rows.
    pub limit: i64,
    /// Only rows older than this one.
    pub before: Option<Uuid>,
}

/// Stores a log and commits it: when this returns, the bytes survive whatever comes.
///
/// The same bytes again are one upload, if the caller may see it; other fields with them correct the first ones while
/// nothing is decided.
pub async fn insert_upload(
    conn: &mut PgConnection,
    scope: &Scope,
    upload: &NewUpload<'_>,
) -> Result<Stored, StoreError> {
    let digest = Sha256::digest(upload.bytes);
    let mut transaction = act::begin(conn, scope, &Act::default()).await?;
    if let Some(id) = find_same(&mut transaction, scope, digest.as_slice()).await? {
        take_corrections(&mut transaction, scope, id, upload).await?;
        transaction.commit().await?;
        return Ok(Stored::Known(id));
    }
    let id = Uuid::now_v7();
    sqlx::query_file!(
        "sql/insert_upload.sql",
        id,
        digest.as_slice(),
        i64::try_from(upload.bytes.len()).expect("a log in memory is shorter than 2⁶³ bytes"),
        upload.file_name,
        upload.kind.name(),
        upload.department,
        upload.recorded_on,
        upload.note,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    sqlx::query!("insert into upload_log (upload_id, bytes) values ($1, $2)", id, upload.bytes)
        .execute(&mut *transaction)
        .await?;
    sqlx::query!("select pg_notify('suuf_upload', '')").execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(Stored::New(UploadId(id)))
}

/// The upload of those bytes, if the caller may see one. Whoever sends the same bytes waits until this is committed.
async fn find_same(
    conn: &mut PgConnection,
    scope: &Scope,
    digest: &[u8],
) -> Result<Option<UploadId>, StoreError> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 0))", digest)
        .execute(&mut *conn)
        .await?;
    let known = sqlx::query_file_scalar!(
        "sql/find_same_upload.sql",
        digest,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    );
    Ok(known.fetch_optional(conn).await?.map(UploadId))
}

/// The same bytes sent again with other words about them: as long as nobody has decided on what they became, the
/// new words count, and the log is processed anew. One that was set aside is tried again in any case.
async fn take_corrections(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
    upload: &NewUpload<'_>,
) -> Result<(), StoreError> {
    // Whoever decides on one of its drafts right now comes first.
    sqlx::query!("select id from draft where upload_id = $1 for update", id.0).fetch_all(&mut *conn).await?;
    let kind = Some(upload.kind).filter(|kind| *kind != SurveyKind::Auto).map(SurveyKind::name);
    let corrected = sqlx::query_file!(
        "sql/correct_upload.sql",
        id.0,
        kind,
        upload.department,
        upload.recorded_on,
        upload.note,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    );
    if corrected.execute(&mut *conn).await?.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query!("delete from draft where upload_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!("delete from track where upload_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!("delete from upload_picture where upload_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!("delete from upload_attempt where upload_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!("select pg_notify('suuf_upload', '')").execute(&mut *conn).await?;
    Ok(())
}

/// One upload, if that scope may see it.
pub async fn get_upload(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
) -> Result<Option<Upload>, StoreError> {
    let upload = sqlx::query_file_as!(
        Upload,
        "sql/get_upload.sql",
        id.0,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(upload)
}

/// The report of an upload as it was written, or `None` while there is none.
pub async fn get_upload_report(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
) -> Result<Option<Box<RawValue>>, StoreError> {
    let report = sqlx::query_scalar!(
        r#"select report as "report: Json<Box<RawValue>>" from upload
        where id = $1 and ($2::text[] is null or coalesce(department_pcode, located_pcode) = any ($2) or received_by = $3)"#,
        id.0,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(report.flatten().map(|Json(report)| report))
}

/// Uploads, newest first.
pub async fn list_uploads(
    conn: &mut PgConnection,
    scope: &Scope,
    page: Page,
) -> Result<Vec<Upload>, StoreError> {
    let uploads = sqlx::query_file_as!(
        Upload,
        "sql/list_uploads.sql",
        page.before,
        scope.filter(Action::SeeEvidence),
        page.limit,
        scope.sender(),
    )
    .fetch_all(conn)
    .await?;
    Ok(uploads)
}

/// The very bytes of an upload.
pub async fn get_upload_log(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let bytes = sqlx::query_scalar!(
        "select bytes from upload_log join upload on upload.id = upload_log.upload_id
        where upload.id = $1 and ($2::text[] is null or coalesce(department_pcode, located_pcode) = any ($2) or received_by = $3)",
        id.0,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(bytes)
}

/// The cleaned track of an upload as a GeoJSON geometry.
pub async fn get_upload_track(
    conn: &mut PgConnection,
    scope: &Scope,
    id: UploadId,
) -> Result<Option<Box<RawValue>>, StoreError> {
    let track = sqlx::query_scalar!(
        r#"select st_asgeojson(geometry, 7)::json as "geometry!: Json<Box<RawValue>>" from track
        join upload on upload.id = upload_id
        where upload_id = $1
            and ($2::text[] is null or track.department_pcode = any ($2) or received_by = $3)"#,
        id.0,
        scope.filter(Action::SeeEvidence),
        scope.sender(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(track.map(|Json(track)| track))
}
