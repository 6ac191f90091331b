//! The sheet that pictures are drawn on: plotters' SVG backend with the house's colours, marks and text.
//!
//! A picture is 960 units wide whatever it shows, so that its text can be read on a telephone of 360 pixels.

use plotters::coord::Shift;
use plotters::prelude::{
    Circle, DrawingArea, IntoDrawingArea, IntoFont, PathElement, Polygon, RGBColor, Rectangle, SVGBackend,
    Text, WHITE,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, TextStyle};

/// Width of every picture.
pub(super) const WIDTH: i32 = 960;

/// Free space at the edges.
pub(super) const MARGIN: i32 = 20;

/// Size of ordinary text: 10.5 pixels where the picture is 360 wide.
pub(super) const TEXT: f64 = 28.0;

/// Size of titles.
const TITLE: f64 = 34.0;

/// Height of a line of a title and of a legend.
pub(super) const LINE: i32 = 44;

/// Characters that fit into a line of a title.
const TITLE_CHARACTERS: usize = 48;

/// Colours that people who see few colours can tell apart (after Okabe and Ito), dark enough on white.
pub(super) mod colour {
    use plotters::style::RGBColor;

    pub(in crate::picture) const INK: RGBColor = RGBColor(34, 34, 34);
    pub(in crate::picture) const GREY: RGBColor = RGBColor(140, 140, 140);
    pub(in crate::picture) const PALE: RGBColor = RGBColor(222, 222, 222);
    pub(in crate::picture) const BLUE: RGBColor = RGBColor(0, 114, 178);
    pub(in crate::picture) const SKY: RGBColor = RGBColor(86, 180, 233);
    pub(in crate::picture) const GREEN: RGBColor = RGBColor(0, 158, 115);
    pub(in crate::picture) const ORANGE: RGBColor = RGBColor(230, 159, 0);
    pub(in crate::picture) const RED: RGBColor = RGBColor(213, 94, 0);
    pub(in crate::picture) const PURPLE: RGBColor = RGBColor(204, 121, 167);
}

/// A place on the sheet, from its upper left corner.
pub(super) type Px = (i32, i32);

/// A sheet while it is drawn on.
pub(super) type Sheet<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// What stands for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Cross,
    Triangle,
    Diamond,
    Square,
    Plus,
    Dot,
}

pub(super) const INFALLIBLE: &str = "a String takes all drawings";

/// Draws a picture of that height; equal drawings give equal bytes.
pub(super) fn picture(height: i32, draw: impl FnOnce(&Canvas<'_>)) -> String {
    let mut svg = String::new();
    let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
    {
        let sheet = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        sheet.fill(&WHITE).expect(INFALLIBLE);
        let canvas = Canvas { sheet };
        draw(&canvas);
        canvas.sheet.present().expect(INFALLIBLE);
    }
    // Thick lines with sharp corners would have spikes.
    svg.replacen("<svg ", "<svg stroke-linejoin=\"round\" stroke-linecap=\"round\" ", 1)
}

/// A sheet with marks, lines and text.
pub(super) struct Canvas<'a> {
    pub(super) sheet: Sheet<'a>,
}

