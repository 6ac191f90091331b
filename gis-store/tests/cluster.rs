//! The private cluster on the real thing: every test makes, breaks and mends a PostgreSQL of its own.
//!
//! As root PostgreSQL runs as `postgres`, otherwise as ourselves; both are what users do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "cluster/data_dir.rs"]
mod data_dir;

use data_dir::{DataDir, ask, ask_at, tell};
use gis_store::cluster::{self, Cluster, ClusterError, Installation, Stop, Stopped};
use sqlx::postgres::PgConnectOptions;
use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader, Lines};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicBool, Ordering};

fn kill(signal: &str, pid: u32) {
    assert!(Command::new("kill").args([signal, &pid.to_string()]).status().unwrap().success());
}

/// Ends a process at once, and comes back when it has ended: the signal is but on its way when it was sent.
fn kill_at_once(pid: u32) {
    kill("-9", pid);
    let lives = || {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with(['Z', 'X']))
    };
    while lives() {
        std::thread::yield_now();
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// A program of the same account that PostgreSQL runs as.
fn as_account(program: &Path, folder: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder);
    command
}

#[test]
fn a_new_data_directory_becomes_a_cluster_with_postgis_checksums_and_no_network() {
    let data = DataDir::new();
    let cluster = data.open();
    assert!(!cluster.was_running());
    assert!(ask(&cluster, "select postgis_full_version()").contains("POSTGIS="));
    assert_eq!(ask(&cluster, "show data_checksums"), "on");
    assert_eq!(ask(&cluster, "show listen_addresses"), "");
    assert_eq!(ask(&cluster, "show fsync"), "on");
    assert_eq!(ask(&cluster, "show server_encoding"), "UTF8");
    let private = fs::metadata(data.path.join("run")).unwrap().permissions().mode();
    assert_eq!(private & 0o777, 0o700);
    assert!(cluster.close().unwrap(), "its only user stops it");
    assert!(!data.pgdata().join("postmaster.pid").exists());
}

#[test]
fn a_new_database_has_postgis_at_once() {
    let data = DataDir::new();
    let cluster = data.open();
    tell(&cluster, "create database trial");
    let trial = cluster.connect_options().database("trial");
    let point = ask_at(&trial, "select st_astext(st_point(-16.926, 14.791))");
    assert_eq!(point.as_deref(), Some("POINT(-16.926 14.791)"));
}

#[test]
fn the_url_is_understood_by_sqlx_psql_and_gdal() {
    let data = DataDir::named("registre foncier d'été, 100% \"sûr\"");
    let cluster = data.open();
    let url = cluster.url();
    let options = PgConnectOptions::from_str(&url).unwrap();
    assert_eq!(ask_at(&options, "select current_database()::text").as_deref(), Some("suuf"));

    let psql = cluster.installation().bin.join("psql");
    let answer = Command::new(psql).args(["-XAtc", "select current_user", &url]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&answer.stdout).trim(), "postgres", "{answer:?}");

    let store = gdal::Dataset::open(&url);
    assert!(store.is_ok(), "{:?}", store.err());
}

#[test]
fn a_path_too_long_for_a_socket_works() {
    let data = DataDir::named(&"département".repeat(12));
    let cluster = data.open();
    assert_eq!(ask(&cluster, "select current_database()::text"), "suuf");
    let folder = cluster.connect_options().get_socket().cloned().unwrap();
    assert!(folder.starts_with("/tmp") && folder.as_os_str().len() < 40);
    assert!(cluster.close().unwrap());
    assert!(!folder.exists(), "nothing is left under /tmp");
}

#[test]
fn a_second_user_adopts_the_server_and_only_the_last_one_stops_it() {
    let data = DataDir::new();
    let first = data.open();
    let second = data.open();
    assert!(second.was_running());
    assert_eq!(first.pid(), second.pid());
    let users = cluster::status(&data.path).unwrap().users;
    assert!(users.iter().any(|user| user.pid == std::process::id()), "{users:?}");

    assert!(!first.close().unwrap(), "another one uses it");
    assert_eq!(ask(&second, "select 'here'"), "here");
    assert!(second.close().unwrap());
    let after = cluster::status(&data.path).unwrap();
    assert!(after.pid.is_none() && !after.answers && after.users.is_empty());
}

#[test]
fn users_that_come_and_go_at_once_always_find_a_server() {
    let data = DataDir::new();
    data.open().close().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..3 {
                    let cluster = data.open();
                    assert_eq!(ask(&cluster, "select 'here'"), "here");
                }
            });
        }
    });
    assert_eq!(cluster::status(&data.path).unwrap().pid, None);
}

