//! Makes a new cluster: `initdb`, PostGIS in the template, the database `suuf`.
//!
//! Everything happens in a folder beside the final one and a rename ends it, so the folder `postgres`
//! is either complete or absent, whenever the power fails. No server runs meanwhile.

use super::account::Account;
use super::error::ClusterError;
use super::installation::Installation;
use super::layout::{Layout, replace_file};
use super::postmaster::{failure, printed_by};
use std::fs::{self, DirBuilder, File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};

const DOING: &str = "create a PostgreSQL cluster";
const UNFINISHED: &str = "postgres.new-";

/// Locale: byte order and Unicode letters from the C library, which no upgrade of a collation library can
/// change under an index; a list for people is sorted where it is asked for. Trust: see `suuf.conf` on who
/// can reach the socket.
const INITDB: [&str; 10] = [
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--lc-messages=C",
    "--auth-local=trust",
    "--auth-host=reject",
    "--data-checksums",
    "--no-sync",
    "--no-instructions",
    "-D",
];

/// Sees to it that there is a complete cluster, and says which server it needs.
pub(super) fn ensure_created(layout: &Layout, account: &Account) -> Result<Installation, ClusterError> {
    let pgdata = layout.pgdata();
    if pgdata.join("PG_VERSION").exists() {
        account.must_own(&pgdata)?;
        // A copy from a backup often lost this mode, and PostgreSQL insists on it.
        let private = Permissions::from_mode(0o700);
        fs::set_permissions(&pgdata, private).map_err(ClusterError::folder("protect", &pgdata))?;
        return Installation::for_cluster(&pgdata);
    }
    if fs::read_dir(&pgdata).is_ok_and(|mut inside| inside.next().is_some()) {
        return Err(ClusterError::NotACluster { path: pgdata });
    }
    let server = Installation::for_new_cluster()?;
    sweep(layout)?;
    let unfinished = layout.data_dir.join(format!("{UNFINISHED}{}", uuid::Uuid::now_v7()));
    let made = create_in(&unfinished, &server, layout, account);
    if made.is_err() {
        // The error is what matters; what cannot be removed now is swept next time.
        let _ = fs::remove_dir_all(&unfinished);
    }
    made.map(|()| server)
}

fn create_in(
    folder: &Path,
    server: &Installation,
    layout: &Layout,
    account: &Account,
) -> Result<(), ClusterError> {
    DirBuilder::new().mode(0o700).create(folder).map_err(ClusterError::folder("create", folder))?;
    account.give(folder)?;
    // A relative name, because initdb hands it to a shell and the data directory's path may hold anything.
    let name = folder.file_name().expect("the folder was named above");
    let run = |mut command: Command| -> Result<(), ClusterError> {
        let (succeeded, output) = printed_by(&mut command)?;
        if succeeded { Ok(()) } else { Err(failure(DOING, layout, &output)) }
    };

    let mut initdb = account.command(&server.bin.join("initdb"), &layout.data_dir);
    initdb.args(INITDB).arg(name);
    run(initdb)?;
    include_settings(folder, account)?;
    fill(folder, server, layout, account)?;
    let mut sync = account.command(&server.bin.join("initdb"), &layout.data_dir);
    sync.args(["--sync-only", "-D"]).arg(name);
    run(sync)?;

    let pgdata = layout.pgdata();
    fs::rename(folder, &pgdata).map_err(ClusterError::folder("create", &pgdata))?;
    let parent = File::open(&layout.data_dir).and_then(|parent| parent.sync_all());
    parent.map_err(ClusterError::folder("write", &layout.data_dir))
}

/// PostGIS into `template1`, so that every new database has it at once, and the database `suuf`.
fn fill(
    folder: &Path,
    server: &Installation,
    layout: &Layout,
    account: &Account,
) -> Result<(), ClusterError> {
    let single = |settings: &[&str], sql: &str| -> Result<(bool, String), ClusterError> {
        let mut command = account.command(&server.bin.join("postgres"), &layout.data_dir);
        command.args(["--single", "-c", "fsync=off"]).args(settings).arg("-D");
        command.arg(folder.file_name().expect("the folder has a name")).arg("template1");
        fed(command, sql)
    };
    // PostGIS' script tries things that may fail, so its errors cannot end the session: what it did is
    // checked by the next one, which ends at the first error.
    let (_, first) = single(&[], "create extension postgis;\n")?;
    let checked = "select postgis_lib_version();\ncreate database suuf;\n";
    let (succeeded, second) = single(&["-c", "exit_on_error=true"], checked)?;
    if succeeded { Ok(()) } else { Err(failure(DOING, layout, &format!("{first}\n{second}"))) }
}

/// Runs a program on that input; whether it succeeded and what it printed.
fn fed(mut command: Command, input: &str) -> Result<(bool, String), ClusterError> {
    let program = command.get_program().into();
    let mut run = || -> std::io::Result<_> {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn()?;
        let mut stdin = child.stdin.take().expect("the input is piped");
        // A program that ended early says why itself.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output()
    };
    let output = run().map_err(|source| ClusterError::Run { program, source })?;
    Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

fn include_settings(folder: &Path, account: &Account) -> Result<(), ClusterError> {
    let path = folder.join("postgresql.conf");
    let mut text = fs::read(&path).map_err(ClusterError::folder("read", &path))?;
    text.extend_from_slice(b"\n# Suuf's settings, then the administrator's own.\n");
    text.extend_from_slice(b"include_if_exists 'suuf.conf'\ninclude_if_exists 'local.conf'\n");
    replace_file(&path, &text, account)
}

/// Removes what an interrupted creation left. A straggler of it may still write there: then the rest goes
/// next time, and the new folder has another name anyway.
fn sweep(layout: &Layout) -> Result<(), ClusterError> {
    let inside =
        fs::read_dir(&layout.data_dir).map_err(ClusterError::folder("look into", &layout.data_dir))?;
    for entry in inside.flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            let removed = fs::remove_dir_all(entry.path());
            tracing::info!(folder = %entry.path().display(), complete = removed.is_ok(), "removed an unfinished cluster");
        }
    }
    Ok(())
}
