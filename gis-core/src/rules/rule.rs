//! What a rule is: an entry of a table that people read, and a function that judges one subject.

use super::case::Case;
use crate::{Collection, Finding, Severity, Text};
use serde::Serialize;

/// One rule as people read it. Each literal pair is French, English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable `snake_case` code of its findings.
    pub code: &'static str,
    /// How much its findings matter.
    pub severity: Severity,
    /// What it looks at, in a few words.
    pub title: [&'static str; 2],
    /// Why it is there, with its source.
    pub why: [&'static str; 2],
    /// What to do about a finding: the last sentence of its message.
    pub advice: [&'static str; 2],
}

/// A rule as the service answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleText {
    /// Stable `snake_case` code.
    pub code: &'static str,
    /// How much its findings matter.
    pub severity: Severity,
    /// The collections that it judges.
    pub collections: Vec<&'static str>,
    /// What it looks at.
    pub title: Text,
    /// Why it is there.
    pub why: Text,
    /// What to do about a finding.
    pub advice: Text,
}

/// One judgement, which may end in one of several rules: an overlap is within the uncertainty or beyond it.
pub struct Check {
    /// What it may find.
    pub rules: &'static [Rule],
    /// The collections that it judges.
    pub collections: &'static [Collection],
    /// Looks at one subject and adds what it finds.
    pub(super) judge: fn(&Case<'_>, &mut Vec<Finding>),
}

impl Rule {
    /// A finding of this rule: what and how much, followed by what to do.
    pub(super) fn finding(&self, what: &Text) -> Finding {
        let message =
            Text::new(format!("{} {}", what.fr, self.advice[0]), format!("{} {}", what.en, self.advice[1]));
        Finding::new(self.code, self.severity, message)
    }

    /// The entry of the table in both languages.
    #[must_use]
    pub fn text(&self, collections: &[Collection]) -> RuleText {
        let text = |[fr, en]: [&str; 2]| Text::new(fr, en);
        RuleText {
            code: self.code,
            severity: self.severity,
            collections: collections.iter().map(|collection| collection.name()).collect(),
            title: text(self.title),
            why: text(self.why),
            advice: text(self.advice),
        }
    }
}
