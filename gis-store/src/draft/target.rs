//! The features that drafts would change, as the register has them now.

use super::error::DraftError;
use super::read::Target;
use crate::StoreError;
use crate::geometry::from_wkb;
use geo::Geometry;
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// The present state of a feature, locked until the transaction ends.
#[derive(Debug)]
pub(super) struct Present {
    pub(super) id: Uuid,
    pub(super) version: i32,
    pub(super) department: Option<String>,
    pub(super) columns: Map<String, Value>,
    pub(super) geometry: Geometry,
}

impl Present {
    /// The feature with the version that whoever proposes saw.
    pub(super) fn target(&self, collection: Collection) -> Target {
        Target { collection: collection.name().to_owned(), id: self.id, version: self.version }
    }
}

/// Locks the features that are to be changed, which must be at the versions that the caller saw.
pub(super) async fn lock_targets(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    targets: &[Target],
) -> Result<Vec<Present>, DraftError> {
    let mut sorted: Vec<_> = targets.iter().collect();
    // Everybody locks in the same order, so that nobody waits for one another.
    sorted.sort_by_key(|target| target.id);
    let mut locked = Vec::with_capacity(sorted.len());
    for target in sorted {
        locked.push(lock_target(conn, scope, collection, target).await?);
    }
    Ok(locked)
}

async fn lock_target(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    target: &Target,
) -> Result<Present, DraftError> {
    let stale = |current| DraftError::Stale { target: target.clone(), current };
    let present = find_present(conn, scope, collection, target.id).await?.ok_or_else(|| stale(None))?;
    if present.version == target.version { Ok(present) } else { Err(stale(Some(present.version))) }
}

/// The present state of a feature, locked until the transaction ends; none when it is gone, or not for that scope.
pub(super) async fn find_present(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    id: Uuid,
) -> Result<Option<Present>, StoreError> {
    let row = sqlx::query!(
        r#"select number, department_pcode, columns as "columns: Json<Map<String, Value>>",
            st_asbinary(geometry) as "wkb!"
        from feature_version
        where layer = $1 and feature_id = $2 and upper_inf(recorded) and upper_inf(valid)
            and ($3::text[] is null or department_pcode = any ($3))
        for update"#,
        collection.name(),
        id,
        scope.filter(Action::SeeRegister),
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Present {
        id,
        version: row.number,
        department: row.department_pcode,
        columns: row.columns.0,
        geometry: from_wkb(row.wkb, collection.name())?,
    }))
}

/// An earlier version of a feature that the caller may see, as it was recorded last.
pub(super) async fn find_version(
    conn: &mut PgConnection,
    collection: Collection,
    id: Uuid,
    number: i32,
) -> Result<Option<Present>, StoreError> {
    let row = sqlx::query!(
        r#"select department_pcode, columns as "columns: Json<Map<String, Value>>", st_asbinary(geometry) as "wkb!"
        from feature_version
        where layer = $1 and feature_id = $2 and number = $3
        order by lower(recorded) desc
        limit 1"#,
        collection.name(),
        id,
        number,
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let geometry = from_wkb(row.wkb, collection.name())?;
    Ok(Some(Present {
        id,
        version: number,
        department: row.department_pcode,
        columns: row.columns.0,
        geometry,
    }))
}