impl Canvas<'_> {
    pub(super) fn line(&self, points: Vec<Px>, colour: impl Color, width: u32) {
        if points.len() > 1 {
            let style = colour.stroke_width(width);
            self.sheet.draw(&PathElement::new(points, style)).expect(INFALLIBLE);
        }
    }

    pub(super) fn area(&self, points: Vec<Px>, colour: impl Color) {
        if points.len() > 2 {
            self.sheet.draw(&Polygon::new(points, colour.filled())).expect(INFALLIBLE);
        }
    }

    pub(super) fn frame(&self, corners: [Px; 2], colour: impl Color) {
        self.sheet.draw(&Rectangle::new(corners, colour.stroke_width(2))).expect(INFALLIBLE);
    }

    /// A ring of that radius.
    pub(super) fn circle(&self, at: Px, radius: i32, colour: impl Color, width: u32) {
        let radius = radius.max(1);
        self.sheet.draw(&Circle::new(at, radius, colour.stroke_width(width))).expect(INFALLIBLE);
    }

    pub(super) fn disc(&self, at: Px, radius: i32, colour: impl Color) {
        self.sheet.draw(&Circle::new(at, radius.max(1), colour.filled())).expect(INFALLIBLE);
    }

    pub(super) fn mark(&self, mark: Mark, (x, y): Px, size: i32, colour: RGBColor) {
        match mark {
            Mark::Cross => {
                let arms = [(-1, -1), (1, 1), (0, 0), (-1, 1), (1, -1)];
                self.line(arms.map(|(dx, dy)| (x + dx * size, y + dy * size)).to_vec(), colour, 4);
            }
            Mark::Plus => {
                let arms = [(-1, 0), (1, 0), (0, 0), (0, -1), (0, 1)];
                self.line(arms.map(|(dx, dy)| (x + dx * size, y + dy * size)).to_vec(), colour, 4);
            }
            Mark::Triangle => {
                self.area(vec![(x, y - size), (x + size, y + size), (x - size, y + size)], colour);
            }
            Mark::Diamond => {
                self.area(vec![(x, y - size), (x + size, y), (x, y + size), (x - size, y)], colour);
            }
            Mark::Square => {
                let corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)];
                self.area(corners.map(|(dx, dy)| (x + dx * size, y + dy * size)).to_vec(), colour);
            }
            Mark::Dot => self.disc((x, y), size, colour),
        }
    }

    /// Text whose anchor is at a place.
    pub(super) fn text(&self, text: &str, at: Px, h_pos: HPos, v_pos: VPos) {
        let style = style(TEXT).pos(Pos::new(h_pos, v_pos));
        self.sheet.draw(&Text::new(printable(text), at, style)).expect(INFALLIBLE);
    }

    /// A title of one or two lines at the top; gives where it ends.
    pub(super) fn title(&self, title: &str) -> i32 {
        let mut y = MARGIN;
        for line in title_lines(title) {
            let style = style(TITLE).pos(Pos::new(HPos::Left, VPos::Top));
            self.sheet.draw(&Text::new(printable(&line), (MARGIN, y), style)).expect(INFALLIBLE);
            y += LINE;
        }
        y
    }
}

/// Where a title ends.
pub(super) fn title_height(title: &str) -> i32 {
    MARGIN + LINE * i32::try_from(title_lines(title).len()).unwrap_or(2)
}

/// The first two lines of a title, broken between words.
fn title_lines(title: &str) -> Vec<String> {
    // A figure stays with its unit.
    let glued =
        [" %", " m", " ha", " km", " :", " »"].iter().fold(title.replace("± ", "±\u{a0}"), |text, unit| {
            text.replace(unit, &unit.replace(' ', "\u{a0}"))
        });
    let mut lines: Vec<String> = vec![String::new()];
    for word in glued.replace("« ", "«\u{a0}").split(' ') {
        let last = lines.last_mut().expect("there is a first line");
        if !last.is_empty() && last.chars().count() + word.chars().count() >= TITLE_CHARACTERS {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.truncate(2);
    for line in &mut lines {
        *line = shortened(line, TITLE_CHARACTERS);
    }
    lines
}

/// A text of at most so many characters.
pub(super) fn shortened(text: &str, characters_max: usize) -> String {
    match text.char_indices().nth(characters_max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Names come from receivers: what XML forbids must not reach the picture.
fn printable(text: &str) -> String {
    let is_odd = |character: char| character.is_control() || matches!(character, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|character| if is_odd(character) { ' ' } else { character }).collect()
}

/// The backend divides sizes by 1.24.
pub(super) fn style(size: f64) -> TextStyle<'static> {
    let weight = if size > TEXT { FontStyle::Bold } else { FontStyle::Normal };
    ("sans-serif", size * 1.24).into_font().style(weight).color(&colour::INK)
}

/// A length in pixels.
#[expect(clippy::cast_possible_truncation, reason = "clamped first")]
pub(super) fn px(length: f64) -> i32 {
    length.round().clamp(-1e6, 1e6) as i32
}
