//! What comes in gzip and zip, whole, damaged, nested, and made to burst.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use gps_ingest::read::{Container, Format};
use gps_ingest::reason::Reason;
use gps_ingest::{Decoded, LogFile, Settings, decode};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::support::{gga_at, place, read, read_with, rejects, rmc_at, steps, walk};

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn zip(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in entries {
        if name.ends_with('/') {
            writer.add_directory(*name, options).expect("a folder");
        } else {
            writer.start_file(*name, options).expect("an entry");
            writer.write_all(content).expect("memory takes all");
        }
    }
    writer.finish().expect("memory takes all").into_inner()
}

fn names(decoded: &Decoded) -> Vec<Option<&str>> {
    decoded.logs.iter().map(|log| log.name.as_deref()).collect()
}

#[test]
fn a_gzip_file_is_the_log_within() {
    let packed = gzip(walk(50).as_bytes());
    let decoded = decode(&[LogFile { name: Some("walk.nmea.gz"), bytes: &packed }], &Settings::default());
    assert_eq!(decoded.epochs, read(walk(50)).epochs);
    let log = &decoded.logs[0];
    assert_eq!(
        (log.name.as_deref(), log.container, log.format),
        (Some("walk.nmea"), Container::Gzip, Format::Nmea)
    );
    assert_eq!(log.bytes, walk(50).len() as u64);
}

#[test]
fn a_gzip_file_of_several_members_is_one_log() {
    let (first, second) = (walk(20), walk(40)[walk(20).len()..].to_owned());
    let packed = [gzip(first.as_bytes()), gzip(second.as_bytes())].concat();
    assert_eq!(read(packed).epochs, read(walk(40)).epochs);
}

#[test]
fn each_entry_of_a_zip_archive_is_a_log_of_its_own() {
    let other = rmc_at("090000", &place(5), "220126") + &gga_at("090001", &place(6));
    let walk = walk(5);
    let entries: [(&str, &[u8]); 5] = [
        ("levé/", b""),
        ("levé/walk.nmea", walk.as_bytes()),
        ("__MACOSX/levé/._walk.nmea", b"\0\0"),
        ("levé/.DS_Store", b"\0\0"),
        ("other.nmea", other.as_bytes()),
    ];
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let decoded = read(zip(&entries, method));
        assert_eq!(names(&decoded), [Some("levé/walk.nmea"), Some("other.nmea")]);
        assert!(decoded.logs.iter().all(|log| log.container == Container::Zip));
        let logs: Vec<u32> = decoded.epochs.iter().map(|epoch| epoch.log).collect();
        assert_eq!(logs, [0, 0, 0, 0, 0, 1, 1]);
        assert_eq!(
            decoded.epochs[6].time.map(|time| time.to_string()).as_deref(),
            Some("2026-01-22 09:00:01 UTC")
        );
    }
}

#[test]
fn files_of_a_campaign_follow_each_other_whatever_they_are_wrapped_in() {
    let packed =
        zip(&[("a.nmea", walk(2).as_bytes()), ("b.nmea", walk(3).as_bytes())], CompressionMethod::Deflated);
    let plain = walk(4);
    let files = [
        LogFile { name: Some("archive.zip"), bytes: &packed },
        LogFile { name: Some("c.nmea"), bytes: plain.as_bytes() },
    ];
    let decoded = decode(&files, &Settings::default());
    assert_eq!(names(&decoded), [Some("a.nmea"), Some("b.nmea"), Some("c.nmea")]);
    assert_eq!(decoded.epochs.len(), 9);
    assert!(decoded.epochs.is_sorted_by_key(|epoch| epoch.log));
    assert_eq!(decode(&[], &Settings::default()).logs.len(), 1);
}

#[test]
fn a_cut_gzip_file_gives_what_came_before_and_says_so() {
    let packed = gzip(walk(3000).as_bytes());
    let decoded = read(&packed[..packed.len() / 2]);
    assert!((500..2900).contains(&decoded.epochs.len()), "{}", decoded.epochs.len());
    assert_eq!(steps(&decoded)[..3], [Some(0), Some(1), Some(2)]);
    let damage = &decoded.sentence_rejects.0[&Reason::DamagedArchive];
    assert_eq!((damage.count, damage.first[0].byte), (1, decoded.logs[0].bytes));
}

