//! `suuf`: the one command. Standard output is data, standard error is talk.
//!
//! Exit code 0: done; 1: done, with findings; 2: failed, or wrong usage.

mod args;
mod commands;
mod database;
mod worker;

use args::{Args, Command};
use clap::Parser;
use std::io::IsTerminal;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

/// What is said unless `RUST_LOG` asks for more. A pooled connection that broke is told of by the query that meets it.
const TALK: &str = "warn,suuf=info,sqlx_core::pool=error";

/// The same for `suuf ingest`, which has a line of its own for each upload.
const TALK_OF_MANY: &str = "warn,sqlx_core::pool=error";

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing to remark.
    Done,
    /// Done, and there is something to look at.
    Findings,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let talk = match args.command {
        Command::Ingest(_) => TALK_OF_MANY,
        _ => TALK,
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(talk));
    let is_terminal = std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(is_terminal)
        // How long a span took, of those that RUST_LOG asks for.
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(std::io::stderr)
        .init();
    match run(args) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("suuf: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(args: Args) -> anyhow::Result<Outcome> {
    let language = args.language;
    match args.command {
        Command::Serve(serve) => block_on(commands::serve::run(serve)),
        Command::Ingest(ingest) => block_on(commands::ingest::run(ingest, language)),
        Command::Inspect(inspect) => commands::inspect::run(&inspect, language),
        Command::Settings(settings) => commands::settings::run(&settings),
        Command::Simulate(simulate) => commands::simulate::run(simulate),
        Command::Import(import) => block_on(commands::import::run(import, language)),
        Command::Check(check) => block_on(commands::check::run(check, language)),
        Command::Export(export) => block_on(commands::export::run(export)),
        Command::Audit(audit) => block_on(commands::audit::run(audit, language)),
        Command::User(user) => block_on(commands::user::run(user)),
        Command::Token(token) => block_on(commands::token::run(token)),
        Command::Department(department) => block_on(commands::department::run(department)),
        Command::Persons(persons) => block_on(commands::persons::run(persons)),
        Command::Db(db) => commands::db::run(db, language),
        Command::Tile(tile) => block_on(commands::tile::run(tile, language)),
        Command::Tiles(tiles) => block_on(commands::tiles::run(tiles, language)),
        Command::Doctor(doctor) => block_on(commands::doctor::run(doctor, language)),
    }
}

/// Runs a command that needs the database or the network.
fn block_on<T>(command: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(command)
}

/// Whoever reads our output may stop when they have enough (`suuf inspect … | head`).
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
