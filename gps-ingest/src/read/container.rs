//! S0, containers: what is inside a gzip file or a zip archive, each entry a log of its own.
//!
//! Invariant: what comes out is bounded whatever goes in, nothing is unwrapped twice, and a damaged archive gives
//! what came before the damage and says where it is.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use zip::ZipArchive;
use zip::read::{ZipFile, read_zipfile_from_stream};

use crate::read::stream::{self, LogEnd, read_log};
use crate::read::{Container, Decoded, Format, LogFile, LogReading};
use crate::reason::{Reason, RejectAt};
use crate::settings::{Settings, Thresholds};

/// Reads a file, or all that is in it, to the end of what is already decoded.
pub(super) fn read(file: LogFile<'_>, settings: &Settings, decoded: &mut Decoded) {
    let budget = Budget::new(file.bytes.len() as u64, &settings.thresholds);
    let first = decoded.logs.len();
    let mut unwrapper = Unwrapper { file, first, settings, budget, decoded };
    match file.bytes {
        [0x1F, 0x8B, ..] => unwrapper.read_gzip(),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => unwrapper.read_zip(),
        _ => unwrapper.add(file.bytes, file.name.map(str::to_owned), Container::None),
    }
}

/// What may still be unwrapped.
struct Budget {
    left: Cell<u64>,
    is_spent: Cell<bool>,
}

impl Budget {
    /// Beyond so many bytes the ratio counts: small files may be of one letter.
    const RATIO_FROM_BYTES: u64 = 16 << 20;

    fn new(packed_bytes: u64, thresholds: &Thresholds) -> Self {
        let by_ratio =
            packed_bytes.saturating_mul(thresholds.read.unpacked_ratio_max).max(Self::RATIO_FROM_BYTES);
        Self { left: Cell::new(by_ratio.min(thresholds.read.unpacked_bytes_max)), is_spent: Cell::new(false) }
    }

    fn bound<R: Read>(&self, inner: R) -> Bounded<'_, R> {
        Bounded { inner, budget: self }
    }
}

/// Reads no more than the budget allows.
struct Bounded<'a, R> {
    inner: R,
    budget: &'a Budget,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.budget.left.get();
        let allowed = usize::try_from(left).unwrap_or(usize::MAX).min(out.len());
        if allowed == 0 && !out.is_empty() {
            // One byte more tells a bomb from an archive that just fits.
            let mut further = [0];
            let count = self.inner.read(&mut further)?;
            self.budget.is_spent.set(count > 0);
            return if count == 0 { Ok(0) } else { Err(io::Error::other("larger than the limit")) };
        }
        let count = self.inner.read(&mut out[..allowed])?;
        self.budget.left.set(left - count as u64);
        Ok(count)
    }
}

struct Unwrapper<'a> {
    file: LogFile<'a>,
    /// How many logs there were before this file.
    first: usize,
    settings: &'a Settings,
    budget: Budget,
    decoded: &'a mut Decoded,
}

impl Unwrapper<'_> {
    /// Reads one log and adds it to what is decoded.
    fn add(&mut self, log: impl Read, name: Option<String>, container: Container) {
        let index = self.next_index();
        let end = match container {
            Container::None => read_log(log, index, self.settings, self.decoded),
            _ => read_log(self.budget.bound(log), index, self.settings, self.decoded),
        };
        let LogEnd { reading, rejects, failure } = end;
        self.decoded.sentence_rejects.append(rejects);
        let (line, byte) = (reading.lines, reading.bytes);
        self.decoded.logs.push(LogReading { name, container, ..reading });
        if let Some(error) = failure {
            self.damaged(index, line.max(1), byte, &error.to_string());
        }
    }

    fn next_index(&self) -> u32 {
        u32::try_from(self.decoded.logs.len()).expect("the number of logs is bounded")
    }

    fn damaged(&mut self, log: u32, line: u64, byte: u64, detail: &str) {
        let reason = if self.budget.is_spent.get() { Reason::OverLimit } else { Reason::DamagedArchive };
        self.decoded.sentence_rejects.add(reason, || RejectAt {
            log,
            line,
            byte,
            detail: stream::excerpt(detail.as_bytes()),
        });
    }

    fn read_gzip(&mut self) {
        let name = self.file.name.map(|name| name.strip_suffix(".gz").unwrap_or(name).to_owned());
        self.add(MultiGzDecoder::new(self.file.bytes), name, Container::Gzip);
    }

    /// By the list at the end of the archive, or, where that is lost, entry by entry from the beginning.
    fn read_zip(&mut self) {
        match ZipArchive::new(Cursor::new(self.file.bytes)) {
            Ok(archive) => self.read_listed(archive),
            Err(error) => self.read_unlisted(&error.to_string()),
        }
        self.last_log();
    }

    /// The log of this file that was added last; an archive of which none can be read is one itself.
    fn last_log(&mut self) -> u32 {
        if self.decoded.logs.len() == self.first {
            self.add_unread(self.file.name.map(str::to_owned), self.file.bytes.len() as u64);
        }
        self.next_index() - 1
    }

    /// Adds a log of which nothing can be read.
    fn add_unread(&mut self, name: Option<String>, bytes: u64) {
        self.decoded.logs.push(LogReading {
            name,
            bytes,
            container: Container::Zip,
            looks_like: Some("ZIP"),
            ..stream::blank(Format::Nmea)
        });
    }

    fn read_listed(&mut self, mut archive: ZipArchive<Cursor<&[u8]>>) {
        let entries_max = self.settings.thresholds.read.archive_entries_max;
        for index in 0..archive.len().min(entries_max) {
            let name = archive.name_for_index(index).and_then(Result::ok).map(Cow::into_owned);
            match archive.by_index(index) {
                Ok(entry) => self.add_entry(entry),
                Err(error) => {
                    let why = error.to_string();
                    self.add_unread(name, 0);
                    self.damaged(self.next_index() - 1, 1, 0, &why);
                }
            }
            if self.budget.is_spent.get() {
                return;
            }
        }
        if archive.len() > entries_max {
            self.budget.is_spent.set(true);
            let log = self.last_log();
            self.damaged(log, 1, 0, &format!("{} entries", archive.len()));
        }
    }

    fn read_unlisted(&mut self, why: &str) {
        let mut rest = self.file.bytes;
        for _ in 0..self.settings.thresholds.read.archive_entries_max {
            match read_zipfile_from_stream(&mut rest) {
                Ok(Some(entry)) => self.add_entry(entry),
                Ok(None) | Err(_) => break,
            }
            if self.budget.is_spent.get() {
                break;
            }
        }
        let at = (self.file.bytes.len() - rest.len()) as u64;
        let log = self.last_log();
        self.damaged(log, 1, at, why);
    }

    /// Folders, and what other systems hide in archives, are no logs.
    fn add_entry<R: Read>(&mut self, entry: ZipFile<'_, R>) {
        let name = entry.name().map(Cow::into_owned).unwrap_or_default();
        let file_name = name.rsplit('/').next().unwrap_or_default();
        if entry.is_file() && !name.starts_with("__MACOSX/") && !file_name.starts_with('.') {
            self.add(entry, Some(name), Container::Zip);
        }
    }
}
