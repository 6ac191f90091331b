//! HTTP: vector tiles, features, uploads, drafts and the web app's files.
//!
//! [`router()`] is the table of every URL; each noun has one file in `handlers/`. Tiles come from the R-tree in
//! memory ([`LiveMap`]), features from PostGIS. [`access`] asks who may before any handler is reached. Handlers hold no SQL and see no log: `gis-store` and the worker do.

pub mod access;
pub mod app;
pub mod basemap;
pub mod cache;
mod cookies;
mod door;
pub mod encoding;
pub mod error;
mod extract;
mod handlers;
pub mod live_map;
pub mod loading;
pub mod map_assets;
mod metrics;
mod public_url;
mod published;
mod router;
mod same_origin;
pub mod style;
mod throttle;
pub mod tile;
pub mod tileset;
mod web_files;

pub use access::Access;
pub use app::{App, Settings};
pub use basemap::{Basemap, BasemapError};
pub use cache::{CacheCounts, TileCache};
pub use door::Door;
pub use handlers::accounts::invitation_address;
pub use live_map::LiveMap;
pub use loading::LoadingMap;
pub use public_url::{PublicUrl, PublicUrlError};
pub use router::{Route, router, routes, serve_metrics};
