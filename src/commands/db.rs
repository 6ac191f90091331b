//! `suuf db start|stop|migrate|url|backup|restore|verify`.

mod backup;

use crate::args::{DatabaseArgs, DbCommand};
use crate::database::{Database, Place};
use crate::{Outcome, block_on};
use anyhow::{Context, bail};
use gis_store::cluster::{self, Cluster, Stop, Stopped};
use gps_ingest::Language;
use std::path::PathBuf;

pub(crate) fn run(command: DbCommand, language: Language) -> anyhow::Result<Outcome> {
    match command {
        DbCommand::Start(args) => start(private(&args, "start")?),
        DbCommand::Stop(args) => stop(private(&args, "stop")?),
        DbCommand::Migrate(args) => block_on(migrate(args.place())),
        DbCommand::Url(args) => url(private(&args, "name the address of")?),
        DbCommand::Backup(args) => block_on(backup::back_up(args, language)),
        DbCommand::Restore(args) => block_on(backup::restore(args, language)),
        DbCommand::Verify(args) => block_on(backup::verify(args, language)),
    }
}

/// The folder of the private cluster: one elsewhere is not ours to start or stop.
fn private(args: &DatabaseArgs, verb: &str) -> anyhow::Result<PathBuf> {
    if args.database_url.is_some() {
        bail!("failed to {verb} the database: --database-url names one that Suuf does not run");
    }
    let place = match DatabaseArgs::place(args) {
        Place::Private(folder) => folder,
        Place::Elsewhere(_) => {
            bail!(
                "failed to {verb} the database: DATABASE_URL names one that Suuf does not run; give --data-dir"
            )
        }
    };
    Ok(place)
}

fn start(folder: PathBuf) -> anyhow::Result<Outcome> {
    let cluster = Cluster::open(folder)?;
    cluster.keep_running()?;
    println!("{}", cluster.url());
    cluster.close()?;
    Ok(Outcome::Done)
}

fn stop(folder: PathBuf) -> anyhow::Result<Outcome> {
    match cluster::stop(folder, Stop::WhenUnused)? {
        Stopped::Stopped => eprintln!("stopped"),
        Stopped::WasNotRunning => eprintln!("was not running"),
        Stopped::InUse => {
            eprintln!("in use: it stops when the last program that uses it ends");
            return Ok(Outcome::Findings);
        }
    }
    Ok(Outcome::Done)
}

async fn migrate(place: Place) -> anyhow::Result<Outcome> {
    Database::open(place).await?.close().await?;
    eprintln!("the schema and the built-in data are up to date");
    Ok(Outcome::Done)
}

fn url(folder: PathBuf) -> anyhow::Result<Outcome> {
    let status = cluster::status(&folder)?;
    status.answers.then_some(()).with_context(|| {
        format!("failed to reach the database in {}: start it with suuf db start", folder.display())
    })?;
    let cluster = Cluster::open(folder)?;
    println!("{}", cluster.url());
    cluster.close()?;
    Ok(Outcome::Done)
}
