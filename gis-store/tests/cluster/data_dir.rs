//! A data directory for one test, and questions to its cluster.

use gis_store::cluster::{self, Cluster, ClusterError, Stop};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use tempfile::TempDir;

/// A data directory that is stopped and removed in the end, also when the test panics.
pub struct DataDir {
    pub path: PathBuf,
    _parent: TempDir,
}

impl DataDir {
    pub fn new() -> Self {
        Self::named("data")
    }

    pub fn named(name: &str) -> Self {
        let parent = tempfile::Builder::new().prefix("suuf-cluster-").tempdir_in("/tmp").unwrap();
        fs::set_permissions(parent.path(), Permissions::from_mode(0o711)).unwrap();
        Self { path: parent.path().join(name), _parent: parent }
    }

    pub fn open(&self) -> Cluster {
        Cluster::open(&self.path).unwrap_or_else(|error| panic!("{error}: {error:?}"))
    }

    pub fn refusal(&self) -> ClusterError {
        Cluster::open(&self.path).expect_err("the cluster must be refused")
    }

    pub fn pgdata(&self) -> PathBuf {
        self.path.join("postgres")
    }
}

impl Drop for DataDir {
    fn drop(&mut self) {
        // Tests that never got as far as a cluster have nothing to stop.
        let _ = cluster::stop(&self.path, Stop::Now);
    }
}

pub fn ask_at(options: &PgConnectOptions, sql: &str) -> Option<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = PgConnection::connect_with(options).await.unwrap();
        let answer = sqlx::query_scalar::<_, String>(sql).fetch_optional(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        answer
    })
}

pub fn ask(cluster: &Cluster, sql: &str) -> String {
    ask_at(&cluster.connect_options(), sql).expect("the query gives a row")
}

pub fn tell(cluster: &Cluster, sql: &str) {
    assert_eq!(ask_at(&cluster.connect_options(), sql), None);
}
