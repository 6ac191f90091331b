//! Restores a backup and proves it: what is in the database afterwards is held against the manifest, table by table.

use super::archive::Archive;
use super::digest::{digest_tables, table_names};
use super::dump::{listen, spawn, succeeded};
use super::error::BackupError;
use super::fence::Fence;
use super::manifest::{Difference, Manifest};
use super::server::Server;
use super::{Progress, Watcher, must_administer};
use crate::pool::migrations;
use gis_core::Scope;
use sqlx::{Connection, PgConnection};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// What a restoration did.
#[derive(Debug, Clone)]
pub struct Restored {
    /// What the backup holds, and now the database.
    pub manifest: Manifest,
    /// The name under which the database that was there before is kept.
    pub replaced: Option<String>,
}

/// Restores a backup into an empty database, or, to replace one that is not, beside it, and changes their names when
/// what was restored is proved to be right.
///
/// # Errors
/// When the backup is damaged or too new, the database is not empty (without `replace`) or in use (with it), a
/// program of PostgreSQL fails, or a table is not as the backup states.
pub async fn restore(
    server: &Server,
    scope: &Scope,
    file: &Path,
    replace: bool,
    watcher: &Watcher,
) -> Result<Restored, BackupError> {
    must_administer(scope)?;
    let archive = checked(file, watcher).await?;
    let mut conn = server.connect().await?;
    must_understand(&mut conn, file, &archive.manifest).await?;
    let tables = table_names(&mut conn).await?.len();
    if tables == 0 {
        conn.close().await?;
        fill(server, &archive, watcher).await?;
        return Ok(Restored { manifest: archive.manifest, replaced: None });
    }
    if !replace {
        return Err(BackupError::NotEmpty { tables });
    }
    let scratch = Scratch::create(&mut conn, server, "suuf_restored").await?;
    let replaced = async {
        let fence = Fence::raise(conn, server).await?;
        fill(&scratch.0, &archive, watcher).await?;
        fence.replace_by(&scratch.0).await
    };
    match replaced.await {
        Ok(replaced) => Ok(Restored { manifest: archive.manifest, replaced: Some(replaced) }),
        Err(error) => {
            scratch.remove().await?;
            Err(error)
        }
    }
}

/// Restores a backup into a database of its own, says which tables are not as they were, and removes it again.
///
/// # Errors
/// When the backup is damaged or too new, or a program of PostgreSQL fails.
pub async fn verify(
    server: &Server,
    scope: &Scope,
    file: &Path,
    watcher: &Watcher,
) -> Result<(Manifest, Vec<Difference>), BackupError> {
    must_administer(scope)?;
    let archive = checked(file, watcher).await?;
    let mut conn = server.connect().await?;
    must_understand(&mut conn, file, &archive.manifest).await?;
    let scratch = Scratch::create(&mut conn, server, "suuf_verified").await?;
    conn.close().await?;
    let found = restore_into(&scratch.0, &archive, watcher).await;
    scratch.remove().await?;
    Ok((archive.manifest, found?))
}

/// A backup whose every byte is as it was written.
async fn checked(file: &Path, watcher: &Watcher) -> Result<Archive, BackupError> {
    let (file, watcher) = (file.to_owned(), Arc::clone(watcher));
    let checking = tokio::task::spawn_blocking(move || {
        let archive = Archive::open(&file)?;
        let of_bytes = archive.manifest.dump_bytes;
        archive.check(|bytes| watcher(Progress::Checked { bytes, of_bytes }))?;
        Ok(archive)
    });
    checking.await.map_err(|_| BackupError::Thread)?
}

