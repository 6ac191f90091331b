//! GPX 1.0 and 1.1: track points become epochs, waypoints named places.
//!
//! Lenient: a file that breaks off, or is no XML from some byte on, gives what came before and says where. Nothing
//! is expanded (a document type and its entities are passed over), and depth and the length of an element are
//! bounded, so memory does not grow with the file.

mod point;
mod text;

use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use self::point::{Field, Point, PointKind};
use self::text::Text;
use crate::read::date::{DateSource, Dating};
use crate::read::input::Input;
use crate::read::stream::{LogEnd, blank, excerpt};
use crate::read::{Format, LogReading, Sink};
use crate::reason::{Reason, RejectAt, Rejects};
use crate::settings::Settings;

/// Deeper than any extension of GPX.
const DEPTH_MAX: usize = 64;

/// Longer than any name; what is beyond is left out.
const FIELD_BYTES_MAX: usize = 1000;

/// Reads a whole GPX file.
pub(super) fn read<R: Read>(input: Input<R>, log: u32, settings: &Settings, sink: &mut impl Sink) -> LogEnd {
    let mut reader = Reader::from_reader(Text::new(input));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut parser = Parser::new(log, settings, sink);
    let mut event = Vec::new();
    loop {
        event.clear();
        let text = reader.get_mut();
        text.allow_an_event();
        parser.at = text.at();
        match reader.read_event_into(&mut event) {
            Ok(Event::Eof) => {
                if parser.depth > 0 {
                    parser.break_off("the file ends within an element");
                }
                break;
            }
            Ok(event) => parser.take(&event),
            Err(error) => parser.break_off(&error.to_string()),
        }
        if parser.is_broken {
            break;
        }
    }
    let mut text = reader.into_inner();
    text.skip_the_rest();
    let reading = LogReading {
        bytes: text.received(),
        lines: text.lines(),
        encoding: text.encoding(),
        is_cut: parser.is_broken,
        dating: parser.dating,
        ..blank(Format::Gpx)
    };
    LogEnd { reading, rejects: parser.rejects, failure: text.into_failure() }
}

/// Where in a file something begins.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    line: u64,
    byte: u64,
}

/// What the elements of a file run through.
struct Parser<'a, S> {
    log: u32,
    settings: &'a Settings,
    sink: &'a mut S,
    at: Place,
    depth: usize,
    point: Option<Point>,
    field: Option<Field>,
    content: String,
    starts_session: bool,
    /// Clock of the latest track point.
    previous_ms: Option<i64>,
    rejects: Rejects,
    dating: Dating,
    is_broken: bool,
}

impl<'a, S: Sink> Parser<'a, S> {
    fn new(log: u32, settings: &'a Settings, sink: &'a mut S) -> Self {
        Self {
            log,
            settings,
            sink,
            at: Place::default(),
            depth: 0,
            point: None,
            field: None,
            content: String::new(),
            starts_session: false,
            previous_ms: None,
            rejects: Rejects::default(),
            dating: Dating { source: DateSource::None, moved_by_week_rollover: false },
            is_broken: false,
        }
    }

    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => {
                self.depth += 1;
                self.open(element);
                if self.depth > DEPTH_MAX {
                    self.break_off("elements are nested too deeply");
                }
            }
            Event::Empty(element) => {
                self.open(element);
                self.close(element.local_name().as_ref());
            }
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                self.close(element.local_name().as_ref());
            }
            Event::Text(text) => self.add(text),
            Event::CData(text) => self.add(text),
            Event::GeneralRef(reference) => {
                if let Some(character) = resolve(reference) {
                    self.add(character.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "trkseg" => self.starts_session = true,
            "trkpt" => self.point = Some(Point::new(PointKind::Track, self.at, element)),
            "wpt" => self.point = Some(Point::new(PointKind::Way, self.at, element)),
            name => {
                self.field = self.point.is_some().then(|| Field::of(name)).flatten();
                self.content.clear();
            }
        }
    }

    fn add(&mut self, text: &str) {
        if self.field.is_some() && self.content.len() < FIELD_BYTES_MAX {
            let mut end = text.len().min(FIELD_BYTES_MAX);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            self.content.push_str(&text[..end]);
        }
    }

    fn close(&mut self, name: &str) {
        if let (Some(field), Some(point)) = (self.field.take(), &mut self.point) {
            point.set(field, self.content.trim());
        } else if matches!(name, "trkpt" | "wpt")
            && let Some(point) = self.point.take()
        {
            self.finish(point);
        }
    }

    fn finish(&mut self, point: Point) {
        let position = match point.position() {
            Ok(position) => position,
            Err(reason) => return self.reject(reason, point.at, point.raw.as_bytes()),
        };
        if point.kind == PointKind::Way {
            return self.sink.waypoint(point.into_waypoint(self.log, position));
        }
        let mut epoch = point.to_epoch(self.log, position, self.settings);
        if let Some(time) = epoch.time {
            self.dating.source = DateSource::Gpx;
            self.dating.moved_by_week_rollover |= Some(time.date_naive()) != point.date();
        }
        epoch.is_twin = epoch.clock_ms.is_some() && epoch.clock_ms == self.previous_ms;
        self.previous_ms = epoch.clock_ms;
        epoch.starts_session = std::mem::take(&mut self.starts_session);
        self.sink.epoch(epoch);
    }

    fn break_off(&mut self, why: &str) {
        self.is_broken = true;
        self.reject(Reason::BrokenXml, self.at, why.as_bytes());
    }

    fn reject(&mut self, reason: Reason, Place { line, byte }: Place, detail: &[u8]) {
        let log = self.log;
        self.rejects.add(reason, || RejectAt { log, line, byte, detail: excerpt(detail) });
    }
}

/// A character that is written as a reference; entities that a document declares are none.
fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}
