//! The file of a backup: written under a passing name and published when it is whole, read with suspicion.

use super::error::BackupError;
use super::manifest::{FORMAT, Manifest};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const DUMP: &str = "database.dump";
const MANIFEST: &str = "manifest.json";
/// Bytes that are handed on at once.
pub(super) const CHUNK: usize = 1 << 20;

/// A backup that is being written. Dropped unfinished, it leaves nothing.
pub(super) struct Draft {
    path: PathBuf,
    partial: PathBuf,
    /// `None` once it is finished.
    zip: Option<ZipWriter<File>>,
    hasher: Sha256,
    bytes: u64,
}

impl Draft {
    /// Begins a file; only its owner may read it, because a register holds what is nobody else's business.
    pub(super) fn create(path: &Path) -> Result<Self, BackupError> {
        if path.symlink_metadata().is_ok() {
            return Err(BackupError::Exists { path: path.to_owned() });
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let partial = path.with_file_name(format!(".{name}.partial-{}", uuid::Uuid::now_v7().simple()));
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial);
        let mut zip = ZipWriter::new(file.map_err(BackupError::io("create", &partial))?);
        let started = zip.start_file(DUMP, stored());
        let draft = Self { path: path.to_owned(), partial, zip: Some(zip), hasher: Sha256::new(), bytes: 0 };
        started.map_err(|error| draft.failed(error.into()))?;
        Ok(draft)
    }

    /// Adds to the dump; says how long it is now.
    pub(super) fn write(&mut self, chunk: &[u8]) -> Result<u64, BackupError> {
        self.hasher.update(chunk);
        self.bytes += chunk.len() as u64;
        let zip = self.zip.as_mut().expect("it is written to until it is finished");
        zip.write_all(chunk).map_err(BackupError::io("write", &self.partial))?;
        Ok(self.bytes)
    }

    /// Ends the file with its manifest, sees it onto the disk, and gives it its name.
    pub(super) fn finish(mut self, mut manifest: Manifest) -> Result<Manifest, BackupError> {
        manifest.dump_bytes = self.bytes;
        manifest.dump_sha256 = hexadecimal(std::mem::take(&mut self.hasher));
        let mut zip = self.zip.take().expect("it is finished once");
        let text = serde_json::to_string_pretty(&manifest).expect("a manifest has only text keys");
        zip.start_file(MANIFEST, stored()).map_err(|error| self.failed(error.into()))?;
        zip.write_all(text.as_bytes()).map_err(|error| self.failed(error))?;
        let file = zip.finish().map_err(|error| self.failed(error.into()))?;
        file.sync_all().map_err(|error| self.failed(error))?;
        publish(&self.partial, &self.path)?;
        Ok(manifest)
    }

    fn failed(&self, source: std::io::Error) -> BackupError {
        BackupError::io("write", &self.partial)(source)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After a success it has another name.
        let _ = fs::remove_file(&self.partial);
    }
}

/// Gives a file its final name, unless something has taken that meanwhile.
fn publish(partial: &Path, path: &Path) -> Result<(), BackupError> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, partial, CWD, path, RenameFlags::NOREPLACE) {
        Ok(()) => {}
        Err(rustix::io::Errno::EXIST) => return Err(BackupError::Exists { path: path.to_owned() }),
        Err(error) => return Err(BackupError::io("write", path)(error.into())),
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(BackupError::io("write", folder))
}

/// As it is: the dump is compressed already. Large, because nobody knows before how long it gets.
fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true)
}

fn hexadecimal(hasher: Sha256) -> String {
    hasher.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
        text
    })
}

/// A backup that is there.
#[derive(Debug, Clone)]
pub(super) struct Archive {
    path: PathBuf,
    pub(super) manifest: Manifest,
}

impl Archive {
    /// Reads what a backup says of itself.
    pub(super) fn open(path: &Path) -> Result<Self, BackupError> {
        let mut zip = open_zip(path)?;
        let mut text = String::new();
        let mut entry =
            zip.by_name(MANIFEST).map_err(|error| BackupError::damaged(path, error.to_string()))?;
        entry.read_to_string(&mut text).map_err(|error| BackupError::damaged(path, error.to_string()))?;
        drop(entry);
        let manifest: Manifest =
            serde_json::from_str(&text).map_err(|error| BackupError::damaged(path, error.to_string()))?;
        if manifest.format > FORMAT {
            return Err(BackupError::TooNew {
                path: path.to_owned(),
                what: "form",
                found: manifest.format.to_string(),
                ours: FORMAT.to_string(),
            });
        }
        Ok(Self { path: path.to_owned(), manifest })
    }

    /// Hands over the dump in pieces, with how many bytes there were so far; `each` ends it early by `false`.
    pub(super) fn read_dump(&self, mut each: impl FnMut(&[u8], u64) -> bool) -> Result<(), BackupError> {
        let mut zip = open_zip(&self.path)?;
        let mut dump =
            zip.by_name(DUMP).map_err(|error| BackupError::damaged(&self.path, error.to_string()))?;
        let mut chunk = vec![0; CHUNK];
        let mut bytes = 0;
        loop {
            let count =
                dump.read(&mut chunk).map_err(|error| BackupError::damaged(&self.path, error.to_string()))?;
            bytes += count as u64;
            if count == 0 || !each(&chunk[..count], bytes) {
                return Ok(());
            }
        }
    }

    /// Reads all of the dump and holds it against its digest.
    pub(super) fn check(&self, mut progress: impl FnMut(u64)) -> Result<(), BackupError> {
        let (mut hasher, mut read_bytes) = (Sha256::new(), 0);
        self.read_dump(|chunk, bytes| {
            hasher.update(chunk);
            read_bytes = bytes;
            progress(bytes);
            true
        })?;
        let Manifest { dump_bytes, dump_sha256, .. } = &self.manifest;
        if read_bytes != *dump_bytes {
            let reason = format!("{DUMP} has {read_bytes} bytes instead of {dump_bytes}");
            return Err(BackupError::damaged(&self.path, reason));
        }
        if hexadecimal(hasher) != *dump_sha256 {
            let reason = format!("the SHA-256 of {DUMP} is not that of the manifest");
            return Err(BackupError::damaged(&self.path, reason));
        }
        Ok(())
    }
}

fn open_zip(path: &Path) -> Result<ZipArchive<BufReader<File>>, BackupError> {
    let file = File::open(path).map_err(BackupError::io("open", path))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| BackupError::damaged(path, error.to_string()))
}
