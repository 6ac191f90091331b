//! The reading of one log as a stream: whatever its size, memory stays the same.
//!
//! A window of the log is framed and decoded, what a sentence says goes to the assembler, whole epochs to the dater
//! and dated ones to the sink. `decode` collects from here, and so may whoever wants the epochs one by one.

use std::io::{self, Read};

use crate::read::assemble::{Assembler, At};
use crate::read::date::{DateSource, Dater, Dating};
use crate::read::epoch::Epoch;
use crate::read::frame::{Framer, Piece, Window};
use crate::read::input::{self, Encoding, Input, Offsets};
use crate::read::tally::TypeTally;
use crate::read::{Container, Format, LogReading, Sink, Waypoint, gpx, sentence};
use crate::reason::{Reason, RejectAt, Rejects};
use crate::settings::Settings;

/// What is known of a log when it has been read.
#[derive(Debug)]
pub struct LogEnd {
    /// What it was made of.
    pub reading: LogReading,
    /// What never became part of an epoch.
    pub rejects: Rejects,
    /// Why reading ended before the log did.
    pub failure: Option<io::Error>,
}

/// Reads one log, NMEA 0183 or GPX, which nothing is wrapped around. Epochs reach the sink in the order of the log,
/// dated, as soon as they are certain. Whether checksums may be missing is decided by the first megabyte.
///
/// # Examples
/// ```
/// use gps_ingest::read::{Sink, Waypoint, epoch::Epoch, stream::read_log};
/// struct Count(usize);
/// impl Sink for Count {
///     fn epoch(&mut self, _: Epoch) {
///         self.0 += 1;
///     }
///     fn waypoint(&mut self, _: Waypoint) {}
/// }
/// let mut count = Count(0);
/// let log = b"$GPGLL,1447.46,N,01655.56,W,101112,A\r\n".as_slice();
/// let end = read_log(log, 0, &gps_ingest::Settings::default(), &mut count);
/// assert_eq!((count.0, end.reading.sentences), (1, 1));
/// ```
pub fn read_log(input: impl Read, log: u32, settings: &Settings, sink: &mut impl Sink) -> LogEnd {
    let input = Input::open(input);
    let looks_like = input::looks_like(input.head());
    let mut end = if input::has_gpx_element(input.head()) {
        gpx::read(input, log, settings, sink)
    } else {
        read_nmea(input, log, settings, sink)
    };
    end.reading.looks_like = looks_like;
    end
}

fn read_nmea<R: Read>(input: Input<R>, log: u32, settings: &Settings, sink: &mut impl Sink) -> LogEnd {
    let offsets = input.offsets();
    let mut chunks = Chunks::open(input);
    let mut framer = Framer::new(chunks.window());
    let mut reader = Reader::new(log, settings, offsets, sink);
    loop {
        let (mut at, window) = (0, chunks.window());
        while let Some(piece) = framer.next(window, &mut at) {
            reader.take(piece);
        }
        if window.is_last {
            break;
        }
        chunks.advance(at);
    }
    let Chunks { input, failure, .. } = chunks;
    let mut end = reader.finish();
    end.reading = LogReading {
        bytes: input.received(),
        lines: framer.lines(),
        encoding: input.encoding(framer.junk()),
        junk_bytes: framer.junk().bytes,
        ..end.reading
    };
    LogEnd { failure, ..end }
}

/// What a log's sentences run through.
struct Reader<'a, S> {
    log: u32,
    offsets: Offsets,
    assembler: Assembler<'a>,
    dated: Dated<'a, 'a, S>,
    tally: TypeTally,
    rejects: Rejects,
    is_cut: bool,
}

