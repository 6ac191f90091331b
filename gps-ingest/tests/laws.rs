//! Laws that hold for any bytes: for generated ones, for the seeds of fuzzing, and for what fuzzing found.

mod law;

use gis_core::survey::SurveyKind;
use gps_ingest::read::frame::{Piece, pieces};
use gps_ingest::{LogFile, LogKind, LogRequest, Receiver, Reception, Settings, decode, simulate_log};
use law::{
    decoding_of_any_lines, framing_of_any_bytes, reading_of_any_bytes, sentence, survey_of_any_bytes,
    survey_of_any_kind,
};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn sound_bodies(bytes: &[u8]) -> Vec<String> {
    pieces(bytes)
        .filter_map(|piece| match piece {
            Piece::Sentence(frame) => Some(String::from_utf8_lossy(frame.body).into_owned()),
            Piece::Rejected { .. } => None,
        })
        .collect()
}

fn short_walk(seed: u64) -> Vec<u8> {
    simulate_log(&LogRequest {
        wait_s: 0,
        receiver: Receiver::ALL[usize::from(seed.is_multiple_of(2))],
        ..LogRequest::new(LogKind::StaticPoint { duration_s: 40 }, seed)
    })
    .bytes
}

/// Bytes of any kind between whole and broken sentences, some as long as a sentence may be.
fn stretches_of_sentences() -> impl Strategy<Value = Vec<u8>> {
    let stretch = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        "[$*A-Z0-9,.\r\n]{0,60}".prop_map(String::into_bytes),
        (240_usize..255).prop_map(|length| sentence(&format!("GPTXT,{}", "x".repeat(length))).into_bytes()),
        "GP(GLL|GGA|RMC),[0-9.,NSEWAV]{0,60}".prop_map(|body| sentence(&body).into_bytes()),
    ];
    prop::collection::vec(stretch, 0..12).prop_map(|stretches| stretches.concat())
}