async fn must_understand(
    conn: &mut PgConnection,
    file: &Path,
    manifest: &Manifest,
) -> Result<(), BackupError> {
    let too_new = |what, found: String, ours: String| {
        Err(BackupError::TooNew { path: file.to_owned(), what, found, ours })
    };
    let newest = migrations().into_iter().max().unwrap_or_default();
    if let Some(found) = manifest.schema_version.filter(|found| *found > newest) {
        return too_new("a Suuf of schema", found.to_string(), newest.to_string());
    }
    let ours = sqlx::query_scalar!(r#"select current_setting('server_version') as "version!""#)
        .fetch_one(conn)
        .await?;
    if major(&manifest.server_version) > major(&ours) {
        return too_new("PostgreSQL", manifest.server_version.clone(), ours);
    }
    Ok(())
}

/// `15.14 (Debian …)` is 15.
fn major(version: &str) -> u32 {
    version.split(|c: char| !c.is_ascii_digit()).next().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Restores, compares, and makes the database fit to be worked with.
async fn fill(server: &Server, archive: &Archive, watcher: &Watcher) -> Result<(), BackupError> {
    let differences = restore_into(server, archive, watcher).await?;
    if !differences.is_empty() {
        let names = differences.iter().map(ToString::to_string).collect();
        return Err(BackupError::Differs { names });
    }
    let mut conn = server.connect().await?;
    // Numbers of transactions of another cluster may lie in this one's future, where followers would see them as news.
    sqlx::query!("update change set transaction_id = pg_current_xact_id()").execute(&mut conn).await?;
    sqlx::query!("analyze").execute(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

async fn restore_into(
    server: &Server,
    archive: &Archive,
    watcher: &Watcher,
) -> Result<Vec<Difference>, BackupError> {
    if archive.manifest.postgis_version.is_some() {
        // It may not be in the dump: pg_dump takes what a cluster was made with for part of PostgreSQL.
        let mut conn = server.connect().await?;
        sqlx::query!("create extension if not exists postgis").execute(&mut conn).await?;
        conn.close().await?;
    }
    let mut command = server.command("pg_restore", major(&archive.manifest.server_version))?;
    command.args(["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]);
    let feeding = {
        let (archive, watcher) = (archive.clone(), Arc::clone(watcher));
        tokio::task::spawn_blocking(move || feed(command, &archive, &watcher))
    };
    feeding.await.map_err(|_| BackupError::Thread)??;
    let mut conn = server.connect().await?;
    let mut transaction = conn.begin().await?;
    let found = digest_tables(&mut transaction, watcher).await?;
    transaction.rollback().await?;
    conn.close().await?;
    Ok(archive.manifest.differences(&found))
}

/// Lets `pg_restore` read the dump.
fn feed(mut command: Command, archive: &Archive, watcher: &Watcher) -> Result<(), BackupError> {
    command.stdin(Stdio::piped());
    let mut child = spawn(&mut command, "pg_restore")?;
    let mut input = child.stdin.take().expect("the input is piped");
    let said = listen(&mut child);
    let of_bytes = archive.manifest.dump_bytes;
    let read = archive.read_dump(|chunk, bytes| {
        watcher(Progress::Restored { bytes, of_bytes });
        // A program that ended early says why itself.
        input.write_all(chunk).is_ok()
    });
    drop(input);
    let ended = succeeded(child, said, "pg_restore");
    read.and(ended)
}

/// A new database beside the one that is meant.
struct Scratch(Server, Server);

impl Scratch {
    async fn create(conn: &mut PgConnection, server: &Server, prefix: &str) -> Result<Self, BackupError> {
        let name = format!("{prefix}_{}", uuid::Uuid::now_v7().simple());
        let statement = format!("create database {name} template template0 encoding 'UTF8'");
        sqlx::query(&statement).execute(conn).await?;
        Ok(Self(server.with_database(&name), server.clone()))
    }

    async fn remove(self) -> Result<(), BackupError> {
        let mut conn = self.1.connect().await?;
        let statement = format!("drop database {} with (force)", self.0.database());
        sqlx::query(&statement).execute(&mut conn).await?;
        conn.close().await?;
        Ok(())
    }
}
