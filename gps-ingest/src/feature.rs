//! Features: what a clean log proposes to the register, by what the surveyor says or by how the log moved.
//!
//! A closed walk becomes a polygon, a drive a line, a receiver held still a point. Where nothing can be
//! proposed, a finding says why and what to do.

mod boundary;
mod point;
mod ring;
mod road;
mod smooth;
mod stop;

use geo::{Geometry, MapCoords};
use gis_core::crs::CrsError;
use gis_core::survey::{Draft, DraftKind, Grade, Grading, SurveyKind};
use gis_core::{Finding, LonLat, Projected, Projector, Text, measure};

use crate::clean::Cleaned;
use crate::clean::plane::{Position, median};
use crate::clean::profile::{Pace, measured_pace};
use crate::clean::session::Session;
use crate::read::epoch::Epoch;
use crate::settings::{Settings, Thresholds};
use crate::sound::sound;
use crate::words::both;

/// What a log proposes, and what is to be said where it proposes nothing.
#[derive(Debug, Default)]
pub struct Proposal {
    /// The drafts.
    pub drafts: Vec<Draft>,
    /// Why other stretches of the log gave none.
    pub findings: Vec<Finding>,
}

/// A shape on the plane, before it is measured.
struct Shape {
    kind: DraftKind,
    geometry: Geometry,
    sigma_m: f64,
    epoch_count: usize,
    findings: Vec<Finding>,
}

/// A shape, or the reason why there is none.
type Attempt = Result<Shape, Finding>;

/// What a stretch of the log is cut and measured with.
struct Workshop<'a> {
    limits: &'a Thresholds,
    epochs: &'a [Epoch],
}

/// Proposes features from a clean log, at most [`Thresholds::drafts_max`].
///
/// # Errors
/// When PROJ cannot take a shape back to degrees.
pub fn propose(cleaned: &Cleaned, settings: &Settings) -> Result<Proposal, CrsError> {
    let mut proposal = Proposal::default();
    let Some(projector) = &cleaned.projector else { return Ok(proposal) };
    let workshop = Workshop { limits: &settings.thresholds, epochs: &cleaned.decoded.epochs };
    for outing in outings(&cleaned.sessions, cleaned.pace, workshop.limits) {
        for attempt in workshop.attempt(outing, settings.kind) {
            match attempt {
                Ok(_) if proposal.drafts.len() >= workshop.limits.drafts_max => {
                    proposal.findings.insert(0, too_many_drafts(workshop.limits));
                    return Ok(proposal);
                }
                Ok(shape) => match draft(shape, projector, workshop.limits)? {
                    Ok(draft) => proposal.drafts.push(draft),
                    Err(finding) => proposal.add_finding(finding),
                },
                Err(finding) => proposal.add_finding(finding),
            }
        }
    }
    Ok(proposal)
}

impl Proposal {
    /// One log left running makes many stretches; the same thing is said once.
    fn add_finding(&mut self, finding: Finding) {
        if self.findings.iter().all(|other| other.code != finding.code) {
            self.findings.push(finding);
        }
    }
}

/// Sessions with a short pause between them that can be one walk.
fn outings<'a>(sessions: &'a [Session], pace: Pace, limits: &Thresholds) -> Vec<&'a [Session]> {
    let is_one_outing = |one: &Session, next: &Session| match (one.positions.last(), next.positions.first()) {
        (Some(last), Some(first)) => {
            let pause_s = first.time_s - last.time_s;
            let reach_m = pace.speed_max_m_s(limits) * pause_s + limits.closure_max_m;
            pause_s > 0.0 && pause_s <= limits.outing_gap_max_s && last.at.distance_m(first.at) <= reach_m
        }
        _ => false,
    };
    sessions.chunk_by(is_one_outing).collect()
}