/// A child that is forked while PROJ opens its database never comes back; ours are spawned.
#[test]
fn a_thread_that_opens_proj_does_not_stop_the_cluster_from_opening() {
    let data = DataDir::new();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                gis_core::Projector::new(gis_core::Epsg::UTM_28N).unwrap();
            }
        });
        let ends = (0..2).map(|_| data.open().close()).collect::<Vec<_>>();
        is_over.store(true, Ordering::Relaxed);
        assert!(ends.into_iter().all(Result::unwrap));
    });
}

#[test]
fn a_committed_row_survives_the_servers_violent_death() {
    let data = DataDir::new();
    let cluster = data.open();
    tell(&cluster, "create table proof as select 'kept' as word");
    let killed = cluster.pid().unwrap();
    kill_at_once(killed);
    let again = data.open();
    assert!(!again.was_running());
    assert_ne!(again.pid(), Some(killed));
    assert_eq!(ask(&again, "select word from proof"), "kept");
    assert_eq!(ask(&cluster, "select word from proof"), "kept", "the first user reaches the new server");
}

#[test]
fn a_user_can_have_a_dead_server_started_again() {
    let data = DataDir::new();
    let cluster = data.open();
    assert!(!cluster.ensure_running().unwrap());
    kill_at_once(cluster.pid().unwrap());
    assert!(cluster.ensure_running().unwrap());
    assert_eq!(ask(&cluster, "select 'here'"), "here");
}

#[test]
fn a_pid_file_whose_number_belongs_to_another_process_is_not_believed() {
    let data = DataDir::new();
    data.open().close().unwrap();
    let mut stranger = as_account(Path::new("/bin/sleep"), Path::new("/")).arg("600").spawn().unwrap();
    let stale = format!("{}\n{}\n1\n5432\n\n\n\nready   \n", stranger.id(), data.pgdata().display());
    fs::write(data.pgdata().join("postmaster.pid"), &stale).unwrap();
    fs::write(data.path.join("run/.s.PGSQL.5432.lock"), &stale).unwrap();
    let opened = Cluster::open(&data.path);
    let lives = stranger.try_wait().unwrap().is_none();
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    assert_eq!(ask(&opened.unwrap(), "select 'here'"), "here");
    assert!(lives, "the stranger must be left alone");
}

#[test]
fn a_server_that_was_asked_to_keep_running_outlives_its_users_until_it_is_stopped() {
    let data = DataDir::new();
    let cluster = data.open();
    cluster.keep_running().unwrap();
    assert!(!cluster.close().unwrap());
    let user = data.open();
    assert!(user.was_running());
    assert_eq!(cluster::stop(&data.path, Stop::WhenUnused).unwrap(), Stopped::InUse);
    assert!(user.close().unwrap(), "the stop took the wish back, so its last user stops it");
    assert_eq!(cluster::stop(&data.path, Stop::WhenUnused).unwrap(), Stopped::WasNotRunning);
    data.open().keep_running().unwrap();
    assert_eq!(cluster::stop(&data.path, Stop::WhenUnused).unwrap(), Stopped::Stopped);
}

#[test]
fn a_data_directory_of_another_major_version_is_refused_untouched() {
    let data = DataDir::new();
    data.open().close().unwrap();
    fs::write(data.pgdata().join("PG_VERSION"), "9\n").unwrap();
    let error = data.refusal();
    assert!(matches!(&error, ClusterError::OtherMajor { has, .. } if has == "9"), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("PostgreSQL 9") && text.contains("apt install postgresql-9"), "{text}");
    assert!(text.contains(&Installation::all()[0].version), "{text}");
    assert_eq!(fs::read_to_string(data.pgdata().join("PG_VERSION")).unwrap(), "9\n");
}

#[test]
fn a_creation_that_was_interrupted_leaves_nothing_in_the_way() {
    let data = DataDir::new();
    let half = data.path.join("postgres.new-interrupted");
    fs::create_dir_all(half.join("base")).unwrap();
    fs::set_permissions(&data.path, Permissions::from_mode(0o711)).unwrap();
    fs::write(half.join("PG_VERSION"), "15\n").unwrap();
    fs::create_dir(data.pgdata()).unwrap();
    let cluster = data.open();
    assert_eq!(ask(&cluster, "select 'here'"), "here");
    assert!(!half.exists());
}

#[test]
fn a_folder_of_something_else_is_refused_untouched() {
    let data = DataDir::new();
    fs::create_dir_all(data.pgdata()).unwrap();
    fs::set_permissions(&data.path, Permissions::from_mode(0o711)).unwrap();
    fs::write(data.pgdata().join("letters.txt"), "keep").unwrap();
    assert!(matches!(data.refusal(), ClusterError::NotACluster { .. }));
    assert_eq!(fs::read_to_string(data.pgdata().join("letters.txt")).unwrap(), "keep");
}

