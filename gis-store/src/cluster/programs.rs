//! The client programs of PostgreSQL, such as `pg_dump`: those of a private cluster's server, or the best of the machine.

use super::account::Account;
use super::installation::{candidates, printed};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Programs that a backup needs.
const NEEDED: [&str; 2] = ["pg_dump", "pg_restore"];

/// A folder of client programs, and who runs them.
#[derive(Debug, Clone)]
pub struct ClientPrograms {
    bin: PathBuf,
    /// `None`: ourselves, with our own environment.
    account: Option<Account>,
}

impl ClientPrograms {
    pub(super) fn of_cluster(bin: &Path, account: &Account) -> Self {
        Self { bin: bin.to_owned(), account: Some(account.clone()) }
    }

    /// The oldest that understand a server of that major version: older ones refuse it.
    pub(crate) fn find(major: u32) -> Option<Self> {
        let fitting = candidates().into_iter().filter_map(|bin| {
            let complete = NEEDED.iter().all(|name| bin.join(name).is_file());
            let found = if complete { major_of(&bin)? } else { return None };
            (found >= major).then_some((found, bin))
        });
        let (_, bin) = fitting.min_by_key(|(found, _)| *found)?;
        Some(Self { bin, account: None })
    }

    /// A command that runs one of them in that folder.
    pub(crate) fn command(&self, program: &str, folder: &Path) -> Command {
        let program = self.bin.join(program);
        if let Some(account) = &self.account {
            return account.command(&program, folder);
        }
        let mut command = Command::new(program);
        command.current_dir(folder).stdin(Stdio::null()).env("LC_ALL", "C");
        command
    }
}

/// `pg_dump (PostgreSQL) 15.14 (Debian …)` is 15.
fn major_of(bin: &Path) -> Option<u32> {
    let version = printed(&bin.join("pg_dump"), "--version")?;
    let number = version.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
