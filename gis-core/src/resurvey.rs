//! A new survey of a known object: how far the two lie apart, whether their uncertainties explain it, and what to do.
//!
//! All geometries are in metres of one plane. Neither survey is the truth: each has a standard deviation per axis.

use crate::Text;
use geo::{
    Area, BooleanOps, Closest, ClosestPoint, Coord, CoordsIter, Distance, Euclidean, Geometry,
    InterpolatableLine, Line, LineString, LinesIter, MapCoords, MultiLineString, MultiPolygon, Point,
};
use serde::Serialize;

/// Which geometry the object shall have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Advice {
    /// That of the register: the new survey is the worse one.
    Keep,
    /// That of the new survey.
    Replace,
    /// Both, weighted by their variances.
    Average,
}

/// How a new survey differs from what is registered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// How far the new survey lies to the east of the old one as a whole, in metres.
    pub shift_east_m: f64,
    /// The same to the north.
    pub shift_north_m: f64,
    /// Root mean square distance of the new outline from the old one.
    pub distance_rms_m: f64,
    /// The greatest distance between the two outlines, from either.
    pub distance_max_m: f64,
    /// What is left of the root mean square distance once the shift is taken off: the change of shape.
    pub shape_rms_m: f64,
    /// How much greater the area is; none for what has no area.
    pub area_change_m2: Option<f64>,
    /// Area in common, divided by the area of both together.
    pub iou: Option<f64>,
    /// Standard deviation per axis of the registered outline.
    pub sigma_old_m: f64,
    /// The same of the new survey.
    pub sigma_new_m: f64,
    /// Standard deviation per axis of the difference of the two.
    pub sigma_difference_m: f64,
    /// Whether the uncertainties explain the difference.
    pub is_explained: bool,
    /// What to do.
    pub advice: Advice,
    /// Why.
    pub reason: Text,
}

/// A difference of more than so many standard deviations is not put down to chance (95 % of a normal error).
const EXPLAINED_SIGMAS: f64 = 2.0;

/// A survey this much better than the other is taken alone: averaging would hardly better it.
const MUCH_BETTER: f64 = 0.5;

/// Outlines are compared at positions this far apart, in metres, but at no more than [`SAMPLES_MAX`].
const SAMPLE_STEP_M: f64 = 2.0;
const SAMPLES_MAX: f64 = 4000.0;

/// Rounds of finding the shift: each takes the mean of what the last one left.
const SHIFT_ROUNDS: usize = 12;

/// Compares a new survey with the registered geometry of the same object, both in metres.
///
/// Returns none when either has no position, or when one is a point and the other is not.
#[must_use]
pub fn compare(old: &Geometry, new: &Geometry, sigma_old_m: f64, sigma_new_m: f64) -> Option<Comparison> {
    let (old_line, new_line) = (outline(old)?, outline(new)?);
    let samples = samples(&new_line);
    let shift = shift_of(&samples, &old_line);
    let distances = |moved: Coord| {
        let from = samples.iter().map(move |sample| Point::from(*sample - moved));
        from.map(|sample| distance(sample, &old_line)).collect::<Vec<_>>()
    };
    let apart = distances(Coord::zero());
    let back = self::samples(&old_line).into_iter().map(|sample| distance(sample.into(), &new_line));
    let sigma_difference_m = sigma_old_m.hypot(sigma_new_m);
    let distance_rms_m = rms(&apart);
    let is_explained = distance_rms_m <= EXPLAINED_SIGMAS * sigma_difference_m;
    let advice = advice(is_explained, sigma_old_m, sigma_new_m);
    let areas = area(old).zip(area(new));
    Some(Comparison {
        shift_east_m: shift.x,
        shift_north_m: shift.y,
        distance_rms_m,
        distance_max_m: apart.iter().copied().chain(back).fold(0.0, f64::max),
        shape_rms_m: rms(&distances(shift)),
        area_change_m2: areas.map(|(old, new)| new - old),
        iou: iou(old, new),
        sigma_old_m,
        sigma_new_m,
        sigma_difference_m,
        is_explained,
        advice,
        reason: reason(advice, is_explained, distance_rms_m, sigma_old_m, sigma_new_m),
    })
}

/// The new survey drawn towards the registered outline, each position by the two variances; with its standard
/// deviation per axis.
///
/// Returns none when one is a point and the other is not.
#[must_use]
pub fn average(
    old: &Geometry,
    new: &Geometry,
    sigma_old_m: f64,
    sigma_new_m: f64,
) -> Option<(Geometry, f64)> {
    let (old_line, new_line) = (outline(old)?, outline(new)?);
    // Positions that belong together are sought with the shift taken off, else corners would find their sides.
    let shift = shift_of(&samples(&new_line), &old_line);
    let (weight_old, weight_new) = (sigma_old_m.powi(-2), sigma_new_m.powi(-2));
    let sum = weight_old + weight_new;
    let blended = new.map_coords(|position| {
        let on_old = nearest((position - shift).into(), &old_line);
        (position * weight_new + Coord::from(on_old) * weight_old) / sum
    });
    Some((blended, sum.powf(-0.5)))
}

