//! The report as text for a surveyor, in French or English.

use std::fmt::Write;

use gis_core::{Finding, Severity};

use super::summary::named;
use super::{Report, SESSIONS_LISTED_MAX, SessionReport};
use crate::read::date::DateSource;
use crate::read::input::Encoding;
use crate::reason::Stage;
use crate::words::Language;

/// Width of the column of labels.
const LABEL_WIDTH: usize = 16;

/// How many sessions are listed one by one.
const SESSIONS_MAX: usize = 8;

/// Writes a report as aligned text that ends with a line end.
#[must_use]
pub fn report_text(report: &Report, language: Language) -> String {
    let mut page = Page { text: String::new(), language };
    page.paragraph(language.of(&report.summary));
    page.file(report);
    page.epochs(report);
    page.sessions(&report.sessions);
    page.drafts(report);
    page.findings(&report.findings);
    page.rejects(report);
    page.text
}

struct Page {
    text: String,
    language: Language,
}

impl Page {
    fn line(&mut self, label: &str, value: &str) {
        writeln!(self.text, "  {label:LABEL_WIDTH$} {value}").expect("a String takes all text");
    }

    fn paragraph(&mut self, text: &str) {
        writeln!(self.text, "{text}\n").expect("a String takes all text");
    }

    fn title(&mut self, fr: &str, en: &str) {
        let title = self.language.pick(fr, en);
        writeln!(self.text, "{title}").expect("a String takes all text");
    }

    fn end_block(&mut self) {
        self.text.push('\n');
    }

    fn file(&mut self, report: &Report) {
        let language = self.language;
        self.title("Journal", "Log");
        let encoding = match report.file.encoding {
            Encoding::Ascii => "ASCII",
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            Encoding::Binary => language.pick("binaire", "binary"),
        };
        let bytes = language.counted(report.file.bytes, ["octet", "octets"], ["byte", "bytes"]);
        let lines = language.counted(report.file.lines, ["ligne", "lignes"], ["line", "lines"]);
        self.line(language.pick("Fichier", "File"), &format!("{bytes}, {lines}, {encoding}"));
        let by_type: Vec<String> =
            report.sentences.by_type.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let mut sentences = language.count(report.sentences.total);
        if !by_type.is_empty() {
            write!(sentences, " ({})", by_type.join(", ")).expect("a String takes all text");
        }
        self.line(language.pick("Trames", "Sentences"), &sentences);
        if report.sentences.junk_bytes > 0 {
            let bytes = language.counted(report.sentences.junk_bytes, ["octet", "octets"], ["byte", "bytes"]);
            let place = language.pick("hors des trames", "outside sentences");
            self.line(language.pick("Autre contenu", "Other content"), &format!("{bytes} {place}"));
        }
        let dates = self.dates(report);
        self.line(language.pick("Dates (UTC)", "Dates (UTC)"), &dates);
        self.end_block();
    }

