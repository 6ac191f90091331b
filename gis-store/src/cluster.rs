//! The private PostgreSQL cluster: real PostGIS with nothing to administer.
//!
//! [`Cluster::open`] makes what is missing in the data directory, starts the server or adopts the one that
//! runs, and the last program that ends stops it. In the data directory lie `postgres` (the cluster),
//! `run` (its socket), `postgres.log`, and three small files by which programs agree:
//!
//! - `start.lock`: held by whoever starts or stops the server, while it does. All the rest happens under it,
//!   so a stopping last user and a starting new one never meet.
//! - `users.lock`: held, shared, by every program that uses the cluster, until it ends in whatever way: the
//!   kernel lets go of it even after `kill -9`.
//! - `keep-running`: its presence says that the server outlives its users (`suuf db start`).
//!
//! Invariants: there is no network port; a committed row survives `kill -9` of anything; the folder
//! `postgres` is a complete cluster or absent.

mod account;
mod create;
mod error;
mod installation;
mod layout;
mod postmaster;
mod processes;
mod programs;
mod status;

pub use error::ClusterError;
pub use installation::Installation;
pub use programs::ClientPrograms;
pub use status::{Status, User, status};

use account::Account;
use layout::{Layout, PORT};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::fmt::Write as _;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The database that every cluster has from the start.
const DATABASE: &str = "suuf";
/// The role that owns everything; whoever can reach the socket is trusted to be it.
const ROLE: &str = "postgres";

/// A running cluster, kept running as long as this value lives.
///
/// Dropping it stops the server if nobody else uses it (and [`Cluster::keep_running`] was not asked for),
/// which takes some tenths of a second and blocks; close connection pools first.
#[derive(Debug)]
pub struct Cluster {
    layout: Layout,
    account: Account,
    server: Installation,
    /// `None` once released.
    users: Option<File>,
    was_running: bool,
}

impl Cluster {
    /// Makes, starts or adopts the cluster of a data directory.
    ///
    /// Blocks: about two seconds the first time, some tenths of a second later, and as long as another
    /// program is starting or stopping it. Async code calls [`Cluster::open_async`].
    ///
    /// # Errors
    /// When PostgreSQL or PostGIS is missing, the folder cannot be used, or the server does not start.
    pub fn open(data_dir: impl AsRef<Path>) -> Result<Self, ClusterError> {
        let account = Account::current()?;
        let layout = Layout::prepare(data_dir.as_ref(), &account)?;
        let start_lock = locked(layout.start_lock()?, &layout)?;
        let users = layout.users_lock()?;
        users.lock_shared().map_err(ClusterError::folder("lock users.lock in", &layout.data_dir))?;
        let server = create::ensure_created(&layout, &account)?;
        let was_running = !postmaster::ensure_running(&server, &layout, &account)?;
        drop(start_lock);
        Ok(Self { layout, account, server, users: Some(users), was_running })
    }

    /// [`Cluster::open`] away from the async threads.
    ///
    /// # Errors
    /// As [`Cluster::open`].
    pub async fn open_async(data_dir: PathBuf) -> Result<Self, ClusterError> {
        away(move || Self::open(data_dir)).await
    }

