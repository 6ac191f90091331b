//! Many features at once: copied into a passing table as fast as PostgreSQL takes rows, then moved by one statement.
//!
//! The passing table is called as its pattern `staged_feature` of the schema and hides it within the transaction, so
//! that the statements which read it are checked against the schema like all others.

use crate::StoreError;
use gis_core::{Collection, Scope};
use serde_json::{Map, Value as Json};
use sqlx::PgConnection;
use uuid::Uuid;

/// What every file of PostgreSQL's binary COPY begins with: its signature, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What it ends with.
const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();
/// Columns of a row.
const COLUMNS: [u8; 2] = 6_i16.to_be_bytes();
/// Bytes that are sent at once.
const CHUNK_BYTES: usize = 1 << 18;
/// A feature to insert or update.
#[derive(Debug)]
pub(crate) struct Staged<'a> {
    pub id: Uuid,
    pub department: &'a str,
    pub external_id: Option<&'a str>,
    /// Well-known binary in EPSG:4326.
    pub wkb: &'a [u8],
    /// m² or m.
    pub measure: Option<f64>,
    /// Further columns of the table, by name.
    pub columns: &'a Map<String, Json>,
}

/// Makes the passing table of a transaction.
pub(crate) async fn begin(conn: &mut PgConnection) -> Result<(), StoreError> {
    let statement = "create temporary table staged_feature (like public.staged_feature) on commit drop";
    // Unchecked, because it would be taken for a change of the schema.
    sqlx::query(statement).execute(conn).await?;
    Ok(())
}

/// Puts rows into the passing table, in the place of those that were there.
async fn stage(conn: &mut PgConnection, rows: impl Iterator<Item = Staged<'_>>) -> Result<(), StoreError> {
    // The schema is named, so that without a passing table this fails.
    sqlx::query("truncate pg_temp.staged_feature").execute(&mut *conn).await?;
    let statement = "copy pg_temp.staged_feature from stdin (format binary)";
    let mut copy = conn.copy_in_raw(statement).await?;
    let mut buffer = HEADER.to_vec();
    for row in rows {
        put_row(&mut buffer, &row);
        if buffer.len() > CHUNK_BYTES {
            copy.send(buffer.as_slice()).await?;
            buffer.clear();
        }
    }
    buffer.extend(TRAILER);
    copy.send(buffer.as_slice()).await?;
    copy.finish().await?;
    Ok(())
}

fn put_row(buffer: &mut Vec<u8>, row: &Staged<'_>) {
    let columns = serde_json::to_vec(row.columns).expect("a map of JSON is JSON");
    let measure = row.measure.map(f64::to_be_bytes);
    buffer.extend(COLUMNS);
    put(buffer, Some(&[row.id.as_bytes()]));
    put(buffer, Some(&[row.department.as_bytes()]));
    put(buffer, row.external_id.map(|text| [text.as_bytes()]).as_ref().map(<[_; 1]>::as_slice));
    put(buffer, Some(&[row.wkb]));
    put(buffer, measure.as_ref().map(|bytes| [bytes.as_slice()]).as_ref().map(<[_; 1]>::as_slice));
    // `jsonb` is preceded by the version of its form.
    put(buffer, Some(&[&[1], &columns]));
}

/// A field of a row, in parts, or null.
fn put(buffer: &mut Vec<u8>, parts: Option<&[&[u8]]>) {
    let length =
        parts.map_or(Ok(-1), |parts| i32::try_from(parts.iter().map(|part| part.len()).sum::<usize>()));
    buffer.extend(length.expect("a field is shorter than 2 GB").to_be_bytes());
    for part in parts.unwrap_or_default() {
        buffer.extend(*part);
    }
}

/// Inserts features into the table of a collection and says how many; `source` is how they came in.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    scope: &Scope,
    collection: Collection,
    source: &str,
    rows: impl Iterator<Item = Staged<'_>>,
) -> Result<u64, StoreError> {
    stage(conn, rows).await?;
    macro_rules! execute {
        ($file:literal) => {
            sqlx::query_file!($file, source, scope.actor()).execute(conn).await?.rows_affected()
        };
    }
    Ok(match collection {
        Collection::Parcels => execute!("sql/insert_parcel.sql"),
        Collection::Roads => execute!("sql/insert_road.sql"),
        Collection::Markets => execute!("sql/insert_market.sql"),
        Collection::MarketAssets => execute!("sql/insert_market_asset.sql"),
        Collection::Facilities => execute!("sql/insert_facility.sql"),
        Collection::Departments | Collection::Communes | Collection::Tracks => 0,
    })
}

/// Updates those features of a collection that differ and says how many.
pub(crate) async fn update(
    conn: &mut PgConnection,
    _scope: &Scope,
    collection: Collection,
    rows: impl Iterator<Item = Staged<'_>>,
) -> Result<u64, StoreError> {
    stage(conn, rows).await?;
    macro_rules! execute {
        ($file:literal) => {
            sqlx::query_file!($file).fetch_all(conn).await?.len() as u64
        };
    }
    Ok(match collection {
        Collection::Parcels => execute!("sql/update_parcel.sql"),
        Collection::Roads => execute!("sql/update_road.sql"),
        Collection::Markets => execute!("sql/update_market.sql"),
        Collection::MarketAssets => execute!("sql/update_market_asset.sql"),
        Collection::Facilities => execute!("sql/update_facility.sql"),
        Collection::Departments | Collection::Communes | Collection::Tracks => 0,
    })
}
