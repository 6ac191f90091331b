//! The facts behind `suuf doctor`: what this machine has, what is wrong with it and how to mend it.
//!
//! Invariant: an examination starts, stops and changes nothing.
//! To add a check: one small function that returns a [`Check`], called by the `checks` of its group.

mod data_dir;
mod database;
mod libraries;
mod postgresql;

use gis_core::Text;
use serde::Serialize;
use std::path::PathBuf;

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckStatus {
    /// As it should be.
    Ok,
    /// Works, but not for ever or not in everything.
    Warning,
    /// Suuf, or a part of it, cannot work like this.
    Error,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Stable `snake_case` code for programs, such as `free_space`.
    pub code: &'static str,
    /// What was looked at.
    pub name: Text,
    /// How it came out.
    pub status: CheckStatus,
    /// What was found.
    pub found: Text,
    /// What to do about it; always there unless the status is [`CheckStatus::Ok`].
    pub remedy: Option<Text>,
}

/// What to examine.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// The version of the program.
    pub suuf_version: String,
    /// The private cluster's data directory; not looked at when there is a `database_url`.
    pub data_dir: PathBuf,
    /// The address of an external server, when one is used instead of the private cluster.
    pub database_url: Option<String>,
    /// The versions of the migrations that this program brings along; empty to leave them unchecked.
    pub migrations: Vec<i64>,
}

/// Looks at everything, in the order in which things depend on each other.
pub async fn examine(subject: Subject) -> Vec<Check> {
    let mut checks = vec![suuf(&subject.suuf_version)];
    checks.extend(libraries::checks());
    let options = if let Some(url) = &subject.database_url {
        database::address(url, &mut checks)
    } else {
        let data_dir = subject.data_dir.clone();
        let looking =
            tokio::task::spawn_blocking(move || (postgresql::checks(), data_dir::checks(&data_dir)));
        let (installed, (found, options)) = match looking.await {
            Ok(looked) => looked,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        };
        checks.extend(installed);
        checks.extend(found);
        options
    };
    if let Some(options) = options {
        checks.extend(database::checks(&options, &subject.migrations).await);
    }
    checks
}

fn suuf(version: &str) -> Check {
    Check::ok("suuf", Text::new("Suuf", "Suuf"), plain(version))
}

impl Check {
    fn ok(code: &'static str, name: Text, found: Text) -> Self {
        Self { code, name, status: CheckStatus::Ok, found, remedy: None }
    }

    fn warning(code: &'static str, name: Text, found: Text, remedy: Text) -> Self {
        Self { code, name, status: CheckStatus::Warning, found, remedy: Some(remedy) }
    }

    fn error(code: &'static str, name: Text, found: Text, remedy: Text) -> Self {
        Self { code, name, status: CheckStatus::Error, found, remedy: Some(remedy) }
    }
}

/// A fact that reads the same in both languages.
fn plain(fact: impl Into<String>) -> Text {
    let fact = fact.into();
    Text::new(fact.clone(), fact)
}

/// An error and its causes in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        text = format!("{text}: {deeper}");
        cause = deeper.source();
    }
    text
}
