//! Digests of tables: equal content gives equal digests, in whatever order the rows lie, on whatever machine.

use super::error::BackupError;
use super::manifest::TableDigest;
use super::{Progress, Watcher};
use sqlx::PgConnection;

/// Values become text in one way, whatever the server and the session prefer.
const SETTINGS: &str =
    "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
    set local bytea_output = 'hex'; set local extra_float_digits = 1; set local search_path = public";

/// A table and the statement that digests it.
struct Table {
    name: String,
    statement: String,
}

/// Names of the tables in the database of a connection, those of extensions left out.
pub(super) async fn table_names(conn: &mut PgConnection) -> Result<Vec<String>, BackupError> {
    Ok(list(conn).await?.into_iter().map(|table| table.name).collect())
}

async fn list(conn: &mut PgConnection) -> Result<Vec<Table>, BackupError> {
    Ok(sqlx::query_file_as!(Table, "sql/list_table_digests.sql").fetch_all(conn).await?)
}

/// Digests every table; to be called within a transaction, whose snapshot and settings it uses.
pub(super) async fn digest_tables(
    conn: &mut PgConnection,
    watcher: &Watcher,
) -> Result<Vec<TableDigest>, BackupError> {
    sqlx::raw_sql(SETTINGS).execute(&mut *conn).await?;
    let tables = list(&mut *conn).await?;
    let of_tables = tables.len();
    let mut digests = Vec::with_capacity(of_tables);
    for table in tables {
        // Which tables there are is known at run time only; the names are quoted by PostgreSQL itself.
        let (rows, high, low): (i64, String, String) =
            sqlx::query_as(&table.statement).fetch_one(&mut *conn).await?;
        digests.push(TableDigest {
            table: table.name.clone(),
            rows: rows.unsigned_abs(),
            digest: format!("{:016x}{:016x}", wrapped(&high), wrapped(&low)),
        });
        watcher(Progress::Digested { table: table.name, tables: digests.len(), of_tables });
    }
    Ok(digests)
}

/// A sum of 64-bit numbers as one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the sum is meant modulo 2⁶⁴")]
fn wrapped(sum: &str) -> u64 {
    sum.parse::<i128>().expect("a sum of fewer than 2⁶³ numbers of 64 bits fits 128") as u64
}
