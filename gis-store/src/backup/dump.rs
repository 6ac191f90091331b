//! Takes a backup: `pg_dump` and the digests read the same snapshot, side by side, while others go on writing.

use super::archive::{CHUNK, Draft};
use super::digest::digest_tables;
use super::error::BackupError;
use super::manifest::{FORMAT, Manifest, TableDigest};
use super::server::Server;
use super::{Progress, Watcher, must_administer};
use crate::Moment;
use gis_core::Scope;
use sqlx::{Connection, PgConnection};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const NOT_INCLUDED: &str = "Keys that lie in files beside the database, such as the key of personal data: keep a copy \
    of them elsewhere, without it what they encrypt cannot be read again. Programs are not included either.";

/// Writes a backup to a new file, or to a file named by the moment in a folder; says where it is and what it holds.
///
/// # Errors
/// When the file exists, a program of PostgreSQL is missing or fails, or the disk or the database does. Then nothing
/// is left behind.
pub async fn back_up(
    server: &Server,
    scope: &Scope,
    target: &Path,
    watcher: &Watcher,
) -> Result<(PathBuf, Manifest), BackupError> {
    must_administer(scope)?;
    let mut conn = server.connect().await?;
    let mut transaction = conn.begin().await?;
    sqlx::query!("set transaction isolation level repeatable read, read only")
        .execute(&mut *transaction)
        .await?;
    let about = About::read(&mut transaction).await?;
    let path = if target.is_dir() { target.join(about.file_name()) } else { target.to_owned() };
    let draft = Draft::create(&path)?;
    let mut pg_dump = server.command("pg_dump", about.major())?;
    pg_dump.args(["--format=custom", "--no-sync", "--snapshot"]).arg(&about.snapshot);
    let stop = Arc::new(AtomicBool::new(false));
    let dumping = {
        let (stop, watcher) = (Arc::clone(&stop), Arc::clone(watcher));
        tokio::task::spawn_blocking(move || dump(pg_dump, draft, &stop, &watcher))
    };
    let tables = digest_tables(&mut transaction, watcher).await;
    stop.store(tables.is_err(), Ordering::Relaxed);
    let draft = dumping.await.map_err(|_| BackupError::Thread)?;
    let (tables, draft) = (tables?, draft?);
    transaction.rollback().await?;
    conn.close().await?;
    let manifest = about.manifest(scope, tables);
    let finished = tokio::task::spawn_blocking(move || draft.finish(manifest)).await;
    Ok((path, finished.map_err(|_| BackupError::Thread)??))
}

/// The database at the moment of the snapshot.
struct About {
    snapshot: String,
    taken_at: Moment,
    server_version_number: i32,
    server_version: String,
    postgis_version: Option<String>,
    schema_version: Option<i64>,
}

impl About {
    async fn read(conn: &mut PgConnection) -> Result<Self, BackupError> {
        let row = sqlx::query!(
            r#"select
                pg_export_snapshot() as "snapshot!", now() as "taken_at!",
                current_setting('server_version_num')::int as "number!", current_setting('server_version') as "version!",
                (select extversion from pg_extension where extname = 'postgis') as postgis,
                to_regclass('public._sqlx_migrations') is not null as "is_ours!""#
        )
        .fetch_one(&mut *conn)
        .await?;
        let schema_version = if row.is_ours {
            // Unchecked, because this table is sqlx's own and no migration makes it.
            let newest = "select max(version) from _sqlx_migrations where success";
            sqlx::query_scalar(newest).fetch_one(conn).await?
        } else {
            None
        };
        Ok(Self {
            snapshot: row.snapshot,
            taken_at: row.taken_at,
            server_version_number: row.number,
            server_version: row.version,
            postgis_version: row.postgis,
            schema_version,
        })
    }

    fn major(&self) -> u32 {
        self.server_version_number.unsigned_abs() / 10_000
    }

    fn file_name(&self) -> String {
        format!("suuf-{}.zip", self.taken_at.format("%Y-%m-%dT%H-%M-%SZ"))
    }

    fn manifest(self, scope: &Scope, tables: Vec<TableDigest>) -> Manifest {
        Manifest {
            format: FORMAT,
            product_version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: self.schema_version,
            server_version: self.server_version,
            postgis_version: self.postgis_version,
            taken_at: self.taken_at,
            taken_by: scope.actor().to_owned(),
            dump_bytes: 0,
            dump_sha256: String::new(),
            tables,
            not_included: NOT_INCLUDED.to_owned(),
        }
    }
}

/// Lets `pg_dump` write into the draft, until it ends or is no longer wanted.
fn dump(
    mut command: Command,
    mut draft: Draft,
    stop: &AtomicBool,
    watcher: &Watcher,
) -> Result<Draft, BackupError> {
    let mut child = spawn(&mut command, "pg_dump")?;
    let mut output = child.stdout.take().expect("the output is piped");
    let said = listen(&mut child);
    let mut chunk = vec![0; CHUNK];
    let copied = loop {
        match output.read(&mut chunk).map_err(BackupError::io("read", Path::new("the output of pg_dump"))) {
            _ if stop.load(Ordering::Relaxed) => break Err(BackupError::Thread),
            Ok(0) => break Ok(()),
            Ok(count) => match draft.write(&chunk[..count]) {
                Ok(bytes) => watcher(Progress::Dumped { bytes }),
                Err(error) => break Err(error),
            },
            Err(error) => break Err(error),
        }
    };
    if copied.is_err() {
        // It may have ended by itself.
        let _ = child.kill();
    }
    let ended = succeeded(child, said, "pg_dump");
    copied.and(ended).map(|()| draft)
}

/// Starts a program of PostgreSQL with its output piped.
pub(super) fn spawn(command: &mut Command, program: &'static str) -> Result<Child, BackupError> {
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    piped.spawn().map_err(|error| BackupError::Program { program, said: error.to_string() })
}

/// Gathers what a program says, so that it never waits for a reader.
pub(super) fn listen(child: &mut Child) -> std::thread::JoinHandle<String> {
    let mut errors = child.stderr.take().expect("the errors are piped");
    std::thread::spawn(move || {
        let mut said = Vec::new();
        // What could be read is what can be told.
        let _ = errors.read_to_end(&mut said);
        String::from_utf8_lossy(&said).trim().to_owned()
    })
}

/// Waits for the end of a program; an error has its words.
pub(super) fn succeeded(
    mut child: Child,
    said: std::thread::JoinHandle<String>,
    program: &'static str,
) -> Result<(), BackupError> {
    let status = child.wait().map_err(|error| BackupError::Program { program, said: error.to_string() })?;
    let said = said.join().unwrap_or_default();
    if status.success() {
        return Ok(());
    }
    let said = if said.is_empty() { status.to_string() } else { said };
    Err(BackupError::Program { program, said })
}