    /// How `sqlx` reaches the database `suuf`.
    #[must_use]
    pub fn connect_options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.layout.socket_dir)
            .port(PORT)
            .username(ROLE)
            .database(DATABASE)
            .ssl_mode(PgSslMode::Disable)
    }

    /// The same as an address that `sqlx`, `psql` (libpq) and GDAL take: a `DATABASE_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        let folder = percent_encoded(&self.layout.socket_dir);
        format!("postgresql:///{DATABASE}?host={folder}&port={PORT}&user={ROLE}&sslmode=disable")
    }

    /// The data directory, absolute and without links.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.layout.data_dir
    }

    /// The PostgreSQL that serves it.
    #[must_use]
    pub fn installation(&self) -> &Installation {
        &self.server
    }

    /// Its client programs, run as the account that runs the server.
    #[must_use]
    pub fn client_programs(&self) -> ClientPrograms {
        ClientPrograms::of_cluster(&self.server.bin, &self.account)
    }

    /// Whether the server ran already when this value was made.
    #[must_use]
    pub fn was_running(&self) -> bool {
        self.was_running
    }

    /// The server's process, as long as it runs in sight.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        postmaster::find(&self.layout, &self.account).map(|postmaster| postmaster.pid)
    }

    /// Starts the server again if it died; says whether it had. Blocks like [`Cluster::open`].
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn ensure_running(&self) -> Result<bool, ClusterError> {
        let _start_lock = locked(self.layout.start_lock()?, &self.layout)?;
        postmaster::ensure_running(&self.server, &self.layout, &self.account)
    }

    /// Lets the server outlive its users, until [`stop`].
    ///
    /// # Errors
    /// When the marker file cannot be written.
    pub fn keep_running(&self) -> Result<(), ClusterError> {
        let marker = self.layout.keep_running();
        File::create(&marker).map(drop).map_err(ClusterError::folder("write", &marker))
    }

    /// Ends the use, and says whether that stopped the server. Dropping does the same and logs a failure.
    ///
    /// # Errors
    /// When the server does not stop.
    pub fn close(mut self) -> Result<bool, ClusterError> {
        self.release()
    }

    /// [`Cluster::close`] away from the async threads.
    ///
    /// # Errors
    /// As [`Cluster::close`].
    pub async fn close_async(self) -> Result<bool, ClusterError> {
        away(move || self.close()).await
    }

    fn release(&mut self) -> Result<bool, ClusterError> {
        let Some(users) = self.users.take() else { return Ok(false) };
        let _start_lock = locked(self.layout.start_lock()?, &self.layout)?;
        // Explicitly: a child that another thread is just starting may share the open file for a moment.
        users.unlock().map_err(ClusterError::folder("unlock users.lock in", &self.layout.data_dir))?;
        if is_used(&users, &self.layout)? || self.layout.keep_running().exists() {
            return Ok(false);
        }
        postmaster::stop(&self.server, &self.layout, &self.account)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.release() {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the PostgreSQL cluster was not stopped"
            );
        }
    }
}

/// Whether [`stop`] waits for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Only when no program uses the cluster; otherwise its last user stops it.
    WhenUnused,
    /// Whoever uses it loses the connection.
    Now,
}

/// What [`stop`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// It ran, and was stopped.
    Stopped,
    /// It did not run.
    WasNotRunning,
    /// Other programs use it: it stops when the last of them ends.
    InUse,
}

/// Stops the cluster of a data directory (`suuf db stop`) and takes back [`Cluster::keep_running`]. Blocks.
///
/// # Errors
/// When there is no such directory, or the server does not stop.
pub fn stop(data_dir: impl AsRef<Path>, when: Stop) -> Result<Stopped, ClusterError> {
    let account = Account::current()?;
    let layout = Layout::existing(data_dir.as_ref())?;
    let _start_lock = locked(layout.start_lock()?, &layout)?;
    let marker = layout.keep_running();
    match fs::remove_file(&marker) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(ClusterError::folder("remove", &marker)(error));
        }
        _ => {}
    }
    if postmaster::find(&layout, &account).is_none() {
        return Ok(Stopped::WasNotRunning);
    }
    if when == Stop::WhenUnused && is_used(&layout.users_lock()?, &layout)? {
        return Ok(Stopped::InUse);
    }
    let server = Installation::for_cluster(&layout.pgdata())?;
    let did_stop = postmaster::stop(&server, &layout, &account)?;
    Ok(if did_stop { Stopped::Stopped } else { Stopped::WasNotRunning })
}

/// Runs blocking work on a thread for such; a panic there goes on here.
async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Waits for the lock and says so when that takes time.
fn locked(file: File, layout: &Layout) -> Result<File, ClusterError> {
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        tracing::info!(data_dir = %layout.data_dir.display(), "waiting for another program that starts or stops PostgreSQL");
        file.lock().map_err(ClusterError::folder("lock start.lock in", &layout.data_dir))?;
    }
    Ok(file)
}

/// Whether any program holds `users.lock`; asked under `start.lock`, so the answer stays true.
fn is_used(users: &File, layout: &Layout) -> Result<bool, ClusterError> {
    match users.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => {
            Err(ClusterError::folder("lock users.lock in", &layout.data_dir)(error))
        }
    }
}

/// A path for the query of an address: everything but plain letters, digits and slashes as `%hh`.
fn percent_encoded(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            text.push(char::from(*byte));
        } else {
            write!(text, "%{byte:02X}").expect("writing to a String cannot fail");
        }
    }
    text
}
