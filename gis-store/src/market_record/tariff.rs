//! What places cost, as deliberations set it; the tariff before stays on record with its end.

use crate::Moment;
use crate::act::{Act, begin};
use crate::record::{RecordError, check_code, check_source, department_of};
use chrono::NaiveDate;
use gis_core::register::{Misfit, Period, Periodicity};
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

/// A tariff on record.
#[derive(Debug, Clone, Serialize)]
pub struct Tariff {
    /// Identifier.
    pub id: Uuid,
    /// Code of the list `asset_kind` that it is for; none for all places.
    pub asset_kind: Option<String>,
    /// Francs CFA for each period.
    pub amount_xof: i32,
    /// Code of the list `periodicity`.
    pub periodicity: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// First day after it.
    pub ends_on: Option<NaiveDate>,
    /// The deliberation that set it.
    pub source: Uuid,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
}

/// A tariff to record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTariff {
    /// Code of the list `asset_kind` that it is for; none for all places.
    pub asset_kind: Option<String>,
    /// Francs CFA for each period.
    pub amount_xof: u32,
    /// How often it falls due.
    pub periodicity: Periodicity,
    /// First day.
    pub starts_on: NaiveDate,
    /// The deliberation that sets it.
    pub source: Uuid,
}

/// Tariffs of a market, the latest first.
pub async fn list_tariffs(
    conn: &mut PgConnection,
    scope: &Scope,
    market: Uuid,
) -> Result<Vec<Tariff>, RecordError> {
    department_of(conn, scope, Action::SeeRegister, (Collection::Markets, market)).await?;
    let tariffs = sqlx::query_as!(
        Tariff,
        "select id, asset_kind, amount_xof, periodicity, starts_on, ends_on, source_id as source, created_at, created_by
        from tariff where market_id = $1 order by starts_on desc, id desc",
        market,
    )
    .fetch_all(conn)
    .await?;
    Ok(tariffs)
}

/// Records a tariff; the one before it, of the same kind of place and period, ends on its first day.
///
/// # Errors
/// Names the field that does not fit. A tariff is set by a deliberation, and starts after the one before it.
pub async fn insert_tariff(
    conn: &mut PgConnection,
    scope: &Scope,
    market: Uuid,
    new: &NewTariff,
) -> Result<Uuid, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let place = (Collection::Markets, market);
    let department = department_of(&mut transaction, scope, Action::Review, place).await?;
    check_code(&mut transaction, "asset_kind", "asset_kind", new.asset_kind.as_deref()).await?;
    let source = check_source(&mut transaction, scope, &department, Some(new.source)).await?;
    if source.as_deref() != Some("council_deliberation") {
        return Err(Misfit::new(
            "source",
            "un tarif est fixé par une délibération : enregistrez-la d'abord comme source",
            "a tariff is set by a deliberation: record it as a source first",
        )
        .into());
    }
    let amount_xof = i32::try_from(new.amount_xof)
        .map_err(|_| Misfit::new("amount_xof", "le montant est trop grand", "the amount is too large"))?;
    end_tariff_before(&mut transaction, scope, market, new).await?;
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into tariff (
            id, department_pcode, market_id, asset_kind, amount_xof, periodicity, starts_on, source_id, created_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        department,
        market,
        new.asset_kind,
        amount_xof,
        new.periodicity.name(),
        new.starts_on,
        new.source,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(id)
}

async fn end_tariff_before(
    conn: &mut PgConnection,
    _scope: &Scope,
    market: Uuid,
    new: &NewTariff,
) -> Result<(), RecordError> {
    let before = sqlx::query!(
        "select id, starts_on from tariff
        where market_id = $1 and asset_kind is not distinct from $2 and periodicity = $3 and ends_on is null
        for update",
        market,
        new.asset_kind,
        new.periodicity.name(),
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(before) = before else { return Ok(()) };
    Period::new(before.starts_on, Some(new.starts_on), "starts_on")?;
    sqlx::query!("update tariff set ends_on = $2 where id = $1", before.id, new.starts_on)
        .execute(conn)
        .await?;
    Ok(())
}
