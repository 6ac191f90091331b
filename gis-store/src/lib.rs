//! PostGIS, and nothing but: the private cluster, migrations, queries, the change feed, GDAL import and export, backups.
//!
//! Invariant: SQL lives in this crate and in `migrations/` only.
//! Invariant: every function that reads or writes the register takes a [`gis_core::Scope`].
//! Invariant: raw logs are never changed nor deleted; triggers in the database refuse it as well.

pub mod account;
pub mod act;
pub mod audit;
pub mod backup;
mod bulk;
pub mod check;
pub mod cluster;
pub mod code_list;
pub mod department;
pub mod dispute;
pub mod doctor;
pub mod document;
pub mod draft;
pub mod error;
pub mod exchange;
pub mod feature;
pub mod feed;
mod geometry;
pub mod market_record;
pub mod neighbour;
pub mod party;
pub mod pool;
pub mod record;
pub mod reference;
pub mod register;
pub mod right;
pub mod road_record;
pub mod sample;
pub mod source;
pub mod upload;
pub mod vault;
pub mod version;

pub use error::StoreError;
pub use pool::{connect, migrate};
pub use sqlx::PgConnection;
pub use sqlx::postgres::{PgConnectOptions, PgPool};

use chrono::{DateTime, Utc};

/// A moment in UTC, as rows and answers carry it.
pub type Moment = DateTime<Utc>;
