//! What can be said to `suuf serve`.

use super::DatabaseArgs;
use std::net::SocketAddr;
use std::path::PathBuf;
use tile_server::PublicUrl;

#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, env = "SUUF_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Address on which whoever reaches it may read `/metrics`, such as 127.0.0.1:9464, for Prometheus; without it only
    /// administrators of all departments can, on the usual address. Never make it public.
    #[arg(long, env = "SUUF_METRICS_LISTEN", value_name = "ADDRESS")]
    pub(crate) metrics_listen: Option<SocketAddr>,
    /// The address under which others reach this server, such as `https://suuf.example.sn` behind a proxy.
    #[arg(long, env = "SUUF_PUBLIC_URL", value_name = "URL")]
    pub(crate) public_url: Option<PublicUrl>,
    /// A PMTiles file that the map shows under the register, of images or of vector tiles; served at /basemap.pmtiles.
    /// It is read as it was at the start: to change it, put another in its place by renaming and start anew.
    #[arg(long, env = "SUUF_BASEMAP", value_name = "FILE")]
    pub(crate) basemap: Option<PathBuf>,
    /// Make accounts to try Suuf with, one a role, and show every register to everybody; on loopback only.
    #[arg(long)]
    pub(crate) demo: bool,
    /// Longest time that a query of a request may take, in seconds; then it is answered 503. Surveys, loads, checks and
    /// backups are not bounded by it.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) query_timeout_s: u64,
    /// Longest log that is taken, in MiB.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub(crate) max_upload_mb: u32,
    /// Memory for drawn tiles, in MiB; 0 keeps none.
    #[arg(long, env = "SUUF_TILE_CACHE_MB", value_name = "MB", default_value_t = 256, value_parser = clap::value_parser!(u32).range(..=1_048_576))]
    pub(crate) tile_cache_mb: u32,
}
