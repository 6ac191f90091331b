//! What can go wrong with a backup; every message says what to do next.

use std::io;
use std::path::{Path, PathBuf};

/// Failures of backups and restorations.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database refused, or could not be reached.
    #[error("failed to query the database")]
    Database(#[from] sqlx::Error),
    /// Whoever asks does not administer all departments.
    #[error("failed to back up or restore for {actor}: that takes an administrator of every department")]
    NotAllowed {
        /// Who asked.
        actor: String,
    },
    /// No `pg_dump` and `pg_restore` that are new enough.
    #[error(
        "failed to find pg_dump and pg_restore for PostgreSQL {major} on this machine: install them with \
         `apt install postgresql-client-{major}`"
    )]
    NoPrograms {
        /// Major version of the server.
        major: u32,
    },
    /// The address of the database cannot be read.
    #[error("failed to read the address of the database: {reason}")]
    Address {
        /// What is wrong with it.
        reason: String,
    },
    /// The file is there already.
    #[error("failed to write the backup {path}: it exists, and a backup never replaces a file", path = path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("failed to {doing} {path}", path = path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A program of PostgreSQL failed.
    #[error("failed to run {program}: {said}")]
    Program {
        /// Its name.
        program: &'static str,
        /// What it said.
        said: String,
    },
    /// The file is no backup, or not all of one, or not as it was written.
    #[error("failed to read the backup {path}: it is damaged or incomplete ({reason}): take another copy of it", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// A later version of the program made it.
    #[error(
        "failed to restore the backup {path}: {what} {found} made it and this is {ours}: install the newer one first",
        path = path.display()
    )]
    TooNew {
        /// The file.
        path: PathBuf,
        /// What is too old here: Suuf's schema or PostgreSQL.
        what: &'static str,
        /// The version in the backup.
        found: String,
        /// The version here.
        ours: String,
    },
    /// The database holds something.
    #[error(
        "failed to restore into a database that is not empty ({tables} tables): use an empty one (such as a new \
         --data-dir), or give --replace, which keeps what is there under another name"
    )]
    NotEmpty {
        /// How many tables it has.
        tables: usize,
    },
    /// Somebody works with the database.
    #[error(
        "failed to replace the database {database}: {sessions} other connections use it: stop suuf serve and \
         whatever else works with it first"
    )]
    InUse {
        /// Its name.
        database: String,
        /// How many other sessions there are.
        sessions: i64,
    },
    /// What was restored is not what was backed up.
    #[error("failed to find in the restored database what the backup states: {}", names.join("; "))]
    Differs {
        /// What differs, table by table.
        names: Vec<String>,
    },
    /// A thread ended before its work.
    #[error("failed to finish the backup: a thread ended early")]
    Thread,
}

impl BackupError {
    /// An error of the file system, with what was tried on which path.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    /// A file that is not, or not any more, a whole backup.
    pub(super) fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), reason: reason.into() }
    }
}
