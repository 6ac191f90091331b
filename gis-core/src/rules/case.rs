//! One subject before the judge: what every rule asks of it and of what lies around it.

use super::judge::Judge;
use super::plane::{Side, heading};
use super::settings::RuleLimits;
use super::subject::Subject;
use super::surroundings::Surroundings;
use crate::id::FeatureRef;
use crate::{Collection, Finding, Text};
use geo::Coord;

/// A subject, what lies around it, and who judges.
pub struct Case<'a> {
    pub(super) subject: &'a Subject,
    pub(super) around: &'a Surroundings,
    pub(super) judge: &'a Judge,
}

impl<'a> Case<'a> {
    pub(super) fn limits(&self) -> &'a RuleLimits {
        &self.judge.settings().limits
    }

    /// The neighbours of a collection within a reach whose pair with the subject is judged here.
    pub(super) fn rivals(&self, collection: Collection, reach_m: f64) -> impl Iterator<Item = &'a Subject> {
        let near = self.around.near(self.subject, collection, reach_m);
        near.filter(|other| self.around.is_judged_here(self.subject, other))
    }

    /// The neighbours of a collection within a reach, whoever judges them.
    pub(super) fn near(&self, collection: Collection, reach_m: f64) -> impl Iterator<Item = &'a Subject> {
        self.around.near(self.subject, collection, reach_m)
    }

    /// How far apart the boundaries of two may seem to be though they are one: the standard deviation of their
    /// difference across it, per axis, times the settings' number of deviations; never less than drawing precision.
    pub(super) fn doubt_m(&self, other: &Subject) -> f64 {
        self.at_confidence(self.subject.sigma_m.hypot(other.sigma_m))
    }

    /// The same for the subject beside something that is exact.
    pub(super) fn own_doubt_m(&self) -> f64 {
        self.at_confidence(self.subject.sigma_m)
    }

    fn at_confidence(&self, sigma_m: f64) -> f64 {
        (self.limits().confidence_sigmas * sigma_m).max(self.limits().contact_m)
    }

    /// On which side of the subject a place lies.
    pub(super) fn side(&self, at: Coord) -> Text {
        let Side { fr, en } = heading(self.subject.middle(), at);
        Text::new(fr, en)
    }

    /// The finding at that place.
    pub(super) fn at(&self, finding: Finding, at: Coord) -> Finding {
        Finding { at: self.judge.lonlat(at), ..finding }
    }

    /// The finding at that place, about another draft.
    pub(super) fn beside(&self, finding: Finding, other: &Subject, at: Coord) -> Finding {
        let other = FeatureRef { collection: "drafts".to_owned(), id: other.id };
        Finding { other: Some(Box::new(other)), ..self.at(finding, at) }
    }

    /// The finding at that place, about another feature.
    pub(super) fn about(&self, finding: Finding, other: &Subject, at: Coord) -> Finding {
        let other = FeatureRef { collection: other.collection.name().to_owned(), id: other.id };
        Finding { other: Some(Box::new(other)), ..self.at(finding, at) }
    }
}
