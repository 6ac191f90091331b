//! The report in pictures: what is drawn, that it can be read, and that its size is bounded.

use gis_core::survey::{Picture, SurveyKind};
use gps_ingest::{LogFile, LogKind, LogRequest, Noise, Report, Settings, simulate_log, survey_campaign};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Width of every picture.
const WIDTH: f64 = 960.0;

fn drawn(logs: &[&[u8]], kind: SurveyKind) -> (Vec<Picture>, Report) {
    let settings = Settings { kind, ..Settings::default() };
    let files: Vec<LogFile<'_>> = logs.iter().map(|bytes| LogFile { name: None, bytes }).collect();
    let (survey, report) = survey_campaign(&files, &settings).expect("PROJ works");
    (survey.pictures, report)
}

fn simulated(kind: LogKind, noise: &Noise) -> Vec<u8> {
    simulate_log(&LogRequest { noise: *noise, ..LogRequest::new(kind, 5) }).bytes
}

fn names(pictures: &[Picture]) -> Vec<&str> {
    pictures.iter().map(|picture| picture.name.as_str()).collect()
}

/// A text of a picture and the box that it fills at most: left, top, right, bottom.
#[derive(Debug)]
struct Label {
    text: String,
    edges: [f64; 4],
}

impl Label {
    fn overlaps(&self, other: &Self) -> bool {
        let apart =
            |one: &Self, other: &Self| one.edges[2] <= other.edges[0] || one.edges[3] <= other.edges[1];
        !apart(self, other) && !apart(other, self)
    }
}

/// All texts of a picture; fails unless it is well-formed.
fn labels(svg: &str) -> Vec<Label> {
    let mut reader = Reader::from_str(svg);
    let mut open: Option<[String; 5]> = None;
    let mut text = String::new();
    let mut labels = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) if start.name().as_ref() == "text" => {
                let attribute = |name: &str| {
                    let value = start.try_get_attribute(name).expect("sound").expect("stated").value;
                    value.into_owned()
                };
                open = Some(["x", "y", "font-size", "text-anchor", "dy"].map(attribute));
            }
            Event::Text(more) if open.is_some() => text.push_str(more.as_ref()),
            Event::GeneralRef(_) if open.is_some() => text.push('&'),
            Event::End(end) if end.name().as_ref() == "text" => {
                let attributes = open.take().expect("begun");
                labels.push(label(std::mem::take(&mut text).trim(), &attributes));
            }
            Event::Eof => return labels,
            _ => {}
        }
    }
}

fn label(text: &str, [x, y, size, anchor, dy]: &[String; 5]) -> Label {
    let figure = |text: &String| text.parse::<f64>().expect("a figure");
    let (x, y, size) = (figure(x), figure(y), figure(size));
    let width = 0.56 * size * f64::from(u32::try_from(text.chars().count()).expect("short"));
    let left = match anchor.as_str() {
        "start" => x,
        "middle" => x - width / 2.0,
        _ => x - width,
    };
    let top = match dy.as_str() {
        "0.76em" => y,
        "0.5ex" => y - size / 2.0,
        _ => y - size,
    };
    Label { text: text.to_owned(), edges: [left, top, left + width, top + size] }
}

fn is_readable(picture: &Picture) {
    for svg in [&picture.svg.fr, &picture.svg.en] {
        let labels = labels(svg);
        assert!(labels.len() > 2, "{}: {labels:?}", picture.name);
        for (index, label) in labels.iter().enumerate() {
            let is_on_sheet = label.edges[0] >= 0.0 && label.edges[2] <= WIDTH && label.edges[1] >= 0.0;
            assert!(is_on_sheet, "{}: {label:?}", picture.name);
            for other in &labels[..index] {
                assert!(!label.overlaps(other), "{}: {label:?} {other:?}", picture.name);
            }
        }
    }
}

#[test]
fn each_kind_of_survey_has_its_pictures_whose_text_can_be_read() {
    for (kind, of) in [
        (LogKind::BoundaryWalk { area_ha: 0.5 }, SurveyKind::Parcel),
        (LogKind::RoadDrive { length_m: 800.0 }, SurveyKind::Road),
        (LogKind::StaticPoint { duration_s: 90 }, SurveyKind::MarketAsset),
    ] {
        for noise in [Noise::OPEN, Noise::COVERED] {
            let (pictures, _) = drawn(&[&simulated(kind, &noise)], of);
            assert_eq!(names(&pictures), ["track", "quality", "draft-0"], "{of:?}");
            pictures.iter().for_each(is_readable);
        }
    }
    let campaign = simulated(LogKind::Campaign { area_ha: 0.4 }, &Noise::OPEN);
    let (pictures, _) = drawn(&[&campaign, &campaign], SurveyKind::Auto);
    assert!(pictures.len() > 4, "{:?}", names(&pictures));
    pictures.iter().for_each(is_readable);
}

