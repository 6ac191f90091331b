//! How good the satellites were, where the recording paused, and what smoothing moved.

use gis_core::survey::Track;

use super::build::rounded;
use super::file::{by_log, usual_interval_s};
use super::{GapReport, QualityReport, TrackReport};
use crate::clean::Cleaned;
use crate::clean::plane::{Position, quantile, seconds};
use crate::clean::session::Session;
use crate::read::Decoded;
use crate::read::epoch::Epoch;
use crate::reason::Reason;

/// A pause is longer than this, …
const PAUSE_MIN_S: f64 = 5.0;

/// … and than so many usual intervals.
const PAUSE_INTERVALS_MIN: f64 = 5.0;

/// From here on the day counts as after sunset: Senegal keeps UTC, and the sun sets between 17:40 and 19:45.
const SUNSET_MS: u32 = 19 * 3_600_000;

pub(super) fn quality(cleaned: &Cleaned) -> QualityReport {
    let decoded = &cleaned.decoded;
    let hdops = || decoded.kept().filter_map(Epoch::hdop).collect();
    let satellites = || decoded.kept().filter_map(|epoch| epoch.satellites).map(f64::from).collect();
    let is_spike = |epoch: &&Epoch| matches!(epoch.rejected, Some(Reason::Spike | Reason::Outlier));
    let is_late = |epoch: &&Epoch| epoch.time_of_day.is_some_and(|time_of_day| time_of_day.ms() >= SUNSET_MS);
    let kept = decoded.kept().count();
    QualityReport {
        hdop_p50: quantile(hdops(), 50),
        hdop_p95: quantile(hdops(), 95),
        satellites_p50: quantile(satellites(), 50),
        satellites_p95: quantile(satellites(), 95),
        stated_sigma_p50_m: quantile(decoded.kept().filter_map(Epoch::stated_sigma_m).collect(), 50)
            .map(rounded),
        spikes: decoded.epochs.iter().filter(is_spike).count() as u64,
        pinned_share: share(repeats(&cleaned.sessions), kept),
        post_sunset_share: share(decoded.kept().filter(is_late).count(), kept),
    }
}

/// Positions that repeat the one before them to the last digit.
fn repeats(sessions: &[Session]) -> usize {
    let of_session =
        |session: &Session| session.positions.windows(2).filter(|pair| pair[0].at == pair[1].at).count();
    sessions.iter().map(of_session).sum()
}

#[expect(clippy::cast_precision_loss, reason = "counts of epochs stay far below 2^53")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { rounded(part as f64 / whole as f64) }
}

pub(super) fn gaps(decoded: &Decoded) -> GapReport {
    let mut gaps = GapReport::default();
    for epochs in by_log(decoded) {
        let pause_min_s = usual_interval_s(epochs).unwrap_or(0.0) * PAUSE_INTERVALS_MIN;
        let clocks = || epochs.iter().filter(|epoch| epoch.is_kept()).filter_map(|epoch| epoch.clock_ms);
        for (one, next) in clocks().zip(clocks().skip(1)) {
            let pause_s = seconds(next - one);
            if pause_s > pause_min_s.max(PAUSE_MIN_S) {
                gaps.count += 1;
                gaps.longest_s = gaps.longest_s.max(pause_s);
            }
        }
    }
    gaps
}

pub(super) fn track(track: &Track, sessions: &[Session]) -> TrackReport {
    let length_m = |place: fn(&Position) -> gis_core::Projected| -> f64 {
        let steps = sessions.iter().flat_map(|session| session.positions.windows(2));
        steps.map(|pair| place(&pair[0]).distance_m(place(&pair[1]))).sum()
    };
    // The plane's scale is the same for both, so their ratio holds on the ellipsoid.
    let (raw_m, smooth_m) = (length_m(|position| position.at), length_m(|position| position.smooth));
    let shrunk = if raw_m > 0.0 { smooth_m / raw_m } else { 1.0 };
    let moved_m: Vec<f64> = sessions
        .iter()
        .flat_map(|session| &session.positions)
        .map(|position| position.at.distance_m(position.smooth))
        .collect();
    let moved = |per_cent| rounded(quantile(moved_m.clone(), per_cent).unwrap_or(0.0));
    TrackReport {
        epochs: track.epoch_count as u64,
        length_m: rounded(track.length_m),
        smooth_length_m: rounded(track.length_m * shrunk),
        moved_p50_m: moved(50),
        moved_p95_m: moved(95),
        moved_max_m: moved(100),
    }
}