    fn dates(&self, report: &Report) -> String {
        let language = self.language;
        let (Some(start), Some(end)) = (report.dates.started_at, report.dates.ended_at) else {
            return language.pick("aucune", "none").to_owned();
        };
        let source = match report.dates.source {
            DateSource::Rmc => "RMC",
            DateSource::Zda => "ZDA",
            DateSource::Operator => language.pick("opérateur", "operator"),
            DateSource::Gpx => "GPX",
            DateSource::None => "-",
        };
        let is_one_day = start.date_naive() == end.date_naive();
        let end_format = if is_one_day { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
        format!("{} – {} ({source})", start.format("%Y-%m-%d %H:%M:%S"), end.format(end_format))
    }

    fn epochs(&mut self, report: &Report) {
        let language = self.language;
        self.title("Positions", "Positions");
        let epochs = &report.epochs;
        self.line(language.pick("Total", "Total"), &language.count(epochs.total));
        self.line(language.pick("Gardées", "Kept"), &language.count(epochs.kept));
        self.line(language.pick("Écartées", "Rejected"), &language.count(epochs.total - epochs.kept));
        let quality = &report.quality;
        if let (Some(median), Some(high)) = (quality.hdop_p50, quality.hdop_p95) {
            let (median, high) = (language.figure(median, 1), language.figure(high, 1));
            let worth = language.pick("médiane", "median");
            self.line("HDOP", &format!("{worth} {median}, 95 % ≤ {high}"));
        }
        if let Some(median) = quality.satellites_p50 {
            let worth = language.pick("médiane", "median");
            self.line("Satellites", &format!("{worth} {}", language.figure(median, 0)));
        }
        if let Some(track) = &report.track {
            self.line(language.pick("Trace", "Track"), &language.length(track.length_m));
        }
        self.end_block();
    }

    fn sessions(&mut self, sessions: &[SessionReport]) {
        let language = self.language;
        if sessions.is_empty() {
            return;
        }
        self.title("Sessions", "Sessions");
        for (index, session) in sessions.iter().take(SESSIONS_MAX).enumerate() {
            let start = session.started_at.map(|time| time.format("%H:%M:%S").to_string());
            let value = format!(
                "{} {:>8} {:>10} {:>8} position{}",
                start.as_deref().unwrap_or("--:--:--"),
                language.duration(session.duration_s),
                language.length(session.length_m),
                language.count(session.epochs),
                if session.epochs == 1 { "" } else { "s" }
            );
            self.line(&format!("{}", index + 1), &value);
        }
        if sessions.len() > SESSIONS_MAX {
            let more = language.count((sessions.len() - SESSIONS_MAX) as u64);
            let words = if sessions.len() < SESSIONS_LISTED_MAX {
                language.pick("et {} de plus", "and {} more")
            } else {
                language.pick("et au moins {} de plus", "and at least {} more")
            };
            self.line("…", &words.replace("{}", &more));
        }
        self.end_block();
    }

    fn drafts(&mut self, report: &Report) {
        let language = self.language;
        for draft in &report.drafts {
            self.title("Proposition", "Draft");
            self.line(language.pick("Objet", "Feature"), &named(draft, language));
            if let Some(length_m) = draft.length_m.filter(|_| draft.area_m2.is_some()) {
                self.line(language.pick("Périmètre", "Perimeter"), &language.length(length_m));
            }
            let sigma = format!("σ = {} m", language.figure(draft.sigma_m, 1));
            self.line(language.pick("Précision", "Accuracy"), &sigma);
            self.line(language.pick("Positions", "Positions"), &language.count(draft.epochs));
            for finding in &draft.findings {
                self.finding(finding);
            }
            self.end_block();
        }
    }

    fn findings(&mut self, findings: &[Finding]) {
        if findings.is_empty() {
            return;
        }
        self.title("Remarques", "Remarks");
        for finding in findings {
            self.finding(finding);
        }
        self.end_block();
    }

    fn finding(&mut self, finding: &Finding) {
        let language = self.language;
        let severity = match finding.severity {
            Severity::Note => language.pick("Note", "Note"),
            Severity::Warning => language.pick("Attention", "Warning"),
            Severity::Error => language.pick("Erreur", "Error"),
        };
        let message = language.of(&finding.message).to_owned();
        self.line(severity, &message);
    }

    fn rejects(&mut self, report: &Report) {
        let language = self.language;
        if report.rejects.is_empty() {
            return;
        }
        self.title("Écarté, par motif", "Rejected, by reason");
        for reject in &report.rejects {
            let what = match (reject.stage, reject.count) {
                (Stage::Sentence, 1) => language.pick("trame", "sentence"),
                (Stage::Sentence, _) => language.pick("trames", "sentences"),
                (Stage::Epoch, 1) => "position",
                (Stage::Epoch, _) => "positions",
            };
            let at = if reject.first.len() == 1 {
                language.pick("ligne", "line")
            } else {
                language.pick("lignes", "lines")
            };
            let lines: Vec<String> = reject.first.iter().map(|at| at.line.to_string()).collect();
            let more = if reject.count > reject.first.len() as u64 { "…" } else { "" };
            let count = language.count(reject.count);
            let value = format!(
                "{count:>8} {what:9}  {}  ({at} {}{more})",
                language.of(&reject.label),
                lines.join(", ")
            );
            writeln!(self.text, "  {value}").expect("a String takes all text");
        }
        self.end_block();
    }
}
