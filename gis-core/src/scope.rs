//! Who asks, in which role and for which departments: every function that reads or writes the register takes one.

/// The departments that somebody may see or change.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Departments {
    All,
    Some(Vec<String>),
}

/// The right to ask: without one no query of the register compiles.
///
/// Until accounts exist, only two are made: the operator of the machine (shell, and the server, which then
/// listens on loopback only), and readers bound to departments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    actor: String,
    departments: Departments,
}

impl Scope {
    /// Whoever runs the program on this machine: sees and changes everything, under the name `operator`.
    #[must_use]
    pub fn operator() -> Self {
        Self { actor: "operator".to_owned(), departments: Departments::All }
    }

    /// Somebody bound to departments, given by P-code.
    ///
    /// # Examples
    /// ```
    /// use gis_core::Scope;
    /// let thies = Scope::of_departments("fatou", ["SN1302".to_owned()]);
    /// assert!(thies.covers("SN1302"));
    /// assert!(!thies.covers("SN0101"));
    /// ```
    pub fn of_departments(actor: &str, pcodes: impl IntoIterator<Item = String>) -> Self {
        Self { actor: actor.to_owned(), departments: Departments::Some(pcodes.into_iter().collect()) }
    }

    /// The name under which what is done is recorded.
    #[must_use]
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The P-codes to filter by, or `None` when every department, and what lies in none, may be seen.
    #[must_use]
    pub fn department_filter(&self) -> Option<&[String]> {
        match &self.departments {
            Departments::All => None,
            Departments::Some(pcodes) => Some(pcodes),
        }
    }

    /// Whether the department of that P-code is within it.
    #[must_use]
    pub fn covers(&self, pcode: &str) -> bool {
        self.department_filter().is_none_or(|pcodes| pcodes.iter().any(|own| own == pcode))
    }
}
