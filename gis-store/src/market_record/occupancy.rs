//! Who occupies a place, under which contract, and what they owe: for whoever may see persons.

use crate::Moment;
use crate::act::{Act, begin};
use crate::party::log_reading;
use crate::record::{
    RecordError, check_code, check_parties, check_source, clean, department_of, last_department_of, wanted,
};
use crate::right::ended_before;
use chrono::NaiveDate;
use gis_core::register::{Misfit, Period, Periodicity};
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// An occupancy on record.
#[derive(Debug, Clone, Serialize)]
pub struct Occupancy {
    /// Identifier.
    pub id: Uuid,
    /// The occupant.
    pub party: Uuid,
    /// Code of the list `contract_kind`.
    pub contract_kind: String,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// The decision that allotted the place.
    pub source: Option<Uuid>,
    /// First day.
    pub starts_on: NaiveDate,
    /// First day after it.
    pub ends_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: Option<String>,
    /// Deposit in francs CFA.
    pub deposit_xof: Option<i32>,
    /// Francs CFA for each period, where that is not the tariff of the market.
    pub amount_xof: Option<i32>,
    /// Code of the list `periodicity`.
    pub periodicity: Option<String>,
    /// Whether somebody else than the occupant was found there.
    pub is_sublet: bool,
    /// What is owed, in francs CFA.
    pub arrears_xof: i64,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
}

/// An occupancy to record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOccupancy {
    /// The occupant.
    pub party: Uuid,
    /// Code of the list `contract_kind`.
    pub contract_kind: String,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// The decision that allotted the place.
    pub source: Option<Uuid>,
    /// First day.
    pub starts_on: NaiveDate,
    /// First day after it.
    pub ends_on: Option<NaiveDate>,
    /// Deposit in francs CFA.
    pub deposit_xof: Option<i32>,
    /// Francs CFA for each period, where that is not the tariff of the market.
    pub amount_xof: Option<i32>,
    /// How often that falls due.
    pub periodicity: Option<Periodicity>,
    /// Whether somebody else than the occupant was found there.
    #[serde(default)]
    pub is_sublet: bool,
}

/// The history of a place's allocation, also of one that has ceased, the latest first. Where it tells of a debt, that is logged as read.
pub async fn list_occupancies(
    conn: &mut PgConnection,
    scope: &Scope,
    place: Uuid,
) -> Result<Vec<Occupancy>, RecordError> {
    let mut transaction = conn.begin().await?;
    let at = (Collection::MarketAssets, place);
    let department = last_department_of(&mut transaction, scope, Action::SeePersons, at).await?;
    let occupancies = sqlx::query_file_as!(Occupancy, "sql/list_occupancies.sql", Some(place), None::<Uuid>)
        .fetch_all(&mut *transaction)
        .await?;
    for debt in occupancies.iter().filter(|occupancy| occupancy.arrears_xof > 0) {
        let about = format!("occupancies/{}/arrears", debt.id);
        log_reading(&mut transaction, scope, &about, &department, Some(debt.party)).await?;
    }
    transaction.commit().await?;
    Ok(occupancies)
}

