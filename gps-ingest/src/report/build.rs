//! Puts a report together from what the stages left behind.

use gis_core::measure;
use gis_core::survey::{Draft, Track};

use super::file::{self, Tally};
use super::{
    DraftReport, EpochReport, REPORT_VERSION, RejectReport, Report, SESSIONS_LISTED_MAX, SessionReport,
    advice, findings, quality, summary,
};
use crate::clean::Cleaned;
use crate::clean::plane::Position;
use crate::clean::session::Session;
use crate::feature::Proposal;
use crate::read::Decoded;
use crate::read::epoch::Epoch;
use crate::reason::Rejects;
use crate::settings::Settings;
use crate::track;

/// Puts the report of a campaign together.
#[must_use]
pub fn build(cleaned: &Cleaned, track: Option<&Track>, proposal: &Proposal, settings: &Settings) -> Report {
    let Decoded { sentence_rejects, epochs, .. } = &cleaned.decoded;
    let epoch_rejects = cleaned.decoded.epoch_rejects();
    let tallies = file::tallies(&cleaned.decoded);
    let files = file::files(&cleaned.decoded, &tallies);
    let mut report = Report {
        version: REPORT_VERSION,
        settings: settings.version(),
        sentences: file::all_sentences(&files),
        dates: file::all_dates(&files),
        files,
        epochs: EpochReport {
            total: epochs.len() as u64,
            kept: tallies.iter().map(|tally| tally.kept).sum(),
            rejected: epoch_rejects.0.iter().map(|(r, tally)| (r.name().to_owned(), tally.count)).collect(),
        },
        rejects: reject_reports(sentence_rejects).chain(reject_reports(&epoch_rejects)).collect(),
        sessions: listed(&cleaned.sessions).map(|session| session_report(session, epochs)).collect(),
        gaps: quality::gaps(&cleaned.decoded),
        quality: quality::quality(cleaned),
        track: track.map(|track| quality::track(track, &cleaned.sessions)),
        drafts: proposal.drafts.iter().map(draft_report).collect(),
        findings: Vec::new(),
        summary: gis_core::Text::new("", ""),
    };
    report.findings = of_campaign(cleaned, proposal, &report, &tallies, settings);
    report.summary = summary::summary(&report);
    report
}

fn of_campaign(
    cleaned: &Cleaned,
    proposal: &Proposal,
    report: &Report,
    tallies: &[Tally],
    settings: &Settings,
) -> Vec<gis_core::Finding> {
    let mut findings = proposal.findings.clone();
    findings.extend(findings::of_logs(&cleaned.decoded, report, tallies, settings.recorded_on));
    findings.extend(findings::of_campaign(cleaned, report));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
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
    let time = |position: Option<&Position>| position.and_then(|p| epochs[p.epoch].time);
    SessionReport {
        log: session.positions.first().map_or(0, |position| position.log),
        started_at: time(session.positions.first()),
        ended_at: time(session.positions.last()),
        duration_s: rounded(session.duration_s()),
        epochs: session.positions.len() as u64,
        length_m: rounded(measure::line_length(&track::line(epochs, session)).get()),
    }
}

fn draft_report(draft: &Draft) -> DraftReport {
    DraftReport {
        kind: draft.kind,
        name: draft.name.clone(),
        area_m2: draft.area_m2.map(rounded),
        area_sd_m2: draft.area_sd_m2.map(rounded),
        length_m: draft.length_m.map(rounded),
        sigma_m: rounded(draft.sigma_m),
        n_eff: rounded(draft.n_eff),
        epochs: draft.epoch_count as u64,
        passes: draft.pass_count as u64,
        corners: draft.corners.clone(),
        grade: draft.grading.grade,
        rule: draft.grading.rule.clone(),
        reason: draft.grading.reason.clone(),
        next_step: advice::next_step(draft),
        findings: draft.findings.clone(),
    }
}

/// To the centimetre: what lies below is not known.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
