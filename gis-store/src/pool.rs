//! Connections and the schema.

use crate::StoreError;
use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use std::time::Duration;

/// The migrations, embedded so that the program needs no file beside it.
static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// A worker, a feed follower, a bulk import and a few requests at once; PostgreSQL itself allows 100.
pub const MAX_CONNECTIONS: u32 = 16;

/// Long enough for a database that is just recovering, short enough to tell a person.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(20);

/// Opens connections to a database, for work that takes as long as it takes: loads, checks, backups, surveys. Its
/// statements are not told of as slow.
pub async fn connect(options: PgConnectOptions) -> Result<PgPool, StoreError> {
    open(options.disable_statement_logging()).await
}

/// Opens connections to a database, for work that somebody waits for: a statement that takes longer is cut off, see
/// [`StoreError::is_cut_off`].
pub async fn connect_bounded(options: PgConnectOptions, longest: Duration) -> Result<PgPool, StoreError> {
    open(options.options([("statement_timeout", longest.as_millis().to_string())])).await
}

async fn open(options: PgConnectOptions) -> Result<PgPool, StoreError> {
    let options = options.application_name("suuf");
    let pool = PgPoolOptions::new()
        .max_connections(MAX_CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(options)
        .await?;
    Ok(pool)
}

/// Brings the schema up to date and adds up the counts of the change feed; several programs may do so at once.
pub async fn migrate(pool: &PgPool) -> Result<(), StoreError> {
    MIGRATOR.run(pool).await?;
    sqlx::query_file!("sql/add_up_counts.sql").execute(pool).await?;
    Ok(())
}

/// A connection lent by the pool.
pub type PoolConnection = sqlx::pool::PoolConnection<sqlx::Postgres>;

/// Borrows a connection.
pub async fn acquire(pool: &PgPool) -> Result<PoolConnection, StoreError> {
    Ok(pool.acquire().await?)
}

/// Whether the database answers.
pub async fn ping(pool: &PgPool) -> Result<(), StoreError> {
    sqlx::query!(r#"select 1 as "one!""#).fetch_one(pool).await?;
    Ok(())
}

/// Versions of the migrations that this program brings along.
#[must_use]
pub fn migrations() -> Vec<i64> {
    MIGRATOR.iter().map(|migration| migration.version).collect()
}
