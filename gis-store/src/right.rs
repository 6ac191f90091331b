//! Rights, restrictions and responsibilities on parcels (LADM RRR), with their holders and what they rest on.

mod conflict;
mod unit;

pub use unit::{NewUnitParcels, Unit, get_unit, set_unit_parcels};

use crate::Moment;
use crate::act::{Act, begin};
use crate::record::{
    RecordError, check_parties, check_source, clean, department_of, last_department_of, wanted,
};
use crate::source::list_approval_thresholds;
use chrono::NaiveDate;
use gis_core::register::{
    Misfit, Period, RightClass, RightKind, Share, add_up_to_one, approving_authority, check_evidence,
};
use gis_core::scope::Action;
use gis_core::{Collection, Finding, Scope, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// A right on record.
#[derive(Debug, Clone, Serialize)]
pub struct Right {
    /// Identifier.
    pub id: Uuid,
    /// P-code of the department that keeps it.
    pub department: String,
    /// The unit of parcels that it is on.
    pub ba_unit: Uuid,
    /// right, restriction or responsibility.
    pub class: String,
    /// Its code in the list of its class.
    pub kind: String,
    /// Place on the STDM continuum, from 1 to 9.
    pub strength: Option<i32>,
    /// What it is filed under.
    pub reference: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// First day after it.
    pub ends_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: Option<String>,
    /// The source that it rests on.
    pub source: Option<Uuid>,
    /// Who holds it, and how much: party, numerator, denominator. For whoever may see persons.
    pub holders: Json<Vec<Holder>>,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
}

/// A holder of a right.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// The party.
    pub party: Uuid,
    /// Part of the right.
    pub share: Share,
}

/// A right to record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRight {
    /// right, restriction or responsibility.
    pub class: RightClass,
    /// Its code in the list of its class.
    pub kind: String,
    /// The source that it rests on.
    pub source: Option<Uuid>,
    /// What it is filed under.
    pub reference: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// First day after it.
    pub ends_on: Option<NaiveDate>,
    /// Who holds it.
    pub holders: Vec<Holder>,
}

/// All rights on a parcel, also those that ended, also on one that has ceased; the strongest first.
pub async fn list_rights(
    conn: &mut PgConnection,
    scope: &Scope,
    parcel: Uuid,
) -> Result<Vec<Right>, RecordError> {
    last_department_of(conn, scope, Action::SeePersons, (Collection::Parcels, parcel)).await?;
    let rights = sqlx::query_file_as!(Right, "sql/list_rights.sql", Some(parcel), None::<Uuid>)
        .fetch_all(conn)
        .await?;
    Ok(rights)
}

/// Records a right on a parcel, with what is worth knowing of it.
///
/// # Errors
/// Names the field that does not fit: shares that are no whole, a right without its evidence, an attestation, a second
/// land title at the same time.
pub async fn insert_right(
    conn: &mut PgConnection,
    scope: &Scope,
    parcel: Uuid,
    new: &NewRight,
) -> Result<(Right, Vec<Finding>), RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    let place = (Collection::Parcels, parcel);
    let department = department_of(&mut transaction, scope, Action::EditPersons, place).await?;
    let kind = find_kind(&mut transaction, new.class, &new.kind).await?;
    let source = check_source(&mut transaction, scope, &department, new.source).await?;
    check_evidence(&new.kind, kind.as_ref(), source.as_deref())?;
    Period::new(new.starts_on, new.ends_on, "ends_on")?;
    let shares: Vec<_> = new.holders.iter().map(|holder| holder.share).collect();
    add_up_to_one(&shares)?;
    let parties: Vec<_> = new.holders.iter().map(|holder| holder.party).collect();
    check_parties(&mut transaction, scope, &department, "holders", &parties).await?;
    let mut findings = approval_findings(&mut transaction, scope, parcel, new).await?;
    let unit = unit::unit_of(&mut transaction, scope, parcel, &department).await?;
    findings.extend(conflict::check_conflicts(&mut transaction, scope, unit, new).await?);
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into land_right (
            id, department_pcode, ba_unit_id, class, kind, source_id, starts_on, ends_on, reference, created_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        department,
        unit,
        new.class.name(),
        new.kind,
        new.source,
        new.starts_on,
        new.ends_on,
        clean("reference", new.reference.as_deref(), 100)?,
        scope.actor(),
    )
    .execute(&mut *transaction)
    .await?;
    insert_holders(&mut transaction, scope, id, &new.holders).await?;
    let right = get_right(&mut transaction, scope, id).await?;
    transaction.commit().await?;
    Ok((right, findings))
}

