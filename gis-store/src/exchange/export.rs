//! An export from end to end: one statement streams the collection, one thread writes the file.

use super::ExportRequest;
use super::error::ExchangeError;
use super::field::{Output, fields_of};
use super::format::{Format, format_of};
use super::report::ExportReport;
use super::writer::{self, Column, Item, Plan, Step};
use futures_util::TryStreamExt;
use gdal::vector::OGRwkbGeometryType;
use gis_core::collection::Shape;
use gis_core::scope::Action;
use gis_core::{Collection, Scope};
use sqlx::{PgConnection, PgPool};
use std::collections::{BTreeMap, HashSet};
use tokio::sync::mpsc::{self, Sender};

/// Features handed to the writer at once.
const BATCH: usize = 500;

/// Writes a collection, as far as the scope reaches, to a file in the format of its extension.
///
/// # Errors
/// When the format is not known, the file is there and not to be replaced, a shapefile cannot hold the collection,
/// or the disk or the database fails. Then no file is left behind.
pub async fn export(
    pool: &PgPool,
    scope: &Scope,
    request: &ExportRequest,
) -> Result<ExportReport, ExchangeError> {
    let format = format_of(&request.file)?;
    let beside: &[_] = if format.is_drawing { &["csv", "csvt", "prj"] } else { &[] };
    let written = beside.iter().map(|extension| request.file.with_extension(extension));
    let in_the_way = written.chain([request.file.clone()]).find(|path| path.exists());
    if let Some(path) = in_the_way.filter(|_| !request.overwrite) {
        return Err(ExchangeError::Exists { path });
    }
    let mut transaction = pool.begin().await?;
    sqlx::query!("set transaction isolation level repeatable read, read only")
        .execute(&mut *transaction)
        .await?;
    let columns = columns(&mut transaction, scope, request.collection, format).await?;
    let plan = Plan {
        path: request.file.clone(),
        layer: format.layer.unwrap_or(request.collection.name()).to_owned(),
        format,
        geometry_type: geometry_type(&mut transaction, scope, request, format).await?,
        columns,
    };
    let mut report = report(request, &plan);
    let (sender, receiver) = mpsc::channel(4);
    let writing = tokio::task::spawn_blocking(move || writer::write(&plan, receiver));
    let sent = send_features(&mut transaction, scope, request.collection, &sender).await;
    drop(sender);
    // When the writer has failed, that is the reason; the sender only noticed that nobody listens.
    let written = writing.await.map_err(|_| ExchangeError::Thread { path: request.file.clone() })??;
    sent?;
    let written = written.ok_or_else(|| ExchangeError::Thread { path: request.file.clone() })?;
    report.driver = written.driver;
    report.written = written.count;
    report.texts_cut = written.texts_cut;
    report.features_left_out = written.left_out;
    Ok(report)
}

fn report(request: &ExportRequest, plan: &Plan) -> ExportReport {
    let renamed = |column: &&Column| column.name != column.property;
    ExportReport {
        collection: request.collection.name().to_owned(),
        file: request.file.display().to_string(),
        renamed: plan
            .columns
            .iter()
            .filter(renamed)
            .map(|column| (column.property.clone(), column.name.clone()))
            .collect(),
        ..ExportReport::default()
    }
}

async fn send_features(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    sender: &Sender<Step>,
) -> Result<(), ExchangeError> {
    let mut rows =
        sqlx::query_file!("sql/export_features.sql", collection.name(), scope.filter(collection.seen_by()))
            .fetch(conn);
    let mut items = Vec::with_capacity(BATCH);
    while let Some(row) = rows.try_next().await? {
        items.push(Item { id: row.id, wkb: row.wkb, properties: row.properties });
        if items.len() == BATCH && sender.send(Step::Items(std::mem::take(&mut items))).await.is_err() {
            return Ok(());
        }
    }
    // When nobody listens any more, the writer says why.
    let _ = sender.send(Step::Items(items)).await;
    let _ = sender.send(Step::End).await;
    Ok(())
}

