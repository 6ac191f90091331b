//! Finds, starts and stops the server process of one cluster.
//!
//! Invariant: a `postmaster.pid` is removed only when no process works in the cluster's folder any more,
//! and a server is stopped only when it is seen to work there. A number in a file proves neither: after a
//! crash it may belong to anybody.

use super::account::Account;
use super::error::ClusterError;
use super::installation::Installation;
use super::layout::{Layout, replace_file};
use super::processes;
use std::fs::{self, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::time::{Duration, Instant};

const SETTINGS: &str = include_str!("suuf.conf");
const POLL: Duration = Duration::from_millis(20);
/// Replaying 1 GB of log (`max_wal_size`) on a slow disk.
const LONGEST_START: Duration = Duration::from_mins(5);
/// Processes whose server was killed notice within milliseconds, unless they compute.
const LONGEST_FAREWELL: Duration = Duration::from_secs(10);
/// A log that is larger when the server starts makes place for a new one; one old log is kept.
const LARGEST_LOG_BYTES: u64 = 10_000_000;
/// Lines of PostgreSQL's log in an error message.
const TAIL_LINES: usize = 12;

/// What `postmaster.pid` says of a server that was seen to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Postmaster {
    /// Its process.
    pub(crate) pid: u32,
    /// The folder of its socket, empty when it has none yet.
    pub(crate) socket_dir: String,
    /// `starting`, `ready`, `stopping` or empty.
    pub(crate) state: String,
}

/// The server that runs on this cluster, if one does.
pub(crate) fn find(layout: &Layout, account: &Account) -> Option<Postmaster> {
    let text = fs::read_to_string(layout.pgdata().join("postmaster.pid")).ok()?;
    let postmaster = parse(&text)?;
    let works_here = processes::is_server(postmaster.pid)
        && !processes::working_in(layout, account, &[postmaster.pid]).is_empty();
    works_here.then_some(postmaster)
}

/// Whether somebody accepts connections on the cluster's socket.
pub(crate) fn answers(layout: &Layout) -> bool {
    UnixStream::connect(layout.socket()).is_ok()
}

/// Starts the server, or waits for the one that runs already; says whether it was started.
pub(super) fn ensure_running(
    server: &Installation,
    layout: &Layout,
    account: &Account,
) -> Result<bool, ClusterError> {
    let mut refused = None;
    // More than once: the one that ran may be about to stop, or a start that was abandoned may win.
    for _ in 0..3 {
        if find(layout, account).is_some() && wait_until_ready(layout, account)? {
            return Ok(false);
        }
        let began = Instant::now();
        clear_after_crash(layout, account)?;
        if answers(layout) {
            tracing::warn!(socket = %layout.socket().display(), "using a PostgreSQL whose process is out of sight");
            return Ok(false);
        }
        write_settings(layout, account)?;
        match start(server, layout, account) {
            Ok(()) => {
                tracing::info!(elapsed_ms = began.elapsed().as_millis(), data_dir = %layout.data_dir.display(), "PostgreSQL started");
                return Ok(true);
            }
            Err(error) => refused = Some(error),
        }
        if find(layout, account).is_none() {
            break;
        }
    }
    Err(refused.unwrap_or_else(|| failure("start PostgreSQL", layout, "it stopped again and again")))
}

/// Stops the server that runs on this cluster; says whether one did.
pub(super) fn stop(server: &Installation, layout: &Layout, account: &Account) -> Result<bool, ClusterError> {
    if find(layout, account).is_none() {
        return Ok(false);
    }
    let mut command = account.command(&server.bin.join("pg_ctl"), &layout.data_dir);
    command.args(["stop", "-D", "postgres", "-m", "fast", "-w", "-t", "120", "-s"]);
    let (succeeded, output) = printed_by(&mut command)?;
    if succeeded || find(layout, account).is_none() {
        if !layout.socket_dir.starts_with(&layout.data_dir) {
            // What stays under /tmp is an empty folder, which the next start uses.
            let _ = fs::remove_dir(&layout.socket_dir);
        }
        return Ok(true);
    }
    Err(failure("stop PostgreSQL", layout, &output))
}

