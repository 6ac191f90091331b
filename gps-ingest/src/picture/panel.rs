//! One figure over time: its spread and mean in each bin, over the stretches in which positions were rejected.

use plotters::chart::ChartBuilder;
use plotters::prelude::{PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor};

use super::canvas::{Canvas, INFALLIBLE, MARGIN, TEXT, WIDTH, colour, style};
use super::timeline::{BINS, Timeline};
use crate::clean::plane::count;
use crate::words::Language;

/// Height of a panel without its time axis.
pub(super) const HEIGHT: i32 = 240;

/// Height of a time axis.
pub(super) const AXIS: i32 = 52;

/// Height of a panel's title.
const TITLE: i32 = 46;

/// Space below a panel, for the lower half of its lowest label.
const FOOT: i32 = 16;

/// Width of the labels of its figures.
const LABELS: i32 = 90;

/// Times of day stand at least so many bins apart: eight digits and a space.
const TICKS_APART_BINS: f64 = 75.0;

/// A figure in the bins of a timeline.
pub(super) struct Series {
    bins: Vec<Option<Spread>>,
}

#[derive(Debug, Clone, Copy)]
struct Spread {
    least: f64,
    most: f64,
    sum: f64,
    figures: u32,
}

impl Series {
    /// `None` without figures.
    pub(super) fn new(figures: impl Iterator<Item = (usize, f64)>) -> Option<Self> {
        let mut bins: Vec<Option<Spread>> = vec![None; BINS];
        for (bin, figure) in figures {
            let spread =
                bins[bin].get_or_insert(Spread { least: figure, most: figure, sum: 0.0, figures: 0 });
            spread.least = spread.least.min(figure);
            spread.most = spread.most.max(figure);
            spread.sum += figure;
            spread.figures += 1;
        }
        bins.iter().any(Option::is_some).then_some(Self { bins })
    }

    fn most(&self) -> f64 {
        self.bins.iter().flatten().map(|spread| spread.most).fold(0.0, f64::max)
    }

    /// Runs of bins with figures; so many without any do not end one.
    fn runs(&self, skipped_max: usize) -> Vec<Vec<(f64, Spread)>> {
        let mut runs: Vec<Vec<(f64, Spread)>> = Vec::new();
        let mut last: Option<usize> = None;
        for (bin, spread) in self.bins.iter().enumerate() {
            let Some(spread) = spread else { continue };
            if last.is_none_or(|last| bin - last > skipped_max) {
                runs.push(Vec::new());
            }
            last = Some(bin);
            runs.last_mut().expect("a run was begun").push((count(bin) + 0.5, *spread));
        }
        runs
    }
}

/// A panel: what it shows and how.
pub(super) struct Panel {
    pub(super) title: String,
    pub(super) series: Series,
    pub(super) colour: RGBColor,
    /// Top of the figures' axis; higher figures are drawn there. The least top, the most top.
    pub(super) top: (f64, f64),
    /// A limit of the settings.
    pub(super) limit: Option<f64>,
}

/// What all panels share.
pub(super) struct Ground<'a> {
    pub(super) timeline: &'a Timeline,
    /// Runs of bins in which positions were rejected, and the share of them.
    pub(super) rejected: &'a [(usize, usize, f64)],
    pub(super) language: Language,
}

impl Panel {
    /// Draws the panel, with the time axis below it where asked.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, ground: &Ground<'_>, y: i32, has_axis: bool) {
        canvas.text(&self.title, (MARGIN, y + TITLE / 2), HPos::Left, VPos::Center);
        let axis = if has_axis { AXIS } else { 0 };
        let sheet = canvas
            .sheet
            .clone()
            .shrink((0, y + TITLE), (WIDTH.unsigned_abs(), (HEIGHT - TITLE + axis).unsigned_abs()));
        let top = (self.series.most() * 1.1).clamp(self.top.0, self.top.1);
        let mut chart = ChartBuilder::on(&sheet)
            .margin_right(MARGIN)
            .margin_top(6)
            .y_label_area_size(LABELS)
            .x_label_area_size(FOOT + axis)
            .build_cartesian_2d(0.0..count(BINS), 0.0..top)
            .expect(INFALLIBLE);
        let decimals = usize::from(top < 4.0);
        chart
            .configure_mesh()
            .disable_x_mesh()
            .disable_x_axis()
            .y_labels(4)
            .y_max_light_lines(1)
            .bold_line_style(colour::PALE)
            .light_line_style(colour::PALE)
            .axis_style(colour::GREY)
            .y_label_style(style(TEXT))
            .y_label_formatter(&|figure| ground.language.figure(*figure, decimals))
            .draw()
            .expect(INFALLIBLE);
        let plot = chart.plotting_area();
        for (from, to, share) in ground.rejected {
            let corners = [(count(*from), top), (count(*to), 0.0)];
            let shade = colour::GREY.mix(0.15 + 0.4 * share);
            plot.draw(&Rectangle::new(corners, shade.filled())).expect(INFALLIBLE);
        }
        for bin in ground.timeline.cuts() {
            let line = vec![(bin, 0.0), (bin, top)];
            plot.draw(&PathElement::new(line, colour::INK.stroke_width(2))).expect(INFALLIBLE);
        }
        for run in self.series.runs(ground.timeline.skipped_max) {
            let upper = run.iter().map(|(bin, spread)| (*bin, spread.most.min(top)));
            let lower = run.iter().rev().map(|(bin, spread)| (*bin, spread.least.min(top)));
            let band: Vec<(f64, f64)> = upper.chain(lower).collect();
            plot.draw(&Polygon::new(band, self.colour.mix(0.3).filled())).expect(INFALLIBLE);
            let mean =
                run.iter().map(|(bin, spread)| (*bin, (spread.sum / f64::from(spread.figures)).min(top)));
            plot.draw(&PathElement::new(mean.collect::<Vec<_>>(), self.colour.stroke_width(3)))
                .expect(INFALLIBLE);
        }
        if let Some(limit) = self.limit.filter(|limit| *limit <= top) {
            let line = vec![(0.0, limit), (count(BINS), limit)];
            plot.draw(&PathElement::new(line, colour::RED.stroke_width(2))).expect(INFALLIBLE);
        }
        let ticks = if has_axis { ground.timeline.ticks(TICKS_APART_BINS) } else { Vec::new() };
        for (bin, time) in ticks.into_iter().filter(|(bin, _)| *bin < count(BINS) - TICKS_APART_BINS / 2.0) {
            // The first label would stick out to the left.
            let h_pos = if bin < TICKS_APART_BINS / 2.0 { HPos::Left } else { HPos::Center };
            let label = style(TEXT).pos(Pos::new(h_pos, VPos::Top));
            let (x, bottom) = plot.map_coordinate(&(bin, 0.0));
            canvas.line(vec![(x, bottom), (x, bottom + 8)], colour::GREY, 2);
            canvas.sheet.draw(&Text::new(time, (x, bottom + 12), label)).expect(INFALLIBLE);
        }
    }
}
