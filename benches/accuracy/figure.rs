//! Figures over many surveys.

use crate::table::{GPSBABEL, RAW, SUUF};

/// The figures of the surveys that gave one, for each way.
pub(crate) struct Figures([Vec<f64>; 3]);

impl Figures {
    pub(crate) fn of<'a, T: 'a>(
        surveys: &(impl Iterator<Item = &'a [Option<T>; 3]> + Clone),
        figure: impl Fn(&T) -> f64,
    ) -> Self {
        let of_way =
            |way: usize| surveys.clone().filter_map(|ways| ways[way].as_ref()).map(&figure).collect();
        Self([of_way(SUUF), of_way(RAW), of_way(GPSBABEL)])
    }

    /// One statistic for each way that has figures.
    pub(crate) fn each(&self, statistic: impl Fn(&[f64]) -> f64) -> [Option<f64>; 3] {
        self.0.each_ref().map(|figures| (!figures.is_empty()).then(|| statistic(figures)))
    }

    /// One text for each way that has figures.
    pub(crate) fn told(&self, text: impl Fn(&[f64]) -> String) -> [Option<String>; 3] {
        self.0.each_ref().map(|figures| (!figures.is_empty()).then(|| text(figures)))
    }
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 surveys")]
pub(crate) fn count(number: usize) -> f64 {
    number as f64
}

pub(crate) fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / count(figures.len())
}

pub(crate) fn rms(figures: &[f64]) -> f64 {
    (figures.iter().map(|figure| figure * figure).sum::<f64>() / count(figures.len())).sqrt()
}

/// The sample's standard deviation.
pub(crate) fn deviation(figures: &[f64]) -> f64 {
    let middle = mean(figures);
    let squares: f64 = figures.iter().map(|figure| (figure - middle).powi(2)).sum();
    (squares / count(figures.len().saturating_sub(1).max(1))).sqrt()
}

/// The figure that so many per cent do not exceed.
pub(crate) fn quantile(figures: &[f64], per_cent: usize) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[(sorted.len() * per_cent / 100).min(sorted.len() - 1)]
}

pub(crate) fn median(figures: &[f64]) -> f64 {
    quantile(figures, 50)
}

pub(crate) fn greatest(figures: &[f64]) -> f64 {
    figures.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

pub(crate) fn least(figures: &[f64]) -> f64 {
    figures.iter().copied().fold(f64::INFINITY, f64::min)
}
