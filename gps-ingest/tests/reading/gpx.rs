//! GPX of both versions, of several makers' habits, and broken.

use gps_ingest::Settings;
use gps_ingest::read::Format;
use gps_ingest::read::date::DateSource;
use gps_ingest::read::input::Encoding;
use gps_ingest::read::sentence::Source;
use gps_ingest::reason::Reason;

use crate::support::{day, read, read_with, rejects, times, verdicts};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">
"#;

fn point(second: u32, extra: &str) -> String {
    let lat = 14.791 + 0.00001 * f64::from(second);
    format!(
        "   <trkpt lat=\"{lat:.6}\" lon=\"-16.926000\"><ele>24.5</ele><time>2026-01-20T10:11:{second:02}Z</time>{extra}</trkpt>\n"
    )
}

/// A track whose segments each begin and end at a second.
fn track(segments: &[(u32, u32)]) -> String {
    let segment = |&(start, end): &(u32, u32)| {
        format!(
            "  <trkseg>\n{}  </trkseg>\n",
            (start..end).map(|second| point(second, "")).collect::<String>()
        )
    };
    format!(
        "{HEAD} <trk><name>Levé</name>\n{} </trk>\n</gpx>\n",
        segments.iter().map(segment).collect::<String>()
    )
}

#[test]
fn track_points_become_dated_epochs_and_segments_begin_sessions() {
    let decoded = read(track(&[(0, 3), (5, 7)]));
    assert_eq!((decoded.logs[0].format, decoded.logs[0].encoding), (Format::Gpx, Encoding::Utf8));
    assert_eq!(decoded.logs[0].dating.source, DateSource::Gpx);
    assert_eq!(times(&decoded)[4], "2026-01-20 10:11:06.000");
    let starts: Vec<bool> = decoded.epochs.iter().map(|epoch| epoch.starts_session).collect();
    assert_eq!(starts, [true, false, false, true, false]);
    let epoch = &decoded.epochs[1];
    assert_eq!((epoch.source, epoch.altitude_m(), epoch.line), (Source::Gpx, Some(24.5), 6));
    let position = epoch.position.expect("a position");
    assert!((position.lat_deg() - 14.79101).abs() < 1e-9 && (position.lon_deg() + 16.926).abs() < 1e-9);
}

#[test]
fn what_a_point_says_of_its_worth_is_read_in_either_version() {
    let of_1_0 = point(
        0,
        "<speed>1.25</speed><fix>3d</fix><sat>9</sat><hdop>0.9</hdop><geoidheight>30.5</geoidheight>",
    );
    let of_1_1 = point(
        1,
        "<hdop>1.1</hdop><extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>2.5</gpxtpx:speed></gpxtpx:TrackPointExtension></extensions>",
    );
    let no_fix = point(2, "<fix>none</fix>");
    let log = format!("{HEAD}<trk><trkseg>{of_1_0}{of_1_1}{no_fix}</trkseg></trk></gpx>");
    let decoded = read(&log);
    let [first, second, _] = &decoded.epochs[..] else { panic!("three epochs") };
    assert_eq!((first.speed_m_s(), first.satellites, first.hdop()), (Some(1.25), Some(9), Some(0.9)));
    assert_eq!((first.geoid_m(), second.speed_m_s(), second.hdop()), (Some(30.5), Some(2.5), Some(1.1)));
    assert_eq!(verdicts(&log)[2], Some(Reason::NoFix));
}

#[test]
fn waypoints_are_named_places_and_points_of_routes_are_nothing() {
    let log = format!(
        "{HEAD}<wpt lat='14.79' lon='-16.92'><time>2026-01-20T09:00:00Z</time><name>March&#233; &amp; puits</name></wpt>
<wpt lat='14.80' lon='-16.93'><name><![CDATA[Borne <2>]]></name><sym>Flag</sym></wpt>
<wpt lat='14.81' lon='-16.94'/>
<rte><name>R</name><rtept lat='1' lon='2'><name>no</name></rtept></rte></gpx>"
    );
    let decoded = read(log);
    let names: Vec<&str> = decoded.waypoints.iter().map(|place| place.name.as_str()).collect();
    assert_eq!(names, ["Marché & puits", "Borne <2>", ""]);
    assert_eq!(
        decoded.waypoints[0].time.map(|time| time.to_string()).as_deref(),
        Some("2026-01-20 09:00:00 UTC")
    );
    assert_eq!((decoded.waypoints[1].line, decoded.waypoints[1].time), (4, None));
    assert!(decoded.epochs.is_empty());
}

#[test]
fn a_file_that_breaks_off_keeps_what_came_before_and_says_where() {
    let whole = track(&[(0, 20)]);
    let cut = &whole[..whole.find("10:11:12Z").expect("a thirteenth point")];
    let decoded = read(cut);
    assert_eq!(decoded.epochs.len(), 12);
    let broken = &decoded.sentence_rejects.0[&Reason::BrokenXml];
    assert_eq!((broken.count, broken.first[0].line), (1, 17));
    assert!(broken.first[0].byte > 1000 && decoded.logs[0].is_cut);
    for end in 0..whole.len() {
        let Some(cut) = whole.get(..end) else { continue };
        assert!(read(cut).epochs.len() <= 20);
    }
}

