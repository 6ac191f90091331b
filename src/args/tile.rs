//! `suuf tile`.

use super::DatabaseArgs;

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
