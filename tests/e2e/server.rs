//! A running `suuf serve` of a test's own: data directory, cluster and port.

use crate::client::{Client, DEMO_PASSWORD};
use std::io::{BufRead, BufReader, Write};
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for a loaded machine; nothing waits for it that has happened.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// A folder that the user `postgres` can reach, as root's own cannot be.
pub(crate) fn data_dir() -> TempDir {
    tempfile::Builder::new().prefix("suuf-e2e-").tempdir_in("/tmp").expect("a temporary folder")
}

/// The program with a private cluster in that folder.
pub(crate) fn suuf(data_dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_suuf"));
    command.args(arguments).env_remove("DATABASE_URL").env("SUUF_DATA_DIR", data_dir).env_remove("RUST_LOG");
    command
}

/// Runs the program to its end.
pub(crate) fn run(data_dir: &Path, arguments: &[&str]) -> Output {
    suuf(data_dir, arguments).stdin(Stdio::null()).output().expect("suuf runs")
}

/// Runs the program to its end, which must be a success; gives its standard output.
pub(crate) fn run_well(data_dir: &Path, arguments: &[&str]) -> String {
    let output = run(data_dir, arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "suuf {arguments:?}: {stderr}");
    String::from_utf8(output.stdout).expect("standard output is text")
}

/// The private cluster of a folder, running without a server for as long as this is there.
pub(crate) struct RunningCluster<'a>(&'a Path);

impl<'a> RunningCluster<'a> {
    pub(crate) fn start(data_dir: &'a Path) -> Self {
        run_well(data_dir, &["db", "start"]);
        Self(data_dir)
    }
}

impl Drop for RunningCluster<'_> {
    fn drop(&mut self) {
        let stopped = run(self.0, &["db", "stop"]);
        if !std::thread::panicking() {
            assert!(stopped.status.success(), "{}", String::from_utf8_lossy(&stopped.stderr));
        }
    }
}

/// A server that listens. What is asked of it without saying as whom is asked as a member of its staff.
pub(crate) struct Server {
    child: Child,
    talk: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
    /// Without a final slash.
    pub(crate) address: String,
    staff: Client,
    surveyor: Client,
    expects_trouble: bool,
}

impl Server {
    /// Starts a server with demo accounts.
    pub(crate) fn start(data_dir: &Path) -> Self {
        let mut server = Self::start_with(data_dir, &["--demo"]);
        server.staff = server.anybody().signed_in("demo-service", DEMO_PASSWORD);
        server.surveyor = server.anybody().signed_in("demo-agent", DEMO_PASSWORD);
        server
    }

    /// Starts a server on a free port and waits until it prints its address. Nobody is signed in.
    pub(crate) fn start_with(data_dir: &Path, options: &[&str]) -> Self {
        Starting::new(data_dir, options).started()
    }

    /// A caller who is not signed in.
    pub(crate) fn anybody(&self) -> Client {
        Client::of(&self.address)
    }

    /// The same for a test in which the database goes away or the program is killed.
    pub(crate) fn expecting_trouble(mut self) -> Self {
        self.expects_trouble = true;
        self
    }

    /// A surveyor, who may send and propose and decides on nothing.
    pub(crate) fn surveyor(&self) -> &Client {
        &self.surveyor
    }

    /// Uploads a log as a surveyor; gives its identifier.
    pub(crate) fn upload(&self, query: &str, log: &[u8]) -> String {
        let answer = self.surveyor.post(format_args!("/uploads{query}"), "application/octet-stream", log);
        assert_eq!(answer.status, 201, "{}", answer.text());
        let upload = answer.json();
        assert!(answer.location.ends_with(upload["id"].as_str().expect("an id")));
        upload["id"].as_str().expect("an id").to_owned()
    }

    /// The process of the program.
    pub(crate) fn pid(&self) -> String {
        self.child.id().to_string()
    }

    /// What it said on standard error so far.
    pub(crate) fn talk(&self) -> String {
        self.talk.lock().expect("no panic while holding it").clone()
    }

    /// Ends the program as `kill -9` does.
    pub(crate) fn kill(mut self) {
        self.expects_trouble = true;
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    fn talk_to_the_end(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            drop(reader.join());
        }
        self.talk()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.try_wait().expect("asked").is_none() {
            let pid = self.child.id().to_string();
            Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
            self.child.wait().expect("ended");
        }
        let talk = self.talk_to_the_end();
        // What a busy machine is slow at is no trouble of the program.
        let is_trouble = |line: &&str| {
            (line.contains(" WARN ") || line.contains(" ERROR ")) && !line.contains("slow statement")
        };
        let trouble: Vec<_> = talk.lines().filter(is_trouble).collect();
        if !std::thread::panicking() && !self.expects_trouble {
            assert!(trouble.is_empty(), "unexpected: {trouble:#?}");
        }
    }
}

