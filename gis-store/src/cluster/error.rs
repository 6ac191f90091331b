//! What can go wrong with the private cluster; every message says what to do next.

use std::io;
use std::path::{Path, PathBuf};

/// Failures of the private cluster.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No PostgreSQL on this machine.
    #[error(
        "failed to find PostgreSQL (initdb, postgres and pg_ctl in one folder) on this machine: install it \
         with `apt install postgresql-15 postgresql-15-postgis-3` (15 is Debian 12's; take your system's \
         number), or use another server with --database-url"
    )]
    NotInstalled,
    /// PostgreSQL without PostGIS.
    #[error(
        "failed to find PostGIS for PostgreSQL {major} (no {control}): install it with \
         `apt install postgresql-{major}-postgis-3`"
    )]
    PostgisMissing {
        /// The major version of the PostgreSQL that was found.
        major: u32,
        /// The control file that should be there.
        control: PathBuf,
    },
    /// Root without a system user to drop to.
    #[error(
        "failed to find the system user `postgres`, which PostgreSQL needs because it refuses to run as root: \
         `apt install postgresql-15` makes it, or start Suuf as an ordinary user"
    )]
    NoAccount,
    /// The data directory belongs to a PostgreSQL that is not installed.
    #[error(
        "failed to start {pgdata}: it was made by PostgreSQL {has} and this machine has {installed}: install \
         PostgreSQL {has} beside it (`apt install postgresql-{has} postgresql-{has}-postgis-3`), or take a \
         backup there and restore it into a new data directory", pgdata = pgdata.display()
    )]
    OtherMajor {
        /// The cluster's folder.
        pgdata: PathBuf,
        /// What its `PG_VERSION` says.
        has: String,
        /// The majors found, newest first, as text.
        installed: String,
    },
    /// Something else lies where the cluster should be.
    #[error(
        "failed to use {path} as a PostgreSQL cluster: it has no PG_VERSION but is not empty: move it away or \
         choose another --data-dir", path = path.display()
    )]
    NotACluster {
        /// The folder in the way.
        path: PathBuf,
    },
    /// A PostgreSQL runs there and does not answer on our socket.
    #[error(
        "failed to reach the PostgreSQL that uses {pgdata}: process {pid} answers at {socket} and not at \
         {ours}: stop it with `pg_ctl stop -D '{pgdata}'`, or reach it with --database-url",
        pgdata = pgdata.display(), ours = ours.display()
    )]
    InUse {
        /// The cluster's folder.
        pgdata: PathBuf,
        /// The process that holds it.
        pid: u32,
        /// Where it says that it listens.
        socket: String,
        /// Where we asked.
        ours: PathBuf,
    },
    /// The cluster belongs to another system user.
    #[error(
        "failed to use {path}: it belongs to {owner} and PostgreSQL would run as {user}: run Suuf as {owner}, \
         or give it away with `chown -R {user} '{path}'`", path = path.display()
    )]
    NotOwned {
        /// What belongs to somebody else.
        path: PathBuf,
        /// Name or number of its owner.
        owner: String,
        /// Who would run PostgreSQL.
        user: String,
    },
    /// The account that PostgreSQL runs as cannot get to the data directory.
    #[error(
        "failed to enter {folder} as the system user {user}, which PostgreSQL runs as: choose a data \
         directory that it can reach, such as --data-dir /var/lib/suuf, or let it pass with \
         `chmod o+x '{folder}'`", folder = folder.display()
    )]
    Untraversable {
        /// The first folder on the way that refuses.
        folder: PathBuf,
        /// Who is refused.
        user: String,
    },
    /// A folder or file of ours that cannot be made, read or written.
    #[error(
        "failed to {doing} {path}: check that the data directory belongs to the user who runs Suuf and is \
         writable, or choose another --data-dir", path = path.display()
    )]
    Folder {
        /// The verb: create, open, write …
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The short socket folder under `/tmp` is not ours alone.
    #[error(
        "failed to trust the socket folder {path}: it must be a folder of {user} with mode 0700: remove it, \
         or choose a data directory with a shorter path", path = path.display()
    )]
    UnsafeSocketFolder {
        /// The folder.
        path: PathBuf,
        /// Who must own it.
        user: String,
    },
    /// A program of PostgreSQL could not be run at all.
    #[error("failed to run {program}: is it installed?", program = program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A program of PostgreSQL ended with an error.
    #[error("failed to {doing} in {data_dir}; PostgreSQL says:\n{output}", data_dir = data_dir.display())]
    Program {
        /// What it was for: create a cluster, start PostgreSQL …
        doing: &'static str,
        /// The data directory.
        data_dir: PathBuf,
        /// The last lines of its log, or of what it printed.
        output: String,
    },
    /// No room left.
    #[error(
        "failed to {doing}: the disk of {data_dir} is full ({free_mb} MB left): free some space (Suuf wants \
         2 GB) and start again; what was said:\n{output}", data_dir = data_dir.display()
    )]
    DiskFull {
        /// What it was for.
        doing: &'static str,
        /// The data directory, or the file in it that could not be written.
        data_dir: PathBuf,
        /// Free space, in 10⁶ bytes.
        free_mb: u64,
        /// The last lines of PostgreSQL's log, or of what it printed.
        output: String,
    },
}

impl ClusterError {
    /// A `map_err` for one file operation; a full disk is named as such.
    pub(super) fn folder(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull => {
                Self::DiskFull { doing, data_dir: path, free_mb: 0, output: source.to_string() }
            }
            _ => Self::Folder { doing, path, source },
        }
    }
}
