//! Units (LADM basic administrative units): parcels that are held together, under the same rights.

use crate::Moment;
use crate::act::{Act, begin};
use crate::audit;
use crate::record::{RecordError, department_of};
use gis_core::register::Misfit;
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Parcels that are held together.
#[derive(Debug, Clone, Serialize)]
pub struct Unit {
    /// Identifier.
    pub id: Uuid,
    /// P-code of the department that keeps it.
    pub department: String,
    /// Name of the file (dossier).
    pub name: Option<String>,
    /// Counts the changes of its parcels; its entity tag.
    pub revision: i32,
    /// Its parcels, also those that have ceased since.
    pub parcels: Vec<Uuid>,
    /// When it was recorded.
    pub created_at: Moment,
    /// Who recorded it.
    pub created_by: String,
}

/// The parcels that a unit shall have.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUnitParcels {
    /// Which; each is in one unit.
    pub parcels: Vec<Uuid>,
}

/// A unit with its parcels.
pub async fn get_unit(conn: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<Unit, RecordError> {
    find_unit(conn, scope, Action::SeePersons, id).await
}

/// Gives a unit these parcels, if nobody changed it since that revision. Its rights are on them from then on; the audit
/// log keeps which they were before.
///
/// # Errors
/// Names what is wrong with the parcels, or the revision that it is at.
pub async fn set_unit_parcels(
    conn: &mut PgConnection,
    scope: &Scope,
    (id, revision): (Uuid, i32),
    new: &NewUnitParcels,
) -> Result<Unit, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    sqlx::query!("select id from ba_unit where id = $1 for update", id)
        .fetch_optional(&mut *transaction)
        .await?;
    // Whoever records a right on one of them comes first, or finds it where it is now.
    sqlx::query!(
        "select parcel_id from ba_unit_parcel where ba_unit_id = $1 or parcel_id = any ($2) order by parcel_id for update",
        id,
        &new.parcels
    )
    .fetch_all(&mut *transaction)
    .await?;
    let before = find_unit(&mut transaction, scope, Action::EditPersons, id).await?;
    if before.revision != revision {
        return Err(RecordError::Stale { revision: before.revision });
    }
    check_parcels(&mut transaction, scope, &before, &new.parcels).await?;
    check_leaving(&mut transaction, &before, &new.parcels).await?;
    sqlx::query!(
        "delete from ba_unit_parcel where ba_unit_id = $1 and parcel_id <> all ($2)",
        id,
        &new.parcels
    )
    .execute(&mut *transaction)
    .await?;
    sqlx::query!(
        "insert into ba_unit_parcel (parcel_id, ba_unit_id) select parcel, $1 from unnest($2::uuid[]) as parcel
        on conflict (parcel_id) do update set ba_unit_id = excluded.ba_unit_id
        where ba_unit_parcel.ba_unit_id <> excluded.ba_unit_id",
        id,
        &new.parcels,
    )
    .execute(&mut *transaction)
    .await?;
    sqlx::query!("update ba_unit set revision = revision + 1 where id = $1", id)
        .execute(&mut *transaction)
        .await?;
    let after = find_unit(&mut transaction, scope, Action::EditPersons, id).await?;
    let detail = json!({ "before": before.parcels, "after": after.parcels });
    audit::append(&mut transaction, scope, "unit.parcels", &format!("ba-units/{id}"), &detail).await?;
    transaction.commit().await?;
    Ok(after)
}

async fn find_unit(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    id: Uuid,
) -> Result<Unit, RecordError> {
    sqlx::query_as!(
        Unit,
        r#"select id, department_pcode as department, name, revision,
            array(select parcel_id from ba_unit_parcel where ba_unit_id = ba_unit.id order by parcel_id) as "parcels!",
            created_at, created_by
        from ba_unit
        where id = $1 and ($2::text[] is null or department_pcode = any ($2))"#,
        id,
        scope.filter(action),
    )
    .fetch_optional(conn)
    .await?
    .ok_or(RecordError::NotFound)
}

