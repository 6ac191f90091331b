//! Links between answers, as OGC API and JSON Feature documents carry them.

use serde::Serialize;

/// Media type of GeoJSON.
pub(crate) const GEOJSON: &str = "application/geo+json";
/// Media type of JSON.
pub(crate) const JSON: &str = "application/json";

/// A link to another answer.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Link {
    href: String,
    rel: &'static str,
    #[serde(rename = "type")]
    media_type: &'static str,
    title: String,
}

impl Link {
    pub(crate) fn new(href: String, rel: &'static str, media_type: &'static str, title: &str) -> Self {
        Self { href, rel, media_type, title: title.to_owned() }
    }
}