/// What the two surveys are compared along: the boundary of an area, the line itself, or the point.
enum Outline {
    Lines(MultiLineString),
    Point(Point),
}

fn outline(geometry: &Geometry) -> Option<Outline> {
    let rings = |polygons: &MultiPolygon| {
        let rings = polygons.iter().flat_map(|one| std::iter::once(one.exterior()).chain(one.interiors()));
        MultiLineString(rings.cloned().collect())
    };
    let lines = match geometry {
        Geometry::Point(point) => return Some(Outline::Point(*point)),
        Geometry::LineString(line) => MultiLineString(vec![line.clone()]),
        Geometry::MultiLineString(lines) => lines.clone(),
        Geometry::Polygon(polygon) => rings(&MultiPolygon(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => rings(polygons),
        _ => return None,
    };
    (lines.coords_count() > 0).then_some(Outline::Lines(lines))
}

/// Positions along an outline, evenly spaced.
fn samples(outline: &Outline) -> Vec<Coord> {
    let lines = match outline {
        Outline::Point(point) => return vec![point.0],
        Outline::Lines(lines) => lines,
    };
    let length_m: f64 = lines.lines_iter().map(length).sum();
    let step_m = SAMPLE_STEP_M.max(length_m / SAMPLES_MAX);
    lines.iter().flat_map(|line| along(line, step_m)).collect()
}

fn along(line: &LineString, step_m: f64) -> impl Iterator<Item = Coord> {
    line.lines().flat_map(move |piece| {
        let pieces = (length(piece) / step_m).ceil().max(1.0);
        let ratios = std::iter::successors(Some(0.0), |step| Some(step + 1.0));
        ratios
            .take_while(move |step| *step < pieces)
            .map(move |step| piece.point_at_ratio_from_start(&Euclidean, step / pieces).0)
            .collect::<Vec<_>>()
    })
}

fn length(line: Line) -> f64 {
    Euclidean.distance(line.start, line.end)
}

fn nearest(position: Point, outline: &Outline) -> Point {
    match outline {
        Outline::Point(point) => *point,
        Outline::Lines(lines) => match lines.closest_point(&position) {
            Closest::Intersection(found) | Closest::SinglePoint(found) => found,
            Closest::Indeterminate => position,
        },
    }
}

fn distance(position: Point, outline: &Outline) -> f64 {
    Euclidean.distance(position, nearest(position, outline))
}

/// How far all samples lie from an outline as a whole: moving them back by the mean of what separates them from
/// their nearest positions, again and again.
fn shift_of(samples: &[Coord], outline: &Outline) -> Coord {
    let mut shift = Coord::zero();
    for _ in 0..SHIFT_ROUNDS {
        let left = samples.iter().map(|sample| {
            let moved = *sample - shift;
            moved - Coord::from(nearest(moved.into(), outline))
        });
        let count = samples.len().max(1);
        #[expect(clippy::cast_precision_loss, reason = "a few thousand samples")]
        let mean = left.fold(Coord::zero(), |sum, one| sum + one) / count as f64;
        shift = shift + mean;
    }
    shift
}

fn rms(distances: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand samples")]
    let count = distances.len().max(1) as f64;
    (distances.iter().map(|distance| distance * distance).sum::<f64>() / count).sqrt()
}

fn area(geometry: &Geometry) -> Option<f64> {
    matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_)).then(|| geometry.unsigned_area())
}

fn iou(old: &Geometry, new: &Geometry) -> Option<f64> {
    let (old, new) = (polygons(old)?, polygons(new)?);
    let both = old.intersection(&new).unsigned_area();
    let any = old.unsigned_area() + new.unsigned_area() - both;
    (any > 0.0).then(|| both / any)
}

