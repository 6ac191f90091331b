//! The style of the map: one document for the web app and for any other client, in two themes.
//!
//! `style.json` says what is drawn and how; where a colour belongs it has the name of one (`"@land"`), which each
//! theme of `themes.json` gives. The colours go out with the document, for whatever explains the map.

mod qgis;

use crate::basemap::Basemap;
use crate::map_assets;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// What is drawn. `{base}` stands where the server's own address belongs, `{version}` where that of the glyphs does.
const TEMPLATE: &str = include_str!("../style.json");
const THEMES: &str = include_str!("../themes.json");

/// How much departments cover of a basemap.
const LAND_OPACITY: f64 = 0.25;

/// What the colours are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Daylight and paper.
    #[default]
    Light,
    /// Darkness.
    Dark,
}

impl Theme {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

/// The style (`MapLibre` style specification, version 8) whose tiles, glyphs and icons are at `base`, an address
/// without a final slash.
///
/// # Examples
/// ```
/// use tile_server::style::{Theme, document};
/// let style = document("https://sig.example.sn", Theme::Dark);
/// assert!(style.contains(r#""sprite":"https://sig.example.sn/sprites/suuf""#));
/// ```
#[must_use]
pub fn document(base: &str, theme: Theme) -> String {
    static STYLES: LazyLock<[String; 2]> = LazyLock::new(|| Theme::ALL.map(coloured));
    let style = match theme {
        Theme::Light => &STYLES[0],
        Theme::Dark => &STYLES[1],
    };
    style.replace("{base}", base)
}

/// The same over a basemap: its source is the lowest, and departments let it show through.
#[must_use]
pub fn document_over(basemap: &Basemap, base: &str, theme: Theme) -> String {
    let mut style: Value = serde_json::from_str(&document(base, theme)).expect("a style is JSON");
    style["sources"]["basemap"] = basemap.source(base);
    let lowest = basemap.layers(&style["metadata"]["suuf:colours"]);
    let layers = style["layers"].as_array_mut().expect("a style has layers");
    if let Some(land) = layers.iter_mut().find(|layer| layer["id"] == "departments-fill") {
        land["paint"]["fill-opacity"] = json!(LAND_OPACITY);
    }
    // The background stays below everything.
    layers.splice(1..1, lowest);
    style.to_string()
}

/// The same for QGIS, which knows less of the specification.
#[must_use]
pub fn for_qgis(base: &str, theme: Theme) -> String {
    let mut style: Value = serde_json::from_str(&document(base, theme)).expect("a style is JSON");
    qgis::adapt(&mut style);
    style.to_string()
}

fn coloured(theme: Theme) -> String {
    let mut themes: Map<String, Value> = serde_json::from_str(THEMES).expect("themes.json is an object");
    let colours = themes.remove(theme.name()).expect("themes.json has every theme");
    let mut style: Value = serde_json::from_str(TEMPLATE).expect("style.json is JSON");
    fill(&mut style, &colours);
    style["metadata"] = json!({ "suuf:theme": theme.name(), "suuf:colours": colours });
    style.to_string().replace("{version}", map_assets::glyph_version())
}

/// Puts colours where their names are.
fn fill(value: &mut Value, colours: &Value) {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix('@') {
                *value = colours.get(name).expect("every theme has every colour of the style").clone();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|one| fill(one, colours)),
        Value::Object(members) => members.values_mut().for_each(|one| fill(one, colours)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_colour_and_no_place_of_an_address_is_left() {
        for theme in Theme::ALL {
            let style = document("https://sig.example.sn", theme);
            assert!(!style.contains("\"@"), "{style}");
            assert!(!style.contains("{base}") && !style.contains("{version}"), "{style}");
        }
    }

    #[test]
    fn the_themes_differ_in_their_colours_alone() {
        let [light, dark] = Theme::ALL.map(|theme| {
            let mut style: Value = serde_json::from_str(&document("", theme)).expect("is JSON");
            let colours = style["metadata"]["suuf:colours"].take();
            (style["layers"].to_string(), colours)
        });
        let names =
            |colours: &Value| colours.as_object().expect("is an object").keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&light.1), names(&dark.1));
        assert_ne!(light.0, dark.0);
        assert_eq!(without_colours(&light.0), without_colours(&dark.0));
    }

    fn without_colours(layers: &str) -> String {
        let mut pieces = layers.split("\"#");
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |all, piece| all + "#" + piece.split_once('"').map_or("", |(_, rest)| rest))
    }
}
