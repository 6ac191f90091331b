//! What a rule has to say of a draft or a feature, to a person, in both languages.

use crate::id::FeatureRef;
use crate::{LonLat, Text};
use serde::{Deserialize, Serialize};

/// How much a finding matters to whoever decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Wants an answer before approval.
    Warning,
    /// Stands in the way of approval.
    Error,
}

impl Severity {
    /// All of them, the mildest first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The name in JSON and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Note => Text::new("note", "note"),
            Self::Warning => Text::new("avertissement", "warning"),
            Self::Error => Text::new("erreur", "error"),
        }
    }
}

/// The unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Metres.
    #[serde(rename = "m")]
    Metre,
    /// Square metres.
    #[serde(rename = "m2")]
    SquareMetre,
    /// A share of a whole, 0 to 1.
    #[serde(rename = "share")]
    Share,
}

impl Unit {
    /// The symbol that stands after a figure in tables.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Metre => "m",
            Self::SquareMetre => "m2",
            Self::Share => "share",
        }
    }
}

/// The figure that a finding rests on, beside the one that it was held against.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// What was measured.
    pub value: f64,
    /// What it was held against, in the same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// The unit of both.
    pub unit: Unit,
}

/// One finding: a stable code for programs, a text for people. What few have is boxed: it is an error's payload too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable `snake_case` code, such as `outside_department`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What, where and what to do.
    pub message: Text,
    /// The other feature that it is about, such as the neighbour that is overlapped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Box<FeatureRef>>,
    /// The place that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<LonLat>,
    /// The figure that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Box<Measured>>,
}

impl Finding {
    /// A finding of that severity, about no place or figure yet.
    #[must_use]
    pub fn new(code: &str, severity: Severity, message: Text) -> Self {
        Self { code: code.to_owned(), severity, message, other: None, at: None, measured: None }
    }

    /// A finding worth knowing.
    #[must_use]
    pub fn note(code: &str, message: Text) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// A finding that wants an answer.
    #[must_use]
    pub fn warning(code: &str, message: Text) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// A finding that stands in the way.
    #[must_use]
    pub fn error(code: &str, message: Text) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// … with the figure that it rests on, and the one that it was held against.
    #[must_use]
    pub fn measuring(self, value: f64, limit: Option<f64>, unit: Unit) -> Self {
        Self { measured: Some(Box::new(Measured { value, limit, unit })), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_of_older_times_is_read_and_a_plain_one_is_written_as_then() {
        let old = r#"{"code":"outside_department","severity":"warning","message":{"fr":"Dehors.","en":"Outside."}}"#;
        let finding: Finding = serde_json::from_str(old).expect("it reads");
        assert_eq!((&finding.other, finding.at, &finding.measured), (&None, None, &None));
        assert_eq!(serde_json::to_string(&finding).expect("it writes"), old);
    }

    #[test]
    fn place_figure_and_neighbour_come_back_from_json() {
        let finding = Finding {
            other: Some(Box::new(FeatureRef {
                collection: "parcels".to_owned(),
                id: uuid::Uuid::from_u128(7),
            })),
            at: LonLat::new(-16.9, 14.8),
            ..Finding::note("overlap", Text::new("fr", "en")).measuring(1.5, Some(4.0), Unit::Metre)
        };
        let json = serde_json::to_value(&finding).expect("it writes");
        assert_eq!(json["measured"], serde_json::json!({ "value": 1.5, "limit": 4.0, "unit": "m" }));
        assert_eq!(serde_json::from_value::<Finding>(json).expect("it reads"), finding);
    }
}
