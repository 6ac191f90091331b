//! Where an action is open.

/// The departments in which an action is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Departments {
    /// Every one, and what lies in none.
    All,
    /// These, by P-code, in order and each once.
    Some(Vec<String>),
}

impl Departments {
    pub(super) fn none() -> Self {
        Self::Some(Vec::new())
    }

    /// Opens one more, or every one.
    pub(super) fn add(&mut self, pcode: Option<&str>) {
        match (&mut *self, pcode) {
            (Self::All, _) => {}
            (_, None) => *self = Self::All,
            (Self::Some(pcodes), Some(pcode)) => {
                if let Err(place) = pcodes.binary_search_by(|known| known.as_str().cmp(pcode)) {
                    pcodes.insert(place, pcode.to_owned());
                }
            }
        }
    }

    pub(super) fn filter(&self) -> Option<&[String]> {
        match self {
            Self::All => None,
            Self::Some(pcodes) => Some(pcodes),
        }
    }
}
