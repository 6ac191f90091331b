//! The report in pictures: SVG in French and English, for the report's page and for print.
//!
//! Invariants: equal surveys give equal bytes; a picture's size is bounded, however long the log; what is drawn is what
//! the report says, and a name from a receiver cannot break a picture.

mod canvas;
mod draft;
mod map;
mod panel;
mod quality;
mod timeline;
mod track;

use gis_core::Text;
use gis_core::crs::CrsError;
use gis_core::survey::{Draft, Picture};

use crate::clean::Cleaned;
use crate::settings::Settings;
use crate::words::Language;

/// So many drafts have a picture of their own; a report shows no more at once.
pub const DRAFTS_DRAWN_MAX: usize = 12;

/// Draws what a survey became: `track`, `quality`, and `draft-0`, … for the first drafts. What there is nothing to show
/// of has no picture.
///
/// # Errors
/// When PROJ cannot project.
pub fn draw(cleaned: &Cleaned, drafts: &[Draft], settings: &Settings) -> Result<Vec<Picture>, CrsError> {
    let mut pictures = Vec::new();
    if let Some(track) = track::Scene::new(cleaned)? {
        pictures.push(picture("track", |language| track.draw(language)));
    }
    if let Some(quality) = quality::Scene::new(cleaned, settings) {
        pictures.push(picture("quality", |language| quality.draw(language)));
    }
    let Some(projector) = &cleaned.projector else { return Ok(pictures) };
    for (index, draft) in drafts.iter().take(DRAFTS_DRAWN_MAX).enumerate() {
        if let Some(scene) = draft::Scene::new(index, draft, cleaned, projector)? {
            pictures.push(picture(&format!("draft-{index}"), |language| scene.draw(language)));
        }
    }
    Ok(pictures)
}

/// A title and the drawing below it.
struct Drawn {
    title: String,
    svg: String,
}

fn picture(name: &str, draw: impl Fn(Language) -> Drawn) -> Picture {
    let (fr, en) = (draw(Language::French), draw(Language::English));
    Picture { name: name.to_owned(), title: Text::new(fr.title, en.title), svg: Text::new(fr.svg, en.svg) }
}
