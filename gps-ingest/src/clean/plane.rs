//! S8, projection: kept epochs become positions in metres on one UTM plane, before any metric step.

use geo::Coord;
use gis_core::crs::CrsError;
use gis_core::{Epsg, LonLat, Projected, Projector};

use super::reckon::{Reckoned, reckon};
use crate::read::epoch::Epoch;
use crate::reason::Reason;
use crate::settings::Settings;

/// A kept epoch on the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Its index among the log's epochs.
    pub epoch: usize,
    /// Which log of the campaign it is of.
    pub log: u32,
    /// Whether the file begins a session with it.
    pub begins: bool,
    /// Seconds on the log's own clock.
    pub time_s: f64,
    /// Where, as the receiver wrote it.
    pub at: Projected,
    /// Where, after smoothing; until then the same.
    pub smooth: Projected,
    /// Speed over ground as the receiver measured it from the Doppler shift.
    pub speed_m_s: Option<f64>,
    /// The same with its direction on the plane.
    pub velocity_m_s: Option<Coord>,
    /// Where velocities have led up to here.
    pub reckoned: Reckoned,
}

impl Position {
    /// A position that is not smoothed yet.
    #[must_use]
    pub fn new(epoch: usize, time_s: f64, at: Projected, speed_m_s: Option<f64>) -> Self {
        Self {
            epoch,
            log: 0,
            begins: false,
            time_s,
            at,
            smooth: at,
            speed_m_s,
            velocity_m_s: None,
            reckoned: Reckoned::NOT,
        }
    }
}

/// Kept epochs on the plane, in the order of the file.
pub struct Plane {
    /// The way back to degrees.
    pub projector: Projector,
    /// The positions.
    pub positions: Vec<Position>,
    /// Logs whose speeds stand against their positions.
    pub disbelieved: Vec<u32>,
}

/// Projects the kept epochs; those far from the middle of the log are rejected first.
///
/// `None` when no epoch is kept.
///
/// # Errors
/// When PROJ cannot project.
pub fn project(epochs: &mut [Epoch], settings: &Settings) -> Result<Option<Plane>, CrsError> {
    for log in epochs.chunk_by_mut(|one, next| one.log == next.log) {
        reject_far_away(log, settings);
    }
    let Some(middle) = middle(epochs) else { return Ok(None) };
    let projector = Projector::new(zone(middle, settings))?;
    let mut positions = Vec::new();
    let mut north = None;
    for (index, epoch) in epochs.iter().enumerate().filter(|(_, epoch)| epoch.is_kept()) {
        if let (Some(position), Some(clock_ms)) = (epoch.position, epoch.clock_ms) {
            let at = projector.project(position)?;
            let speed_m_s = epoch.speed_m_s().filter(|speed_m_s| *speed_m_s >= 0.0);
            let north = grid_north(&projector, position, &mut north)?;
            positions.push(Position {
                log: epoch.log,
                begins: epoch.starts_session,
                velocity_m_s: velocity(epoch, north, settings),
                ..Position::new(index, seconds(clock_ms), at, speed_m_s)
            });
        }
    }
    let mut disbelieved = Vec::new();
    for log in positions.chunk_by_mut(|one, next| one.log == next.log) {
        if !reckon(log, &settings.thresholds.reckon) {
            disbelieved.push(log[0].log);
        }
    }
    Ok(Some(Plane { projector, positions, disbelieved }))
}

/// Where north is on the plane, as a unit vector: up to a degree beside the grid's. It changes slowly, so that of a
/// place nearby serves.
fn grid_north(
    projector: &Projector,
    at: LonLat,
    known: &mut Option<(LonLat, Coord)>,
) -> Result<Coord, CrsError> {
    const NEAR_DEG: f64 = 0.01;
    const NORTHWARDS_DEG: f64 = 1e-4;
    let is_near = |other: LonLat| {
        (other.lon_deg() - at.lon_deg()).abs() < NEAR_DEG && (other.lat_deg() - at.lat_deg()).abs() < NEAR_DEG
    };
    if let Some((_, north)) = known.filter(|(other, _)| is_near(*other)) {
        return Ok(north);
    }
    let Some(ahead) = LonLat::new(at.lon_deg(), at.lat_deg() + NORTHWARDS_DEG) else {
        return Ok(Coord { x: 0.0, y: 1.0 });
    };
    let step = Coord::from(projector.project(ahead)?) - Coord::from(projector.project(at)?);
    let north = step / step.x.hypot(step.y);
    *known = Some((at, north));
    Ok(north)
}

/// The velocity that an epoch states, unless no vehicle has it. A receiver that stands states no direction.
fn velocity(epoch: &Epoch, north: Coord, settings: &Settings) -> Option<Coord> {
    let limits = &settings.thresholds;
    let speed_m_s = epoch.speed_m_s().filter(|speed_m_s| *speed_m_s <= limits.drive.speed_max_m_s)?;
    match epoch.course {
        Some(course) => {
            let (sin, cos) = course.deg().to_radians().sin_cos();
            let east = Coord { x: north.y, y: -north.x };
            Some((north * cos + east * sin) * speed_m_s)
        }
        None => (speed_m_s < limits.pace.still_max_m_s).then(Coord::zero),
    }
}

