//! A piece of the plane on a sheet: north up, one scale for both axes, a grid, and a bar as long as its mesh.

use std::collections::HashSet;

use gis_core::Projected;
use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Canvas, LINE, MARGIN, Mark, Px, TEXT, WIDTH, colour, px, shortened};
use crate::words::Language;

/// Heights that a map can have.
const HEIGHT_PX: (f64, f64) = (420.0, 920.0);

/// A path is drawn with fewer vertices than this.
const VERTICES_MAX: usize = 6_000;

/// A piece of the plane, by its corners.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    south_west: Projected,
    north_east: Projected,
}

impl View {
    /// The smallest piece that holds some places; `None` without any.
    pub(super) fn around(places: impl IntoIterator<Item = Projected>) -> Option<Self> {
        places.into_iter().fold(None, |view: Option<Self>, at| {
            let one = Self { south_west: at, north_east: at };
            Some(view.map_or(one, |view| view.with(&one)))
        })
    }

    fn with(&self, other: &Self) -> Self {
        let pick = |one: Projected, other: Projected, choose: fn(f64, f64) -> f64| Projected {
            easting_m: choose(one.easting_m, other.easting_m),
            northing_m: choose(one.northing_m, other.northing_m),
        };
        Self {
            south_west: pick(self.south_west, other.south_west, f64::min),
            north_east: pick(self.north_east, other.north_east, f64::max),
        }
    }

    /// The piece with so many metres around it.
    pub(super) fn grown(self, by_m: f64) -> Self {
        let moved = |at: Projected, by_m: f64| Projected {
            easting_m: at.easting_m + by_m,
            northing_m: at.northing_m + by_m,
        };
        Self { south_west: moved(self.south_west, -by_m), north_east: moved(self.north_east, by_m) }
    }

    fn width_m(&self) -> f64 {
        self.north_east.easting_m - self.south_west.easting_m
    }

    fn height_m(&self) -> f64 {
        self.north_east.northing_m - self.south_west.northing_m
    }

    fn middle(&self) -> Projected {
        Projected {
            easting_m: f64::midpoint(self.south_west.easting_m, self.north_east.easting_m),
            northing_m: f64::midpoint(self.south_west.northing_m, self.north_east.northing_m),
        }
    }

    /// Its longer side.
    pub(super) fn size_m(&self) -> f64 {
        self.width_m().max(self.height_m())
    }

    pub(super) fn holds(&self, at: Projected) -> bool {
        (self.south_west.easting_m..=self.north_east.easting_m).contains(&at.easting_m)
            && (self.south_west.northing_m..=self.north_east.northing_m).contains(&at.northing_m)
    }

    /// The piece as it must be to hold what lies near it.
    pub(super) fn reaching(self, places: impl Iterator<Item = Projected>) -> Self {
        let near = self.grown((0.5 * self.size_m()).max(20.0));
        let reached = Self::around(places.filter(|at| near.holds(*at)));
        reached.map_or(self, |reached| self.with(&reached))
    }
}

/// A view on its place on the sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Map {
    view: View,
    px_per_m: f64,
    top: i32,
    width: i32,
    height: i32,
}

impl Map {
    /// The view below a title that ends there.
    pub(super) fn new(view: View, top: i32) -> Self {
        let width = f64::from(WIDTH - 2 * MARGIN);
        let view = view.grown((0.04 * view.size_m()).max(1.0));
        let (wide_m, high_m) = (view.width_m(), view.height_m());
        let height = (width * high_m / wide_m).clamp(HEIGHT_PX.0, HEIGHT_PX.1);
        let px_per_m = (width / wide_m).min(height / high_m);
        Self { view, px_per_m, top, width: px(width), height: px(height) }
    }

    /// Where the map and its scale end.
    pub(super) fn bottom(&self) -> i32 {
        self.top + self.height + LINE + MARGIN
    }

    /// Where a place lies on the sheet: what the view leaves of the map is shared by both sides.
    pub(super) fn at(&self, place: Projected) -> Px {
        let middle = self.view.middle();
        let x = f64::from(MARGIN)
            + f64::from(self.width) / 2.0
            + (place.easting_m - middle.easting_m) * self.px_per_m;
        let y = f64::from(self.top) + f64::from(self.height) / 2.0
            - (place.northing_m - middle.northing_m) * self.px_per_m;
        (px(x), px(y))
    }

    /// A length on the sheet.
    pub(super) fn length(&self, length_m: f64) -> i32 {
        px(length_m * self.px_per_m)
    }

    pub(super) fn holds(&self, at: Projected) -> bool {
        let (x, y) = self.at(at);
        (MARGIN..=MARGIN + self.width).contains(&x) && (self.top..=self.top + self.height).contains(&y)
    }