/// Records who occupies a place.
///
/// # Errors
/// Names the field that does not fit; a place has one occupant at a time.
pub async fn insert_occupancy(
    conn: &mut PgConnection,
    scope: &Scope,
    place: Uuid,
    new: &NewOccupancy,
) -> Result<Occupancy, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let at = (Collection::MarketAssets, place);
    let department = department_of(&mut transaction, scope, Action::EditPersons, at).await?;
    check_parties(&mut transaction, scope, &department, "party", &[new.party]).await?;
    check_code(&mut transaction, "contract_kind", "contract_kind", Some(&new.contract_kind)).await?;
    check_source(&mut transaction, scope, &department, new.source).await?;
    check_amounts(new)?;
    Period::new(new.starts_on, new.ends_on, "ends_on")?;
    let id = Uuid::now_v7();
    let inserted = sqlx::query!(
        "insert into occupancy (
            id, department_pcode, market_asset_id, party_id, contract_kind, contract_number, source_id, starts_on,
            ends_on, deposit_xof, amount_xof, periodicity, is_sublet, created_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict on constraint occupancy_one_at_a_time do nothing",
        id,
        department,
        place,
        new.party,
        new.contract_kind,
        clean("contract_number", new.contract_number.as_deref(), 100)?,
        new.source,
        new.starts_on,
        new.ends_on,
        new.deposit_xof,
        new.amount_xof,
        new.periodicity.map(Periodicity::name),
        new.is_sublet,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    if inserted.rows_affected() == 0 {
        return Err(occupied().into());
    }
    let occupancy = get_occupancy(&mut transaction, scope, id).await?;
    transaction.commit().await?;
    Ok(occupancy)
}

fn check_amounts(new: &NewOccupancy) -> Result<(), Misfit> {
    for (field, amount) in [("deposit_xof", new.deposit_xof), ("amount_xof", new.amount_xof)] {
        if amount.is_some_and(|amount| amount < 0) {
            return Err(Misfit::new(
                field,
                "un montant en francs CFA est attendu",
                "an amount in francs CFA is wanted",
            ));
        }
    }
    if new.amount_xof.is_some() != new.periodicity.is_some() {
        return Err(Misfit::new(
            "periodicity",
            "le montant et la périodicité vont ensemble",
            "amount and periodicity go together",
        ));
    }
    Ok(())
}

fn occupied() -> Misfit {
    Misfit::new(
        "starts_on",
        "la place a déjà un occupant en ce temps : enregistrez d'abord la fin de son occupation",
        "the place has an occupant at that time already: record the end of that occupancy first",
    )
}

/// Ends an occupancy on a day, for a reason.
///
/// # Errors
/// When it ended before, or the day is not after its start.
pub async fn end_occupancy(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    ends_on: NaiveDate,
    reason: &str,
) -> Result<Occupancy, RecordError> {
    let reason = wanted("reason", Some(reason), 2000)?;
    let act = Act { reason: Some(reason.clone()), ..Act::default() };
    let mut transaction = begin(conn, scope, &act).await?;
    let occupancy = sqlx::query!(
        "select starts_on, ends_on, end_reason from occupancy
        where id = $1 and ($2::text[] is null or department_pcode = any ($2)) for update",
        id,
        scope.filter(Action::EditPersons),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(RecordError::NotFound)?;
    Period::new(occupancy.starts_on, Some(ends_on), "ends_on")?;
    // A contract may end before its term, never after it nor twice.
    if let Some(term) = occupancy.ends_on.filter(|term| ends_on > *term || occupancy.end_reason.is_some()) {
        return Err(ended_before(term).into());
    }
    sqlx::query!("update occupancy set ends_on = $2, end_reason = $3 where id = $1", id, ends_on, reason)
        .execute(&mut *transaction)
        .await?;
    let occupancy = get_occupancy(&mut transaction, scope, id).await?;
    transaction.commit().await?;
    Ok(occupancy)
}

async fn get_occupancy(conn: &mut PgConnection, _scope: &Scope, id: Uuid) -> Result<Occupancy, RecordError> {
    let query = sqlx::query_file_as!(Occupancy, "sql/list_occupancies.sql", None::<Uuid>, Some(id));
    Ok(query.fetch_one(conn).await?)
}

/// The department and the occupant, if the scope may do that there.
pub(super) async fn find_occupancy(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    id: Uuid,
) -> Result<(String, Uuid), RecordError> {
    let found = sqlx::query!(
        "select department_pcode, party_id from occupancy
        where id = $1 and ($2::text[] is null or department_pcode = any ($2))",
        id,
        scope.filter(action),
    )
    .fetch_optional(conn)
    .await?;
    found.map(|found| (found.department_pcode, found.party_id)).ok_or(RecordError::NotFound)
}
