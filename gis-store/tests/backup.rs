//! Backups on real servers: what comes back is what was there, and what was altered on the way is named.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "cluster/data_dir.rs"]
#[expect(dead_code, reason = "the harness of the cluster's tests, of which these need a part")]
mod data_dir;

use data_dir::{DataDir, ask, ask_at, tell};
use gis_core::Scope;
use gis_store::backup::{
    BackupError, Manifest, Progress, Restored, Server, Watcher, back_up, restore, verify,
};
use gis_store::cluster::Cluster;
use sqlx::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

fn quiet() -> Watcher {
    Arc::new(|_| {})
}

/// A cluster with the schema, two parcels, a log of odd bytes and a change.
fn filled(data: &DataDir) -> Cluster {
    let cluster = data.open();
    run(async {
        let pool = gis_store::connect(cluster.connect_options()).await.expect("connects");
        gis_store::migrate(&pool).await.expect("migrates");
        gis_store::reference::renew(&pool, &Scope::operator()).await.expect("has departments");
        pool.close().await;
    });
    let roads = "insert into road (id, department_pcode, name, length_m, geometry, source, created_by)
        select md5(n::text)::uuid, 'SN1302', 'Rue de l''Église ' || n, 100,
            st_geomfromtext('multilinestring((-16.9 14.8, -16.91 14.81))', 4326), 'import', 'fatou'
        from generate_series(1, 40) as n";
    tell(&cluster, roads);
    cluster
}

fn take(cluster: &Cluster, target: &Path) -> Result<(PathBuf, Manifest), BackupError> {
    run(back_up(&Server::of_cluster(cluster), &Scope::operator(), target, &quiet()))
}

fn rows(manifest: &Manifest, table: &str) -> u64 {
    manifest.tables.iter().find(|found| found.table == table).expect("the table is listed").rows
}

#[test]
fn what_is_restored_is_what_was_backed_up() {
    let (here, there) = (DataDir::new(), DataDir::named("there"));
    let cluster = filled(&here);
    let (file, manifest) = take(&cluster, here.path.parent().expect("a folder")).expect("backed up");
    assert!(file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("suuf-2")), "{file:?}");
    assert_eq!((rows(&manifest, "public.road"), rows(&manifest, "public.department")), (40, 6));
    assert!(
        manifest.tables.iter().all(|table| table.table != "public.spatial_ref_sys"),
        "PostGIS brings its own"
    );
    assert_eq!(manifest.schema_version, gis_store::pool::migrations().into_iter().max());

    let other = there.open();
    let server = Server::of_cluster(&other);
    let restored = run(restore(&server, &Scope::operator(), &file, false, &quiet())).expect("restored");
    assert_eq!((restored.manifest, restored.replaced), (manifest.clone(), None));
    let sum = "select md5(string_agg(road::text, ',' order by id)) from road";
    assert_eq!(ask(&other, sum), ask(&cluster, sum));
    let future = "select count(*)::text from change where transaction_id > pg_current_xact_id()";
    assert_eq!(ask(&other, future), "0", "no follower takes restored changes for news");
    // It can be worked with, and backed up again to the same.
    tell(&other, "update road set name = 'Rue 1' where name = 'Rue 1'");
    let (_, again) = take(&other, &there.path.with_file_name("again.zip")).expect("backed up");
    let counted_apart = |manifest: &Manifest| {
        manifest
            .tables
            .iter()
            .filter(|table| !table.table.ends_with("collection_count"))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(counted_apart(&again), counted_apart(&manifest));
}

