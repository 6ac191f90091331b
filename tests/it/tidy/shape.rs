//! The shape of files: each says what it is, and none grows past what one can take in.

use super::assert_none;
use super::rust::code;
use super::workspace::{self, File};
use std::collections::BTreeSet;

/// More than this wants a seam.
const LONGEST_FILE: usize = 400;
/// A function fits a screen.
const LONGEST_FUNCTION: usize = 70;

/// Files that may be longer, with the reason.
const LONG_FILES: [(&str, &str); 3] = [
    ("web/src/api/schema.ts", "generated from the OpenAPI document"),
    ("web/src/messages/en.ts", "one list, held key by key against the other language's"),
    ("web/src/messages/fr.ts", "one list, held key by key against the other language's"),
];

#[test]
fn every_rust_file_opens_with_what_it_is() {
    let rust = rust_files();
    let silent: Vec<_> =
        rust.iter().filter(|file| !file.text.starts_with("//! ")).map(|file| &file.path).collect();
    assert_none(&silent, "these files do not open with `//!`");
}

#[test]
fn every_script_says_what_it_does() {
    let scripts = workspace::files("script", &[""]);
    assert!(scripts.len() > 3, "the scripts were found");
    let says = |file: &File| file.text.lines().nth(1).is_some_and(|line| line.starts_with("# "));
    let silent: Vec<_> = scripts.iter().filter(|file| !says(file)).map(|file| &file.path).collect();
    assert_none(&silent, "the second line of these scripts does not say what they do");
}

#[test]
fn no_file_is_too_long() {
    let mut files = rust_files();
    files.extend(workspace::files("web", &[".mjs", ".svelte", ".ts"]));
    let mut long = BTreeSet::new();
    for file in &files {
        let count = file.text.lines().filter(|line| is_code(line)).count();
        if count > LONGEST_FILE {
            long.insert((file.path.as_str(), count));
        }
    }
    let exempt: BTreeSet<_> = LONG_FILES.iter().map(|(path, _)| *path).collect();
    let wrong = long.iter().filter(|(path, _)| !exempt.contains(path));
    let wrong: Vec<_> = wrong.map(|(path, count)| format!("{path}: {count}")).collect();
    assert_none(&wrong, "these files have too many lines of code");
    let short: Vec<_> = exempt.iter().filter(|path| !long.iter().any(|(found, _)| found == *path)).collect();
    assert_none(&short, "these exceptions are no longer needed");
}

#[test]
fn every_function_fits_a_screen() {
    let mut wrong = Vec::new();
    for file in rust_files() {
        let code = code(&file.text);
        let long = functions(&code).into_iter().filter(|function| function.line_count > LONGEST_FUNCTION);
        wrong
            .extend(long.map(|function| format!("{}:{}: {}", file.path, function.line, function.line_count)));
    }
    assert_none(&wrong, "these functions have too many lines");
}

fn rust_files() -> Vec<File> {
    let files = workspace::files("", &[".rs"]);
    assert!(files.len() > 40, "the crates were found");
    files
}

/// Whether a line counts: it is neither blank nor only a comment.
fn is_code(line: &str) -> bool {
    let line = line.trim();
    !(line.is_empty() || line.starts_with("//") || line.starts_with("/*") || line.starts_with("* "))
}

struct Function {
    /// On which line it begins.
    line: usize,
    line_count: usize,
}

/// The functions of formatted code: each ends at the brace that is indented like its head.
fn functions(code: &str) -> Vec<Function> {
    let lines: Vec<_> = code.lines().collect();
    let mut functions = Vec::new();
    for (start, line) in lines.iter().enumerate().filter(|(_, line)| is_head(line)) {
        let indent = &line[..line.len() - line.trim_start().len()];
        let is_end = |line: &&str| line.strip_prefix(indent).is_some_and(|rest| rest == "}");
        let is_short = |line: &&str| line.ends_with(['}', ';']) && line.contains("fn ");
        let length = if is_short(line) { Some(0) } else { lines[start..].iter().position(is_end) };
        if let Some(length) = length {
            functions.push(Function { line: start + 1, line_count: length + 1 });
        }
    }
    functions
}

/// Whether a line begins a function.
fn is_head(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let is_before = |word: &&str| {
        word.starts_with("pub") || ["async", "const", "crate)", "extern", "super)"].contains(word)
    };
    words.by_ref().find(|word| !is_before(word)) == Some("fn")
}

#[test]
fn the_lines_of_functions_are_counted() {
    let code = "impl A {\n    pub(crate) async fn a(\n        x: u8,\n    ) {\n        b();\n    }\n\n    fn c() {}\n}\n";
    let found: Vec<_> = functions(code).iter().map(|f| (f.line, f.line_count)).collect();
    assert_eq!(found, [(2, 5), (8, 1)]);
}