    /// The grid, the frame, and below them the scale and the north.
    pub(super) fn ground(&self, canvas: &Canvas<'_>, language: Language) {
        let step_m = nice_step(self.view.size_m().max(f64::from(self.width) / self.px_per_m) / 6.0);
        let (left, right, bottom) = (MARGIN, MARGIN + self.width, self.top + self.height);
        let mesh = |from_m: f64, to: &dyn Fn(f64) -> i32, least: i32, most: i32| {
            let first_m = (from_m / step_m).floor() * step_m;
            let lines = (-8..40).map(|index: i32| to(first_m + f64::from(index) * step_m));
            lines.filter(|at| (least + 1..most).contains(at)).collect::<Vec<i32>>()
        };
        let easting =
            |easting_m| self.at(Projected { easting_m, northing_m: self.view.south_west.northing_m }).0;
        let northing =
            |northing_m| self.at(Projected { easting_m: self.view.south_west.easting_m, northing_m }).1;
        for x in mesh(self.view.south_west.easting_m, &easting, left, right) {
            canvas.line(vec![(x, self.top), (x, bottom)], colour::PALE, 1);
        }
        for y in mesh(self.view.south_west.northing_m, &northing, self.top, bottom) {
            canvas.line(vec![(left, y), (right, y)], colour::PALE, 1);
        }
        canvas.frame([(left, self.top), (right, bottom)], colour::GREY);
        let y = bottom + LINE / 2 + 4;
        let end = left + self.length(step_m);
        canvas.line(
            vec![(left, y - 8), (left, y + 8), (left, y), (end, y), (end, y - 8), (end, y + 8)],
            colour::INK,
            3,
        );
        canvas.text(&scale(step_m, language), (end + 14, y), HPos::Left, VPos::Center);
        canvas.area(
            vec![(right - 12, y - 16), (right - 2, y + 14), (right - 12, y + 8), (right - 22, y + 14)],
            colour::INK,
        );
        canvas.text("N", (right - 32, y), HPos::Right, VPos::Center);
    }

    /// Paths as lines, thinned to what the eye can see.
    pub(super) fn paths<'p>(
        &self,
        canvas: &Canvas<'_>,
        paths: impl Iterator<Item = &'p [Projected]>,
        colour: impl plotters::style::Color + Copy,
        width: u32,
    ) {
        let paths: Vec<Vec<Px>> = paths.map(|path| path.iter().map(|at| self.at(*at)).collect()).collect();
        let mut apart = 2;
        let mut thinned: Vec<Vec<Px>> = paths.iter().map(|path| thin(path, apart)).collect();
        while thinned.iter().map(Vec::len).sum::<usize>() > VERTICES_MAX && apart < 64 {
            apart *= 2;
            thinned = thinned.iter().map(|path| thin(path, apart)).collect();
        }
        for path in thinned.into_iter().take(VERTICES_MAX / 4) {
            canvas.line(path, colour, width);
        }
    }

    /// Marks at places, one where many lie together, and no more than so many.
    pub(super) fn marks(
        &self,
        canvas: &Canvas<'_>,
        places: impl Iterator<Item = Projected>,
        (mark, size, colour): (Mark, i32, plotters::style::RGBColor),
        most: usize,
    ) {
        let mut taken = HashSet::new();
        let apart = |(x, y): Px| (x / size.max(1), y / size.max(1));
        let places = places.filter(|at| self.holds(*at)).map(|at| self.at(at));
        for at in places.filter(|at| taken.insert(apart(*at))).take(most) {
            canvas.mark(mark, at, size, colour);
        }
    }
}

/// Characters that fit beside a symbol.
const CHARACTERS: usize = 54;

/// One entry of a legend below a map; gives where the next one stands.
pub(super) fn legend(canvas: &Canvas<'_>, y: i32, text: &str, symbol: impl FnOnce(Px)) -> i32 {
    symbol((MARGIN + 30, y + px(TEXT / 2.0)));
    canvas.text(&shortened(text, CHARACTERS), (MARGIN + 76, y + px(TEXT / 2.0)), HPos::Left, VPos::Center);
    y + LINE
}

/// A path without vertices that lie nearer than this to the last one drawn; its end stays.
fn thin(path: &[Px], apart: i32) -> Vec<Px> {
    let is_apart = |one: &Px, other: &Px| (one.0 - other.0).abs().max((one.1 - other.1).abs()) >= apart;
    let mut thinned: Vec<Px> = Vec::new();
    for at in path {
        if thinned.last().is_none_or(|last| is_apart(last, at)) {
            thinned.push(*at);
        }
    }
    if let Some(end) = path.last().filter(|end| thinned.last() != Some(*end)) {
        thinned.push(*end);
    }
    thinned
}

/// A step of 1, 2 or 5 times a power of ten, at least as long.
pub(super) fn nice_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(1e-6).log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .map(|digit| digit * power)
        .into_iter()
        .find(|step| *step >= least)
        .unwrap_or(10.0 * power)
}

fn scale(step_m: f64, language: Language) -> String {
    if step_m < 1.0 {
        format!("{} m", language.figure(step_m, 1))
    } else if step_m < 1000.0 {
        language.length(step_m)
    } else {
        format!("{} km", language.figure(step_m / 1000.0, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_axes_have_one_scale_and_north_is_up() {
        let at = |easting_m, northing_m| Projected { easting_m, northing_m };
        let view = View::around([at(300_000.0, 1_600_000.0), at(300_400.0, 1_600_100.0)]).expect("places");
        let map = Map::new(view, 100);
        let (origin, east, north) = (
            map.at(at(300_000.0, 1_600_000.0)),
            map.at(at(300_100.0, 1_600_000.0)),
            map.at(at(300_000.0, 1_600_100.0)),
        );
        assert!((east.0 - origin.0 - (origin.1 - north.1)).abs() <= 1 && east.1 == origin.1);
        assert!(north.1 < origin.1 && map.holds(at(300_400.0, 1_600_100.0)));
    }

    #[test]
    fn steps_are_round() {
        let text = [0.7, 3.0, 51.0].map(|least| scale(nice_step(least), Language::English));
        assert_eq!(text, ["1 m", "5 m", "100 m"]);
    }

    #[test]
    fn a_thinned_path_keeps_its_ends() {
        let path: Vec<Px> = (0..101).map(|x| (x, 0)).collect();
        let thinned = thin(&path, 8);
        assert_eq!((thinned.first(), thinned.last()), (Some(&(0, 0)), Some(&(100, 0))));
        assert!(thinned.len() < 15);
    }
}
