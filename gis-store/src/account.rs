//! People: accounts with their grants, the sessions and tokens by which they are known, the links that invite them.
//!
//! Invariant: a secret is seen once, by whoever it was made for; the database holds digests only.
//! Invariant: whatever an account may is asked anew at each use, so that what is taken away is gone at once.

mod caller;
mod change;
pub mod demo;
mod error;
mod grants;
mod invitation;
mod password;
mod read;
mod secret;
mod session;
mod token;

pub use caller::{Known, find_by_session, find_by_token, list_published};
pub use change::{AccountChange, NewAccount, change_account, insert_account, is_login, publish_department};
pub use error::AccountError;
pub use invitation::{
    FirstAdministrator, Invitation, find_invited, invite, invite_first_administrator, redeem,
    redeem_as_first_administrator,
};
pub use password::{Password, PasswordError, hash_password, verify_password};
pub use read::{Account, find_account, get_account, list_accounts};
pub use secret::Secret;
pub use session::{
    Credentials, ensure_demo_account, find_credentials, insert_session, remove_session, set_password,
};
pub use token::{NewToken, Token, insert_token, list_tokens, revoke_token};