#[test]
fn a_backup_shows_one_moment_while_others_write() {
    let data = DataDir::new();
    let cluster = filled(&data);
    // Rows that arrive as soon as the first table is digested are in neither half of the backup.
    let options = cluster.connect_options();
    let written = Mutex::new(false);
    let watcher: Watcher = Arc::new(move |progress| {
        let mut written = written.lock().expect("not poisoned");
        if matches!(progress, Progress::Digested { .. }) && !*written {
            *written = true;
            let options = options.clone();
            let delete = "with gone as (delete from road returning id) select count(*)::text from gone";
            let count = std::thread::spawn(move || ask_at(&options, delete)).join().expect("no panic");
            assert_eq!(count.as_deref(), Some("40"));
        }
    });
    let file = data.path.with_file_name("moment.zip");
    let (_, manifest) =
        run(back_up(&Server::of_cluster(&cluster), &Scope::operator(), &file, &watcher)).expect("backed up");
    assert_eq!(rows(&manifest, "public.road"), 40);
    let server = Server::of_cluster(&cluster);
    let (_, differences) = run(verify(&server, &Scope::operator(), &file, &quiet())).expect("verified");
    assert_eq!(differences, []);
    assert_eq!(ask(&cluster, "select count(*)::text from road"), "0");
    assert_eq!(ask(&cluster, "select count(*)::text from pg_database where datname like 'suuf\\_%'"), "0");
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let data = DataDir::new();
    let cluster = filled(&data);
    let file = data.path.with_file_name("mine.zip");
    fs::write(&file, "precious").expect("written");
    let error = take(&cluster, &file).expect_err("it exists");
    assert!(matches!(error, BackupError::Exists { .. }), "{error}");
    assert_eq!(fs::read_to_string(&file).expect("read"), "precious");
    let strays = fs::read_dir(file.parent().expect("a folder")).expect("read").flatten();
    assert!(strays.into_iter().all(|entry| !entry.file_name().to_string_lossy().contains("partial")));
}

#[test]
fn damage_is_named_before_anything_is_restored() {
    let data = DataDir::new();
    let cluster = filled(&data);
    let (file, manifest) = take(&cluster, &data.path.with_file_name("whole.zip")).expect("backed up");
    let whole = fs::read(&file).expect("read");
    let server = Server::of_cluster(&cluster);
    let middle = usize::try_from(manifest.dump_bytes / 2).expect("small");
    let mut flipped = whole.clone();
    flipped[middle] ^= 1;
    for (name, bytes) in [
        ("truncated.zip", &whole[..whole.len() - 100]),
        ("half.zip", &whole[..whole.len() / 2]),
        ("flipped.zip", &flipped),
        ("empty.zip", b""),
        ("other.zip", b"PK\x03\x04 and no more of it"),
    ] {
        let damaged = data.path.with_file_name(name);
        fs::write(&damaged, bytes).expect("written");
        let error = run(verify(&server, &Scope::operator(), &damaged, &quiet())).expect_err("damaged");
        assert!(matches!(error, BackupError::Damaged { .. }), "{name}: {error}");
        let error = run(restore(&server, &Scope::operator(), &damaged, true, &quiet())).expect_err("damaged");
        assert!(matches!(error, BackupError::Damaged { .. }), "{name}: {error}");
    }
    assert_eq!(ask(&cluster, "select count(*)::text from road"), "40");
}

/// Writes the archive again with another manifest, as somebody would who knows its form.
fn with_manifest(file: &Path, target: &Path, change: impl FnOnce(&mut Manifest)) {
    use std::io::{Read as _, Write as _};
    let mut archive = zip::ZipArchive::new(fs::File::open(file).expect("open")).expect("a zip");
    let mut manifest: Manifest =
        serde_json::from_reader(archive.by_name("manifest.json").expect("is there")).expect("JSON");
    change(&mut manifest);
    let mut dump = Vec::new();
    archive.by_name("database.dump").expect("is there").read_to_end(&mut dump).expect("read");
    let mut writer = zip::ZipWriter::new(fs::File::create(target).expect("created"));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in
        [("database.dump", dump), ("manifest.json", serde_json::to_vec(&manifest).expect("JSON"))]
    {
        writer.start_file(name, options).expect("started");
        writer.write_all(&bytes).expect("written");
    }
    writer.finish().expect("finished");
}

