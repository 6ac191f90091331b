//! Thousands of requests by somebody who means no good: random, huge, negative and malformed coordinates, layers, filters,
//! headers and bytes. Each gets an answer that is not the server's failure, and none leaves anything in memory.

use crate::server::{Server, data_dir};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::io::{Read, Write};
use std::net::TcpStream;

/// How many requests; SUUF_ABUSE_REQUESTS says another number.
const REQUESTS: usize = 1500;

/// What the program may hold more of after the second half than after the first, which fills pools and caches.
const MOST_GROWTH_KB: u64 = 16 * 1024;

const NUMBERS: &str = "0 1 -1 9 22 23 255 256 231 4294967295 4294967296 99999999999999999999999 1e3 0x10 NaN -0 +5 1.5 \
    %D9%A1 %00";
const NAMES: &str = "parcels drafts tracks parcels,roads parcels,,roads , .. %2e%2e%2f%2e%2e%2fetc%2fpasswd %F0%9F%98%80 \
    %ff%fe PARCELS parcels;drop%20table%20parcel ' * {layers} parcels%00";
const TEXTS: &str = "bbox=1,2 bbox=a,b,c,d bbox=-180,-90,180,90 bbox=180,90,-180,-90 bbox=1e999,0,1,1 \
    bbox=NaN,NaN,NaN,NaN bbox=-1e-320,0,0,0 limit=-1 limit=0 limit=99999999999999999999 limit=%00 \
    datetime=../.. datetime=9999999-99-99 datetime=-262144-01-01T00:00:00Z cursor=%ff \
    filter=%28%28%28%28 filter=a%20%3D%20' %ff=%ff";
const HEADERS: [(&str, &str); 14] = [
    ("accept-encoding", "gzip;q=99,,,;;;q=, br;q=-1, \u{e9}"),
    ("accept-encoding", "zstd;q=0.0000000001, *;q=0"),
    ("if-none-match", "\"\"\"\""),
    ("if-none-match", "W/,W/,*"),
    ("authorization", "Bearer"),
    ("authorization", "Basic \u{fffd}"),
    ("cookie", "suuf_session=; suuf_session=%; ===;;;"),
    ("host", "evil.example"),
    ("host", ""),
    ("range", "bytes=-1-,9-3"),
    ("content-length", "-1"),
    ("transfer-encoding", "gzip, chunked"),
    ("expect", "900-refuse"),
    ("x-forwarded-proto", "\t\u{0}"),
];
const METHODS: &str = "GET HEAD POST PUT DELETE TRACE BREW get";

/// One of some words.
fn one_of(dice: &mut ChaCha8Rng, words: &'static str) -> &'static str {
    let words: Vec<_> = words.split_whitespace().collect();
    words.choose(dice).expect("there are some")
}

/// An address that nobody should ask for, most of the time.
fn path(dice: &mut ChaCha8Rng) -> String {
    let mut number = || match one_of(dice, NUMBERS) {
        "1" => dice.random::<i64>().to_string(),
        known => known.to_owned(),
    };
    let [z, x, y] = [number(), number(), number()];
    let (name, text) = (one_of(dice, NAMES), one_of(dice, TEXTS));
    match dice.random_range(0..9) {
        0..3 => format!("/tiles/{name}/{z}/{x}/{y}"),
        3 => format!("/tiles/parcels,roads/{z}/{x}/{y}?{text}"),
        4 => format!("/tiles/{name}"),
        5 => format!("/collections/{name}/items?{text}"),
        6 => format!("/collections/parcels/items/{name}?{text}"),
        7 => format!("/tiles/{}/9/231/234", "parcels,".repeat(dice.random_range(1..4000))),
        _ => format!("/{name}/{}", "a/".repeat(dice.random_range(0..2000))),
    }
}

fn request(dice: &mut ChaCha8Rng) -> Vec<u8> {
    if dice.random_range(0..12) == 0 {
        let length = dice.random_range(1..300);
        let mut garbage: Vec<u8> = (0..length).map(|_| dice.random()).collect();
        garbage.extend(b"\r\n\r\n");
        return garbage;
    }
    let method = if dice.random_range(0..5) == 0 { one_of(dice, METHODS) } else { "GET" };
    let mut text = format!("{method} {} HTTP/1.1\r\nconnection: close\r\n", path(dice));
    let (name, value) = HEADERS.choose(dice).expect("there are some");
    let header = match dice.random_range(0..6) {
        0 | 1 => format!("{name}: {value}\r\n"),
        2 => format!("x-long: {}\r\n", "x".repeat(dice.random_range(1..200_000))),
        3 => "x-many: 1\r\n".repeat(dice.random_range(1..300)),
        _ => String::new(),
    };
    text += &header;
    if *name != "host" {
        text += "host: 127.0.0.1\r\n";
    }
    text += "\r\n";
    text.into_bytes()
}

/// The status of the answer; none where the connection was closed upon what is no HTTP.
fn ask(authority: &str, request: &[u8]) -> Option<u16> {
    let mut stream = TcpStream::connect(authority).expect("the server listens");
    // Who is told to go away before all is said may find the door closed.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let status = answer.strip_prefix(b"HTTP/1.1 ").or(answer.strip_prefix(b"HTTP/1.0 "))?.get(..3)?;
    std::str::from_utf8(status).ok()?.parse().ok()
}

fn resident_kb(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("Linux tells");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[test]
fn whatever_is_asked_the_server_does_not_fail_and_keeps_nothing_of_it() {
    let data_dir = data_dir();
    let server = Server::start_with(data_dir.path(), &[]);
    let authority = server.address.trim_start_matches("http://");
    let requests = std::env::var("SUUF_ABUSE_REQUESTS").ok().and_then(|number| number.parse().ok());
    let mut dice = ChaCha8Rng::seed_from_u64(2026);
    let mut half_kb = 0;
    let mut classes = [0; 6];
    let count = requests.unwrap_or(REQUESTS);
    for number in 0..count {
        let request = request(&mut dice);
        let status = ask(authority, &request);
        let said = String::from_utf8_lossy(&request[..request.len().min(300)]).into_owned();
        assert!(status.is_none_or(|status| status < 500), "{status:?} for {said}");
        classes[usize::from(status.unwrap_or_default() / 100)] += 1;
        if number == count / 2 {
            half_kb = resident_kb(&server);
        }
    }
    let [none, _, twos, _, fours, _] = classes;
    let end_kb = resident_kb(&server);
    println!("{count} requests: {fours} × 4xx, {twos} × 2xx, {none} closed; {half_kb} kB, then {end_kb} kB");
    assert!(fours > count / 2, "most were malformed: {classes:?}");
    assert!(end_kb < half_kb + MOST_GROWTH_KB, "{half_kb} kB, then {end_kb} kB");
    assert_eq!(server.anybody().get("/health/ready").status, 200);
}
