//! Asks a tile server for a list of tiles over a few connections that are kept open, and tells how fast it answered.
//!
//! ```text
//! ask_tiles ADDRESS PATH FILE [SECONDS [CONNECTIONS [HEADER…]]]   one row: how many, how fast, how large
//! ask_tiles --answer BYTES                                         a server that does nothing but answer so many
//! ```
//!
//! `PATH` holds `{z}`, `{x}` and `{y}`, `FILE` a line `z x y` for each tile. Every tile is asked for once, and then all
//! again until the time is over. The row is `requests seconds tiles/s p50_ms p99_ms bytes empty failed`: bytes are those of a
//! body as it came, on average. The second form tells the ceiling of the first.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Who asks for slow tiles ends after so long, whether each was asked for or not.
const LONGEST: Duration = Duration::from_mins(1);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--answer", bytes] => answer(bytes.parse().unwrap_or(0)),
        [address, path, file, ref others @ ..] => ask(address, path, file, others),
        _ => Err(io::Error::other(
            "usage: ask_tiles ADDRESS PATH FILE [SECONDS [CONNECTIONS [HEADER…]]] | --answer BYTES",
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("failed: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What came of one request.
struct Answered {
    took: Duration,
    status: u16,
    bytes: usize,
}

fn ask(address: &str, path: &str, file: &str, others: &[&str]) -> io::Result<()> {
    let number = |place: usize, otherwise: u64| {
        others.get(place).and_then(|given| given.parse().ok()).unwrap_or(otherwise)
    };
    let (at_least, connections) = (Duration::from_secs(number(0, 10)), number(1, 4));
    let headers: String = others.iter().skip(2).flat_map(|header| [*header, "\r\n"]).collect();
    let requests = requests(address, path, file, &headers)?;
    let (next, start) = (AtomicUsize::new(0), Instant::now());
    let ask_on = || -> io::Result<Vec<Answered>> {
        let mut connection = BufReader::with_capacity(1 << 16, TcpStream::connect(address)?);
        connection.get_ref().set_nodelay(true)?;
        let (mut answers, mut body) = (Vec::new(), Vec::new());
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let spent = start.elapsed();
            if spent > LONGEST || place >= requests.len() && spent > at_least {
                return Ok(answers);
            }
            let asked = Instant::now();
            connection.get_mut().write_all(requests[place % requests.len()].as_bytes())?;
            let (status, bytes) = read_answer(&mut connection, &mut body)?;
            answers.push(Answered { took: asked.elapsed(), status, bytes });
        }
    };
    let answers = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..connections).map(|_| scope.spawn(ask_on)).collect();
        let answers = askers.into_iter().map(|asker| asker.join().expect("asking does not panic"));
        answers.collect::<io::Result<Vec<_>>>()
    })?;
    tell(answers.into_iter().flatten().collect(), start.elapsed());
    Ok(())
}

fn requests(address: &str, path: &str, file: &str, headers: &str) -> io::Result<Vec<String>> {
    let tiles = std::fs::read_to_string(file)?;
    let request = |tile: &str| {
        let mut path = path.to_owned();
        for (name, value) in ["{z}", "{x}", "{y}"].into_iter().zip(tile.split_whitespace()) {
            path = path.replace(name, value);
        }
        format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n{headers}\r\n")
    };
    let requests: Vec<_> = tiles.lines().map(request).collect();
    if requests.is_empty() { Err(io::Error::other("the list is empty")) } else { Ok(requests) }
}

/// Status and length of the body of an answer, which is read to its end.
fn read_answer(connection: &mut impl BufRead, body: &mut Vec<u8>) -> io::Result<(u16, usize)> {
    let mut line = String::new();
    connection.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("no answer but {line:?}")))?;
    let (mut length, mut is_chunked) = (0, false);
    loop {
        line.clear();
        connection.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        is_chunked |= name.eq_ignore_ascii_case("transfer-encoding");
    }
    if !is_chunked {
        body.resize(length, 0);
        connection.read_exact(body)?;
        return Ok((status, length));
    }
    let mut bytes = 0;
    loop {
        line.clear();
        connection.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        body.resize(length + 2, 0);
        connection.read_exact(body)?;
        if length == 0 {
            return Ok((status, bytes));
        }
        bytes += length;
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and bytes of a few minutes")]
fn tell(mut answers: Vec<Answered>, took: Duration) {
    answers.sort_unstable_by_key(|answer| answer.took);
    let count = answers.len();
    let ms =
        |share: usize| answers.get(count * share / 100).map_or(0.0, |answer| answer.took.as_secs_f64() * 1e3);
    let bytes: usize = answers.iter().map(|answer| answer.bytes).sum();
    let of_status = |is_one: fn(u16) -> bool| answers.iter().filter(|answer| is_one(answer.status)).count();
    println!(
        "{count} {:.2} {:.1} {:.3} {:.3} {:.0} {} {}",
        took.as_secs_f64(),
        count as f64 / took.as_secs_f64(),
        ms(50),
        ms(99),
        bytes as f64 / count.max(1) as f64,
        of_status(|status| status == 204),
        of_status(|status| !matches!(status, 200 | 204)),
    );
}

/// Answers whatever is asked with so many bytes, a thread a connection, until it is ended.
fn answer(bytes: usize) -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    println!("{}", listener.local_addr()?);
    let mut answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {bytes}\r\n\r\n").into_bytes();
    answer.resize(answer.len() + bytes, b'x');
    for connection in listener.incoming() {
        let (connection, answer) = (connection?, answer.clone());
        std::thread::spawn(move || answer_on(connection, &answer));
    }
    Ok(())
}

fn answer_on(connection: TcpStream, answer: &[u8]) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut connection = BufReader::new(connection);
    let mut line = String::new();
    while connection.read_line(&mut line)? > 0 {
        if line == "\r\n" {
            connection.get_mut().write_all(answer)?;
        }
        line.clear();
    }
    Ok(())
}
