//! What can be wrong with a filter, in words for whoever wrote it.

use super::{MAX_FILTER_BYTES, MAX_FILTER_CONDITIONS, MAX_FILTER_DEPTH};
use gis_core::Text;

/// Why a text is no filter. Positions count characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterError {
    /// Longer than [`MAX_FILTER_BYTES`].
    #[error("the filter is too long")]
    TooLong,
    /// Nested deeper than [`MAX_FILTER_DEPTH`].
    #[error("the filter is nested too deep at character {position}")]
    TooDeep {
        /// Where it gets too deep.
        position: usize,
    },
    /// More conditions than a filter may have.
    #[error("the filter has too many conditions from character {position} on")]
    TooMany {
        /// Where the first of those begins that are too many.
        position: usize,
    },
    /// Something else is wanted there.
    #[error("{} is wanted at character {position}", wanted.en)]
    Unexpected {
        /// Where.
        position: usize,
        /// What is there; empty at the end.
        found: String,
        /// What should be.
        wanted: Text,
    },
    /// No layer has a property of that name.
    #[error("no layer has the property {name} of character {position}")]
    UnknownProperty {
        /// Where it is named.
        position: usize,
        /// Its name.
        name: String,
        /// The properties that there are.
        known: Vec<&'static str>,
    },
    /// No layer has all of the properties.
    #[error("no layer has all of the properties")]
    FitsNoLayer {
        /// Those that the filter names.
        properties: Vec<&'static str>,
    },
}

impl FilterError {
    /// What is wrong, where, and what to do.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::TooLong => Text::new(
                format!("Le filtre dépasse {MAX_FILTER_BYTES} octets : raccourcissez-le."),
                format!("The filter is longer than {MAX_FILTER_BYTES} bytes: shorten it."),
            ),
            Self::TooDeep { position } => Text::new(
                format!(
                    "Au caractère {position} du filtre, parenthèses et NOT s'imbriquent à plus de {MAX_FILTER_DEPTH} niveaux : simplifiez-le."
                ),
                format!(
                    "At character {position} of the filter, parentheses and NOT are nested more than {MAX_FILTER_DEPTH} levels deep: simplify it."
                ),
            ),
            Self::TooMany { position } => Text::new(
                format!(
                    "Au caractère {position} du filtre commence une condition de trop : il y en a {MAX_FILTER_CONDITIONS} au plus. Plusieurs valeurs d'un attribut tiennent dans un IN."
                ),
                format!(
                    "At character {position} of the filter begins a condition too many: there are {MAX_FILTER_CONDITIONS} at most. Several values of an attribute fit into one IN."
                ),
            ),
            Self::Unexpected { position, found, wanted } if found.is_empty() => Text::new(
                format!("Le filtre s'arrête au caractère {position} : {} est attendu.", wanted.fr),
                format!("The filter ends at character {position}: {} is wanted.", wanted.en),
            ),
            Self::Unexpected { position, found, wanted } => Text::new(
                format!(
                    "Au caractère {position} du filtre se trouve « {found} » : {} est attendu.",
                    wanted.fr
                ),
                format!("At character {position} of the filter stands “{found}”: {} is wanted.", wanted.en),
            ),
            Self::UnknownProperty { position, name, known } => {
                let known = known.join(", ");
                Text::new(
                    format!(
                        "Au caractère {position} du filtre : aucune couche demandée n'a d'attribut « {name} ». Les attributs sont : {known}."
                    ),
                    format!(
                        "At character {position} of the filter: no layer asked for has a property “{name}”. The properties are: {known}."
                    ),
                )
            }
            Self::FitsNoLayer { properties } => {
                let properties = properties.join(", ");
                Text::new(
                    format!(
                        "Aucune couche demandée n'a à la fois tous les attributs du filtre ({properties}) : demandez les couches une à une, chacune avec son filtre."
                    ),
                    format!(
                        "No layer asked for has all properties of the filter ({properties}) at once: ask for the layers one by one, each with its filter."
                    ),
                )
            }
        }
    }
}
