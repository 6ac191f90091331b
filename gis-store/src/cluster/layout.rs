//! The data directory: where everything of the private cluster lies, and that PostgreSQL can get there.

use super::account::Account;
use super::error::ClusterError;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The port in the socket's name; there is no network port.
pub(crate) const PORT: u16 = 5432;

/// A Unix socket's path has room for 107 bytes; some programs stop a little earlier.
const LONGEST_SOCKET_BYTES: usize = 100;

/// The places inside one data directory.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// The data directory, absolute and without links.
    pub(crate) data_dir: PathBuf,
    /// The folder of the socket: `run` inside, or a short one under `/tmp`.
    pub(crate) socket_dir: PathBuf,
}

impl Layout {
    /// Makes the data directory and its socket folder where they are missing.
    pub(crate) fn prepare(data_dir: &Path, account: &Account) -> Result<Self, ClusterError> {
        make_data_dir(data_dir, account)?;
        let layout = Self::existing(data_dir)?;
        let blocked = account.first_refusal(&layout.data_dir);
        if let Some(folder) = blocked {
            return Err(ClusterError::Untraversable { folder, user: account.name.clone() });
        }
        Ok(layout)
    }

    /// The layout of a data directory that is there already.
    pub(crate) fn existing(data_dir: &Path) -> Result<Self, ClusterError> {
        let data_dir = data_dir.canonicalize().map_err(ClusterError::folder("find", data_dir))?;
        let socket_dir = socket_dir(&data_dir);
        Ok(Self { data_dir, socket_dir })
    }

    /// `PGDATA`.
    pub(crate) fn pgdata(&self) -> PathBuf {
        self.data_dir.join("postgres")
    }

    /// What the server writes while it runs.
    pub(crate) fn log(&self) -> PathBuf {
        self.data_dir.join("postgres.log")
    }

    /// The socket itself.
    pub(crate) fn socket(&self) -> PathBuf {
        self.socket_dir.join(format!(".s.PGSQL.{PORT}"))
    }

    /// Its presence says that the cluster outlives its users (`suuf db start`).
    pub(crate) fn keep_running(&self) -> PathBuf {
        self.data_dir.join("keep-running")
    }

    /// Locked, exclusively, by whoever starts or stops the cluster, while it does.
    pub(crate) fn start_lock(&self) -> Result<File, ClusterError> {
        self.lock_file("start.lock")
    }

    /// Locked, shared, by every program that uses the cluster, as long as it does.
    pub(crate) fn users_lock(&self) -> Result<File, ClusterError> {
        self.lock_file("users.lock")
    }

    fn lock_file(&self, name: &str) -> Result<File, ClusterError> {
        let path = self.data_dir.join(name);
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        options.map_err(ClusterError::folder("open", &path))
    }

    /// Free space where the cluster lies, in bytes; `None` when the system does not say.
    pub(crate) fn free_bytes(&self) -> Option<u64> {
        let disk = rustix::fs::statvfs(&self.data_dir).ok()?;
        Some(disk.f_bavail * disk.f_frsize)
    }

    /// Makes the socket folder, for the account alone.
    pub(crate) fn make_socket_dir(&self, account: &Account) -> Result<(), ClusterError> {
        let path = &self.socket_dir;
        match DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => account.give(path)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(ClusterError::folder("create", path)(error)),
        }
        let found = fs::symlink_metadata(path).map_err(ClusterError::folder("look at", path))?;
        if found.is_dir() && found.uid() == account.uid && found.mode() & 0o777 == 0o700 {
            return Ok(());
        }
        if path.starts_with(&self.data_dir) && found.is_dir() {
            account.give(path)?;
            let private = Permissions::from_mode(0o700);
            return fs::set_permissions(path, private).map_err(ClusterError::folder("protect", path));
        }
        Err(ClusterError::UnsafeSocketFolder { path: path.clone(), user: account.name.clone() })
    }
}

/// Writes a file of the account's folder in one step, never through a link that somebody put there.
pub(crate) fn replace_file(path: &Path, content: &[u8], account: &Account) -> Result<(), ClusterError> {
    let fresh = path.with_extension("conf.new");
    let write = || -> io::Result<()> {
        match fs::remove_file(&fresh) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(ClusterError::folder("write", &fresh))?;
    account.give(&fresh)?;
    fs::rename(&fresh, path).map_err(ClusterError::folder("write", path))
}

/// As root the account must be able to pass, so a new folder, or an empty one, lets others through
/// (not look inside: what is private lies in `postgres` and `run`).
fn make_data_dir(path: &Path, account: &Account) -> Result<(), ClusterError> {
    let mode = if account.drops() { 0o711 } else { 0o700 };
    let is_new = !path.exists();
    DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(path)
        .map_err(ClusterError::folder("create", path))?;
    let mut inside = fs::read_dir(path).map_err(ClusterError::folder("look into", path))?;
    if account.drops() && (is_new || inside.next().is_none()) {
        let found = fs::metadata(path).map_err(ClusterError::folder("look at", path))?.mode();
        let passable = Permissions::from_mode(found | 0o011);
        fs::set_permissions(path, passable).map_err(ClusterError::folder("open up", path))?;
    }
    Ok(())
}

/// `run` inside the data directory, unless its path is too long for a socket, no text, or would be taken for
/// a list of hosts.
fn socket_dir(data_dir: &Path) -> PathBuf {
    let inside = data_dir.join("run");
    let length_bytes = inside.join(format!(".s.PGSQL.{PORT}")).as_os_str().len();
    let is_plain = |c: char| !c.is_control() && c != ',';
    let is_usable = inside.to_str().is_some_and(|path| path.chars().all(is_plain));
    if is_usable && length_bytes <= LONGEST_SOCKET_BYTES {
        return inside;
    }
    let digest = Sha256::digest(data_dir.as_os_str().as_bytes());
    let mut name = String::from("suuf-");
    for byte in &digest[..8] {
        write!(name, "{byte:02x}").expect("writing to a String cannot fail");
    }
    Path::new("/tmp").join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_path_keeps_its_socket_inside() {
        assert_eq!(socket_dir(Path::new("/var/lib/suuf")), Path::new("/var/lib/suuf/run"));
    }

    #[test]
    fn a_path_unfit_for_a_socket_gets_a_short_socket_folder_of_its_own() {
        let with_comma = socket_dir(Path::new("/srv/a,b"));
        assert!(with_comma.starts_with("/tmp"), "libpq would see two hosts");
        let long = PathBuf::from(format!("/srv/{}", "é".repeat(60)));
        let other = PathBuf::from(format!("/srv/{}", "è".repeat(60)));
        assert!(socket_dir(&long).starts_with("/tmp"));
        assert!(socket_dir(&long).as_os_str().len() < 30);
        assert_eq!(socket_dir(&long), socket_dir(&long));
        assert_ne!(socket_dir(&long), socket_dir(&other));
    }
}
