//! Reads a log as a stream and tells how fast; or writes a simulated one of any size to be read.
//!
//! ```text
//! read_epochs FILE                    epochs, seconds, MB/s and peak memory
//! read_epochs --nmea FILE             the same lines through the nmea crate's parse_str alone
//! read_epochs --generate MB > FILE    a simulated log, again and again with the time running on
//! ```

#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::process::ExitCode;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use gps_ingest::Settings;
use gps_ingest::read::epoch::Epoch;
use gps_ingest::read::stream::read_log;
use gps_ingest::read::{Sink, Waypoint};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--generate", megabytes] => generate(megabytes.parse().unwrap_or(10)),
        ["--nmea", file] => parse_lines(file),
        [file] => read_file(file),
        _ => Err(io::Error::other("usage: read_epochs [--nmea] FILE | --generate MB")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("failed: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Counts epochs and looks at each, so that nothing is left out.
#[derive(Default)]
struct Count {
    epochs: u64,
    dated: u64,
    lat_sum_deg: f64,
}

impl Sink for Count {
    fn epoch(&mut self, epoch: Epoch) {
        self.epochs += 1;
        self.dated += u64::from(epoch.time.is_some());
        self.lat_sum_deg += epoch.position.map_or(0.0, gis_core::LonLat::lat_deg);
    }

    fn waypoint(&mut self, _: Waypoint) {}
}

fn read_file(file: &str) -> io::Result<()> {
    let settings = Settings::default();
    let mut count = Count::default();
    let start = Instant::now();
    let end = read_log(File::open(file)?, 0, &settings, &mut count);
    tell(count.epochs, end.reading.bytes, start);
    let rejects: u64 = end.rejects.0.values().map(|tally| tally.count).sum();
    eprintln!("dated {} · sentences rejected {rejects} · mean latitude {:.6}", count.dated, mean_deg(&count));
    end.failure.map_or(Ok(()), Err)
}

fn mean_deg(count: &Count) -> f64 {
    count.lat_sum_deg / f64::from(u32::try_from(count.epochs.max(1)).unwrap_or(u32::MAX))
}

fn parse_lines(file: &str) -> io::Result<()> {
    let start = Instant::now();
    let mut reader = BufReader::with_capacity(1 << 17, File::open(file)?);
    let (mut bytes, mut parsed, mut line) = (0, 0, Vec::new());
    while reader.read_until(b'\n', &mut line)? > 0 {
        bytes += line.len() as u64;
        parsed += u64::from(nmea::parse_bytes(line.trim_ascii_end()).is_ok());
        line.clear();
    }
    tell(parsed, bytes, start);
    Ok(())
}

/// One line that a script reads: count, seconds, MB/s, peak memory in MB.
fn tell(count: u64, bytes: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1000.0;
    println!("{count} {seconds:.3} {:.1} {:.1}", megabytes / seconds, peak_memory_mb().unwrap_or(f64::NAN));
}

/// As Linux tells it.
fn peak_memory_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

/// A walk round a hectare at one epoch a second: GGA, GSA, RMC and VTG, as a handheld of two systems writes.
fn generate(megabytes: u64) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let start: DateTime<Utc> = "2026-01-20T08:00:00Z".parse().map_err(io::Error::other)?;
    let (mut written, mut second) = (0, 0_i32);
    while written < megabytes * 1_000_000 {
        let burst = burst(start + TimeDelta::seconds(second.into()), second);
        out.write_all(burst.as_bytes())?;
        written += burst.len() as u64;
        second += 1;
    }
    out.flush()
}

fn burst(time: DateTime<Utc>, second: i32) -> String {
    let angle = f64::from(second) / 57.0;
    let (north_m, east_m) = (56.0 * angle.sin() + 0.7 * (angle * 31.0).sin(), 56.0 * angle.cos());
    let lat = format!("14{:08.5},N", 47.46 + north_m / 1843.0);
    let lon = format!("016{:08.5},W", 55.56 + east_m / 1795.0);
    let clock = time.format("%H%M%S.00");
    let hdop = 0.8 + 0.1 * f64::from(second % 7);
    let satellites = 7 + second % 6;
    [
        format!("GNRMC,{clock},A,{lat},{lon},1.94,{}.0,{},,,A", second % 360, time.format("%d%m%y")),
        format!("GNVTG,{}.0,T,,M,1.94,N,3.593,K,A", second % 360),
        format!("GNGGA,{clock},{lat},{lon},1,{satellites:02},{hdop:.2},24.{},M,30.5,M,,", second % 10),
        format!("GNGSA,A,3,03,05,07,09,11,13,15,17,,,,,1.52,{hdop:.2},1.24"),
    ]
    .map(|body| {
        let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
        format!("${body}*{sum:02X}\r\n")
    })
    .concat()
}
