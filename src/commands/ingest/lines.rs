//! One line a log on standard output, in the order of the arguments whatever the order in which they are done, a bar on
//! standard error meanwhile when somebody looks, and a summary at the end.

use super::summary::Summary;
use gis_core::id::UploadId;
use gis_core::survey::{DraftKind, Grade};
use gps_ingest::Language;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What happened to a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is new.
    Stored,
    /// It was stored before.
    Known,
    /// It is kept as evidence, and holds nothing that a receiver wrote.
    NoLog,
    /// It could not be read, or not be processed.
    Failed,
}

/// What is to be said of a log.
#[derive(Debug)]
pub(super) struct Line {
    /// Its upload, when it was stored.
    pub(super) id: Option<UploadId>,
    pub(super) path: PathBuf,
    pub(super) fate: Fate,
    /// What it is worth, or what is wrong with it.
    pub(super) text: String,
    pub(super) size_bytes: u64,
    pub(super) drafts: Vec<(DraftKind, Grade)>,
}

impl Line {
    /// A log that never became an upload.
    pub(super) fn unread(path: &Path, why: String) -> Self {
        Self {
            id: None,
            path: path.to_owned(),
            fate: Fate::Failed,
            text: why,
            size_bytes: 0,
            drafts: Vec::new(),
        }
    }

    /// Identifier, path and text, with tabs between them: names with line ends do not break the line.
    fn told(&self, language: Language) -> String {
        let id = self.id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let known = if self.fate == Fate::Known {
            language.pick("déjà reçu · ", "known already · ")
        } else {
            ""
        };
        let path = self.path.display().to_string().replace(char::is_control, "\u{fffd}");
        let text = self.text.replace(char::is_control, " ");
        format!("{id}\t{path}\t{known}{text}")
    }
}

/// Prints lines as soon as all before them are printed.
pub(super) struct Lines {
    language: Language,
    /// Lines whose turn has not come.
    ready: BTreeMap<usize, Line>,
    next: usize,
    bar: ProgressBar,
    summary: Summary,
}

impl Lines {
    /// For so many logs. The bar is hidden when standard error is no terminal.
    pub(super) fn new(log_count: usize, language: Language) -> Self {
        const BAR: &str = "{bar:30} {pos}/{len} {elapsed} · {eta} {wide_msg}";
        let style = ProgressStyle::with_template(BAR).expect("the template is sound");
        let bar = ProgressBar::new(log_count as u64).with_style(style);
        Self { language, ready: BTreeMap::new(), next: 0, bar, summary: Summary::start() }
    }

    /// Takes the line of the log with that number.
    pub(super) fn add(&mut self, index: usize, line: Line) -> std::io::Result<()> {
        self.summary.add(&line);
        self.bar.set_message(line.path.display().to_string());
        self.bar.inc(1);
        self.ready.insert(index, line);
        let Self { ready, next, bar, language, .. } = self;
        let mut stdout = std::io::stdout();
        while let Some(line) = ready.remove(next) {
            bar.suspend(|| writeln!(stdout, "{}", line.told(*language)))?;
            *next += 1;
        }
        Ok(())
    }

    /// Takes the bar away and says what became of all.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
        eprintln!("{}", self.summary.told(self.language));
    }

    /// Whether there is something to look at.
    pub(super) fn has_findings(&self) -> bool {
        self.summary.failed + self.summary.no_logs > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_whatever_the_file_is_called() {
        let line = Line::unread(Path::new("a\nb\t.log"), "empty\nfile".to_owned());
        assert_eq!(line.told(Language::English), "-\ta\u{fffd}b\u{fffd}.log\tempty file");
    }
}
