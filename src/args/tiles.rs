//! What can be said of tiles.

use super::DatabaseArgs;
use clap::Subcommand;
use std::num::NonZero;
use std::path::PathBuf;
use tile_server::tile::MAX_ZOOM;

#[derive(Debug, clap::Args)]
pub(crate) struct TileArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Zoom.
    pub(crate) z: u8,
    /// Column, from the west.
    pub(crate) x: u32,
    /// Row, from the north.
    pub(crate) y: u32,
    /// Layers, separated by commas; by default all.
    #[arg(long, value_delimiter = ',')]
    pub(crate) layers: Vec<String>,
    /// What the account of that login sees of it, or `public`: whoever is not signed in; by default everything.
    #[arg(long = "as", value_name = "LOGIN|public")]
    pub(crate) seen_as: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TilesCommand {
    /// Write all tiles to one file (.pmtiles), for any web server, object store or map library.
    Export(TilesExportArgs),
    /// Write a map that opens in a browser without a network: tiles, style, letters, icons and a page.
    Pack(TilesPackArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct TilesExportArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// File to write, ending in .pmtiles. Run again after an interruption, the command goes on where it was.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) what: TilesArgs,
    /// Replace the file if it is there.
    #[arg(long)]
    pub(crate) overwrite: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TilesPackArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Folder to write, or one file if it ends in .zip. Run again after an interruption, the command goes on.
    #[arg(value_name = "FOLDER|FILE.zip")]
    pub(crate) target: PathBuf,
    #[command(flatten)]
    pub(crate) what: TilesArgs,
    /// Replace what is there.
    #[arg(long)]
    pub(crate) overwrite: bool,
}

/// Which tiles.
#[derive(Debug, clap::Args)]
pub(crate) struct TilesArgs {
    /// Only the register of these departments, by name or P-code, and the map around them; by default all.
    #[arg(long, value_name = "NAME|PCODE", value_delimiter = ',')]
    pub(crate) department: Vec<String>,
    /// Only what whoever is not signed in sees: for a file that anybody may fetch.
    #[arg(long)]
    pub(crate) public: bool,
    /// Layers, separated by commas; by default all but drafts, which are never written.
    #[arg(long, value_delimiter = ',')]
    pub(crate) layers: Vec<String>,
    /// Lowest zoom.
    #[arg(long, value_name = "Z", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=i64::from(MAX_ZOOM)))]
    pub(crate) min_zoom: u8,
    /// Highest zoom. At 16 a tile unit is 15 cm, less than surveys err; maps enlarge those tiles where they show more.
    #[arg(long, value_name = "Z", default_value_t = 16, value_parser = clap::value_parser!(u8).range(0..=i64::from(MAX_ZOOM)))]
    pub(crate) max_zoom: u8,
    /// How many threads draw; by default as many as there are cores.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZero<usize>>,
}
