//! `suuf audit`.

use super::DatabaseArgs;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Recompute every digest: entries, versions, the present, raw logs. What was altered is named, exit code 1.
    Verify(AuditVerifyArgs),
    /// Print the head of the log as a receipt: sequence number, digest, moment.
    Head(AuditHeadArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct AuditVerifyArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Digest of a receipt that must be in the chain.
    #[arg(long, value_name = "DIGEST", value_parser = digest)]
    pub(crate) receipt: Option<String>,
    /// Print the findings as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct AuditHeadArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Print the receipt as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

fn digest(text: &str) -> Result<String, String> {
    let is_digest = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_digest
        .then(|| text.to_lowercase())
        .ok_or_else(|| format!("“{text}” is not a digest of 64 hexadecimal digits"))
}
