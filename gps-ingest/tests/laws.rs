//! Laws that hold for any bytes.

use geo::{Geometry, LineString, Validation};
use gis_core::survey::{Survey, SurveyKind};
use gps_ingest::read::frame::{Piece, pieces};
use gps_ingest::{
    LogFile, LogKind, LogRequest, Receiver, Reception, Report, Settings, decode, simulate_log, survey,
};
use proptest::prelude::*;

fn sentence(body: &str) -> String {
    format!("${body}*{:02X}", body.bytes().fold(0, |sum, byte| sum ^ byte))
}

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

/// epochs = kept + Σ rejected, in total and reason by reason.
fn obeys_the_law(bytes: &[u8]) -> Result<(), TestCaseError> {
    let survey = survey(bytes, &Settings::default()).expect("PROJ works");
    has_valid_geometries(&survey)?;
    let report: Report = serde_json::from_value(survey.report).expect("a report reads back");
    prop_assert_eq!(report.epochs.total, report.epochs.kept + report.epochs.rejected.values().sum::<u64>());
    for reject in &report.rejects {
        prop_assert!(reject.first.len() as u64 <= reject.count && !reject.first.is_empty());
        // A file may break off at its very end.
        let end = bytes.len() as u64 + u64::from(reject.reason == "broken_xml");
        prop_assert!(reject.first.iter().all(|at| at.byte < end));
    }
    let of_epochs: u64 = report
        .rejects
        .iter()
        .filter(|reject| reject.stage == gps_ingest::reason::Stage::Epoch)
        .map(|reject| reject.count)
        .sum();
    prop_assert_eq!(of_epochs, report.epochs.total - report.epochs.kept);
    let in_sessions: u64 = report.sessions.iter().map(|session| session.epochs).sum();
    prop_assert_eq!(in_sessions, report.epochs.kept);
    Ok(())
}

/// What PostGIS asks of a geometry, and no vertex twice in a row.
fn has_valid_geometries(survey: &Survey) -> Result<(), TestCaseError> {
    let is_distinct = |line: &LineString| line.lines().all(|side| side.start != side.end);
    if let Some(track) = &survey.track {
        prop_assert!(!track.geometry.0.is_empty() && track.geometry.is_valid(), "{:?}", track.geometry);
        prop_assert!(track.geometry.iter().all(|line| line.0.len() > 1 && is_distinct(line)));
        prop_assert!(track.epoch_count > 1 && track.started_at <= track.ended_at);
    }
    for draft in &survey.drafts {
        prop_assert!(draft.geometry.is_valid(), "{:?}", draft.geometry);
        let is_distinct = match &draft.geometry {
            Geometry::Point(_) => true,
            Geometry::LineString(line) => line.0.len() > 1 && is_distinct(line),
            Geometry::Polygon(polygon) => polygon.exterior().0.len() > 3 && is_distinct(polygon.exterior()),
            _ => false,
        };
        prop_assert!(is_distinct, "{:?}", draft.geometry);
        prop_assert!(draft.area_m2.is_none_or(|area_m2| area_m2 > 0.0));
        prop_assert!(draft.length_m.is_none_or(|length_m| length_m > 0.0));
        prop_assert!(draft.sigma_m > 0.0 && draft.sigma_m.is_finite() && draft.epoch_count > 0);
    }
    Ok(())
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
    fn sentences_cover_the_file_in_order_and_do_not_overlap(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut end = 0;
        for piece in pieces(&bytes) {
            let (start, length) = match piece {
                Piece::Sentence(frame) => (frame.start, frame.text.len()),
                Piece::Rejected { start, text, .. } => (start, text.len()),
            };
            prop_assert!(start >= end);
            end = start + length as u64;
        }
        prop_assert!(end <= bytes.len() as u64);
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
        obeys_the_law(&bytes)?;
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
        obeys_the_law(&log)?;
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
        obeys_the_law(&file)?;
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
        let settings = Settings { kind, ..Settings::default() };
        has_valid_geometries(&survey(&log, &settings).expect("PROJ works"))?;
    }

    #[test]
    fn fields_that_make_no_sense_obey_the_law(
        fields in prop::collection::vec("[0-9.,NSEWAV+-]{0,12}", 1..16),
        name in prop::sample::select(vec!["GPGGA", "GPRMC", "GNGNS", "GPGLL", "GPZDA", "GPGSA", "GPVTG", "GPGST"]),
    ) {
        let log = format!("{}\r\n{}\r\n", sentence(&format!("{name},{}", fields.join(","))), sentence("GPGLL,1447.46,N,01655.56,W,101112,A,A"));
        obeys_the_law(log.as_bytes())?;
    }
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
