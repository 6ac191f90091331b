//! The report as text for a surveyor, in French or English: what came of it and what to do first, the file last.

use std::fmt::Write;

use gis_core::{Finding, Severity};

use super::advice::grade_name;
use super::summary::{SIGMAS_95, area, called};
use super::{DateReport, DraftReport, FileReport, Report, SESSIONS_LISTED_MAX, SentenceReport};
use crate::read::date::DateSource;
use crate::read::input::Encoding;
use crate::read::{Container, Format};
use crate::reason::{RejectAt, Stage};
use crate::words::Language;

/// Width of the column of labels.
const LABEL_WIDTH: usize = 16;

/// How many sessions are listed one by one.
const SESSIONS_MAX: usize = 8;

/// A share of the positions below this is not worth a line.
const SHARE_WORTH_TELLING: f64 = 0.05;

/// Writes a report as aligned text that ends with a line end.
#[must_use]
pub fn report_text(report: &Report, language: Language) -> String {
    let mut page = Page { text: String::new(), language };
    page.paragraph(language.of(&report.summary));
    page.drafts(report);
    page.findings(&report.findings);
    page.positions(report);
    page.rejects(report);
    page.sessions(report);
    match report.files.as_slice() {
        [file] => page.file(file),
        files => page.files(files, &report.sentences),
    }
    page.text.truncate(page.text.trim_end().len());
    page.text.push('\n');
    page.text
}

