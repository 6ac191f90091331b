//! The PostgreSQL that this machine has installed, and whether PostGIS is there for it.

use super::error::ClusterError;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One installed PostgreSQL server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// The folder of `initdb`, `postgres` and `pg_ctl`.
    pub bin: PathBuf,
    /// The major version, which a data directory is bound to.
    pub major: u32,
    /// The full version, such as `15.20`.
    pub version: String,
    /// The folder of the extensions' control files.
    pub extensions: PathBuf,
    /// The version of PostGIS that `create extension` would install.
    pub postgis: Option<String>,
}

impl Installation {
    /// Every server found, the preferred one first: with PostGIS before without, then the newest.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for folder in candidates() {
            let Ok(bin) = folder.canonicalize() else { continue };
            if found.iter().all(|known| known.bin != bin) {
                found.extend(Self::in_folder(bin));
            }
        }
        found.sort_by_key(|server| (server.postgis.is_none(), std::cmp::Reverse(server.major)));
        found
    }

    /// The server for a new cluster.
    ///
    /// # Errors
    /// When PostgreSQL or its PostGIS is not installed.
    pub fn for_new_cluster() -> Result<Self, ClusterError> {
        let best = Self::all().into_iter().next().ok_or(ClusterError::NotInstalled)?;
        if best.postgis.is_none() {
            let control = best.extensions.join("postgis.control");
            return Err(ClusterError::PostgisMissing { major: best.major, control });
        }
        Ok(best)
    }

    /// The server for a cluster that exists already.
    ///
    /// # Errors
    /// When its major version is not installed.
    pub fn for_cluster(pgdata: &Path) -> Result<Self, ClusterError> {
        let path = pgdata.join("PG_VERSION");
        let has = fs::read_to_string(&path).map_err(ClusterError::folder("read", &path))?;
        let has = has.trim();
        let servers = Self::all();
        if servers.is_empty() {
            return Err(ClusterError::NotInstalled);
        }
        let mut majors: Vec<_> = servers.iter().map(|server| server.version.clone()).collect();
        majors.dedup();
        servers.into_iter().find(|server| server.major.to_string() == has).ok_or_else(|| {
            ClusterError::OtherMajor {
                pgdata: pgdata.to_owned(),
                has: has.to_owned(),
                installed: majors.join(", "),
            }
        })
    }

    fn in_folder(bin: PathBuf) -> Option<Self> {
        let complete = ["initdb", "postgres", "pg_ctl"].iter().all(|name| bin.join(name).is_file());
        if !complete {
            return None;
        }
        let version = printed(&bin.join("postgres"), "--version")?;
        let version = version.split_whitespace().nth(2)?.to_owned();
        let major = version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
        let extensions = share_folder(&bin, major).join("extension");
        let postgis = default_version(&extensions.join("postgis.control"));
        Some(Self { bin, major, version, extensions, postgis })
    }
}

/// Debian's and Red Hat's folders, then `pg_config`'s, then the search path's.
pub(super) fn candidates() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for (parent, prefix) in [("/usr/lib/postgresql", ""), ("/usr", "pgsql-")] {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(prefix) {
                folders.push(entry.path().join("bin"));
            }
        }
    }
    folders.extend(printed(Path::new("pg_config"), "--bindir").map(PathBuf::from));
    // A link in /usr/local/bin leads to the folder that holds the whole set.
    for folder in std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()) {
        for name in ["postgres", "pg_dump"] {
            let program = folder.join(name).canonicalize();
            folders.extend(program.ok().and_then(|path| path.parent().map(Path::to_owned)));
        }
    }
    folders
}

/// Where that server keeps its extensions' files.
fn share_folder(bin: &Path, major: u32) -> PathBuf {
    let by_program = printed(&bin.join("pg_config"), "--sharedir").map(PathBuf::from);
    by_program
        .filter(|share| share.is_dir())
        .unwrap_or_else(|| PathBuf::from(format!("/usr/share/postgresql/{major}")))
}

/// `default_version = '3.3.2'` of a control file.
fn default_version(control: &Path) -> Option<String> {
    let text = fs::read_to_string(control).ok()?;
    let line = text.lines().find(|line| line.trim_start().starts_with("default_version"))?;
    line.split('\'').nth(1).map(str::to_owned)
}

/// What a program prints for one argument; `None` when it is missing or fails.
pub(super) fn printed(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
