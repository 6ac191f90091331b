//! What an import took, refused and noticed, feature by feature, for people and programs.

use gis_core::crs::Operation;
use gis_core::{Finding, Severity, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many refusals and findings are listed one by one; beyond, they are only counted.
pub const LISTED_AT_MOST: usize = 200;

/// Code of the finding that a geometry was repaired.
pub(crate) const REPAIRED: &str = "repaired_geometry";

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Collection that was imported into.
    pub collection: String,
    /// The file, as it was given.
    pub file: String,
    /// Layer of the file.
    pub layer: String,
    /// GDAL driver that read it.
    pub driver: String,
    /// Coordinate reference system of the file.
    pub srs: String,
    /// How its coordinates became degrees of EPSG:4326, and to how many metres that is known; none when they were that.
    pub operation: Option<Operation>,
    /// True when everything was rolled back at the end.
    pub dry_run: bool,
    /// Features in the file. It is the sum of the next four.
    pub read: u64,
    /// Features that are new.
    pub inserted: u64,
    /// Features that were there and changed.
    pub updated: u64,
    /// Features that were there just so.
    pub unchanged: u64,
    /// Features that were not taken.
    pub refused: u64,
    /// Features that were taken with a repaired geometry; each has a finding.
    pub repaired: u64,
    /// The first of those refused, with reasons.
    pub refusals: Vec<Refusal>,
    /// How many were refused for each reason.
    pub refused_by_code: BTreeMap<String, u64>,
    /// What else is worth knowing of features that were taken; the first of them.
    pub findings: Vec<FeatureFinding>,
    /// How many findings there are of each code.
    pub findings_by_code: BTreeMap<String, u64>,
    /// Which column each field was taken from.
    pub fields_used: BTreeMap<String, String>,
    /// Columns that nothing was taken from.
    pub columns_ignored: Vec<String>,
}

/// A feature that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Its place in the file, from 1.
    pub feature: u64,
    /// Its identifier in the file, where the format has one.
    pub fid: Option<u64>,
    /// Stable code of the reason.
    pub code: String,
    /// Why, and what to do.
    pub reason: Text,
    /// The value that was in the way.
    pub value: Option<String>,
}

/// Something worth knowing of one feature that was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureFinding {
    /// Its place in the file, from 1.
    pub feature: u64,
    /// Its identifier in the file, where the format has one.
    pub fid: Option<u64>,
    /// What.
    #[serde(flatten)]
    pub finding: Finding,
}

impl ImportReport {
    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        self.refused += 1;
        *self.refused_by_code.entry(refusal.code.clone()).or_default() += 1;
        if self.refusals.len() < LISTED_AT_MOST {
            self.refusals.push(refusal);
        }
    }

    pub(crate) fn note(&mut self, found: FeatureFinding) {
        *self.findings_by_code.entry(found.finding.code.clone()).or_default() += 1;
        self.repaired += u64::from(found.finding.code == REPAIRED);
        if self.findings.len() < LISTED_AT_MOST {
            self.findings.push(found);
        }
    }

    /// Whether everything in the file was taken, with nothing that wants an answer.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.refused == 0 && self.findings.iter().all(|found| found.finding.severity == Severity::Note)
    }

    /// One sentence for people: what was taken and what not.
    #[must_use]
    pub fn summary(&self) -> Text {
        let Self { read, inserted, updated, unchanged, refused, repaired, .. } = self;
        if self.dry_run {
            return Text::new(
                format!(
                    "Essai, rien n'a été enregistré. {read} objets lus : {inserted} seraient ajoutés, {updated} modifiés, \
                     {unchanged} laissés tels quels, {refused} refusés ; {repaired} géométries seraient réparées."
                ),
                format!(
                    "Dry run, nothing was stored. {read} features read: {inserted} would be inserted, {updated} updated, \
                     {unchanged} left as they are, {refused} refused; {repaired} geometries would be repaired."
                ),
            );
        }
        Text::new(
            format!(
                "{read} objets lus : {inserted} ajoutés, {updated} modifiés, {unchanged} inchangés, {refused} refusés ; \
                 {repaired} géométries réparées."
            ),
            format!(
                "{read} features read: {inserted} inserted, {updated} updated, {unchanged} unchanged, {refused} refused; \
                 {repaired} geometries repaired."
            ),
        )
    }
}

/// What came of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportReport {
    /// Collection that was exported.
    pub collection: String,
    /// The file that was written.
    pub file: String,
    /// GDAL driver that wrote it.
    pub driver: String,
    /// Features in it.
    pub written: u64,
    /// Attributes under another name, because the format's names are short: attribute to column.
    pub renamed: BTreeMap<String, String>,
    /// Features without a geometry, which the format cannot hold.
    pub features_left_out: u64,
    /// Texts that the format cut to its longest.
    pub texts_cut: u64,
}
