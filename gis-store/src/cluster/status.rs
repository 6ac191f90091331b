//! What can be known of a data directory's cluster without starting, stopping or changing anything.

use super::account::{Account, user_name};
use super::error::ClusterError;
use super::installation::Installation;
use super::layout::{Layout, PORT};
use super::postmaster;
use super::{DATABASE, ROLE};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The state of one data directory.
#[derive(Debug, Clone)]
pub struct Status {
    /// The directory, absolute and without links.
    pub data_dir: PathBuf,
    /// Who owns the cluster's folder, or the data directory when there is no cluster yet.
    pub owner: String,
    /// The user that PostgreSQL runs as when this program starts it.
    pub runs_as: String,
    /// The major version that made the cluster; `None` when there is none.
    pub major: Option<String>,
    /// The server's process, when it runs.
    pub pid: Option<u32>,
    /// Whether the server accepts connections.
    pub answers: bool,
    /// Whether `suuf db start` asked that it outlives its users.
    pub keeps_running: bool,
    /// The programs that use it now.
    pub users: Vec<User>,
    /// Whether pages carry checksums; `None` when that could not be found out.
    pub has_checksums: Option<bool>,
    /// Free space on its disk, in bytes.
    pub free_bytes: Option<u64>,
    /// Whether this program may write there.
    pub is_writable: bool,
    socket_dir: PathBuf,
}

/// A program that uses the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its process.
    pub pid: u32,
    /// Its command line, empty when it cannot be seen.
    pub command: String,
}

impl Status {
    /// How to reach the server, when it answers.
    #[must_use]
    pub fn connect_options(&self) -> Option<PgConnectOptions> {
        let options = PgConnectOptions::new_without_pgpass()
            .socket(&self.socket_dir)
            .port(PORT)
            .username(ROLE)
            .database(DATABASE)
            .ssl_mode(PgSslMode::Disable);
        self.answers.then_some(options)
    }
}

/// Looks at a data directory. Blocks for some milliseconds.
///
/// # Errors
/// When there is no such directory, or we are root and have no account to drop to.
pub fn status(data_dir: impl AsRef<Path>) -> Result<Status, ClusterError> {
    let account = Account::current()?;
    let layout = Layout::existing(data_dir.as_ref())?;
    let pgdata = layout.pgdata();
    let major = fs::read_to_string(pgdata.join("PG_VERSION")).ok().map(|text| text.trim().to_owned());
    let folder = if major.is_some() { &pgdata } else { &layout.data_dir };
    let owner = fs::metadata(folder).map_err(ClusterError::folder("look at", folder))?.uid();
    Ok(Status {
        owner: user_name(owner),
        runs_as: account.name.clone(),
        pid: postmaster::find(&layout, &account).map(|found| found.pid),
        answers: postmaster::answers(&layout),
        keeps_running: layout.keep_running().exists(),
        users: users(&layout.data_dir.join("users.lock")),
        has_checksums: major.is_some().then(|| has_checksums(&layout, &account)).flatten(),
        free_bytes: layout.free_bytes(),
        is_writable: rustix::fs::access(&layout.data_dir, rustix::fs::Access::WRITE_OK).is_ok(),
        major,
        socket_dir: layout.socket_dir,
        data_dir: layout.data_dir,
    })
}

/// The holders of a lock by `/proc/locks`, whose lines read
/// `7: FLOCK  ADVISORY  READ 4711 fe:00:131090 0 EOF` (process, device and inode).
fn users(lock: &Path) -> Vec<User> {
    let Ok(found) = fs::metadata(lock) else { return Vec::new() };
    let inode = format!(":{}", found.ino());
    let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
    let mut users = Vec::new();
    for line in locks.lines() {
        let fields: Vec<_> = line.split_whitespace().collect();
        let [_, "FLOCK", _, "READ", pid, place, ..] = fields[..] else { continue };
        let Some(pid) = pid.parse().ok().filter(|_| place.ends_with(&inode)) else { continue };
        users.push(User { pid, command: command_line(pid) });
    }
    users.dedup();
    users
}

fn command_line(pid: u32) -> String {
    let bytes = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&bytes).replace('\0', " ").trim_end().to_owned()
}

/// Asks `pg_controldata`, which needs no running server.
fn has_checksums(layout: &Layout, account: &Account) -> Option<bool> {
    let server = Installation::for_cluster(&layout.pgdata()).ok()?;
    let mut command = account.command(&server.bin.join("pg_controldata"), &layout.data_dir);
    let output = command.args(["-D", "postgres"]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| line.starts_with("Data page checksum version"))?;
    Some(line.rsplit(' ').next()? != "0")
}
