//! Findings as they are printed: a line each, for people, for programs or for a table.

use crate::args::CheckFormat;
use gis_core::rules::Subject;
use gis_core::{Finding, Language, Severity};
use serde::Serialize;
use std::io::{BufWriter, Stdout, Write};

/// Writes findings to standard output.
pub(super) struct Printer {
    out: BufWriter<Stdout>,
    format: CheckFormat,
    least: Severity,
    language: Language,
}

/// A finding with whom it is about, as a line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    department: Option<&'a str>,
    collection: &'static str,
    id: uuid::Uuid,
    label: String,
    #[serde(flatten)]
    finding: &'a Finding,
}

impl Printer {
    pub(super) fn new(format: CheckFormat, least: Severity, language: Language) -> Self {
        Self { out: BufWriter::new(std::io::stdout()), format, least, language }
    }

    pub(super) fn begin(&mut self) -> std::io::Result<()> {
        if self.format == CheckFormat::Csv {
            let columns = "department,collection,id,label,code,severity,other_collection,other_id,lon_deg,lat_deg,\
                           value,limit,unit,message";
            writeln!(self.out, "{columns}")?;
        }
        Ok(())
    }

    /// Prints the findings on a subject that are grave enough; how many these are.
    pub(super) fn print(&mut self, subject: &Subject, findings: &[Finding]) -> anyhow::Result<usize> {
        let (mut count, least) = (0, self.least);
        for finding in findings.iter().filter(|finding| finding.severity >= least) {
            count += 1;
            match self.format {
                CheckFormat::Text => self.text(subject, finding)?,
                CheckFormat::Json => self.json(subject, finding)?,
                CheckFormat::Csv => self.csv(subject, finding)?,
            }
        }
        Ok(count)
    }

    pub(super) fn end(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }

    fn text(&mut self, subject: &Subject, finding: &Finding) -> std::io::Result<()> {
        let (severity, message) = (finding.severity.label(), self.language.of(&finding.message));
        let severity = self.language.of(&severity);
        let (collection, label, code) = (subject.collection, subject.label(), &finding.code);
        writeln!(self.out, "{severity} {code} · {collection} {label} ({}) · {message}", subject.id)
    }

    fn json(&mut self, subject: &Subject, finding: &Finding) -> anyhow::Result<()> {
        let line = Line {
            department: subject.department.as_deref(),
            collection: subject.collection.name(),
            id: subject.id,
            label: subject.label(),
            finding,
        };
        serde_json::to_writer(&mut self.out, &line)?;
        Ok(writeln!(self.out)?)
    }

    fn csv(&mut self, subject: &Subject, finding: &Finding) -> std::io::Result<()> {
        let other = finding.other.as_deref();
        let measured = finding.measured.as_deref();
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let fields = [
            subject.department.as_deref().unwrap_or_default().to_owned(),
            subject.collection.name().to_owned(),
            subject.id.to_string(),
            subject.label(),
            finding.code.clone(),
            finding.severity.name().to_owned(),
            other.map(|other| other.collection.clone()).unwrap_or_default(),
            other.map(|other| other.id.to_string()).unwrap_or_default(),
            number(finding.at.map(gis_core::LonLat::lon_deg)),
            number(finding.at.map(gis_core::LonLat::lat_deg)),
            number(measured.map(|measured| measured.value)),
            number(measured.and_then(|measured| measured.limit)),
            measured.map(|measured| measured.unit.symbol().to_owned()).unwrap_or_default(),
            self.language.of(&finding.message).to_owned(),
        ];
        writeln!(self.out, "{}", fields.map(|field| quoted(&field)).join(","))
    }
}

/// A field as RFC 4180 wants it; one that a spreadsheet would take for a formula begins with an apostrophe.
fn quoted(field: &str) -> String {
    let is_number = field.parse::<f64>().is_ok();
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t']) && !is_number;
    let field = if is_formula { format!("'{field}") } else { field.to_owned() };
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_field_is_quoted_where_it_must_be_and_never_a_formula() {
        assert_eq!(quoted("12,5 m"), "\"12,5 m\"");
        assert_eq!(quoted("dit « \"A\" »"), "\"dit « \"\"A\"\" »\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("-16.9"), "-16.9");
    }
}
