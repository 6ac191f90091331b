//! Roles, and grants of them. Roles add up: whoever holds two may do what either allows.

use super::Action;
use serde::{Deserialize, Serialize};

/// What somebody is in a department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Collects in the field and proposes (*agent de collecte*).
    Surveyor,
    /// Keeps the register of a department, and decides on what others proposed.
    Staff,
    /// Reads the register and its history.
    Planner,
    /// Keeps the accounts; decides on nothing and sees no persons.
    Administrator,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Surveyor, Self::Staff, Self::Planner, Self::Administrator];

    /// The name in the database, on the command line and in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Surveyor => "surveyor",
            Self::Staff => "staff",
            Self::Planner => "planner",
            Self::Administrator => "administrator",
        }
    }

    /// The role of that name.
    ///
    /// # Examples
    /// ```
    /// use gis_core::scope::Role;
    /// assert_eq!(Role::from_name("staff"), Some(Role::Staff));
    /// assert_eq!(Role::from_name("root"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether it allows an action in the departments it is granted for.
    #[must_use]
    pub fn allows(self, action: Action) -> bool {
        match self {
            Self::Surveyor => matches!(action, Action::SeeRegister | Action::Survey | Action::Propose),
            Self::Staff => action != Action::Administer,
            Self::Planner => matches!(action, Action::SeeRegister | Action::SeeHistory),
            Self::Administrator => matches!(
                action,
                Action::SeeRegister | Action::SeeHistory | Action::SeeEvidence | Action::Administer
            ),
        }
    }
}

/// A role, in one department or in all.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// What somebody is.
    pub role: Role,
    /// P-code of the department; none means every one, and what lies in none.
    pub department: Option<String>,
}

impl Grant {
    /// A role in one department, by P-code.
    #[must_use]
    pub fn within(role: Role, pcode: &str) -> Self {
        Self { role, department: Some(pcode.to_owned()) }
    }

    /// A role in every department.
    #[must_use]
    pub fn everywhere(role: Role) -> Self {
        Self { role, department: None }
    }

    /// What two grants have in common, if anything.
    ///
    /// # Examples
    /// ```
    /// use gis_core::scope::{Grant, Role};
    /// let staff = Grant::everywhere(Role::Staff);
    /// assert_eq!(staff.meet(&Grant::within(Role::Staff, "SN1302")), Some(Grant::within(Role::Staff, "SN1302")));
    /// assert_eq!(staff.meet(&Grant::everywhere(Role::Planner)), None);
    /// ```
    #[must_use]
    pub fn meet(&self, other: &Self) -> Option<Self> {
        let department = match (&self.department, &other.department) {
            (Some(one), Some(another)) if one != another => return None,
            (one, another) => one.clone().or_else(|| another.clone()),
        };
        (self.role == other.role).then_some(Self { role: self.role, department })
    }

    /// What is left of grants when only what these others say may be used, as a token narrows its account.
    #[must_use]
    pub fn narrowed(grants: &[Self], to: &[Self]) -> Vec<Self> {
        grants.iter().flat_map(|own| to.iter().filter_map(|asked| own.meet(asked))).collect()
    }
}