#[test]
fn a_server_that_somebody_else_started_on_the_cluster_is_named() {
    let data = DataDir::new();
    let bin = data.open().installation().bin.clone();
    let elsewhere = data.path.join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::set_permissions(&elsewhere, Permissions::from_mode(0o777)).unwrap();
    let options = format!("-k '{}'", elsewhere.display());
    let mut start = as_account(&bin.join("pg_ctl"), &data.path);
    start.args(["start", "-D", "postgres", "-l", "elsewhere/log", "-w", "-s", "-o", &options]);
    assert!(start.status().unwrap().success());
    let error = data.refusal();
    assert!(matches!(error, ClusterError::InUse { .. }), "{error:?}");
    assert!(error.to_string().contains("elsewhere") && error.to_string().contains("pg_ctl stop"), "{error}");
}

#[test]
fn a_server_that_cannot_start_says_what_its_log_says() {
    let data = DataDir::new();
    data.open().close().unwrap();
    fs::write(data.pgdata().join("local.conf"), "work_mem = plenty\n").unwrap();
    fs::set_permissions(data.pgdata().join("local.conf"), Permissions::from_mode(0o644)).unwrap();
    let error = data.refusal();
    assert!(matches!(error, ClusterError::Program { .. }), "{error:?}");
    assert!(error.to_string().contains("plenty"), "{error}");
}

#[test]
fn a_folder_that_postgres_cannot_enter_is_named_with_a_way_out() {
    if !is_root() {
        return; // Only root runs PostgreSQL as somebody else.
    }
    let data = DataDir::new();
    let parent = data.path.parent().unwrap();
    fs::set_permissions(parent, Permissions::from_mode(0o700)).unwrap();
    let error = data.refusal();
    let named = matches!(&error, ClusterError::Untraversable { folder, .. } if folder == parent);
    assert!(named, "{error:?}");
    assert!(error.to_string().contains("/var/lib/suuf"), "{error}");
}

#[test]
fn a_cluster_of_another_system_user_is_refused() {
    if !is_root() {
        return; // Only root can give a folder away.
    }
    let data = DataDir::new();
    data.open().close().unwrap();
    chown(data.pgdata(), Some(1), Some(1)).unwrap();
    let error = data.refusal();
    assert!(matches!(&error, ClusterError::NotOwned { owner, .. } if owner == "daemon"), "{error:?}");
    assert!(error.to_string().contains("chown -R postgres"), "{error}");
}

#[test]
fn a_program_that_is_killed_leaves_a_server_that_the_next_one_adopts_and_stops() {
    let data = DataDir::new();
    let program = Program::on(&data);
    let pid = program.server;
    program.kill();
    let next = data.open();
    assert!(next.was_running());
    assert_eq!(next.pid(), Some(pid));
    assert!(next.close().unwrap(), "the killed program holds nothing any more");
}

#[test]
fn a_server_does_not_hear_the_signals_of_the_programs_terminal() {
    let data = DataDir::new();
    let program = Program::on(&data);
    let group_of = |pid: u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        let after_name = stat.rsplit(") ").next().unwrap().to_owned();
        after_name.split(' ').skip(2).take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let (programs, servers) = (group_of(program.child.id()), group_of(program.server));
    program.kill();
    assert_ne!(programs[0], servers[0], "process group");
    assert_ne!(programs[1], servers[1], "session");
}

/// Another program that uses the cluster: this test binary, asked for the one test below.
struct Program {
    child: Child,
    server: u32,
    output: Lines<BufReader<ChildStdout>>,
}

impl Program {
    fn on(data: &DataDir) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "another_program_holds_the_cluster_as_long_as_it_lives", "--nocapture"])
            .env("SUUF_TEST_DATA_DIR", &data.path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = output.by_ref().map_while(Result::ok);
        let server = told.find_map(|line| line.strip_prefix("server ")?.parse().ok());
        Self { child, server: server.expect("the program says which server it has"), output }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn end(mut self) {
        drop(self.child.stdin.take());
        self.output.by_ref().for_each(drop);
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn another_program_holds_the_cluster_as_long_as_it_lives() {
    let Some(path) = std::env::var_os("SUUF_TEST_DATA_DIR") else {
        let data = DataDir::new();
        let program = Program::on(&data);
        let ours = data.open();
        assert_eq!(ours.pid(), Some(program.server));
        assert!(!ours.close().unwrap(), "the other program still uses it");
        program.end();
        assert_eq!(cluster::status(&data.path).unwrap().pid, None, "the other program stopped it");
        return;
    };
    let cluster = Cluster::open(path).unwrap();
    println!("\nserver {}", cluster.pid().unwrap());
    // Until the parent closes our input, or kills us.
    std::io::stdin().lines().for_each(drop);
}