/// A server on its way.
pub(crate) struct Starting {
    server: Server,
    stdout: BufReader<ChildStdout>,
}

impl Starting {
    /// Starts it on a free port, and waits for nothing.
    pub(crate) fn new(data_dir: &Path, options: &[&str]) -> Self {
        let listen: &[&str] = if options.contains(&"--listen") { &[] } else { &["--listen", "127.0.0.1:0"] };
        let mut child = suuf(data_dir, &[&["serve"], listen, options].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("suuf serve starts");
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut stderr = BufReader::new(child.stderr.take().expect("piped"));
        let talk = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&talk);
        let reader = std::thread::spawn(move || {
            let mut line = String::new();
            while stderr.read_line(&mut line).is_ok_and(|length| length > 0) {
                heard.lock().expect("no panic while holding it").push_str(&line);
                line.clear();
            }
        });
        let nobody = Client::of("");
        let server = Server {
            child,
            talk,
            reader: Some(reader),
            staff: nobody.clone(),
            surveyor: nobody,
            address: String::new(),
            expects_trouble: false,
        };
        Self { server, stdout }
    }

    /// Where it listens, which it says before it can be asked for everything.
    pub(crate) fn address(&self) -> String {
        wait_for("the program to listen", || {
            let talk = self.server.talk();
            let said = talk.lines().find(|line| line.contains("listening"))?;
            Some(said.split_once("address=")?.1.trim_matches('"').to_owned())
        })
    }

    /// Waits until it prints its address.
    pub(crate) fn started(mut self) -> Server {
        let mut address = String::new();
        self.stdout.read_line(&mut address).expect("standard output is read");
        let mut server = self.server;
        address.trim().trim_end_matches('/').clone_into(&mut server.address);
        assert!(server.address.starts_with("http://127.0.0.1:"), "no address: {}", server.talk_to_the_end());
        (server.staff, server.surveyor) = (server.anybody(), server.anybody());
        server
    }
}

impl Deref for Server {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.staff
    }
}

/// Somebody who holds a table of a running private cluster, so that whoever reads it waits.
pub(crate) struct Locker {
    psql: Child,
    input: Option<ChildStdin>,
}

impl Locker {
    pub(crate) fn of(data_dir: &Path, table: &str) -> Self {
        let url = run_well(data_dir, &["db", "url"]);
        let mut psql = Command::new("psql")
            .args(["--no-psqlrc", "--quiet", "--dbname", url.trim()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("psql starts");
        let mut input = psql.stdin.take().expect("piped");
        writeln!(input, "begin; lock table {table} in access exclusive mode;\n\\echo locked")
            .expect("written");
        let mut said = String::new();
        BufReader::new(psql.stdout.take().expect("piped")).read_line(&mut said).expect("read");
        assert_eq!(said.trim(), "locked");
        Self { psql, input: Some(input) }
    }

    /// Lets go of it.
    pub(crate) fn release(mut self) {
        drop(self.input.take());
        assert!(self.psql.wait().expect("ended").success());
    }
}

/// Asks again until there is something; each question is a round trip, so this yields by itself.
pub(crate) fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::yield_now();
    }
}

/// A log of a boundary walk of a quarter hectare near Thiès, made by the program itself.
pub(crate) fn a_walk(seed: u64) -> Vec<u8> {
    simulated("parcel", "0.25", seed)
}

/// A log of the program's own simulator near Thiès.
pub(crate) fn simulated(kind: &str, size: &str, seed: u64) -> Vec<u8> {
    simulated_at([-16.93, 14.80], kind, size, seed)
}

/// A log of the program's own simulator, at a longitude and latitude.
pub(crate) fn simulated_at(place: [f64; 2], kind: &str, size: &str, seed: u64) -> Vec<u8> {
    simulated_by(place, &["--kind", kind, "--size", size, "--seed", &seed.to_string()])
}

/// A log of the program's own simulator near Thiès, with the options of `suuf simulate log`.
pub(crate) fn simulated_with(options: &[&str]) -> Vec<u8> {
    simulated_by([-16.93, 14.80], options)
}

fn simulated_by([lon_deg, lat_deg]: [f64; 2], options: &[&str]) -> Vec<u8> {
    let at = format!("--at={lon_deg},{lat_deg}");
    let arguments = [&["simulate", "log", &at], options].concat();
    let output = Command::new(env!("CARGO_BIN_EXE_suuf")).args(arguments).output().expect("suuf runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