impl<'a, S: Sink> Reader<'a, S> {
    fn new(log: u32, settings: &'a Settings, offsets: Offsets, sink: &'a mut S) -> Self {
        Self {
            log,
            offsets,
            assembler: Assembler::new(&settings.thresholds),
            dated: Dated { dater: Dater::new(settings), sink },
            tally: TypeTally::default(),
            rejects: Rejects::default(),
            is_cut: false,
        }
    }

    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Sentence(frame) => {
                self.tally.add(frame.body);
                match sentence::read(&frame) {
                    Ok(sentence) => {
                        let byte = self.offsets.original(frame.start);
                        let at = At { log: self.log, line: frame.line, byte };
                        self.assembler.push(&sentence, at, &mut self.dated);
                    }
                    Err(reason) => self.reject(reason, frame.text, frame.line, frame.start),
                }
            }
            Piece::Rejected { reason, text, start, line, at_end_of_file } => {
                self.is_cut |= at_end_of_file && reason == Reason::Truncated;
                self.reject(reason, text, line, start);
            }
        }
    }

    fn reject(&mut self, reason: Reason, text: &[u8], line: u64, start: u64) {
        let Self { log, offsets, .. } = *self;
        let at = || RejectAt { log, line, byte: offsets.original(start), detail: excerpt(text) };
        self.rejects.add(reason, at);
    }

    fn finish(mut self) -> LogEnd {
        self.assembler.close(&mut self.dated);
        let Dated { dater, sink } = self.dated;
        let reading = LogReading {
            sentences: self.tally.total(),
            by_type: self.tally.into_sorted(),
            is_cut: self.is_cut,
            dating: dater.finish(sink),
            disagreements: self.assembler.disagreements(),
            local_zone_min: self.assembler.zone_min(),
            ..blank(Format::Nmea)
        };
        LogEnd { reading, rejects: self.rejects, failure: None }
    }
}

/// Dates what passes on its way to the sink.
struct Dated<'a, 's, S> {
    dater: Dater<'a>,
    sink: &'s mut S,
}

impl<S: Sink> Sink for Dated<'_, '_, S> {
    fn epoch(&mut self, epoch: Epoch) {
        self.dater.push(epoch, self.sink);
    }

    fn waypoint(&mut self, waypoint: Waypoint) {
        self.dater.push_waypoint(waypoint, self.sink);
    }
}

/// A log of which nothing is known yet.
pub(super) fn blank(format: Format) -> LogReading {
    LogReading {
        name: None,
        container: Container::None,
        format,
        bytes: 0,
        lines: 0,
        encoding: Encoding::Ascii,
        sentences: 0,
        by_type: Vec::new(),
        junk_bytes: 0,
        is_cut: false,
        looks_like: None,
        disagreements: 0,
        local_zone_min: None,
        has_stuck_speed: false,
        dating: Dating { source: DateSource::None, moved_by_week_rollover: false },
    }
}

/// The beginning of a sentence, as the report shows it.
pub(super) fn excerpt(text: &[u8]) -> String {
    const CHARACTERS_MAX: usize = 60;
    let text = String::from_utf8_lossy(text);
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

/// A log, a window at a time.
struct Chunks<R> {
    input: Input<R>,
    buffer: Vec<u8>,
    length: usize,
    offset: u64,
    is_last: bool,
    failure: Option<io::Error>,
}

impl<R: Read> Chunks<R> {
    /// The first window decides whether the log has checksums: some hours of a receiver.
    const FIRST_WINDOW_BYTES: usize = 1 << 20;
    /// The others fit the processor's cache.
    const WINDOW_BYTES: usize = 1 << 17;

    fn open(input: Input<R>) -> Self {
        let mut chunks =
            Self { input, buffer: Vec::new(), length: 0, offset: 0, is_last: false, failure: None };
        chunks.fill(Self::FIRST_WINDOW_BYTES);
        chunks
    }

    fn window(&self) -> Window<'_> {
        Window { bytes: &self.buffer[..self.length], offset: self.offset, is_last: self.is_last }
    }

    /// Goes on after so many bytes of the window: what is left of it comes first in the next.
    fn advance(&mut self, consumed: usize) {
        self.buffer.copy_within(consumed..self.length, 0);
        self.length -= consumed;
        self.offset += consumed as u64;
        self.fill(Self::WINDOW_BYTES);
    }

    fn fill(&mut self, up_to: usize) {
        if self.buffer.len() < up_to {
            self.buffer.resize(up_to, 0);
        }
        while self.length < up_to && !self.is_last {
            match self.input.read(&mut self.buffer[self.length..up_to]) {
                Ok(0) => self.is_last = true,
                Ok(count) => self.length += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.is_last = true;
                    self.failure = Some(error);
                }
            }
        }
    }
}
