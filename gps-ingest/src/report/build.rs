//! Puts a report together from what the stages left behind.

use gis_core::measure;
use gis_core::survey::{Draft, Track};

use super::{
    DateReport, DraftReport, EpochReport, FileReport, QualityReport, REPORT_VERSION, RejectReport, Report,
    SESSIONS_LISTED_MAX, SentenceReport, SessionReport, TrackReport, findings, summary,
};
use crate::clean::Cleaned;
use crate::clean::plane::quantile;
use crate::clean::session::Session;
use crate::feature::Proposal;
use crate::read::Decoded;
use crate::read::epoch::Epoch;
use crate::reason::Rejects;
use crate::settings::Settings;
use crate::track;

/// Puts the report of a log together.
#[must_use]
pub fn build(cleaned: &Cleaned, track: Option<&Track>, proposal: &Proposal, settings: &Settings) -> Report {
    let Decoded { sentence_rejects, epochs, .. } = &cleaned.decoded;
    let reading = cleaned.decoded.first_log();
    let epoch_rejects = cleaned.decoded.epoch_rejects();
    let kept_times = || cleaned.decoded.kept().filter_map(|epoch| epoch.time);
    let mut report = Report {
        version: REPORT_VERSION,
        settings: settings.version(),
        file: FileReport { bytes: reading.bytes, lines: reading.lines, encoding: reading.encoding },
        sentences: SentenceReport {
            total: reading.sentences,
            by_type: reading.by_type.iter().cloned().collect(),
            junk_bytes: reading.junk_bytes,
        },
        epochs: EpochReport {
            total: epochs.len() as u64,
            kept: cleaned.decoded.kept().count() as u64,
            rejected: epoch_rejects.0.iter().map(|(r, tally)| (r.name().to_owned(), tally.count)).collect(),
        },
        rejects: reject_reports(sentence_rejects).chain(reject_reports(&epoch_rejects)).collect(),
        dates: DateReport {
            source: reading.dating.source,
            started_at: kept_times().min(),
            ended_at: kept_times().max(),
        },
        sessions: listed(&cleaned.sessions).map(|session| session_report(session, epochs)).collect(),
        quality: quality(&cleaned.decoded),
        track: track
            .map(|track| TrackReport { epochs: track.epoch_count as u64, length_m: rounded(track.length_m) }),
        drafts: proposal.drafts.iter().map(draft_report).collect(),
        findings: Vec::new(),
        summary: gis_core::Text::new("", ""),
    };
    report.findings = findings::of_log(cleaned, proposal, &report, settings.recorded_on);
    report.summary = summary::summary(&report);
    report
}

fn reject_reports(rejects: &Rejects) -> impl Iterator<Item = RejectReport> {
    rejects.0.iter().map(|(reason, tally)| RejectReport {
        reason: reason.name().to_owned(),
        stage: reason.stage(),
        count: tally.count,
        label: reason.label(),
        first: tally.first.clone(),
    })
}

fn listed(sessions: &[Session]) -> impl Iterator<Item = &Session> {
    sessions.iter().take(SESSIONS_LISTED_MAX)
}

fn session_report(session: &Session, epochs: &[Epoch]) -> SessionReport {
    let time = |position: Option<&crate::clean::plane::Position>| position.and_then(|p| epochs[p.epoch].time);
    SessionReport {
        started_at: time(session.positions.first()),
        ended_at: time(session.positions.last()),
        duration_s: rounded(session.duration_s()),
        epochs: session.positions.len() as u64,
        length_m: rounded(measure::line_length(&track::line(epochs, session)).get()),
    }
}

fn quality(decoded: &Decoded) -> QualityReport {
    let hdops = || decoded.kept().filter_map(Epoch::hdop).collect();
    let satellites = || decoded.kept().filter_map(|epoch| epoch.satellites).map(f64::from).collect();
    QualityReport {
        hdop_p50: quantile(hdops(), 50),
        hdop_p95: quantile(hdops(), 95),
        satellites_p50: quantile(satellites(), 50),
        satellites_p95: quantile(satellites(), 95),
    }
}

fn draft_report(draft: &Draft) -> DraftReport {
    DraftReport {
        kind: draft.kind,
        area_m2: draft.area_m2.map(rounded),
        length_m: draft.length_m.map(rounded),
        sigma_m: rounded(draft.sigma_m),
        epochs: draft.epoch_count as u64,
        findings: draft.findings.clone(),
    }
}

/// To the centimetre: what lies below is not known.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
