//! The database that a command works with: the private cluster, or one elsewhere.

use crate::args::DatabaseArgs;
use anyhow::Context;
use gis_core::Scope;
use gis_store::cluster::Cluster;
use gis_store::vault::{Vault, open_vault};
use gis_store::{PgConnectOptions, PgPool};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::Duration;

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A private cluster in this folder.
    Private(PathBuf),
    /// A server of this address.
    Elsewhere(String),
}

impl DatabaseArgs {
    /// What the command line says counts before what the environment says.
    pub(crate) fn place(&self) -> Place {
        if let Some(url) = &self.database_url {
            return Place::Elsewhere(url.clone());
        }
        if let Some(folder) = &self.data_dir {
            return Place::Private(folder.clone());
        }
        let from_environment = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        match from_environment("DATABASE_URL") {
            Some(url) => Place::Elsewhere(url),
            None => {
                Place::Private(from_environment("SUUF_DATA_DIR").map_or_else(default_folder, PathBuf::from))
            }
        }
    }
}

impl DatabaseArgs {
    /// The key of the identity numbers: in the file that SUUF_KEY_FILE names, else beside the private cluster, else in
    /// the usual place for data. It is never in the database, and refused when it is not the database's.
    pub(crate) async fn vault(&self, database: &Database) -> anyhow::Result<Vault> {
        let named = std::env::var_os("SUUF_KEY_FILE").filter(|name| !name.is_empty()).map(PathBuf::from);
        let path = named.unwrap_or_else(|| match self.place() {
            Place::Private(folder) => folder.join(KEY_FILE),
            Place::Elsewhere(_) => default_folder().join(KEY_FILE),
        });
        let mut conn = gis_store::pool::acquire(&database.pool).await?;
        Ok(open_vault(&mut conn, &Scope::operator(), &path).await?)
    }
}

/// Name of the file with the key of the identity numbers.
const KEY_FILE: &str = "persons.key";

/// The usual place for data: the system's for root, the user's own for others.
fn default_folder() -> PathBuf {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    let home = std::env::home_dir().filter(|_| !is_root);
    let share = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    match (home, share) {
        (None, _) => PathBuf::from("/var/lib/suuf"),
        (Some(_), Some(share)) => share.join("suuf"),
        (Some(home), None) => home.join(".local/share/suuf"),
    }
}

/// An open database, and the cluster under it if it is ours.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) pool: PgPool,
    options: PgConnectOptions,
    pub(crate) cluster: Option<Cluster>,
}

impl Database {
    /// Opens the database, starts its cluster if need be, and brings schema and built-in data up to date.
    pub(crate) async fn open(place: Place) -> anyhow::Result<Self> {
        let (options, cluster) = match place {
            Place::Private(folder) => {
                let cluster = Cluster::open_async(folder).await?;
                (cluster.connect_options(), Some(cluster))
            }
            Place::Elsewhere(url) => {
                let options: PgConnectOptions = url.parse().context("failed to read the database URL")?;
                (options, None)
            }
        };
        let pool = gis_store::connect(options.clone()).await?;
        let database = Self { pool, options, cluster };
        gis_store::migrate(&database.pool).await?;
        gis_store::reference::renew(&database.pool, &Scope::operator()).await?;
        Ok(database)
    }

    /// Connections for requests, whose statements may not take longer than that.
    pub(crate) async fn connect_for_requests(&self, longest: Duration) -> anyhow::Result<PgPool> {
        Ok(gis_store::pool::connect_bounded(self.options.clone(), longest).await?)
    }

    /// Lets go of the database; a private cluster that nobody else uses stops.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.pool.close().await;
        if let Some(cluster) = self.cluster {
            cluster.close_async().await?;
        }
        Ok(())
    }
}
