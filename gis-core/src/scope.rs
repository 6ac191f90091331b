//! Who asks, in which roles and for which departments: every function that reads or writes the register takes one.
//!
//! Rights are asked by [`Action`], never by role: [`Scope::filter`] gives the departments to bind into a query,
//! [`Scope::may`] answers for one department.
//! Invariant: a scope holds what its grants say and no more; what no grant says is refused.

mod action;
mod departments;
mod role;

#[cfg(test)]
mod tests;

pub use action::Action;
pub use role::{Grant, Role};

use departments::Departments;
use uuid::Uuid;

/// The right to ask: without one no query of the register compiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    actor: String,
    account: Option<Uuid>,
    rights: [Departments; Action::ALL.len()],
}

impl Scope {
    /// Whoever runs the program on this machine: sees and changes everything, under the name `operator`.
    #[must_use]
    pub fn operator() -> Self {
        let rights = Action::ALL.map(|_| Departments::All);
        Self { actor: "operator".to_owned(), account: None, rights }
    }

    /// Whoever is not signed in: sees the frame, and the register of the departments that publish theirs.
    #[must_use]
    pub fn public(published: impl IntoIterator<Item = String>) -> Self {
        Self::without_grants("public", None).with_published(published)
    }

    /// Somebody with an account, by login: may do what the grants say, each for its departments.
    ///
    /// # Examples
    /// ```
    /// use gis_core::scope::{Action, Grant, Role};
    /// use gis_core::Scope;
    /// let grants = [Grant::within(Role::Staff, "SN1302"), Grant::everywhere(Role::Planner)];
    /// let fatou = Scope::of_account("fatou", uuid::Uuid::from_u128(1), &grants);
    /// assert!(fatou.may(Action::Review, "SN1302"));
    /// assert!(!fatou.may(Action::Review, "SN0101"));
    /// assert!(fatou.may(Action::SeeRegister, "SN0101"));
    /// ```
    #[must_use]
    pub fn of_account(login: &str, id: Uuid, grants: &[Grant]) -> Self {
        Self::of_grants(login, Some(id), grants)
    }

    /// Somebody who holds every role in these departments, given by P-code, without an account.
    pub fn of_departments(actor: &str, pcodes: impl IntoIterator<Item = String>) -> Self {
        let every_role = |pcode: String| Role::ALL.map(|role| Grant::within(role, &pcode));
        let grants: Vec<_> = pcodes.into_iter().flat_map(every_role).collect();
        Self::of_grants(actor, None, &grants)
    }

    /// The same, who sees the register of these departments too, because they publish it.
    #[must_use]
    pub fn with_published(mut self, pcodes: impl IntoIterator<Item = String>) -> Self {
        for pcode in pcodes {
            self.rights[Action::SeeRegister as usize].add(Some(&pcode));
        }
        self
    }

    fn of_grants(actor: &str, account: Option<Uuid>, grants: &[Grant]) -> Self {
        let mut scope = Self::without_grants(actor, account);
        for grant in grants {
            for action in Action::ALL.into_iter().filter(|action| grant.role.allows(*action)) {
                scope.rights[action as usize].add(grant.department.as_deref());
            }
        }
        scope
    }

    fn without_grants(actor: &str, account: Option<Uuid>) -> Self {
        let mut rights = Action::ALL.map(|_| Departments::none());
        rights[Action::SeeFrame as usize] = Departments::All;
        Self { actor: actor.to_owned(), account, rights }
    }

    /// The name under which what is done is recorded: a login, which nobody else ever gets, `operator` or `public`.
    #[must_use]
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The account of whoever is signed in.
    #[must_use]
    pub fn account(&self) -> Option<Uuid> {
        self.account
    }

    /// The P-codes to filter by for an action: `None` when it is every department, and what lies in none.
    #[must_use]
    pub fn filter(&self, action: Action) -> Option<&[String]> {
        self.rights[action as usize].filter()
    }

    /// Whether the action is open in the department of that P-code.
    #[must_use]
    pub fn may(&self, action: Action, pcode: &str) -> bool {
        // P-codes are in order, see `Departments`.
        let has = |pcodes: &[String]| pcodes.binary_search_by(|own| own.as_str().cmp(pcode)).is_ok();
        self.filter(action).is_none_or(has)
    }

    /// Whether the action is open in any department, or on what the caller sent.
    #[must_use]
    pub fn may_somewhere(&self, action: Action) -> bool {
        let on_own = action == Action::SeeEvidence && self.sender().is_some();
        on_own || self.filter(action).is_none_or(|pcodes| !pcodes.is_empty())
    }

    /// The name under which the caller sends evidence, if they may send any: whoever sent an upload or a draft
    /// sees it wherever it lies. Beside the filter of [`Action::SeeEvidence`], never instead of it.
    #[must_use]
    pub fn sender(&self) -> Option<&str> {
        let sends = [Action::Survey, Action::Propose].into_iter().any(|action| self.may_somewhere(action));
        sends.then_some(self.actor.as_str())
    }

    /// Whether evidence of that department, or of none, sent under that name, may be seen.
    #[must_use]
    pub fn sees(&self, action: Action, department: Option<&str>, sender: Option<&str>) -> bool {
        let is_own = action == Action::SeeEvidence && sender.is_some() && sender == self.sender();
        is_own || department.map_or(self.filter(action).is_none(), |pcode| self.may(action, pcode))
    }
}
