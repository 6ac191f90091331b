//! Which processes of PostgreSQL work in a cluster's folder, from `/proc`.

use super::account::Account;
use super::layout::Layout;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Prints those of its numbers whose working folder is `postgres` here. It is asked as the account: root in
/// a container may not look at another user's working folder, the user itself may.
const WORKING_HERE: &str =
    r#"for pid in "$@"; do if [ "/proc/$pid/cwd" -ef postgres ]; then echo "$pid"; fi; done"#;

/// Whether the process is a server itself, not one of its children.
pub(super) fn is_server(pid: u32) -> bool {
    program_name(pid).is_some_and(|name| !name.starts_with("postgres: "))
}

/// How the process calls itself: the path of `postgres` for a server, `postgres: checkpointer` and the
/// like for its children; `None` when it is gone, a zombie, or something else.
fn program_name(pid: u32) -> Option<String> {
    let command_line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let first = command_line.split(|byte| *byte == 0).next()?;
    let first = String::from_utf8_lossy(first).into_owned();
    let is_child = first.starts_with("postgres: ");
    let is_server = Path::new(&first).file_name().is_some_and(|name| name == "postgres");
    (is_child || is_server).then_some(first)
}

/// Those of the processes that work in the cluster's folder.
pub(super) fn working_in(layout: &Layout, account: &Account, pids: &[u32]) -> Vec<u32> {
    if pids.is_empty() {
        return Vec::new();
    }
    let mut command = account.command(Path::new("/bin/sh"), &layout.data_dir);
    command.args(["-c", WORKING_HERE, "sh"]).args(pids.iter().map(u32::to_string));
    let output = command.output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&output).lines().filter_map(|line| line.parse().ok()).collect()
}

/// All processes of PostgreSQL that work in the cluster's folder, a server first.
pub(super) fn servers_in(layout: &Layout, account: &Account) -> Vec<u32> {
    let mut candidates = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let is_accounts = entry.metadata().is_ok_and(|found| found.uid() == account.uid);
        if let Some(name) = program_name(pid).filter(|_| is_accounts) {
            candidates.push((name.starts_with("postgres: "), pid));
        }
    }
    candidates.sort_unstable();
    let pids: Vec<_> = candidates.into_iter().map(|(_, pid)| pid).collect();
    working_in(layout, account, &pids)
}

/// Tells a process whose server is gone to end at once, as the server would have.
pub(super) fn quit(pid: u32) {
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(pid) = pid {
        // It may be gone by now, which is what we want.
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::QUIT);
    }
}
