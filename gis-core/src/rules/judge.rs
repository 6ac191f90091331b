//! The judge: settings, the day and the code lists, and every rule in turn.

use super::case::Case;
use super::rival::{self, Rivals};
use super::settings::RuleSettings;
use super::subject::{Shape, Subject};
use super::surroundings::{Pairs, Surroundings};
use super::{CHECKS, Facts, Frame, Origin};
use crate::crs::CrsError;
use crate::{Collection, Epsg, Finding, LonLat, Projected, Projector};
use chrono::NaiveDate;
use geo::{Coord, Geometry};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// The codes of each list by name.
pub type CodeLists = HashMap<String, HashSet<String>>;

/// Judges subjects on the plane of one UTM zone. It belongs to one thread, as PROJ's handles do.
pub struct Judge {
    settings: RuleSettings,
    codes: CodeLists,
    today: NaiveDate,
    projector: Projector,
}

impl Judge {
    /// A judge on that zone's plane and that day. Lists that are not given are not held against anything.
    ///
    /// # Errors
    /// When PROJ does not know the zone.
    pub fn new(
        zone: Epsg,
        settings: RuleSettings,
        codes: CodeLists,
        today: NaiveDate,
    ) -> Result<Self, CrsError> {
        Ok(Self { settings, codes, today, projector: Projector::new(zone)? })
    }

    /// A feature in degrees as a subject; `None` for a shape that no rule can judge.
    ///
    /// Its standard deviation is the one among its properties, else the settings' for its source.
    ///
    /// # Errors
    /// When it lies where the plane has no place for it.
    pub fn subject(
        &self,
        id: Uuid,
        collection: Collection,
        department: Option<Arc<str>>,
        degrees: &Geometry,
        properties: &Value,
    ) -> Result<Option<Subject>, CrsError> {
        let Some(shape) = Shape::projected(degrees, &self.projector)? else { return Ok(None) };
        let sigma_m = self.sigma_m(properties);
        let facts = Facts::read(collection, properties);
        Ok(Subject::on_plane(id, collection, department, sigma_m, shape, facts))
    }

    /// The standard deviation of a position, per axis, of a feature with those properties.
    fn sigma_m(&self, properties: &Value) -> f64 {
        let origin = Origin::deserialize(properties).unwrap_or_default();
        let limits = &self.settings.limits;
        let usual_m = match origin.source.as_deref() {
            Some("import") => limits.sigma_import_m,
            Some("simulation") => limits.sigma_simulation_m,
            _ => limits.sigma_survey_m,
        };
        origin.sigma_m.filter(|sigma_m| sigma_m.is_finite() && *sigma_m > 0.0).unwrap_or(usual_m)
    }

    /// What every rule of the subject's collection has to say of it, the gravest first.
    #[must_use]
    pub fn judge(&self, subject: &Subject, around: &Surroundings) -> Vec<Finding> {
        let case = Case { subject, around, judge: self };
        let mut findings = Vec::new();
        for check in CHECKS.iter().filter(|check| check.collections.contains(&subject.collection)) {
            (check.judge)(&case, &mut findings);
        }
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings
    }

    /// What is to be said of a draft beside other open drafts.
    #[must_use]
    pub fn judge_beside(&self, draft: &Subject, rivals: Rivals) -> Vec<Finding> {
        let around = Surroundings::new(Vec::new(), Frame::default(), Pairs::OfEach).beside(rivals);
        let case = Case { subject: draft, around: &around, judge: self };
        let mut findings = Vec::new();
        (rival::CHECK.judge)(&case, &mut findings);
        findings
    }

    /// Its limits and tables.
    #[must_use]
    pub fn settings(&self) -> &RuleSettings {
        &self.settings
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.today
    }

    /// Whether a list is known and does not hold the code.
    pub(super) fn is_unknown(&self, list: &str, code: &str) -> bool {
        self.codes.get(list).is_some_and(|codes| !codes.contains(code))
    }

    /// A place of the plane in degrees.
    pub(super) fn lonlat(&self, at: Coord) -> Option<LonLat> {
        self.projector.unproject(Projected::from(at)).ok()
    }

    /// Shapes for the frame, in degrees, onto the plane.
    ///
    /// # Errors
    /// When they lie where the plane has no place for them.
    pub fn shape(&self, degrees: &Geometry) -> Result<Option<Shape>, CrsError> {
        Shape::projected(degrees, &self.projector)
    }
}
