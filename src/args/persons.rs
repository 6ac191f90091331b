//! What can be said of personal data.

use super::DatabaseArgs;
use chrono::NaiveDate;
use clap::Subcommand;
use std::path::PathBuf;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum PersonsCommand {
    /// Erase the personal data whose time is over.
    Expire {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Only say whose.
        #[arg(long)]
        dry_run: bool,
        /// As if it were that day (year-month-day); by default today.
        #[arg(long, value_name = "DAY")]
        on: Option<NaiveDate>,
    },
    /// Write all that is held on a person, as JSON; the reason is logged.
    Export {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Identifier of the party.
        party: Uuid,
        /// Why, without names.
        #[arg(long)]
        reason: String,
        /// File to write; by default standard output.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Give up the identity numbers whose key is lost for good, so that the database can be served again.
    LoseKey {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Yes, there is no copy of the key: no number can be read ever again.
        #[arg(long, required = true)]
        for_good: bool,
    },
    /// Print the processing record (fiche de traitement) for the data protection authority, as Markdown in French.
    Record(DatabaseArgs),
}
