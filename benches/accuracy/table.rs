//! The table: one row a measure, one column a way of making a feature of a log.

use std::fmt;

/// The names of the columns.
pub(crate) const HEAD: &str = "\
| measure | threshold | Suuf | raw fixes | GPSBabel | |
|---|---|---|---|---|---|";

/// How features are made of logs.
pub(crate) const SUUF: usize = 0;
pub(crate) const RAW: usize = 1;
pub(crate) const GPSBABEL: usize = 2;

/// One measure for Suuf, raw fixes and GPSBabel.
pub(crate) struct Row {
    measure: String,
    threshold: String,
    figures: [Option<String>; 3],
    passes: Option<bool>,
}

impl Row {
    /// A measure that is told and not judged.
    pub(crate) fn told(measure: impl Into<String>, figures: [Option<String>; 3]) -> Self {
        Self { measure: measure.into(), threshold: String::new(), figures, passes: None }
    }

    /// A measure whose figure for Suuf must lie within bounds.
    pub(crate) fn judged(
        measure: impl Into<String>,
        bounds: Bounds,
        figures: [Option<f64>; 3],
        show: impl Fn(f64) -> String,
    ) -> Self {
        let passes = Some(figures[SUUF].is_some_and(|figure| bounds.hold(figure)));
        let threshold = bounds.shown(&show);
        Self { measure: measure.into(), threshold, figures: figures.map(|figure| figure.map(&show)), passes }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [suuf, raw, babel] = self.figures.each_ref().map(|text| text.as_deref().unwrap_or("–"));
        let verdict = self.passes.map_or("", |passes| if passes { "pass" } else { "**fail**" });
        write!(f, "| {} | {} | {suuf} | {raw} | {babel} | {verdict} |", self.measure, self.threshold)
    }
}

/// What a figure must be.
#[derive(Clone, Copy)]
pub(crate) enum Bounds {
    AtMost(f64),
    AtLeast(f64),
    Within(f64, f64),
}

impl Bounds {
    fn hold(self, figure: f64) -> bool {
        match self {
            Self::AtMost(most) => figure <= most,
            Self::AtLeast(least) => figure >= least,
            Self::Within(least, most) => (least..=most).contains(&figure),
        }
    }

    fn shown(self, show: impl Fn(f64) -> String) -> String {
        match self {
            Self::AtMost(most) => format!("≤ {}", show(most)),
            Self::AtLeast(least) => format!("≥ {}", show(least)),
            Self::Within(least, most) => format!("{}–{}", show(least), show(most)),
        }
    }
}

/// Shares as per cent.
pub(crate) fn per_cent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// Small shares as per cent.
pub(crate) fn fine_per_cent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

pub(crate) fn metres(length_m: f64) -> String {
    format!("{length_m:.1} m")
}

pub(crate) fn fine_metres(length_m: f64) -> String {
    format!("{length_m:.2} m")
}

pub(crate) fn ratio(ratio: f64) -> String {
    format!("{ratio:.2}")
}

pub(crate) fn fine_ratio(ratio: f64) -> String {
    format!("{ratio:.3}")
}
