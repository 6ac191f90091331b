//! The states that one object had.

use crate::geometry::from_wkb;
use crate::{Moment, StoreError};
use geo::Geometry;
use gis_core::Collection;
use gis_core::scope::{Action, Scope};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// One state of an object: who made it, and when it was true and known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionSummary {
    /// Counts the states of the object from 1.
    pub number: i32,
    /// P-code of the department that kept it.
    pub department: Option<String>,
    /// From when on it was true.
    pub valid_from: Moment,
    /// Until when; `None`: until further notice.
    pub valid_until: Option<Moment>,
    /// Since when it is known.
    pub recorded_from: Moment,
    /// Until when it was taken for true; `None`: still.
    pub recorded_until: Option<Moment>,
    /// Who recorded it.
    pub actor: String,
    /// Why, if that was said.
    pub reason: Option<String>,
    /// The draft whose approval it was.
    pub draft_id: Option<Uuid>,
}

/// A state of an object with all that it says.
#[derive(Debug, Clone)]
pub struct Version {
    /// Who, when, why.
    pub summary: VersionSummary,
    /// The columns of its table, as [`crate::register::write_object`] takes them to restore it.
    pub columns: Map<String, Value>,
    /// Its geometry.
    pub geometry: Option<Geometry>,
    /// The same as GeoJSON.
    pub geojson: Option<Box<RawValue>>,
    /// West, south, east, north of the geometry.
    pub bbox_deg: Option<Vec<f64>>,
    /// Attributes that have a value, as features show them.
    pub properties: Map<String, Value>,
}

/// All states of an object, the first one first. Empty when there are none that the scope may see.
pub async fn list_versions(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    id: Uuid,
) -> Result<Vec<VersionSummary>, StoreError> {
    let versions = sqlx::query_file_as!(
        VersionSummary,
        "sql/list_versions.sql",
        collection.name(),
        id,
        scope.filter(Action::SeeHistory),
    )
    .fetch_all(conn)
    .await?;
    Ok(versions)
}

/// One state of an object, if the scope may see it.
pub async fn get_version(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    id: Uuid,
    number: i32,
) -> Result<Option<Version>, StoreError> {
    let summaries = list_versions(conn, scope, collection, id).await?;
    let Some(summary) = summaries.into_iter().find(|summary| summary.number == number) else {
        return Ok(None);
    };
    let found = sqlx::query_file!(
        "sql/get_version.sql",
        collection.name(),
        id,
        number,
        scope.filter(Action::SeeHistory),
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(Version {
        summary,
        columns: row.columns.0,
        geometry: row.wkb.map(|wkb| from_wkb(wkb, "a version")).transpose()?,
        geojson: row.geojson.map(|geojson| geojson.0),
        bbox_deg: row.bbox_deg,
        properties: row.properties.0,
    }))
}
