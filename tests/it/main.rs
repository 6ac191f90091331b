//! Tests of the whole workspace that need no database.

mod tidy;