/// The component-wise median of the kept positions, which no single outlier moves; of two equal clusters one.
fn middle(epochs: &[Epoch]) -> Option<LonLat> {
    let kept = || epochs.iter().filter(|epoch| epoch.is_kept()).filter_map(|epoch| epoch.position);
    let lon_deg = quantile(kept().map(LonLat::lon_deg).collect(), 50)?;
    let lat_deg = quantile(kept().map(LonLat::lat_deg).collect(), 50)?;
    LonLat::new(lon_deg, lat_deg)
}

/// Rejects what is far from the middle of its log.
fn reject_far_away(epochs: &mut [Epoch], settings: &Settings) {
    let Some(middle) = middle(epochs) else { return };
    let limit_deg = settings.thresholds.gate.far_away_deg;
    // Degrees of longitude shrink towards the poles; the limit is on the ground.
    let shrink = middle.lat_deg().to_radians().cos().max(0.01);
    for epoch in epochs.iter_mut().filter(|epoch| epoch.is_kept()) {
        let is_far = epoch.position.is_some_and(|position| {
            let apart_deg = (position.lon_deg() - middle.lon_deg()).abs();
            let apart_deg = apart_deg.min(360.0 - apart_deg) * shrink;
            apart_deg > limit_deg || (position.lat_deg() - middle.lat_deg()).abs() > limit_deg
        });
        if is_far {
            epoch.rejected = Some(Reason::FarAway);
        }
    }
}

/// The department's zone when the log lies in it or in the half degree around it, else the log's own.
fn zone(middle: LonLat, settings: &Settings) -> Epsg {
    let own = Epsg::utm_at(middle);
    let neighbours = [-0.5, 0.0, 0.5]
        .into_iter()
        .filter_map(|shift_deg| LonLat::new(middle.lon_deg() + shift_deg, middle.lat_deg()))
        .map(Epsg::utm_at);
    settings.zone.filter(|zone| neighbours.into_iter().any(|other| other == *zone)).unwrap_or(own)
}

/// A number of things to reckon with; exact for any number that a log can hold.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
#[must_use]
pub fn count(number: usize) -> f64 {
    number as f64
}

/// Milliseconds as seconds; exact for any clock that a log can hold.
#[expect(clippy::cast_precision_loss, reason = "clocks stay far below 2^53 ms")]
#[must_use]
pub fn seconds(clock_ms: i64) -> f64 {
    clock_ms as f64 / 1000.0
}

/// The median of some figures; of an even number, the mean of the two in the middle.
#[must_use]
pub fn median(mut figures: Vec<f64>) -> Option<f64> {
    let middle = figures.len() / 2;
    let is_odd = !figures.len().is_multiple_of(2);
    if figures.is_empty() {
        return None;
    }
    let (below, &mut upper, _) = figures.select_nth_unstable_by(middle, f64::total_cmp);
    let lower = below.iter().copied().max_by(f64::total_cmp).filter(|_| !is_odd);
    Some(lower.map_or(upper, |lower| f64::midpoint(lower, upper)))
}

/// The usual time from one position to the next; a second of fewer than two.
#[must_use]
pub fn usual_step_s(positions: &[Position]) -> f64 {
    let steps_s = positions.windows(2).map(|pair| pair[1].time_s - pair[0].time_s);
    median(steps_s.filter(|step_s| *step_s > 0.0).collect()).unwrap_or(1.0)
}

/// The smallest figure that at least so many per cent of all do not exceed.
#[must_use]
pub fn quantile(mut figures: Vec<f64>, per_cent: usize) -> Option<f64> {
    if figures.is_empty() {
        return None;
    }
    let rank = (figures.len() * per_cent / 100).min(figures.len() - 1);
    let (_, figure, _) = figures.select_nth_unstable_by(rank, f64::total_cmp);
    Some(*figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon_deg: f64, lat_deg: f64) -> LonLat {
        LonLat::new(lon_deg, lat_deg).expect("on Earth")
    }

    #[test]
    fn the_departments_zone_is_used_where_the_log_lies_in_it() {
        let settings = Settings { zone: Some(Epsg::UTM_28N), ..Settings::default() };
        assert_eq!(zone(at(-16.9, 14.8), &settings), Epsg::UTM_28N);
        assert_eq!(zone(at(-11.8, 14.8), &settings), Epsg::UTM_28N);
        assert_eq!(zone(at(-3.65, 40.4), &settings), Epsg(32630));
        assert_eq!(zone(at(151.2, -33.9), &Settings::default()), Epsg(32756));
    }

    #[test]
    fn one_outlier_does_not_move_the_median() {
        assert_eq!(median(vec![1.0, 2.0, 1e9]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 9.0]), Some(3.0));
        assert_eq!(median(vec![]), None);
        assert_eq!(quantile((0..100).map(f64::from).collect(), 95), Some(95.0));
    }
}
