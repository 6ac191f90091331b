//! What is owed for a place, by reference to the accounts of the treasury: for whoever may see persons.
//!
//! Invariant: nothing that was said of a debt is altered; a correction and a payment are further rows.

use super::occupancy::find_occupancy;
use crate::Moment;
use crate::act::{Act, begin};
use crate::audit;
use crate::party::log_reading;
use crate::record::{RecordError, clean, digest_of};
use chrono::NaiveDate;
use gis_core::Scope;
use gis_core::register::Misfit;
use gis_core::scope::Action;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::types::Json;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// Something owed, as it was said last.
#[derive(Debug, Clone, Serialize)]
pub struct Arrears {
    /// Identifier of what was said last.
    pub id: Uuid,
    /// Day on which it fell due.
    pub due_on: NaiveDate,
    /// Francs CFA; 0 when it was corrected away.
    pub amount_xof: i32,
    /// Reference in the accounts.
    pub reference: Option<String>,
    /// Day on which it was paid.
    pub settled_on: Option<NaiveDate>,
    /// When that was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
    /// What was said of it before, the latest first.
    pub earlier: Json<Vec<EarlierArrears>>,
}

/// What was said before of something owed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EarlierArrears {
    /// Francs CFA.
    pub amount_xof: i32,
    /// Reference in the accounts.
    pub reference: Option<String>,
    /// Day on which it was paid.
    pub settled_on: Option<NaiveDate>,
    /// When that was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
}

/// Something owed, to record. For a day that is on record it is a correction, or says that it was paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewArrears {
    /// Day on which it fell due.
    pub due_on: NaiveDate,
    /// Francs CFA; 0 corrects what was not owed.
    pub amount_xof: i32,
    /// Reference in the accounts.
    pub reference: Option<String>,
    /// Day on which it was paid.
    pub settled_on: Option<NaiveDate>,
}

/// What is owed for an occupancy, the latest first. That it was read is logged, if there is anything.
pub async fn list_arrears(
    conn: &mut PgConnection,
    scope: &Scope,
    occupancy: Uuid,
) -> Result<Vec<Arrears>, RecordError> {
    let mut transaction = conn.begin().await?;
    let (department, occupant) =
        find_occupancy(&mut transaction, scope, Action::SeePersons, occupancy).await?;
    let arrears = sqlx::query_file_as!(Arrears, "sql/list_arrears.sql", occupancy, None::<NaiveDate>)
        .fetch_all(&mut *transaction)
        .await?;
    if !arrears.is_empty() {
        let about = format!("occupancies/{occupancy}/arrears");
        log_reading(&mut transaction, scope, &about, &department, Some(occupant)).await?;
    }
    transaction.commit().await?;
    Ok(arrears)
}

/// Records something owed, a correction of it, or that it was paid: each is a row, and an entry of the audit log with
/// a digest of it.
///
/// # Errors
/// Names the field that does not fit.
pub async fn insert_arrears(
    conn: &mut PgConnection,
    scope: &Scope,
    occupancy: Uuid,
    new: &NewArrears,
) -> Result<Arrears, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let (department, _) = find_occupancy(&mut transaction, scope, Action::EditPersons, occupancy).await?;
    let number = next_number(&mut transaction, scope, occupancy, new.due_on).await?;
    // What nobody said was owed cannot be corrected to nothing.
    if new.amount_xof < i32::from(number == 1) {
        let misfit = Misfit::new(
            "amount_xof",
            "un montant en francs CFA est attendu ; 0 corrige un impayé déjà enregistré pour ce jour",
            "an amount in francs CFA is wanted; 0 corrects arrears on record for that day",
        );
        return Err(misfit.into());
    }
    let (id, salt) = (Uuid::now_v7(), Uuid::now_v7());
    let reference = clean("reference", new.reference.as_deref(), 100)?;
    sqlx::query!(
        "insert into arrears (
            id, department_pcode, occupancy_id, due_on, number, amount_xof, reference, settled_on, salt, created_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        department,
        occupancy,
        new.due_on,
        number,
        new.amount_xof,
        reference,
        new.settled_on,
        salt,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    let said = json!([occupancy, new.due_on, number, new.amount_xof, reference, new.settled_on]);
    let detail = json!({ "arrears": id, "number": number, "digest": digest_of(salt, &said) });
    let action = if number == 1 { "arrears.record" } else { "arrears.correct" };
    audit::append(&mut transaction, scope, action, &format!("occupancies/{occupancy}"), &detail).await?;
    let arrears = sqlx::query_file_as!(Arrears, "sql/list_arrears.sql", occupancy, Some(new.due_on))
        .fetch_one(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(arrears)
}

/// The number of what is said next of a day. Whoever else writes of the occupancy waits.
async fn next_number(
    conn: &mut PgConnection,
    _scope: &Scope,
    occupancy: Uuid,
    due_on: NaiveDate,
) -> Result<i32, RecordError> {
    sqlx::query!("select id from occupancy where id = $1 for update", occupancy)
        .fetch_one(&mut *conn)
        .await?;
    let number = sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) + 1 as "number!" from arrears where occupancy_id = $1 and due_on = $2"#,
        occupancy,
        due_on,
    )
    .fetch_one(conn)
    .await?;
    Ok(number)
}
