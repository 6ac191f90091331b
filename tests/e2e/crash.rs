//! An upload that was answered survives whatever ends the program, exactly once.

use crate::server::{Server, a_walk, data_dir, wait_for};
use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

const UPLOADS: usize = 50;
const KILLS: usize = 20;

/// A small generator of the test's own: the moments of the kills differ from run to run of the loop, not of the test.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

/// Sends logs one after the other until the server is gone or none is left; how far it came and what was answered.
fn send(server: &Server, logs: &[Vec<u8>], answered: &mut BTreeMap<usize, String>, sent: &AtomicUsize) {
    for (number, log) in logs.iter().enumerate() {
        if answered.contains_key(&number) {
            continue;
        }
        let Ok(answer) = server.try_post("/uploads?kind=parcel", "application/octet-stream", log) else {
            return;
        };
        assert!([200, 201].contains(&answer.status), "{}", answer.text());
        answered.insert(number, answer.json()["id"].as_str().expect("an id").to_owned());
        sent.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn every_answered_upload_is_there_once_after_twenty_kills() {
    let data_dir = data_dir();
    let walk = a_walk(1);
    let logs: Vec<_> =
        (0..UPLOADS).map(|number| [format!("# {number}\r\n").as_bytes(), &walk].concat()).collect();
    let mut answered = BTreeMap::new();
    let mut dice = Dice(2026);
    for round in 1..=KILLS {
        let server = Server::start(data_dir.path()).expecting_trouble();
        let sent = AtomicUsize::new(0);
        // Each round sends its share. Some are killed before anything, some while an upload is on its way, some
        // while the worker works.
        let share = &logs[..UPLOADS * round / KILLS];
        let kill_after = dice.roll(share.len() - answered.len() + 1);
        std::thread::scope(|scope| {
            scope.spawn(|| send(&server, share, &mut answered, &sent));
            let pid = server.pid();
            wait_for("some uploads", || (sent.load(Ordering::SeqCst) >= kill_after).then_some(()));
            spin(dice.roll(2_000_000));
            Command::new("kill").args(["-KILL", &pid]).status().expect("kill runs");
        });
    }
    let server = Server::start(data_dir.path()).expecting_trouble();
    send(&server, &logs, &mut answered, &AtomicUsize::new(0));
    assert_eq!(answered.len(), UPLOADS);

    let mut there = BTreeMap::new();
    let mut path = "/uploads?limit=20".to_owned();
    loop {
        let page = server.get(&path).json();
        for upload in page["uploads"].as_array().expect("a list") {
            *there.entry(upload["id"].as_str().expect("an id").to_owned()).or_insert(0) += 1;
        }
        match page["next"].as_str() {
            Some(next) => next.strip_prefix(&server.address).expect("our own address").clone_into(&mut path),
            None => break,
        }
    }
    let expected: BTreeMap<_, _> = answered.values().map(|id| (id.clone(), 1)).collect();
    assert_eq!(there, expected, "every answered upload is there, once, and no other");
    for (number, id) in &answered {
        let upload = server.processed(id);
        assert_eq!(
            (upload["state"].as_str(), upload["drafts"].as_array().map(Vec::len)),
            (Some("processed"), Some(1))
        );
        assert_eq!(server.get(format_args!("/uploads/{id}/log")).body, logs[*number]);
    }
}

/// Passes a little time by work, so that kills fall at different moments.
fn spin(rounds: usize) {
    std::hint::black_box((0..rounds).fold(0_usize, |sum, round| std::hint::black_box(sum ^ round)));
}

#[test]
fn the_server_survives_the_death_of_its_database() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path()).expecting_trouble();
    let id = server.upload("", &a_walk(2));
    server.processed(&id);
    let pid_file = data_dir.path().join("postgres/postmaster.pid");
    let pid = std::fs::read_to_string(pid_file)
        .expect("a running postmaster")
        .lines()
        .next()
        .expect("a line")
        .to_owned();
    Command::new("kill").args(["-KILL", &pid]).status().expect("kill runs");
    wait_for("the database to be back", || (server.get("/health/ready").status == 200).then_some(()));
    // A backend that outlives its postmaster for a moment may have said that all is well.
    let upload = wait_for("the upload to be there again", || {
        let answer = server.get(format_args!("/uploads/{id}"));
        (answer.status == 200).then(|| answer.json())
    });
    assert_eq!(upload["state"], "processed");
    let again = wait_for("an upload to be taken", || {
        let answer = server.post("/uploads", "application/octet-stream", &a_walk(3));
        (answer.status == 201).then(|| answer.json())
    });
    server.processed(again["id"].as_str().expect("an id"));
}

#[test]
fn a_killed_program_leaves_a_cluster_that_the_next_one_adopts() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path()).expecting_trouble();
    let id = server.upload("", &a_walk(5));
    server.kill();
    let server = Server::start(data_dir.path());
    assert_eq!(server.processed(&id)["state"], "processed");
}