/// Runs a program; whether it succeeded and all that it printed.
pub(super) fn printed_by(command: &mut Command) -> Result<(bool, String), ClusterError> {
    let output = command
        .output()
        .map_err(|source| ClusterError::Run { program: command.get_program().into(), source })?;
    let text = [output.stdout, output.stderr].concat();
    Ok((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

/// The error for a program that failed: a full disk is named as such.
pub(super) fn failure(doing: &'static str, layout: &Layout, output: &str) -> ClusterError {
    let lines: Vec<_> = output.lines().filter(|line| !line.trim().is_empty()).collect();
    let output = lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n");
    let data_dir = layout.data_dir.clone();
    let free_mb = layout.free_bytes().unwrap_or(u64::MAX) / 1_000_000;
    if free_mb < 50 || output.contains("No space left on device") {
        return ClusterError::DiskFull { doing, data_dir, free_mb, output };
    }
    ClusterError::Program { doing, data_dir, output }
}

/// Gives another process a moment; only for loops that have a deadline.
#[expect(
    clippy::disallowed_methods,
    reason = "what another process does to its files gives no event to wait for"
)]
fn pause() {
    std::thread::sleep(POLL);
}

/// Waits for a server that runs; `false` when it ended instead.
fn wait_until_ready(layout: &Layout, account: &Account) -> Result<bool, ClusterError> {
    let deadline = Instant::now() + LONGEST_START;
    let mut ready_since = None;
    while let Some(postmaster) = find(layout, account) {
        let is_ready = postmaster.state == "ready";
        if is_ready && answers(layout) {
            tracing::info!(pid = postmaster.pid, "using the PostgreSQL that runs already");
            return Ok(true);
        }
        let now = Instant::now();
        let ready_since = *ready_since.get_or_insert(now);
        let is_elsewhere = !postmaster.socket_dir.is_empty() && !is_ours(&postmaster, layout);
        let is_deaf = is_ready && now - ready_since > LONGEST_FAREWELL;
        if (is_ready && is_elsewhere) || is_deaf || now > deadline {
            return Err(in_use(&postmaster, layout));
        }
        pause();
    }
    Ok(false)
}

fn is_ours(postmaster: &Postmaster, layout: &Layout) -> bool {
    postmaster.socket_dir.as_bytes() == layout.socket_dir.as_os_str().as_bytes()
}

fn in_use(postmaster: &Postmaster, layout: &Layout) -> ClusterError {
    ClusterError::InUse {
        pgdata: layout.pgdata(),
        pid: postmaster.pid,
        socket: postmaster.socket_dir.clone(),
        ours: layout.socket(),
    }
}

/// Sees the children of a killed server out, then removes the files that name it.
///
/// PostgreSQL does the latter too, but trusts any process that has the old number by now.
fn clear_after_crash(layout: &Layout, account: &Account) -> Result<(), ClusterError> {
    let began = Instant::now();
    let mut was_told = false;
    loop {
        let left = processes::servers_in(layout, account);
        let Some(first) = left.first() else { break };
        let is_late = began.elapsed() > LONGEST_FAREWELL;
        // A server whose pid file somebody removed is alive: its cluster is not ours to take.
        if (is_late && processes::is_server(*first)) || began.elapsed() > 2 * LONGEST_FAREWELL {
            let unnamed = Postmaster { pid: *first, socket_dir: String::new(), state: String::new() };
            return Err(in_use(&unnamed, layout));
        }
        if is_late && !was_told {
            for pid in &left {
                processes::quit(*pid);
            }
            was_told = true;
        }
        pause();
    }
    let socket = layout.socket();
    let socket_lock = socket.with_extension(format!("{}.lock", super::layout::PORT));
    let mut stale = vec![layout.pgdata().join("postmaster.pid"), socket_lock];
    if !answers(layout) {
        stale.push(socket);
    }
    for path in stale {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(ClusterError::folder("remove", &path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn start(server: &Installation, layout: &Layout, account: &Account) -> Result<(), ClusterError> {
    let log = layout.log();
    if fs::metadata(&log).is_ok_and(|found| found.len() > LARGEST_LOG_BYTES) {
        let old = log.with_extension("log.1");
        fs::rename(&log, &old).map_err(ClusterError::folder("rename", &log))?;
    }
    let mut file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .open(&log)
        .map_err(ClusterError::folder("write", &log))?;
    account.give(&log)?;
    let before = file.seek(SeekFrom::End(0)).map_err(ClusterError::folder("read", &log))?;

    // Relative names: pg_ctl hands them to a shell. It gives the server a session of its own, away from
    // the terminal's Ctrl-C.
    let seconds = LONGEST_START.as_secs().to_string();
    let mut command = account.command(&server.bin.join("pg_ctl"), &layout.data_dir);
    command.args(["start", "-D", "postgres", "-l", "postgres.log", "-w", "-s", "-t"]).arg(seconds);
    let (succeeded, printed) = printed_by(&mut command)?;
    if succeeded {
        return Ok(());
    }
    let mut said = Vec::new();
    let read = file.seek(SeekFrom::Start(before)).and_then(|_| file.read_to_end(&mut said));
    read.map_err(ClusterError::folder("read", &log))?;
    let said = String::from_utf8_lossy(&said);
    Err(failure("start PostgreSQL", layout, if said.trim().is_empty() { &printed } else { &said }))
}

fn write_settings(layout: &Layout, account: &Account) -> Result<(), ClusterError> {
    layout.make_socket_dir(account)?;
    let folder = layout.socket_dir.to_str().expect("the layout chose a folder whose name is text");
    // A quoted item of a list inside a quoted setting.
    let item = format!("\"{}\"", folder.replace('"', "\"\""));
    let value = item.replace('\\', "\\\\").replace('\'', "''");
    let text = SETTINGS.replace("@SOCKET_FOLDER@", &value);
    replace_file(&layout.pgdata().join("suuf.conf"), text.as_bytes(), account)
}

/// Lines: process, folder, start time, port, socket folder, address, shared memory, state.
fn parse(text: &str) -> Option<Postmaster> {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    let text_at = |line: usize| lines.get(line).copied().unwrap_or_default().to_owned();
    let pid = lines.first()?.parse().ok()?;
    Some(Postmaster { pid, socket_dir: text_at(4), state: text_at(7) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_file_gives_process_socket_and_state() {
        let text = "16320\n/srv/suuf/postgres\n1795330944\n5432\n/srv/suuf/run\n\n 10067991   12\nready   \n";
        let expected =
            Postmaster { pid: 16320, socket_dir: "/srv/suuf/run".to_owned(), state: "ready".to_owned() };
        assert_eq!(parse(text), Some(expected));
    }

    #[test]
    fn a_pid_file_cut_short_by_a_crash_gives_what_it_has() {
        assert_eq!(parse(""), None);
        assert_eq!(parse("16320\n/srv").map(|found| (found.pid, found.state)), Some((16320, String::new())));
    }
}
