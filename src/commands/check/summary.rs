//! What a check found, by rule.

use gis_core::{Finding, Language, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Counts by rule, and how long it took.
#[derive(Debug)]
pub(super) struct Summary {
    began: Instant,
    /// How many subjects were judged.
    pub(super) subjects: usize,
    /// How many findings were printed.
    pub(super) printed: usize,
    /// How long judging took, apart from reading.
    pub(super) judging: Duration,
    counts: BTreeMap<(std::cmp::Reverse<Severity>, String), u64>,
}

impl Summary {
    pub(super) fn start() -> Self {
        let judging = Duration::ZERO;
        Self { began: Instant::now(), subjects: 0, printed: 0, judging, counts: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            let key = (std::cmp::Reverse(finding.severity), finding.code.clone());
            *self.counts.entry(key).or_default() += 1;
        }
    }

    /// A line for each rule that found something, the gravest first, and one for all.
    pub(super) fn told(&self, language: Language) -> String {
        self.told_after(self.began.elapsed(), language)
    }

    fn told_after(&self, whole: Duration, language: Language) -> String {
        let mut told = String::new();
        for ((severity, code), count) in &self.counts {
            let label = severity.0.label();
            let (label, count) = (language.of(&label), language.count(*count));
            writeln!(told, "{count:>12}  {label:<13}  {code}").expect("a string takes all");
        }
        let subjects = language.counted(self.subjects as u64, ["objet", "objets"], ["feature", "features"]);
        let (whole, judging) =
            (language.figure(whole.as_secs_f64(), 1), language.figure(self.judging.as_secs_f64(), 1));
        let found: u64 = self.counts.values().sum();
        let found = language.counted(found, ["constat", "constats"], ["finding", "findings"]);
        match language {
            Language::French => told + &format!("{subjects}, {found} en {whole} s, dont {judging} s à juger"),
            Language::English => {
                told + &format!("{subjects}, {found} in {whole} s, {judging} s of it judging")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::Text;

    #[test]
    fn rules_are_counted_the_gravest_first() {
        let mut summary = Summary::start();
        let text = || Text::new("fr", "en");
        summary.add(&[Finding::note("gap_within_uncertainty", text()), Finding::warning("overlap", text())]);
        summary.add(&[Finding::warning("overlap", text())]);
        summary.subjects = 3;
        assert_eq!(
            summary.told_after(Duration::from_millis(1500), Language::English),
            "           2  warning        overlap\n           1  note           gap_within_uncertainty\n3 features, 3 findings in 1.5 s, 0.0 s of it judging"
        );
    }
}