/// A log of any kind and reception.
fn any_log() -> impl Strategy<Value = Vec<u8>> {
    let kinds = vec![
        LogKind::BoundaryWalk { area_ha: 0.2 },
        LogKind::RoadDrive { length_m: 400.0 },
        LogKind::StaticPoint { duration_s: 60 },
    ];
    let receptions = vec![Reception::Perfect, Reception::Open, Reception::Covered];
    (prop::sample::select(kinds), prop::sample::select(receptions), 0_u64..1000).prop_map(
        |(kind, reception, seed)| {
            simulate_log(&LogRequest {
                receiver: Receiver::ALL[usize::from(seed.is_multiple_of(2))],
                noise: reception.noise(),
                ..LogRequest::new(kind, seed)
            })
            .bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn garbage_between_sentences_loses_none_of_them(
        garbage in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 6),
    ) {
        let bodies: Vec<String> = (0..5).map(|index| format!("GPGLL,1447.460{index},N,01655.5600,W,101112,A,A")).collect();
        let mut log = Vec::new();
        for (garbage, body) in garbage.iter().zip(&bodies) {
            log.extend_from_slice(garbage);
            log.extend_from_slice(sentence(body).as_bytes());
        }
        log.extend_from_slice(&garbage[5]);
        let found = sound_bodies(&log);
        prop_assert!(bodies.iter().all(|body| found.contains(body)), "{:?}", found);
    }

    #[test]
    fn pieces_and_what_lies_between_them_are_all_bytes_in_windows_too(bytes in stretches_of_sentences()) {
        framing_of_any_bytes(&bytes);
    }

    #[test]
    fn both_decoders_agree_on_any_lines(bytes in stretches_of_sentences()) {
        decoding_of_any_lines(&bytes);
    }

    #[test]
    fn whole_lines_decode_alike_together_and_apart(seed in 0_u64..50, cut in any::<prop::sample::Index>()) {
        let log = short_walk(seed);
        let starts: Vec<usize> = log.windows(2).enumerate().filter(|(_, pair)| *pair == b"\r\n").map(|(at, _)| at + 2).collect();
        let cut = *cut.get(&starts);
        let (head, tail) = log.split_at(cut);
        let together = sound_bodies(&log);
        let apart = [sound_bodies(head), sound_bodies(tail)].concat();
        prop_assert_eq!(together, apart);
    }

    #[test]
    fn any_bytes_obey_the_law(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survey_of_any_bytes(&bytes, SurveyKind::Auto);
    }

    #[test]
    fn a_mutated_log_obeys_the_law(
        seed in 0_u64..20,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..60),
        losses in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..90), 0..6),
    ) {
        let mut log = short_walk(seed);
        for (at, byte) in changes {
            let at = at.index(log.len());
            log[at] = byte;
        }
        for (at, length) in losses {
            let at = at.index(log.len());
            let end = (at + length).min(log.len());
            log.drain(at..end);
        }
        survey_of_any_bytes(&log, SurveyKind::Auto);
    }

    #[test]
    fn a_mutated_gpx_file_obeys_the_law(
        points in 0_u32..30,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        losses in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..90), 0..4),
    ) {
        let point = |second: u32| {
            format!("<trkpt lat='14.79{second:02}' lon='-16.926'><time>2026-01-20T10:11:{second:02}Z</time></trkpt>\n")
        };
        let track: String = (0..points).map(point).collect();
        let mut file = format!("<?xml version='1.0'?><gpx><trk><trkseg>{track}</trkseg></trk></gpx>").into_bytes();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        for (at, length) in losses {
            let at = at.index(file.len());
            let end = (at + length).min(file.len());
            file.drain(at..end);
        }
        reading_of_any_bytes(&file);
        survey_of_any_bytes(&file, SurveyKind::Auto);
    }

    #[test]
    fn tracks_and_drafts_of_any_log_have_valid_geometries_only(
        mut log in any_log(),
        kind in prop::sample::select(SurveyKind::ALL.to_vec()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        losses in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..3000), 0..4),
    ) {
        for (at, byte) in changes {
            let at = at.index(log.len());
            log[at] = byte;
        }
        for (at, length) in losses {
            let at = at.index(log.len());
            let end = (at + length).min(log.len());
            log.drain(at..end);
        }
        survey_of_any_bytes(&log, kind);
    }

    #[test]
    fn fields_that_make_no_sense_obey_the_law(
        fields in prop::collection::vec("[0-9.,NSEWAV+-]{0,12}", 1..16),
        name in prop::sample::select(vec!["GPGGA", "GPRMC", "GNGNS", "GPGLL", "GPZDA", "GPGSA", "GPVTG", "GPGST"]),
    ) {
        let log = format!("{}\r\n{}\r\n", sentence(&format!("{name},{}", fields.join(","))), sentence("GPGLL,1447.46,N,01655.56,W,101112,A,A"));
        survey_of_any_bytes(log.as_bytes(), SurveyKind::Auto);
    }
}

#[test]
fn each_seed_of_fuzzing_and_each_input_that_once_broke_a_law_obeys_it() {
    let laws: [(&str, Law); 4] = [
        ("frame", framing_of_any_bytes),
        ("decode", decoding_of_any_lines),
        ("gpx", reading_of_any_bytes),
        ("survey", survey_of_any_kind),
    ];
    for (target, law) in laws {
        let inputs: Vec<_> =
            ["corpus", "regressions"].into_iter().flat_map(|folder| files_of(folder, target)).collect();
        assert!(inputs.len() > 20, "the seeds of {target} were found");
        for (path, bytes) in inputs {
            let outcome = std::panic::catch_unwind(|| law(&bytes));
            assert!(outcome.is_ok(), "{} breaks a law", path.display());
        }
    }
}

/// What any bytes obey, or else it panics.
type Law = fn(&[u8]);

fn files_of(folder: &str, target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(folder).join(target);
    // A target of which no input ever broke a law has no such folder.
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths.map(|path| (path.clone(), fs::read(&path).expect("the file can be read"))).collect()
}

#[test]
fn equal_requests_give_equal_bytes() {
    assert_eq!(short_walk(7), short_walk(7));
    assert_ne!(short_walk(7), short_walk(8));
}

#[test]
fn two_copies_of_a_log_decode_to_twice_its_epochs() {
    let log = short_walk(3);
    let epochs = |bytes: &[u8]| decode(&[LogFile { name: None, bytes }], &Settings::default()).epochs.len();
    assert_eq!(epochs(&[log.clone(), log.clone()].concat()), 2 * epochs(&log));
}
