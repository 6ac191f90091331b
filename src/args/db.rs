//! What can be said to `suuf db`.

use super::DatabaseArgs;
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum DbCommand {
    /// Start the private cluster and leave it running; prints its address.
    Start(DatabaseArgs),
    /// Stop the private cluster.
    Stop(DatabaseArgs),
    /// Bring the schema and the built-in data up to date.
    Migrate(DatabaseArgs),
    /// Print the address of the running private cluster, as a DATABASE_URL.
    Url(DatabaseArgs),
    /// Write all of the database, as it is at one moment, to a new file; prints its name.
    Backup(BackupArgs),
    /// Fill an empty database from a backup, and prove that it holds what was backed up.
    Restore(RestoreArgs),
    /// Restore a backup into a passing database and compare it with what was backed up, table by table.
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// File to write, which must not be there; or a folder, for a file named by the moment.
    #[arg(value_name = "FILE|FOLDER")]
    pub(crate) target: PathBuf,
    /// Print the manifest as JSON instead of the name of the file.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// The backup.
    pub(crate) file: PathBuf,
    /// Take the place of a database that is not empty; it is kept under another name.
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// The backup.
    pub(crate) file: PathBuf,
    /// Print the manifest and the differences as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