async fn columns(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    format: &Format,
) -> Result<Vec<Column>, ExchangeError> {
    let mut columns: Vec<Column> = fields_of(collection)
        .iter()
        .map(|field| Column {
            property: field.name.to_owned(),
            name: if format.is_shapefile { field.short } else { field.name }.to_owned(),
            output: field.output(),
        })
        .collect();
    if collection == Collection::Facilities {
        for (key, output) in attribute_keys(conn, scope).await? {
            if columns.iter().all(|column| !column.property.eq_ignore_ascii_case(&key)) {
                let taken: HashSet<_> = columns.iter().map(|column| column.name.to_lowercase()).collect();
                let name = if format.is_shapefile { shortened(&key, &taken) } else { key.clone() };
                columns.push(Column { property: key, name, output });
            }
        }
    }
    Ok(columns)
}

/// At most ten bytes of a name, made different from the others by a number.
fn shortened(name: &str, taken: &HashSet<String>) -> String {
    let cut = |bytes: usize| &name[..name.floor_char_boundary(bytes)];
    let mut short = cut(10).to_owned();
    let mut number = 1;
    while taken.contains(&short.to_lowercase()) {
        let ending = format!("_{number}");
        short = format!("{}{ending}", cut(10 - ending.len()));
        number += 1;
    }
    short
}

/// The attributes that facilities have, each with the type that holds all of its values.
async fn attribute_keys(
    conn: &mut PgConnection,
    scope: &Scope,
) -> Result<BTreeMap<String, Output>, ExchangeError> {
    let rows = sqlx::query_file!("sql/facility_attributes.sql", scope.filter(Action::SeeRegister))
        .fetch_all(conn)
        .await?;
    let output = |is_number, is_whole| match (is_number, is_whole) {
        (true, true) => Output::Whole,
        (true, false) => Output::Real,
        (false, _) => Output::Text,
    };
    Ok(rows.into_iter().map(|row| (row.key, output(row.is_number, row.is_whole))).collect())
}

async fn geometry_type(
    conn: &mut PgConnection,
    scope: &Scope,
    request: &ExportRequest,
    format: &Format,
) -> Result<OGRwkbGeometryType::Type, ExchangeError> {
    match request.collection.shape() {
        Shape::Area => return Ok(OGRwkbGeometryType::wkbMultiPolygon),
        Shape::Line => return Ok(OGRwkbGeometryType::wkbMultiLineString),
        Shape::PointOrArea | Shape::Any if !format.is_shapefile => return Ok(OGRwkbGeometryType::wkbUnknown),
        Shape::PointOrArea | Shape::Any => {}
    }
    let kinds = sqlx::query_scalar!(
        r#"select distinct replace(st_geometrytype(geometry), 'ST_', '') as "kind!" from map_feature
        where layer = $1 and ($2::text[] is null or department_pcode = any ($2)) and geometry is not null
        order by 1"#,
        request.collection.name(),
        scope.filter(request.collection.seen_by()),
    )
    .fetch_all(conn)
    .await?;
    let all = |known: &[&str]| kinds.iter().all(|kind| known.contains(&kind.as_str()));
    if all(&["Point"]) {
        Ok(OGRwkbGeometryType::wkbPoint)
    } else if all(&["Polygon", "MultiPolygon"]) {
        Ok(OGRwkbGeometryType::wkbPolygon)
    } else if all(&["LineString", "MultiLineString"]) {
        Ok(OGRwkbGeometryType::wkbLineString)
    } else if all(&["MultiPoint"]) {
        Ok(OGRwkbGeometryType::wkbMultiPoint)
    } else {
        Err(ExchangeError::MixedGeometry {
            path: request.file.clone(),
            collection: request.collection,
            kinds,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;
    use std::collections::HashSet;

    #[test]
    fn long_names_are_cut_to_ten_bytes_and_kept_apart() {
        let mut taken = HashSet::new();
        for (name, short) in [
            ("beds", "beds"),
            ("nombre_de_lits", "nombre_de_"),
            ("nombre_de_salles", "nombre_d_1"),
            ("équipement", "équipemen"),
        ] {
            let found = shortened(name, &taken);
            assert_eq!(found, short);
            taken.insert(found.to_lowercase());
        }
    }
}
