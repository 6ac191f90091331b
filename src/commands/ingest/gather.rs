//! Which files are meant by the arguments: a file is itself, a folder is all that is in it.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// A file that may be a log, or a folder that cannot be read.
#[derive(Debug)]
pub(super) struct Found {
    /// Where.
    pub(super) path: PathBuf,
    /// Why it cannot be read, when that is known already.
    pub(super) failure: Option<io::Error>,
}

/// The files of the arguments, in their order; those of a folder and of the folders in it in the order of their names,
/// without hidden ones, links and whatever else is no plain file.
pub(super) fn gather(arguments: &[PathBuf]) -> Vec<Found> {
    let mut found = Vec::new();
    for path in arguments {
        if path.is_dir() {
            walk(path, &mut found);
        } else {
            found.push(Found { path: path.clone(), failure: None });
        }
    }
    found
}

fn walk(folder: &Path, found: &mut Vec<Found>) {
    let entries = match entries(folder) {
        Ok(entries) => entries,
        Err(error) => return found.push(Found { path: folder.to_owned(), failure: Some(error) }),
    };
    for (path, kind) in entries {
        if kind.is_dir() {
            walk(&path, found);
        } else if kind.is_file() {
            found.push(Found { path, failure: None });
        }
    }
}

/// What is in a folder and not hidden, by name.
fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, std::fs::FileType)>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !is_hidden(&entry.file_name()) {
            entries.push((entry.path(), entry.file_type()?));
        }
    }
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(entries)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_its_plain_files_by_name_and_an_argument_is_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["b/2.log", "b/1.NMEA", "a", "c.gpx", ".hidden", ".git/config"] {
            std::fs::create_dir_all(at(name).parent().expect("it has one")).expect("made");
            std::fs::write(at(name), "").expect("written");
        }
        std::os::unix::fs::symlink(at("a"), at("link")).expect("linked");
        let arguments = [at("c.gpx"), folder.path().to_owned(), at("missing"), at(".hidden")];
        let found: Vec<_> = gather(&arguments).into_iter().map(|found| found.path).collect();
        let expected = ["c.gpx", "a", "b/1.NMEA", "b/2.log", "c.gpx", "missing", ".hidden"].map(at);
        assert_eq!(found, expected);
    }
}