/// Refuses no parcels, parcels of another department, and those that rights of another unit are on.
async fn check_parcels(
    conn: &mut PgConnection,
    scope: &Scope,
    unit: &Unit,
    parcels: &[Uuid],
) -> Result<(), RecordError> {
    let misfit = |fr: &str, en: &str| RecordError::from(Misfit::new("parcels", fr, en));
    if parcels.is_empty() || BTreeSet::from_iter(parcels).len() < parcels.len() {
        return Err(misfit(
            "au moins une parcelle est attendue, chacune une fois",
            "one parcel at least is wanted, each once",
        ));
    }
    for parcel in parcels.iter().filter(|parcel| !unit.parcels.contains(parcel)) {
        let found = department_of(conn, scope, Action::EditPersons, (Collection::Parcels, *parcel)).await;
        if !found.is_ok_and(|department| department == unit.department) {
            return Err(misfit(
                "chaque parcelle doit être enregistrée dans ce département",
                "each parcel must be on record in this department",
            ));
        }
    }
    let is_held = sqlx::query_scalar!(
        r#"select exists (
            select from ba_unit_parcel as own join land_right on land_right.ba_unit_id = own.ba_unit_id
            where own.parcel_id = any ($2) and own.ba_unit_id <> $1
                and (land_right.ends_on is null or land_right.ends_on > current_date)
        ) as "is_held!""#,
        unit.id,
        parcels,
    )
    .fetch_one(conn)
    .await?;
    if is_held {
        return Err(misfit(
            "une de ces parcelles est dans une autre unité, avec des droits en cours : enregistrez d'abord leur fin",
            "one of these parcels is in another unit, with rights that last: record their end first",
        ));
    }
    Ok(())
}

/// Refuses that parcels leave a unit while rights on it last, or after they have ceased: their rights would be on
/// nothing.
async fn check_leaving(conn: &mut PgConnection, unit: &Unit, parcels: &[Uuid]) -> Result<(), RecordError> {
    let leaving: Vec<_> = unit.parcels.iter().copied().filter(|parcel| !parcels.contains(parcel)).collect();
    let is_bound = sqlx::query_scalar!(
        r#"select cardinality($2::uuid[]) > 0 and (
            exists (
                select from land_right
                where ba_unit_id = $1 and (ends_on is null or ends_on > current_date)
            )
            or exists (select from unnest($2) as leaving where not exists (select from parcel where id = leaving))
        ) as "is_bound!""#,
        unit.id,
        &leaving,
    )
    .fetch_one(conn)
    .await?;
    if is_bound {
        return Err(RecordError::from(Misfit::new(
            "parcels",
            "une parcelle ne quitte pas une unité où des droits sont en cours, ni après avoir cessé d'exister : \
             enregistrez d'abord la fin des droits",
            "a parcel does not leave a unit while rights on it last, nor after it has ceased: record the end of the \
             rights first",
        )));
    }
    Ok(())
}

/// The unit that a parcel is in; made when it is in none.
pub(super) async fn unit_of(
    conn: &mut PgConnection,
    scope: &Scope,
    parcel: Uuid,
    department: &str,
) -> Result<Uuid, RecordError> {
    let known =
        sqlx::query_scalar!("select ba_unit_id from ba_unit_parcel where parcel_id = $1 for update", parcel)
            .fetch_optional(&mut *conn)
            .await?;
    if let Some(unit) = known {
        return Ok(unit);
    }
    let unit = Uuid::now_v7();
    sqlx::query!(
        "insert into ba_unit (id, department_pcode, created_by) values ($1, $2, $3)",
        unit,
        department,
        scope.actor(),
    )
    .execute(&mut *conn)
    .await?;
    // Somebody may have made one since: then theirs holds.
    let unit = sqlx::query_scalar!(
        "insert into ba_unit_parcel (parcel_id, ba_unit_id) values ($1, $2)
        on conflict (parcel_id) do update set parcel_id = excluded.parcel_id
        returning ba_unit_id",
        parcel,
        unit,
    )
    .fetch_one(conn)
    .await?;
    Ok(unit)
}