#[test]
fn what_is_no_xml_from_some_byte_on_is_located() {
    let mut log = track(&[(0, 6)]);
    let at = log.find("<trkpt lat=\"14.791040\"").expect("the fifth point");
    log.replace_range(at..at + 6, "<!trkp");
    let decoded = read(&log);
    assert_eq!(decoded.epochs.len(), 4);
    let broken = &decoded.sentence_rejects.0[&Reason::BrokenXml];
    assert_eq!((broken.first[0].line, broken.first[0].byte), (9, at as u64));
}

#[test]
fn size_and_lines_are_those_of_the_whole_file_wherever_it_breaks() {
    let log = track(&[(0, 100)]).replacen("</trkpt>", "<", 1);
    let decoded = read(&log);
    assert!(log.len() > 8192 && decoded.logs[0].is_cut);
    let log_lines = log.lines().count() as u64;
    assert_eq!((decoded.logs[0].bytes, decoded.logs[0].lines), (log.len() as u64, log_lines));
}

#[test]
fn points_without_a_sound_position_are_rejected_one_by_one() {
    let bad = "<trkpt lat=\"95.0\" lon=\"1\"/><trkpt lat=\"abc\" lon=\"1\"/><trkpt lon=\"1\"/>";
    let decoded = read(format!("{HEAD}<trk><trkseg>{bad}{}</trkseg></trk></gpx>", point(0, "")));
    assert_eq!(decoded.epochs.len(), 1);
    assert_eq!(rejects(&decoded), [(Reason::Unreadable, 2), (Reason::OutOfRange, 1)]);
}

#[test]
fn a_point_without_time_cannot_be_put_in_order_and_one_of_the_same_time_is_a_twin() {
    let timeless = "<trkpt lat=\"14.79\" lon=\"-16.92\"><time>yesterday</time></trkpt>";
    let log = format!("{HEAD}<trk><trkseg>{timeless}{}{}</trkseg></trk></gpx>", point(0, ""), point(0, ""));
    assert_eq!(verdicts(log), [Some(Reason::NoTime), None, Some(Reason::DuplicateTime)]);
}

#[test]
fn times_with_zones_fractions_and_without_either_are_utc() {
    let at = |time: &str| format!("<trkpt lat=\"14.79\" lon=\"-16.92\"><time>{time}</time></trkpt>");
    let points =
        ["2026-01-20T12:11:12+02:00", "2026-01-20T10:11:13.250Z", "2026-01-20T10:11:14"].map(at).concat();
    let decoded = read(format!("{HEAD}<trk><trkseg>{points}</trkseg></trk></gpx>"));
    assert_eq!(
        times(&decoded),
        ["2026-01-20 10:11:12.000", "2026-01-20 10:11:13.250", "2026-01-20 10:11:14.000",]
    );
}

#[test]
fn places_in_a_latin_1_file_are_those_of_its_bytes() {
    let log = track(&[(0, 2)]).replace("<trkseg>", "<name>Thi\u{e8}s</name><trkseg>");
    let latin: Vec<u8> = log.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let at = latin.windows(6).position(|window| window == b"<trkpt").expect("a point");
    assert_eq!(read(latin).epochs[0].byte, at as u64);
}

#[test]
fn a_week_rollover_is_moved_into_the_campaign() {
    let settings = Settings { campaign: Some((day(2026, 1, 1), day(2026, 12, 31))), ..Settings::default() };
    let decoded = read_with(track(&[(0, 2)]).replace("2026-01-20", "2006-06-06"), &settings);
    assert_eq!(times(&decoded)[0], "2026-01-20 10:11:00.000");
    assert!(decoded.logs[0].dating.moved_by_week_rollover);
}

#[test]
fn other_encodings_than_utf_8_are_read() {
    let latin = track(&[(0, 2)])
        .replace("UTF-8", "ISO-8859-1")
        .replace("</trk>", "</trk><wpt lat='1' lon='2'><name>March@</name></wpt>");
    let latin: Vec<u8> = latin.bytes().map(|byte| if byte == b'@' { 0xE9 } else { byte }).collect();
    let decoded = read(latin);
    assert_eq!((decoded.epochs.len(), decoded.waypoints[0].name.as_str()), (2, "Marché"));
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(track(&[(0, 2)]).encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let decoded = read(wide);
    assert_eq!((decoded.epochs.len(), decoded.logs[0].encoding), (2, Encoding::Utf16Le));
}

#[test]
fn nothing_is_expanded_and_depth_and_length_are_bounded() {
    let bomb = "<!DOCTYPE gpx [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let log =
        format!("<?xml version=\"1.0\"?>{bomb}<gpx><wpt lat='1' lon='2'><name>x&b;y</name></wpt></gpx>");
    assert_eq!(read(log).waypoints[0].name, "xy");
    let deep = format!("{HEAD}{}", "<a>".repeat(100_000));
    assert_eq!(rejects(&read(deep)), [(Reason::BrokenXml, 1)]);
    let endless_name = format!("{HEAD}<wpt lat='1' lon='2'><name>{}</name></wpt></gpx>", "x".repeat(3 << 20));
    assert_eq!(rejects(&read(endless_name)), [(Reason::BrokenXml, 1)]);
    let endless_tag = format!("{HEAD}<trkpt {}", "lat='1' ".repeat(1 << 18));
    assert_eq!(rejects(&read(endless_tag)), [(Reason::BrokenXml, 1)]);
}
