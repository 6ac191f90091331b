//! Columns of the register that nobody types: what a survey says of itself, where a feature lies, what it inherits.

use super::read::Draft;
use super::target::Present;
use crate::StoreError;
use crate::geometry::to_wkb;
use geo::Geometry;
use gis_core::{Collection, measure};
use serde_json::{Map, Value, json};
use sqlx::PgConnection;

/// Columns by name, as versions have them.
pub(super) type Columns = Map<String, Value>;

/// What a survey says of the geometry that it enters: its quality, its method, its day. A drawing says nothing.
pub(super) async fn of_survey(conn: &mut PgConnection, draft: &Draft) -> Result<Columns, StoreError> {
    let (Some(upload), Some(grading)) = (draft.upload_id, &draft.grading) else { return Ok(Columns::new()) };
    let surveyed_on = sqlx::query_scalar!(
        "select coalesce(track.started_at::date, upload.recorded_on)
        from upload left join track on track.upload_id = upload.id
        where upload.id = $1",
        upload,
    )
    .fetch_optional(conn)
    .await?
    .flatten();
    Ok(columns(json!({
        "sigma_m": draft.sigma_m.map(to_mm),
        "area_sd_m2": draft.area_sd_m2.map(to_tenth),
        "grade": grading.grade.name(),
        "survey_method": "handheld_gps",
        "surveyed_on": surveyed_on,
        "draft_id": draft.id,
    })))
}

/// What was known of a geometry is not known of another one that somebody draws.
pub(super) fn of_drawing() -> Columns {
    columns(json!({
        "sigma_m": null, "area_sd_m2": null, "grade": null, "survey_method": null, "surveyed_on": null,
        "draft_id": null,
    }))
}

/// What a table wants and nobody said of a new feature.
pub(super) fn of_the_table(collection: Collection) -> Columns {
    columns(match collection {
        Collection::Roads => json!({ "class": "unclassified" }),
        Collection::Facilities => json!({ "attributes": {} }),
        _ => json!({}),
    })
}

/// Where a feature lies: its commune, its market. What lies in none keeps the one that it was said to be of.
pub(super) async fn of_place(
    conn: &mut PgConnection,
    collection: Collection,
    department: &str,
    geometry: &Geometry,
) -> Result<Columns, StoreError> {
    let place = sqlx::query_file!("sql/locate_feature.sql", department, to_wkb(geometry, "a feature")?)
        .fetch_one(conn)
        .await?;
    let (column, place) = match collection {
        Collection::Parcels => ("commune_id", place.commune_id),
        Collection::MarketAssets => ("market_id", place.market_id),
        _ => return Ok(Columns::new()),
    };
    Ok(place.map(|id| (column.to_owned(), json!(id))).into_iter().collect())
}

/// Area and length on the ellipsoid.
pub(super) fn of_measure(geometry: &Geometry) -> Columns {
    let known = |value: f64| if value > 0.0 { json!(value) } else { Value::Null };
    columns(json!({
        "area_m2": known(measure::area(geometry).get()),
        "length_m": known(measure::length(geometry).get()),
    }))
}

/// What parcels leave to those that they become: what all of them have alike, but what is of their very limits. The
/// worst of their accuracies, since the limits are theirs.
pub(super) fn heritage(parents: &[Present]) -> Columns {
    let own = ["nicad", "number", "external_id", "declared_area_m2", "area_sd_m2", "draft_id", "commune_id"];
    let Some((first, others)) = parents.split_first() else { return Columns::new() };
    let mut shared = first.columns.clone();
    shared.retain(|column, value| {
        !own.contains(&column.as_str())
            && others.iter().all(|parent| parent.columns.get(column) == Some(value))
    });
    let sigmas = parents.iter().filter_map(|parent| parent.columns.get("sigma_m")?.as_f64());
    if let Some(worst) = sigmas.reduce(f64::max) {
        shared.insert("sigma_m".to_owned(), json!(worst));
    }
    shared
}

/// Columns that tell where a row came from and what counts it: no version brings others.
const OF_THE_ROW: [&str; 5] = ["created_at", "created_by", "source", "external_id", "number"];

/// What stays whichever version is restored.
pub(super) fn of_the_row(last: &Present) -> Columns {
    let mut columns = last.columns.clone();
    columns.retain(|column, _| OF_THE_ROW.contains(&column.as_str()));
    columns
}

/// What an earlier version brings back.
pub(super) fn restorable(version: &Present) -> Columns {
    let mut columns = version.columns.clone();
    columns.retain(|column, _| !OF_THE_ROW.contains(&column.as_str()));
    columns
}

/// A standard deviation as the register keeps it: whole millimetres, at least one.
pub(super) fn to_mm(sigma_m: f64) -> f64 {
    ((sigma_m * 1e3).round() / 1e3).max(1e-3)
}

fn to_tenth(area_m2: f64) -> f64 {
    (area_m2 * 10.0).round() / 10.0
}

fn columns(value: Value) -> Columns {
    let Value::Object(columns) = value else { unreachable!("columns are an object") };
    columns
}
