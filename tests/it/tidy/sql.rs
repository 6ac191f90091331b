//! SQL lives in gis-store and in `migrations/`, nowhere else.

use super::assert_none;
use super::rust::{Piece, code, has_word, pieces, without_tests};
use super::workspace::{self, File};

#[test]
fn only_gis_store_names_sqlx() {
    let mut wrong = Vec::new();
    for file in elsewhere() {
        if has_word(&code(&file.text), "sqlx") {
            wrong.push(file.path);
        }
    }
    assert_none(&wrong, "these files use sqlx; put a function into gis-store and call it");
}

#[test]
fn only_gis_store_holds_sql() {
    let mut wrong = Vec::new();
    for file in elsewhere() {
        for (line, piece) in pieces(without_tests(&file.text)) {
            if matches!(piece, Piece::Literal(text) if is_sql(text)) {
                wrong.push(format!("{}:{line}", file.path));
            }
        }
    }
    assert_none(&wrong, "these literals are SQL; put a function into gis-store and call it");
}

#[test]
fn files_of_sql_lie_where_they_belong() {
    let homes = ["gis-store/sql/", "gis-store/tests/", "migrations/", "tests/"];
    let strays: Vec<_> = workspace::files("", &[".sql"])
        .into_iter()
        .map(|file| file.path)
        .filter(|path| !homes.iter().any(|home| path.starts_with(home)))
        .collect();
    assert_none(&strays, "SQL files belong into gis-store/sql/ or migrations/");
}

#[test]
fn sql_is_told_from_prose() {
    assert!(is_sql("select id from parcel where id = $1"));
    assert!(is_sql("\n    WITH near as (select 1) SELECT *\n    from near"));
    assert!(is_sql("update draft set state = 'approved'"));
    assert!(is_sql("delete from draft"));
    assert!(!is_sql("Select a department"));
    assert!(!is_sql("update the map"));
    assert!(!is_sql("with a seed"));
}

/// The code outside of gis-store.
fn elsewhere() -> Vec<File> {
    let files: Vec<_> = workspace::rust_sources()
        .into_iter()
        .filter(|file| !file.path.starts_with("gis-store/") && !file.path.ends_with("/tests.rs"))
        .collect();
    assert!(files.len() > 20, "the crates were found");
    files
}

/// Whether a literal is a statement: its first word is one of SQL's, and the word that must follow does.
fn is_sql(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let rest: Vec<_> = words.collect();
    let is_second = |word: &str| rest.first() == Some(&word);
    match first {
        "select" => rest.contains(&"from") || text.contains("select pg_") || text.contains("select st_"),
        "with" => rest.iter().any(|word| word.ends_with("select")) && rest.contains(&"from"),
        "insert" => is_second("into"),
        "delete" => is_second("from"),
        "update" => rest.get(1) == Some(&"set"),
        "create" | "alter" | "drop" | "truncate" => {
            ["table", "view", "index", "schema", "database", "extension"].iter().any(|word| is_second(word))
        }
        _ => false,
    }
}
