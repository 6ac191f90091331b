//! Recorded time on an axis: pauses between stretches are cut out, and time falls into as many bins as the eye tells apart.

use crate::clean::plane::{count, seconds};
use crate::read::epoch::Epoch;

/// Bins of the whole axis.
pub(super) const BINS: usize = 420;

/// A longer pause is cut out.
const PAUSE_MAX_S: f64 = 60.0;

/// Bins that each cut takes, while there are few.
const CUT_BINS: f64 = 6.0;

/// All cuts together take no more of the axis.
const CUTS_SHARE_MAX: f64 = 0.2;

/// A stretch without a long pause.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    /// The clock at its start, as milliseconds of the log's clock.
    pub(super) start_ms: i64,
    /// From its first to its last epoch.
    pub(super) duration_s: f64,
    /// Where it begins on the axis.
    pub(super) from_bin: f64,
}

/// The axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Timeline {
    pub(super) stretches: Vec<Stretch>,
    pub(super) bins_per_s: f64,
    /// Empty bins up to so many lie between two epochs that follow each other.
    pub(super) skipped_max: usize,
}

impl Timeline {
    /// The axis and, in the order of the epochs, the bin of each epoch that has a time. `None` when none has.
    pub(super) fn new(epochs: &[Epoch]) -> Option<(Self, Vec<(usize, usize)>)> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut places: Vec<(usize, usize, f64)> = Vec::new();
        let mut last: Option<(u32, i64)> = None;
        for (index, epoch) in epochs.iter().enumerate() {
            let Some(clock_ms) = epoch.clock_ms else { continue };
            let goes_on = last.is_some_and(|(log, last_ms)| {
                log == epoch.log && (0.0..=PAUSE_MAX_S).contains(&seconds(clock_ms - last_ms))
            });
            if !goes_on {
                stretches.push(Stretch { start_ms: clock_ms, duration_s: 0.0, from_bin: 0.0 });
            }
            last = Some((epoch.log, clock_ms));
            let stretch = stretches.last_mut()?;
            stretch.duration_s = seconds(clock_ms - stretch.start_ms);
            places.push((index, stretches.len() - 1, stretches.last()?.duration_s));
        }
        let timeline = Self::laid_out(stretches)?;
        let bin = |(index, stretch, since_s): (usize, usize, f64)| {
            let bin = timeline.stretches[stretch].from_bin + since_s * timeline.bins_per_s;
            (index, whole(bin).min(BINS - 1))
        };
        let bins: Vec<(usize, usize)> = places.into_iter().map(bin).collect();
        let skipped_max = 2 * BINS / bins.len().max(1) + 1;
        Some((Self { skipped_max, ..timeline.clone() }, bins))
    }

    fn laid_out(mut stretches: Vec<Stretch>) -> Option<Self> {
        let bins = count(BINS - 1);
        let cuts = count(stretches.len().checked_sub(1)?);
        let cut_bins = CUT_BINS.min(CUTS_SHARE_MAX * bins / cuts.max(1.0));
        let recorded_s: f64 = stretches.iter().map(|stretch| stretch.duration_s).sum();
        let bins_per_s = if recorded_s > 0.0 { (bins - cuts * cut_bins) / recorded_s } else { 0.0 };
        let mut from_bin = 0.0;
        for stretch in &mut stretches {
            stretch.from_bin = from_bin;
            from_bin += stretch.duration_s * bins_per_s + cut_bins;
        }
        Some(Self { stretches, bins_per_s, skipped_max: 1 })
    }

    /// Where pauses are cut out, unless there are too many to be told apart.
    pub(super) fn cuts(&self) -> Vec<f64> {
        const CUTS_MAX: usize = 40;
        let cuts = self.stretches.windows(2).map(|pair| {
            let end = pair[0].from_bin + pair[0].duration_s * self.bins_per_s;
            f64::midpoint(end, pair[1].from_bin) + 0.5
        });
        cuts.take(CUTS_MAX).collect()
    }

    /// Round times of day and where they stand, at least so many bins apart.
    pub(super) fn ticks(&self, apart_bins: f64) -> Vec<(f64, String)> {
        const STEPS_S: [f64; 12] =
            [1.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 21600.0];
        let fits = |step_s: &f64| step_s * self.bins_per_s >= apart_bins;
        let step_s = STEPS_S.into_iter().find(fits).unwrap_or(86_400.0);
        let mut ticks: Vec<(f64, String)> = Vec::new();
        for stretch in &self.stretches {
            let start_s = seconds(stretch.start_ms);
            let mut at_s =
                if self.stretches.len() > 1 { start_s } else { (start_s / step_s).ceil() * step_s };
            while at_s <= start_s + stretch.duration_s {
                let bin = stretch.from_bin + (at_s - start_s) * self.bins_per_s;
                if ticks.last().is_none_or(|(last, _)| bin - last >= apart_bins) {
                    ticks.push((bin, time_of_day(at_s)));
                }
                at_s = ((at_s / step_s).floor() + 1.0) * step_s;
            }
        }
        ticks
    }
}

fn time_of_day(clock_s: f64) -> String {
    let second = whole(clock_s.rem_euclid(86_400.0));
    match second % 60 {
        0 => format!("{:02}:{:02}", second / 3600, second / 60 % 60),
        odd => format!("{:02}:{:02}:{odd:02}", second / 3600, second / 60 % 60),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped first")]
fn whole(value: f64) -> usize {
    value.clamp(0.0, 1e9) as usize
}
