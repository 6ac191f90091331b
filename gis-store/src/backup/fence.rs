//! Replacing a database by another without losing what somebody writes meanwhile: nobody can.
//!
//! As long as the other one is being filled, all tables are locked against writing; the locks go with the process,
//! however it ends. For the moment of the change itself the database takes no connections.

use super::digest::table_names;
use super::error::BackupError;
use super::server::Server;
use sqlx::{Connection, PgConnection};

/// The database from which others are renamed; every server has it.
const MAINTENANCE: &str = "postgres";

/// A database that nobody else uses and nobody can write to.
pub(super) struct Fence<'a> {
    server: &'a Server,
    holder: PgConnection,
    pid: i32,
}

impl<'a> Fence<'a> {
    /// Locks the tables of a database that nobody else uses.
    pub(super) async fn raise(mut holder: PgConnection, server: &'a Server) -> Result<Self, BackupError> {
        let pid = sqlx::query_scalar!(r#"select pg_backend_pid() as "pid!""#).fetch_one(&mut holder).await?;
        must_be_unused(&mut holder, server, pid).await?;
        let tables = table_names(&mut holder).await?.join(", ");
        sqlx::query("begin").execute(&mut holder).await?;
        sqlx::query!("set local idle_in_transaction_session_timeout = 0").execute(&mut holder).await?;
        // Readers may go on; PostgreSQL itself quoted the names.
        sqlx::query(&format!("lock table {tables} in exclusive mode")).execute(&mut holder).await?;
        must_be_unused(&mut holder, server, pid).await?;
        Ok(Self { server, holder, pid })
    }

    /// Puts another database in the place of this one, which gets the name that is returned.
    ///
    /// # Errors
    /// When somebody has come to use it meanwhile. Then everything is as it was.
    pub(super) async fn replace_by(self, other: &Server) -> Result<String, BackupError> {
        let (database, restored) = (self.server.database(), other.database());
        let kept = format!("suuf_replaced_{}", uuid::Uuid::now_v7().simple());
        let mut conn = self.server.with_database(MAINTENANCE).connect().await?;
        allow_connections(&mut conn, &database, false).await?;
        let left = async {
            must_be_unused(&mut conn, self.server, self.pid).await?;
            self.holder.close().await?;
            rename(&mut conn, &database, &kept).await
        };
        if let Err(error) = left.await {
            allow_connections(&mut conn, &database, true).await?;
            return Err(error);
        }
        let taken = rename(&mut conn, &restored, &database).await;
        if taken.is_err() {
            rename(&mut conn, &kept, &database).await?;
        }
        allow_connections(&mut conn, if taken.is_ok() { &kept } else { &database }, true).await?;
        conn.close().await?;
        taken.map(|()| kept)
    }
}

/// Refuses while others than the holder of the locks are connected.
async fn must_be_unused(conn: &mut PgConnection, server: &Server, holder: i32) -> Result<(), BackupError> {
    let sessions = sqlx::query_scalar!(
        r#"select count(*) as "count!" from pg_stat_activity
        where datname = $1 and pid <> $2 and backend_type = 'client backend'"#,
        server.database(),
        holder,
    )
    .fetch_one(conn)
    .await?;
    if sessions > 0 {
        return Err(BackupError::InUse { database: server.database(), sessions });
    }
    Ok(())
}

async fn allow_connections(
    conn: &mut PgConnection,
    database: &str,
    allowed: bool,
) -> Result<(), BackupError> {
    let statement = format!("alter database {} allow_connections {allowed}", quoted(database));
    sqlx::query(&statement).execute(conn).await?;
    Ok(())
}

async fn rename(conn: &mut PgConnection, from: &str, to: &str) -> Result<(), BackupError> {
    let statement = format!("alter database {} rename to {}", quoted(from), quoted(to));
    sqlx::query(&statement).execute(conn).await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
