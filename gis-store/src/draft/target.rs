//! The features that drafts would change, as the register has them now.

use super::error::DraftError;
use super::read::{DraftAction, Target};
use crate::geometry::from_wkb;
use crate::{Moment, StoreError};
use geo::Geometry;
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// A state of a feature.
#[derive(Debug)]
pub(super) struct Present {
    pub(super) id: Uuid,
    pub(super) version: i32,
    pub(super) department: Option<String>,
    pub(super) columns: Map<String, Value>,
    pub(super) geometry: Geometry,
    /// Since when it is so in the world.
    pub(super) valid_from: Moment,
    /// Whether it is in the register.
    pub(super) stands: bool,
}

impl Present {
    /// The feature with the version that whoever proposes saw.
    pub(super) fn target(&self, collection: Collection) -> Target {
        Target { collection: collection.name().to_owned(), id: self.id, version: self.version }
    }
}

/// Locks the features that a draft is to change, which must be at the versions that the caller saw. Only what is in the
/// register is changed; what has ended can but be restored.
pub(super) async fn lock_targets(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    (collection, done): (Collection, DraftAction),
    targets: &[Target],
) -> Result<Vec<Present>, DraftError> {
    let mut sorted: Vec<_> = targets.iter().collect();
    // Everybody locks in the same order, so that nobody waits for one another.
    sorted.sort_by_key(|target| target.id);
    let mut locked = Vec::with_capacity(sorted.len());
    for target in sorted {
        let present = lock_target(conn, scope, action, collection, target).await?;
        if !present.stands && done != DraftAction::Restore {
            return Err(DraftError::Stale { target: target.clone(), current: None });
        }
        locked.push(present);
    }
    Ok(locked)
}

async fn lock_target(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    collection: Collection,
    target: &Target,
) -> Result<Present, DraftError> {
    lock_row(conn, collection, target.id).await?;
    let stale = |current| DraftError::Stale { target: target.clone(), current };
    let last = find_last(conn, scope, action, collection, target.id).await?.ok_or_else(|| stale(None))?;
    if last.version == target.version { Ok(last) } else { Err(stale(Some(last.version))) }
}

/// Locks the row of a feature in its own table, as every other writer does first.
async fn lock_row(conn: &mut PgConnection, collection: Collection, id: Uuid) -> Result<(), StoreError> {
    match collection {
        Collection::Parcels => {
            sqlx::query!("select id from parcel where id = $1 for update", id).fetch_optional(conn).await?;
        }
        Collection::Roads => {
            sqlx::query!("select id from road where id = $1 for update", id).fetch_optional(conn).await?;
        }
        Collection::Markets => {
            sqlx::query!("select id from market where id = $1 for update", id).fetch_optional(conn).await?;
        }
        Collection::MarketAssets => {
            sqlx::query!("select id from market_asset where id = $1 for update", id)
                .fetch_optional(conn)
                .await?;
        }
        Collection::Facilities => {
            sqlx::query!("select id from facility where id = $1 for update", id).fetch_optional(conn).await?;
        }
        Collection::Departments | Collection::Communes | Collection::Tracks => {}
    }
    Ok(())
}

/// The last state of a feature, in the register or not any more; none when that action is not open on it.
pub(super) async fn find_last(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    collection: Collection,
    id: Uuid,
) -> Result<Option<Present>, StoreError> {
    let version = sqlx::query_file_as!(
        VersionRow,
        "sql/find_last_version.sql",
        collection.name(),
        id,
        scope.filter(action)
    )
    .fetch_optional(conn)
    .await?;
    version.map(|row| row.into_state(collection, id)).transpose()
}

/// The present state of a feature; none when it is gone, or when that action is not open on it.
pub(super) async fn find_present(
    conn: &mut PgConnection,
    scope: &Scope,
    action: Action,
    collection: Collection,
    id: Uuid,
) -> Result<Option<Present>, StoreError> {
    let last = find_last(conn, scope, action, collection, id).await?;
    Ok(last.filter(|state| state.stands))
}

/// A row of the versions.
struct VersionRow {
    number: i32,
    department_pcode: Option<String>,
    columns: Json<Map<String, Value>>,
    wkb: Vec<u8>,
    valid_from: Moment,
    stands: bool,
}

impl VersionRow {
    fn into_state(self, collection: Collection, id: Uuid) -> Result<Present, StoreError> {
        Ok(Present {
            id,
            version: self.number,
            department: self.department_pcode,
            columns: self.columns.0,
            geometry: from_wkb(self.wkb, collection.name())?,
            valid_from: self.valid_from,
            stands: self.stands,
        })
    }
}

/// An earlier version of a feature that the caller may see, as it was recorded last.
pub(super) async fn find_version(
    conn: &mut PgConnection,
    collection: Collection,
    id: Uuid,
    number: i32,
) -> Result<Option<Present>, StoreError> {
    let version = sqlx::query_file_as!(VersionRow, "sql/find_version.sql", collection.name(), id, number)
        .fetch_optional(conn)
        .await?;
    version.map(|row| row.into_state(collection, id)).transpose()
}
