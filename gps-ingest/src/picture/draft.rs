//! A draft with its uncertainty: the ring in its band, the centreline over its passes, the point among its fixes.

use geo::{Coord, CoordsIter, Geometry, LineString, MapCoords};
use gis_core::crs::CrsError;
use gis_core::survey::{Draft, DraftKind, Grade};
use gis_core::{LonLat, Projected, Projector};
use plotters::style::Color;

use super::Drawn;
use super::canvas::{Canvas, LINE, MARGIN, Mark, colour, picture, title_height};
use super::map::{Map, View, legend};
use crate::clean::Cleaned;
use crate::clean::plane::Position;
use crate::report::{SIGMAS_95, area, called};
use crate::words::Language;

/// Of a normal error in the plane, equal along both axes, 95 % lie within so many standard deviations.
const SIGMAS_95_PLANE: f64 = 2.448;

/// So many fixes of a point are drawn.
const FIXES_MAX: usize = 1_500;

/// So many held corners are drawn.
const CORNERS_MAX: usize = 200;

/// What is drawn, on the plane.
pub(super) struct Scene<'a> {
    index: usize,
    draft: &'a Draft,
    shape: Geometry,
    corners: Vec<(Projected, f64)>,
    /// The positions around it, as the receiver wrote them, one path for each stay in the view.
    raw: Vec<Vec<Projected>>,
    /// The same after smoothing.
    smooth: Vec<Vec<Projected>>,
    view: View,
}

impl<'a> Scene<'a> {
    /// `None` for a shape without a place.
    ///
    /// # Errors
    /// When PROJ cannot project.
    pub(super) fn new(
        index: usize,
        draft: &'a Draft,
        cleaned: &Cleaned,
        projector: &Projector,
    ) -> Result<Option<Self>, CrsError> {
        let place = |coord: Coord| match LonLat::new(coord.x, coord.y) {
            Some(at) => projector.project(at).map(Coord::from),
            None => Ok(coord),
        };
        let shape = draft.geometry.try_map_coords(place)?;
        let Some(tight) = View::around(shape.coords_iter().map(Projected::from)) else { return Ok(None) };
        let margin_m = SIGMAS_95_PLANE * draft.sigma_m + 0.08 * tight.size_m();
        let view = tight.grown(margin_m.max(6.0));
        let mut corners = Vec::new();
        for corner in draft.corners.iter().take(CORNERS_MAX) {
            corners.push((projector.project(corner.at)?, corner.sigma_m));
        }
        let (raw, smooth) =
            (within(cleaned, &view, |position| position.at), within(cleaned, &view, |p| p.smooth));
        Ok(Some(Self { index, draft, shape, corners, raw, smooth, view }))
    }

    pub(super) fn draw(&self, language: Language) -> Drawn {
        let title = self.title(language);
        let map = Map::new(self.view, title_height(&title));
        let rows = 3 + i32::from(!self.corners.is_empty());
        let svg = picture(map.bottom() + rows * LINE + MARGIN, |canvas| {
            canvas.title(&title);
            map.ground(canvas, language);
            match self.draft.kind {
                DraftKind::Parcel => self.parcel(canvas, &map, language),
                DraftKind::Road => self.road(canvas, &map, language),
                DraftKind::MarketAsset => self.point(canvas, &map, language),
            }
        });
        Drawn { title, svg }
    }

    fn title(&self, language: Language) -> String {
        let draft = self.draft;
        let size = match (draft.area_m2, draft.length_m) {
            (Some(area_m2), _) => format!(", {}", area(area_m2, draft.area_sd_m2, language)),
            (None, Some(length_m)) => format!(", {}", language.length(length_m)),
            (None, None) => String::new(),
        };
        let grade = match draft.grading.grade {
            Grade::Rejected => language.pick("rejeté", "rejected").to_owned(),
            grade => format!("{} {}", language.pick("qualité", "grade"), grade.name()),
        };
        let (number, what) = (self.index + 1, called(draft.kind, draft.name.as_deref(), language));
        format!(
            "{} {number}{} {what}{size}, {grade}",
            language.pick("Brouillon", "Draft"),
            language.pick(" :", ":")
        )
    }

    fn parcel(&self, canvas: &Canvas<'_>, map: &Map, language: Language) {
        let rings = self.rings();
        self.band(canvas, map, &rings);
        map.paths(canvas, paths(&self.raw), colour::GREY, 2);
        map.paths(canvas, paths(&rings), colour::BLUE, 5);
        for (at, sigma_m) in &self.corners {
            canvas.circle(map.at(*at), map.length(SIGMAS_95_PLANE * sigma_m), colour::RED, 4);
            canvas.disc(map.at(*at), 6, colour::RED);
        }
        let mut y = map.bottom();
        y = line(canvas, y, language.pick("limite proposée", "proposed boundary"), colour::BLUE, 5);
        y = self.band_legend(canvas, y, language);
        y = line(canvas, y, language.pick("positions brutes", "raw positions"), colour::GREY, 2);
        if !self.corners.is_empty() {
            let text = language.pick("borne tenue, cercle à 95 %", "held corner, circle at 95 %");
            legend(canvas, y, text, |at| {
                canvas.circle(at, 16, colour::RED, 4);
                canvas.disc(at, 6, colour::RED);
            });
        }
    }

