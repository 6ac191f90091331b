//! How long personal data are kept, and their end.

use super::access::{Access, log_access};
use super::erase::erase_data;
use crate::StoreError;
use crate::act::{Act, begin};
use crate::record::RecordError;
use chrono::NaiveDate;
use gis_core::Scope;
use gis_core::Text;
use gis_core::scope::Action;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

/// Why personal data are kept, and for how long.
#[derive(Debug, Clone, Serialize)]
pub struct Purpose {
    /// Its code.
    pub code: String,
    /// The purpose in words.
    pub name: Text,
    /// The texts that allow it.
    pub legal_basis: String,
    /// What is kept, in French.
    pub data_categories: String,
    /// Who gets to see it, in French.
    pub recipients: String,
    /// How many years.
    pub keep_years: i32,
    /// From when those years count.
    pub keep_from: String,
}

/// Personal data whose time is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expiry {
    /// The party that they are about.
    pub party: Uuid,
    /// P-code of the department that keeps them.
    pub department: String,
    /// Why they were kept.
    pub purpose: String,
    /// The day from which they are no longer.
    pub expired_on: NaiveDate,
}

/// All purposes, in order of code. They are public: whoever is asked for data may know why.
pub async fn list_purposes(conn: &mut PgConnection, _scope: &Scope) -> Result<Vec<Purpose>, StoreError> {
    let rows = sqlx::query!(
        "select code, name_fr, name_en, legal_basis, data_categories, recipients, keep_years, keep_from
        from processing_purpose order by code"
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Purpose {
            code: row.code,
            name: Text::new(row.name_fr, row.name_en),
            legal_basis: row.legal_basis,
            data_categories: row.data_categories,
            recipients: row.recipients,
            keep_years: row.keep_years,
            keep_from: row.keep_from,
        })
        .collect())
}

/// Erases personal data whose time was over on a day, and says whose; a dry run only says. Neighbours as they were
/// declared go with those of land inquiries.
pub async fn expire_persons(
    conn: &mut PgConnection,
    scope: &Scope,
    on: NaiveDate,
    is_dry_run: bool,
) -> Result<Vec<Expiry>, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let expired =
        sqlx::query_file_as!(Expiry, "sql/expired_persons.sql", on, scope.filter(Action::EditPersons))
            .fetch_all(&mut *transaction)
            .await?;
    if is_dry_run {
        return Ok(expired);
    }
    let parties: Vec<Uuid> = expired.iter().map(|expiry| expiry.party).collect();
    erase_data(&mut transaction, scope, &parties).await?;
    log_access(&mut transaction, scope, &parties, Access::Expire, None).await?;
    sqlx::query!(
        "delete from parcel_neighbour using processing_purpose as purpose
        where purpose.code = 'land_inquiry' and recorded_at + make_interval(years => purpose.keep_years) < $1
            and ($2::text[] is null or department_pcode = any ($2))",
        on.and_time(chrono::NaiveTime::MIN).and_utc(),
        scope.filter(Action::EditPersons),
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(expired)
}
