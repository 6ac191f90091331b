//! How fast the stages of reading are, each alone: `cargo bench -p gps-ingest --bench reading`.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gps_ingest::read::epoch::Epoch;
use gps_ingest::read::frame::{Piece, pieces};
use gps_ingest::read::stream::read_log;
use gps_ingest::read::{Sink, Waypoint, sentence, strict};
use gps_ingest::{LogFile, Settings, decode};

/// Three hours of a handheld: RMC, VTG, GGA and GSA each second.
fn log() -> String {
    let mut log = String::new();
    for second in 0..10_800 {
        let time = format!("{:02}{:02}{:02}.00", 8 + second / 3600, second / 60 % 60, second % 60);
        let place = format!("1447.{:05},N,01655.{:05},W", 46_000 + second % 1000, 55_600 - second % 700);
        for body in [
            format!("GNRMC,{time},A,{place},1.94,{}.5,200126,,,A", second % 360),
            format!("GNVTG,{}.5,T,,M,1.94,N,3.593,K,A", second % 360),
            format!("GNGGA,{time},{place},1,{:02},0.{},24.5,M,30.5,M,,", 7 + second % 6, 7 + second % 3),
            "GNGSA,A,3,03,05,07,09,11,13,15,17,,,,,1.52,0.80,1.24".to_owned(),
        ] {
            let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
            write!(log, "${body}*{sum:02X}\r\n").expect("a String takes all text");
        }
    }
    log
}

struct Nothing;

impl Sink for Nothing {
    fn epoch(&mut self, epoch: Epoch) {
        black_box(epoch);
    }

    fn waypoint(&mut self, waypoint: Waypoint) {
        black_box(waypoint);
    }
}

fn stages(criterion: &mut Criterion) {
    let log = log();
    let settings = Settings::default();
    let frames = || {
        pieces(log.as_bytes()).filter_map(|piece| match piece {
            Piece::Sentence(frame) => Some(frame),
            Piece::Rejected { .. } => None,
        })
    };
    let sound: Vec<_> = frames().collect();
    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::Bytes(log.len() as u64)).sample_size(20);
    group.bench_function("framing", |bencher| bencher.iter(|| black_box(frames().count())));
    group.bench_function("decoding", |bencher| {
        bencher.iter(|| {
            for frame in &sound {
                black_box(sentence::read(frame).ok());
            }
        });
    });
    group.bench_function("decoding_by_the_nmea_crate", |bencher| {
        bencher.iter(|| {
            for frame in &sound {
                black_box(strict::fix(frame.text));
            }
        });
    });
    group.bench_function("bytes_to_epochs", |bencher| {
        bencher.iter(|| black_box(read_log(log.as_bytes(), 0, &settings, &mut Nothing)));
    });
    group.bench_function("decode", |bencher| {
        let file = [LogFile { name: None, bytes: log.as_bytes() }];
        bencher.iter(|| black_box(decode(&file, &settings)));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