fn polygons(geometry: &Geometry) -> Option<MultiPolygon> {
    match geometry {
        Geometry::Polygon(polygon) => Some(MultiPolygon(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        _ => None,
    }
}

fn advice(is_explained: bool, sigma_old_m: f64, sigma_new_m: f64) -> Advice {
    if !is_explained || sigma_new_m < MUCH_BETTER * sigma_old_m {
        Advice::Replace
    } else if sigma_old_m < MUCH_BETTER * sigma_new_m {
        Advice::Keep
    } else {
        Advice::Average
    }
}

fn reason(advice: Advice, is_explained: bool, rms_m: f64, sigma_old_m: f64, sigma_new_m: f64) -> Text {
    let figures_fr = format!(
        "écart de {rms_m:.1} m (quadratique moyen) pour des écarts-types de {sigma_old_m:.1} m (registre) et {sigma_new_m:.1} m (levé)"
    );
    let figures_en = format!(
        "{rms_m:.1} m apart (root mean square) with standard deviations of {sigma_old_m:.1} m (register) and {sigma_new_m:.1} m (survey)"
    );
    let (fr, en) = match (advice, is_explained) {
        (_, false) => (
            "Les incertitudes n'expliquent pas la différence : le terrain a changé, ou l'un des levés est faux. Vérifiez sur place avant de remplacer",
            "The uncertainties do not explain the difference: the ground has changed, or one survey is wrong. Check on site before replacing",
        ),
        (Advice::Keep, true) => (
            "Le nouveau levé confirme le registre, qui est nettement plus précis : gardez-le",
            "The new survey confirms the register, which is much more precise: keep it",
        ),
        (Advice::Replace, true) => (
            "Le nouveau levé confirme le registre et est nettement plus précis : remplacez",
            "The new survey confirms the register and is much more precise: replace",
        ),
        (Advice::Average, true) => (
            "Les deux levés concordent : leur moyenne pondérée est plus précise que chacun",
            "The two surveys agree: their weighted mean is more precise than either",
        ),
    };
    Text::new(format!("{fr} ({figures_fr})."), format!("{en} ({figures_en})."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Translate, polygon};
    use proptest::prelude::*;

    fn field(side_m: f64) -> Geometry {
        polygon![(x: 0.0, y: 0.0), (x: side_m, y: 0.0), (x: side_m, y: side_m), (x: 0.0, y: side_m)].into()
    }

    #[test]
    fn a_field_walked_again_is_averaged_and_better_for_it() {
        let old = field(100.0);
        let new = old.translate(2.0, -1.0);
        let comparison = compare(&old, &new, 2.0, 2.0).expect("two areas");
        assert!((comparison.shift_east_m - 2.0).abs() < 0.05, "{comparison:?}");
        assert!((comparison.shift_north_m + 1.0).abs() < 0.05);
        assert!(comparison.shape_rms_m < 0.1 && comparison.distance_rms_m > 1.0);
        assert_eq!((comparison.advice, comparison.is_explained), (Advice::Average, true));
        let (mean, sigma_m) = average(&old, &new, 2.0, 2.0).expect("two areas");
        assert!((sigma_m - std::f64::consts::SQRT_2).abs() < 1e-9);
        let to_old = compare(&old, &mean, 2.0, sigma_m).expect("two areas");
        assert!(to_old.distance_rms_m < comparison.distance_rms_m * 0.6);
    }

    #[test]
    fn a_field_that_grew_by_more_than_chance_is_to_be_looked_at() {
        let comparison = compare(&field(100.0), &field(130.0), 2.0, 2.0).expect("two areas");
        assert!(!comparison.is_explained);
        assert_eq!(comparison.advice, Advice::Replace);
        assert!(comparison.reason.fr.contains("Vérifiez sur place"));
        assert!((comparison.area_change_m2.expect("areas") - 6900.0).abs() < 1e-6);
        assert!((comparison.iou.expect("areas") - 10_000.0 / 16_900.0).abs() < 1e-9);
    }

    #[test]
    fn the_much_better_survey_is_taken_alone() {
        let (old, new) = (field(100.0), field(101.0));
        assert_eq!(compare(&old, &new, 5.0, 1.0).expect("areas").advice, Advice::Replace);
        assert_eq!(compare(&old, &new, 1.0, 5.0).expect("areas").advice, Advice::Keep);
    }

    #[test]
    fn points_are_compared_as_points_and_with_nothing_else() {
        let (old, new) = (Geometry::from(Point::new(0.0, 0.0)), Geometry::from(Point::new(3.0, 4.0)));
        let comparison = compare(&old, &new, 3.0, 3.0).expect("two points");
        assert!((comparison.distance_rms_m - 5.0).abs() < 1e-9 && comparison.iou.is_none());
        let empty = Geometry::from(LineString::new(vec![]));
        assert!(compare(&old, &empty, 3.0, 3.0).is_none());
    }

    proptest! {
        #[test]
        fn the_average_lies_between_the_two(east in -4.0..4.0_f64, north in -4.0..4.0_f64, sigma in 0.5..5.0_f64) {
            let (old, new) = (field(80.0), field(80.0).translate(east, north));
            let whole = compare(&old, &new, 3.0, sigma).expect("areas");
            let (mean, sigma_mean_m) = average(&old, &new, 3.0, sigma).expect("areas");
            let part = compare(&old, &mean, 3.0, sigma).expect("areas");
            prop_assert!(part.distance_rms_m <= whole.distance_rms_m + 1e-9);
            prop_assert!(sigma_mean_m < sigma.min(3.0));
        }
    }
}
