//! HTTP: vector tiles, features, uploads, drafts and the web app's files.
//!
//! [`router()`] is the table of every URL; each noun has one file in `handlers/`. Tiles come from the R-tree in
//! memory ([`LiveMap`]), features from PostGIS. Handlers hold no SQL and see no log: `gis-store` and the worker do.

pub mod app;
pub mod error;
mod extract;
mod handlers;
pub mod live_map;
mod router;
mod same_origin;
pub mod tile;

pub use app::{App, Settings};
pub use live_map::LiveMap;
pub use router::{router, serve};
