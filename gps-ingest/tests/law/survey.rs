//! The laws of the whole pipeline.

use geo::{Geometry, LineString, Validation};
use gis_core::survey::{Draft, Survey, SurveyKind};
use gps_ingest::report::SESSIONS_LISTED_MAX;
use gps_ingest::{Report, Settings, survey};

/// The laws below, for a kind that the length decides: so files are logs as they are, and a fuzzer finds each kind.
pub fn survey_of_any_kind(bytes: &[u8]) {
    survey_of_any_bytes(bytes, SurveyKind::ALL[bytes.len() % SurveyKind::ALL.len()]);
}

/// epochs = kept + Σ rejected, in total and reason by reason; every geometry valid; the report reads back.
pub fn survey_of_any_bytes(bytes: &[u8], kind: SurveyKind) {
    let settings = Settings { kind, ..Settings::default() };
    let survey = survey(bytes, &settings).expect("PROJ works");
    geometries_are_valid(&survey);
    let report: Report = serde_json::from_value(survey.report).expect("a report reads back");
    let of_epochs: u64 = report.epochs.rejected.values().sum();
    assert_eq!(report.epochs.total, report.epochs.kept + of_epochs);
    for reject in &report.rejects {
        assert!(reject.first.len() as u64 <= reject.count && !reject.first.is_empty());
        // A file may break off at its very end; what is wrapped may be longer than its wrapping.
        let end = bytes.len() as u64 + u64::from(reject.reason == "broken_xml");
        assert!(is_wrapped(bytes) || reject.first.iter().all(|at| at.byte < end), "{reject:?}");
    }
    let is_of_epochs = |stage| stage == gps_ingest::reason::Stage::Epoch;
    let by_reason = report.rejects.iter().filter(|reject| is_of_epochs(reject.stage));
    assert_eq!(by_reason.map(|reject| reject.count).sum::<u64>(), of_epochs);
    let in_sessions: u64 = report.sessions.iter().map(|session| session.epochs).sum();
    let are_all_listed = report.sessions.len() < SESSIONS_LISTED_MAX;
    assert!(in_sessions == report.epochs.kept || (!are_all_listed && in_sessions < report.epochs.kept));
}

fn is_wrapped(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1F\x8B") || bytes.starts_with(b"PK")
}

/// What PostGIS asks of a geometry, and no vertex twice in a row.
fn geometries_are_valid(survey: &Survey) {
    if let Some(track) = &survey.track {
        assert!(!track.geometry.0.is_empty() && track.geometry.is_valid(), "{:?}", track.geometry);
        assert!(track.geometry.iter().all(|line| line.0.len() > 1 && has_distinct_vertices(line)));
        assert!(track.epoch_count > 1 && track.started_at <= track.ended_at);
    }
    survey.drafts.iter().for_each(draft_is_valid);
}

fn draft_is_valid(draft: &Draft) {
    assert!(draft.geometry.is_valid(), "{:?}", draft.geometry);
    let has_distinct_vertices = match &draft.geometry {
        Geometry::Point(_) => true,
        Geometry::LineString(line) => line.0.len() > 1 && has_distinct_vertices(line),
        Geometry::Polygon(polygon) => {
            polygon.exterior().0.len() > 3 && has_distinct_vertices(polygon.exterior())
        }
        _ => false,
    };
    assert!(has_distinct_vertices, "{:?}", draft.geometry);
    assert!(draft.area_m2.is_none_or(|area_m2| area_m2 > 0.0));
    assert!(draft.length_m.is_none_or(|length_m| length_m > 0.0));
    assert!(draft.sigma_m > 0.0 && draft.sigma_m.is_finite() && draft.epoch_count > 0);
}

fn has_distinct_vertices(line: &LineString) -> bool {
    line.lines().all(|side| side.start != side.end)
}
