//! The reception over the recorded time: HDOP, satellites and speed, with the stretches in which positions were rejected.

use plotters::style::Color;

use super::Drawn;
use super::canvas::{LINE, MARGIN, colour, picture, title_height};
use super::map::legend;
use super::panel::{AXIS, Ground, HEIGHT, Panel, Series};
use super::timeline::{BINS, Timeline};
use crate::clean::Cleaned;
use crate::clean::plane::count;
use crate::read::epoch::Epoch;
use crate::settings::Settings;
use crate::words::Language;

/// What is drawn.
pub(super) struct Scene<'a> {
    epochs: &'a [Epoch],
    /// Speeds from the positions, where the receiver states none.
    speeds: Vec<(usize, f64)>,
    timeline: Timeline,
    /// The bin of each epoch with a time.
    bins: Vec<(usize, usize)>,
    rejected: Vec<(usize, usize, f64)>,
    hdop_max: f64,
    satellites_min: f64,
}

impl<'a> Scene<'a> {
    /// `None` when no epoch has a time, or only one instant has.
    pub(super) fn new(cleaned: &'a Cleaned, settings: &Settings) -> Option<Self> {
        let epochs = cleaned.decoded.epochs.as_slice();
        let (timeline, bins) = Timeline::new(epochs)?;
        let rejected = rejected(epochs, &bins, timeline.skipped_max);
        let is_stated = epochs.iter().any(|epoch| epoch.speed_m_s().is_some());
        let speeds = if is_stated { Vec::new() } else { measured(cleaned) };
        let scene = Self {
            epochs,
            speeds,
            timeline,
            bins,
            rejected,
            hdop_max: settings.thresholds.gate.hdop_max,
            satellites_min: f64::from(settings.thresholds.gate.satellites_min),
        };
        let has_time = scene.timeline.bins_per_s > 0.0;
        (has_time && !scene.panels(Language::French).is_empty()).then_some(scene)
    }

    fn series(&self, figure: impl Fn(&Epoch) -> Option<f64>) -> Option<Series> {
        let figures = self.bins.iter().filter_map(|(index, bin)| Some((*bin, figure(&self.epochs[*index])?)));
        Series::new(figures)
    }

    fn panels(&self, language: Language) -> Vec<Panel> {
        let hdop = self.series(Epoch::hdop).map(|series| Panel {
            title: language
                .pick("HDOP (au plus {})", "HDOP (at most {})")
                .replace("{}", &language.figure(self.hdop_max, 0)),
            series,
            colour: colour::PURPLE,
            top: (self.hdop_max * 1.2, self.hdop_max * 2.5),
            limit: Some(self.hdop_max),
        });
        let satellites = self.series(|epoch| epoch.satellites.map(f64::from)).map(|series| Panel {
            title: language
                .pick("Satellites (au moins {})", "Satellites (at least {})")
                .replace("{}", &language.figure(self.satellites_min, 0)),
            series,
            colour: colour::GREEN,
            top: (self.satellites_min * 2.0, 60.0),
            limit: Some(self.satellites_min),
        });
        let speed = self.speed().map(|series| Panel {
            title: language.pick("Vitesse (km/h)", "Speed (km/h)").to_owned(),
            series,
            colour: colour::BLUE,
            top: (3.0, 160.0),
            limit: None,
        });
        [hdop, satellites, speed].into_iter().flatten().collect()
    }

    fn speed(&self) -> Option<Series> {
        const KM_H: f64 = 3.6;
        if self.speeds.is_empty() {
            return self.series(|epoch| epoch.speed_m_s().map(|speed_m_s| speed_m_s * KM_H));
        }
        let mut bins = self.bins.iter().peekable();
        let bin_of = |index: usize| {
            while bins.next_if(|(other, _)| *other < index).is_some() {}
            bins.peek().filter(|(other, _)| *other == index).map(|(_, bin)| *bin)
        };
        let mut bin_of = bin_of;
        Series::new(
            self.speeds.iter().filter_map(|(index, speed_m_s)| Some((bin_of(*index)?, speed_m_s * KM_H))),
        )
    }