impl Workshop<'_> {
    fn attempt(&self, outing: &[Session], kind: SurveyKind) -> Vec<Attempt> {
        let positions: Vec<Position> =
            outing.iter().flat_map(|session| session.positions.iter().copied()).collect();
        let duration_s = duration_s(&positions);
        if kind == SurveyKind::Auto && duration_s < self.limits.auto_min_s {
            return vec![Err(too_short(duration_s))];
        }
        let roads = || outing.iter().map(|session| road::trace(self, &session.positions)).collect();
        match (kind, measured_pace(&positions, self.limits)) {
            (SurveyKind::Parcel, _) => vec![boundary::trace(self, &positions, outing.len() - 1)],
            (SurveyKind::Auto, Pace::Walk) => {
                let walk = boundary::trace(self, &positions, outing.len() - 1);
                // A receiver that drifts for some seconds looks like a short walk.
                let is_short = walk.as_ref().is_err_and(|finding| finding.code == boundary::TOO_SHORT);
                let point = is_short.then(|| point::average(self, &positions).ok()).flatten();
                vec![point.map_or(walk, Ok)]
            }
            (SurveyKind::Road, _) | (SurveyKind::Auto, Pace::Drive) => roads(),
            (SurveyKind::MarketAsset, _) | (SurveyKind::Auto, Pace::Still) => {
                vec![point::average(self, &positions)]
            }
        }
    }

    /// Whether trees or houses cover the sky, from the median HDOP and number of satellites.
    fn is_covered(&self, positions: &[Position]) -> bool {
        let hdop = median(positions.iter().filter_map(|p| self.epochs[p.epoch].hdop()).collect());
        let satellites = positions.iter().filter_map(|p| self.epochs[p.epoch].satellites).filter(|&n| n > 0);
        let satellites = median(satellites.map(f64::from).collect());
        hdop.is_some_and(|hdop| hdop > self.limits.covered_hdop_min)
            || satellites.is_some_and(|count| count < self.limits.covered_satellites_max)
    }

    fn sigma_floor_m(&self, positions: &[Position]) -> f64 {
        if self.is_covered(positions) {
            self.limits.sigma_floor_covered_m
        } else {
            self.limits.sigma_floor_open_m
        }
    }

    /// The standard deviation of one vertex of a moving survey: from the HDOP, never below the floor.
    fn moving_sigma_m(&self, positions: &[Position]) -> f64 {
        let hdop = median(positions.iter().filter_map(|p| self.epochs[p.epoch].hdop()).collect());
        let from_hdop_m = hdop.unwrap_or(0.0) * self.limits.sigma_per_hdop_m;
        from_hdop_m.max(self.sigma_floor_m(positions))
    }
}

/// From the first to the last of some positions.
fn duration_s(positions: &[Position]) -> f64 {
    match (positions.first(), positions.last()) {
        (Some(first), Some(last)) => last.time_s - first.time_s,
        _ => 0.0,
    }
}

fn too_short(duration_s: f64) -> Finding {
    Finding::warning(
        "too_short",
        both(|language| {
            let duration = language.duration(duration_s);
            language
                .pick(
                    "L'enregistrement utilisable ne dure que {} : trop court pour une parcelle, un tronçon ou un point.",
                    "The usable recording lasts only {}: too short for a parcel, a road or a point.",
                )
                .replace("{}", &duration)
        }),
    )
}

fn too_many_drafts(limits: &Thresholds) -> Finding {
    Finding::warning(
        "too_many_drafts",
        both(|language| {
            language
                .pick(
                    "Le journal donne plus de {} objets : seuls les premiers sont proposés. Envoyez-le en \
                     plusieurs fichiers.",
                    "The log gives more than {} features: only the first are proposed. Send it as several files.",
                )
                .replace("{}", &language.count(limits.drafts_max as u64))
        }),
    )
}

fn unsound() -> Finding {
    Finding::warning(
        "unsound_geometry",
        Text::new(
            "Le tracé se touche lui-même ou n'a pas d'étendue : il n'est pas proposé. Refaites le levé.",
            "The shape touches itself or has no extent: it is not proposed. Survey it again.",
        ),
    )
}

/// Takes a shape back to degrees and measures it on the ellipsoid; the finding, when it is not valid there.
fn draft(
    shape: Shape,
    projector: &Projector,
    limits: &Thresholds,
) -> Result<Result<Draft, Finding>, CrsError> {
    let geometry = shape
        .geometry
        .try_map_coords(|coord| projector.unproject(Projected::from(coord)).map(LonLat::into))?;
    let Some(geometry) = sound(geometry) else { return Ok(Err(unsound())) };
    let is_area = shape.kind == DraftKind::Parcel;
    let is_point = shape.kind == DraftKind::MarketAsset;
    let area_m2 = is_area.then(|| measure::area(&geometry).get());
    if area_m2.is_some_and(|area_m2| area_m2 <= 0.0) {
        return Ok(Err(unsound()));
    }
    let mut findings = shape.findings;
    findings.extend(area_m2.map(|area_m2| boundary::judge_area(area_m2, shape.sigma_m, limits)));
    Ok(Ok(Draft {
        kind: shape.kind,
        name: None,
        area_m2,
        area_sd_m2: None,
        n_eff: 1.0,
        pass_count: 1,
        corners: Vec::new(),
        grading: Grading {
            grade: Grade::C,
            rule: "not_graded".to_owned(),
            reason: Text::new("sans note", "not graded"),
        },
        length_m: (!is_point).then(|| measure::length(&geometry).get()),
        geometry,
        sigma_m: shape.sigma_m,
        epoch_count: shape.epoch_count,
        findings,
    }))
}
