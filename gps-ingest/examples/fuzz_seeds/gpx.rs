//! Seeds of the GPX reader.

use super::{Seed, utf_16};

const POINT: &str = "<trkpt lat='14.791' lon='-16.926'><ele>24.5</ele><time>2026-01-20T10:11:12Z</time><hdop>0.9</hdop><sat>8</sat></trkpt>";

/// GPX files, sound and broken.
pub fn files() -> Vec<Seed> {
    let text = |text: &str| text.as_bytes().to_vec();
    let sound = format!(
        "<?xml version=\"1.0\"?><gpx version=\"1.1\"><trk><name>a</name><trkseg>{POINT}{POINT}</trkseg></trk></gpx>"
    );
    let mut seeds = vec![
        ("sound", text(&sound)),
        ("utf_16_le", utf_16(&sound, u16::to_le_bytes)),
        ("utf_16_be", utf_16(&sound, u16::to_be_bytes)),
        ("latin_1", b"<?xml version='1.0' encoding='ISO-8859-1'?><gpx><wpt lat='14.7' lon='-16.9'><name>Thi\xE8s</name></wpt></gpx>".to_vec()),
        ("version_1_0", text("<gpx version='1.0'><trk><trkseg><trkpt lat='14.7' lon='-16.9'><time>2026-01-20T10:11:12.250+00:00</time><course>12</course><speed>1.25</speed><fix>3d</fix></trkpt></trkseg></trk></gpx>")),
        ("waypoints", text("<gpx><wpt lat='14.7' lon='-16.9'><name>Puits &amp; borne n&#176;&#x31;</name><sym>Flag</sym></wpt><wpt lon='-16.9' lat='14.8'/></gpx>")),
        ("segments", text(&format!("<gpx><trk><trkseg>{POINT}</trkseg><trkseg>{POINT}</trkseg></trk><trk><trkseg/></trk></gpx>"))),
        ("prefixed", text("<g:gpx xmlns:g='http://www.topografix.com/GPX/1/1'><g:trk><g:trkseg><g:trkpt lat='14.7' lon='-16.9'><g:time>2026-01-20T10:11:12Z</g:time></g:trkpt></g:trkseg></g:trk></g:gpx>")),
        ("extensions", text("<gpx><trk><trkseg><trkpt lat='14.7' lon='-16.9'><extensions><tpx:TrackPointExtension><tpx:speed>1.5</tpx:speed><tpx:hr>90</tpx:hr></tpx:TrackPointExtension></extensions></trkpt></trkseg></trk></gpx>")),
        ("no_positions", text("<gpx><trk><trkseg><trkpt/><trkpt lat='x' lon='1'/><trkpt lat='95' lon='200'/><trkpt lat='nan' lon='inf'/></trkseg></trk></gpx>")),
        ("bad_times", text("<gpx><trk><trkseg><trkpt lat='1' lon='1'><time>yesterday</time></trkpt><trkpt lat='1' lon='1'><time>1999-13-45T99:99:99Z</time></trkpt><trkpt lat='1' lon='1'><time>2006-06-06T10:11:12</time></trkpt></trkseg></trk></gpx>")),
        ("a_route", text("<gpx><rte><rtept lat='14.7' lon='-16.9'><name>a</name></rtept></rte></gpx>")),
    ];
    seeds.extend(broken(&sound));
    seeds
}

fn broken(sound: &str) -> Vec<Seed> {
    let text = |text: &str| text.as_bytes().to_vec();
    let deep = |depth| format!("<gpx>{}", "<a>".repeat(depth));
    vec![
        ("cut_in_a_tag", text(&sound[..sound.len() * 2 / 3])),
        ("cut_in_an_attribute", text("<gpx><wpt lat='14.7' lon='-16")),
        ("unmatched_ends", text(&format!("<gpx></trk></a>{POINT}</b><trkpt lat='1' lon='2'></gpx>"))),
        ("deep", text(&deep(70))),
        (
            "character_data",
            text(
                "<gpx><wpt lat='1' lon='2'><name><![CDATA[a <b> & c]]></name></wpt><wpt lat='1' lon='2'><name><![CDATA[",
            ),
        ),
        (
            "entities",
            text(
                "<!DOCTYPE gpx [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><gpx><wpt lat='1' lon='2'><name>&b;&c;&#0;&#xD800;&#99999999;& &</name></wpt></gpx>",
            ),
        ),
        ("comments", text(&format!("<!-- a --><gpx><!-- {POINT} -->{POINT}<!-- "))),
        ("bad_attributes", text("<gpx><wpt lat=14.7 lon=\"-16.9' lat='2' lat><name></wpt></gpx>")),
        ("no_xml_from_here", [text(&sound[..120]), b"\0\xFF\xFE<<>>&&\x01".to_vec(), text(POINT)].concat()),
        (
            "a_long_name",
            text(&format!("<gpx><wpt lat='1' lon='2'><name>{}</name></wpt></gpx>", "é".repeat(1200))),
        ),
        (
            "nested_points",
            text(
                "<gpx><trkpt lat='1' lon='1'><wpt lat='2' lon='2'><name>a</name></wpt><trkpt lat='3' lon='3'/></trkpt></gpx>",
            ),
        ),
    ]
}
