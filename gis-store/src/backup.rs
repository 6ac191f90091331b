//! Backups: PostgreSQL's own dump, and beside it what every table held at that moment, so that a backup can be proved.
//!
//! A backup is one zip archive of `database.dump` (the custom format of `pg_dump`) and `manifest.json` (versions, the
//! moment, rows and a digest per table), both of one snapshot while the server goes on working.
//! Invariant: an existing file is never overwritten; a file under its final name is complete and on the disk.
//! Invariant: a backup is restored only where nothing is, or beside what is there, which is kept under another name.
//! Invariant: while a database is replaced nobody writes to it, so that nothing that was acknowledged is lost.
//! Invariant: keys that lie in files beside the database are not in a backup.

mod archive;
mod digest;
mod dump;
mod error;
mod fence;
mod manifest;
mod restore;
mod server;

pub use dump::back_up;
pub use error::BackupError;
pub use manifest::{Difference, Manifest, TableDigest};
pub use restore::{Restored, restore, verify};
pub use server::Server;

use gis_core::Scope;
use gis_core::scope::Action;
use std::sync::Arc;

/// How far a backup, or its restoration, is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// So many bytes of the dump are written.
    Dumped {
        /// Bytes so far; how many there will be is not known.
        bytes: u64,
    },
    /// The dump is read through for damage.
    Checked {
        /// Bytes so far.
        bytes: u64,
        /// Bytes in all.
        of_bytes: u64,
    },
    /// The dump is handed to PostgreSQL.
    Restored {
        /// Bytes so far.
        bytes: u64,
        /// Bytes in all.
        of_bytes: u64,
    },
    /// The digest of a table is known.
    Digested {
        /// The table.
        table: String,
        /// Tables so far.
        tables: usize,
        /// Tables in all.
        of_tables: usize,
    },
}

/// Who is told of progress; it is called from several threads.
pub type Watcher = Arc<dyn Fn(Progress) + Send + Sync>;

/// A backup holds everything of everybody.
fn must_administer(scope: &Scope) -> Result<(), BackupError> {
    match scope.filter(Action::Administer) {
        None => Ok(()),
        Some(_) => Err(BackupError::NotAllowed { actor: scope.actor().to_owned() }),
    }
}
