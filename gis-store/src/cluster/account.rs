//! The system user that PostgreSQL runs as: ourselves, or `postgres` when we are root.
//!
//! Invariant: no program of PostgreSQL is ever run but through [`Account::command`].

use super::error::ClusterError;
use std::fs;
use std::os::unix::fs::{MetadataExt, lchown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Who runs PostgreSQL and owns its files.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// The user's name, or its number when it has none.
    pub(crate) name: String,
    /// The user's number.
    pub(crate) uid: u32,
    gid: u32,
    /// Whether we are root and must become that user first.
    drops: bool,
}

impl Account {
    /// The account for this process.
    pub(crate) fn current() -> Result<Self, ClusterError> {
        let uid = rustix::process::geteuid().as_raw();
        if uid == 0 {
            let (uid, gid) = passwd_by_name("postgres").ok_or(ClusterError::NoAccount)?;
            return Ok(Self { name: "postgres".to_owned(), uid, gid, drops: true });
        }
        let gid = rustix::process::getegid().as_raw();
        Ok(Self { name: user_name(uid), uid, gid, drops: false })
    }

    /// Whether files made by this process must be given to the account.
    pub(crate) fn drops(&self) -> bool {
        self.drops
    }

    /// A command that runs as the account, in that folder, away from the terminal's signals and from
    /// whatever `PG…` variables the caller's shell has.
    ///
    /// `setpriv` changes the user, not `CommandExt::uid`: the latter makes the standard library fork, and a
    /// fork runs libproj's handler in the child, which waits for ever when another thread was just opening
    /// PROJ's database. Without it the child is spawned and no handler runs.
    pub(crate) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = if self.drops {
            let mut command = Command::new("/usr/bin/setpriv");
            command.arg(format!("--reuid={}", self.uid)).arg(format!("--regid={}", self.gid));
            command.args(["--clear-groups", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(folder).stdin(Stdio::null()).process_group(0).env("LC_ALL", "C");
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Gives one file or folder to the account.
    pub(crate) fn give(&self, path: &Path) -> Result<(), ClusterError> {
        if self.drops {
            lchown(path, Some(self.uid), Some(self.gid)).map_err(ClusterError::folder("give away", path))?;
        }
        Ok(())
    }

    /// Refuses a path that belongs to somebody else.
    pub(crate) fn must_own(&self, path: &Path) -> Result<(), ClusterError> {
        let owner = fs::symlink_metadata(path).map_err(ClusterError::folder("look at", path))?.uid();
        if owner == self.uid {
            return Ok(());
        }
        Err(ClusterError::NotOwned {
            path: path.to_owned(),
            owner: user_name(owner),
            user: self.name.clone(),
        })
    }

    /// The first folder on the way to `path`, itself included, that the account cannot pass.
    pub(crate) fn first_refusal(&self, path: &Path) -> Option<PathBuf> {
        if !self.drops || self.can_enter(path) {
            return None;
        }
        let mut way: Vec<_> = path.ancestors().collect();
        way.reverse();
        way.into_iter().find(|folder| !self.can_enter(folder)).map(Path::to_owned)
    }

    /// Asks the kernel rather than the mode bits: access lists count too.
    fn can_enter(&self, folder: &Path) -> bool {
        let mut probe = self.command(Path::new("/usr/bin/test"), Path::new("/"));
        probe.arg("-x").arg(folder).status().is_ok_and(|status| status.success())
    }
}

/// Name of a user, or its number when it has none.
pub(crate) fn user_name(uid: u32) -> String {
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    passwd
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|fields| fields.get(2).is_some_and(|field| *field == uid.to_string()))
        .map_or_else(|| uid.to_string(), |fields| fields[0].to_owned())
}

/// User and group number of a user of this machine.
fn passwd_by_name(name: &str) -> Option<(u32, u32)> {
    let passwd = fs::read_to_string("/etc/passwd").ok()?;
    let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut numbers = line.split(':').skip(2).map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}
