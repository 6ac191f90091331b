//! How fast the stages of reading are, each alone: `cargo bench -p gps-ingest --bench reading`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gps_ingest::read::epoch::Epoch;
use gps_ingest::read::frame::{Piece, pieces};
use gps_ingest::read::stream::read_log;
use gps_ingest::read::{Sink, Waypoint, sentence, strict};
use gps_ingest::{LogFile, LogKind, LogRequest, Receiver, Settings, decode, simulate_log};

/// Three hours of a handheld.
fn log() -> Vec<u8> {
    let three_hours = LogKind::StaticPoint { duration_s: 10_800 };
    simulate_log(&LogRequest { receiver: Receiver::Ublox, ..LogRequest::new(three_hours, 7) }).bytes
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
        pieces(&log[..]).filter_map(|piece| match piece {
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
        bencher.iter(|| black_box(read_log(&log[..], 0, &settings, &mut Nothing)));
    });
    group.bench_function("decode", |bencher| {
        let file = [LogFile { name: None, bytes: &log[..] }];
        bencher.iter(|| black_box(decode(&file, &settings)));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