#[test]
fn the_table_that_differs_is_named() {
    let data = DataDir::new();
    let cluster = filled(&data);
    let (file, _) = take(&cluster, &data.path.with_file_name("whole.zip")).expect("backed up");
    let other = data.path.with_file_name("other.zip");
    with_manifest(&file, &other, |manifest| {
        let road = manifest.tables.iter_mut().find(|table| table.table == "public.road").expect("is there");
        road.digest = "0".repeat(32);
        manifest.tables.retain(|table| table.table != "public.code_list");
    });
    let server = Server::of_cluster(&cluster);
    let (_, differences) = run(verify(&server, &Scope::operator(), &other, &quiet())).expect("verified");
    let told: Vec<_> = differences.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "the table public.code_list is not in the backup",
            "the table public.road has 40 rows as stated, but not the same ones",
        ]
    );
    let error = run(restore(&server, &Scope::operator(), &other, true, &quiet())).expect_err("it differs");
    assert!(error.to_string().contains("public.road"), "{error}");
    assert_eq!(ask(&cluster, "select count(*)::text from road"), "40", "what was there stays");
}

#[test]
fn a_newer_backup_asks_for_a_newer_program() {
    let data = DataDir::new();
    let cluster = filled(&data);
    let (file, _) = take(&cluster, &data.path.with_file_name("whole.zip")).expect("backed up");
    let changes: [fn(&mut Manifest); 3] = [
        |manifest| manifest.format += 1,
        |manifest| manifest.schema_version = Some(29_990_101_000_000),
        |manifest| manifest.server_version = "99.1".to_owned(),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let newer = data.path.with_file_name(format!("newer-{number}.zip"));
        with_manifest(&file, &newer, change);
        let server = Server::of_cluster(&cluster);
        let error = run(verify(&server, &Scope::operator(), &newer, &quiet())).expect_err("too new");
        assert!(matches!(error, BackupError::TooNew { .. }), "{error}");
    }
}

#[test]
fn a_database_that_is_not_empty_is_replaced_only_when_asked_and_unused() {
    let data = DataDir::new();
    let cluster = filled(&data);
    let (file, _) = take(&cluster, &data.path.with_file_name("whole.zip")).expect("backed up");
    tell(&cluster, "delete from road where name like '%1'");
    let server = Server::of_cluster(&cluster);
    let error = run(restore(&server, &Scope::operator(), &file, false, &quiet())).expect_err("not empty");
    assert!(
        matches!(error, BackupError::NotEmpty { .. }) && error.to_string().contains("--replace"),
        "{error}"
    );
    let used = run(async {
        let pool = gis_store::connect(cluster.connect_options()).await.expect("connects");
        let outcome = restore(&server, &Scope::operator(), &file, true, &quiet()).await;
        pool.close().await;
        outcome
    });
    let error = used.expect_err("in use");
    assert!(matches!(error, BackupError::InUse { sessions: 1, .. }), "{error}");
    assert_eq!(ask(&cluster, "select count(*)::text from road"), "36");

    let restored = run(restore(&server, &Scope::operator(), &file, true, &quiet())).expect("replaced");
    assert_eq!(ask(&cluster, "select count(*)::text from road"), "40");
    let kept = cluster.connect_options().database(&restored.replaced.expect("kept"));
    assert_eq!(ask_at(&kept, "select count(*)::text from road").as_deref(), Some("36"));
}

/// What a writer gets to hear while the restored database is being filled, of the first table that is digested in it.
fn restored_while(
    cluster: &Cluster,
    file: &Path,
    meanwhile: impl Fn() + Send + Sync + 'static,
) -> Result<Restored, BackupError> {
    let done = Mutex::new(false);
    let watcher: Watcher = Arc::new(move |progress| {
        let mut done = done.lock().expect("not poisoned");
        if matches!(progress, Progress::Digested { .. }) && !*done {
            *done = true;
            meanwhile();
        }
    });
    run(restore(&Server::of_cluster(cluster), &Scope::operator(), file, true, &watcher))
}

