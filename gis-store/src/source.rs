//! Administrative sources (LADM): deliberations, approvals, leases, titles; and who must approve a deliberation.

use crate::act::{Act, begin};
use crate::record::{RecordError, check_code, check_department, check_source, clean};
use crate::{Moment, StoreError};
use chrono::NaiveDate;
use gis_core::Scope;
use gis_core::register::ApprovalThreshold;
use gis_core::scope::Action;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

/// A source on record.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// Identifier.
    pub id: Uuid,
    /// P-code of the department that keeps it.
    pub department: String,
    /// Code of the list `source_kind`.
    pub kind: String,
    /// Number that it bears.
    pub number: Option<String>,
    /// Day that it bears.
    pub dated_on: Option<NaiveDate>,
    /// Code of the list `authority`.
    pub authority: Option<String>,
    /// Which one, such as the commune of a council.
    pub authority_name: Option<String>,
    /// The deliberation that it approves.
    pub approves: Option<Uuid>,
    /// What else is worth knowing.
    pub note: Option<String>,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
}

/// A source to record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSource {
    /// P-code of the department that shall keep it.
    pub department: String,
    /// Code of the list `source_kind`.
    pub kind: String,
    /// Number that it bears.
    pub number: Option<String>,
    /// Day that it bears.
    pub dated_on: Option<NaiveDate>,
    /// Code of the list `authority`.
    pub authority: Option<String>,
    /// Which one.
    pub authority_name: Option<String>,
    /// The deliberation that it approves.
    pub approves: Option<Uuid>,
    /// What else is worth knowing.
    pub note: Option<String>,
}

/// Sources of the scope's departments, the newest first.
pub async fn list_sources(
    conn: &mut PgConnection,
    scope: &Scope,
    department: Option<&str>,
    limit: i64,
    before: Option<Uuid>,
) -> Result<Vec<Source>, RecordError> {
    let sources = sqlx::query_as!(
        Source,
        "select id, department_pcode as department, kind, number, dated_on, authority, authority_name, approves, note,
            created_at, created_by
        from source
        where ($1::text[] is null or department_pcode = any ($1)) and ($2::text is null or department_pcode = $2)
            and ($3::uuid is null or id < $3)
        order by id desc limit $4",
        scope.filter(Action::SeePersons),
        department,
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(sources)
}

/// Records a source.
///
/// # Errors
/// Names the field that does not fit.
pub async fn insert_source(
    conn: &mut PgConnection,
    scope: &Scope,
    new: &NewSource,
) -> Result<Source, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    check_department(&mut transaction, scope, Action::EditPersons, &new.department).await?;
    check_code(&mut transaction, "kind", "source_kind", Some(&new.kind)).await?;
    check_code(&mut transaction, "authority", "authority", new.authority.as_deref()).await?;
    check_source(&mut transaction, scope, &new.department, new.approves).await?;
    let source = sqlx::query_as!(
        Source,
        "insert into source (
            id, department_pcode, kind, number, dated_on, authority, authority_name, approves, note, created_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        returning id, department_pcode as department, kind, number, dated_on, authority, authority_name, approves,
            note, created_at, created_by",
        Uuid::now_v7(),
        new.department,
        new.kind,
        clean("number", new.number.as_deref(), 100)?,
        new.dated_on,
        new.authority,
        clean("authority_name", new.authority_name.as_deref(), 200)?,
        new.approves,
        clean("note", new.note.as_deref(), 2000)?,
        scope.actor(),
    )
    .fetch_one(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(source)
}

/// Who approves deliberations, over all dates. They are public: no scope limits them.
pub async fn list_approval_thresholds(
    conn: &mut PgConnection,
    _scope: &Scope,
) -> Result<Vec<ApprovalThreshold>, StoreError> {
    let thresholds = sqlx::query_as!(
        ApprovalThreshold,
        "select valid_from, up_to_ha, authorities, legal_basis from approval_threshold order by valid_from, position"
    )
    .fetch_all(conn)
    .await?;
    Ok(thresholds)
}
