//! What changed between two states of an object.

use super::{Version, get_version};
use crate::StoreError;
use crate::geometry::to_wkb;
use gis_core::{Collection, Scope};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

/// An attribute that is not the same in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttributeChange {
    /// Its name.
    pub name: String,
    /// What it was; null when it had no value.
    pub from: Value,
    /// What it became; null when it has no value.
    pub to: Value,
}

/// How far apart two geometries are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GeometryChange {
    /// Area of the second less that of the first, for two areas.
    pub area_difference_m2: Option<f64>,
    /// Area that is in one of them only, for two areas.
    pub symmetric_difference_m2: Option<f64>,
    /// Length of the second less that of the first, for two lines.
    pub length_difference_m: Option<f64>,
    /// Hausdorff distance, taken at the vertices of both.
    pub hausdorff_m: f64,
    /// How far the vertex of the second that moved most is from the nearest vertex of the first.
    pub greatest_shift_m: f64,
}

/// Two states of an object side by side.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The state that is compared with.
    pub from: Version,
    /// The state that is compared.
    pub to: Version,
    /// Attributes that are not the same, by name.
    pub attributes: Vec<AttributeChange>,
    /// How far apart the geometries are; `None` when they are the same, or one has none.
    pub geometry: Option<GeometryChange>,
}

/// Compares two states of an object. `None` when the scope may not see both, or one is not there.
pub async fn compare_versions(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    id: Uuid,
    (from, to): (i32, i32),
) -> Result<Option<Comparison>, StoreError> {
    let Some(from) = get_version(conn, scope, collection, id, from).await? else { return Ok(None) };
    let Some(to) = get_version(conn, scope, collection, id, to).await? else { return Ok(None) };
    let geometry = compare_geometries(conn, &from, &to).await?;
    Ok(Some(Comparison { attributes: compare_attributes(&from, &to), geometry, from, to }))
}

fn compare_attributes(from: &Version, to: &Version) -> Vec<AttributeChange> {
    let names: BTreeSet<_> = from.properties.keys().chain(to.properties.keys()).collect();
    let value = |version: &Version, name: &str| version.properties.get(name).cloned().unwrap_or_default();
    let change =
        |name: &String| AttributeChange { name: name.clone(), from: value(from, name), to: value(to, name) };
    names.into_iter().map(change).filter(|change| change.from != change.to).collect()
}

async fn compare_geometries(
    conn: &mut PgConnection,
    from: &Version,
    to: &Version,
) -> Result<Option<GeometryChange>, StoreError> {
    let (Some(one), Some(other)) = (&from.geometry, &to.geometry) else { return Ok(None) };
    if one == other {
        return Ok(None);
    }
    let change = sqlx::query_file_as!(
        GeometryChange,
        "sql/compare_geometries.sql",
        to_wkb(one, "a version")?,
        to_wkb(other, "a version")?,
        to.summary.department,
    )
    .fetch_one(conn)
    .await?;
    Ok(Some(change))
}