#[test]
fn nobody_writes_to_a_database_while_it_is_replaced() {
    let data = DataDir::new();
    let cluster = filled(&data);
    let (file, _) = take(&cluster, &data.path.with_file_name("whole.zip")).expect("backed up");
    let options = cluster.connect_options();
    let heard = Arc::new(Mutex::new(None));
    let said = Arc::clone(&heard);
    let restored = restored_while(&cluster, &file, move || {
        let options = options.clone();
        let late = std::thread::spawn(move || {
            run(async {
                let mut conn = sqlx::PgConnection::connect_with(&options).await.expect("readers may connect");
                let count: i64 = sqlx::query_scalar("select count(*) from road")
                    .fetch_one(&mut conn)
                    .await
                    .expect("and read");
                sqlx::query("set lock_timeout = '50ms'").execute(&mut conn).await.expect("set");
                let write = sqlx::query("delete from road").execute(&mut conn).await;
                conn.close().await.expect("closed");
                (count, write.expect_err("nobody may write").to_string())
            })
        });
        *said.lock().expect("not poisoned") = Some(late.join().expect("no panic"));
    });
    let kept = cluster.connect_options().database(&restored.expect("replaced").replaced.expect("kept"));
    let (count, refusal) = heard.lock().expect("not poisoned").take().expect("it was tried");
    assert!(count == 40 && refusal.contains("lock timeout"), "{count}: {refusal}");
    assert_eq!(ask_at(&kept, "select count(*)::text from road").as_deref(), Some("40"));
    assert_eq!(ask(&cluster, "select count(*)::text from road"), "40");
}

#[test]
fn a_server_that_was_started_meanwhile_keeps_its_database() {
    let data = DataDir::new();
    let cluster = filled(&data);
    let (file, _) = take(&cluster, &data.path.with_file_name("whole.zip")).expect("backed up");
    tell(&cluster, "delete from road where name like '%1'");
    let options = cluster.connect_options();
    let (runtime, server) = (tokio::runtime::Runtime::new().expect("a runtime"), Arc::new(Mutex::new(None)));
    let (handle, started) = (runtime.handle().clone(), Arc::clone(&server));
    let refused = restored_while(&cluster, &file, move || {
        let (handle, options, started) = (handle.clone(), options.clone(), Arc::clone(&started));
        let start = move || {
            let pool = handle.block_on(gis_store::connect(options)).expect("connects");
            *started.lock().expect("not poisoned") = Some(pool);
        };
        std::thread::spawn(start).join().expect("no panic");
    });
    let error = refused.expect_err("in use");
    assert!(matches!(error, BackupError::InUse { sessions: 1, .. }), "{error}");
    let pool = server.lock().expect("not poisoned").take().expect("started");
    runtime.block_on(pool.close());
    assert_eq!(ask(&cluster, "select count(*)::text from road"), "36", "it goes on with what it had");
    assert_eq!(ask(&cluster, "select count(*)::text from pg_database where datname like 'suuf\\_%'"), "0");
}

#[test]
fn a_server_elsewhere_is_backed_up_with_the_programs_of_this_machine() {
    let data = DataDir::new();
    let cluster = filled(&data);
    let server = Server::at(&cluster.url()).expect("an address");
    let file = data.path.with_file_name("elsewhere.zip");
    run(back_up(&server, &Scope::operator(), &file, &quiet())).expect("backed up");
    let (manifest, differences) =
        run(verify(&server, &Scope::operator(), &file, &quiet())).expect("verified");
    assert_eq!((differences.len(), rows(&manifest, "public.road")), (0, 40));
    assert!(Server::at("not an address").is_err());
    let somebody = Scope::public(["SN1302".to_owned()]);
    let error = run(back_up(&server, &somebody, &data.path, &quiet())).expect_err("not theirs");
    assert!(matches!(error, BackupError::NotAllowed { .. }), "{error}");
}