    pub(super) fn draw(&self, language: Language) -> Drawn {
        let title = language.pick("Réception au fil du temps (UTC)", "Reception over time (UTC)").to_owned();
        let panels = self.panels(language);
        let top = title_height(&title);
        let panels_bottom = top + HEIGHT * i32::try_from(panels.len()).unwrap_or(3) + AXIS;
        let has_cuts = self.timeline.stretches.len() > 1;
        let rows = 1 + i32::from(!self.rejected.is_empty()) + i32::from(has_cuts);
        let svg = picture(panels_bottom + rows * LINE + MARGIN, |canvas| {
            canvas.title(&title);
            let ground = Ground { timeline: &self.timeline, rejected: &self.rejected, language };
            let mut y = top;
            for (index, panel) in panels.iter().enumerate() {
                panel.draw(canvas, &ground, y, index + 1 == panels.len());
                y += HEIGHT;
            }
            let limit = language.pick("limite des réglages", "limit of the settings");
            y = legend(canvas, panels_bottom, limit, |(x, y)| {
                canvas.line(vec![(x - 28, y), (x + 28, y)], colour::RED, 2);
            });
            if has_cuts {
                let cut = language.pick("interruption de plus d'une minute", "pause of more than a minute");
                y = legend(canvas, y, cut, |(x, y)| {
                    canvas.line(vec![(x, y - 16), (x, y + 16)], colour::INK, 2);
                });
            }
            if !self.rejected.is_empty() {
                let text =
                    language.pick("positions écartées (foncé : toutes)", "positions rejected (dark: all)");
                legend(canvas, y, text, |(x, y)| {
                    let box_at = |from: i32| {
                        vec![
                            (x + from, y - 16),
                            (x + from + 28, y - 16),
                            (x + from + 28, y + 16),
                            (x + from, y + 16),
                        ]
                    };
                    canvas.area(box_at(-28), colour::GREY.mix(0.2));
                    canvas.area(box_at(0), colour::GREY.mix(0.55));
                });
            }
        });
        Drawn { title, svg }
    }
}

/// Speeds between smoothed positions, by epoch.
fn measured(cleaned: &Cleaned) -> Vec<(usize, f64)> {
    let pairs = cleaned.sessions.iter().flat_map(|session| session.positions.windows(2));
    let mut speeds: Vec<(usize, f64)> = pairs
        .map(|pair| {
            let elapsed_s = (pair[1].time_s - pair[0].time_s).max(1e-3);
            (pair[1].epoch, pair[0].smooth.distance_m(pair[1].smooth) / elapsed_s)
        })
        .collect();
    speeds.sort_by_key(|(epoch, _)| *epoch);
    speeds
}

/// Runs of bins with rejected positions: where each begins and ends, and the share rejected there. The few empty bins
/// between two epochs are like the one before them.
fn rejected(epochs: &[Epoch], bins: &[(usize, usize)], skipped_max: usize) -> Vec<(usize, usize, f64)> {
    let mut tallies = vec![(0_usize, 0_usize); BINS];
    for (index, bin) in bins {
        tallies[*bin].0 += usize::from(!epochs[*index].is_kept());
        tallies[*bin].1 += 1;
    }
    let (mut last, mut empty) = (0.0, 0);
    let share = |(rejected, all): (usize, usize)| {
        empty = if all == 0 { empty + 1 } else { 0 };
        if all > 0 {
            // In quarters, so that neighbours join.
            last = (4.0 * count(rejected) / count(all)).ceil() / 4.0;
        }
        if empty > skipped_max { 0.0 } else { last }
    };
    let shares: Vec<f64> = tallies.into_iter().map(share).collect();
    let mut from = 0;
    let mut runs = Vec::new();
    for run in shares.chunk_by(|one, next| one.total_cmp(next).is_eq()) {
        if run[0] > 0.0 {
            runs.push((from, from + run.len(), run[0]));
        }
        from += run.len();
    }
    runs
}
