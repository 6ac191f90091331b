//! Tests that read the workspace itself: what its documents promise about the code holds, and stays so.
//!
//! Each module guards one promise. An exception stands in a list there with its reason, and an exception that is no
//! longer needed fails the test too.

mod arrows;
mod banned;
mod documents;
mod names;
mod purity;
mod routes;
mod rust;
mod scope;
mod shape;
mod sql;
mod workspace;

use std::fmt::Display;

/// Fails with all that was found, one a line.
#[track_caller]
fn assert_none<T: Display>(found: &[T], what: &str) {
    let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{what}:\n  {}", lines.join("\n  "));
}
