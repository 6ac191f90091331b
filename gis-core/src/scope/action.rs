//! What can be done, as rights are asked for.

/// Something that a role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// See departments and communes: everybody may.
    SeeFrame,
    /// See the register: every role may, and whoever is not signed in where it is published.
    SeeRegister,
    /// See what the register was before.
    SeeHistory,
    /// See uploads, drafts and tracks that others sent.
    SeeEvidence,
    /// Send uploads; correct, submit and withdraw one's own drafts.
    Survey,
    /// Propose changes of the register: edits, splits, merges.
    Propose,
    /// Decide on what others proposed.
    Review,
    /// See records of persons.
    SeePersons,
    /// Change records of persons.
    EditPersons,
    /// Keep accounts, tokens, settings and the audit log.
    Administer,
}

impl Action {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::SeeFrame,
        Self::SeeRegister,
        Self::SeeHistory,
        Self::SeeEvidence,
        Self::Survey,
        Self::Propose,
        Self::Review,
        Self::SeePersons,
        Self::EditPersons,
        Self::Administer,
    ];

    /// The name by which callers are told what they may.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(gis_core::scope::Action::SeeRegister.name(), "see-register");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SeeFrame => "see-frame",
            Self::SeeRegister => "see-register",
            Self::SeeHistory => "see-history",
            Self::SeeEvidence => "see-evidence",
            Self::Survey => "survey",
            Self::Propose => "propose",
            Self::Review => "review",
            Self::SeePersons => "see-persons",
            Self::EditPersons => "edit-persons",
            Self::Administer => "administer",
        }
    }
}
