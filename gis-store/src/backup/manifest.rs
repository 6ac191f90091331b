//! What a backup says of itself, and how it differs from what is in a database.

use crate::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the manifest's own form.
pub(super) const FORMAT: u32 = 1;

/// What a backup holds: the file `manifest.json` in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this form.
    pub format: u32,
    /// Version of Suuf that made it.
    pub product_version: String,
    /// Newest migration of the schema; none for a database that Suuf never opened.
    pub schema_version: Option<i64>,
    /// Version of the server, such as `15.14`.
    pub server_version: String,
    /// Version of PostGIS in the database.
    pub postgis_version: Option<String>,
    /// The moment whose state it holds.
    pub taken_at: Moment,
    /// Who took it.
    pub taken_by: String,
    /// Length of `database.dump`.
    pub dump_bytes: u64,
    /// SHA-256 of `database.dump`, in hexadecimal.
    pub dump_sha256: String,
    /// What each table held, by name.
    pub tables: Vec<TableDigest>,
    /// What is needed beside it, for whoever opens it without Suuf.
    pub not_included: String,
}

/// Rows of one table and their digest, which does not depend on their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDigest {
    /// Schema and name of the table.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// Sum of 128 bits of the SHA-256 of every row, in hexadecimal.
    pub digest: String,
}

/// One table that is not as the backup says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The table.
    pub table: String,
    /// Rows that the backup states; none when it knows no such table.
    pub expected_rows: Option<u64>,
    /// Rows that were found; none when there is no such table.
    pub found_rows: Option<u64>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { table, expected_rows, found_rows } = self;
        match (expected_rows, found_rows) {
            (Some(_), None) => write!(f, "the table {table} is missing"),
            (None, _) => write!(f, "the table {table} is not in the backup"),
            (Some(expected), Some(found)) if expected == found => {
                write!(f, "the table {table} has {found} rows as stated, but not the same ones")
            }
            (Some(expected), Some(found)) => {
                write!(f, "the table {table} has {found} rows instead of {expected}")
            }
        }
    }
}

impl Manifest {
    /// Rows of all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// The tables that are not as they were, by name.
    #[must_use]
    pub fn differences(&self, found: &[TableDigest]) -> Vec<Difference> {
        let mut pairs = BTreeMap::<&str, [Option<&TableDigest>; 2]>::new();
        for table in &self.tables {
            pairs.entry(&table.table).or_default()[0] = Some(table);
        }
        for table in found {
            pairs.entry(&table.table).or_default()[1] = Some(table);
        }
        let differing = pairs.into_iter().filter(|(_, [expected, found])| expected != found);
        let rows = |table: Option<&TableDigest>| table.map(|table| table.rows);
        differing
            .map(|(table, [expected, found])| Difference {
                table: table.to_owned(),
                expected_rows: rows(expected),
                found_rows: rows(found),
            })
            .collect()
    }
}
