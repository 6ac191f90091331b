//! What holds for any bytes, stage by stage. Property tests and fuzzing hold the code to the same laws: a law that is
//! broken panics.

mod survey;

use gps_ingest::Settings;
use gps_ingest::read::epoch::Epoch;
use gps_ingest::read::frame::{Frame, Framer, Piece, Window, pieces};
use gps_ingest::read::sentence::{self, Sentence};
use gps_ingest::read::stream::read_log;
use gps_ingest::read::{Sink, Waypoint, strict};

pub use survey::{survey_of_any_bytes, survey_of_any_kind};

/// A sentence of a body: `$`, the body, `*` and its checksum.
pub fn sentence(body: &str) -> String {
    format!("${body}*{:02X}", body.bytes().fold(0, |sum, byte| sum ^ byte))
}

/// Framing: pieces come in order and do not overlap; together with what lies between them they are all bytes. And a
/// log that comes a window at a time has the same pieces.
pub fn framing_of_any_bytes(bytes: &[u8]) {
    let whole: Vec<Piece<'_>> = pieces(bytes).collect();
    let (mut end, mut between) = (0, 0);
    for piece in &whole {
        let (start, text) = extent(piece);
        let start = usize::try_from(start).expect("it is in memory");
        assert!(start >= end, "{piece:?} begins before {end}");
        assert_eq!(&bytes[start..start + text.len()], text);
        between += junk(&bytes[end..start]);
        end = start + text.len();
    }
    between += junk(&bytes[end..]);
    let window_bytes = 300 + usize::from(bytes.first().copied().unwrap_or_default());
    let (parts, junk_bytes) = pieces_by_window(bytes, window_bytes);
    assert_eq!(parts, whole);
    assert_eq!(junk_bytes, between as u64);
}

fn extent<'a>(piece: &Piece<'a>) -> (u64, &'a [u8]) {
    match piece {
        Piece::Sentence(frame) => (frame.start, frame.text),
        Piece::Rejected { start, text, .. } => (*start, text),
    }
}

/// Line ends are no junk.
fn junk(between: &[u8]) -> usize {
    between.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')).count()
}

/// The pieces of a log that comes in windows, and how many bytes belong to none.
fn pieces_by_window(bytes: &[u8], window_bytes: usize) -> (Vec<Piece<'_>>, u64) {
    let mut framer = Framer::new(Window { bytes, offset: 0, is_last: true });
    let (mut found, mut start) = (Vec::new(), 0);
    loop {
        let end = (start + window_bytes).min(bytes.len());
        let is_last = end == bytes.len();
        let window = Window { bytes: &bytes[start..end], offset: start as u64, is_last };
        let mut at = 0;
        while let Some(piece) = framer.next(window, &mut at) {
            found.push(piece);
        }
        if is_last {
            return (found, framer.junk().bytes);
        }
        assert!(at > 0, "a window of {window_bytes} bytes holds a whole piece");
        start += at;
    }
}

/// Decoding: wherever our decoder and the `nmea` crate both read a position, they read the same. Each line is the
/// body of a sentence, so that a checksum is no obstacle.
pub fn decoding_of_any_lines(bytes: &[u8]) {
    for line in bytes.split(|byte| *byte == b'\n') {
        let printable: Vec<u8> = line.iter().copied().filter(|byte| matches!(byte, b' '..=b'~')).collect();
        let text = sentence(&String::from_utf8(printable).expect("printable ASCII"));
        for piece in pieces(text.as_bytes()) {
            if let Piece::Sentence(frame) = piece {
                both_decoders_agree(&frame);
            }
        }
    }
}

fn both_decoders_agree(frame: &Frame<'_>) {
    let (ours, theirs) = (sentence::read(frame), strict::fix(frame.text));
    let (Ok(Sentence::Fix(ours)), Some(theirs)) = (ours, theirs) else { return };
    let (Some(at), Some((lon_deg, lat_deg))) = (ours.position, theirs.lon_lat_deg) else { return };
    let is_near = |one: f64, other: f64| (one - other).abs() < 1e-9;
    assert!(is_near(at.lon_deg(), lon_deg) && is_near(at.lat_deg(), lat_deg), "{ours:?} and {theirs:?}");
    let is_same_time = ours.time.zip(theirs.time).is_none_or(|(one, other)| one.distance_ms(other) <= 1);
    assert!(is_same_time, "{ours:?} and {theirs:?}");
}

/// Reading of a log that nothing is wrapped around, such as GPX: what comes out is bounded by what goes in, lies
/// within it, and comes in its order.
pub fn reading_of_any_bytes(bytes: &[u8]) {
    let mut output = Output { length: bytes.len() as u64, ..Output::default() };
    let end = read_log(bytes, 0, &Settings::default(), &mut output);
    assert!(end.failure.is_none());
    assert_eq!(end.reading.bytes, bytes.len() as u64);
    assert!(end.reading.lines <= end.reading.bytes && end.reading.junk_bytes <= end.reading.bytes);
    // The shortest statement of a position: `<wpt lat=0 lon=0/>`, `$GPGLL,0,N,0,E`.
    assert!(output.statements * 10 <= bytes.len() as u64, "{} positions", output.statements);
    // One byte that is no UTF-8 becomes a replacement character of three.
    assert!(output.name_bytes <= 3 * bytes.len() as u64, "{} bytes of names", output.name_bytes);
}

#[derive(Default)]
struct Output {
    length: u64,
    statements: u64,
    name_bytes: u64,
    epoch_at: u64,
    waypoint_at: u64,
}

impl Sink for Output {
    fn epoch(&mut self, epoch: Epoch) {
        assert!(epoch.line > 0 && epoch.byte < self.length && epoch.byte >= self.epoch_at);
        self.epoch_at = epoch.byte;
        self.statements += u64::from(epoch.position.is_some());
    }

    fn waypoint(&mut self, waypoint: Waypoint) {
        const NAME_BYTES_MAX: usize = 2000;
        assert!(waypoint.line > 0 && waypoint.byte < self.length && waypoint.byte >= self.waypoint_at);
        assert!(waypoint.name.len() <= NAME_BYTES_MAX);
        self.waypoint_at = waypoint.byte;
        self.statements += 1;
        self.name_bytes += waypoint.name.len() as u64;
    }
}
