//! Erasure: the party stays, so that rights keep their holder; everything that is known of the person goes.

use super::access::{Access, log_access};
use crate::act::{Act, begin};
use crate::record::RecordError;
use gis_core::Scope;
use gis_core::register::Misfit;
use gis_core::scope::Action;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

/// A scan of a source of a right or an occupancy that a person had.
#[derive(Debug, Clone, Serialize)]
pub struct Scan {
    /// The document.
    pub document: Uuid,
    /// The source that it copies.
    pub source: Uuid,
    /// What it is called.
    pub title: String,
}

/// Erases what is known of a person, with the documents about them and what they owe, for a reason that is logged. Gives
/// the scans in which they may still stand: those prove rights, and somebody must look at them.
///
/// # Errors
/// While the party holds a right or a place, owes something or is in a dispute, the register must be able to say who it
/// is.
pub async fn erase_party(
    conn: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    reason: &str,
) -> Result<Vec<Scan>, RecordError> {
    let mut transaction = begin(conn, scope, &Act::default()).await?;
    sqlx::query!(
        "select id from party
        where id = $1 and ($2::text[] is null or department_pcode = any ($2))
            and exists (select from person where party_id = party.id) for update",
        id,
        scope.filter(Action::EditPersons),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(RecordError::NotFound)?;
    let holds = sqlx::query_scalar!(r#"select holds_something($1, current_date) as "holds!""#, id)
        .fetch_one(&mut *transaction)
        .await?;
    if holds {
        return Err(Misfit::new(
            "id",
            "cette personne détient encore un droit ou une place, ou est partie à un litige en cours : le registre \
             doit pouvoir dire qui c'est. Enregistrez d'abord la fin du droit, de l'occupation ou du litige",
            "this person still holds a right or a place, or is in a dispute that goes on: the register must be able \
             to say who it is. Record the end of the right, the occupancy or the dispute first",
        )
        .into());
    }
    let owes = sqlx::query_scalar!(r#"select owes_something($1) as "owes!""#, id)
        .fetch_one(&mut *transaction)
        .await?;
    if owes {
        return Err(Misfit::new(
            "id",
            "cette personne a des impayés : enregistrez d'abord leur paiement, ou une correction à 0 s'ils ne sont pas dus",
            "this person has arrears: first record that they were paid, or a correction to 0 if they are not owed",
        )
        .into());
    }
    erase_data(&mut transaction, scope, &[id]).await?;
    log_access(&mut transaction, scope, &[id], Access::Erase, Some(reason)).await?;
    let scans = list_scans(&mut transaction, scope, id).await?;
    transaction.commit().await?;
    Ok(scans)
}

async fn list_scans(conn: &mut PgConnection, _scope: &Scope, party: Uuid) -> Result<Vec<Scan>, RecordError> {
    let scans = sqlx::query_as!(
        Scan,
        r#"select id as document, source_id as "source!", title from document
        where withdrawn_at is null and source_id in (
            select source_id from land_right join land_right_holder as holder on holder.right_id = land_right.id
            where holder.party_id = $1
            union
            select source_id from occupancy where party_id = $1
        )
        order by id"#,
        party,
    )
    .fetch_all(conn)
    .await?;
    Ok(scans)
}

/// Deletes what is known of these parties. Whoever calls it logs why.
pub(super) async fn erase_data(
    conn: &mut PgConnection,
    _scope: &Scope,
    parties: &[Uuid],
) -> Result<(), RecordError> {
    sqlx::query!("delete from document where party_id = any ($1)", parties).execute(&mut *conn).await?;
    sqlx::query!(
        "delete from arrears using occupancy
        where occupancy.id = arrears.occupancy_id and occupancy.party_id = any ($1)",
        parties,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from person where party_id = any ($1)", parties).execute(&mut *conn).await?;
    sqlx::query!("update party set revision = revision + 1 where id = any ($1)", parties)
        .execute(conn)
        .await?;
    Ok(())
}
