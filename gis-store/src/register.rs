//! Objects of the register whatever their table: parcels, roads, markets, their assets, facilities and what follows.
//!
//! Edits, splits, merges, new surveys and restored versions all write in the one way that stands here. A table becomes
//! one of the register by a line `select keep_versions_of('table', 'layer')` in a migration.

use crate::{StoreError, geometry::to_wkb};
use geo::Geometry;
use gis_core::Collection;
use gis_core::scope::{Action, Scope};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use uuid::Uuid;

/// What an object shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Which collection of the register it belongs to.
    pub collection: Collection,
    /// Identifier: of an object that is there, that was there, or of a new one.
    pub id: Uuid,
    /// P-code of the department that keeps it.
    pub department: String,
    /// All columns of its table as JSON but `id`, `version`, `department_pcode` and `geometry`, as versions have them:
    /// what is not named becomes null.
    pub columns: Map<String, Value>,
    /// Geometry in EPSG:4326, of the type of its table's column, if that has one.
    pub geometry: Option<Geometry>,
}

/// Writes an object, whether it is there or not, and tells its version: the next one, or the same when nothing
/// changed. `None` when the scope may not review in the department that keeps it now or shall keep it.
///
/// The transaction is one of [`crate::act::begin`].
///
/// # Errors
/// When the database fails or refuses: a collection whose versions are not kept, a value or a geometry that its table
/// does not take.
pub async fn write_object(
    conn: &mut PgConnection,
    scope: &Scope,
    object: &Object,
) -> Result<Option<i32>, StoreError> {
    if !scope.may(Action::Review, &object.department) {
        return Ok(None);
    }
    let geometry = object.geometry.as_ref().map(|geometry| to_wkb(geometry, "an object")).transpose()?;
    let version = sqlx::query_scalar!(
        "select write_object($1, $2, $3, $4, st_geomfromwkb($5, 4326), $6)",
        object.collection.name(),
        object.id,
        object.department,
        Value::Object(object.columns.clone()),
        geometry,
        scope.filter(Action::Review),
    )
    .fetch_one(conn)
    .await?;
    Ok(version)
}

/// Ends the validity of an object: it leaves the present, and its versions stay. Tells whether it was there, in a
/// department where the scope may review.
///
/// The transaction is one of [`crate::act::begin`].
pub async fn retire_object(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    id: Uuid,
) -> Result<bool, StoreError> {
    let pcodes = scope.filter(Action::Review);
    let found =
        sqlx::query_scalar!(r#"select retire_object($1, $2, $3) as "found!""#, collection.name(), id, pcodes)
            .fetch_one(conn)
            .await?;
    Ok(found)
}