#[test]
fn a_cut_zip_archive_gives_the_entries_before_the_cut() {
    let long = walk(2000);
    let packed =
        zip(&[("a.nmea", walk(5).as_bytes()), ("b.nmea", long.as_bytes())], CompressionMethod::Deflated);
    let decoded = read(&packed[..packed.len() * 2 / 3]);
    assert_eq!(names(&decoded), [Some("a.nmea"), Some("b.nmea")]);
    assert!(decoded.epochs.len() > 300, "{}", decoded.epochs.len());
    assert!(decoded.sentence_rejects.0.contains_key(&Reason::DamagedArchive));
}

#[test]
fn a_damaged_archive_never_panics_wherever_the_damage_is() {
    let packed = [
        gzip(walk(40).as_bytes()),
        zip(&[("a.nmea", walk(20).as_bytes()), ("b.nmea", walk(20).as_bytes())], CompressionMethod::Deflated),
    ];
    for packed in packed {
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x55;
            let decoded = read(&damaged);
            let places = decoded.sentence_rejects.0.values().flat_map(|tally| &tally.first);
            assert!(places.clone().all(|at| (at.log as usize) < decoded.logs.len()));
            assert!(!decoded.logs.is_empty() && decoded.epochs.len() <= 400);
        }
    }
}

#[test]
fn an_archive_is_unwrapped_once() {
    let inner = gzip(walk(5).as_bytes());
    let decoded = read(zip(&[("inner.gz", &inner)], CompressionMethod::Stored));
    assert_eq!((decoded.epochs.len(), decoded.logs[0].looks_like), (0, Some("gzip")));
    assert_eq!(read(gzip(&inner)).logs[0].looks_like, Some("gzip"));
}

#[test]
fn an_archive_that_would_burst_is_read_up_to_the_limit_and_said_to_be_beyond_it() {
    let zeros = vec![b'0'; 40 << 20];
    for packed in [gzip(&zeros), zip(&[("zeros", &zeros), ("more", &zeros)], CompressionMethod::Deflated)] {
        assert!(packed.len() < 100_000);
        let decoded = read(packed);
        assert_eq!(rejects(&decoded), [(Reason::OverLimit, 1)]);
        assert_eq!(decoded.logs[0].bytes, 16 << 20);
        assert_eq!(decoded.logs.len(), 1);
    }
}

#[test]
fn the_limits_are_settings() {
    let mut settings = Settings::default();
    settings.thresholds.read.unpacked_bytes_max = 1000;
    settings.thresholds.read.archive_entries_max = 1;
    let decoded = read_with(gzip(walk(50).as_bytes()), &settings);
    assert_eq!((decoded.logs[0].bytes, decoded.epochs.len()), (1000, 8));
    assert!(decoded.sentence_rejects.0.contains_key(&Reason::OverLimit));
    let two = zip(&[("a", walk(2).as_bytes()), ("b", walk(2).as_bytes())], CompressionMethod::Stored);
    let decoded = read_with(two, &settings);
    assert_eq!((names(&decoded), rejects(&decoded)), (vec![Some("a")], vec![(Reason::OverLimit, 1)]));
}

#[test]
fn an_entry_that_cannot_be_unpacked_is_a_log_of_its_own_and_the_others_are_read() {
    let mut packed =
        zip(&[("a.nmea", walk(3).as_bytes()), ("b.nmea", walk(2).as_bytes())], CompressionMethod::Stored);
    // The list at the end of the archive names an unknown way of packing for the first entry.
    let list = packed.windows(4).position(|window| window == b"PK\x01\x02").expect("a list");
    packed[list + 10] = 77;
    let decoded = decode(
        &[LogFile { name: None, bytes: b"" }, LogFile { name: Some("x.zip"), bytes: &packed }],
        &Settings::default(),
    );
    assert_eq!(names(&decoded), [None, Some("a.nmea"), Some("b.nmea")]);
    assert_eq!(decoded.sentence_rejects.0[&Reason::DamagedArchive].first[0].log, 1);
    assert!(decoded.epochs.len() == 2 && decoded.epochs[0].log == 2);
}

#[test]
fn an_empty_archive_is_a_log_that_holds_nothing() {
    let decoded = decode(
        &[LogFile { name: Some("e.zip"), bytes: &zip(&[], CompressionMethod::Stored) }],
        &Settings::default(),
    );
    assert_eq!((names(&decoded), decoded.logs[0].looks_like), (vec![Some("e.zip")], Some("ZIP")));
    assert_eq!(read(b"\x1F\x8B").logs.len(), 1);
    assert!(read(b"PK\x03\x04").sentence_rejects.0.contains_key(&Reason::DamagedArchive));
}
