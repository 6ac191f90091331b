//! The bytes that digests are taken over: a JSON array as PostgreSQL's `json_build_array` writes it.

use crate::Moment;
use serde_json::Value;
use uuid::Uuid;

/// A JSON array that grows by a value at a time.
#[derive(Debug)]
pub(super) struct Array(String);

impl Array {
    pub(super) fn new() -> Self {
        Self("[".to_owned())
    }

    pub(super) fn text(self, value: &str) -> Self {
        self.raw(&Value::from(value).to_string())
    }

    pub(super) fn optional_text(self, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(value),
            None => self.raw("null"),
        }
    }

    pub(super) fn id(self, value: Option<Uuid>) -> Self {
        self.optional_text(value.map(|id| id.to_string()).as_deref())
    }

    pub(super) fn number(self, value: i64) -> Self {
        self.raw(&value.to_string())
    }

    /// Microseconds since 1970 in UTC.
    pub(super) fn moment(self, value: Option<Moment>) -> Self {
        match value {
            Some(value) => self.number(value.timestamp_micros()),
            None => self.raw("null"),
        }
    }

    /// JSON as PostgreSQL wrote it.
    pub(super) fn raw(mut self, json: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push_str(", ");
        }
        self.0.push_str(json);
        self
    }

    pub(super) fn finish(mut self) -> String {
        self.0.push(']');
        self.0
    }
}

/// A digest in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes all that is written");
    }
    text
}