#[test]
fn equal_logs_give_equal_pictures() {
    let log = simulated(LogKind::BoundaryWalk { area_ha: 0.5 }, &Noise::COVERED);
    assert_eq!(drawn(&[&log], SurveyKind::Auto).0, drawn(&[&log], SurveyKind::Auto).0);
}

#[test]
fn the_legend_of_the_track_counts_what_the_report_counts() {
    let log = simulated(LogKind::BoundaryWalk { area_ha: 0.5 }, &Noise::COVERED);
    let (pictures, report) = drawn(&[&log], SurveyKind::Auto);
    let texts: Vec<String> = labels(&pictures[0].svg.en).into_iter().map(|label| label.text).collect();
    let (kept, total) = (report.epochs.kept, report.epochs.total);
    assert_eq!(pictures[0].title.en, format!("Track: {kept} of {total} positions kept"));
    for reject in report.rejects.iter().filter(|reject| ["acquisition", "spike"].contains(&&*reject.reason)) {
        assert!(texts.contains(&format!("{} × {}", reject.count, reject.label.en)), "{texts:?}");
    }
}

/// One second of a log as GGA, at metres north and east of a place near Thiès.
fn gga(second: u32, north_m: f64, east_m: f64, hdop: f64) -> String {
    let (lat_min, lon_min) = (47.46 + north_m / 1852.0, 55.56 - east_m / 1790.0);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let body = format!(
        "GPGGA,{hour:02}{minute:02}{second:02},14{lat_min:07.4},N,016{lon_min:07.4},W,1,08,{hdop:.1},20.0,M,30.0,M,,"
    );
    format!("${body}*{:02X}\r\n", body.bytes().fold(0, |sum, byte| sum ^ byte))
}

#[test]
fn a_days_log_of_zigzags_and_rejects_gives_small_pictures() {
    let second = |second: u32| {
        let swing_m = f64::from(second * 7 % 90) * if second.is_multiple_of(2) { 1.0 } else { -1.0 };
        let hdop = if second.is_multiple_of(5) { 9.0 } else { 1.0 + f64::from(second % 17) / 10.0 };
        gga(second, f64::from(second % 6000) / 3.0, swing_m, hdop)
    };
    let log: String = (0..28_800).map(second).collect();
    let (pictures, _) = drawn(&[log.as_bytes()], SurveyKind::Road);
    assert!(pictures.len() >= 2);
    for picture in &pictures {
        assert!(picture.svg.fr.len() < 200_000, "{}: {} bytes", picture.name, picture.svg.fr.len());
        is_readable(picture);
    }
}

#[test]
fn what_was_rejected_altogether_is_still_shown() {
    let log: String = (0..60).map(|second| gga(second, f64::from(second), 0.0, 9.0)).collect();
    let (pictures, report) = drawn(&[log.as_bytes()], SurveyKind::Auto);
    assert_eq!(report.epochs.kept, 0);
    assert_eq!(names(&pictures), ["track", "quality"]);
    assert!(labels(&pictures[0].svg.en).iter().any(|label| label.text.starts_with("60 × ")));
}

#[test]
fn what_is_no_log_has_no_pictures() {
    for bytes in [&b""[..], b"\xFF\xD8\xFF\xE0\x00\x10JFIF", b"$GPGGA,,,,,,0,00,,,M,,M,,*66\r\n"] {
        assert!(drawn(&[bytes], SurveyKind::Auto).0.is_empty());
    }
}

#[test]
fn a_name_from_a_receiver_cannot_break_a_picture() {
    let gpx = br#"<gpx version="1.1"><wpt lat="14.79" lon="-16.92"><name>&lt;script&gt; "A&amp;B" ]]&gt;</name></wpt>
        <trk><trkseg><trkpt lat="14.79" lon="-16.92"><time>2026-01-20T10:00:00Z</time></trkpt>
        <trkpt lat="14.7901" lon="-16.92"><time>2026-01-20T10:00:05Z</time></trkpt></trkseg></trk></gpx>"#;
    let (pictures, report) = drawn(&[gpx], SurveyKind::Auto);
    let index = report.drafts.iter().position(|draft| draft.name.is_some()).expect("a named point");
    let name = format!("draft-{index}");
    let picture = pictures.iter().find(|picture| picture.name == name).expect("drawn");
    assert!(picture.svg.fr.contains("&lt;script&gt;") && !picture.svg.fr.contains("<script"));
    is_readable(picture);
}