/// Ends a right on a day, for a reason. The row stays: a right that was is part of the register.
///
/// # Errors
/// When it ended before, or the day is not after its start.
pub async fn end_right(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    ends_on: NaiveDate,
    reason: &str,
) -> Result<Right, RecordError> {
    let reason = wanted("reason", Some(reason), 2000)?;
    let act = Act { reason: Some(reason.clone()), ..Act::default() };
    let mut transaction = begin(conn, scope, &act).await?;
    let right = sqlx::query!(
        "select starts_on, ends_on from land_right
        where id = $1 and ($2::text[] is null or department_pcode = any ($2)) for update",
        id,
        scope.filter(Action::EditPersons),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(RecordError::NotFound)?;
    if let Some(ended) = right.ends_on {
        return Err(ended_before(ended).into());
    }
    Period::new(right.starts_on, Some(ends_on), "ends_on")?;
    sqlx::query!("update land_right set ends_on = $2, end_reason = $3 where id = $1", id, ends_on, reason)
        .execute(&mut *transaction)
        .await?;
    let right = get_right(&mut transaction, scope, id).await?;
    transaction.commit().await?;
    Ok(right)
}

pub(crate) fn ended_before(day: NaiveDate) -> Misfit {
    Misfit::new(
        "ends_on",
        format!("la fin est déjà enregistrée : {day}"),
        format!("the end is on record already: {day}"),
    )
}

async fn get_right(conn: &mut PgConnection, _scope: &Scope, id: Uuid) -> Result<Right, RecordError> {
    Ok(sqlx::query_file_as!(Right, "sql/list_rights.sql", None::<Uuid>, Some(id)).fetch_one(conn).await?)
}

async fn insert_holders(
    conn: &mut PgConnection,
    _scope: &Scope,
    right: Uuid,
    holders: &[Holder],
) -> Result<(), RecordError> {
    for holder in holders {
        sqlx::query!(
            "insert into land_right_holder (right_id, party_id, numerator, denominator) values ($1, $2, $3, $4)",
            right,
            holder.party,
            holder.share.numerator().cast_signed(),
            holder.share.denominator().cast_signed(),
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// The kind as its code list describes it.
async fn find_kind(
    conn: &mut PgConnection,
    class: RightClass,
    code: &str,
) -> Result<Option<RightKind>, RecordError> {
    let attributes = sqlx::query_scalar!(
        "select attributes from code_list where list = $1 and code = $2",
        class.code_list(),
        code,
    )
    .fetch_optional(conn)
    .await?;
    Ok(attributes.map(|attributes| RightKind {
        code: code.to_owned(),
        strength: attributes["strength"].as_u64().and_then(|strength| u8::try_from(strength).ok()),
        evidence: texts(&attributes["evidence"]),
    }))
}

fn texts(value: &Value) -> Vec<String> {
    let values = value.as_array().map_or(&[][..], Vec::as_slice);
    values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether an approval was given by whom the decrees ask for, for an area of that size on that day.
async fn approval_findings(
    conn: &mut PgConnection,
    scope: &Scope,
    parcel: Uuid,
    new: &NewRight,
) -> Result<Vec<Finding>, RecordError> {
    let Some(source) = new.source else { return Ok(Vec::new()) };
    let found = sqlx::query!(
        "select source.kind, source.authority, source.dated_on, parcel.area_m2
        from source cross join parcel where source.id = $1 and parcel.id = $2",
        source,
        parcel,
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(found) = found.filter(|found| found.kind == "administrative_approval") else {
        return Ok(Vec::new());
    };
    let thresholds = list_approval_thresholds(conn, scope).await?;
    let day = found.dated_on.unwrap_or(new.starts_on);
    let area_ha = found.area_m2 / 10_000.0;
    let wanted = approving_authority(&thresholds, area_ha, day);
    let is_right = |authorities: &[String]| {
        found.authority.as_ref().is_some_and(|authority| authorities.contains(authority))
    };
    Ok(wanted
        .filter(|step| !is_right(&step.authorities))
        .map(|step| {
            let (who, basis) = (step.authorities.join(", "), &step.legal_basis);
            Finding::warning(
                "approving_authority",
                Text::new(
                    format!("{area_ha:.2} ha : l'approbation attendue est celle de {who} ({basis})"),
                    format!("{area_ha:.2} ha: the approval wanted is that of {who} ({basis})"),
                ),
            )
        })
        .into_iter()
        .collect())
}
