//! S7, quality: fixes too weak to be worth keeping, and receivers that still settle.

use super::plane::{Position, count};
use super::session::Session;
use crate::read::epoch::Epoch;
use crate::reason::Reason;
use crate::settings::{GateLimits, Thresholds};

/// Why a fix is too weak, from what the receiver says of it.
#[must_use]
pub fn judge(epoch: &Epoch, limits: &GateLimits) -> Option<Reason> {
    let checks = [
        (epoch.hdop().is_some_and(|hdop| hdop > limits.hdop_max), Reason::HighHdop),
        (
            epoch.satellites.is_some_and(|count| (1..limits.satellites_min).contains(&count)),
            Reason::FewSatellites,
        ),
        (epoch.stated_sigma_m().is_some_and(|sigma| sigma > limits.stated_sigma_max_m), Reason::StatedError),
    ];
    checks.into_iter().find(|(strikes, _)| *strikes).map(|(_, reason)| reason)
}

/// Drops the first seconds of a session that is long enough to spare them, and what follows while the receiver still
/// settles; returns the epochs.
pub fn drop_acquisition(session: &mut Session, limits: &Thresholds) -> Vec<usize> {
    if session.duration_s() <= limits.gate.acquisition_session_min_s {
        return Vec::new();
    }
    let positions = &session.positions;
    let first_s = positions[0].time_s;
    let age_s = |position: &Position| position.time_s - first_s;
    let mut settled = positions.partition_point(|position| age_s(position) < limits.gate.acquisition_s);
    while settled < positions.len()
        && age_s(&positions[settled]) < limits.gate.settling_max_s
        && settles(positions, settled, limits)
    {
        settled += 1;
    }
    session.positions.drain(..settled).map(|position| position.epoch).collect()
}

/// Whether the positions move although the receiver says that it stands, over the baseline that begins here. One
/// that states no speed is not judged, nor one that is on its way: the beginning of a boundary is not thrown away.
fn settles(positions: &[Position], from: usize, limits: &Thresholds) -> bool {
    let start = &positions[from];
    let to = positions.partition_point(|other| other.time_s <= start.time_s + limits.pace.baseline_s);
    let window = &positions[from..to];
    let (Some(end), Some(speeds_m_s)) =
        (window.last(), window.iter().map(|position| position.speed_m_s).collect::<Option<Vec<f64>>>())
    else {
        return false;
    };
    let elapsed_s = end.time_s - start.time_s;
    let stated_m_s = speeds_m_s.iter().sum::<f64>() / count(window.len());
    elapsed_s > 0.0
        && start.at.distance_m(end.at) / elapsed_s - stated_m_s > limits.gate.settling_min_m_s
        && stated_m_s < limits.pace.still_max_m_s
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;
    use crate::clean::verdict;

    #[test]
    fn a_weak_fix_has_its_reason() {
        for (fields, reason) in [
            ("1447.46,N,01655.56,W,1,08,0.9", None),
            ("1447.46,N,01655.56,W,1,00,", None),
            ("1447.46,N,01655.56,W,1,08,4.1", Some(Reason::HighHdop)),
            ("1447.46,N,01655.56,W,1,05,0.9", None),
            ("1447.46,N,01655.56,W,1,04,0.9", Some(Reason::FewSatellites)),
        ] {
            assert_eq!(verdict(fields, &Settings::default()), reason, "{fields}");
        }
    }
}
