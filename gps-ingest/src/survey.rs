//! The whole pipeline: bytes in, survey out.

use gis_core::crs::CrsError;
use gis_core::survey::Survey;

use crate::clean::{Cleaned, clean};
use crate::read::LogFile;
use crate::report::{self, Report};
use crate::settings::Settings;
use crate::{feature, picture, track};

/// Failures of the pipeline. Dirty input is not one of them.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// PROJ does not work: its data is missing, or it cannot show the log's zone.
    #[error("failed to project the log onto its UTM zone")]
    Projection(#[from] CrsError),
    /// The report cannot be written as JSON.
    #[error("failed to write the report as JSON")]
    Report(#[from] serde_json::Error),
}

/// What one log becomes: a track, drafts and a report as JSON.
///
/// # Errors
/// When PROJ fails. An empty file, a picture or zeros give a survey without track and drafts, and a report
/// that says why.
///
/// # Examples
/// ```
/// use gps_ingest::{Settings, survey};
/// let survey = survey(b"holiday.jpg", &Settings::default())?;
/// assert!(survey.track.is_none() && survey.drafts.is_empty());
/// assert_eq!(survey.report["findings"][0]["code"], "not_a_log");
/// # Ok::<(), gps_ingest::SurveyError>(())
/// ```
pub fn survey(bytes: &[u8], settings: &Settings) -> Result<Survey, SurveyError> {
    survey_campaign(&[LogFile { name: None, bytes }], settings).map(|(survey, _)| survey)
}

/// What the logs of one campaign become together, such as the passes of one road; the report is a type beside its
/// JSON.
///
/// # Errors
/// When PROJ fails.
pub fn survey_campaign(files: &[LogFile<'_>], settings: &Settings) -> Result<(Survey, Report), SurveyError> {
    survey_cleaned(&clean(files, settings)?, settings)
}

/// What cleaned logs become, for callers that need both.
///
/// # Errors
/// When PROJ fails.
pub fn survey_cleaned(cleaned: &Cleaned, settings: &Settings) -> Result<(Survey, Report), SurveyError> {
    let track = track::track(&cleaned.decoded.epochs, &cleaned.sessions);
    let proposal = feature::propose(cleaned, settings)?;
    let report = report::build(cleaned, track.as_ref(), &proposal, settings);
    let pictures = picture::draw(cleaned, &proposal.drafts, settings)?;
    let survey = Survey { track, drafts: proposal.drafts, report: serde_json::to_value(&report)?, pictures };
    Ok((survey, report))
}
