//! The track: raw positions against the cleaned ones, and what was rejected, by reason.

use std::collections::BTreeMap;

use gis_core::crs::CrsError;
use gis_core::{Epsg, LonLat, Projected, Projector};

use super::Drawn;
use super::canvas::{Canvas, LINE, MARGIN, Mark, colour, picture, title_height};
use super::map::{Map, View, legend};
use crate::clean::Cleaned;
use crate::clean::session::Session;
use crate::reason::Reason;
use crate::words::Language;

/// How each reason is marked, the most frequent first; the others share the last.
const MARKS: [(Mark, plotters::style::RGBColor); 6] = [
    (Mark::Cross, colour::RED),
    (Mark::Triangle, colour::ORANGE),
    (Mark::Diamond, colour::PURPLE),
    (Mark::Square, colour::SKY),
    (Mark::Plus, colour::INK),
    (Mark::Dot, colour::GREY),
];

/// So many marks of one reason are drawn.
const MARKS_MAX: usize = 250;

/// Start and end are marked in campaigns of so many logs; in larger ones they would hide the rest.
const LOGS_MARKED_MAX: usize = 3;

/// Half the size of a mark.
const MARK: i32 = 9;

/// What is drawn, on the plane.
pub(super) struct Scene {
    raw: Vec<Vec<Projected>>,
    smooth: Vec<Vec<Projected>>,
    /// Those with a position, the most frequent reason first.
    rejected: Vec<(Reason, Vec<Projected>)>,
    ends: Vec<[Projected; 2]>,
    kept: u64,
    total: u64,
    view: View,
}

impl Scene {
    /// `None` when the logs hold no position at all.
    ///
    /// # Errors
    /// When PROJ cannot project.
    pub(super) fn new(cleaned: &Cleaned) -> Result<Option<Self>, CrsError> {
        let rejected = rejected(cleaned)?;
        let raw = lines(&cleaned.sessions, |position| position.at);
        let smooth = lines(&cleaned.sessions, |position| position.smooth);
        let kept = || raw.iter().chain(&smooth).flatten().copied();
        let all_rejected = || rejected.iter().flat_map(|(_, places)| places.iter().copied());
        let Some(view) = View::around(kept()).or_else(|| View::around(all_rejected())) else {
            return Ok(None);
        };
        let view = view.reaching(all_rejected());
        let ends = ends(&cleaned.sessions, cleaned.decoded.logs.len());
        let total = cleaned.decoded.epochs.len() as u64;
        let kept = cleaned.decoded.kept().count() as u64;
        Ok(Some(Self { raw, smooth, rejected, ends, kept, total, view }))
    }

    pub(super) fn draw(&self, language: Language) -> Drawn {
        let title = language
            .pick("Trace : {kept} positions gardées sur {total}", "Track: {kept} of {total} positions kept")
            .replace("{kept}", &language.count(self.kept))
            .replace("{total}", &language.count(self.total));
        let map = Map::new(self.view, title_height(&title));
        let shown = self.rejected.len().min(MARKS.len());
        let entries = 2 * i32::from(!self.smooth.is_empty()) + i32::from(!self.ends.is_empty());
        let rows = entries + i32::try_from(shown).unwrap_or(0) + i32::from(self.beyond(&map) > 0);
        let svg = picture(map.bottom() + rows * LINE + MARGIN, |canvas| {
            canvas.title(&title);
            map.ground(canvas, language);
            map.paths(canvas, self.raw.iter().map(Vec::as_slice), colour::GREY, 2);
            map.paths(canvas, self.smooth.iter().map(Vec::as_slice), colour::BLUE, 5);
            for (index, (_, places)) in self.rejected.iter().enumerate().rev() {
                let (mark, colour) = MARKS[index.min(MARKS.len() - 1)];
                map.marks(canvas, places.iter().copied(), (mark, MARK, colour), MARKS_MAX);
            }
            for [start, end] in &self.ends {
                canvas.disc(map.at(*start), 12, colour::GREEN);
                canvas.circle(map.at(*end), 13, colour::INK, 5);
            }
            self.legend(canvas, &map, language);
        });
        Drawn { title, svg }
    }

    /// How many rejected positions lie beyond the map.
    fn beyond(&self, map: &Map) -> usize {
        self.rejected.iter().flat_map(|(_, places)| places).filter(|at| !map.holds(**at)).count()
    }

