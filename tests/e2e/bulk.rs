//! A folder of logs at once: each has its line in the order of its name, and a bad one stops none.

use crate::server::{Server, data_dir, run, simulated, suuf};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Writes thirty logs: 26 sound ones, one of them twice, an empty one, one that is too long, and a picture.
fn write_logs(folder: &Path) {
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).expect("written");
    std::fs::create_dir_all(folder.join("marché")).expect("made");
    for seed in 0..26 {
        let (kind, size) = [("parcel", "0.1"), ("road", "400"), ("market-asset", "60")][seed % 3];
        let within = if seed < 20 { "" } else { "marché/" };
        let seed = u64::try_from(seed).expect("small");
        write(&format!("{within}{seed:02}.nmea"), &simulated(kind, size, seed));
    }
    write("26-again.nmea", &simulated("parcel", "0.1", 0));
    write("27-empty.nmea", b"");
    write("28-long.nmea", &vec![b'$'; (1 << 20) + 1]);
    write("29-photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 a picture of a field");
    write(".hidden.nmea", b"$GPGGA");
}

fn ingest(data_dir: &Path, folder: &Path, further: &[&str]) -> Output {
    let folder = folder.to_str().expect("UTF-8");
    let fixed = ["ingest", "--language", "en", "--department", "SN1302", "--max-upload-mb", "1", folder];
    run(data_dir, &[&fixed[..], further].concat())
}

#[test]
fn a_folder_is_ingested_by_several_jobs_and_bad_logs_stop_nothing() {
    let data_dir = data_dir();
    let folder = data_dir.path().join("logs");
    write_logs(&folder);
    let output = ingest(data_dir.path(), &folder, &["--jobs", "4", "/nowhere/missing.nmea"]);
    let (told, talk) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{talk}");

    let lines: Vec<[&str; 3]> = told
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>().try_into().expect("three columns"))
        .collect();
    let paths: Vec<_> = lines.iter().map(|[_, path, _]| *path).collect();
    let mut sorted = paths.clone();
    sorted.sort_unstable_by_key(|path| (path.starts_with("/nowhere"), *path));
    assert_eq!((paths.len(), &paths), (31, &sorted), "in the order of the arguments and of names");
    let of: BTreeMap<_, _> = lines
        .iter()
        .map(|[id, path, text]| (path.rsplit('/').next().expect("a name"), (*id, *text)))
        .collect();
    assert_eq!(of["27-empty.nmea"], ("-", "empty file"));
    assert_eq!(of["28-long.nmea"], ("-", "file of more than 1 MiB"));
    assert!(of["missing.nmea"].1.starts_with("unreadable file: "), "{:?}", of["missing.nmea"]);
    assert!(of["29-photo.jpg"].1.contains("JPEG"), "{:?}", of["29-photo.jpg"]);
    assert_eq!(of["00.nmea"].0, of["26-again.nmea"].0, "the same bytes are one upload");

    let summary =
        talk.lines().find(|line| line.starts_with("31 files: ")).unwrap_or_else(|| panic!("{talk}"));
    assert!(summary.contains("26 stored, 1 known already, 1 not a log, 3 failed"), "{summary}");
    for kind in ["parcels (", "roads (", "points ("] {
        assert!(talk.contains(kind), "{talk}");
    }
    let server = Server::start(data_dir.path());
    let uploads = server.get("/uploads?limit=100").json();
    let uploads = uploads["uploads"].as_array().expect("a list");
    assert_eq!(uploads.len(), 27);
    assert!(uploads.iter().all(|upload| upload["state"] == "processed"), "{uploads:#?}");
}

#[test]
fn an_interrupted_ingest_keeps_what_it_stored_and_goes_on_when_asked_again() {
    let data_dir = data_dir();
    let folder = data_dir.path().join("logs");
    write_logs(&folder);
    let arguments = ["ingest", "--language", "en", "--jobs", "1", folder.to_str().expect("UTF-8")];
    let mut child = suuf(data_dir.path(), &arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("suuf ingest starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let first = lines.next().expect("a line").expect("read");
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(status.success());
    let told = 1 + lines.count();
    assert_eq!(child.wait().expect("ended").code(), Some(2));
    assert!(told < 20, "{told} logs were done before the stop");

    let again = ingest(data_dir.path(), &folder, &[]);
    let lines = String::from_utf8_lossy(&again.stdout).into_owned();
    let id = first.split('\t').next().expect("an id");
    let known: Vec<_> = lines.lines().filter(|line| line.contains("\tknown already · ")).collect();
    assert!(known[0].starts_with(id), "{lines}");
    // What was told of is known, and the log that is there twice.
    assert_eq!(known.len(), told + 1, "{lines}");
}
