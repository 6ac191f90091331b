//! Links between answers, as OGC API and JSON Feature documents carry them.

use serde::Serialize;

/// Media type of GeoJSON.
pub(crate) const GEOJSON: &str = "application/geo+json";
/// Media type of JSON.
pub(crate) const JSON: &str = "application/json";
/// Media type of Mapbox vector tiles.
pub(crate) const MVT: &str = "application/vnd.mapbox-vector-tile";

/// A link to another answer.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Link {
    href: String,
    rel: &'static str,
    #[serde(rename = "type")]
    media_type: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    templated: Option<bool>,
}

impl Link {
    pub(crate) fn new(href: String, rel: &'static str, media_type: &'static str, title: &str) -> Self {
        Self { href, rel, media_type, title: title.to_owned(), templated: None }
    }

    /// The same, whose address has names in braces that want values.
    pub(crate) fn templated(self) -> Self {
        Self { templated: Some(true), ..self }
    }
}
