//! What people read, in the two languages of the product: French first, English at a switch.

use serde::{Deserialize, Serialize};

/// One sentence or label in French and in English.
///
/// # Examples
/// ```
/// use gis_core::Text;
/// assert_eq!(Text::new("parcelle", "parcel").fr, "parcelle");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// French, the language of the offices.
    pub fr: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Both languages of one text.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }
}
