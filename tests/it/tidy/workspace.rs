//! The files of the workspace, as a test reads them.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours: they are built, installed or written by the program.
const NOT_OURS: [&str; 6] = [".git", "dist", "node_modules", "screenshots", "target", "var"];

/// One file: its path from the root with `/`, and its text.
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

/// The folder of the workspace.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of one file, by its path from the root.
pub(super) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path} cannot be read: {error}"))
}

/// All files below a folder (`""` for all of the workspace) whose names end so, sorted by path. What is not text
/// is left out.
pub(super) fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let wanted = paths.into_iter().filter(|path| {
        let name = path.to_string_lossy();
        endings.iter().any(|ending| name.ends_with(ending))
    });
    wanted
        .filter_map(|path| Some(File { text: fs::read_to_string(&path).ok()?, path: from_root(&path) }))
        .collect()
}

/// The paths of all folders and files, from the root.
pub(super) fn paths() -> Vec<String> {
    let mut paths = Vec::new();
    walk(root(), &mut paths);
    paths.iter().map(|path| from_root(path)).collect()
}

/// The Rust files of the program and its crates, without their tests' folders.
pub(super) fn rust_sources() -> Vec<File> {
    let folders = ["gis-core/src", "gis-store/src", "gps-ingest/src", "src", "tile-server/src"];
    folders.iter().flat_map(|folder| files(folder, &[".rs"])).collect()
}

fn from_root(path: &Path) -> String {
    let inside = path.strip_prefix(root()).expect("it was found below the root");
    inside.to_string_lossy().replace('\\', "/")
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{} cannot be read: {error}", folder.display()));
    for entry in entries {
        let entry = entry.expect("the folder is readable");
        let kind = entry.file_type().expect("the file system says what it is");
        if kind.is_dir() {
            if !NOT_OURS.contains(&entry.file_name().to_string_lossy().as_ref()) {
                walk(&entry.path(), paths);
            }
        } else if kind.is_file() {
            paths.push(entry.path());
        }
    }
}
