//! Features: what a clean log proposes to the register, by what the surveyor says or by how the log moved.
//!
//! A closed walk becomes a polygon, a drive a line, a receiver held still a point. Where nothing can be
//! proposed, a finding says why and what to do.

mod boundary;
mod centreline;
mod cut;
mod gap;
mod grade;
mod junction;
mod path;
mod point;
mod ring;
mod road;

use geo::{Coord, Geometry, MapCoords, Point};
use gis_core::crs::CrsError;
use gis_core::survey::{Corner, Draft, DraftKind, SurveyKind};
use gis_core::{Finding, LonLat, Projected, Projector, Text, measure};

use self::cut::Part;
use crate::clean::Cleaned;
use crate::clean::pace::Pace;
use crate::clean::plane::{Position, median};
use crate::clean::session::Session;
use crate::error_model::{Deviation, Sky};
use crate::read::Waypoint;
use crate::read::epoch::Epoch;
use crate::settings::{Settings, Thresholds};
use crate::sound::sound;
use crate::words::both;

/// What a campaign proposes, and what is to be said where it proposes nothing.
#[derive(Debug, Default)]
pub struct Proposal {
    /// The drafts.
    pub drafts: Vec<Draft>,
    /// Why other stretches of the logs gave none.
    pub findings: Vec<Finding>,
}

/// A shape on the plane, before it is measured.
struct Shape {
    kind: DraftKind,
    name: Option<String>,
    geometry: Geometry,
    /// Per axis.
    sigma_m: f64,
    n_eff: f64,
    area_sd_m2: Option<f64>,
    epoch_count: usize,
    pass_count: usize,
    corners: Vec<HeldCorner>,
    findings: Vec<Finding>,
}

/// A corner at which the receiver was held still.
struct HeldCorner {
    at: Projected,
    sigma_m: f64,
    held_s: f64,
}

/// A shape, or the reason why there is none.
type Attempt = Result<Shape, Finding>;

/// What a stretch of the log is cut and measured with.
struct Workshop<'a> {
    limits: &'a Thresholds,
    epochs: &'a [Epoch],
}

/// Proposes features from clean logs, at most [`drafts_max`](crate::settings::FeatureLimits::drafts_max).
///
/// # Errors
/// When PROJ cannot take a shape to or from degrees.
pub fn propose(cleaned: &Cleaned, settings: &Settings) -> Result<Proposal, CrsError> {
    let limits = &settings.thresholds;
    let mut proposal = Proposal::default();
    if let Some(projector) = &cleaned.projector {
        for shape in shapes(cleaned, settings, &mut proposal) {
            let (geometry, corners) = in_degrees(&shape, projector)?;
            proposal.add(draft(shape, geometry, corners, limits), limits);
        }
    }
    for waypoint in &cleaned.decoded.waypoints {
        proposal.add(named_point(waypoint, limits), limits);
    }
    Ok(proposal)
}

/// What the sessions hold, on the plane: parcels and points as they come, then roads.
fn shapes(cleaned: &Cleaned, settings: &Settings, proposal: &mut Proposal) -> Vec<Shape> {
    let limits = &settings.thresholds;
    let workshop = Workshop { limits, epochs: &cleaned.decoded.epochs };
    let mut shapes = Vec::new();
    let mut passes = Vec::new();
    for outing in outings(&cleaned.sessions, cleaned.pace, limits) {
        let whole: Vec<Position> =
            outing.iter().flat_map(|session| session.positions.iter().copied()).collect();
        let duration_s = duration_s(&whole);
        if settings.kind == SurveyKind::Auto && duration_s < limits.feature.auto_min_s {
            proposal.add_finding(too_short(duration_s));
            continue;
        }
        for part in cut::cut(&whole, settings.kind, limits) {
            let positions = &whole[part.range().clone()];
            let attempt = match &part {
                Part::Drive(range) => {
                    let reckoned = road::reckoned_beside(outing, &whole, range);
                    road::passes(&workshop, positions, &reckoned).map(|found| passes.extend(found))
                }
                _ => workshop.attempt(&part, positions, settings.kind).map(|shape| shapes.push(shape)),
            };
            attempt.unwrap_or_else(|finding| proposal.add_finding(finding));
        }
    }
    if passes.len() > limits.road.passes_max {
        proposal.add_finding(too_many_drafts(limits));
        passes.truncate(limits.road.passes_max);
    }
    let mut roads = centreline::centrelines(&workshop, passes);
    junction::join(&mut roads, &limits.road);
    shapes.extend(roads);
    shapes
}

impl Proposal {
    /// One log left running makes many stretches; the same thing is said once.
    fn add_finding(&mut self, finding: Finding) {
        if self.findings.iter().all(|other| other.message != finding.message) {
            self.findings.push(finding);
        }
    }

    fn add(&mut self, draft: Result<Draft, Finding>, limits: &Thresholds) {
        match draft {
            Ok(draft) if self.drafts.len() < limits.feature.drafts_max => self.drafts.push(draft),
            Ok(_) => self.add_finding(too_many_drafts(limits)),
            Err(finding) => self.add_finding(finding),
        }
    }
}

