//! Every function of gis-store that reads or writes the register takes a scope: who asks, for which departments.

use super::rust::{code, has_word, without_tests};
use super::{assert_none, workspace};
use std::collections::BTreeSet;

/// Public functions that reach the database without a scope, each with the reason why none is needed.
const WITHOUT_SCOPE: [(&str, &str); 19] = [
    ("acquire", "lends a connection, reads no row"),
    ("find_by_session", "tells who asks: the scope comes of it"),
    ("find_by_token", "tells who asks: the scope comes of it"),
    ("find_credentials", "is asked by whoever signs in and is nobody yet"),
    ("find_department", "the list of departments is public"),
    ("find_department_of", "the list of departments is public"),
    ("find_invited", "is for whoever holds the link"),
    ("has_code", "code lists are public"),
    ("insert_session", "is for whoever has just shown a password"),
    ("list_code_lists", "code lists are public"),
    ("list_published", "which departments publish their register is public"),
    ("listen", "tells that something changed, not what"),
    ("migrate", "changes the schema, reads no row"),
    ("note_attempt", "counts the tries of a worker that took the upload under its scope"),
    ("ping", "reads no row"),
    ("read_codes", "code lists are public"),
    ("redeem", "is for whoever holds the link"),
    ("redeem_as_first_administrator", "is for whoever holds the link, before anybody else is there"),
    ("remove_session", "is for whoever holds the cookie"),
];

#[test]
fn every_query_takes_a_scope() {
    let exempt: BTreeSet<_> = WITHOUT_SCOPE.iter().map(|(name, _)| *name).collect();
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut scoped_count = 0;
    for file in workspace::files("gis-store/src", &[".rs"]) {
        let code = code(without_tests(&file.text));
        for function in public_functions(&code).filter(Function::reaches_database) {
            if has_word(function.arguments, "Scope") {
                scoped_count += 1;
            } else if let Some(name) = exempt.get(function.name) {
                used.insert(*name);
            } else {
                wrong.push(format!("{}: {}", file.path, function.name));
            }
        }
    }
    assert!(scoped_count > 10, "queries were found");
    assert_none(&wrong, "these functions take a connection and no `scope: &Scope`");
    let unused: Vec<_> = exempt.difference(&used).collect();
    assert_none(&unused, "these exceptions are no longer needed");
}

struct Function<'a> {
    name: &'a str,
    arguments: &'a str,
}

impl Function<'_> {
    fn reaches_database(&self) -> bool {
        let ways = ["PgConnection", "PgExecutor", "PgPool", "PgTransaction", "Transaction"];
        ways.iter().any(|way| has_word(self.arguments, way))
    }
}

fn public_functions(code: &str) -> impl Iterator<Item = Function<'_>> {
    let heads = code.match_indices("pub fn ").chain(code.match_indices("pub async fn "));
    heads.filter_map(move |(start, head)| {
        let rest = &code[start + head.len()..];
        let (name, _) = rest.split_once(['(', '<'])?;
        let (_, arguments) = rest.split_once('(')?;
        Some(Function { name, arguments: &arguments[..closing_parenthesis(arguments)] })
    })
}

/// Where the parenthesis closes that was opened just before.
fn closing_parenthesis(text: &str) -> usize {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[test]
fn functions_are_read_with_their_arguments() {
    let code = "pub async fn get_draft(conn: &mut PgConnection, f: fn(u8)) -> PgPool {}\npub fn none() {}";
    let found: Vec<_> = public_functions(code).map(|f| (f.name.to_owned(), f.reaches_database())).collect();
    assert_eq!(found, [("none".to_owned(), false), ("get_draft".to_owned(), true)]);
}