    fn legend(&self, canvas: &Canvas<'_>, map: &Map, language: Language) {
        let mut y = map.bottom();
        if !self.smooth.is_empty() {
            for (text, colour, width) in [
                (language.pick("trace nettoyée et lissée", "track, cleaned and smoothed"), colour::BLUE, 5),
                (language.pick("positions gardées, brutes", "kept positions, raw"), colour::GREY, 2),
            ] {
                y = legend(canvas, y, text, |(x, y)| {
                    canvas.line(vec![(x - 28, y), (x + 28, y)], colour, width);
                });
            }
        }
        if !self.ends.is_empty() {
            let text = language.pick("départ (plein) et arrivée (cercle)", "start (disc) and end (ring)");
            y = legend(canvas, y, text, |(x, y)| {
                canvas.disc((x - 16, y), 12, colour::GREEN);
                canvas.circle((x + 16, y), 13, colour::INK, 5);
            });
        }
        for (index, (reason, places)) in self.rejected.iter().enumerate().take(MARKS.len()) {
            let is_rest = index + 1 == MARKS.len() && self.rejected.len() > MARKS.len();
            let (count, label) = if is_rest {
                let rest = self.rejected[index..].iter().map(|(_, places)| places.len()).sum();
                (rest, language.pick("autres motifs", "other reasons").to_owned())
            } else {
                (places.len(), language.of(&reason.label()).to_owned())
            };
            let text = format!("{} × {label}", language.count(count as u64));
            let (mark, colour) = MARKS[index];
            y = legend(canvas, y, &text, |at| canvas.mark(mark, at, MARK + 2, colour));
        }
        let beyond = self.beyond(map);
        if beyond > 0 {
            let text = language
                .pick("dont {} hors du cadre", "{} of them off the map")
                .replace("{}", &language.count(beyond as u64));
            legend(canvas, y, &text, |_| ());
        }
    }
}

fn lines(
    sessions: &[Session],
    place: impl Fn(&crate::clean::plane::Position) -> Projected,
) -> Vec<Vec<Projected>> {
    sessions.iter().map(|session| session.positions.iter().map(&place).collect()).collect()
}

/// The first and last position of each log.
fn ends(sessions: &[Session], logs: usize) -> Vec<[Projected; 2]> {
    if logs > LOGS_MARKED_MAX {
        return Vec::new();
    }
    let log_of = |session: &Session| session.positions.first().map(|position| position.log);
    let of_log = sessions.chunk_by(|one, next| log_of(one) == log_of(next));
    let ends = |sessions: &[Session]| {
        Some([sessions.first()?.positions.first()?.smooth, sessions.last()?.positions.last()?.smooth])
    };
    of_log.filter_map(ends).collect()
}

fn rejected(cleaned: &Cleaned) -> Result<Vec<(Reason, Vec<Projected>)>, CrsError> {
    let of_rejected = || {
        let rejected =
            cleaned.decoded.epochs.iter().filter_map(|epoch| Some((epoch.rejected?, epoch.position?)));
        // What marks that there is no position is nowhere.
        rejected.filter(|(reason, _)| !matches!(reason, Reason::NullIsland | Reason::Pole))
    };
    let Some((_, first)) = of_rejected().next() else { return Ok(Vec::new()) };
    let own = match cleaned.projector {
        Some(_) => None,
        None => Some(Projector::new(Epsg::utm_at(first))?),
    };
    let Some(projector) = cleaned.projector.as_ref().or(own.as_ref()) else { return Ok(Vec::new()) };
    let middle = cleaned
        .sessions
        .first()
        .and_then(|session| session.positions.first())
        .and_then(|position| cleaned.decoded.epochs[position.epoch].position);
    let mut by_reason: BTreeMap<Reason, Vec<Projected>> = BTreeMap::new();
    for (reason, position) in of_rejected().filter(|(_, at)| is_near(*at, middle.unwrap_or(first))) {
        by_reason.entry(reason).or_default().push(projector.project(position)?);
    }
    let mut by_reason: Vec<_> = by_reason.into_iter().collect();
    by_reason.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    Ok(by_reason)
}

/// Within what one zone of a projection can show.
fn is_near(one: LonLat, other: LonLat) -> bool {
    (one.lon_deg() - other.lon_deg()).abs() < 6.0 && (one.lat_deg() - other.lat_deg()).abs() < 6.0
}