    fn road(&self, canvas: &Canvas<'_>, map: &Map, language: Language) {
        let lines = self.rings();
        self.band(canvas, map, &lines);
        map.paths(canvas, paths(&self.smooth), colour::GREY, 2);
        map.paths(canvas, paths(&lines), colour::BLUE, 5);
        let passes = self.draft.pass_count as u64;
        let passes = language.counted(passes, ["passage", "passages"], ["pass", "passes"]);
        let mut y = map.bottom();
        y = line(canvas, y, language.pick("axe proposé", "proposed centreline"), colour::BLUE, 5);
        y = self.band_legend(canvas, y, language);
        line(canvas, y, &passes, colour::GREY, 2);
    }

    fn point(&self, canvas: &Canvas<'_>, map: &Map, language: Language) {
        let Geometry::Point(point) = &self.shape else { return };
        let at = map.at(Projected::from(point.0));
        let sigma_m = self.draft.sigma_m;
        canvas.disc(at, map.length(SIGMAS_95_PLANE * sigma_m), colour::SKY.mix(0.35));
        map.marks(canvas, self.raw.iter().flatten().copied(), (Mark::Dot, 5, colour::GREY), FIXES_MAX);
        canvas.mark(Mark::Cross, at, 16, colour::BLUE);
        let mut y = map.bottom();
        let text = language.pick("point proposé", "proposed point");
        y = legend(canvas, y, text, |at| canvas.mark(Mark::Cross, at, 16, colour::BLUE));
        let radius = language.figure(SIGMAS_95_PLANE * sigma_m, 1);
        let text = language
            .pick("le point vrai y est à 95 % : rayon {} m", "holds the true point at 95 %: radius {} m")
            .replace("{}", &radius);
        y = legend(canvas, y, &text, |at| canvas.disc(at, 18, colour::SKY.mix(0.35)));
        legend(canvas, y, language.pick("positions brutes", "raw positions"), |(x, y)| {
            for (dx, dy) in [(-14, -4), (0, 6), (14, -2)] {
                canvas.disc((x + dx, y + dy), 5, colour::GREY);
            }
        });
    }

    /// All lines of the shape.
    fn rings(&self) -> Vec<Vec<Projected>> {
        let places = |line: &LineString| line.coords().map(|coord| Projected::from(*coord)).collect();
        match &self.shape {
            Geometry::Polygon(polygon) => {
                std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(places).collect()
            }
            Geometry::LineString(line) => vec![places(line)],
            _ => Vec::new(),
        }
    }

    /// A band as wide as 95 % of the errors across a line.
    fn band(&self, canvas: &Canvas<'_>, map: &Map, lines: &[Vec<Projected>]) {
        let width = map.length(2.0 * SIGMAS_95 * self.draft.sigma_m).clamp(8, 400);
        map.paths(canvas, paths(lines), colour::SKY.mix(0.35), width.unsigned_abs());
    }

    fn band_legend(&self, canvas: &Canvas<'_>, y: i32, language: Language) -> i32 {
        let margin = language.figure(SIGMAS_95 * self.draft.sigma_m, 1);
        let text = language
            .pick("± {} m : incertitude à 95 %", "± {} m: uncertainty at 95 %")
            .replace("{}", &margin);
        legend(canvas, y, &text, |(x, y)| {
            canvas.line(vec![(x - 22, y), (x + 22, y)], colour::SKY.mix(0.35), 24);
        })
    }
}

fn paths(lines: &[Vec<Projected>]) -> impl Iterator<Item = &[Projected]> {
    lines.iter().map(Vec::as_slice)
}

fn line(canvas: &Canvas<'_>, y: i32, text: &str, colour: plotters::style::RGBColor, width: u32) -> i32 {
    legend(canvas, y, text, |(x, y)| canvas.line(vec![(x - 28, y), (x + 28, y)], colour, width))
}

/// The stretches of all sessions that lie in a view.
fn within(cleaned: &Cleaned, view: &View, place: impl Fn(&Position) -> Projected) -> Vec<Vec<Projected>> {
    let mut paths = Vec::new();
    for session in &cleaned.sessions {
        let places: Vec<Projected> = session.positions.iter().map(&place).collect();
        let stays = places.chunk_by(|one, next| view.holds(*one) == view.holds(*next));
        paths.extend(stays.filter(|stay| view.holds(stay[0])).map(<[Projected]>::to_vec));
    }
    paths
}
