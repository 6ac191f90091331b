//! Why a step of a draft was not taken.

use super::read::{DraftState, Target};
use crate::StoreError;
use gis_core::survey::Grading;
use gis_core::{Finding, Text};

/// Why a draft was not made, changed or decided on; nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such draft, or not for this scope.
    #[error("failed to find the draft")]
    NotFound,
    /// What was asked does not go with the state that it is in.
    #[error("failed to go on: the draft is {}", state.name())]
    WrongState {
        /// The state that it is in.
        state: DraftState,
    },
    /// It was changed since the caller saw it.
    #[error("failed to change the draft: it is at version {version} now")]
    Changed {
        /// The version that it has now.
        version: i32,
    },
    /// A feature that it would change was changed since it was proposed.
    #[error("failed to apply: {} {} is at version {current:?} now", target.collection, target.id)]
    Stale {
        /// The feature as whoever proposed saw it.
        target: Target,
        /// The version that it has now; none when it is gone.
        current: Option<i32>,
    },
    /// Whoever proposed, corrected or submitted a draft does not decide on it.
    #[error("failed to decide: the draft is one's own")]
    Own,
    /// It is graded as not to enter the register.
    #[error("failed to approve: the draft is graded rejected by {}", grading.rule)]
    Rejected {
        /// The rule, with its reason.
        grading: Grading,
    },
    /// Findings stand in the way.
    #[error("failed to approve: {} findings stand in the way", findings.len())]
    Blocked {
        /// Those of severity error.
        findings: Vec<Finding>,
    },
    /// Warnings want an answer in words.
    #[error("failed to approve: {} warnings are not answered", findings.len())]
    Unanswered {
        /// The warnings without an answer.
        findings: Vec<Finding>,
    },
    /// A field of what was asked cannot be taken.
    #[error("failed to take {field}: {}", reason.en)]
    Field {
        /// Which, such as `attributes.nicad`.
        field: String,
        /// What is wrong with it and what to do.
        reason: Text,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DraftError {
    /// A field that cannot be taken, and why.
    pub(super) fn field(field: impl Into<String>, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Field { field: field.into(), reason: Text::new(fr, en) }
    }
}

impl From<gis_core::crs::CrsError> for DraftError {
    fn from(source: gis_core::crs::CrsError) -> Self {
        Self::Store(source.into())
    }
}

impl From<sqlx::Error> for DraftError {
    fn from(source: sqlx::Error) -> Self {
        Self::Store(source.into())
    }
}
