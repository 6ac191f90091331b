//! Why something about an account was not done.

use crate::StoreError;

/// Why something about an account was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is no such account, or not for this scope.
    #[error("failed to find the account")]
    NotFound,
    /// There is an account of that login already.
    #[error("failed to make the account: the login {login} is taken")]
    LoginTaken {
        /// The login.
        login: String,
    },
    /// The login is no login.
    #[error("failed to make the account: {login:?} is no login: small letters, digits and . _ - are wanted")]
    LoginFormat {
        /// As it was given.
        login: String,
    },
    /// A grant lies beyond what the caller administers, or names no department.
    #[error("failed to grant: {department:?} is not administered by the caller")]
    GrantBeyond {
        /// P-code, or none for every department.
        department: Option<String>,
    },
    /// The account holds grants beyond what the caller administers.
    #[error("failed to change the account: it also serves departments that the caller does not administer")]
    ServesOthers,
    /// Nobody disables their own account, changes what it may, or invites themselves.
    #[error("failed to change the account: it is the caller's own")]
    OwnAccount,
    /// The account was changed meanwhile.
    #[error("failed to change the account: it is at version {version} by now")]
    Changed {
        /// The version that it has.
        version: i32,
    },
    /// The link is unknown, used or expired.
    #[error("failed to use the invitation: it is unknown, used or expired")]
    NoInvitation,
    /// There is no department of that P-code, or not for this scope.
    #[error("failed to find the department {pcode}")]
    UnknownDepartment {
        /// The P-code as it was given.
        pcode: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for AccountError {
    fn from(source: sqlx::Error) -> Self {
        Self::Store(source.into())
    }
}