/// The code of the finding that repeats the margin of an area.
const AREA_KNOWN_TO: &str = "area_uncertainty";

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

    fn drafts(&mut self, report: &Report) {
        let language = self.language;
        // What the summary says of a single draft is not said again.
        let is_one = report.drafts.len() == 1;
        for (index, draft) in report.drafts.iter().enumerate() {
            let number = if is_one { String::new() } else { format!(" {}", index + 1) };
            let title = language.pick("Brouillon{} : ", "Draft{}: ").replace("{}", &number);
            writeln!(self.text, "{title}{}", called(draft.kind, draft.name.as_deref(), language))
                .expect("a String takes all text");
            if !is_one {
                let grade = format!("{}. {}", grade_name(draft.grade, language), language.of(&draft.reason));
                self.line(language.pick("Qualité", "Grade"), &grade);
            }
            self.figures(draft);
            for finding in draft.findings.iter().filter(|finding| finding.code != AREA_KNOWN_TO) {
                self.finding(finding);
            }
            if !is_one {
                self.line(language.pick("À faire", "Next"), language.of(&draft.next_step));
            }
            self.end_block();
        }
    }

    fn figures(&mut self, draft: &DraftReport) {
        let language = self.language;
        if let Some(area_m2) = draft.area_m2 {
            let sure = language.pick("à 95 %", "at 95 %");
            let value = format!("{}, {sure}", area(area_m2, draft.area_sd_m2, language));
            self.line(language.pick("Superficie", "Area"), &value);
        }
        if let Some(length_m) = draft.length_m {
            let label = match draft.area_m2 {
                Some(_) => language.pick("Périmètre", "Perimeter"),
                None => language.pick("Longueur", "Length"),
            };
            self.line(label, &language.length(length_m));
        }
        let margin = language.figure(SIGMAS_95 * draft.sigma_m, 1);
        let each = language.pick("sur chaque axe, à 95 %", "along each axis, at 95 %");
        self.line(language.pick("Position", "Position"), &format!("± {margin} m {each}"));
        let positions = language.counted(draft.epochs, ["position", "positions"], ["position", "positions"]);
        let worth = language
            .pick("soit {} indépendantes", "worth {} independent ones")
            .replace("{}", &language.figure(draft.n_eff, usize::from(draft.n_eff < 10.0)));
        self.line(language.pick("Repose sur", "Rests on"), &format!("{positions}, {worth}"));
        if draft.passes > 1 {
            self.line(language.pick("Passages", "Passes"), &language.count(draft.passes));
        }
        if !draft.corners.is_empty() {
            let held = language.count(draft.corners.len() as u64);
            self.line(language.pick("Bornes tenues", "Corners held"), &held);
        }
    }

    fn positions(&mut self, report: &Report) {
        let language = self.language;
        if report.epochs.total == 0 {
            return;
        }
        self.title("Positions", "Positions");
        let kept = format!(
            "{} {} {}",
            language.count(report.epochs.kept),
            language.pick("sur", "of"),
            language.count(report.epochs.total)
        );
        self.line(language.pick("Gardées", "Kept"), &kept);
        self.sky(report);
        if report.gaps.count > 0 {
            let gaps = language
                .pick("{n}, la plus longue de {longest}", "{n}, the longest of {longest}")
                .replace("{n}", &language.count(report.gaps.count))
                .replace("{longest}", &language.duration(report.gaps.longest_s));
            self.line(language.pick("Interruptions", "Gaps"), &gaps);
        }
        if let Some(track) = &report.track {
            let moved = language
                .pick(
                    "{raw} brute, {clean} lissée, déplacée de {p95} m au plus (95 %)",
                    "{raw} raw, {clean} smoothed, moved by {p95} m at most (95 %)",
                )
                .replace("{raw}", &language.length(track.length_m))
                .replace("{clean}", &language.length(track.smooth_length_m))
                .replace("{p95}", &language.figure(track.moved_p95_m, 1));
            self.line(language.pick("Trace", "Track"), &moved);
        }
        self.end_block();
    }

    fn sky(&mut self, report: &Report) {
        let language = self.language;
        let quality = &report.quality;
        let median = language.pick("médiane", "median");
        if let (Some(middle), Some(high)) = (quality.hdop_p50, quality.hdop_p95) {
            let (middle, high) = (language.figure(middle, 1), language.figure(high, 1));
            self.line("HDOP", &format!("{median} {middle}, 95 % ≤ {high}"));
        }
        if let Some(middle) = quality.satellites_p50 {
            self.line("Satellites", &format!("{median} {}", language.figure(middle, 0)));
        }
        if let Some(sigma_m) = quality.stated_sigma_p50_m {
            let sigma = format!("σ = {} m, {median}", language.figure(sigma_m, 1));
            self.line(language.pick("Erreur annoncée", "Stated error"), &sigma);
        }
        for (share, fr, en) in [
            (quality.pinned_share, "Figées", "Pinned"),
            (quality.post_sunset_share, "Après 19 h", "After 19:00"),
        ] {
            if share >= SHARE_WORTH_TELLING {
                let value = format!("{} %", language.figure(100.0 * share, 0));
                self.line(language.pick(fr, en), &value);
            }
        }
    }

    fn sessions(&mut self, report: &Report) {
        let language = self.language;
        let sessions = report.sessions.as_slice();
        // A single session says nothing that is not said elsewhere.
        if sessions.len() < 2 {
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
        let is_one = report.files.len() == 1;
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
            let line = |at: &RejectAt| match at.log {
                0 if is_one => at.line.to_string(),
                log => format!("{}:{}", log + 1, at.line),
            };
            let lines: Vec<String> = reject.first.iter().map(line).collect();
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

    fn file(&mut self, file: &FileReport) {
        let language = self.language;
        self.title("Journal", "Log");
        let bytes = language.counted(file.bytes, ["octet", "octets"], ["byte", "bytes"]);
        let lines = language.counted(file.lines, ["ligne", "lignes"], ["line", "lines"]);
        let value = format!("{bytes}, {lines}, {}", self.written(file));
        self.line(language.pick("Fichier", "File"), &value);
        self.sentences(&file.sentences);
        self.line(language.pick("Dates (UTC)", "Dates (UTC)"), &self.dates(&file.dates));
        if let Some(rate_hz) = file.receiver.rate_hz {
            let decimals = usize::from(rate_hz.fract() != 0.0);
            let mut value = format!("{} Hz", language.figure(rate_hz, decimals));
            if let Some(decimals) = file.receiver.minute_decimals {
                let words = language.pick("décimales de minute", "decimals of a minute");
                write!(value, ", {decimals} {words}").expect("a String takes all text");
            }
            self.line(language.pick("Récepteur", "Receiver"), &value);
        }
        self.end_block();
    }

    fn written(&self, file: &FileReport) -> String {
        let encoding = match file.encoding {
            Encoding::Ascii => "ASCII",
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            Encoding::Binary => self.language.pick("binaire", "binary"),
        };
        let format = match file.format {
            Format::Nmea => "",
            Format::Gpx => ", GPX",
        };
        let container = match file.container {
            Container::None => "",
            Container::Gzip => ", gzip",
            Container::Zip => ", zip",
        };
        format!("{encoding}{format}{container}")
    }

    fn sentences(&mut self, sentences: &SentenceReport) {
        let language = self.language;
        if sentences.total > 0 {
            let by_type: Vec<String> =
                sentences.by_type.iter().map(|(name, count)| format!("{name} {count}")).collect();
            let value = format!("{} ({})", language.count(sentences.total), by_type.join(", "));
            self.line(language.pick("Trames", "Sentences"), &value);
        }
        if sentences.junk_bytes > 0 {
            let bytes = language.counted(sentences.junk_bytes, ["octet", "octets"], ["byte", "bytes"]);
            let place = language.pick("hors des trames", "outside sentences");
            self.line(language.pick("Autre contenu", "Other content"), &format!("{bytes} {place}"));
        }
    }

    fn dates(&self, dates: &DateReport) -> String {
        let language = self.language;
        let (Some(start), Some(end)) = (dates.started_at, dates.ended_at) else {
            return language.pick("aucune", "none").to_owned();
        };
        let source = match dates.source {
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

    /// One line a log of a campaign.
    fn files(&mut self, files: &[FileReport], sentences: &SentenceReport) {
        let language = self.language;
        self.title("Journaux", "Logs");
        let name = |log, file: &FileReport| language.log_name(file.name.as_deref(), log);
        let widest = (0..).zip(files).map(|(log, file)| name(log, file).chars().count()).max().unwrap_or(0);
        for (log, file) in (0..).zip(files) {
            let (kept, total) = (language.count(file.epochs.kept), language.count(file.epochs.total));
            let of = language.pick("gardées sur", "kept of");
            let value = format!("{kept:>7} {of} {total:<7}  {}", self.dates(&file.dates));
            let (number, name) = (log + 1, name(log, file));
            writeln!(self.text, "  {number:>3}  {name:widest$}  {value}").expect("a String takes all text");
        }
        self.sentences(sentences);
        self.end_block();
    }
}
