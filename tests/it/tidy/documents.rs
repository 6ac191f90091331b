//! Documents stay true: every path and name of code that they mention in backticks, and every link, exists.

use super::assert_none;
use super::rust::has_word;
use super::workspace::{self, File};
use std::collections::BTreeSet;

/// Documents that there must be, and how many paths each mentions at least: a document of this kind that names
/// fewer does not lead anybody to the code.
const DOCUMENTS: [(&str, usize); 4] =
    [("ARCHITECTURE.md", 20), ("CONTRIBUTING.md", 10), ("README.md", 2), ("docs/decisions.md", 8)];

/// Folders that only a build or the program makes.
const MADE: [&str; 6] = [".cargo/bin/", "node_modules/", "target/", "var/", "web/dist", "web/node_modules"];

#[test]
fn the_documents_are_there_and_lead_to_the_code() {
    let places = places();
    let mut wrong = Vec::new();
    for (path, least) in DOCUMENTS {
        let text = workspace::read(path);
        let count = in_backticks(&text).filter(|name| as_path(name, &places).is_some()).count();
        if count < least {
            wrong.push(format!("{path} names {count} paths, wanted {least}"));
        }
    }
    assert_none(&wrong, "documents say too little about where things are");
}

#[test]
fn every_path_that_a_document_names_exists() {
    let places = places();
    let mut wrong = Vec::new();
    for document in documents() {
        for name in in_backticks(&document.text) {
            if as_path(name, &places).is_some_and(|path| !exists(path, &places)) {
                wrong.push(format!("{}: {name}", document.path));
            }
        }
    }
    assert_none(&wrong, "these paths are gone");
}

#[test]
fn no_document_waits_for_words_to_be_filled_in() {
    let is_gap = |word: &str| {
        let inner = word.strip_prefix('@').and_then(|word| word.strip_suffix('@'));
        inner.is_some_and(|inner| !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_uppercase()))
    };
    for document in documents() {
        let gaps: Vec<_> = document.text.split_whitespace().filter(|word| is_gap(word)).collect();
        assert!(gaps.is_empty(), "{}: {gaps:?}", document.path);
    }
}

#[test]
fn every_link_of_a_document_leads_somewhere() {
    let mut wrong = Vec::new();
    for document in documents() {
        let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in links(&document.text).filter(|link| !link.contains("://")) {
            let target = link.split('#').next().unwrap_or_default();
            if !target.is_empty() && !workspace::root().join(folder).join(target).exists() {
                wrong.push(format!("{}: {link}", document.path));
            }
        }
    }
    assert_none(&wrong, "these links lead nowhere");
}

#[test]
fn every_item_that_a_document_names_exists() {
    let sources = workspace::rust_sources();
    let mut wrong = Vec::new();
    for document in documents() {
        for name in in_backticks(&document.text) {
            let Some((folder, items)) = as_item(name) else { continue };
            let mine: Vec<_> = sources.iter().filter(|file| file.path.starts_with(&folder)).collect();
            if !items.iter().all(|item| mine.iter().any(|file| is_in(item, file))) {
                wrong.push(format!("{}: {name}", document.path));
            }
        }
    }
    assert_none(&wrong, "these names are gone from the code");
}

/// What is written for people: at the root and in `docs/`.
fn documents() -> Vec<File> {
    let is_ours = |file: &File| !file.path.contains('/') || file.path.starts_with("docs/");
    workspace::files("", &[".md"]).into_iter().filter(is_ours).collect()
}

/// All files and folders of the workspace; folders end in `/`.
fn places() -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for path in workspace::paths() {
        places.extend(path.match_indices('/').map(|(end, _)| path[..=end].to_owned()));
        places.insert(path);
    }
    places
}

fn exists(path: &str, places: &BTreeSet<String>) -> bool {
    places.contains(path) || places.contains(&format!("{path}/"))
}

/// What stands between backticks, outside of blocks of code.
fn in_backticks(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|part| part.lines()).flat_map(|line| line.split('`').skip(1).step_by(2))
}

fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link)
}

/// The path that a name in backticks stands for, if it is one: it begins like something at the root of the
/// workspace, and holds no blank and no placeholder.
fn as_path<'a>(name: &'a str, places: &BTreeSet<String>) -> Option<&'a str> {
    let is_plain = !name.contains(|c: char| c.is_whitespace() || "*<>{}$…:()=".contains(c));
    let is_made = MADE.iter().any(|folder| name.starts_with(folder));
    let path = name.trim_end_matches('/');
    let first = path.split('/').next().unwrap_or_default();
    let is_file =
        !path.contains('/') && [".json", ".md", ".rs", ".toml"].iter().any(|end| path.ends_with(end));
    let begins_here = path.contains('/') && exists(first, places);
    let is_here = exists(path, places);
    (is_plain && !is_made && !path.is_empty() && (is_file || begins_here || is_here)).then_some(path)
}

/// The source folder and the items of a name such as `gis_store::feed::load_index`.
fn as_item(name: &str) -> Option<(String, Vec<&str>)> {
    let mut parts = name.trim_end_matches("()").split("::");
    let krate = parts.next()?;
    let is_ours = ["gis_core", "gis_store", "gps_ingest", "tile_server"].contains(&krate);
    let items: Vec<_> = parts.collect();
    (is_ours && !items.is_empty()).then(|| (format!("{}/src/", krate.replace('_', "-")), items))
}

/// Whether a file is the module of that name, or mentions it.
fn is_in(item: &str, file: &File) -> bool {
    file.path.ends_with(&format!("/{item}.rs")) || has_word(&file.text, item)
}

#[test]
fn paths_are_told_from_other_words() {
    let places = BTreeSet::from(["gis-core/".to_owned(), "script/".to_owned(), "script/test".to_owned()]);
    let path = |name| as_path(name, &places);
    assert_eq!(path("gis-core/src/gone.rs"), Some("gis-core/src/gone.rs"));
    assert_eq!(path("script/test"), Some("script/test"));
    assert_eq!(path("GONE.md"), Some("GONE.md"));
    assert_eq!(path("/tiles/{layers}"), None);
    assert_eq!(path("lon/lat"), None);
    assert_eq!(path("cargo fmt"), None);
}
