//! The examination behind `suuf doctor`, on this machine and on a cluster of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use gis_store::cluster::{self, Cluster, Stop};
use gis_store::doctor::{Check, CheckStatus, Subject, examine};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn subject(data_dir: &Path) -> Subject {
    Subject {
        suuf_version: "0.1.0".to_owned(),
        data_dir: data_dir.to_owned(),
        migrations: vec![1],
        ..Subject::default()
    }
}

fn found<'a>(checks: &'a [Check], code: &str) -> &'a Check {
    checks.iter().find(|check| check.code == code).unwrap_or_else(|| panic!("no {code} in {checks:#?}"))
}

#[tokio::test]
async fn a_data_directory_that_is_not_there_yet_is_not_made_by_looking() {
    let parent = tempfile::tempdir().unwrap();
    let data_dir = parent.path().join("data");
    let checks = examine(subject(&data_dir)).await;
    assert_eq!(found(&checks, "data_dir").status, CheckStatus::Warning);
    assert!(found(&checks, "data_dir").remedy.as_ref().unwrap().fr.contains("suuf serve"));
    assert!(!data_dir.exists());
    for code in
        ["suuf", "proj", "reference_systems", "gdal", "gdal_drivers", "postgresql", "postgis_installed"]
    {
        assert_eq!(found(&checks, code).status, CheckStatus::Ok, "{:?}", found(&checks, code));
    }
}

#[tokio::test]
async fn a_running_cluster_is_described_and_left_alone() {
    let parent = tempfile::Builder::new().prefix("suuf-doctor-").tempdir_in("/tmp").unwrap();
    fs::set_permissions(parent.path(), Permissions::from_mode(0o711)).unwrap();
    let data_dir = parent.path().join("data");
    let cluster = Cluster::open_async(data_dir.clone()).await.unwrap();
    let pid = cluster.pid().unwrap();
    let checks = examine(subject(&data_dir)).await;
    for code in ["data_dir", "free_space", "data_version", "checksums", "server", "database", "postgis"] {
        assert_eq!(found(&checks, code).status, CheckStatus::Ok, "{:?}", found(&checks, code));
    }
    let server = &found(&checks, "server").found;
    assert!(server.fr.contains(&pid.to_string()) && server.fr.contains(&std::process::id().to_string()));
    assert!(found(&checks, "postgis").found.en.contains("POSTGIS="));
    assert_eq!(found(&checks, "schema").status, CheckStatus::Warning, "nothing is migrated yet");

    assert!(cluster.close_async().await.unwrap());
    let checks = examine(subject(&data_dir)).await;
    assert_eq!(found(&checks, "server").found.en, "stopped; starts with Suuf");
    assert_eq!(found(&checks, "checksums").status, CheckStatus::Ok);
    assert!(checks.iter().all(|check| check.code != "database"), "nothing was started");
    assert!(checks.iter().all(|check| check.remedy.is_some() == (check.status != CheckStatus::Ok)));
    cluster::stop(&data_dir, Stop::Now).unwrap();
}

#[tokio::test]
async fn an_external_server_that_does_not_answer_is_an_error_with_a_remedy() {
    let url = "postgresql://nobody@localhost:1/suuf".to_owned();
    let checks = examine(Subject { database_url: Some(url), ..Subject::default() }).await;
    let check = found(&checks, "database");
    assert_eq!(check.status, CheckStatus::Error);
    assert!(check.remedy.as_ref().unwrap().en.contains("--database-url"));
    assert!(checks.iter().all(|check| check.code != "data_dir"), "the private cluster is not in question");
}
