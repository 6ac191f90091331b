//! `docs/rules.md` says what the code says: parts of it between markers are written by these tests.
//!
//! `UPDATE_DOCS=1 cargo test -p gis-core --test neighbours` writes them again.

use gis_core::rules::{RuleSettings, table};
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Mutex;

/// Tests run side by side, and write into one file.
static FILE: Mutex<()> = Mutex::new(());

/// Compares a part of the document with what it should be, or writes it.
pub(crate) fn holds(part: &str, wanted: &str) {
    let _one_at_a_time = FILE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let text = std::fs::read_to_string(&path).expect("docs/rules.md is there");
    let (begin, end) = (format!("<!-- {part} -->\n"), format!("<!-- end of {part} -->"));
    let from = text.find(&begin).expect("the marker is there") + begin.len();
    let to = from + text[from..].find(&end).expect("the end marker is there");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let written = [&text[..from], wanted, &text[to..]].concat();
        std::fs::write(&path, written).expect("the document can be written");
    } else {
        assert_eq!(&text[from..to], wanted, "run with UPDATE_DOCS=1 and look at the difference");
    }
}

/// Every rule: code, severity, what, why, what to do.
pub(crate) fn rules() -> String {
    let mut rules = String::from(
        "| code | severity | collections | what | why | what to do |\n|---|---|---|---|---|---|\n",
    );
    for rule in table() {
        let (code, severity, collections) = (rule.code, rule.severity.name(), rule.collections.join(", "));
        let (what, why, advice) = (rule.title.en, rule.why.en, rule.advice.en);
        writeln!(rules, "| `{code}` | {severity} | {collections} | {what} | {why} | {advice} |")
            .expect("a string");
    }
    rules
}

/// Every limit with its value and its reason.
pub(crate) fn limits() -> String {
    let mut limits = String::from("| limit | default | reason |\n|---|---|---|\n");
    for limit in RuleSettings::default().described() {
        writeln!(limits, "| `{}` | {} | {} |", limit.name, limit.value, limit.reason).expect("a string");
    }
    limits
}
