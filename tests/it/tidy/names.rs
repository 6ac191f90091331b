//! Names that follow a form: migrations.

use super::{assert_none, workspace};

/// A migration says what it does to the schema with one of these.
const VERBS: [&str; 11] =
    ["add", "alter", "backfill", "change", "create", "drop", "fix", "move", "remove", "rename", "split"];

#[test]
fn migrations_are_named_by_moment_and_deed() {
    let migrations = workspace::files("migrations", &[""]);
    assert!(!migrations.is_empty(), "the migrations were found");
    let wrong: Vec<_> = migrations.iter().map(|file| &file.path).filter(|path| !is_migration(path)).collect();
    assert_none(&wrong, "these are not named YYYYMMDDHHMMSS_verb_noun.sql");
}

#[test]
fn every_migration_opens_with_its_purpose() {
    let migrations = workspace::files("migrations", &[".sql"]);
    let silent: Vec<_> =
        migrations.iter().filter(|file| !file.text.starts_with("-- ")).map(|file| &file.path).collect();
    assert_none(&silent, "these do not open with a comment");
}

fn is_migration(path: &str) -> bool {
    let parts = path.strip_prefix("migrations/").and_then(|name| name.strip_suffix(".sql"));
    let Some((moment, deed)) = parts.and_then(|name| name.split_once('_')) else { return false };
    let Some((verb, noun)) = deed.split_once('_') else { return false };
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    moment.len() == 14
        && moment.chars().all(|c| c.is_ascii_digit())
        && VERBS.contains(&verb)
        && !noun.is_empty()
        && noun.chars().all(is_word)
}

#[test]
fn a_migration_without_a_verb_is_not_named_well() {
    assert!(is_migration("migrations/20270131120000_add_parcel_history.sql"));
    assert!(!is_migration("migrations/20270131120000_parcel.sql"));
    assert!(!is_migration("migrations/2027_add_parcel.sql"));
}
