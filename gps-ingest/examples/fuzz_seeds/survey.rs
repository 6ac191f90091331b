//! Seeds of the whole pipeline: short logs of the simulator, most of them without checksums, so that a changed byte is
//! not lost with its sentence.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use gps_ingest::{
    ByteFaults, ClockFault, Detour, DriveManner, LogKind, LogRequest, Receiver, Reception, WalkManner,
    simulate_log,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Seed, sentence, utf_16};

const WALK: LogKind = LogKind::BoundaryWalk { area_ha: 0.03 };
const DRIVE: LogKind = LogKind::RoadDrive { length_m: 250.0 };
const POINT: LogKind = LogKind::StaticPoint { duration_s: 60 };

/// Short logs of all kinds.
pub fn logs() -> Vec<Seed> {
    let mut seeds = features();
    seeds.extend(clocks());
    seeds.extend(wrapped());
    seeds.extend([
        ("empty", Vec::new()),
        ("a_picture", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00".to_vec()),
        ("waypoints", [places().into_bytes(), log(&short(POINT, 9))].concat()),
        (
            "other_datum",
            [sentence("GPDTM,999,,0.08,N,0.07,E,-47.7,W84").into_bytes(), log(&short(POINT, 10))].concat(),
        ),
        (
            "damaged",
            simulate_log(&LogRequest { byte_faults: ByteFaults::of_all_kinds(3e-3), ..short(DRIVE, 3) })
                .bytes,
        ),
    ]);
    seeds
}

fn features() -> Vec<Seed> {
    let walk = |walk: WalkManner, seed| log(&LogRequest { walk, ..short(WALK, seed) });
    let plain = WalkManner::default();
    let covered = LogRequest { noise: Reception::Covered.noise(), ..short(WALK, 2) };
    let turns = DriveManner { turns_round: true, ..DriveManner::default() };
    vec![
        ("walk", walk(plain, 1)),
        ("walk_under_trees", log(&covered)),
        ("walk_in_a_figure_of_eight", walk(WalkManner { detour: Some(Detour::FigureEight), ..plain }, 3)),
        ("walk_with_overlap", walk(WalkManner { overlap_m: 15.0, ..plain }, 5)),
        ("walk_left_open", walk(WalkManner { open_m: 12.0, ..plain }, 6)),
        ("drive", log(&LogRequest { receiver: Receiver::Ublox, ..short(DRIVE, 1) })),
        ("drive_there_and_back", log(&LogRequest { drive: turns, ..short(DRIVE, 2) })),
        ("point", log(&short(POINT, 1))),
        (
            "point_pinned",
            log(&LogRequest {
                receiver: Receiver::Sirf,
                noise: Reception::Perfect.noise(),
                ..short(POINT, 2)
            }),
        ),
        (
            "point_of_a_telephone",
            log(&LogRequest {
                receiver: Receiver::Phone,
                ..short(LogKind::StaticPoint { duration_s: 45 }, 3)
            }),
        ),
    ]
}

fn clocks() -> Vec<Seed> {
    let names = ["dateless", "dateless_head", "week_rollover", "midnight", "concatenated", "restart"];
    let faulty = |(name, fault)| {
        let request =
            LogRequest { clock_fault: Some(fault), ..short(LogKind::StaticPoint { duration_s: 40 }, 4) };
        (name, log(&request))
    };
    names.into_iter().zip(ClockFault::ALL).map(faulty).collect()
}

fn wrapped() -> Vec<Seed> {
    let log = log(&short(POINT, 5));
    let text = String::from_utf8(log[..3000].to_vec()).expect("simulated logs are ASCII");
    let point = |step: u32| {
        format!("<trkpt lat='14.790{step:02}' lon='-16.926'><time>2026-01-20T10:11:{step:02}Z</time></trkpt>")
    };
    let track = (0..40).map(point).collect::<Vec<_>>().concat();
    let gpx = format!(
        "<gpx><wpt lat='14.79' lon='-16.926'><name>a</name></wpt><trk><trkseg>{track}</trkseg></trk></gpx>"
    );
    vec![
        ("utf_16", utf_16(&text, u16::to_le_bytes)),
        ("gzip", gzip(&log)),
        ("gzip_cut", gzip(&log)[..600].to_vec()),
        ("zip", zip(&[("a.nmea", &log), ("b.gpx", gpx.as_bytes())])),
        ("gpx", gpx.into_bytes()),
    ]
}

fn short(kind: LogKind, seed: u64) -> LogRequest {
    LogRequest { wait_s: 12, byte_faults: ByteFaults::NONE, ..LogRequest::new(kind, seed) }
}

/// A simulated log without its checksums, and without most of what is said of satellites.
fn log(request: &LogRequest) -> Vec<u8> {
    const WITH_SATELLITES: usize = 12;
    let text = String::from_utf8(simulate_log(request).bytes).expect("undamaged logs are ASCII");
    let is_of_satellites = |line: &str| line.contains("GSA,") || line.contains("GSV,");
    let wanted =
        text.lines().enumerate().filter(|(index, line)| *index < WITH_SATELLITES || !is_of_satellites(line));
    wanted
        .map(|(_, line)| line.split('*').next().unwrap_or_default().to_owned() + "\n")
        .collect::<String>()
        .into_bytes()
}

fn places() -> String {
    ["PUITS", "BORNE 1", ""].map(|name| format!("$GPWPL,1447.4600,N,01655.5600,W,{name}\n")).concat()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        writer.write_all(content).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}
