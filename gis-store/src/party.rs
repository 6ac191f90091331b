//! Parties (LADM): persons, groups and companies. What is known of persons is apart, sealed where it is an identity
//! number, and every look at it is logged.
//!
//! Invariant: nothing of the table `person` leaves this module but with a row in `person_access`; nor do documents,
//! declared neighbours and debts leave theirs.

mod access;
mod erase;
mod export;
mod member;
mod read;
mod retention;
mod write;

pub(crate) use access::{log_documents, log_reading};
pub use erase::{Scan, erase_party};
pub use export::export_party;
pub use member::NewMember;
pub use read::{Identity, Member, Party, PartyQuery, Person, get_party, list_parties, reveal_identity};
pub use retention::{Expiry, Purpose, expire_persons, list_purposes};
pub use write::{IdentityChange, NewIdentity, NewParty, NewPerson, PartyChange, change_party, insert_party};