/// Sessions with a short pause between them that can be one outing.
fn outings<'a>(sessions: &'a [Session], pace: Pace, limits: &Thresholds) -> Vec<&'a [Session]> {
    let is_one_outing = |one: &Session, next: &Session| match (one.positions.last(), next.positions.first()) {
        (Some(last), Some(first)) => {
            let pause_s = first.time_s - last.time_s;
            let reach_m = pace.profile(limits).speed_max_m_s * pause_s + limits.boundary.closure_max_m;
            last.log == first.log
                && pause_s > 0.0
                && pause_s <= limits.feature.outing_gap_max_s
                && last.at.distance_m(first.at) <= reach_m
        }
        _ => false,
    };
    sessions.chunk_by(is_one_outing).collect()
}

impl Workshop<'_> {
    fn attempt(&self, part: &Part, positions: &[Position], kind: SurveyKind) -> Attempt {
        if matches!(part, Part::Stay(_)) {
            return point::average(self, positions);
        }
        let walk = boundary::trace(self, positions);
        // A receiver that drifts for some seconds looks like a short walk.
        let is_short = walk.as_ref().is_err_and(|finding| finding.code == boundary::TOO_SHORT);
        let point = (is_short && kind == SurveyKind::Auto).then(|| point::average(self, positions).ok());
        point.flatten().map_or(walk, Ok)
    }

    /// The error of a stretch, from how well it saw the sky.
    fn deviation(&self, positions: &[Position]) -> Deviation {
        let epochs = || positions.iter().map(|position| &self.epochs[position.epoch]);
        let satellites = epochs().filter_map(|epoch| epoch.satellites).filter(|&count| count > 0);
        let sky = Sky {
            hdop: median(epochs().filter_map(Epoch::hdop).collect()),
            satellites: median(satellites.map(f64::from).collect()),
            stated_sigma_m: median(epochs().filter_map(Epoch::stated_sigma_m).collect()),
        };
        Deviation::under(&sky, &self.limits.error)
    }

    /// A shape that rests on some positions, surveyed once.
    fn shape(&self, kind: DraftKind, geometry: Geometry, sigma_m: f64, positions: &[Position]) -> Shape {
        Shape {
            kind,
            name: None,
            geometry,
            sigma_m,
            n_eff: self.deviation(positions).independent_fixes(duration_s(positions)),
            area_sd_m2: None,
            epoch_count: positions.len(),
            pass_count: 1,
            corners: Vec::new(),
            findings: Vec::new(),
        }
    }
}

/// The code of the finding that a point is a stored waypoint.
const WAYPOINT: &str = "waypoint";

/// A place that the surveyor named in the receiver; it never was on the plane.
fn named_point(waypoint: &Waypoint, limits: &Thresholds) -> Result<Draft, Finding> {
    let geometry = Geometry::from(Point::from(Coord::from(waypoint.position)));
    let shape = Shape {
        kind: DraftKind::MarketAsset,
        name: Some(waypoint.name.clone()),
        geometry: geometry.clone(),
        sigma_m: limits.point.waypoint_sigma_m,
        n_eff: 1.0,
        area_sd_m2: None,
        epoch_count: 1,
        pass_count: 1,
        corners: Vec::new(),
        findings: vec![stored_by_hand()],
    };
    draft(shape, geometry, Vec::new(), limits)
}

fn stored_by_hand() -> Finding {
    Finding::note(
        WAYPOINT,
        Text::new(
            "Point enregistré à la main dans le récepteur : une seule position, sans indication de qualité.",
            "A point stored by hand in the receiver: one position, without a statement of its quality.",
        ),
    )
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
                .replace("{}", &language.count(limits.feature.drafts_max as u64))
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

/// A shape's geometry and its held corners in degrees.
fn in_degrees(shape: &Shape, projector: &Projector) -> Result<(Geometry, Vec<Corner>), CrsError> {
    let geometry = shape
        .geometry
        .try_map_coords(|coord| projector.unproject(Projected::from(coord)).map(LonLat::into))?;
    let corner = |corner: &HeldCorner| {
        let at = projector.unproject(corner.at)?;
        Ok(Corner { at, sigma_m: corner.sigma_m, held_s: corner.held_s })
    };
    Ok((geometry, shape.corners.iter().map(corner).collect::<Result<_, CrsError>>()?))
}

/// Measures a shape on the ellipsoid and grades it; the finding, when its geometry in degrees is not valid.
fn draft(
    shape: Shape,
    geometry: Geometry,
    corners: Vec<Corner>,
    limits: &Thresholds,
) -> Result<Draft, Finding> {
    let geometry = sound(geometry).ok_or_else(unsound)?;
    let is_area = shape.kind == DraftKind::Parcel;
    let is_point = shape.kind == DraftKind::MarketAsset;
    let area_m2 = is_area.then(|| measure::area(&geometry).get());
    if area_m2.is_some_and(|area_m2| area_m2 <= 0.0) {
        return Err(unsound());
    }
    let grading = grade::grade(&shape, area_m2, limits);
    let mut findings = shape.findings;
    findings.extend(
        area_m2.zip(shape.area_sd_m2).map(|(area_m2, sd_m2)| boundary::area_known_to(area_m2, sd_m2)),
    );
    Ok(Draft {
        kind: shape.kind,
        name: shape.name,
        area_m2,
        area_sd_m2: shape.area_sd_m2,
        length_m: (!is_point).then(|| measure::length(&geometry).get()),
        geometry,
        sigma_m: shape.sigma_m,
        n_eff: shape.n_eff,
        epoch_count: shape.epoch_count,
        pass_count: shape.pass_count,
        corners,
        grading,
        findings,
    })
}
