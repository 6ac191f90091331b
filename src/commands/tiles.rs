//! `suuf tiles`: the map as files that need no server.

mod archive;
mod draw;
mod export;
mod pack;
mod part;
mod plan;
mod state;
mod walk;

use crate::Outcome;
use crate::args::TilesCommand;
use gps_ingest::Language;

pub(crate) async fn run(command: TilesCommand, language: Language) -> anyhow::Result<Outcome> {
    match command {
        TilesCommand::Export(args) => export::run(args, language).await,
        TilesCommand::Pack(args) => pack::run(args, language).await,
    }
}
